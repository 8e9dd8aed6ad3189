"""What only the local index promises: it outlives kills, notices damage, and gives back the room of dead vectors."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from everloop.adapters.local.index import DuckIndex
from everloop.domain.fields import Field, Kind
from everloop.domain.ids import ItemId, WorkspaceId
from everloop.domain.principals import Scope
from everloop.domain.vectors import Space, rounded
from everloop.ports import Document, Selection

HERE = WorkspaceId("default")
SPACE = Space("tiny", "test", "1", 16)
EVERYTHING = Selection(Scope(HERE))

WRITER = """
import sys
from pathlib import Path
import numpy as np
from everloop.adapters.local.index import DuckIndex
from everloop.domain.vectors import Space, rounded
from everloop.ports import Document
index = DuckIndex(Path(sys.argv[1]))
space = Space("tiny", "test", "1", 16)
index.ensure("default", [], [space])
rng = np.random.default_rng(1)
for batch in range(10_000):
    vectors = rounded(rng.standard_normal((20, 16)).astype(np.float32))
    numbered = enumerate(vectors, start=batch * 20)
    index.upsert("default", [Document(f"{seq:07}", seq, 1, vectors={"tiny": vector}) for seq, vector in numbered])
    print(batch, flush=True)
"""


def vectors(count: int, *, seed: int) -> np.ndarray:  # type: ignore[type-arg]
    return rounded(np.random.default_rng(seed).standard_normal((count, 16)).astype(np.float32))


def filled(folder: Path, count: int = 40, *, rev: int = 1, seed: int = 1) -> DuckIndex:
    index = DuckIndex(folder)
    index.ensure(HERE, [], [SPACE])
    rows = vectors(count, seed=seed)
    index.upsert(HERE, [Document(ItemId(f"{i:03}"), i, rev, vectors={"tiny": rows[i]}) for i in range(count)])
    return index


@pytest.mark.parametrize("batches", [1, 7])
def test_what_was_acknowledged_is_there_after_a_kill(tmp_path: Path, batches: int) -> None:
    with subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path / "index")], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        told = [int(writer.stdout.readline()) for _ in range(batches)]
        writer.kill()
    index = DuckIndex(tmp_path / "index")
    assert index.moved_aside is None
    order, found = index.vectors(EVERYTHING, SPACE)
    assert len(order.ids) >= 20 * len(told)
    expected = rounded(np.random.default_rng(1).standard_normal((20, 16)).astype(np.float32))
    assert np.array_equal(found[:20], expected)
    assert index.count(EVERYTHING) % 20 == 0, "a batch is there whole or not at all"
    index.close()


@pytest.mark.parametrize("damage", ["index.duckdb", "vectors"])
def test_a_damaged_index_is_moved_aside_and_begun_anew(tmp_path: Path, damage: str) -> None:
    index = filled(tmp_path / "index")
    birth = index.birth
    index.close()
    broken = tmp_path / "index" / damage
    if broken.is_dir():
        next(broken.rglob("*.f16")).write_bytes(b"short")
    else:
        broken.write_bytes(b"no database" * 1000)
    index = DuckIndex(tmp_path / "index")
    assert index.moved_aside is not None
    assert (index.moved_aside / damage).exists()
    assert index.birth != birth
    index.ensure(HERE, [], [SPACE])
    assert index.count(EVERYTHING) == 0
    index.close()


def test_an_index_that_is_whole_keeps_its_birth_and_its_answers(tmp_path: Path) -> None:
    index = filled(tmp_path / "index")
    birth, nearest = index.birth, index.knn(EVERYTHING, SPACE, vectors(40, seed=1)[3], k=5)
    index.close()
    index = DuckIndex(tmp_path / "index")
    assert (index.birth, index.moved_aside) == (birth, None)
    assert index.knn(EVERYTHING, SPACE, vectors(40, seed=1)[3], k=5) == nearest
    index.close()


def test_a_second_process_is_told_that_the_index_is_open(tmp_path: Path) -> None:
    index = filled(tmp_path / "index")
    code = f"""
from pathlib import Path
from everloop.adapters.local.index import DuckIndex
from everloop.domain.errors import Conflict
try:
    DuckIndex(Path({str(tmp_path / "index")!r})).birth
except Conflict as error:
    print("refused")
"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "refused"
    assert index.count(EVERYTHING) == 40
    index.close()


def test_making_ready_again_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = filled(tmp_path / "index")
    index.ensure(HERE, [Field("meta.site", Kind.KEYWORD, "Site")], [SPACE])
    monkeypatch.setattr(index._file, "transaction", None)
    index.ensure(HERE, [Field("meta.site", Kind.KEYWORD, "Site")], [SPACE])
    index.close()


def test_a_vector_that_did_not_change_is_not_written_again(tmp_path: Path) -> None:
    index = filled(tmp_path / "index")
    file = next((tmp_path / "index" / "vectors").rglob("*.f16"))
    before = file.stat().st_size
    rows = vectors(40, seed=1)
    index.upsert(HERE, [Document(ItemId(f"{i:03}"), i, 2, vectors={"tiny": rows[i]}) for i in range(40)])
    assert file.stat().st_size == before
    assert index.revs(HERE, [ItemId("003")]) == {"003": 2}
    index.close()


def test_dead_vectors_are_given_back_and_answers_stay(tmp_path: Path) -> None:
    index = filled(tmp_path / "index", 1_500)
    for rev in range(2, 7):
        rows = vectors(1_500, seed=rev)
        index.upsert(HERE, [Document(ItemId(f"{i:03}"), i, rev, vectors={"tiny": rows[i]}) for i in range(1_500)])
    expected = index.knn(EVERYTHING, SPACE, rows[7], k=9)
    before = sum(file.stat().st_size for file in (tmp_path / "index" / "vectors").rglob("*.f16"))
    index.refresh(HERE)
    assert index.knn(EVERYTHING, SPACE, rows[7], k=9) == expected
    index.close()
    index = DuckIndex(tmp_path / "index")
    assert index.knn(EVERYTHING, SPACE, rows[7], k=9) == expected
    assert sum(file.stat().st_size for file in (tmp_path / "index" / "vectors").rglob("*.f16")) < before / 3
    assert np.array_equal(index.vectors(EVERYTHING, SPACE)[1], rows[np.argsort([f"{i:03}" for i in range(1_500)])])
    index.close()


def test_threads_read_whole_batches_while_one_writes_and_fields_are_added(tmp_path: Path) -> None:
    index = filled(tmp_path / "index", 100)
    stop, wrong = threading.Event(), []

    def read() -> None:
        query = vectors(1, seed=9)[0]
        while not stop.is_set():
            try:
                revs = {hit.rev for hit in index.search(EVERYTHING, limit=1_000).items}
                near = index.knn(EVERYTHING, SPACE, query, k=100)
            except Exception as error:  # noqa: BLE001 - whatever a reader meets is the test's failure
                wrong.append(repr(error))
                return
            if len(revs) != 1 or len(near) != 100:
                wrong.append(f"a part of a batch was seen: {revs}, {len(near)}")

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for rev in range(2, 40):
        rows = vectors(100, seed=rev)
        index.upsert(HERE, [Document(ItemId(f"{i:03}"), i, rev, vectors={"tiny": rows[i]}) for i in range(100)])
        if rev % 10 == 0:
            index.ensure(HERE, [Field(f"meta.key{rev}", Kind.NUMBER)], [SPACE])
            index.refresh(HERE)
    stop.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    index.close()

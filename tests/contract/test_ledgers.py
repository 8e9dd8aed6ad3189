"""The COCO ids of a project, over the local house."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyroaring import BitMap, BitMap64

from everloop.domain.ids import DEFAULT_WORKSPACE
from everloop.domain.ledgers import ImageClaim, relative
from everloop.domain.principals import Cause
from everloop.store.ledgers import Ledgers
from tests import house as houses

CAUSE = Cause()


@pytest.fixture
def ledgers(tmp_path: Path) -> Ledgers:
    house = houses.build(tmp_path).house
    return Ledgers(DEFAULT_WORKSPACE, "p", house.table, house.objects, house.columns)


def image(seq: int, wanted: int | None = None, name: str | None = None, *, key: str | None = None) -> ImageClaim:
    return ImageClaim(seq, f"item{seq}", "src", key or f"folder/{seq}.jpg", wanted, name)


def test_imported_image_ids_are_kept_and_others_are_allotted_above_them(ledgers: Ledgers) -> None:
    entries, before = ledgers.claim("job1", [image(1, 139), image(2), image(9_000, 0), image(3, 139)], cause=CAUSE)
    assert {seq: one.image for seq, one in entries.items()} == {1: 139, 2: 140, 9_000: 0, 3: 141}
    assert not before
    assert ledgers.image_ids() == {1: 139, 2: 140, 9_000: 0, 3: 141}
    assert ledgers.image_ids(seqs=BitMap([2, 9_000, 77])) == {2: 140, 9_000: 0}


def test_an_image_id_never_changes(ledgers: Ledgers) -> None:
    ledgers.claim("job1", [image(1, 139)], cause=CAUSE)
    entries, _ = ledgers.claim("job2", [image(1, 7), image(2, 139), image(4, -3)], cause=CAUSE)
    assert {seq: one.image for seq, one in entries.items()} == {1: 139, 2: 140, 4: 141}
    again, _ = ledgers.claim("job3", [image(1), image(2), image(4)], cause=CAUSE)
    assert again == entries


def test_file_names_are_those_of_the_import_and_unique(ledgers: Ledgers) -> None:
    first = [image(1, name="./1.jpg"), image(2, name="/data/2.jpg"), image(3, name="https://x/3.jpg"), image(4, name="1.jpg")]
    entries, _ = ledgers.claim("job1", first, cause=CAUSE)
    names = [one.file_name for one in entries.values()]
    assert names == ["1.jpg", "folder/2.jpg", "folder/3.jpg", "folder/4.jpg"]
    more, _ = ledgers.claim("job2", [image(5, name="1.jpg", key="folder/2.jpg")], cause=CAUSE)
    assert more[5].file_name == "src/folder/2.jpg"


@pytest.mark.parametrize("name", [None, "", "/a", "C:\\a", "\\a", "s3://a/b", "a/../b"])
def test_a_name_that_is_not_relative_is_not_exported(name: str | None) -> None:
    assert relative(name) is None


def test_annotation_ids_are_reserved_once_and_the_same_job_is_told_the_same(ledgers: Ledgers) -> None:
    _, before = ledgers.claim("job1", [], annotation_ids=[1, 2, 900_100_581_904], cause=CAUSE)
    assert before == BitMap64()
    _, before = ledgers.claim("job2", [], annotation_ids=[2, 3], cause=CAUSE)
    assert before == BitMap64([2])
    for _ in range(2):
        assert ledgers.claim("job1", [], annotation_ids=[1, 2, 900_100_581_904], cause=CAUSE)[1] == BitMap64()
        assert ledgers.claim("job2", [], annotation_ids=[2, 3], cause=CAUSE)[1] == BitMap64([2])
    first = ledgers.allot_objects(10, cause=CAUSE)
    assert first == 900_100_581_905
    assert ledgers.allot_objects(1, cause=CAUSE) == first + 10
    assert ledgers.claim("job3", [], annotation_ids=[first + 9, first + 11], cause=CAUSE)[1] == BitMap64([first + 9])


def test_objects_without_an_id_get_one_for_ever(ledgers: Ledgers) -> None:
    ledgers.claim("job1", [], annotation_ids=[5], cause=CAUSE)
    ledgers.keep_objects([(1, ["a", "b"]), (9_000, ["a"])], cause=CAUSE)
    first = ledgers.object_ids()
    assert first == {(1, "a"): 6, (1, "b"): 7, (9_000, "a"): 8}
    version = ledgers.now()
    ledgers.keep_objects([(1, ["b", "a"])], cause=CAUSE)
    assert ledgers.now() == version
    ledgers.keep_objects([(1, ["c", "a"])], cause=CAUSE)
    assert ledgers.object_ids() == first | {(1, "c"): 9}
    assert ledgers.object_ids(seqs=BitMap([9_000])) == {(9_000, "a"): 8}

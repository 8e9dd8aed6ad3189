"""What the Index on OpenSearch promises beside the contract, on a real node: shards, blocks, and indices that come and go."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from pyroaring import BitMap

from everloop.adapters.aws import index as cloud_index
from everloop.adapters.aws import search_client
from everloop.adapters.aws.index import OpenSearchIndex
from everloop.domain import fields as registry
from everloop.domain.errors import NotFound, Transient
from everloop.domain.fields import STATIC, Field, Kind
from everloop.domain.filters import (
    All,
    InSet,
    Text,
)
from everloop.domain.ids import ItemId, WorkspaceId
from everloop.domain.principals import Scope
from everloop.domain.searchable import slot
from everloop.domain.vectors import rounded
from everloop.ports import Bucket, Document, Selection
from tests.contract.index_fields import FIELDS, OTHER, OWN, SPACE
from tests.contract.index_model import Model


def test_a_set_bounds_the_graph_search_of_a_real_node(opensearch_node: str) -> None:
    index = OpenSearchIndex.at(opensearch_node, engine="lucene", exact=False, replicas=0)
    workspace = WorkspaceId(f"graph-{uuid.uuid4().hex[:8]}")
    index.ensure(workspace, [], [SPACE])
    stored = rounded(np.random.default_rng(5).standard_normal((400, 4)).astype(np.float32))
    index.upsert(workspace, [Document(ItemId(f"{i:03}"), i, 1, vectors={"tiny": stored[i]}) for i in range(400)])
    index.refresh(workspace)
    members = BitMap(range(0, 400, 3))
    found = index.knn(Selection(Scope(workspace), InSet("any", members.serialize())), SPACE, stored[1], k=50)
    assert len(found) == 50
    assert all(hit.seq in members for hit in found)
    scores = stored.astype(np.float64) @ stored[1].astype(np.float64)
    best = sorted(members, key=lambda seq: -scores[seq])[:50]
    assert len(set(best) & {hit.seq for hit in found}) >= 45, "most of the exact neighbours are found"
    assert all(hit.score == pytest.approx(scores[hit.seq], abs=1e-6) for hit in found)
    index.close()


def test_a_real_node_that_misses_a_shard_gives_no_half_answer(opensearch_node: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_client, "WAITS_S", (0,))
    client = search_client.connect(opensearch_node, timeout=30)
    index = OpenSearchIndex(client, engine="lucene", exact=True, shards=2, replicas=0)
    workspace = WorkspaceId(f"halved-{uuid.uuid4().hex[:8]}")
    index.ensure(workspace, [], [SPACE])
    vectors = rounded(np.random.default_rng(5).standard_normal((40, 4)).astype(np.float32))
    index.upsert(workspace, [Document(ItemId(f"{i:03}"), i, 1, vectors={"tiny": vectors[i]}) for i in range(40)])
    index.refresh(workspace)
    everything = Selection(Scope(workspace), All())
    assert index.count(everything) == 40
    name = next(iter(client.indices.get_alias(name=f"everloop-{slot(workspace)}")))
    node = next(iter(client.nodes.info()["nodes"]))
    cancel = {"index": name, "shard": 1, "node": node, "allow_primary": True}
    asked: list[Callable[[], object]] = [
        lambda: index.search(everything),
        lambda: index.count(everything),
        lambda: index.facet(everything, FIELDS["state"]),
        lambda: index.histogram(everything, FIELDS["width"], edges=[0, 1]),
        lambda: index.stats(everything, FIELDS["width"]),
        lambda: index.knn(everything, SPACE, vectors[0], k=40),
        lambda: index.scan(everything),
        lambda: index.seqs(everything),
        lambda: index.vectors(everything, SPACE),
        lambda: index.revs(workspace, [ItemId(f"{i:03}") for i in range(40)]),
    ]
    back = "cluster.routing.allocation.node_initial_primaries_recoveries"  # a node brings back what it has, unless it may none
    client.cluster.put_settings(body={"transient": {back: 0}})
    try:
        client.cluster.reroute(body={"commands": [{"cancel": cancel}]})
        for ask in asked:
            with pytest.raises(Transient, match="busy"):
                ask()
    finally:
        client.cluster.put_settings(body={"transient": {back: None}})
    client.indices.delete(index=name)
    index.close()


@pytest.fixture
def cluster(opensearch_node: str) -> Iterator[Cluster]:
    made = Cluster(opensearch_node)
    yield made
    made.close()


class Cluster:
    """A workspace of its own on the real node, whatever becomes of it; each ``process`` knows only what it is told."""

    def __init__(self, url: str) -> None:
        self.client = search_client.connect(url, timeout=60)
        self.workspace = WorkspaceId(f"own-{uuid.uuid4().hex[:8]}")
        self.name = f"everloop-{slot(self.workspace)}-v1"
        self.everything = Selection(Scope(self.workspace), All(), FIELDS)

    def process(self, *, shards: int = 1, replicas: int = 0) -> OpenSearchIndex:
        return OpenSearchIndex(self.client, engine="lucene", exact=True, shards=shards, replicas=replicas)

    def put(self, settings: dict[str, object]) -> None:
        self.client.indices.put_settings(index=self.name, body=settings)

    def of_index(self) -> dict[str, object]:
        found: dict[str, object] = self.client.indices.get_settings(index=self.name)[self.name]["settings"]["index"]
        return found

    def close(self) -> None:
        self.client.indices.delete(index=self.name, ignore_unavailable=True)
        self.client.close()


def pairs(values: int, seed: int) -> list[list[str]]:
    """Lists of up to 500 words so that each of so many is in exactly two of them, in any two."""
    rng = np.random.default_rng(seed)
    both = np.concatenate([rng.permutation(values), rng.permutation(values)])
    return [[f"v{n:06}" for n in both[start : start + 500]] for start in range(0, 2 * values, 500)]


def test_facets_of_many_values_on_several_shards_are_exact(cluster: Cluster) -> None:
    index = cluster.process(shards=2)
    index.ensure(cluster.workspace, OWN, [])
    for seed, words in enumerate(pairs(60_000, 1)):
        facts = registry.facts("p1", {"classes": [*words, "", "most"], "status": "new"}) + registry.facts("p2", {"stage": "x"})
        values: dict[str, object] = {"meta.weather": [*words, "most"]}
        item = Document(ItemId(f"{seed:05}"), seed, 1, facts=tuple(facts), values=values)  # type: ignore[arg-type]
        assert index.upsert(cluster.workspace, [item]) == [True]
    index.refresh(cluster.workspace)
    first = [Bucket(f"v{n:06}", 2) for n in range(1_000)]
    assert index.facet(cluster.everything, FIELDS["meta.weather"], limit=1_000) == [Bucket("most", 240), *first[:999]]
    common = [Bucket("", 240), Bucket("most", 240)]
    assert index.facet(cluster.everything, FIELDS["project.p1.classes"], limit=1_000) == [*common, *first[:998]]
    assert index.facet(cluster.everything, FIELDS["project.p1.status"]) == [Bucket("new", 240)]


def test_facets_of_a_shard_that_is_searched_in_parts_are_exact(cluster: Cluster) -> None:
    index = cluster.process()
    index.ensure(cluster.workspace, OWN, [])
    index.refresh(cluster.workspace)
    for seed, words in enumerate(pairs(60_000, 2)):
        item = Document(ItemId(f"{seed:05}"), seed, 1, values={"meta.weather": words})  # type: ignore[dict-item]
        index.upsert(cluster.workspace, [item])
        if seed % 20 == 19:
            index.refresh(cluster.workspace)  # makes a segment
    cluster.put({"index.search.concurrent_segment_search.mode": "all", "index.search.concurrent.max_slice_count": 4})
    first = [Bucket(f"v{n:06}", 2) for n in range(1_000)]
    assert index.facet(cluster.everything, FIELDS["meta.weather"], limit=1_000) == first


def test_a_facet_of_facts_that_sort_behind_all_others_is_empty(cluster: Cluster) -> None:
    index = cluster.process()
    index.ensure(cluster.workspace, [], [])
    index.upsert(cluster.workspace, [Document(ItemId("one"), 1, 1, facts=tuple(registry.facts("p1", {"status": "new"})))])
    index.refresh(cluster.workspace)
    assert index.facet(cluster.everything, FIELDS["project.p1.status"]) == [Bucket("new", 1)]
    assert index.facet(cluster.everything, FIELDS["prediction.s1.classes"]) == []


@pytest.mark.parametrize("page", [1, 2, 3, 4, 100])
def test_values_come_in_pages_of_any_size(cluster: Cluster, page: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cloud_index, "_VALUES", 1)
    monkeypatch.setattr(cloud_index, "_VALUE_PAGE", page)
    index, model = cluster.process(shards=2), Model()
    index.ensure(cluster.workspace, OWN, [])
    values: list[dict[str, object]] = [
        {"folder": "a", "meta.weather": ["cat", "b", "\U0001f600"], "meta.ok": True},
        {"folder": "b", "meta.weather": ["cat", "\ufb01", ""], "meta.ok": False},
        {"folder": "a", "meta.weather": ["cat", "b", "日本"], "meta.ok": True, "duplicates.phash": "0f"},
    ]
    facts = registry.facts("p1", {"classes": ["cat", "a|b", ""], "status": "new"}) + registry.facts("p10", {"status": "z"})
    items = [
        Document(ItemId(f"i{n}"), n, 1, facts=tuple(facts[n % 3 :]), values=values[n % 3])  # type: ignore[arg-type]
        for n in range(11)
    ]
    assert index.upsert(cluster.workspace, items) == model.upsert(items)
    index.refresh(cluster.workspace)
    strings = [of for of in FIELDS.values() if of.kind in (Kind.KEYWORD, Kind.KEYWORDS)]  # booleans never have so many values
    for of in strings:
        for limit in (1, 2, 1_000):
            assert index.facet(cluster.everything, of, limit=limit) == model.facet(cluster.everything, of, limit=limit), of


@pytest.mark.parametrize("block", ["write", "read_only", "read_only_allow_delete"])
def test_an_index_that_takes_no_writes_now_takes_them_later(
    cluster: Cluster, block: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_client, "WAITS_S", ())
    index = cluster.process()
    index.ensure(cluster.workspace, OWN, [])
    cluster.put({f"index.blocks.{block}": True})
    with pytest.raises(Transient, match=r"takes no writes now.*blocked by"):
        index.upsert(cluster.workspace, [Document(ItemId("one"), 1, 1)])
    if block != "write":
        with pytest.raises(Transient, match="blocked by"):
            index.ensure(cluster.workspace, [], [SPACE])
    cluster.put({f"index.blocks.{block}": None})
    assert index.upsert(cluster.workspace, [Document(ItemId("one"), 1, 1)]) == [True]


def test_a_cluster_that_makes_no_index_now_makes_it_later(cluster: Cluster) -> None:
    index = cluster.process()
    cluster.client.cluster.put_settings(body={"transient": {"cluster.blocks.create_index": True}})
    try:
        with pytest.raises(Transient, match=r"takes no writes now.*create-index blocked"):
            index.ensure(cluster.workspace, OWN, [])
    finally:
        cluster.client.cluster.put_settings(body={"transient": {"cluster.blocks.create_index": None}})
    index.ensure(cluster.workspace, OWN, [])
    assert index.upsert(cluster.workspace, [Document(ItemId("one"), 1, 1)]) == [True]


def test_an_index_deleted_under_a_process_that_knew_it_is_made_again(cluster: Cluster) -> None:
    index = cluster.process()
    index.ensure(cluster.workspace, OWN, [SPACE])
    values: dict[str, object] = {"meta.Weather": "rain", "width": 3.0}
    item = Document(ItemId("one"), 1, 1, values=values, vectors={"tiny": np.zeros(4, np.float16)})  # type: ignore[arg-type]
    assert index.upsert(cluster.workspace, [item]) == [True]
    cluster.client.indices.delete(index=cluster.name)
    with pytest.raises(NotFound):
        index.count(cluster.everything)
    assert index.upsert(cluster.workspace, [item]) == [True], "the same revision: it is a new index"
    index.refresh(cluster.workspace)
    assert index.facet(cluster.everything, FIELDS["meta.Weather"]) == [Bucket("rain", 1)]
    assert len(index.knn(cluster.everything, SPACE, np.ones(4, np.float16), k=5)) == 1
    cluster.client.indices.delete(index=cluster.name)
    assert index.upsert(cluster.workspace, [item]) == [True], "also where nobody searched meanwhile"
    cluster.client.indices.delete(index=cluster.name)
    index.ensure(cluster.workspace, [], [OTHER])
    assert index.upsert(cluster.workspace, [item]) == [True], "what is added later is added to all that was known"
    cluster.client.indices.delete(index=cluster.name)
    with pytest.raises(NotFound):
        index.search(cluster.everything)
    index.ensure(cluster.workspace, [], [])
    assert index.count(cluster.everything) == 0


def test_an_index_of_an_earlier_release_gets_what_this_one_has(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    before = cluster.process(replicas=0)
    before.ensure(cluster.workspace, OWN, [SPACE])
    old = Document(ItemId("old"), 1, 1, values={"name": "old.jpg"}, vectors={"tiny": np.ones(4, np.float16)})
    before.upsert(cluster.workspace, [old])
    for of in (Field("lens", Kind.KEYWORD), Field("remark", Kind.TEXT), Field("taken_at", Kind.DATE)):
        monkeypatch.setitem(STATIC, of.name, of)
    after = cluster.process(replicas=1)
    after.ensure(cluster.workspace, [], [])
    values: dict[str, object] = {"lens": "wide", "remark": "two words", "taken_at": 5, "name": "new.jpg"}
    assert after.upsert(cluster.workspace, [Document(ItemId("new"), 2, 1, values=values)]) == [True]  # type: ignore[arg-type]
    after.refresh(cluster.workspace)
    fields = {name: STATIC[name] for name in ("remark", "name")}
    assert after.scan(Selection(Scope(cluster.workspace), Text("remark", "words"), fields)).ids == ["new"]
    assert after.count(cluster.everything) == 2
    assert cluster.of_index()["number_of_replicas"] == "1"


def test_an_index_that_lacks_nothing_is_looked_at_once_a_process(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    cluster.process().ensure(cluster.workspace, OWN, [SPACE])
    index = cluster.process()
    asked: list[str] = []
    perform = cluster.client.transport.perform_request

    def noted(method: str, url: str, **given: object) -> object:
        asked.append(method)
        return perform(method, url, **given)

    monkeypatch.setattr(cluster.client.transport, "perform_request", noted)
    index.ensure(cluster.workspace, [], [])
    index.ensure(cluster.workspace, [], [])
    assert asked == ["GET"], "and nothing is written"

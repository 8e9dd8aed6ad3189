"""The Index contract: both adapters answer as the oracle does, for any documents, filters, scopes and sets."""

from __future__ import annotations

import dataclasses
import sys
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyroaring import BitMap

from everloop.adapters.aws.index import OpenSearchIndex
from everloop.adapters.local.index import DuckIndex
from everloop.domain import bins
from everloop.domain import fields as registry
from everloop.domain.errors import Invalid, NotFound
from everloop.domain.fields import Field, Kind
from everloop.domain.filters import (
    All,
    And,
    AnyRow,
    Contains,
    Exists,
    Filter,
    Ids,
    In,
    InSet,
    Not,
    Or,
    Prefix,
    Range,
    Text,
)
from everloop.domain.ids import ItemId, WorkspaceId
from everloop.domain.principals import Scope
from everloop.domain.vectors import rounded
from everloop.ports import Document, Index, Selection, Sort
from tests.contract.index_fields import FIELDS, OTHER, OWN, SPACE
from tests.contract.index_model import Model

SCOPES = ["f:a", "f:b", "p:one", "t:one:ann"]
WORDS = [
    "cat",
    "Cat",
    "big cat",
    "strasse",
    "straße",
    "é*?\\",
    "a|b",
    "x.y",
    "IMG_0001.jpg",
    "",
    "日本",
    "\U0001f600",
    "z" * 300,
]
NUMBERS = [0.0, -0.0, 1.0, -1.5, 2.0, 1e300, -1e-300, 0.1, 0.30000000000000004, 3.0]
DATES = [0, -1, 1_700_000_000_000, 1_700_000_000_001, 4_102_444_800_000]


@pytest.fixture(scope="module")
def duckdb_index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckIndex]:
    index = DuckIndex(tmp_path_factory.mktemp("index") / "index")
    yield index
    index.close()


@pytest.fixture(scope="module")
def opensearch_index(opensearch_node: str) -> Iterator[OpenSearchIndex]:
    index = OpenSearchIndex.at(opensearch_node, engine="lucene", exact=True, replicas=0)
    yield index
    index.close()


@pytest.fixture(scope="module", params=["duckdb", "opensearch"])
def index(request: pytest.FixtureRequest) -> Index:
    found: Index = request.getfixturevalue(f"{request.param}_index")
    return found


@pytest.fixture(scope="module")
def shared(index: Index) -> Callable[[], WorkspaceId]:
    """One workspace a module for all examples; each begins by turning what is there into tombstones of a newer revision."""
    workspace = WorkspaceId(f"W-{uuid.uuid4().hex[:8]}")
    index.ensure(workspace, OWN, [SPACE, OTHER])
    return lambda: workspace


# ── Generated worlds ──────────────────────────────────────────────────────────────────────────────

words = st.sampled_from(WORDS) | st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=6)
numbers = st.sampled_from(NUMBERS) | st.floats(allow_nan=False, allow_infinity=False)
dates = st.sampled_from(DATES)
unit = st.lists(st.sampled_from([-2, -1, 0, 1, 3]), min_size=4, max_size=4).map(lambda v: rounded(np.array(v, np.float32)))


def of_kind(kind: Kind) -> st.SearchStrategy[object]:
    return {
        Kind.KEYWORD: words,
        Kind.TEXT: words,
        Kind.KEYWORDS: st.lists(words, max_size=3),
        Kind.NUMBER: numbers,
        Kind.DATE: dates,
        Kind.BOOLEAN: st.booleans(),
    }[kind]


@st.composite
def documents(draw: st.DrawFn) -> list[Document]:
    count = draw(st.integers(0, 9))
    return [draw(document(f"item{i * 7 % 10}", i * 3)) for i in range(count)]


@st.composite
def document(draw: st.DrawFn, name: str, seq: int) -> Document:
    stored = [of for of in FIELDS.values() if of.fact is None and of.name not in ("id", "seq")]
    chosen = draw(st.lists(st.sampled_from(stored), unique=True, max_size=8))
    values = {of.name: draw(of_kind(of.kind)) for of in chosen}
    facts: list[str] = []
    for owner, keys in (("p1", registry.PROJECT_KEYS), ("s1", registry.PREDICTION_KEYS)):
        told = draw(st.lists(st.sampled_from([k for k in keys if k in ("status", "classes", "objects", "max")]), unique=True))
        facts += registry.facts(owner, {key: draw(of_kind(keys[key])) for key in told})
    vectors = {SPACE.name: draw(unit)} if draw(st.booleans()) else {}
    return Document(
        ItemId(name), seq, rev=draw(st.integers(1, 3)), deleted=draw(st.integers(0, 5)) == 0,
        scopes=frozenset(draw(st.lists(st.sampled_from(SCOPES), max_size=2))),
        facts=tuple(facts), values=values, vectors=vectors,
    )  # fmt: skip


def _leaf(of: Field) -> st.SearchStrategy[Filter]:
    one = words if of.kind is Kind.KEYWORDS else of_kind(of.kind)
    if of.name == "id":
        one = st.sampled_from([f"item{i}" for i in range(10)])
    if of.name == "seq":
        one = st.sampled_from([0.0, 3.0, 6.0, 6.5, 1e12])
    leaves: list[st.SearchStrategy[Filter]] = [
        st.just(Exists(of.name)),
        st.lists(one, max_size=3).map(lambda v: In(of.name, tuple(v))),  # type: ignore[arg-type]
    ]
    if of.ranged:
        bound = st.none() | (one if of.kind is Kind.NUMBER else st.sampled_from([*DATES, 0.5, 1e30, -1e30]))
        leaves.append(st.builds(Range, st.just(of.name), gte=bound, lt=bound))  # type: ignore[arg-type]
        leaves.append(st.builds(Range, st.just(of.name), gt=bound, lte=bound))  # type: ignore[arg-type]
    if of.kind in (Kind.KEYWORD, Kind.KEYWORDS, Kind.TEXT):
        leaves += [st.builds(Prefix, st.just(of.name), words), st.builds(Contains, st.just(of.name), words)]
    if of.kind is Kind.TEXT:
        leaves.append(st.builds(Text, st.just(of.name), words))
    return st.one_of(leaves)


leaf = st.one_of(
    st.sampled_from(list(FIELDS.values())).flatmap(_leaf),
    st.just(All()),
    st.lists(st.sampled_from([f"item{i}" for i in range(10)]), max_size=4).map(lambda v: Ids(tuple(v))),
    st.sets(st.integers(0, 30)).map(lambda v: InSet("any", BitMap(v).serialize())),
)
filters: st.SearchStrategy[Filter] = st.recursive(
    leaf,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.lists(inner, max_size=3).map(lambda v: And(tuple(v))),
        st.lists(inner, max_size=3).map(lambda v: Or(tuple(v))),
    ),
    max_leaves=6,
)
scopes = st.none() | st.frozensets(st.sampled_from(SCOPES), max_size=2)
sorts = st.none() | st.builds(Sort, st.sampled_from([of for of in FIELDS.values() if of.sortable]), st.booleans())
world = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


class World:
    """An index and the oracle with the same documents. Revisions go up from example to example, so that one index serves."""

    turn = 0

    def __init__(self, index: Index, workspace: WorkspaceId, batch: list[Document]) -> None:
        World.turn += 10
        self.index, self.workspace, self.model = index, workspace, Model()
        names = {f"item{i}" for i in range(10)}
        self.upsert([Document(ItemId(name), 0, World.turn - 10 + 5, deleted=True) for name in sorted(names)])
        self.upsert([self.later(document) for document in batch])

    def later(self, document: Document) -> Document:
        return dataclasses.replace(document, rev=document.rev + World.turn)

    def upsert(self, batch: list[Document]) -> None:
        assert self.index.upsert(self.workspace, batch) == self.model.upsert(batch)
        self.index.refresh(self.workspace)

    def selection(self, node: Filter = All(), keys: frozenset[str] | None = None) -> Selection:  # noqa: B008
        return Selection(Scope(self.workspace, keys), node, FIELDS)


# ── The contract ──────────────────────────────────────────────────────────────────────────────────


@world
@given(batch=documents(), nodes=st.lists(filters, min_size=6, max_size=6), keys=scopes)
def test_counts_and_orders_are_the_oracles(index, shared, batch, nodes, keys) -> None:
    here = World(index, shared(), batch)
    for node in nodes:
        selection = here.selection(node, keys)
        expected = here.model.found(selection)
        assert index.count(selection) == len(expected)
        order = index.scan(selection)
        assert order.ids == [document.id for document in expected]
        assert order.seq.tolist() == [document.seq for document in expected]
        assert index.seqs(selection).tolist() == sorted(document.seq for document in expected)


@world
@given(batch=documents(), node=filters, keys=scopes, chosen=st.lists(sorts, min_size=3, max_size=3), limit=st.integers(1, 4))
def test_pages_put_together_are_the_whole_order(index, shared, batch, node, keys, chosen, limit) -> None:
    here = World(index, shared(), batch)
    selection = here.selection(node, keys)
    for sort in chosen:
        expected = here.model.order(selection, sort)
        assert index.scan(selection, sort=sort).ids == [document.id for document in expected]
        in_order = [document.seq for document in expected]
        assert index.seqs(selection, sort=sort).tolist() == (in_order if sort else sorted(in_order))
        seen, cursor = [], None
        while True:
            page = index.search(selection, sort=sort, limit=limit, cursor=cursor)
            seen += page.items
            if (cursor := page.cursor) is None:
                break
            assert len(page.items) == limit
        assert [(hit.id, hit.seq, hit.rev) for hit in seen] == [(d.id, d.seq, d.rev) for d in expected]


@world
@given(batch=documents(), node=filters, keys=scopes, cuts=st.lists(numbers, min_size=2, max_size=5, unique=True))
def test_facets_histograms_and_stats_are_the_oracles(index, shared, batch, node, keys, cuts) -> None:
    here = World(index, shared(), batch)
    selection = here.selection(node, keys)
    for of in FIELDS.values():
        if of.countable:
            assert index.facet(selection, of, limit=3) == here.model.facet(selection, of, limit=3), of
    for of in (FIELDS["width"], FIELDS["meta.score.a"], FIELDS["captured_at"], FIELDS["seq"]):
        edges = sorted({cut + 0.0 for cut in cuts} | {0.5, 4.0})
        assert index.histogram(selection, of, edges=edges) == here.model.histogram(selection, of, edges)
        said = index.stats(selection, of)
        assert said == here.model.stats(selection, of)
        if said.least is not None and said.greatest is not None and said.greatest < sys.float_info.max:  # no edge is above that
            equal = bins.edges(said.least, said.greatest, 3)
            assert sum(index.histogram(selection, of, edges=equal)) == said.items, "bins that hold all values count them all"


@world
@given(
    batch=documents(), node=filters, keys=scopes, query=unit, k=st.integers(1, 5), floor=st.sampled_from([-1.0, 0.0, 0.5001])
)
def test_nearest_neighbours_are_exact_under_any_filter(index, shared, batch, node, keys, query, k, floor) -> None:
    here = World(index, shared(), batch)
    selection = here.selection(node, keys)
    scores = {name: score for name, score in here.model.scores(selection, SPACE, query).items() if score >= floor}
    found = index.knn(selection, SPACE, query, k=k, floor=floor)
    assert len(found) == min(k, len(scores))
    assert all(hit.score == pytest.approx(scores[hit.id], abs=1e-6) for hit in found)
    missing = [score for name, score in scores.items() if name not in {hit.id for hit in found}]
    assert all(score <= found[-1].score + 1e-6 for score in missing)
    for better, worse in pairwise(found):
        assert scores[better.id] > scores[worse.id] - 1e-6
        if np.array_equal(*(here.model.documents[hit.id].vectors[SPACE.name] for hit in (better, worse))):
            assert better.id < worse.id


@world
@given(batch=documents(), keys=scopes, query=unit)
def test_documents_outside_the_scope_change_no_answer(index, shared, batch, keys, query) -> None:
    here = World(index, shared(), batch)
    keys = keys or frozenset({"f:a"})
    selection = here.selection(keys=keys)

    def answers() -> tuple[object, ...]:
        return (
            index.scan(selection).ids, index.count(selection), index.facet(selection, FIELDS["state"]),
            index.stats(selection, FIELDS["width"]), index.knn(selection, SPACE, query, k=3), index.search(selection, limit=2),
        )  # fmt: skip

    before = answers()
    near = {SPACE.name: query}
    values = {"state": "ready", "width": -1e9}
    rev = World.turn + 9
    hidden = [
        Document(ItemId(f"hidden{i}"), 900 + i, rev, scopes=frozenset({"f:hidden"}), values=values, vectors=near)
        for i in range(4)
    ]
    here.upsert(hidden)
    assert answers() == before
    assert index.count(here.selection(keys=frozenset({"f:hidden"}))) == 4
    here.upsert([Document(d.id, d.seq, rev + 1, deleted=True) for d in hidden])


@world
@given(data=st.data(), batch=documents())
def test_late_doubled_and_reordered_writes_converge(index, shared, data, batch) -> None:
    here = World(index, shared(), [])
    history = [here.later(dataclasses.replace(d, rev=rev, values={"width": float(rev)})) for d in batch for rev in (1, 2, 3)]
    told = data.draw(st.permutations(history + history[::2]))
    for start in range(0, len(told), 4):
        here.upsert(list(told[start : start + 4]))
    final = {d.id: d for d in sorted(history, key=lambda d: d.rev)}
    alive = sorted(d.id for d in final.values() if not d.deleted)
    assert index.scan(here.selection()).ids == alive
    assert index.revs(here.workspace, [ItemId(name) for name in [*final, "unknown"]]) == {d.id: d.rev for d in final.values()}
    assert index.count(here.selection(Range("width", lt=3.0))) == 0


def test_vectors_come_back_as_they_were_stored(index: Index, shared: Callable[[], WorkspaceId]) -> None:
    rng = np.random.default_rng(3)
    stored = rounded(rng.standard_normal((30, 4)).astype(np.float32))
    batch = [Document(ItemId(f"item{i % 10}{i // 10}"), i, 10**6, vectors={SPACE.name: stored[i]}) for i in range(30)]
    here = World(index, shared(), batch[:0])
    index.upsert(here.workspace, batch)
    index.refresh(here.workspace)
    chosen = here.selection(InSet("any", BitMap(range(5, 25)).serialize()))
    order, vectors = index.vectors(chosen, SPACE)
    assert order.ids == sorted(order.ids)
    assert vectors.dtype == np.float16
    assert np.array_equal(vectors, stored[order.seq])
    assert len(order.seq) == 20
    nearest = index.knn(chosen, SPACE, stored[0], k=1_000)
    assert {hit.seq for hit in nearest} == set(range(5, 25)), "a set inside knn bounds what is found"
    index.upsert(here.workspace, [Document(d.id, d.seq, 10**6 + 1, deleted=True) for d in batch])


def test_a_metadata_field_may_change_its_kind(index: Index) -> None:
    workspace = WorkspaceId(f"kinds-{uuid.uuid4().hex[:8]}")
    index.ensure(workspace, [Field("meta.a", Kind.NUMBER)], [])
    index.upsert(workspace, [Document(ItemId("one"), 1, 1, values={"meta.a": 5.0})])
    text = Field("meta.a", Kind.TEXT)
    index.ensure(workspace, [text], [SPACE])
    index.upsert(
        workspace, [Document(ItemId("two"), 2, 1, values={"meta.a": "five"}, vectors={"tiny": np.zeros(4, np.float16)})]
    )
    index.refresh(workspace)
    assert index.scan(Selection(Scope(workspace), Exists("meta.a"), {"meta.a": text})).ids == ["two"]


def test_workspaces_do_not_see_each_other(index: Index, shared: Callable[[], WorkspaceId]) -> None:
    here, there = shared(), WorkspaceId(f"w-{uuid.uuid4().hex[:8]}")
    index.ensure(there, [], [SPACE])
    index.upsert(there, [Document(ItemId("only"), 1, 1)])
    index.refresh(there)
    assert index.scan(Selection(Scope(there))).ids == ["only"]
    assert "only" not in index.scan(Selection(Scope(here))).ids
    assert index.revs(here, [ItemId("only")]) == {}


def test_a_large_filter_is_answered_and_a_larger_one_refused(index: Index, shared: Callable[[], WorkspaceId]) -> None:
    def chosen(node: Filter) -> Selection:
        return Selection(Scope(shared()), node, FIELDS)

    deep: Filter = Exists("width")
    for _ in range(15):
        deep = Not(And((deep, All())))
    index.count(chosen(deep))
    index.count(chosen(Or(tuple(Prefix("name", f"p{i}") for i in range(900)))))
    index.count(chosen(In("folder", tuple(f"folder{i}" for i in range(20_000)))))
    with pytest.raises(Invalid, match="too large"):
        index.count(chosen(Or(tuple(Prefix("name", f"p{i}") for i in range(1_001)))))


@pytest.mark.parametrize(
    "node",
    [
        In("width", ("wide",)), In("folder", (1.0,)), In("meta.ok", ("true",)), Range("folder", gte=1.0), Text("folder", "a"),
        Prefix("width", "1"), Contains("meta.ok", "t"), Exists("nothing"), InSet("unbound"),
        AnyRow("match", "evaluation", "e", All()),
    ],
)  # fmt: skip
def test_a_filter_that_does_not_fit_its_field_is_refused(index: Index, shared: Callable[[], WorkspaceId], node: Filter) -> None:
    with pytest.raises(Invalid):
        index.count(Selection(Scope(shared()), node, FIELDS))


def test_what_cannot_be_asked_is_refused_in_one_way(index: Index, shared: Callable[[], WorkspaceId]) -> None:
    everything = Selection(Scope(shared()))
    with pytest.raises(Invalid, match="cursor"):
        index.search(everything, cursor="no cursor")
    by_width = index.search(everything, sort=Sort(FIELDS["width"]), cursor=None, limit=1)
    assert by_width.cursor is None or by_width.items
    with pytest.raises(Invalid, match="sorted"):
        index.search(everything, sort=Sort(FIELDS["project.p1.status"]))
    with pytest.raises(Invalid, match="facet"):
        index.facet(everything, FIELDS["width"])
    with pytest.raises(Invalid, match="histogram"):
        index.histogram(everything, FIELDS["folder"], edges=[0, 1])
    with pytest.raises(Invalid, match="edges"):
        index.histogram(everything, FIELDS["width"], edges=[1, 0])
    with pytest.raises(Invalid, match="1,000"):
        index.search(everything, limit=1_001)
    with pytest.raises(Invalid, match="vector"):
        index.knn(everything, SPACE, np.zeros(3, np.float16), k=1)
    with pytest.raises(NotFound):
        index.count(Selection(Scope(WorkspaceId("never-made"))))
    with pytest.raises(NotFound):
        index.upsert(WorkspaceId("never-made"), [Document(ItemId("one"), 1, 1)])


def test_an_index_may_be_made_ready_twice_and_by_two_at_once(index: Index) -> None:
    workspace = WorkspaceId(f"twice-{uuid.uuid4().hex[:8]}")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: index.ensure(workspace, OWN, [SPACE]), range(4)))
    index.ensure(workspace, [], [SPACE, OTHER])
    assert index.upsert(workspace, [Document(ItemId("one"), 1, 1, vectors={"other": np.zeros(2, np.float16)})]) == [True]
    assert index.upsert(workspace, []) == []


@pytest.mark.parametrize(
    "values", [{"width": "wide"}, {"width": float("nan")}, {"meta.unknown": 1.0}, {"folder": 3}, {"captured_at": 1.5}]
)
def test_a_document_that_does_not_fit_is_refused(
    index: Index, shared: Callable[[], WorkspaceId], values: dict[str, object]
) -> None:
    with pytest.raises(Invalid):
        index.upsert(shared(), [Document(ItemId("bad"), 1, 1, values=values)])  # type: ignore[arg-type]
    with pytest.raises(Invalid):
        index.upsert(shared(), [Document(ItemId("bad"), 1, 1, vectors={"tiny": np.zeros(5, np.float16)})])
    with pytest.raises(Invalid):
        index.upsert(shared(), [Document(ItemId("bad"), 1, 1, vectors={"unknown": np.zeros(5, np.float16)})])

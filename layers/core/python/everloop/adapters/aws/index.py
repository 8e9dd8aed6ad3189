"""The cloud's Index: one OpenSearch index per workspace behind an alias, external versions, k-NN with the filter inside."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from heapq import nlargest
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from opensearchpy import OpenSearch, exceptions

from everloop.adapters.aws.index_dsl import Dsl, edge, facts_pattern, query, terms
from everloop.adapters.aws.index_mapping import Engine, base, lacking, more, path, settings, vector_path
from everloop.adapters.aws.index_write import accepted, bulk_of, translated
from everloop.adapters.aws.search_client import connect
from everloop.domain import searchable
from everloop.domain.errors import NotFound
from everloop.domain.fields import STATIC, Field
from everloop.domain.ids import ItemId, WorkspaceId
from everloop.domain.pages import Page
from everloop.domain.searchable import slot
from everloop.domain.vectors import Space
from everloop.ports import Bucket, Document, Hit, Order, Selection, Sort, Stats

_SCAN_PAGE = 10_000
_VALUES = 10_000
"""Of one field, that each shard sends for a facet: it is exact where no shard has more."""
_VALUE_PAGE = 25_000
"""A cluster allows 65,535 buckets in one answer; for each page it reads all documents that pass again."""
_VECTOR_PAGE = 1_000
_REVS = 1_000


class OpenSearchIndex:
    """``ports.Index`` over an OpenSearch cluster.

    Args:
        client: A client of the cluster.
        engine: Of new vector fields: "faiss" in the cloud; "lucene" where the node has no native code.
        exact: Score every candidate instead of walking the graph (contract tests, small workspaces).
        shards: Of a new index.
        replicas: Of a new index, and of one that is there already.
        refresh_interval: Of a new index.
    """

    def __init__(
        self,
        client: OpenSearch,
        *,
        engine: Engine = "faiss",
        exact: bool = False,
        shards: int = 1,
        replicas: int = 1,
        refresh_interval: str = "1s",
    ) -> None:
        self._client = client
        self._engine = engine
        self._exact = exact
        self._settings = settings(shards=shards, replicas=replicas, refresh_interval=refresh_interval)
        self._known: dict[WorkspaceId, tuple[dict[str, Field], dict[str, Space]]] = {}
        self._ready: set[WorkspaceId] = set()
        """Workspaces whose index has what ``_known`` says, unless somebody deleted it since."""

    @classmethod
    def at(cls, url: str, *, engine: Engine = "faiss", exact: bool = False, replicas: int = 1) -> OpenSearchIndex:
        """An index on an open node (tests, a cluster inside a private network)."""
        return cls(connect(url, timeout=30), engine=engine, exact=exact, replicas=replicas)

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def ensure(self, workspace: WorkspaceId, fields: Sequence[Field], spaces: Sequence[Space]) -> None:
        """See ``ports.Index``. An index that an earlier release made gets what it lacks, once a process."""
        own, near = self._known.get(workspace, ({}, {}))
        ready = workspace in self._ready
        fields = [of for of in fields if of.fact is None and of.name not in STATIC]
        if ready and all(own.get(of.name) == of for of in fields) and all(space.name in near for space in spaces):
            return
        try:
            self._add(workspace, fields, spaces)
        except NotFound:
            if not ready:
                raise
            self._add(workspace, fields, spaces)

    def _add(self, workspace: WorkspaceId, fields: Sequence[Field], spaces: Sequence[Space]) -> None:
        """Map these fields and spaces beside those known; make the index first, unless it is known to be there."""
        own, near = self._known.get(workspace, ({}, {}))
        both = (own | {of.name: of for of in fields}, near | {space.name: space for space in spaces})
        with self._at(workspace) as alias:
            if workspace not in self._ready:
                self._make(alias)
            if mapping := more(list(both[0].values()), list(both[1].values()), self._engine):
                self._client.indices.put_mapping(index=alias, body=mapping)
        self._known[workspace] = both
        self._ready.add(workspace)

    def upsert(self, workspace: WorkspaceId, documents: Sequence[Document]) -> list[bool]:
        """See ``ports.Index``. An index that this process made ready and that is gone is made again, for these documents."""
        try:
            return self._upsert(workspace, documents)
        except NotFound:
            if workspace not in self._known:
                raise
        self.ensure(workspace, [], [])
        return self._upsert(workspace, documents)

    def _upsert(self, workspace: WorkspaceId, documents: Sequence[Document]) -> list[bool]:
        own, near = self._known.get(workspace, ({}, {}))
        kept: list[bool] = []
        for body in bulk_of(documents, own, {name: space.dimension for name, space in near.items()}):
            with self._at(workspace) as alias:
                answer = self._client.bulk(index=alias, body=body, require_alias=True)
                kept += [accepted(line["index"]) for line in answer["items"]]
        return kept

    def refresh(self, workspace: WorkspaceId) -> None:
        """See ``ports.Index``."""
        with self._at(workspace) as alias:
            self._client.indices.refresh(index=alias)

    def search(
        self, selection: Selection, *, sort: Sort | None = None, limit: int = 50, cursor: str | None = None
    ) -> Page[Hit]:
        """See ``ports.Index``."""
        searchable.check_limit(limit)
        order, name = _order(sort)
        body: Dsl = {"query": query(selection), "sort": order, "size": limit + 1, **_COLUMNS}
        if cursor is not None:
            body["search_after"] = searchable.decode_cursor(name, cursor, values=len(order) - 1)
        found = self._search(selection, body)["hits"]["hits"]
        after = searchable.encode_cursor(name, found[limit - 1]["sort"]) if len(found) > limit else None
        return Page([_hit(one) for one in found[:limit]], after)

    def count(self, selection: Selection) -> int:
        """See ``ports.Index``."""
        body: Dsl = {"query": query(selection), "size": 0, "track_total_hits": True}
        return int(self._search(selection, body)["hits"]["total"]["value"])

    def facet(self, selection: Selection, of: Field, *, limit: int = 100) -> list[Bucket]:
        """See ``ports.Index``. Where a shard has more values than it sends, all of them are read in pages, 0.1 s or so for each
        25,000 values and million items.
        """
        searchable.check_countable(of)
        searchable.check_limit(limit)
        start = of.fact or ""
        at = "facts" if start else path(of)
        about: Dsl = {"field": at, "size": limit, "shard_size": _VALUES, "order": [{"_count": "desc"}, {"_key": "asc"}]}
        if start:
            about["include"] = facts_pattern(start)
        found = self._aggregate(selection, {"terms": about})
        if found["doc_count_error_upper_bound"] != 0:  # the most that a value may have in what was not sent; −1: not known
            return nlargest(limit, self._values(selection, at, start), key=lambda one: one.items)
        return [Bucket(str(one.get("key_as_string", one["key"]))[len(start) :], one["doc_count"]) for one in found["buckets"]]

    def histogram(self, selection: Selection, of: Field, *, edges: Sequence[float]) -> list[int]:
        """See ``ports.Index``."""
        searchable.check_measured(of)
        searchable.check_edges(list(edges))
        cuts = [edge(value, of) for value in edges]
        ranges = [{"key": str(i), "from": low, "to": high} for i, (low, high) in enumerate(pairwise(cuts))]
        buckets = self._aggregate(selection, {"range": {"field": path(of), "ranges": ranges, "keyed": True}})["buckets"]
        return [buckets[one["key"]]["doc_count"] for one in ranges]

    def stats(self, selection: Selection, of: Field) -> Stats:
        """See ``ports.Index``."""
        searchable.check_measured(of)
        found = self._aggregate(selection, {"stats": {"field": path(of)}})
        return Stats(found["count"], found["min"], found["max"]) if found["count"] else Stats(0, None, None)

    def knn(self, selection: Selection, space: Space, vector: NDArray[np.float16], *, k: int, floor: float = -1.0) -> list[Hit]:
        """See ``ports.Index``. Approximate unless ``exact``: the graph may miss some of the nearest."""
        searchable.check_limit(k)
        searchable.check_query(vector, space)
        at, wanted = vector_path(space.name), vector.astype(np.float64).tolist()
        passing = query(selection, {"exists": {"field": at}})
        if self._exact:
            about = {"field": at, "query_value": wanted, "space_type": "innerproduct"}
            script = {"source": "knn_score", "lang": "knn", "params": about}
            asked: Dsl = {"script_score": {"query": passing, "script": script}}
        else:
            asked = {"knn": {at: {"vector": wanted, "k": k, "filter": passing}}}
        body = {"query": asked, "size": k, "sort": [{"_score": "desc"}, {"id": "asc"}], "track_scores": True, **_COLUMNS}
        hits = [_hit(one, _cosine(one["_score"])) for one in self._search(selection, body)["hits"]["hits"]]
        return [hit for hit in hits if hit.score >= floor]

    def scan(self, selection: Selection, *, sort: Sort | None = None) -> Order:
        """See ``ports.Index``."""
        order, _ = _order(sort)
        hits = [_hit(one) for one in self._walk(selection, {"query": query(selection), "sort": order, **_COLUMNS}, _SCAN_PAGE)]
        return _packed(hits)

    def seqs(self, selection: Selection, *, sort: Sort | None = None) -> NDArray[np.uint32]:
        """See ``ports.Index``."""
        order = [{"seq": "asc"}] if sort is None else _order(sort)[0]
        body: Dsl = {"query": query(selection), "sort": order, "_source": False, "docvalue_fields": ["seq"]}
        return np.array([one["fields"]["seq"][0] for one in self._walk(selection, body, _SCAN_PAGE)], dtype=np.uint32)

    def vectors(self, selection: Selection, space: Space) -> tuple[Order, NDArray[np.float16]]:
        """See ``ports.Index``."""
        passing = query(selection, {"exists": {"field": vector_path(space.name)}})
        columns = _COLUMNS | {"_source": [f"raw.{slot(space.name)}"]}
        hits: list[Hit] = []
        rows = bytearray()
        for one in self._walk(selection, {"query": passing, "sort": [{"id": "asc"}], **columns}, _VECTOR_PAGE):
            hits.append(_hit(one))
            rows += base64.b64decode(one["_source"]["raw"][slot(space.name)])
        return _packed(hits), np.frombuffer(bytes(rows), dtype="<f2").reshape(-1, space.dimension)

    def revs(self, workspace: WorkspaceId, ids: Sequence[ItemId]) -> dict[ItemId, int]:
        """See ``ports.Index``."""
        found: dict[ItemId, int] = {}
        for start in range(0, len(ids), _REVS):
            body = {"query": terms("id", list(ids[start : start + _REVS])), "size": _REVS, **_COLUMNS}
            with self._at(workspace) as alias:
                answer = self._ask(body, index=alias)
            found |= {hit.id: hit.rev for hit in map(_hit, answer["hits"]["hits"])}
        return found

    @contextmanager
    def _at(self, workspace: WorkspaceId) -> Iterator[str]:
        """A workspace's alias; where a request finds nothing there, the next ``ensure`` makes the index again."""
        try:
            with translated():
                yield _alias(workspace)
        except NotFound:
            self._ready.discard(workspace)
            raise

    def _make(self, alias: str) -> None:
        """Make the index behind ``alias``, or give the one that is there what it lacks."""
        try:
            there = self._client.indices.get(index=alias)
        except exceptions.NotFoundError:
            body = {"settings": self._settings, "mappings": base(self._engine), "aliases": {alias: {}}}
            _create(self._client, f"{alias}-v1", body)
            return
        replicas = self._settings["index"]["number_of_replicas"]
        for name, found in there.items():
            if mapping := lacking(found["mappings"].get("properties", {}), self._engine):
                self._client.indices.put_mapping(index=name, body=mapping)
            if int(found["settings"]["index"]["number_of_replicas"]) != replicas:
                self._client.indices.put_settings(index=name, body={"index": {"number_of_replicas": replicas}})

    def _search(self, selection: Selection, body: Dsl) -> dict[str, Any]:
        with self._at(selection.scope.workspace) as alias:
            return self._ask(body, index=alias)

    def _ask(self, body: Dsl, **where: str) -> dict[str, Any]:
        """What every shard says, or Transient: the answer without those that do not answer would be wrong and not say so."""
        with translated():
            return dict(self._client.search(body=body, allow_partial_search_results=False, **where))

    def _aggregate(self, selection: Selection, what: Dsl) -> dict[str, Any]:
        body = {"query": query(selection), "size": 0, "aggs": {"it": what}}
        return dict(self._search(selection, body)["aggregations"]["it"])

    def _values(self, selection: Selection, at: str, start: str) -> Iterator[Bucket]:
        """Every string of a field that begins with ``start`` (which is left out), ascending, and how many items have it."""
        pages: Dsl = {"size": _VALUE_PAGE, "sources": [{"it": {"terms": {"field": at}}}]}
        if start:
            pages["after"] = {"it": start[:-1]}
        with self._still(selection) as still:
            while True:
                body = still | {"query": query(selection), "size": 0, "aggs": {"it": {"composite": pages}}}
                found = self._ask(body)["aggregations"]["it"]
                for one in found["buckets"]:
                    value = one["key"]["it"]
                    if value.startswith(start):
                        yield Bucket(value[len(start) :], one["doc_count"])
                    elif value > start:
                        return
                if len(found["buckets"]) < _VALUE_PAGE:
                    return
                pages["after"] = found["after_key"]

    def _walk(self, selection: Selection, body: Dsl, size: int) -> Iterator[dict[str, Any]]:
        """All hits, in pages of ``size``, of the index as it was at the first."""
        with self._still(selection) as still:
            body = body | still | {"size": size}
            while True:
                found = self._ask(body)["hits"]["hits"]
                yield from found
                if len(found) < size:
                    return
                body["search_after"] = found[-1]["sort"]

    @contextmanager
    def _still(self, selection: Selection) -> Iterator[Dsl]:
        """What a request says to see the index as it was when the block began."""
        with self._at(selection.scope.workspace) as alias:
            pit = self._client.create_pit(index=alias, keep_alive="2m", allow_partial_pit_creation=False)["pit_id"]
        try:
            yield {"pit": {"id": pit, "keep_alive": "2m"}, "track_total_hits": False}
        finally:
            with translated():
                self._client.delete_pit(body={"pit_id": [pit]})


_COLUMNS: Dsl = {"_source": False, "docvalue_fields": ["id", "seq", "rev"]}


def _create(client: OpenSearch, name: str, body: Dsl) -> None:
    """Make an index, unless another process just did."""
    try:
        client.indices.create(index=name, body=body)
    except exceptions.RequestError as error:
        if error.error != "resource_already_exists_exception":
            raise


def _alias(workspace: WorkspaceId) -> str:
    return f"everloop-{slot(workspace)}"


def _hit(found: dict[str, Any], score: float = 0.0) -> Hit:
    columns = found["fields"]
    return Hit(ItemId(columns["id"][0]), columns["seq"][0], columns["rev"][0], score)


def _order(sort: Sort | None) -> tuple[list[Dsl], str]:
    """OpenSearch's sort and the order's name: nulls last, ties by id."""
    if sort is None:
        return [{"id": "asc"}], "id"
    searchable.check_sortable(sort.field)
    way = "desc" if sort.descending else "asc"
    by = {path(sort.field): {"order": way, "missing": "_last"}}
    return [by, {"id": "asc"}], f"{sort.field.name} {way}"


def _cosine(score: float) -> float:
    """The inner product behind OpenSearch's score: 1 + p where p ≥ 0, else 1 / (1 − p)."""
    return score - 1 if score >= 1 else 1 - 1 / score


def _packed(hits: Sequence[Hit]) -> Order:
    return Order(np.array([hit.seq for hit in hits], dtype=np.uint32), [hit.id for hit in hits])

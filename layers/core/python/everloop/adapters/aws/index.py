"""The cloud's Index: one OpenSearch index per workspace behind an alias, external versions, k-NN with the filter inside."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from opensearchpy import OpenSearch, exceptions

from everloop.adapters.aws.index_dsl import Dsl, edge, facts_pattern, query, terms
from everloop.adapters.aws.index_mapping import Engine, base, more, path, settings, vector_path
from everloop.adapters.aws.index_write import accepted, bulk_of, translated
from everloop.adapters.aws.search_client import connect
from everloop.domain import searchable
from everloop.domain.fields import STATIC, Field
from everloop.domain.ids import ItemId, WorkspaceId
from everloop.domain.pages import Page
from everloop.domain.searchable import slot
from everloop.domain.vectors import Space
from everloop.ports import Bucket, Document, Hit, Order, Selection, Sort, Stats

_SCAN_PAGE = 10_000
_VECTOR_PAGE = 1_000
_REVS = 1_000


class OpenSearchIndex:
    """``ports.Index`` over an OpenSearch cluster.

    Args:
        client: A client of the cluster.
        engine: Of new vector fields: "faiss" in the cloud; "lucene" where the node has no native code.
        exact: Score every candidate instead of walking the graph (contract tests, small workspaces).
        shards: Of a new index.
        replicas: Of a new index.
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
        self._known: dict[WorkspaceId, tuple[dict[str, Field], dict[str, int]]] = {}

    @classmethod
    def at(cls, url: str, *, engine: Engine = "faiss", exact: bool = False, replicas: int = 1) -> OpenSearchIndex:
        """An index on an open node (tests, a cluster inside a private network)."""
        return cls(connect(url, timeout=30), engine=engine, exact=exact, replicas=replicas)

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def ensure(self, workspace: WorkspaceId, fields: Sequence[Field], spaces: Sequence[Space]) -> None:
        """See ``ports.Index``."""
        own, dimensions = self._known.get(workspace, ({}, {}))
        fields = [of for of in fields if of.fact is None and of.name not in STATIC]
        if workspace in self._known and all(own.get(f.name) == f for f in fields) and all(s.name in dimensions for s in spaces):
            return
        name = _alias(workspace)
        with translated():
            if not self._client.indices.exists_alias(name=name):
                body = {"settings": self._settings, "mappings": base(self._engine), "aliases": {name: {}}}
                _create(self._client, f"{name}-v1", body)
            if mapping := more(fields, spaces, self._engine):
                self._client.indices.put_mapping(index=name, body=mapping)
        self._known[workspace] = (own | {of.name: of for of in fields}, dimensions | {s.name: s.dimension for s in spaces})

    def upsert(self, workspace: WorkspaceId, documents: Sequence[Document]) -> list[bool]:
        """See ``ports.Index``."""
        own, dimensions = self._known.get(workspace, ({}, {}))
        kept: list[bool] = []
        for body in bulk_of(documents, own, dimensions):
            with translated():
                answer = self._client.bulk(index=_alias(workspace), body=body, require_alias=True)
            kept += [accepted(line["index"]) for line in answer["items"]]
        return kept

    def refresh(self, workspace: WorkspaceId) -> None:
        """See ``ports.Index``."""
        with translated():
            self._client.indices.refresh(index=_alias(workspace))

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
        """See ``ports.Index``. With several shards, counts of rare values may be low beyond the first 10,000 values."""
        searchable.check_countable(of)
        searchable.check_limit(limit)
        start = of.fact or ""
        about: Dsl = {"field": "facts" if start else path(of), "size": limit, "shard_size": _SCAN_PAGE}
        about["order"] = [{"_count": "desc"}, {"_key": "asc"}]
        if start:
            about["include"] = facts_pattern(start)
        buckets = self._aggregate(selection, {"terms": about})["buckets"]
        return [Bucket(str(one.get("key_as_string", one["key"]))[len(start) :], one["doc_count"]) for one in buckets]

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
            answer = self._ask(body, index=_alias(workspace))
            found |= {hit.id: hit.rev for hit in map(_hit, answer["hits"]["hits"])}
        return found

    def _search(self, selection: Selection, body: Dsl) -> dict[str, Any]:
        return self._ask(body, index=_alias(selection.scope.workspace))

    def _ask(self, body: Dsl, **where: str) -> dict[str, Any]:
        """What every shard says, or Transient: the answer without those that do not answer would be wrong and not say so."""
        with translated():
            return dict(self._client.search(body=body, allow_partial_search_results=False, **where))

    def _aggregate(self, selection: Selection, what: Dsl) -> dict[str, Any]:
        body = {"query": query(selection), "size": 0, "aggs": {"it": what}}
        return dict(self._search(selection, body)["aggregations"]["it"])

    def _walk(self, selection: Selection, body: Dsl, size: int) -> Iterator[dict[str, Any]]:
        """All hits, in pages of ``size``, of the index as it was at the first."""
        with translated():
            at = _alias(selection.scope.workspace)
            pit = self._client.create_pit(index=at, keep_alive="2m", allow_partial_pit_creation=False)["pit_id"]
        body = body | {"size": size, "pit": {"id": pit, "keep_alive": "2m"}, "track_total_hits": False}
        try:
            while True:
                found = self._ask(body)["hits"]["hits"]
                yield from found
                if len(found) < size:
                    return
                body["search_after"] = found[-1]["sort"]
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

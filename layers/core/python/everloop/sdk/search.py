"""Search from Python: items as they are found, pictures in a notebook, orders as arrays."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import PrivateAttr

from everloop.domain.curation import (
    Choice,
    Facets,
    FieldStats,
    FoundItem,
    Histogram,
    KnownField,
    Likeness,
    Operation,
    StoredSet,
)
from everloop.sdk.transport import Transport

Json = Mapping[str, Any]
SHOWN = 48


class Shown(FoundItem):
    """A found item that a notebook shows as its picture."""

    server: str = ""
    _read: Callable[[str, str], bytes] | None = PrivateAttr(None)

    @classmethod
    def by(cls, http: Transport, row: Json) -> Shown:
        """What a server said of an item, with the way to its picture."""
        shown = cls(**row, server=http.url)
        shown._read = http.raw
        return shown

    def picture(self) -> bytes | None:
        """Its thumbnail as JPEG; None before it was read."""
        return self._read("GET", self.thumbnail) if self._read and self.thumbnail else None

    def _repr_html_(self) -> str:
        return _figure(self)


class Pictures(list[Shown]):
    """Found items; a notebook shows them as a grid. ``reason``: why a search by likeness found none."""

    reason: str | None = None

    def _repr_html_(self) -> str:
        if not self:
            return f"<p>{escape(self.reason or 'Nothing found.')}</p>"
        more = f"<p>… and {len(self) - SHOWN:,} more</p>" if len(self) > SHOWN else ""
        figures = "".join(_figure(one) for one in self[:SHOWN])
        return f'<div style="display:flex;flex-wrap:wrap;gap:8px">{figures}</div>{more}'


class Search:
    """Items of the workspace: ``client.search.items({"range": {"f": "metrics.sharpness", "lt": 50}}, sort="-width")``."""

    def __init__(self, transport: Transport) -> None:
        self._http = transport

    def items(self, where: Json | None = None, *, sort: str | None = None, page: int = 200) -> Iterator[Shown]:
        """The items that pass a filter, page by page as they are asked for."""
        for row in self._http.posted_pages("/search", {"filter": where, "sort": sort}, limit=page):
            yield Shown.by(self._http, row)

    def first(self, where: Json | None = None, *, sort: str | None = None, limit: int = 50) -> Pictures:
        """The first items that pass a filter."""
        answer = self._http.json("POST", "/search", body={"filter": where, "sort": sort, "limit": limit})
        return Pictures(Shown.by(self._http, row) for row in answer["items"])

    def count(self, where: Json | None = None) -> int:
        """How many items pass."""
        return int(self._http.json("POST", "/search", body={"filter": where, "limit": 1})["total"])

    def order(self, where: Json | None = None, *, sort: str | None = None) -> NDArray[np.uint32]:
        """The seqs of all items that pass, in order, ``(N,)`` uint32."""
        found: list[NDArray[np.uint32]] = []
        have, total = 0, 1
        while have < total:
            answer = self._http.send("POST", "/search/order", body={"filter": where, "sort": sort, "offset": have})
            part = np.frombuffer(answer.content, dtype="<u4")
            total = int(answer.headers["Everloop-Total"])
            if not len(part):
                break
            found.append(part)
            have += len(part)
        return np.concatenate(found) if found else np.empty(0, np.uint32)

    def by_seq(self, seqs: Sequence[int]) -> Pictures:
        """Items by seq, at most 1,000, in that order."""
        rows = self._http.json("POST", "/search/items", body={"seqs": [int(seq) for seq in seqs]})
        return Pictures(Shown.by(self._http, row) for row in rows)

    def text(self, words: str, where: Json | None = None, *, limit: int = 50) -> Pictures:
        """The items that look like what the words say, best first; empty, with a ``reason``, where nothing does."""
        return self._like("/search/text", {"text": words, "filter": where, "limit": limit})

    def similar(
        self,
        item: str | None = None,
        *,
        vector: Sequence[float] | None = None,
        space: str = "lite0",
        where: Json | None = None,
        limit: int = 50,
    ) -> Pictures:
        """The items most like one, or nearest to a vector."""
        given = [float(one) for one in vector] if vector is not None else None
        return self._like("/search/similar", {"item": item, "vector": given, "space": space, "filter": where, "limit": limit})

    def facets(self, *fields: str, where: Json | None = None, limit: int = 100) -> dict[str, dict[str, int]]:
        """By field, the number of items of each value, most frequent first."""
        body = {"filter": where, "fields": fields, "limit": limit}
        said = Facets.model_validate(self._http.json("POST", "/search/facets", body=body))
        return {one.field: {value.value: value.items for value in one.values} for one in said.facets}

    def histogram(
        self, field: str, *, where: Json | None = None, bins: int = 20, edges: Sequence[float] | None = None
    ) -> Histogram:
        """How many items have a value in each range."""
        body = {"filter": where, "field": field, "bins": bins, "edges": edges}
        return Histogram.model_validate(self._http.json("POST", "/search/histogram", body=body))

    def stats(self, *fields: str, where: Json | None = None) -> dict[str, FieldStats]:
        """The ranges of some fields."""
        rows = self._http.json("POST", "/search/stats", body={"filter": where, "fields": fields})
        return {row["field"]: FieldStats.model_validate(row) for row in rows}

    def fields(self) -> list[KnownField]:
        """Every field that a filter, sort, facet or histogram may name."""
        return [KnownField.model_validate(row) for row in self._http.json("GET", "/search/fields")]

    def _like(self, path: str, body: Json) -> Pictures:
        said = Likeness.model_validate(self._http.json("POST", path, body=body))
        found = Pictures(Shown.by(self._http, one.model_dump()) for one in said.items)
        found.reason = said.reason
        return found


class Sets:
    """Sets of items."""

    def __init__(self, transport: Transport) -> None:
        self._http = transport

    def create(
        self,
        *,
        ids: Sequence[str] | None = None,
        where: Json | None = None,
        of_set: str | None = None,
        seqs: Sequence[int] | None = None,
    ) -> StoredSet:
        """Keep items as a set, chosen in exactly one of these ways."""
        body = choice(ids=ids, where=where, of_set=of_set, seqs=seqs)
        return StoredSet.model_validate(self._http.json("POST", "/sets", body=body))

    def combine(self, operation: Operation | str, *hashes: str) -> StoredSet:
        """Unite ("union") or intersect sets, or take the others away from the first ("minus")."""
        body = {"operation": str(operation), "sets": hashes}
        return StoredSet.model_validate(self._http.json("POST", "/sets/combine", body=body))

    def get(self, name: str) -> StoredSet:
        """How many of a set's items you see."""
        return StoredSet.model_validate(self._http.json("GET", f"/sets/{name}"))


def choice(
    *,
    ids: Sequence[str] | None = None,
    where: Json | None = None,
    of_set: str | None = None,
    seqs: Sequence[int] | None = None,
) -> dict[str, Any]:
    """A choice of items as the API takes it."""
    made = Choice(
        ids=list(ids) if ids is not None else None,
        filter=dict(where) if where is not None else None,
        set=of_set,
        seqs=[int(one) for one in seqs] if seqs is not None else None,
    )
    return made.model_dump(exclude_none=True)


def _figure(item: Shown) -> str:
    data = item.picture()
    source = f"data:image/jpeg;base64,{base64.b64encode(data).decode()}" if data else ""
    picture = f'<img src="{source}" style="max-width:160px;max-height:160px">' if data else f"<em>{escape(item.state)}</em>"
    score = f" · {item.score:.3f}" if item.score is not None else ""
    return f'<figure style="margin:0">{picture}<figcaption>{escape(item.name)}{score}</figcaption></figure>'

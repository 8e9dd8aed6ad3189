"""Search: pages, whole orders, words, likeness, facets, histograms."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from everloop.domain.curation import Facets, FieldStats, FoundItem, FoundPage, Histogram, KnownField, Likeness
from everloop.domain.errors import Invalid
from everloop.domain.filters import All, Filter, parse
from everloop.domain.ids import ItemId
from everloop.domain.limits import PAGE
from everloop.entry.http.access import needs
from everloop.entry.http.deps import CallDep, HouseDep
from everloop.usecases.curate import counting, searching

router = APIRouter(prefix="/search", tags=["search"])

MEMBER = [needs("workspace:member")]
TOTAL = "Everloop-Total"
PACKED: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Little-endian uint32, one a seq, in order; the header Everloop-Total says how many there are in all.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}

FilterJson = Annotated[dict[str, Any] | None, Field(default=None, description="A filter; all items without one.")]
Name = Annotated[str, Field(max_length=256)]
SortBy = Annotated[str | None, Field(default=None, max_length=256, description='A field; "-" before it: descending.')]


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")

    filter: FilterJson = None

    def node(self) -> Filter:
        """The filter. Raises Invalid."""
        return All() if self.filter is None else parse(self.filter)


class SearchQuery(_Asked):
    """Which items, in which order, which page."""

    sort: SortBy = None
    limit: int = Field(default=50, ge=1, le=PAGE)
    cursor: str | None = Field(default=None, max_length=4_096)


class OrderQuery(_Asked):
    """Which items, in which order, from which place on."""

    sort: SortBy = None
    offset: int = Field(default=0, ge=0, lt=2**31)
    limit: int = Field(default=searching.ORDER_PAGE, ge=1, le=searching.ORDER_PAGE)


class SeqQuery(BaseModel):
    """Items by seq."""

    model_config = ConfigDict(extra="forbid")
    seqs: list[Annotated[int, Field(ge=0, lt=2**31)]] = Field(max_length=PAGE)


class TextQuery(_Asked):
    """What to look for in words."""

    text: str = Field(min_length=1, max_length=1_000)
    limit: int = Field(default=50, ge=1, le=PAGE)


class SimilarQuery(_Asked):
    """Like what: an item, or a vector of the space."""

    item: str | None = Field(default=None, max_length=64)
    vector: list[float] | None = Field(default=None, max_length=4_096)
    space: str = Field(default="lite0", max_length=64)
    limit: int = Field(default=50, ge=1, le=PAGE)


class FacetQuery(_Asked):
    """Which fields to count by."""

    fields: list[Name] = Field(min_length=1, max_length=50)
    limit: int = Field(default=100, ge=1, le=PAGE)


class HistogramQuery(_Asked):
    """Which field, in how many equal ranges or between which edges."""

    field: Name
    bins: int = Field(default=20, ge=1, le=counting.BINS)
    edges: list[float] | None = Field(default=None, min_length=2, max_length=1_001)


class StatsQuery(_Asked):
    """Which fields."""

    fields: list[Name] = Field(min_length=1, max_length=50)


@router.post("", operation_id="search", dependencies=MEMBER)
def search(body: SearchQuery, call: CallDep, house: HouseDep) -> FoundPage:
    """A page of the items that pass a filter; items without a value of the sort field come last."""
    return searching.search(
        call,
        body.node(),
        sort=body.sort,
        limit=body.limit,
        cursor=body.cursor,
        table=house.table,
        objects=house.objects,
        columns=house.columns,
        index=house.index,
    )


@router.post("/order", operation_id="searchOrder", dependencies=MEMBER, response_class=Response, responses=PACKED)
def order(body: OrderQuery, call: CallDep, house: HouseDep) -> Response:
    """The whole order as packed seqs, 500,000 at most in one answer."""
    seqs, total = searching.order(
        call,
        body.node(),
        sort=body.sort,
        offset=body.offset,
        limit=body.limit,
        table=house.table,
        objects=house.objects,
        columns=house.columns,
        index=house.index,
    )
    return Response(seqs.astype("<u4").tobytes(), media_type="application/octet-stream", headers={TOTAL: str(total)})


@router.post("/items", operation_id="searchItems", dependencies=MEMBER)
def items(body: SeqQuery, call: CallDep, house: HouseDep) -> list[FoundItem]:
    """Items by seq, in that order (any place of an order or a map); what is not in your scope is left out."""
    return searching.by_seq(call, body.seqs, table=house.table, index=house.index)


@router.post("/text", operation_id="searchText", dependencies=MEMBER)
def text(body: TextQuery, call: CallDep, house: HouseDep) -> Likeness:
    """The items that look like what the words say; none where nothing does, with the reason."""
    return searching.by_words(
        call,
        body.text,
        body.node(),
        limit=body.limit,
        table=house.table,
        objects=house.objects,
        columns=house.columns,
        index=house.index,
        encoder=house.encoder,
    )


@router.post("/similar", operation_id="searchSimilar", dependencies=[needs("item:viewer", "body.item", optional=True), *MEMBER])
def similar(body: SimilarQuery, call: CallDep, house: HouseDep) -> Likeness:
    """The items most like one (itself left out), or nearest to a vector."""
    space = searching.space_called(body.space)
    if (body.item is None) == (body.vector is None):
        raise Invalid("Name an item or give a vector.")
    if body.item is not None:
        return searching.like_item(
            call,
            ItemId(body.item),
            body.node(),
            limit=body.limit,
            space=space,
            table=house.table,
            objects=house.objects,
            columns=house.columns,
            index=house.index,
        )
    return searching.like_vector(
        call,
        body.vector or [],
        body.node(),
        limit=body.limit,
        space=space,
        table=house.table,
        objects=house.objects,
        columns=house.columns,
        index=house.index,
    )


@router.post("/facets", operation_id="searchFacets", dependencies=MEMBER)
def facets(body: FacetQuery, call: CallDep, house: HouseDep) -> Facets:
    """How many items have each value of some fields; near-duplicate groups are those with two items or more."""
    return counting.facets(
        call,
        body.node(),
        body.fields,
        limit=body.limit,
        table=house.table,
        objects=house.objects,
        columns=house.columns,
        index=house.index,
    )


@router.post("/histogram", operation_id="searchHistogram", dependencies=MEMBER)
def histogram(body: HistogramQuery, call: CallDep, house: HouseDep) -> Histogram:
    """How many items have a value in each range."""
    return counting.histogram(
        call,
        body.node(),
        body.field,
        bins=body.bins,
        edges=body.edges,
        table=house.table,
        objects=house.objects,
        columns=house.columns,
        index=house.index,
    )


@router.post("/stats", operation_id="searchStats", dependencies=MEMBER)
def stats(body: StatsQuery, call: CallDep, house: HouseDep) -> list[FieldStats]:
    """The least and greatest values of some fields."""
    return counting.stats(
        call,
        body.node(),
        body.fields,
        table=house.table,
        objects=house.objects,
        columns=house.columns,
        index=house.index,
    )


@router.get("/fields", operation_id="listFields", dependencies=MEMBER)
def fields(call: CallDep, house: HouseDep) -> list[KnownField]:
    """Every field of items that a filter, sort, facet or histogram may name."""
    return counting.fields(call, table=house.table)

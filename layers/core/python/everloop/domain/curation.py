"""What searches answer: pages of items, facets, histograms, sets, groups and maps."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import Field

from everloop.domain.annotations import Frozen
from everloop.domain.item_views import ShortItem


class FoundItem(ShortItem):
    """An item as a grid of pictures shows it. ``score``: the cosine, where the search was by likeness."""

    score: float | None = None


class FoundPage(Frozen):
    """A page of what was found. ``total``: all that pass, as the index knew at ``as_of``."""

    items: list[FoundItem]
    cursor: str | None = None
    total: int
    as_of: int


class Likeness(Frozen):
    """The nearest items, best first. ``reason``: why there are none, as a sentence."""

    items: list[FoundItem]
    space: str
    reason: str | None = None


class FacetValue(Frozen):
    """A value and how many items have it."""

    value: str
    items: int


class FieldFacet(Frozen):
    """The values of a field, most frequent first."""

    field: str
    values: list[FacetValue]


class Facets(Frozen):
    """Facets over one selection of ``total`` items."""

    total: int
    facets: list[FieldFacet]
    as_of: int


class Histogram(Frozen):
    """Counts between edges, ``[e0, e1)``, …; ``items`` have a value, ``missing`` have none."""

    field: str
    edges: list[float]
    counts: list[int]
    items: int
    missing: int
    least: float | None
    greatest: float | None
    as_of: int


class FieldStats(Frozen):
    """How many items have a value of a field, the least and the greatest."""

    field: str
    items: int
    least: float | None
    greatest: float | None


class KnownField(Frozen):
    """A field that may be filtered, sorted, counted or measured by."""

    name: str
    kind: str
    title: str
    unit: str
    sortable: bool
    countable: bool
    ranged: bool


class StoredSet(Frozen):
    """A set of items; ``items`` of them are in the caller's scope."""

    hash: str
    items: int


class Choice(Frozen):
    """Items, in one of four ways: by id (at most 1,000), by a filter, by a stored set, or by seq (a selection in a grid)."""

    ids: list[str] | None = Field(default=None, max_length=1_000)
    filter: dict[str, Any] | None = None
    set: str | None = Field(default=None, max_length=64)
    seqs: list[int] | None = Field(default=None, max_length=100_000)


class Operation(StrEnum):
    """What is done with sets, first to last."""

    UNION = "union"
    INTERSECT = "intersect"
    MINUS = "minus"


class DuplicateMethod(StrEnum):
    """PHASH: perceptual hashes that differ in at most 8 of 64 bits. LITE0: vectors with a cosine of 0.90 or more."""

    PHASH = "phash"
    LITE0 = "lite0"


class ProjectionState(StrEnum):
    """REQUESTED: its job runs. FAILED: its job did not end well; make another one. READY: it has points."""

    REQUESTED = "requested"
    FAILED = "failed"
    READY = "ready"


class Projection(Frozen):
    """A 2-D map of a vector space, a version: fitted once, then only new items are placed on it.

    Attributes:
        method: "umap" or "pca".
        reason: Why it has no points, as a sentence, where it failed.
        items: How many points it has (that the caller sees); ``placed`` were put beside their neighbours after the fit.
        members: The set of the items that have a point; ``fitted``: those that it was fitted to.
        points: Path of the column table of points.
        model: Path of what places new items: landmarks in the fitted space and on the map.
        bounds: Least and greatest x and y.
    """

    schema_: int = Field(default=1, alias="schema")
    id: str
    name: str = ""
    space: str = "lite0"
    method: str = ""
    seed: int = 0
    state: ProjectionState = ProjectionState.REQUESTED
    reason: str | None = None
    job: str = ""
    items: int = 0
    placed: int = 0
    members: str | None = None
    fitted: str | None = None
    points: str | None = None
    model: str | None = None
    bounds: tuple[float, float, float, float] | None = None
    created_by: str = ""
    created_at: int = 0
    updated_at: int = 0


class ProjectionMethod(StrEnum):
    """AUTO: UMAP where it is installed and there are 300 items or more, else PCA."""

    AUTO = "auto"
    UMAP = "umap"
    PCA = "pca"

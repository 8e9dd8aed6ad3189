"""The one registry of fields: every name that a filter, sort, facet or histogram may use, with its kind.

Static fields are listed below. Three families are dynamic:

* ``meta.<key>``: custom metadata, typed by the workspace's schema;
* ``project.<id>.<key>``: an item's state in a project;
* ``prediction.<set>.<key>``: what a prediction set says of an item.

The last two multiply by project and prediction set, so they are no fields of their own in an index: their values are
*facts*, keywords ``owner|key|value`` in the one multi-valued field ``facts``. Numbers in facts are written so that their
order as text is their order as numbers.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from everloop.domain.errors import Invalid


class Kind(StrEnum):
    """How a field's values compare. KEYWORD is one string, KEYWORDS several; NUMBER is float64; DATE is UTC epoch ms (integer);
    TEXT is a string found by its tokens (and by ``prefix`` and ``contains``).
    """

    KEYWORD = "keyword"
    KEYWORDS = "keywords"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Field:
    """A field by name. ``fact`` is the prefix ``owner|key|`` of its facts where the field lives in ``facts``, else None."""

    name: str
    kind: Kind
    title: str = ""
    unit: str = ""
    fact: str | None = None

    @property
    def sortable(self) -> bool:
        """One value an item: sorting by several has no one answer. Facts are not sorted by."""
        return self.fact is None and self.kind in (Kind.KEYWORD, Kind.NUMBER, Kind.DATE, Kind.BOOLEAN, Kind.TEXT)

    @property
    def countable(self) -> bool:
        """Whether a facet may be asked for."""
        return self.kind in (Kind.KEYWORD, Kind.KEYWORDS, Kind.BOOLEAN)

    @property
    def ranged(self) -> bool:
        """Whether ``range`` applies (a histogram also needs ``sortable``)."""
        return self.kind in (Kind.NUMBER, Kind.DATE)


METRICS: dict[str, Field] = {
    name: Field(f"metrics.{name}", Kind.NUMBER, title, unit)
    for name, title, unit in (
        ("brightness", "Brightness", "0–1"),
        ("contrast", "Contrast", "0–1"),
        ("sharpness", "Sharpness", "variance of the Laplacian"),
        ("colourfulness", "Colourfulness", "Hasler–Süsstrunk"),
        ("entropy", "Entropy", "bit"),
        ("aspect", "Aspect ratio", "width / height"),
        ("area", "Area", "px²"),
    )
}

STATIC: dict[str, Field] = {
    field.name: field
    for field in (
        Field("id", Kind.KEYWORD, "Item"),
        Field("seq", Kind.NUMBER, "Sequence number"),
        Field("name", Kind.TEXT, "File name"),
        Field("key", Kind.TEXT, "Key within the source"),
        Field("source", Kind.KEYWORD, "Source"),
        Field("folder", Kind.KEYWORD, "Folder"),
        Field("state", Kind.KEYWORD, "State"),
        Field("reason", Kind.TEXT, "Why it failed"),
        Field("media_type", Kind.KEYWORD, "Media type"),
        Field("revision", Kind.NUMBER, "Revision"),
        Field("content_hash", Kind.KEYWORD, "Content hash"),
        Field("phash", Kind.KEYWORD, "Perceptual hash"),
        Field("width", Kind.NUMBER, "Width", "px"),
        Field("height", Kind.NUMBER, "Height", "px"),
        Field("size_bytes", Kind.NUMBER, "Size", "byte"),
        Field("created_at", Kind.DATE, "Registered"),
        Field("captured_at", Kind.DATE, "Captured"),
        Field("spaces", Kind.KEYWORDS, "Vector spaces"),
        Field("duplicates.phash", Kind.KEYWORD, "Near-duplicate group (perceptual hash)"),
        Field("duplicates.lite0", Kind.KEYWORD, "Near-duplicate group (vector)"),
        *METRICS.values(),
    )
}

PROJECT_KEYS: dict[str, Kind] = {
    "stage": Kind.KEYWORD,
    "status": Kind.KEYWORD,
    "state": Kind.KEYWORD,
    "assignee": Kind.KEYWORD,
    "classes": Kind.KEYWORDS,
    "objects": Kind.NUMBER,
    "priority": Kind.NUMBER,
    "round": Kind.NUMBER,
    "open_issues": Kind.NUMBER,
}
PREDICTION_KEYS: dict[str, Kind] = {
    "count": Kind.NUMBER,
    "max": Kind.NUMBER,
    "mean": Kind.NUMBER,
    "least": Kind.NUMBER,
    "classes": Kind.KEYWORDS,
}


def resolve(name: str, metadata: Mapping[str, Kind] | None = None) -> Field:
    """The field called ``name``.

    Args:
        name: As written in a filter.
        metadata: The workspace's metadata schema: key → kind.

    Raises:
        Invalid: There is no such field.
    """
    if name in STATIC:
        return STATIC[name]
    family, _, rest = name.partition(".")
    if family == "meta" and metadata and rest in metadata:
        return Field(name, metadata[rest], rest)
    if family in ("project", "prediction"):
        owner, _, key = rest.partition(".")
        keys = PROJECT_KEYS if family == "project" else PREDICTION_KEYS
        if owner and key in keys:
            return Field(name, keys[key], f"{key} in {owner}", fact=f"{owner}|{key}|")
    raise Invalid(f"There is no field called {name!r}.", field=name)


def ordered(value: float) -> str:
    """A float64 as 16 hexadecimal digits that sort as the numbers do (IEEE 754 total order; −0 is written as 0)."""
    (bits,) = struct.unpack(">Q", struct.pack(">d", value + 0.0))
    return f"{bits ^ (0xFFFFFFFFFFFFFFFF if bits >> 63 else 0x8000000000000000):016x}"


def facts(owner: str, values: Mapping[str, object]) -> list[str]:
    """The facts of one owner (a project or a prediction set): ``{"status": "new", "objects": 3}`` → keywords."""
    found: list[str] = []
    for key, value in values.items():
        if value is None:
            continue
        many: Iterable[object] = value if isinstance(value, (list, tuple, set, frozenset)) else (value,)
        found += [f"{owner}|{key}|{fact_value(one)}" for one in many]
    return sorted(found)


def fact_value(value: object) -> str:
    """How a value is written in a fact: numbers in sortable form, strings as they are."""
    return ordered(float(value)) if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)


TOKEN = re.compile(r"[^\W_]+")


def tokens(text: str) -> list[str]:
    """The distinct tokens of a text, case-folded: runs of letters and digits; both adapters store and ask for these."""
    return sorted(set(TOKEN.findall(text.casefold())))

"""Custom metadata: typed keys that a workspace gives its items, and what is a value of each type.

What is kept on an item's head (``head["meta"]``) is flat: key → number, boolean or string, ready for the index. A datetime is
UTC epoch ms; a place is two numbers, ``<key>.lat`` and ``<key>.lon``. Embeddings are too large for a head: they have a row of
their own.
"""

from __future__ import annotations

import base64
import datetime as dt
import math
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
from pydantic import Field

from everloop.domain.annotations import Frozen
from everloop.domain.errors import Invalid
from everloop.domain.fields import Kind

STRING_CHARS = 8_192
TEXT_CHARS = 16_000
ENUM_VALUES = 255
EMBEDDING_SIZE = 4_096
KEYS = 500

_KEY = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_. -]{0,99}")
_RESERVED = ("keyframes",)
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_PLACE = (("lat", 90.0), ("lon", 180.0))


class MetadataType(StrEnum):
    """STRING is compared as a whole, TEXT is found by its words. GEOSPATIAL is {"lat", "lon"} in degrees."""

    NUMBER = "number"
    BOOLEAN = "boolean"
    DATETIME = "datetime"
    STRING = "string"
    TEXT = "text"
    ENUM = "enum"
    UUID = "uuid"
    GEOSPATIAL = "geospatial"
    EMBEDDING = "embedding"


FILTERED: Mapping[MetadataType, Kind] = {
    MetadataType.NUMBER: Kind.NUMBER,
    MetadataType.BOOLEAN: Kind.BOOLEAN,
    MetadataType.DATETIME: Kind.DATE,
    MetadataType.STRING: Kind.KEYWORD,
    MetadataType.TEXT: Kind.TEXT,
    MetadataType.ENUM: Kind.KEYWORD,
    MetadataType.UUID: Kind.KEYWORD,
}
"""How a type is filtered by; a place is two numbers, an embedding is no filter."""


class MetadataKey(Frozen):
    """A key of the schema. ``values``: of an enum; ``size``: of an embedding. A deleted key's values are kept."""

    type: MetadataType
    title: str = Field(default="", max_length=200)
    values: tuple[str, ...] = ()
    size: int | None = None
    deleted: bool = False


class MetadataSchema(Frozen):
    """The one schema of a workspace."""

    schema_: int = Field(default=1, alias="schema")
    keys: dict[str, MetadataKey] = Field(default_factory=dict)

    def live(self) -> dict[str, MetadataKey]:
        """The keys that are not deleted."""
        return {name: one for name, one in self.keys.items() if not one.deleted}


@dataclass(slots=True)
class Cleaned:
    """Values as they are kept.

    Attributes:
        meta: For the head; None removes.
        embeddings: Base64 of little-endian float16, by key; None removes.
        wrong: Key → why its value was refused.
    """

    meta: dict[str, Any] = field(default_factory=dict)
    embeddings: dict[str, str | None] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)


def with_key(schema: MetadataSchema, name: str, wanted: MetadataKey) -> MetadataSchema:
    """The schema with one key more, or with a title, enum values or life given to one that is there.

    Raises:
        Invalid: No name for a key; too many keys; a type that is not the key's; enum values taken away; a wrong size.
    """
    before = schema.keys.get(name)
    if before is None:
        _check_name(name, wanted, schema)
        if len(schema.keys) >= KEYS:
            raise Invalid(f"A workspace has at most {KEYS} metadata keys.")
    elif before.type is not wanted.type or before.size != wanted.size:
        raise Invalid(f"{name!r} is of the type {before.type}, and stays so; make another key.", key=name)
    if before is not None and not set(before.values) <= set(wanted.values):
        raise Invalid(f"Values can be added to {name!r}, but none taken away.", key=name)
    _check_shape(name, wanted)
    return schema.model_copy(update={"keys": {**schema.keys, name: wanted}})


def kinds(schema: MetadataSchema, *, deleted: bool = False) -> dict[str, Kind]:
    """What may be filtered by: key → kind; with ``deleted`` also the keys whose values are still on heads."""
    found: dict[str, Kind] = {}
    for name, one in (schema.keys if deleted else schema.live()).items():
        if one.type is MetadataType.GEOSPATIAL:
            found |= {f"{name}.{axis}": Kind.NUMBER for axis, _ in _PLACE}
        elif one.type in FILTERED:
            found[name] = FILTERED[one.type]
    return found


def clean(schema: MetadataSchema, values: Mapping[str, Any]) -> Cleaned:
    """Values as they are kept; None removes a value. Keys that are unknown or have a wrong value are in ``wrong``."""
    out = Cleaned()
    for name, value in values.items():
        one = schema.keys.get(name)
        if one is None or one.deleted:
            out.wrong[name] = f"There is no metadata key called {name!r}."
            continue
        try:
            if one.type is MetadataType.EMBEDDING:
                out.embeddings[name] = None if value is None else _embedding(value, one.size or 0)
            elif one.type is MetadataType.GEOSPATIAL:
                out.meta |= {f"{name}.{axis}": None for axis, _ in _PLACE} if value is None else _place(name, value)
            else:
                out.meta[name] = None if value is None else _scalar(value, one)
        except Invalid as error:
            out.wrong[name] = error.message
    return out


def said(schema: MetadataSchema, meta: Mapping[str, Any]) -> dict[str, Any]:
    """A head's metadata as people and programs read it: dates in ISO, places as objects; deleted keys are left out."""
    out: dict[str, Any] = {}
    for name, one in schema.live().items():
        if one.type is MetadataType.GEOSPATIAL:
            place = {axis: meta.get(f"{name}.{axis}") for axis, _ in _PLACE}
            if None not in place.values():
                out[name] = place
        elif meta.get(name) is not None:
            out[name] = _iso(meta[name]) if one.type is MetadataType.DATETIME else meta[name]
    return out


def from_text(one: MetadataKey, text: str) -> Any:
    """The value that a cell of a CSV file says; empty is None. What is no value is given back for ``clean`` to refuse."""
    if text == "":
        return None
    if one.type is MetadataType.NUMBER:
        try:
            return float(text)
        except ValueError:
            return text
    if one.type is MetadataType.BOOLEAN:
        return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}.get(text.lower(), text)
    if one.type in (MetadataType.GEOSPATIAL, MetadataType.EMBEDDING):
        try:
            numbers = [float(part) for part in text.replace(";", ",").split(",")]
        except ValueError:
            return text
        return dict(zip(("lat", "lon"), numbers, strict=False)) if one.type is MetadataType.GEOSPATIAL else numbers
    return text


def embedding_from(kept: str) -> list[float]:
    """The numbers of a kept embedding."""
    return [float(one) for one in np.frombuffer(base64.b64decode(kept), dtype="<f2")]


def _check_name(name: str, wanted: MetadataKey, schema: MetadataSchema) -> None:
    if not _KEY.fullmatch(name) or name != name.strip() or name.lower() in _RESERVED:
        raise Invalid(
            "A metadata key has up to 100 letters, digits, spaces and - _ . and begins with a letter, digit or _.", key=name
        )
    taken = kinds(schema, deleted=True)
    ours = set(kinds(MetadataSchema(keys={name: wanted}, schema=1))) | {name}
    if ours & set(taken):
        raise Invalid(f"{name!r} would be mixed up with {sorted(ours & set(taken))[0]!r}.", key=name)


def _check_shape(name: str, one: MetadataKey) -> None:
    if one.type is MetadataType.ENUM:
        if not 1 <= len(one.values) <= ENUM_VALUES or len(set(one.values)) != len(one.values):
            raise Invalid(f"An enum has 1 to {ENUM_VALUES} different values.", key=name)
        if any(not 1 <= len(value) <= 200 for value in one.values):
            raise Invalid("An enum's value has 1 to 200 characters.", key=name)
    elif one.values:
        raise Invalid("Only an enum has values.", key=name)
    if one.type is MetadataType.EMBEDDING:
        if one.size is None or not 1 <= one.size <= EMBEDDING_SIZE:
            raise Invalid(f"An embedding has a size of 1 to {EMBEDDING_SIZE:,}.", key=name)
    elif one.size is not None:
        raise Invalid("Only an embedding has a size.", key=name)


def _scalar(value: Any, one: MetadataKey) -> Any:
    if one.type is MetadataType.NUMBER:
        return _number(value)
    if one.type is MetadataType.BOOLEAN:
        if isinstance(value, bool):
            return value
        raise Invalid(f"{_short(value)} is neither true nor false.")
    text = _text(value, TEXT_CHARS if one.type is MetadataType.TEXT else STRING_CHARS)
    if one.type is MetadataType.DATETIME:
        return _moment(text)
    if one.type is MetadataType.ENUM and text not in one.values:
        raise Invalid(f"{_short(text)} is none of: {', '.join(one.values[:10])}{' …' if len(one.values) > 10 else ''}.")
    if one.type is MetadataType.UUID:
        try:
            return str(uuid.UUID(text))
        except ValueError:
            raise Invalid(f"{_short(text)} is no UUID.") from None
    return text


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Invalid(f"{_short(value)} is no number.")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise Invalid(f"{_short(value)} is no finite float64.")
    return number + 0.0


def _text(value: Any, most: int) -> str:
    if not isinstance(value, str):
        raise Invalid(f"{_short(value)} is no text.")
    if len(value) > most:
        raise Invalid(f"A text of {len(value):,} characters; the limit is {most:,}.")
    if any("\ud800" <= one <= "\udfff" for one in value) or "\0" in value:
        raise Invalid("The text has characters that are no Unicode text.")
    return value


def _moment(text: str) -> int:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        raise Invalid(f"{_short(text)} is no date of ISO 8601, such as 2026-02-03T10:00:00Z.") from None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    try:
        return (aware.astimezone(dt.UTC) - _EPOCH) // dt.timedelta(milliseconds=1)
    except OverflowError:
        raise Invalid(f"{_short(text)} lies outside the years 1 to 9999 in UTC.") from None


def _iso(ms: int) -> str:
    moment = _EPOCH + dt.timedelta(milliseconds=ms)
    return moment.isoformat(timespec="milliseconds" if ms % 1000 else "seconds").replace("+00:00", "Z")


def _place(name: str, value: Any) -> dict[str, float]:
    if not isinstance(value, Mapping) or set(value) != {"lat", "lon"}:
        raise Invalid(f"{_short(value)} is no place: give {{'lat': …, 'lon': …}} in degrees.")
    found: dict[str, float] = {}
    for axis, most in _PLACE:
        number = _number(value[axis])
        if abs(number) > most:
            raise Invalid(f"{axis} lies between −{most:g} and {most:g}, not at {number:g}.")
        found[f"{name}.{axis}"] = number
    return found


def _embedding(value: Any, size: int) -> str:
    if not isinstance(value, (list, tuple)) or len(value) != size:
        raise Invalid(f"An embedding of this key is a list of {size:,} numbers.")
    numbers = [_number(one) for one in value]
    if any(abs(one) > 65_504 for one in numbers):
        raise Invalid("An embedding's numbers lie between −65,504 and 65,504 (float16).")
    return base64.b64encode(np.asarray(numbers, dtype="<f2").tobytes()).decode()


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"

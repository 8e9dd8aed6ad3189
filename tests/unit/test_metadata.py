"""Typed metadata: what is a value of each type, and what is refused."""

from __future__ import annotations

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everloop.domain.errors import Invalid
from everloop.domain.fields import Kind
from everloop.domain.metadata import (
    MetadataKey,
    MetadataSchema,
    MetadataType,
    clean,
    embedding_from,
    from_text,
    kinds,
    said,
    with_key,
)

T = MetadataType
KEYS = {
    "count": MetadataKey(type=T.NUMBER),
    "night": MetadataKey(type=T.BOOLEAN),
    "at": MetadataKey(type=T.DATETIME),
    "site": MetadataKey(type=T.STRING),
    "note": MetadataKey(type=T.TEXT),
    "weather": MetadataKey(type=T.ENUM, values=("sun", "rain")),
    "run": MetadataKey(type=T.UUID),
    "place": MetadataKey(type=T.GEOSPATIAL),
    "vector": MetadataKey(type=T.EMBEDDING, size=2),
    "gone": MetadataKey(type=T.NUMBER, deleted=True),
}
SCHEMA = MetadataSchema(keys=KEYS, schema=1)


@pytest.mark.parametrize(
    ("key", "value", "kept"),
    [
        ("count", 3, {"count": 3.0}),
        ("count", -0.0, {"count": 0.0}),
        ("count", None, {"count": None}),
        ("night", False, {"night": False}),
        ("at", "1970-01-01T00:00:01Z", {"at": 1_000}),
        ("at", "1970-01-01T01:00:00.250+01:00", {"at": 250}),
        ("at", "1970-01-02", {"at": 86_400_000}),
        ("at", "1969-12-31T23:59:59.999Z", {"at": -1}),
        ("site", "Łódź", {"site": "Łódź"}),
        ("weather", "rain", {"weather": "rain"}),
        ("run", "6F9619FF-8B86-D011-B42D-00CF4FC964FF", {"run": "6f9619ff-8b86-d011-b42d-00cf4fc964ff"}),
        ("place", {"lat": 52.5, "lon": 13}, {"place.lat": 52.5, "place.lon": 13.0}),
        ("place", None, {"place.lat": None, "place.lon": None}),
    ],
)
def test_a_right_value_is_kept_flat(key: str, value: object, kept: dict[str, object]) -> None:
    found = clean(SCHEMA, {key: value})
    assert (found.meta, found.wrong) == (kept, {})


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("count", "3"),
        ("count", True),
        ("count", math.nan),
        ("count", math.inf),
        ("count", 10**400),
        ("count", [1]),
        ("night", 1),
        ("night", "true"),
        ("at", 1_000),
        ("at", "yesterday"),
        ("at", "0001-01-01T00:00:00+14:00"),
        ("at", "9999-12-31T23:59:59-14:00"),
        ("site", 3),
        ("site", "x" * 8_193),
        ("site", "\ud800"),
        ("site", "a\0b"),
        ("note", "x" * 16_001),
        ("weather", "snow"),
        ("run", "6f9619ff"),
        ("place", [52.5, 13]),
        ("place", {"lat": 91, "lon": 0}),
        ("place", {"lat": 0, "lon": "east"}),
        ("vector", [1]),
        ("vector", [1, "2"]),
        ("vector", [1, 70_000]),
        ("gone", 3),
        ("unknown", 3),
        ("place.lat", 3),
    ],
)
def test_a_wrong_value_is_refused_with_a_sentence(key: str, value: object) -> None:
    found = clean(SCHEMA, {key: value, "site": "ok"} if key != "site" else {key: value})
    assert found.wrong[key].endswith(".")
    assert key not in found.meta


@given(st.floats(-65_504, 65_504, width=16), st.floats(-65_504, 65_504, width=16))
def test_an_embedding_is_kept_as_float16(a: float, b: float) -> None:
    kept = clean(SCHEMA, {"vector": [a, b]}).embeddings["vector"]
    assert kept is not None
    assert embedding_from(kept) == [a, b]


@given(st.datetimes(timezones=st.just(dt.UTC)))
def test_a_moment_comes_back_to_the_millisecond(moment: dt.datetime) -> None:
    exact = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    kept = clean(SCHEMA, {"at": exact.isoformat()}).meta
    assert dt.datetime.fromisoformat(said(SCHEMA, kept)["at"]) == exact


def test_what_is_said_is_what_was_set() -> None:
    values = {"count": 3.5, "night": True, "place": {"lat": 1.0, "lon": 2.0}, "weather": "sun"}
    assert said(SCHEMA, clean(SCHEMA, values).meta | {"gone": 3.0}) == values


def test_what_a_cell_of_a_table_says() -> None:
    cells = {"count": "3.5", "night": "yes", "place": "1, 2", "vector": "1;2", "site": "", "weather": "sun"}
    found = clean(SCHEMA, {name: from_text(KEYS[name], text) for name, text in cells.items()})
    assert found.wrong == {}
    assert found.meta == {"count": 3.5, "night": True, "place.lat": 1.0, "place.lon": 2.0, "site": None, "weather": "sun"}
    assert set(clean(SCHEMA, {name: from_text(KEYS[name], "?") for name in ("count", "night", "place", "vector")}).wrong) == {
        "count",
        "night",
        "place",
        "vector",
    }


def test_filters_know_every_key_by_its_kind() -> None:
    assert kinds(SCHEMA) == {
        "count": Kind.NUMBER,
        "night": Kind.BOOLEAN,
        "at": Kind.DATE,
        "site": Kind.KEYWORD,
        "note": Kind.TEXT,
        "weather": Kind.KEYWORD,
        "run": Kind.KEYWORD,
        "place.lat": Kind.NUMBER,
        "place.lon": Kind.NUMBER,
    }
    assert kinds(SCHEMA, deleted=True)["gone"] is Kind.NUMBER


@pytest.mark.parametrize("name", ["", " x", "x ", "$x", "keyframes", "a/b", "é", "x" * 101, "a\nb", "place.lat"])
def test_a_bad_name_for_a_key_is_refused(name: str) -> None:
    with pytest.raises(Invalid):
        with_key(SCHEMA, name, MetadataKey(type=T.NUMBER))


def test_a_place_is_not_mixed_up_with_its_numbers() -> None:
    numbers = with_key(MetadataSchema(schema=1), "spot.lat", MetadataKey(type=T.NUMBER))
    with pytest.raises(Invalid):
        with_key(numbers, "spot", MetadataKey(type=T.GEOSPATIAL))
    assert "spot" in with_key(numbers, "spot", MetadataKey(type=T.NUMBER)).keys


def test_a_key_keeps_its_type_and_an_enum_its_values() -> None:
    with pytest.raises(Invalid):
        with_key(SCHEMA, "count", MetadataKey(type=T.STRING))
    with pytest.raises(Invalid):
        with_key(SCHEMA, "gone", MetadataKey(type=T.STRING))
    with pytest.raises(Invalid):
        with_key(SCHEMA, "weather", MetadataKey(type=T.ENUM, values=("sun",)))
    assert (
        with_key(SCHEMA, "weather", MetadataKey(type=T.ENUM, values=("rain", "sun", "fog"))).keys["weather"].values[2] == "fog"
    )
    assert not with_key(SCHEMA, "gone", MetadataKey(type=T.NUMBER)).keys["gone"].deleted


@pytest.mark.parametrize(
    "key",
    [
        MetadataKey(type=T.ENUM),
        MetadataKey(type=T.ENUM, values=("a", "a")),
        MetadataKey(type=T.ENUM, values=tuple(str(one) for one in range(256))),
        MetadataKey(type=T.NUMBER, values=("a",)),
        MetadataKey(type=T.EMBEDDING),
        MetadataKey(type=T.EMBEDDING, size=4_097),
        MetadataKey(type=T.NUMBER, size=3),
    ],
)
def test_a_key_of_a_wrong_shape_is_refused(key: MetadataKey) -> None:
    with pytest.raises(Invalid):
        with_key(SCHEMA, "new", key)

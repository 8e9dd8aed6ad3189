"""The rows of a list in a JSON file are found without reading them."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from everloop.domain import json_rows
from everloop.domain.errors import Invalid

text = st.text(st.sampled_from('\\"[]{},: aé\n'), max_size=6)
value = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | text,
    lambda deeper: st.lists(deeper, max_size=3) | st.dictionaries(text, deeper, max_size=3),
    max_leaves=8,
)
rows = st.lists(value, max_size=5)


def told(found: json_rows.Rows) -> list[Any]:
    return [json.loads(bytes(row)) for row in found]


@given(rows, rows, st.dictionaries(text, value, max_size=3), st.sampled_from([None, 1]), st.integers(1, 9))
@settings(max_examples=400)
def test_every_row_is_found(first: list[Any], second: list[Any], more: dict[str, Any], indent: Any, block: int) -> None:
    file = more | {"first": first} | {f"_{key}": one for key, one in more.items()} | {"second": second}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(json_rows, "BLOCK", block)
        found = json_rows.split(json.dumps(file, indent=indent, ensure_ascii=False).encode(), ("first", "second", "third"))
        alone = json_rows.split(json.dumps(first, indent=indent).encode(), ())
    assert {name: told(one) for name, one in found.items()} == {"first": first, "second": second}
    assert told(alone[""]) == first


def test_some_rows_are_taken_together() -> None:
    found = json_rows.split(b'[1, "a,b", {"x": [2]}, 3]', ())[""]
    assert json.loads(found.run(1, 3)) == ["a,b", {"x": [2]}]
    assert [json.loads(bytes(one)) for one in found.some(np.array([3, 0]))] == [3, 1]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no JSON object and no list"),
        (b'"[]"', "no JSON object and no list"),
        (b"[1, 2", "ends too early"),
        (b'{"rows": ["]}', "ends too early"),
        (b"[1}", "ends too early"),
        (b"[1]]", "closes what it did not open"),
        (b"[1] 2", "goes on behind its end"),
        (b'{"rows": {}}', '"rows" is no list'),
        (b'{"rows": null, "more": []}', '"rows" is no list'),
        (b'{"rows": [1}}', '"rows" is no list|too early|did not open'),
    ],
)
def test_what_is_no_list_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(Invalid, match=reason):
        json_rows.split(data, ("rows",))


def test_a_file_of_more_rows_than_memory_holds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_rows, "MOST", 100)
    monkeypatch.setattr(json_rows, "BLOCK", 8)
    assert len(json_rows.split(b"[" + b"1," * 98 + b"1]", ())[""]) == 99
    with pytest.raises(Invalid, match="more than 100 rows: split it"):
        json_rows.split(b"[" + b"," * 200 + b"]", ())
    with pytest.raises(Invalid, match="more than 50 rows: split it"):
        json_rows.split(b"[" + b"1," * 60 + b"1]", (), most=50)


def test_a_file_of_many_keys_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_rows, "KEYS", 10)
    assert len(json_rows.split(b"{" + b'"a": 1,' * 8 + b'"rows": []}', ("rows",))) == 1
    with pytest.raises(Invalid, match="more than 10 keys"):
        json_rows.split(b"{" + b'"a": 1,' * 20 + b'"rows": []}', ("rows",))


def test_a_key_is_as_long_as_it_likes() -> None:
    name = '"' * 100_000
    assert told(json_rows.split(json.dumps({name: [1], "rows": [2]}).encode(), ("rows",))["rows"]) == [2]
    assert told(json_rows.split(b" \n\t\r " * 1_000 + b"[3]", ())[""]) == [3]

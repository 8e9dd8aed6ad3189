"""Lists of files, in every format, with every fault."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everloop.domain.errors import Invalid
from everloop.domain.formats.registration import Entry, entries, guess


def read(data: str | bytes) -> list[Entry]:
    return list(entries(data.encode() if isinstance(data, str) else data))


def test_json_lists_hold_addresses_or_objects() -> None:
    said = ["s3://b/1.jpg", {"uri": "s3://b/2.jpg", "metadata": {"site": "A"}, "folder": "x/y"}, {"key": "3.jpg"}]
    expected = [
        Entry(1, "s3://b/1.jpg"),
        Entry(2, "s3://b/2.jpg", {"site": "A"}, "x/y"),
        Entry(3, "3.jpg"),
    ]
    assert read(json.dumps(said)) == expected
    assert read(json.dumps({"items": said})) == expected
    assert read("﻿" + json.dumps(said)) == expected


def test_json_lines_hold_objects_strings_or_plain_addresses() -> None:
    text = '{"uri": "s3://b/1.jpg"}\n\n"s3://b/2.jpg"\ns3://b/3 #.jpg\r\n{"uri": broken}\n'
    found = read(text)
    assert [one.uri for one in found[:3]] == ["s3://b/1.jpg", "s3://b/2.jpg", "s3://b/3 #.jpg"]
    assert found[3].reason is not None
    assert [one.line for one in found] == [1, 2, 3, 4]


def test_csv_has_a_header_and_its_other_columns_are_metadata() -> None:
    text = 'site,uri,count,folder\nA,"s3://b/1,x.jpg",3,f\n,s3://b/2.jpg,,\nB,,1,\n'
    assert read(text) == [
        Entry(1, "s3://b/1,x.jpg", {"site": "A", "count": "3"}, "f"),
        Entry(2, "s3://b/2.jpg"),
        Entry(3, "", reason="The line names no file."),
    ]


def test_encord_lists_give_images_and_refuse_other_media_by_entry() -> None:
    said = {
        "images": [
            {"objectUrl": "https://b.s3.amazonaws.com/1.jpg", "title": "one", "clientMetadata": {"site": "A"}},
            {"object_url": "s3://b/2.jpg", "client_metadata": {}},
        ],
        "videos": [{"objectUrl": "s3://b/3.mp4"}],
        "skip_duplicate_urls": True,
    }
    first, second, third = read(json.dumps(said))
    assert first == Entry(1, "https://b.s3.amazonaws.com/1.jpg", {"site": "A"})
    assert second == Entry(2, "s3://b/2.jpg")
    assert third.reason is not None
    assert "videos" in third.reason


def test_a_bad_entry_is_an_entry_with_a_reason() -> None:
    found = read(json.dumps([1, None, {}, {"uri": 5}, {"uri": "a", "metadata": [1]}, "", "good"]))
    assert [one.reason is None for one in found] == [False] * 6 + [True]


@pytest.mark.parametrize("data", [b"{", b"[1", b'{"nothing": 1}', b'{"items": 3}', b"[" * 5000])
def test_what_is_no_list_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid):
        list(entries(data, "json"))


def test_the_format_is_seen_in_the_bytes() -> None:
    assert guess(b' [ "a" ]') == "json"
    assert guess(b'{"images": [\n]}') == "json"
    assert guess(b'{"uri": "a"}\n{"uri": "b"}') == "jsonl"
    assert guess(b'{"uri": "a"}') == "json"
    assert guess(b"Key,site\n") == "csv"
    assert guess(b"s3://b/1.jpg\n") == "jsonl"


@given(st.binary(max_size=200))
def test_no_bytes_do_more_than_be_refused(data: bytes) -> None:
    with contextlib.suppress(Invalid):
        assert all(entry.line > 0 for entry in entries(data))


def test_an_entry_that_is_nested_deeply_is_told() -> None:
    deep = "[" * 1_000 + "]" * 1_000
    entries = read(f'["s3://b/1.jpg", {deep}, {{"uri": {deep}}}]')
    assert [one.reason is None for one in entries] == [True, False, False]
    assert all(len(one.uri) <= 200 for one in entries)

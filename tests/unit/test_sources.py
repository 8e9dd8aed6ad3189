"""Addresses, and which source owns a file."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everloop.domain.errors import Conflict, Invalid
from everloop.domain.ids import DEFAULT_WORKSPACE, SourceId, item_id, item_ids
from everloop.domain.registrations import merged
from everloop.domain.sources import Owners, Source, SourceKind, check_root, checked_key, kind_of
from everloop.domain.uris import file_name, file_text, normal_root, normal_uri
from everloop.store.mirror import plain


def source(name: str, root: str) -> Source:
    return Source(schema=1, id=name, name=name, kind=kind_of(root), root=root)


@given(st.binary(min_size=1, max_size=40).filter(lambda raw: b"\0" not in raw and b"/" not in raw))
def test_every_file_name_has_a_valid_text_that_leads_back_to_it(raw: bytes) -> None:
    name = raw.decode("utf-8", "surrogateescape")
    text = file_text(name)
    text.encode("utf-8")
    assert file_name(text) == name
    assert os.fsencode(file_name(text)) == raw


def test_a_name_with_our_private_characters_is_not_taken_for_broken_bytes() -> None:
    for name in ("\U0010dcff.jpg", "\U0010dc80\udcff", "é\U0010dc90"):
        assert os.fsencode(file_name(file_text(name))) == os.fsencode(name)
    assert file_text("\U0010dcff") != file_text("\udcff")


@pytest.mark.parametrize(
    ("given_root", "root", "kind"),
    [
        ("/data/pictures/", "file:///data/pictures", SourceKind.FOLDER),
        ("file:///", "file://", SourceKind.FOLDER),
        ("s3://bucket", "s3://bucket", SourceKind.S3),
        ("gs://bucket/a b#/", "gs://bucket/a b#", SourceKind.GCS),
        ("az://account/container/p", "az://account/container/p", SourceKind.AZURE),
    ],
)
def test_a_root_has_one_form(given_root: str, root: str, kind: SourceKind) -> None:
    assert normal_root(given_root) == root
    assert normal_root(root) == root
    assert kind_of(root) is kind


@pytest.mark.parametrize("wrong", ["", "ftp://x", "s3://", "az://account", "file://relative", "s3://b/a//c", "/a/../b", "x"])
def test_what_is_no_root_is_refused(wrong: str) -> None:
    with pytest.raises(Invalid):
        normal_root(wrong)


def test_web_addresses_become_those_of_their_stores() -> None:
    assert normal_uri("https://b.s3.eu-west-1.amazonaws.com/a%20b/c.jpg") == "s3://b/a b/c.jpg"
    assert normal_uri("https://s3.amazonaws.com/b/c.jpg?versionId=1") == "s3://b/c.jpg"
    assert normal_uri("https://storage.googleapis.com/b/c%23.jpg") == "gs://b/c#.jpg"
    assert normal_uri("https://acc.blob.core.windows.net/con/c.jpg") == "az://acc/con/c.jpg"
    assert normal_uri("/data/c.jpg") == "file:///data/c.jpg"
    assert normal_uri("https://example.org/c.jpg") == "https://example.org/c.jpg"


def test_the_longest_root_owns_a_file() -> None:
    outer, inner = source("outer", "s3://b"), source("inner", "s3://b/train")
    owners = Owners([outer, inner])
    assert owners.of("s3://b/train/1.jpg") == (inner, "1.jpg")
    assert owners.of("s3://b/training/1.jpg") == (outer, "training/1.jpg")
    assert owners.of("train/1.jpg", within=outer) == (inner, "1.jpg")
    assert owners.of("2.jpg", within=inner) == (inner, "2.jpg")
    assert list(owners.nested(outer)) == [("train/", inner)]
    for wrong in ("s3://b", "s3://other/1.jpg", "1.jpg", "s3://b/../1.jpg", "https://169.254.169.254/x"):
        with pytest.raises(Invalid):
            owners.of(wrong)


def test_a_source_may_be_added_above_others_and_never_below() -> None:
    there = [source("there", "s3://b/train")]
    check_root("s3://b", there)
    check_root("s3://b/tr", there)
    for wrong in ("s3://b/train", "s3://b/train/night"):
        with pytest.raises(Conflict):
            check_root(wrong, there)


@pytest.mark.parametrize("wrong", ["", "/a", "a/../b", "a\0b", "é" * 600])
def test_a_key_names_a_file_below_its_root(wrong: str) -> None:
    with pytest.raises(Invalid):
        checked_key(wrong)


@given(st.lists(st.text(max_size=30), max_size=5))
def test_ids_by_the_million_are_the_ids_one_by_one(keys: list[str]) -> None:
    one_by_one = [item_id(DEFAULT_WORKSPACE, SourceId("s"), key) for key in keys]
    assert item_ids(DEFAULT_WORKSPACE, SourceId("s"), keys) == one_by_one


def test_ranges_of_seqs_are_joined_with_their_neighbours() -> None:
    assert merged([(10, 5), (1, 4), (5, 5), (20, 1), (20, 1)]) == [(1, 14), (20, 1)]


@pytest.mark.parametrize(("name", "folder"), [("a\tb", "a_b"), ("..", "_"), (" x ", "x"), ("y" * 300, "y" * 200), ("", "_")])
def test_a_mirrored_folder_has_a_name_that_folders_may_have(name: str, folder: str) -> None:
    assert plain(name) == folder

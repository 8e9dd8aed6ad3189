"""The production mapping as data: the test node has no native code, so what it cannot check is said here."""

from __future__ import annotations

from everloop.adapters.aws.index_mapping import base, lacking, more, path, settings, token_path
from everloop.domain.fields import STATIC, Field, Kind
from everloop.domain.vectors import LITE0


def test_vectors_are_faiss_hnsw_of_float16_by_inner_product() -> None:
    found = more([], [LITE0], "faiss")["properties"]["vectors"]["properties"]["lite0"]
    assert found == {
        "type": "knn_vector",
        "dimension": 1280,
        "method": {
            "name": "hnsw",
            "engine": "faiss",
            "space_type": "innerproduct",
            "parameters": {"m": 16, "ef_construction": 128, "encoder": {"name": "sq", "parameters": {"type": "fp16"}}},
        },
    }


def test_every_static_field_is_mapped_strictly_by_its_kind() -> None:
    mapping = base("faiss")
    assert mapping["dynamic"] == "strict"
    for of in STATIC.values():
        at = mapping["properties"]
        for part in path(of).split("."):
            at = at.get(part, at.get("properties", {}).get(part))  # type: ignore[union-attr]
        kind = {"seq": "integer"}.get(
            of.name, {Kind.NUMBER: "double", Kind.DATE: "long", Kind.BOOLEAN: "boolean"}.get(of.kind, "keyword")
        )
        assert at == {"type": kind}, of
    assert mapping["properties"]["tokens"]["properties"].keys() == {
        token_path(of).partition(".")[2] for of in STATIC.values() if of.kind is Kind.TEXT
    }
    assert mapping["_source"] == {"excludes": ["vectors"]}, "float16 bytes are kept in raw instead"


def test_metadata_gets_a_slot_by_its_kind() -> None:
    assert path(Field("meta.Site A", Kind.NUMBER)) == "meta_number.~53~ite~20~~41~"
    assert path(Field("meta.site", Kind.KEYWORD)) == "meta_keyword.site"
    assert path(Field("meta.site", Kind.DATE)) == "meta_date.site"


def test_knn_is_on_and_fields_are_bounded() -> None:
    found = settings(shards=2, replicas=1, refresh_interval="1s")["index"]
    assert found["knn"] is True
    assert found["mapping.total_fields.limit"] == 2_000


def test_what_an_older_mapping_lacks_is_all_that_it_gets() -> None:
    there = base("faiss")["properties"]
    assert lacking(there, "faiss") == {}
    old = {name: what for name, what in there.items() if name not in ("scopes", "tokens")}
    old["values"] = {"properties": {name: {} for name in there["values"]["properties"] if name != "state"}}
    assert lacking(old, "faiss")["properties"] == {
        "scopes": {"type": "keyword"},
        "tokens": there["tokens"],
        "values": {"dynamic": "strict", "properties": {"state": {"type": "keyword"}}},
    }

"""The OpenSearch mapping, made from the registry of fields: strict, so that nothing is indexed that nobody named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from everloop.domain.fields import STATIC, Field, Kind
from everloop.domain.searchable import slot
from everloop.domain.vectors import Space

Engine = Literal["faiss", "lucene"]
_KEYWORD = {"type": "keyword"}
_TYPES: dict[Kind, dict[str, Any]] = {
    Kind.KEYWORD: _KEYWORD,
    Kind.KEYWORDS: _KEYWORD,
    Kind.TEXT: _KEYWORD,
    Kind.NUMBER: {"type": "double"},
    Kind.DATE: {"type": "long"},
    Kind.BOOLEAN: {"type": "boolean"},
}


def path(of: Field) -> str:
    """Where a field's values are in a document: static fields under ``values``, metadata in slots by kind, so that a key whose
    kind changes gets another one.
    """
    if of.name in ("id", "seq"):
        return of.name
    if of.name in STATIC:
        return f"values.{slot(of.name)}"
    return f"meta_{of.kind}.{slot(of.name.removeprefix('meta.'))}"


def token_path(of: Field) -> str:
    """Where the tokens of a TEXT field are."""
    return f"tokens.{slot(of.name)}"


def vector_path(space: str) -> str:
    """Where the vectors of a space are, to be searched."""
    return f"vectors.{slot(space)}"


def settings(*, shards: int, replicas: int, refresh_interval: str) -> dict[str, Any]:
    """The settings of a workspace's index."""
    return {
        "index": {
            "knn": True,
            "number_of_shards": shards,
            "number_of_replicas": replicas,
            "refresh_interval": refresh_interval,
            "mapping.total_fields.limit": 2_000,
            "max_terms_count": 65_536,
        }
    }


def base(engine: Engine) -> dict[str, Any]:
    """The mapping of a new index: what every document has, and the static fields. ``raw`` keeps the float16 bytes of vectors;
    the floats that were searched are left out of the stored source.
    """
    properties: dict[str, Any] = {
        "id": _KEYWORD,
        "seq": {"type": "integer"},
        "rev": {"type": "long"},
        "deleted": {"type": "boolean"},
        "scopes": _KEYWORD,
        "facts": _KEYWORD,
        "raw": {"type": "object", "enabled": False},
        "vectors": {"dynamic": "strict", "properties": {}},
    }
    return {
        "dynamic": "strict",
        "_meta": {"engine": engine, "schema": 1},
        "_source": {"excludes": ["vectors"]},
        "properties": _nested(properties, list(STATIC.values())),
    }


def lacking(there: Mapping[str, Any], engine: Engine) -> dict[str, Any]:
    """What ``base`` has and the mapping of an index that an earlier release made has not; {} where that is nothing.

    Args:
        there: The properties of the index's mapping.
        engine: See ``base``.
    """
    properties: dict[str, Any] = {}
    for family, wanted in base(engine)["properties"].items():
        held = there.get(family, {}).get("properties", {})
        new = {name: what for name, what in wanted.get("properties", {}).items() if name not in held}
        if family not in there:
            properties[family] = wanted
        elif new:
            properties[family] = {"dynamic": "strict", "properties": new}
    return {"properties": properties} if properties else {}


def more(fields: Sequence[Field], spaces: Sequence[Space], engine: Engine) -> dict[str, Any]:
    """What ``ensure`` adds to an index's mapping for these fields and spaces; {} where that is nothing."""
    properties = _nested({}, [of for of in fields if of.fact is None and of.name not in STATIC])
    if spaces:
        vectors = {slot(space.name): _vector(space, engine) for space in spaces}
        properties["vectors"] = {"dynamic": "strict", "properties": vectors}
    return {"properties": properties} if properties else {}


def _nested(properties: dict[str, Any], fields: Sequence[Field]) -> dict[str, Any]:
    for of in fields:
        if of.name in ("id", "seq"):
            continue
        _put(properties, path(of), _TYPES[of.kind])
        if of.kind is Kind.TEXT:
            _put(properties, token_path(of), _KEYWORD)
    return properties


def _put(properties: dict[str, Any], where: str, what: dict[str, Any]) -> None:
    family, _, name = where.partition(".")
    properties.setdefault(family, {"dynamic": "strict", "properties": {}})["properties"][name] = what


def _vector(space: Space, engine: Engine) -> dict[str, Any]:
    """HNSW over unit vectors by inner product; Faiss keeps them as float16, which is what they are (decision 19)."""
    parameters: dict[str, Any] = {"m": 16, "ef_construction": 128}
    if engine == "faiss":
        parameters["encoder"] = {"name": "sq", "parameters": {"type": "fp16"}}
    method = {"name": "hnsw", "engine": engine, "space_type": "innerproduct", "parameters": parameters}
    return {"type": "knn_vector", "dimension": space.dimension, "method": method}

"""Items as people and programs read them: the same model in the API, the client and the command."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from everloop.domain.annotations import Frozen
from everloop.domain.items import Head, ItemState, current_spaces, thumbnail_address


class Item(Frozen):
    """One media file.

    Attributes:
        rev: Rises with every searchable change.
        indexed_rev: The rev that searches see; None: not asked, or not yet.
        key: Within the source. ``name``: its last part.
        state, reason: ``failed`` and ``missing`` say why.
        revision: Counts the file's contents, from 1.
        width, height: Pixels, of the upright picture.
        size_bytes, media_type, content_hash: Of the file; ``media_type`` is the name's claim before the first read.
        metrics: See ``everloop.media.metrics``.
        metadata: Custom metadata by key.
        spaces: Vector spaces with a vector of the present revision.
        thumbnail: Path of the thumbnail below the server's address, for ``<img src>``; None before the first read.
        created_at, updated_at, captured_at: UTC epoch ms.
    """

    schema_: int = Field(default=1, alias="schema")
    id: str
    seq: int
    rev: int
    indexed_rev: int | None = None
    source: str
    key: str
    name: str
    folder: str
    state: ItemState
    reason: str | None = None
    revision: int = 1
    media_type: str | None = None
    size_bytes: int | None = None
    content_hash: str | None = None
    width: int | None = None
    height: int | None = None
    phash: str | None = None
    metrics: dict[str, float] = Field(default_factory=dict)
    exif: dict[str, Any] = Field(default_factory=dict)
    metadata: dict[str, Any] = Field(default_factory=dict)
    spaces: tuple[str, ...] = ()
    duplicates: dict[str, str] = Field(default_factory=dict)
    projects: dict[str, dict[str, Any]] = Field(default_factory=dict)
    predictions: dict[str, dict[str, Any]] = Field(default_factory=dict)
    thumbnail: str | None = None
    captured_at: int | None = None
    created_at: int = 0
    updated_at: int = 0
    deleted: bool = False


_COPIED = tuple(
    name
    for name in Item.model_fields
    if name not in ("schema_", "rev", "indexed_rev", "metadata", "spaces", "thumbnail", "projects", "predictions")
)


def item_of(
    head: Head,
    rev: int,
    *,
    metadata: Mapping[str, Any] | None = None,
    indexed_rev: int | None = None,
    projects: frozenset[str] | None = None,
) -> Item:
    """An item from its head.

    Args:
        rev: The head row's version.
        metadata: Custom metadata as people read it (``domain.metadata.said``).
        projects: The projects whose facts may be shown; None: all.
    """
    found: dict[str, Any] = {name: head[name] for name in _COPIED if name in head}  # type: ignore[literal-required]
    shown = {name: dict(said) for name, said in head.get("projects", {}).items() if projects is None or name in projects}
    return Item(
        **found,
        schema=1,
        rev=rev,
        indexed_rev=indexed_rev,
        metadata=dict(metadata or {}),
        spaces=tuple(sorted(current_spaces(head))),
        thumbnail=thumbnail_address(head),
        projects=shown,
        predictions={name: dict(said) for name, said in head.get("predictions", {}).items()},
    )

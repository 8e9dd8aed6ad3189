"""Items as people and programs read them: the same model in the API, the client and the command."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from everloop.domain.annotations import Frozen
from everloop.domain.items import Head, ItemState, current_spaces, thumbnail_address


class ShortItem(Frozen):
    """One media file, as much of it as lists show.

    Attributes:
        rev: Rises with every searchable change.
        key: Within the source. ``name``: its last part.
        state, reason: ``failed`` and ``missing`` say why.
        width, height: Pixels, of the upright picture.
        size_bytes, media_type: Of the file; ``media_type`` is the name's claim before the first read.
        thumbnail: Path of the thumbnail below the server's address, for ``<img src>``; None before the first read.
        created_at, captured_at: UTC epoch ms.
    """

    id: str
    seq: int
    rev: int
    source: str
    key: str
    name: str
    folder: str
    state: ItemState
    reason: str | None = None
    media_type: str | None = None
    size_bytes: int | None = None
    width: int | None = None
    height: int | None = None
    thumbnail: str | None = None
    captured_at: int | None = None
    created_at: int = 0


class Item(ShortItem):
    """One media file.

    Attributes:
        indexed_rev: The rev that searches see; None: not asked, or not yet.
        revision: Counts the file's contents, from 1.
        content_hash: Of the file.
        metrics: See ``everloop.media.metrics``.
        metadata: Custom metadata by key.
        spaces: Vector spaces with a vector of the present revision.
        updated_at: UTC epoch ms.
    """

    schema_: int = Field(default=1, alias="schema")
    indexed_rev: int | None = None
    revision: int = 1
    content_hash: str | None = None
    phash: str | None = None
    metrics: dict[str, float] = Field(default_factory=dict)
    exif: dict[str, Any] = Field(default_factory=dict)
    metadata: dict[str, Any] = Field(default_factory=dict)
    spaces: tuple[str, ...] = ()
    duplicates: dict[str, str] = Field(default_factory=dict)
    projects: dict[str, dict[str, Any]] = Field(default_factory=dict)
    predictions: dict[str, dict[str, Any]] = Field(default_factory=dict)
    updated_at: int = 0
    deleted: bool = False


_COPIED = tuple(
    name
    for name in Item.model_fields
    if name not in ("schema_", "rev", "indexed_rev", "metadata", "spaces", "thumbnail", "projects", "predictions")
)


_SHORT = tuple(name for name in _COPIED if name in ShortItem.model_fields)


def short_of(head: Head, rev: int) -> dict[str, Any]:
    """The values of a ``ShortItem``, from a head and its row's version."""
    found: dict[str, Any] = {name: head[name] for name in _SHORT if name in head}  # type: ignore[literal-required]
    return {**found, "rev": rev, "thumbnail": thumbnail_address(head)}


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

"""Folders: a tree in which every item has one place, and through which people see items."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from everloop.domain.access import FolderRole
from everloop.domain.annotations import Frozen

ROOT = "root"
DEPTH = 32


def _plain(name: str) -> str:
    if "/" in name or name in (".", "..") or any(ord(character) < 32 or ord(character) == 127 for character in name):
        raise ValueError("a folder's name has no slash and no control characters")
    return name


FolderName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(_plain)]


class Folder(Frozen):
    """A folder. ``children`` counts the folders in it that are not deleted; it moves in the same transaction as they do."""

    schema_: int = Field(default=1, alias="schema")
    id: str
    name: FolderName
    parent: str | None = None
    children: int = 0
    deleted: bool = False
    created_at: int = 0
    created_by: str = ""
    updated_at: int = 0


class SeenFolder(Folder):
    """A folder as its caller sees it: with his role in it, granted there or above."""

    role: FolderRole

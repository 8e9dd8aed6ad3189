"""Datasets: pinned collection versions, versioned themselves (decision 8). A project works on versions of datasets."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from everloop.domain.annotations import Frozen

Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Description = Annotated[str, StringConstraints(max_length=4_000)]


class Pin(Frozen):
    """A version of a collection."""

    collection: str = Field(min_length=1, max_length=64)
    version: int = Field(ge=1)


class DatasetVersion(Frozen):
    """What a dataset held at a version: never changes. ``members`` is the set of its ``items`` items."""

    schema_: int = Field(default=1, alias="schema")
    dataset: str
    number: int
    pins: tuple[Pin, ...]
    members: str
    items: int
    message: str = ""
    created_by: str = ""
    created_at: int = 0


class Dataset(Frozen):
    """A dataset; ``version`` is its newest, ``pins``, ``members`` and ``items`` are that version's."""

    schema_: int = Field(default=1, alias="schema")
    id: str
    title: Title
    description: Description = ""
    version: int = 1
    pins: tuple[Pin, ...] = ()
    members: str = ""
    items: int = 0
    archived: bool = False
    created_by: str = ""
    created_at: int = 0
    updated_at: int = 0

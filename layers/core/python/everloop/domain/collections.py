"""Collections: named sets of items, changed by commits (decision 8)."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from everloop.domain.annotations import Frozen

CollectionName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=256)]
Message = Annotated[str, StringConstraints(max_length=2_000)]


class CollectionVersion(Frozen):
    """A commit: never changes.

    Attributes:
        members: The hash of the set of its ``items`` items.
        revisions: Path of the column table that pins the revision of each member.
        filter: What the members were chosen by, if they were.
        added, removed: Against the parent.
        restores: The version whose members these are again.
        request: The request that made it, so that repeated it makes no other.
    """

    schema_: int = Field(default=1, alias="schema")
    collection: str
    number: int
    parent: int | None = None
    members: str
    revisions: str | None = None
    items: int = 0
    added: int = 0
    removed: int = 0
    filter: dict[str, Any] | None = None
    restores: int | None = None
    request: str = ""
    message: Message = ""
    created_by: str = ""
    created_at: int = 0


class Collection(Frozen):
    """A collection; ``version`` is its newest, ``members`` and ``items`` are that version's.

    Attributes:
        folder, project: Who sees the folder, or has a role in the project, sees the collection (and of its items those in
            his scope), as do its creator and the workspace's admins.
        filter: What its newest version was chosen by, if it was.
    """

    schema_: int = Field(default=1, alias="schema")
    id: str
    name: CollectionName
    description: Message = ""
    folder: str | None = None
    project: str | None = None
    filter: dict[str, Any] | None = None
    version: int = 1
    members: str = ""
    items: int = 0
    archived: bool = False
    created_by: str = ""
    created_at: int = 0
    updated_at: int = 0


class CollectionDiff(Frozen):
    """What differs from one version to another: sets of items, and how many each has."""

    before: int
    after: int
    added: str
    added_items: int
    removed: str
    removed_items: int
    kept_items: int

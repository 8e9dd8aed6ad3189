"""Sets of items: roaring bitmaps of seqs in Objects, named by their hash (decision 7)."""

from __future__ import annotations

import functools
from collections.abc import Iterable

from pyroaring import BitMap

from everloop.domain.errors import NotFound
from everloop.domain.ids import SetHash, WorkspaceId, content_hash
from everloop.ports import Objects


def save(objects: Objects, workspace: WorkspaceId, members: BitMap | Iterable[int]) -> SetHash:
    """Store a set; the same members have the same name."""
    bitmap = members if isinstance(members, BitMap) else BitMap(members)
    bitmap.run_optimize()
    data = bitmap.serialize()
    name = SetHash(content_hash(data)[:40])
    objects.create(path(workspace, name), data)
    return name


def raw(objects: Objects, workspace: WorkspaceId, name: SetHash) -> bytes:
    """The serialised bitmap, as the Index takes it. Raises NotFound."""
    if not name.isalnum():
        raise NotFound("There is no such set.")
    try:
        return objects.read(path(workspace, name))
    except NotFound:
        raise NotFound("There is no such set.", set=name) from None


def load(objects: Objects, workspace: WorkspaceId, name: SetHash) -> BitMap:
    """The members. Raises NotFound."""
    return BitMap.deserialize(raw(objects, workspace, name))


def path(workspace: WorkspaceId, name: SetHash) -> str:
    """Where a set is stored."""
    return f"{workspace}/sets/{name}"


@functools.cache
def empty() -> bytes:
    """The serialised empty set."""
    return bytes(BitMap().serialize())

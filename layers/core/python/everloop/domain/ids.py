"""Identity: names that follow from facts, so that doing something twice does it once."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from typing import NewType

WorkspaceId = NewType("WorkspaceId", str)
UserId = NewType("UserId", str)
GroupId = NewType("GroupId", str)
SourceId = NewType("SourceId", str)
ItemId = NewType("ItemId", str)
FolderId = NewType("FolderId", str)
CollectionId = NewType("CollectionId", str)
OntologyId = NewType("OntologyId", str)
DatasetId = NewType("DatasetId", str)
ProjectId = NewType("ProjectId", str)
TaskId = NewType("TaskId", str)
IssueId = NewType("IssueId", str)
LabelVersionId = NewType("LabelVersionId", str)
ModelId = NewType("ModelId", str)
PredictionSetId = NewType("PredictionSetId", str)
EvaluationId = NewType("EvaluationId", str)
JobId = NewType("JobId", str)
SetHash = NewType("SetHash", str)

DEFAULT_WORKSPACE = WorkspaceId("default")


def derived(*facts: str, size_bytes: int = 15) -> str:
    """The name that follows from ``facts``: lower-case base32, 24 characters for the default of 15 bytes (120 bits)."""
    digest = hashlib.blake2b(digest_size=size_bytes)
    for fact in facts:
        raw = fact.encode("utf-8", "surrogatepass")
        digest.update(len(raw).to_bytes(4, "big"))
        digest.update(raw)
    return base64.b32encode(digest.digest()).decode("ascii").rstrip("=").lower()


def item_id(workspace: WorkspaceId, source: SourceId, key: str) -> ItemId:
    """The one id of the file at ``key`` below ``source``: registering it twice is one item (decision 2)."""
    return ItemId(derived(workspace, source, key))


def item_ids(workspace: WorkspaceId, source: SourceId) -> Callable[[str], ItemId]:
    """Makes the ids of many files of one source: ``item_id`` by the million."""
    begun = hashlib.blake2b(digest_size=15)
    for fact in (workspace, source):
        raw = fact.encode("utf-8", "surrogatepass")
        begun.update(len(raw).to_bytes(4, "big") + raw)

    def make(key: str) -> ItemId:
        digest, raw = begun.copy(), key.encode("utf-8", "surrogatepass")
        digest.update(len(raw).to_bytes(4, "big") + raw)
        return ItemId(base64.b32encode(digest.digest()).decode("ascii").lower())

    return make


def content_hash(data: bytes) -> str:
    """SHA-256 of ``data`` in hexadecimal: the name of a blob, and what tells a changed file from a touched one."""
    return hashlib.sha256(data).hexdigest()


def workspace_of(partition: str) -> WorkspaceId:
    """The workspace that leads every partition of a table (decision 1); adapters need it for a hint."""
    return WorkspaceId(partition.partition("#")[0])

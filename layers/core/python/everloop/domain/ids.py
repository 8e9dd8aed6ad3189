"""Identity: names that follow from facts, so that doing something twice does it once."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from typing import NewType

import numpy as np

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

_ALPHABET = np.frombuffer(b"abcdefghijklmnopqrstuvwxyz234567", np.uint8)

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


def item_ids(workspace: WorkspaceId, source: SourceId, files: Sequence[str]) -> list[ItemId]:
    """The ids of many files of one source, by their keys: ``item_id`` by the million."""
    begun = hashlib.blake2b(digest_size=15)
    for fact in (workspace, source):
        raw = fact.encode("utf-8", "surrogatepass")
        begun.update(len(raw).to_bytes(4, "big") + raw)
    digests = []
    for file in files:
        digest, raw = begun.copy(), file.encode("utf-8", "surrogatepass")
        digest.update(len(raw).to_bytes(4, "big") + raw)
        digests.append(digest.digest())
    text = _base32(b"".join(digests))
    return [ItemId(text[at : at + 24]) for at in range(0, len(text), 24)]


def _base32(data: bytes) -> str:
    """Lower-case base32 of a multiple of five bytes."""
    fives = np.frombuffer(data, np.uint8).reshape(-1, 5).astype(np.uint64)
    forty = fives @ np.array([1 << 32, 1 << 24, 1 << 16, 1 << 8, 1], np.uint64)
    digits = (forty[:, None] >> np.arange(35, -1, -5, dtype=np.uint64)) & np.uint64(31)
    text: bytes = _ALPHABET[digits].tobytes()
    return text.decode("ascii")


def content_hash(data: bytes) -> str:
    """SHA-256 of ``data`` in hexadecimal: the name of a blob, and what tells a changed file from a touched one."""
    return hashlib.sha256(data).hexdigest()


def workspace_of(partition: str) -> WorkspaceId:
    """The workspace that leads every partition of a table (decision 1); adapters need it for a hint."""
    return WorkspaceId(partition.partition("#")[0])

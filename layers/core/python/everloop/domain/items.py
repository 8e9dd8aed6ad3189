"""Items: one media file each. The head row holds all that is searchable of an item (decision 5).

A head is a plain dict (``Head``): it is read and written by the million. Its ``rev`` is the version of its row. The index
document is a pure function of one consistent read of the head and its vector rows.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypedDict

import numpy as np
from numpy.typing import NDArray

from everloop.domain.fields import facts
from everloop.domain.ids import ItemId
from everloop.domain.principals import assignee_scope, folder_scope, project_scope


class ItemState(StrEnum):
    """REGISTERED: known by name. READY: its pixels were read. FAILED: they cannot be. MISSING: the file vanished."""

    REGISTERED = "registered"
    READY = "ready"
    FAILED = "failed"
    MISSING = "missing"


class ProjectFacts(TypedDict, total=False):
    """An item's state in a project, as ``fields.PROJECT_KEYS``. ``*_version``: the newest that were seen; ``names_version`` is
    the version of the ontology whose names ``classes`` are.
    """

    stage: str
    status: str
    state: str
    assignee: str | None
    classes: list[str]
    objects: int
    priority: float
    round: int
    open_issues: int
    task_version: int
    row_version: int
    issue_version: int
    names_version: int


class PredictionFacts(TypedDict, total=False):
    """What a prediction set says of an item: number of predictions, greatest, mean and least confidence, class names."""

    count: int
    max: float
    mean: float
    least: float
    classes: list[str]


class Head(TypedDict, total=False):
    """An item's head row. What is absent is not known (yet).

    Attributes:
        revision: Counts the contents that the key has had, from 1; what was computed from pixels belongs to one.
        computed: The revision that width … thumbnail were computed from.
        vectors: By space, the revision that its vector row was computed from.
        etag, read_etag: What the store last said of the file, and of the bytes that were read: they differ while a read is due.
        thumbnail: Path in Objects of the 256 px thumbnail.
        media_type: MIME type by the bytes once read, by the name before.
        captured_at, created_at, updated_at: UTC epoch ms.
        job, changed_by: The shard that registered it, and the one that changed it last: ``job/number``. By them a shard that
            runs again knows its own work.
        deleted: A tombstone.
    """

    schema: int
    id: str
    seq: int
    source: str
    key: str
    name: str
    folder: str
    state: str
    reason: str
    revision: int
    computed: int
    etag: str
    read_etag: str
    size_bytes: int
    modified_at: int
    media_type: str
    content_hash: str
    width: int
    height: int
    phash: str
    metrics: dict[str, float]
    exif: dict[str, Any]
    captured_at: int
    thumbnail: str
    vectors: dict[str, int]
    duplicates: dict[str, str]
    meta: dict[str, Any]
    projects: dict[str, ProjectFacts]
    predictions: dict[str, PredictionFacts]
    job: str
    changed_by: str
    created_at: int
    updated_at: int
    deleted: bool


_COPIED = (
    "source",
    "name",
    "key",
    "folder",
    "state",
    "reason",
    "media_type",
    "content_hash",
    "phash",
    "revision",
    "width",
    "height",
    "size_bytes",
    "created_at",
    "captured_at",
    "seq",
    "id",
)


def scope_keys(head: Head) -> frozenset[str]:
    """The scope keys of an item: its folder's, its projects', and its assignees' (decision 18). Folder grants are inherited
    by the caller's scope, which names every folder below a granted one. A project that the item left, where its task is
    archived, shows it to nobody any more.
    """
    keys = {folder_scope(head["folder"])}
    for project, state in head.get("projects", {}).items():
        if state.get("status") == "archived":
            continue
        keys.add(project_scope(project))  # type: ignore[arg-type]
        if assignee := state.get("assignee"):
            keys.add(assignee_scope(project, assignee))  # type: ignore[arg-type]
    return frozenset(keys)


def values(head: Head) -> dict[str, Any]:
    """The head's searchable values by field name; custom metadata as ``meta.<key>`` (dates in ms), absent ones left out."""
    found: dict[str, Any] = {name: head[name] for name in _COPIED if head.get(name) is not None}  # type: ignore[literal-required]
    found |= {f"metrics.{name}": value for name, value in head.get("metrics", {}).items()}
    found |= {f"duplicates.{method}": group for method, group in head.get("duplicates", {}).items() if group}
    found |= {f"meta.{key}": value for key, value in head.get("meta", {}).items() if value is not None}
    if spaces := sorted(current_spaces(head)):
        found["spaces"] = spaces
    return found


def current_spaces(head: Head) -> set[str]:
    """The spaces in which the item has a vector of its present revision."""
    return {space for space, revision in head.get("vectors", {}).items() if revision == head["revision"]}


def all_facts(head: Head) -> tuple[str, ...]:
    """The facts of all the projects and prediction sets that speak of the item."""
    found: list[str] = []
    for project, state in head.get("projects", {}).items():
        found += facts(project, {k: v for k, v in state.items() if not k.endswith("_version")})
    for prediction_set, said in head.get("predictions", {}).items():
        found += facts(prediction_set, said)
    return tuple(sorted(found))


def vector_to_json(revision: int, vector: NDArray[np.float16]) -> dict[str, Any]:
    """The body of a vector row: the revision it belongs to and the numbers, base64 of little-endian float16."""
    return {"revision": revision, "v": base64.b64encode(vector.astype("<f2").tobytes()).decode()}


def vector_from_json(body: Mapping[str, Any]) -> NDArray[np.float16]:
    """The ``(D,)`` float16 vector of a vector row's body."""
    return np.frombuffer(base64.b64decode(body["v"]), dtype="<f2")


def thumbnail_address(head: Head) -> str | None:
    """Where an item's thumbnail is served, below the server's address; None before the first read. It stays for as long as the
    picture does, so that whoever has fetched it keeps it.
    """
    return f"/media/{head['thumbnail']}" if "thumbnail" in head else None


def extension(name: str) -> str:
    """The lower-case extension of a file name with its dot, or ""."""
    stem, dot, last = name.rpartition(".")
    return f".{last.lower()}" if dot and stem and "/" not in last else ""


def item_ref(item: ItemId, part: int = 0) -> str:
    """How an item's part is written where one string is wanted (decision 4)."""
    return f"{item}/{part}"

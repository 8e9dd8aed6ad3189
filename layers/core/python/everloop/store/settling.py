"""Whether what a bulk job wrote has arrived where people look: asked of a sample of its items, the last ones among them."""

from __future__ import annotations

from collections.abc import Sequence

from everloop.domain.ids import ItemId, WorkspaceId
from everloop.domain.jobs import Job
from everloop.domain.principals import Call
from everloop.ports import Index, Table
from everloop.store import keys, rows

SETTLE_MS = 600_000
"""A job whose items are not all searchable by then ends all the same; the dead letters say why."""


def indexed(workspace: WorkspaceId, sample: Sequence[str], *, table: Table, index: Index) -> bool:
    """Whether the index has these items as their heads are now."""
    items = [ItemId(one) for one in sample]
    revs = index.revs(workspace, items)
    found = table.get_many([keys.head(workspace, item) for item in items])
    return all(row is None or revs.get(item, 0) >= row.version for item, row in zip(items, found, strict=True))


def project_facts(workspace: WorkspaceId, sample: Sequence[str], project: str, *, table: Table) -> bool:
    """Whether the heads of these items say what their label rows in the project say."""
    items = [ItemId(one) for one in sample]
    heads = table.get_many([keys.head(workspace, item) for item in items])
    label_rows = table.get_many([keys.child("label", workspace, item, project, "main", "head") for item in items])
    for head, label in zip(heads, label_rows, strict=True):
        said = rows.body(head).get("projects", {}).get(project, {}) if head else {}
        if head and label and said.get("row_version", 0) < label.version:
            return False
    return True


def late(job: Job, call: Call) -> bool:
    """Whether the job has waited long enough."""
    return call.now_ms - (job.started_at or job.created_at) > SETTLE_MS

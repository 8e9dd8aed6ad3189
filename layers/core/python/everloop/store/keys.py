"""The access patterns: every key there is, and the only file with a "#" in a key. No query exists that is not in ``PATTERNS``.

A noun is kept in one of two forms: ``entry`` (all of a workspace in one partition, for nouns counted in thousands) or ``child``
(a partition per owner). The workspace leads every partition (decision 1).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from everloop.domain.ids import ItemId, WorkspaceId
from everloop.ports import Key, TableName

CATALOGUE, WORKFLOW = TableName.CATALOGUE, TableName.WORKFLOW
EVERYWHERE = WorkspaceId("@")
"""Leads what is known of all workspaces; none is called so."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One noun's place.

    Attributes:
        owner: What a child's partition names after the workspace; "" for an entry.
        sort: What the sort key is.
        index: The secondary index's partition and sort, or "".
        peak: Writes a second to one partition, at most, by design.
    """

    table: TableName
    owner: str
    sort: str
    index: str = ""
    peak: str = "rare"


PATTERNS: dict[str, Pattern] = {
    # what exists
    "item": Pattern(CATALOGUE, "item id", "head | vector space", "seq block of 256 → seq", "one item's own"),
    "counter": Pattern(CATALOGUE, "", "counter name", peak="10"),
    "source": Pattern(CATALOGUE, "", "source id"),
    "root": Pattern(CATALOGUE, "bucket", "workspace, source"),
    "upload": Pattern(CATALOGUE, "", "when it is due, request", peak="10"),
    "folder": Pattern(CATALOGUE, "", "folder id"),
    "grant": Pattern(CATALOGUE, "", "subject, folder id"),
    "group": Pattern(CATALOGUE, "", "group id"),
    "member": Pattern(CATALOGUE, "", "user id"),
    "token": Pattern(CATALOGUE, "", "hash of the token | password, user", "user → token"),
    "metadata": Pattern(CATALOGUE, "", "schema (one row)"),
    "embedding": Pattern(CATALOGUE, "item id", "metadata key", peak="one item's own"),
    "collection": Pattern(CATALOGUE, "", "collection id"),
    "collection-version": Pattern(CATALOGUE, "collection id", "version number"),
    "ontology": Pattern(CATALOGUE, "", "ontology id"),
    "ontology-version": Pattern(CATALOGUE, "ontology id", "version number"),
    "dataset": Pattern(CATALOGUE, "", "dataset id"),
    "dataset-version": Pattern(CATALOGUE, "dataset id", "version number"),
    "model": Pattern(CATALOGUE, "", "model id"),
    "prediction-set": Pattern(CATALOGUE, "", "prediction set id"),
    "projection": Pattern(CATALOGUE, "", "projection id"),
    "request": Pattern(CATALOGUE, "request id", "contents | what it made", peak="one request's own"),
    # who does what next
    "project": Pattern(WORKFLOW, "", "project id"),
    "project-member": Pattern(WORKFLOW, "project id", "user or group", "subject → project"),
    "task-sync": Pattern(WORKFLOW, "", "project id"),
    "ledger": Pattern(WORKFLOW, "", "project id"),
    "task": Pattern(WORKFLOW, "project id", "item, branch", "project and worker → held | mine, stage, task"),
    "queue": Pattern(WORKFLOW, "project, stage, shard | @assignee", "skips and priority, random key, task", peak="100"),
    "label": Pattern(WORKFLOW, "item id", "project, branch, head | rev", "project → shard, seq, branch", "one item's own"),
    "label-version": Pattern(WORKFLOW, "project id", "version id", "project → time", peak="rare"),
    "label-version-name": Pattern(WORKFLOW, "", "project id, hash of the name"),
    "label-live": Pattern(WORKFLOW, "", "project id", peak="10"),
    "issue": Pattern(WORKFLOW, "project id", "item, issue name", "project → state, time, issue"),
    "issue-count": Pattern(WORKFLOW, "project id", "item"),
    "verdict": Pattern(WORKFLOW, "project, task id", "round, stage, row | object"),
    "evaluation": Pattern(WORKFLOW, "", "evaluation id", "project → evaluation by time"),
    "job": Pattern(WORKFLOW, "", "job id", "open jobs"),
    "shard": Pattern(WORKFLOW, "job id", "shard number", peak="50"),
}


def entry(noun: str, workspace: WorkspaceId, *sort: str) -> Key:
    """The key of an entry: ``sort`` parts joined."""
    return Key(PATTERNS[noun].table, f"{workspace}#{noun}", "#".join(sort))


def child(noun: str, workspace: WorkspaceId, owner: str, *sort: str) -> Key:
    """The key of a child in its owner's partition; ``owner`` may be several parts joined by ``owners``."""
    return Key(PATTERNS[noun].table, f"{workspace}#{noun}#{owner}", "#".join(sort))


def joined(*parts: str) -> str:
    """Several parts as one, for an owner, a prefix or a sort key of an index."""
    return "#".join(parts)


def parts(key: str) -> list[str]:
    """The parts of a joined string."""
    return key.split("#")


def number(value: int) -> str:
    """A number that sorts as text: twelve digits."""
    return f"{value:012d}"


def head(workspace: WorkspaceId, item: ItemId) -> Key:
    """An item's head row; its vector rows share the partition, so one query reads both consistently."""
    return child("item", workspace, item, "head")


def heads(workspace: WorkspaceId) -> Callable[[str], Key]:
    """Makes the keys of many heads: ``head`` by the million."""
    before, table = f"{workspace}#item#", PATTERNS["item"].table
    return lambda item: Key(table, before + item, "head")


def seqs(workspace: WorkspaceId) -> Callable[[int], tuple[str, str]]:
    """Makes the places of many heads in the secondary index: ``by_seq`` by the million."""
    before = f"{workspace}#seq#"
    return lambda seq: (f"{before}{seq >> 8:08d}", f"{seq:012d}")


def vector(workspace: WorkspaceId, item: ItemId, space: str) -> Key:
    """An item's vector in a space."""
    return child("item", workspace, item, "vector", space)


def by_seq(workspace: WorkspaceId, seq: int) -> tuple[str, str]:
    """Where a head stands in the secondary index: blocks of 256 seqs, so that a rebuild walks all items in order."""
    return f"{workspace}#seq#{seq >> 8:08d}", number(seq)


def index(noun: str, workspace: WorkspaceId, owner: str, *sort: str) -> tuple[str, str]:
    """A place in the secondary index: all of ``noun`` by ``owner`` (an assignee, a project, "open")."""
    return f"{workspace}#{noun}-by#{owner}", "#".join(sort)


def workspace_of(partition: str) -> WorkspaceId:
    """The workspace that leads a partition."""
    return WorkspaceId(partition.partition("#")[0])


def item_of(partition: str) -> ItemId | None:
    """The item whose partition this is, or None for another noun's."""
    found = partition.split("#")
    return ItemId(found[2]) if len(found) == 3 and found[1] == "item" else None

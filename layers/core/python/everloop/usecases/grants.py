"""Who may see what is in a folder."""

from __future__ import annotations

from everloop.domain.access import EffectiveGrant, FolderRole, Grant, check_subject
from everloop.domain.errors import NotFound
from everloop.domain.ids import WorkspaceId
from everloop.domain.members import Group, Member
from everloop.domain.principals import Call
from everloop.ports import ANY, Delete, Key, Put, Table
from everloop.store import folders as store
from everloop.store import keys, rows


def give(call: Call, folder: str, subject: str, role: FolderRole, *, table: Table) -> Grant:
    """Give a subject a role in a folder and all below; one it has there is replaced.

    Raises:
        NotFound: No such folder, member or group.
        Invalid: ``subject`` is no ``user:<id>`` or ``group:<id>``.
    """
    store.live(call.workspace, folder, table=table)
    _subject_name(call.workspace, check_subject(subject), table)
    given = Grant(folder=folder, subject=subject, role=role, schema=1)
    table.put(Put(rows.row(_grant_key(call.workspace, given), "grant", given), ANY), cause=call.cause)
    return given


def withdraw(call: Call, folder: str, subject: str, *, table: Table) -> None:
    """Take a subject's role in this very folder; one granted above stays. Raises NotFound where there is none."""
    place = _grant_key(call.workspace, Grant(folder=folder, subject=check_subject(subject), role=FolderRole.VIEWER, schema=1))
    if not table.delete(Delete(place), cause=call.cause):
        raise NotFound("Nothing was granted to this subject in this very folder.", folder=folder, subject=subject)


def effective(call: Call, folder: str, *, table: Table) -> list[EffectiveGrant]:
    """All grants that reach a folder, nearest first. Raises NotFound."""
    chain = [one.value.id for one in store.chain(call.workspace, folder, table=table)]
    found = [one for one in rows.everything(table, "grant", call.workspace, Grant) if one.folder in chain]
    found.sort(key=lambda one: (chain.index(one.folder), one.subject))
    return [
        EffectiveGrant(
            schema=1,
            folder=folder,
            subject=one.subject,
            role=one.role,
            via=one.folder,
            name=_subject_name(call.workspace, one.subject, table, missing=""),
        )
        for one in found
    ]


def _subject_name(workspace: WorkspaceId, subject: str, table: Table, *, missing: str | None = None) -> str:
    kind, _, name = subject.partition(":")
    noun = "member" if kind == "user" else "group"
    row = table.get(keys.entry(noun, workspace, name))
    found: Member | Group | None = None
    if row is not None:
        found = rows.load(row, Member).value if noun == "member" else rows.load(row, Group).value
    if found is None or (isinstance(found, Group) and found.deleted):
        if missing is not None:
            return missing
        raise NotFound(f"There is no such {noun}.", subject=subject)
    return found.name


def _grant_key(workspace: WorkspaceId, given: Grant) -> Key:
    return keys.entry("grant", workspace, given.subject, given.folder)

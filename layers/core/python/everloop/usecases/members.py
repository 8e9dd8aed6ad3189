"""Who belongs to a workspace: its first admin, members, groups."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from everloop.domain.access import WorkspaceRole
from everloop.domain.errors import Conflict, Invalid, NotFound
from everloop.domain.folders import ROOT, Folder
from everloop.domain.ids import WorkspaceId
from everloop.domain.members import OWNER, Group, Member
from everloop.domain.pages import Page
from everloop.domain.principals import SYSTEM, Call
from everloop.domain.projects import Project
from everloop.ports import ABSENT, Check, Key, Put, Table
from everloop.store import keys, rows, task_batches
from everloop.store.rows import Stored


def bootstrap(call: Call, *, owner: str = OWNER, name: str = "Owner", email: str | None = None, table: Table) -> Member:
    """Make the workspace's root folder and its first admin, where they are not there. May be called at every start."""
    root = Folder(id=ROOT, name="All files", created_at=call.now_ms, created_by=call.actor, schema=1)
    first = Member(
        id=owner, name=name, email=email, role=WorkspaceRole.ADMIN, created_at=call.now_ms, created_by=call.actor, schema=1
    )
    places = [keys.entry("folder", call.workspace, ROOT), _member_key(call.workspace, owner)]
    there = table.get_many(places)
    wanted = [rows.row(places[0], "folder", root), rows.row(places[1], "member", first)]
    absent = [Put(row, ABSENT) for row, found in zip(wanted, there, strict=True) if found is None]
    if absent:
        table.put_many(absent, cause=call.cause)
    return get(call, owner, table=table).value


def add(
    call: Call,
    *,
    name: str,
    email: str | None = None,
    role: WorkspaceRole = WorkspaceRole.MEMBER,
    service: bool = False,
    member_id: str | None = None,
    table: Table,
) -> Stored[Member]:
    """Add a person or a program (``service``). ``member_id``: the identity provider's name for him, where it decides that.

    Raises:
        Conflict: Somebody has this email address already.
        Invalid: ``member_id`` cannot be one.
    """
    if member_id is not None and (member_id == SYSTEM or not member_id.replace("-", "").isalnum()):
        raise Invalid("A member's id has letters, digits and hyphens.", id=member_id)
    member = Member(
        id=member_id or call.new_id("member"),
        name=name,
        email=email,
        role=role,
        service=service,
        created_at=call.now_ms,
        created_by=call.actor,
        schema=1,
    )
    place = _member_key(call.workspace, member.id)
    if member_id is None:
        there = rows.find(table, place, Member)
        if there is not None:  # the request made him; what he is called now may be another matter
            return there
    _refuse_taken(call.workspace, email, member.id, table)
    return rows.create(
        table, place, "member", member, call=call, same=("name", "email", "role", "service") if member_id else ()
    )


def change(call: Call, member: str, changes: dict[str, Any], *, expect: int | None = None, table: Table) -> Stored[Member]:
    """Change ``name``, ``email``, ``role`` or ``active``. Tasks assigned to who may do them no longer go back to their queues.

    Raises:
        NotFound: No such member.
        Conflict: It would leave the workspace without an active admin; the email is taken; ``expect`` does not hold.
    """
    if changes.get("email") is not None:
        _refuse_taken(call.workspace, changes["email"], member, table)
    for attempt in range(rows.TRIES):
        stored = get(call, member, table=table)
        if expect is not None and stored.version != expect:
            raise Conflict("This member has changed since you read it.", version=stored.version)
        value = Member.model_validate({**stored.value.model_dump(by_alias=True), **changes})
        if value == stored.value:
            _let_go(call, value, changes, table)  # a request that died in between may be repeated
            return stored
        write = Put(rows.row(_member_key(call.workspace, member), "member", value), stored.version)
        try:
            table.transact([write, *_another_admin(call, stored.value, value, table)], cause=call.cause)
        except Conflict:
            if attempt == rows.TRIES - 1:
                raise
            continue
        _let_go(call, value, changes, table)
        return get(call, member, table=table)
    raise AssertionError("unreachable")


def get(call: Call, member: str, *, table: Table) -> Stored[Member]:
    """A member. Raises NotFound."""
    return rows.get(table, _member_key(call.workspace, member), Member, "member")


def listing(call: Call, *, limit: int = 100, cursor: str | None = None, table: Table) -> Page[Member]:
    """Members by id, those who are not active too."""
    return rows.listing(table, "member", call.workspace, Member, limit=limit, cursor=cursor)


# ── groups ────────────────────────────────────────────────────────────────────────────────────────


def add_group(call: Call, *, name: str, group_id: str | None = None, table: Table) -> Stored[Group]:
    """Make a group. ``group_id``: the identity provider's name for it; whom its tokens put into it has its roles too.

    Raises:
        Conflict: Another group has this name or id.
    """
    group = Group(id=group_id or call.new_id("group"), name=name, created_at=call.now_ms, created_by=call.actor, schema=1)
    place = _group_key(call.workspace, group.id)
    if group_id is None:
        there = rows.find(table, place, Group)
        if there is not None:
            return there
    _refuse_group(call.workspace, name, group.id, table)
    return rows.create(table, place, "group", group, call=call, same=("name",) if group_id else ())


def rename_group(call: Call, group: str, name: str, *, expect: int | None = None, table: Table) -> Stored[Group]:
    """Give a group another name. Raises NotFound; Conflict."""
    get_group(call, group, table=table)
    _refuse_group(call.workspace, name, group, table)
    return _change_group(call, group, lambda one: one.model_copy(update={"name": name}), expect, table)


def delete_group(call: Call, group: str, *, table: Table) -> None:
    """Delete a group that nobody is in. Raises NotFound; Conflict."""
    get_group(call, group, table=table)
    inside = [one.name for one in rows.everything(table, "member", call.workspace, Member) if group in one.groups]
    if inside:
        raise Conflict(f"{len(inside)} members are in this group; take them out first.", members=inside[:20])
    _change_group(call, group, lambda one: one.model_copy(update={"deleted": True}), None, table)


def get_group(call: Call, group: str, *, table: Table) -> Stored[Group]:
    """A group. Raises NotFound."""
    stored = rows.get(table, _group_key(call.workspace, group), Group, "group")
    if stored.value.deleted:
        raise NotFound("There is no such group, or no longer.", group=group)
    return stored


def groups(call: Call, *, limit: int = 100, cursor: str | None = None, table: Table) -> Page[Group]:
    """Groups by id."""
    page = rows.listing(table, "group", call.workspace, Group, limit=limit, cursor=cursor)
    return Page([one for one in page.items if not one.deleted], page.cursor)


def join(call: Call, group: str, member: str, *, table: Table) -> Stored[Member]:
    """Put a member into a group; he is in it once. Raises NotFound."""
    get_group(call, group, table=table)
    return _regroup(call, member, lambda held: held | {group}, table)


def leave(call: Call, group: str, member: str, *, table: Table) -> Stored[Member]:
    """Take a member out of a group. Raises NotFound."""
    get_group(call, group, table=table)
    return _regroup(call, member, lambda held: held - {group}, table)


def _regroup(call: Call, member: str, change: Callable[[set[str]], set[str]], table: Table) -> Stored[Member]:
    def moved(one: Member) -> Member:
        return one.model_copy(update={"groups": tuple(sorted(change(set(one.groups))))})

    return rows.update(table, _member_key(call.workspace, member), "member", Member, moved, call=call)


def _change_group(call: Call, group: str, change: Callable[[Group], Group], expect: int | None, table: Table) -> Stored[Group]:
    return rows.update(table, _group_key(call.workspace, group), "group", Group, change, call=call, expect=expect)


def _let_go(call: Call, member: Member, changes: dict[str, Any], table: Table) -> None:
    """In all projects, for an admin of the workspace works in all, and who is not active is listed in none."""
    lost = changes.get("active") is False or changes.get("role") == WorkspaceRole.MEMBER
    for one in rows.everything(table, "project", call.workspace, Project) if lost else ():
        task_batches.let_go(call, one.id, member.id, table=table)


def _another_admin(call: Call, before: Member, after: Member, table: Table) -> list[Check]:
    """What a transaction checks so that two admins cannot take the role from each other at once."""
    admin = WorkspaceRole.ADMIN
    if before.role is not admin or not before.active or (after.role is admin and after.active):
        return []
    for one in rows.everything(table, "member", call.workspace, Member):
        if one.id != before.id and one.role is admin and one.active:
            stored = get(call, one.id, table=table)
            if stored.value.role is admin and stored.value.active:
                return [Check(_member_key(call.workspace, one.id), stored.version)]
    raise Conflict("This is the workspace's last active admin; make somebody else an admin first.")


def _refuse_taken(workspace: WorkspaceId, email: str | None, member: str, table: Table) -> None:
    if email is None:
        return
    for one in rows.everything(table, "member", workspace, Member):
        if one.email and one.email.casefold() == email.casefold() and one.id != member:
            raise Conflict(f"Somebody has the address {email} already.", member=one.id)


def _refuse_group(workspace: WorkspaceId, name: str, group: str, table: Table) -> None:
    for one in rows.everything(table, "group", workspace, Group):
        if one.name == name and one.id != group and not one.deleted:
            raise Conflict(f"There is a group called {name!r} already.", group=one.id)


def _member_key(workspace: WorkspaceId, member: str) -> Key:
    return keys.entry("member", workspace, member)


def _group_key(workspace: WorkspaceId, group: str) -> Key:
    return keys.entry("group", workspace, group)

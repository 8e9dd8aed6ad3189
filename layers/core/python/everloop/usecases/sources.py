"""Sources: add them, list them, change their root or their name."""

from __future__ import annotations

from everloop.domain.errors import Conflict, Forbidden, Transient
from everloop.domain.folders import ROOT
from everloop.domain.pages import Page
from everloop.domain.principals import Call
from everloop.domain.sources import UPLOADS, Source, check_root, kind_of
from everloop.domain.uris import normal_root
from everloop.ports import ABSENT, OpenSource, Put, Table
from everloop.store import folders, keys, roots, rows
from everloop.store import sources as store
from everloop.store.rows import Stored


def create_source(
    call: Call,
    *,
    root: str,
    name: str | None = None,
    folder: str = ROOT,
    mirror: bool = False,
    table: Table,
    open_source: OpenSource,
) -> Stored[Source]:
    """Add a source. It may lie above existing ones (their files stay theirs), never below one.

    Raises:
        Invalid: ``root`` is no address of a source, or this house cannot open such a one.
        Conflict: Another source has this root, or covers it.
        NotFound: No such folder.
    """
    place = normal_root(root)
    open_source(place)
    folders.live(call.workspace, folder, table=table)
    made = Source(
        schema=1,
        id=call.new_id("source"),
        name=name or place.rpartition("/")[2] or place,
        kind=kind_of(place),
        root=place,
        folder=folder,
        mirror=mirror,
        created_at=call.now_ms,
        created_by=call.actor,
    )
    there = rows.find(table, store.key(call.workspace, made.id), Source)
    if there is not None:
        return there
    _write(call, made, None, table)
    return store.get(call.workspace, made.id, table=table)


def change_source(
    call: Call,
    source: str,
    *,
    root: str | None = None,
    name: str | None = None,
    folder: str | None = None,
    mirror: bool | None = None,
    expect: int | None = None,
    table: Table,
    open_source: OpenSource,
) -> Stored[Source]:
    """Change a source; what is None stays. With another root the items keep their ids: the same keys are looked for there.

    Raises:
        NotFound: No such source or folder.
        Conflict: It changed since ``expect``; or another source has the root, or covers it.
        Invalid: No address of a source.
    """
    stored = store.get(call.workspace, source, table=table)
    if source == UPLOADS:
        raise Forbidden("The built-in source of uploads stays as it is.")
    if expect is not None and stored.version != expect:
        raise Conflict("This source has changed since you read it.", version=stored.version)
    changes: dict[str, object] = {"name": name, "folder": folder, "mirror": mirror}
    if root is not None:
        place = normal_root(root)
        open_source(place)
        changes |= {"root": place, "kind": kind_of(place)}
    if folder is not None:
        folders.live(call.workspace, folder, table=table)
    given = {key: value for key, value in changes.items() if value is not None}
    changed = Source.model_validate(stored.value.model_dump(by_alias=True) | given)
    if changed != stored.value:
        _write(call, changed, stored, table)
    return store.get(call.workspace, source, table=table)


def get_source(call: Call, source: str, *, table: Table) -> Stored[Source]:
    """A source. Raises NotFound."""
    return store.get(call.workspace, source, table=table)


def sources(call: Call, *, table: Table) -> Page[Source]:
    """All sources, the built-in one first."""
    return Page(store.every(call.workspace, table=table))


def _write(call: Call, source: Source, before: Stored[Source] | None, table: Table) -> None:
    """Write a source. Two who add roots at once meet at one row, so that none comes to lie below another."""
    gate, expect = keys.entry("counter", call.workspace, "sources"), before.version if before else ABSENT
    lookup = roots.writes(call.workspace, source, before=before.value if before else None)
    for _ in range(rows.TRIES):
        held = table.get(gate)
        others = [one for one in store.every(call.workspace, table=table) if one.id != source.id]
        check_root(source.root, others)
        row = rows.row(store.key(call.workspace, source.id), "source", source)
        turn = rows.row(gate, "counter", {"schema": 1, "next": 0}, announced=False)
        try:
            table.transact([Put(row, expect), Put(turn, held.version if held else ABSENT), *lookup], cause=call.cause)
        except Conflict as error:
            if 0 in error.facts.get("failed", ()):
                raise Conflict("This source has changed since you read it.") from None
            continue
        return
    raise Transient("Too many sources are changing at once; try again.")

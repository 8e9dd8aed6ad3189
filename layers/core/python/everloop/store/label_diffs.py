"""What differs between two label versions: shards that both share are not looked at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson
from pyroaring import BitMap

from everloop.domain.columns import ColumnShard, ColumnTable
from everloop.domain.label_versions import ClassChange, LabelVersion, VersionDiff
from everloop.domain.labels import content
from everloop.domain.limits import IDS
from everloop.store.columns import Columns

Manifest = dict[int, tuple[str, str, int, str]]
"""seq → item, branch, rev, state."""
Objects = dict[tuple[int, str, str], tuple[str, dict[str, Any]]]
"""(seq, object id, class id) → class name, content."""


def compare(before: LabelVersion, after: LabelVersion, *, columns: Columns) -> VersionDiff:
    """From ``before`` to ``after``, which may be of different contents. Object ids are compared within an item."""
    items = {"added": 0, "removed": 0, "changed": 0}
    objects = dict(items)
    classes: dict[str, dict[str, Any]] = {}
    differing: list[str] = []
    for was, now in _shards(before, after, columns):
        old, new = _manifest(was[0], columns), _manifest(now[0], columns)
        touched = {seq for seq in {*old, *new} if old.get(seq) != new.get(seq)}
        for seq in sorted(touched):
            items["added" if seq not in old else "removed" if seq not in new else "changed"] += 1
            if len(differing) < IDS:
                differing.append((new.get(seq) or old[seq])[0])
        _count(_objects(was[1], touched, columns), _objects(now[1], touched, columns), objects, classes)
    return VersionDiff(
        before=before.id,
        after=after.id,
        **{f"items_{what}": number for what, number in items.items()},
        **{f"objects_{what}": number for what, number in objects.items()},
        classes=tuple(ClassChange(class_id=name, **said) for name, said in sorted(classes.items())),
        items=tuple(differing),
    )


def _count(old: Objects, new: Objects, objects: dict[str, int], classes: dict[str, dict[str, Any]]) -> None:
    """Add to the totals by object, and to those by class. An object whose class changed is a changed object."""
    for key in sorted({*old, *new}):
        if key in old and key in new:
            what = "changed" if old[key][1] != new[key][1] else None
        else:
            what = "removed" if key in old else "added"
        if what:
            name = (new.get(key) or old[key])[0]
            said = classes.setdefault(key[2], {"name": name, "added": 0, "removed": 0, "changed": 0})
            said[what] += 1
    before = {(seq, name): (of, said) for (seq, name, of), (_, said) in old.items()}
    after = {(seq, name): (of, said) for (seq, name, of), (_, said) in new.items()}
    for one in {*before, *after}:
        if one not in before:
            objects["added"] += 1
        elif one not in after:
            objects["removed"] += 1
        elif before[one] != after[one]:
            objects["changed"] += 1


Pair = tuple[ColumnShard | None, ColumnShard | None]


def _shards(before: LabelVersion, after: LabelVersion, columns: Columns) -> Iterator[tuple[Pair, Pair]]:
    """The shards, labels and objects, of both versions, where they are not the same files."""
    tables = [
        {shard.number: shard for shard in columns.table(version.tables[kind]).shards}
        for version in (before, after)
        for kind in ("labels", "objects")
    ]
    for number in sorted(set().union(*tables)):
        was = (tables[0].get(number), tables[1].get(number))
        now = (tables[2].get(number), tables[3].get(number))
        if was[0] != now[0] or was[1] != now[1]:
            yield was, now


def _manifest(shard: ColumnShard | None, columns: Columns) -> Manifest:
    names = ("seq", "item_id", "branch", "rev", "state")
    rows = _rows(shard, "labels", names, columns, seqs=None)
    return {seq: (item, branch, rev, state) for seq, item, branch, rev, state in rows}


def _objects(shard: ColumnShard | None, touched: set[int], columns: Columns) -> Objects:
    names = ("seq", "object_id", "class_id", "class", "annotation")
    rows = _rows(shard, "objects", names, columns, seqs=BitMap(touched))
    return {(seq, name, of): (title, content(orjson.loads(said))) for seq, name, of, title, said in rows}


def _rows(
    shard: ColumnShard | None, kind: str, names: tuple[str, ...], columns: Columns, *, seqs: BitMap | None
) -> Iterator[tuple[Any, ...]]:
    if shard is None or (seqs is not None and not seqs):
        return
    found = columns.scan(ColumnTable(name=kind, shards=(shard,), schema=1), [f'"{name}"' for name in names], seqs=seqs)
    yield from zip(*(found[name].tolist() for name in names), strict=True)

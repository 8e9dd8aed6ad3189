"""Ledgers as rows (decision 13): one small row a project, naming immutable column tables and sets, moved by compare-and-set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeGuard

from pyroaring import BitMap, BitMap64

from everloop.domain.columns import ColumnShard, ColumnTable
from everloop.domain.errors import Conflict, Transient
from everloop.domain.filters import In
from everloop.domain.ids import WorkspaceId, content_hash
from everloop.domain.ledgers import LARGEST, ImageClaim, ImageEntry, Ledger, names
from everloop.domain.principals import Cause
from everloop.ports import Objects, Put, Table
from everloop.store import keys, rows
from everloop.store.columns import Columns, shard_of
from everloop.store.rows import Stored

IMAGES, OBJECTS = "ledger-images", "ledger-objects"
REMEMBERED = 50
TRIES = 20


@dataclass(frozen=True, slots=True)
class Ledgers:
    """The ledger of one project, over the ports it needs."""

    workspace: WorkspaceId
    project: str
    table: Table
    objects: Objects
    columns: Columns

    # ── reading ──

    def now(self) -> Ledger:
        """The ledger as it is; an empty one where nothing was ever imported or exported."""
        return self._stored().value

    def images(self, *, seqs: BitMap | None = None, ledger: Ledger | None = None) -> dict[int, ImageEntry]:
        """The images by seq: all of them, or those of ``seqs``."""
        found: dict[int, ImageEntry] = {}
        for piece in self._pieces((ledger or self.now()).images, ["seq", "item_id", "image", "file_name"], seqs):
            for row in zip(*(piece[name].tolist() for name in ("seq", "item_id", "image", "file_name")), strict=True):
                found[row[0]] = ImageEntry(*row)
        return found

    def image_ids(self, *, seqs: BitMap | None = None, ledger: Ledger | None = None) -> dict[int, int]:
        """The image id of each seq."""
        found: dict[int, int] = {}
        for piece in self._pieces((ledger or self.now()).images, ["seq", "image"], seqs):
            found.update(zip(piece["seq"].tolist(), piece["image"].tolist(), strict=True))
        return found

    def object_ids(self, *, seqs: BitMap | None = None, ledger: Ledger | None = None) -> dict[tuple[int, str], int]:
        """The annotation ids that were allotted at exports, by (seq, object id)."""
        found: dict[tuple[int, str], int] = {}
        for piece in self._pieces((ledger or self.now()).objects, ["seq", "object_id", "coco_id"], seqs):
            for seq, name, number in zip(*(piece[key].tolist() for key in ("seq", "object_id", "coco_id")), strict=True):
                found[seq, name] = number
        return found

    def taken(self, annotation_ids: Iterable[int]) -> BitMap64:
        """Those of some annotation ids that are in use."""
        return self._bits(self.now().used_objects) & BitMap64(annotation_ids)

    # ── claiming ──

    def claim(
        self, request: str, images: Sequence[ImageClaim], *, annotation_ids: Iterable[int] = (), cause: Cause
    ) -> tuple[dict[int, ImageEntry], BitMap64]:
        """Give each image its id (its own, the wanted one if it is free, else a new one), and reserve annotation ids.

        Args:
            request: The job; repeated under one name, it says the same of the annotation ids.
            images: Each item once.
            annotation_ids: Good and distinct ids of an imported file.

        Returns:
            The images by seq, and those of the annotation ids that were in use before.
        """
        wanted = BitMap64(annotation_ids)
        for stored in self._attempts():
            ledger = stored.value
            claimed = dict(ledger.claims)
            before = self._bits(claimed[request]) if request in claimed else self._bits(ledger.used_objects) & wanted
            ledger, entries = self._with_images(ledger, images)
            if wanted and request not in claimed:
                used = self._bits(ledger.used_objects) | wanted
                kept = (*ledger.claims, (request, self._save_bits(before)))[-REMEMBERED:]
                top = max(ledger.next_object, used.max() + 1)
                more = {"used_objects": self._save_bits(used), "next_object": top, "claims": kept}
                ledger = ledger.model_copy(update=more)
            if self._written(stored, ledger, cause):
                return entries, before
        raise Transient("The project's ids are changing too quickly; try again.")

    def allot_objects(self, count: int, *, cause: Cause) -> int:
        """The first of ``count`` annotation ids that nobody has or gets."""
        for stored in self._attempts():
            first = stored.value.next_object
            used = self._bits(stored.value.used_objects)
            used.add_range(first, first + count)
            changes = {"used_objects": self._save_bits(used), "next_object": first + count}
            if self._written(stored, stored.value.model_copy(update=changes), cause):
                return first
        raise Transient("The project's ids are changing too quickly; try again.")

    def keep_objects(self, wanted: Iterable[tuple[int, Sequence[str]]], *, cause: Cause) -> Ledger:
        """See to it that these objects have annotation ids in the ledger's own table: (seq, object ids), by shard of seq.

        Returns:
            The ledger that has them all.
        """
        by_shard: dict[int, dict[int, Sequence[str]]] = {}
        for seq, object_ids in wanted:
            by_shard.setdefault(shard_of(seq), {})[seq] = object_ids
        for stored in self._attempts():
            ledger = stored.value
            following, changed = ledger.next_object, {}
            for number, needed in by_shard.items():
                there = self._shard_rows(ledger.objects, number, ["seq", "object_id", "coco_id"])
                known = {(row["seq"], row["object_id"]) for row in there}
                new = [(seq, name) for seq, ids in needed.items() for name in ids if (seq, name) not in known]
                if new:
                    there += [{"seq": s, "object_id": name, "coco_id": following + at} for at, (s, name) in enumerate(new)]
                    following += len(new)
                    changed[number] = there
            if not changed:
                return ledger
            used = self._bits(ledger.used_objects)
            used.add_range(ledger.next_object, following)
            changes = {
                "objects": self._with_shards(OBJECTS, ledger.objects, changed),
                "used_objects": self._save_bits(used),
                "next_object": following,
            }
            if self._written(stored, ledger.model_copy(update=changes), cause):
                return ledger.model_copy(update=changes)
        raise Transient("The project's ids are changing too quickly; try again.")

    # ── inside ──

    def _with_images(self, ledger: Ledger, images: Sequence[ImageClaim]) -> tuple[Ledger, dict[int, ImageEntry]]:
        entries = self.images(seqs=BitMap(one.seq for one in images), ledger=ledger)
        new = [one for one in images if one.seq not in entries]
        if not new:
            return ledger, entries
        used = self._bits(ledger.used_images)
        following = max([ledger.next_image, *(one.wanted + 1 for one in new if _can_be_kept(one.wanted))])
        taken = self._names(ledger, new)
        changed: dict[int, list[Mapping[str, Any]]] = {}
        for one in new:
            number = one.wanted
            if not _can_be_kept(number) or number in used:
                number, following = following, following + 1
            used.add(number)
            name = next(name for name in names(one) if name not in taken)
            taken.add(name)
            entries[one.seq] = ImageEntry(one.seq, one.item, number, name)
            changed.setdefault(shard_of(one.seq), [])
        for shard, there in changed.items():
            there += self._shard_rows(ledger.images, shard, ["seq", "item_id", "image", "file_name"])
        for one in new:
            entry = entries[one.seq]
            row = {"seq": entry.seq, "item_id": entry.item, "image": entry.image, "file_name": entry.file_name}
            changed[shard_of(one.seq)].append(row)
        changes = {
            "images": self._with_shards(IMAGES, ledger.images, changed),
            "used_images": self._save_bits(used),
            "next_image": following,
        }
        return ledger.model_copy(update=changes), entries

    def _names(self, ledger: Ledger, new: Sequence[ImageClaim]) -> set[str]:
        """Those of the names that the new images could get that are taken already."""
        if ledger.images is None:
            return set()
        possible = tuple({name for one in new for name in names(one)})
        found: set[str] = set()
        for piece in self.columns.batches(self.columns.table(ledger.images), ["file_name"], where=In("file_name", possible)):
            found |= set(piece["file_name"].tolist())
        return found

    def _pieces(self, path: str | None, wanted: Sequence[str], seqs: BitMap | None) -> Iterator[dict[str, Any]]:
        if path is not None:
            yield from self.columns.batches(self.columns.table(path), wanted, seqs=seqs)

    def _shard_rows(self, path: str | None, number: int, wanted: Sequence[str]) -> list[Mapping[str, Any]]:
        if path is None:
            return []
        table = self.columns.table(path)
        alone = table.model_copy(update={"shards": tuple(one for one in table.shards if one.number == number)})
        found: list[Mapping[str, Any]] = []
        for piece in self.columns.batches(alone, wanted):
            found += [
                dict(zip(wanted, row, strict=True)) for row in zip(*(piece[name].tolist() for name in wanted), strict=True)
            ]
        return found

    def _with_shards(self, name: str, path: str | None, changed: Mapping[int, list[Mapping[str, Any]]]) -> str:
        """The path of the table with these shards written anew."""
        shards: dict[int, ColumnShard] = {one.number: one for one in self.columns.table(path).shards} if path else {}
        for number, told in changed.items():
            written = self.columns.write_shard(self.workspace, name, number, told)
            if written:
                shards[number] = written
        return self.columns.save(
            self.workspace, ColumnTable(name=name, shards=tuple(shards[n] for n in sorted(shards)), schema=1)
        )

    def _bits(self, path: str | None) -> BitMap64:
        return BitMap64.deserialize(self.objects.read(path)) if path else BitMap64()

    def _save_bits(self, bits: BitMap64) -> str:
        bits.run_optimize()
        data = bits.serialize()
        path = f"{self.workspace}/ledgers/{content_hash(data)[:40]}"
        self.objects.create(path, data)
        return path

    def _stored(self) -> Stored[Ledger]:
        found = rows.find(self.table, keys.entry("ledger", self.workspace, self.project), Ledger)
        return found or Stored(Ledger(project=self.project, schema=1), 0)

    def _attempts(self) -> Iterator[Stored[Ledger]]:
        for _ in range(TRIES):
            yield self._stored()

    def _written(self, stored: Stored[Ledger], ledger: Ledger, cause: Cause) -> bool:
        if ledger == stored.value:
            return True
        row = rows.row(keys.entry("ledger", self.workspace, self.project), "ledger", ledger, announced=False)
        try:
            self.table.put(Put(row, stored.version), cause=cause)
        except Conflict:
            return False
        return True


def _can_be_kept(number: int | None) -> TypeGuard[int]:
    """Whether an imported image id can be kept: a whole number of 0 or more."""
    return number is not None and 0 <= number < LARGEST

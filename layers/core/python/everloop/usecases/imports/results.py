"""Reading a results file into columns, a column shard after the other; in several goes where it is long."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from everloop.domain.columns import SHARD_BITS, ColumnShard
from everloop.domain.errors import Invalid
from everloop.domain.formats.coco import reading, results
from everloop.domain.formats.coco.reading import Id, Problem
from everloop.domain.items import PredictionFacts
from everloop.domain.jobs import Job, Progress, Shard
from everloop.domain.json_rows import Rows
from everloop.domain.principals import Call
from everloop.domain.transfers import PredictionImport
from everloop.ports import Objects, Table
from everloop.store import outlines
from everloop.store.columns import Columns
from everloop.store.reports import Report
from everloop.usecases.imports import result_columns
from everloop.usecases.imports.result_columns import Arrays, Classes, Facts
from everloop.usecases.imports.targets import Target

TOLD_AT_ONCE = 5_000
READ_PERCENT = 80
"""Where the job stands when all rows are read."""
_KEPT = ("unknown", "told", "last", "not_searchable", "sample")


@dataclass(slots=True)
class Session:
    """One import that runs: what it stands on, and how far it is.

    Attributes:
        shards: The column shards that are written.
        facts: Paths in Objects of what the rows of each shard that was read say of its items, by its number.
        categories: How many predictions each category has.
        unknown: Rows before this one are told that have no item.
        told: How many items know what the set says of them; ``not_searchable``: how many of these cannot be searched by it.
        last: All items up to this seq know it; −1: none does.
        sample: Some of them.
        outline: What a first look at the file found, where no earlier go has kept it.
    """

    job: Job
    shard: Shard
    call: Call
    asked: PredictionImport
    report: Report
    progress: Progress
    table: Table
    objects: Objects
    columns: Columns
    shards: list[ColumnShard] = field(default_factory=list)
    facts: dict[int, str] = field(default_factory=dict)
    categories: Counter[Id] = field(default_factory=Counter)
    unknown: int = 0
    told: int = 0
    last: int = -1
    not_searchable: int = 0
    sample: list[str] = field(default_factory=list)
    outline: Mapping[str, NDArray[Any]] | None = None
    _outline_path: str | None = None

    def tick(self) -> None:
        """Give a sign of life."""
        self.progress(self.shard.done)

    def moved(self, percent: float) -> None:
        """Tell how far it is, and keep it."""
        self.progress(int(percent), {"predictions": self.categories.total(), "errors": self.report.errors})
        self.keep()

    def resume(self) -> None:
        """Go on where an earlier go was; from here on, what is told counts."""
        if (kept := self.shard.kept) is not None:
            self.shards = [ColumnShard.model_validate(one) for one in kept["shards"]]
            self.facts = {int(number): path for number, path in kept["facts"]}
            self.categories = Counter(dict(kept["categories"]))
            for name in _KEPT:
                setattr(self, name, kept[name])
        self.report.muted = False

    def keep(self) -> None:
        """Keep how far it is, where that is due. Raises Stopped."""
        if not self.progress.due:
            return
        part = f"{self.shard.token}-{self.unknown}-{len(self.facts)}-{self.told}"
        self.progress.keep(
            {
                "shards": [one.model_dump(mode="json") for one in self.shards],
                "facts": [*self.facts.items()],
                "categories": [*self.categories.items()],
                **{name: getattr(self, name) for name in _KEPT},
                "outline": self._kept_outline(),
                "report": self.report.keep(self.objects, part),
            }
        )

    def _kept_outline(self) -> str | None:
        if self.outline is None:
            return (self.shard.kept or {}).get("outline")
        if self._outline_path is None:
            self._outline_path = outlines.save(self.objects, self.call.workspace, self.job.id, self.outline)
        return self._outline_path

    def facts_of(self, number: int) -> dict[int, PredictionFacts]:
        """What the rows of a column shard say of its items, by seq; of an item without a row nothing."""
        path = self.facts.get(number)
        return {} if path is None else {int(seq): facts for seq, facts in orjson.loads(self.objects.read(path)).items()}


def read(session: Session, data: memoryview, images: dict[Id, Target], classes: Classes) -> int:
    """Write the rows as columns, and what they say of each item; how many rows have no item.

    Args:
        images: Items by image id.

    Raises:
        Invalid: It is no results file.
    """
    targets = [*images.values()]
    raws, image = _looked_at(session, data, {one: place for place, one in enumerate(images)})
    _tell_unknown(session, raws, np.flatnonzero(image < 0))
    seqs = np.array([*(target.seq for target in targets), -1], np.int64)
    numbers = (seqs >> SHARD_BITS).astype(np.int32)[image]  # −1 for rows without an item, whose place is the last
    known = np.unique(numbers[numbers >= 0]).tolist()
    for done, number in enumerate(known, 1):
        if number not in session.facts:
            rows = np.flatnonzero(numbers == number)
            rows = rows[np.argsort(seqs[image[rows]], kind="stable")]
            _read_shard(session, number, raws, rows, image, targets, classes)
            session.moved(READ_PERCENT * done / len(known))
    return int(np.count_nonzero(image < 0))


def _looked_at(session: Session, data: memoryview, places: dict[Id, int]) -> tuple[Rows, NDArray[np.int32]]:
    """The rows and the place of each one's image, from what an earlier go has kept, or anew."""
    path = (session.shard.kept or {}).get("outline")
    names = np.frombuffer(orjson.dumps([*places]), np.uint8)
    if path is not None:
        kept = outlines.load(session.objects, path)
        if np.array_equal(kept["images"], names):
            return Rows(data, kept["rows"]), kept["image"]
    raws = results.read(data, tick=session.tick)
    image = reading.image_places(raws, places, tick=session.tick)
    session.outline = {"images": names, "rows": raws.bounds, "image": image}
    return raws, image


def _read_shard(
    session: Session,
    number: int,
    raws: Rows,
    rows: NDArray[np.int64],
    image: NDArray[np.int32],
    targets: Sequence[Target],
    classes: Classes,
) -> None:
    facts, problems = Facts(number), list[Problem]()

    def counted() -> Iterator[Arrays]:
        for piece in result_columns.pieces(raws, rows, image, targets, classes, problems, tick=session.tick):
            facts.add(piece, classes)
            yield piece

    if session.asked.dry_run:
        for _ in counted():
            continue
    elif written := session.columns.write_pieces(session.call.workspace, "predictions", number, counted()):
        session.shards.append(written)
    for problem in problems:
        session.report.add(problem.reason, where=problem.where, row=problem.row)
    for place, count in facts.classes.items():
        session.categories[classes.all[place].category_id] += count
    path = f"{session.call.workspace}/jobs/{session.job.id}/facts/{number}.json"
    session.objects.write(path, orjson.dumps(facts.told(), option=orjson.OPT_NON_STR_KEYS))
    session.facts[number] = path


def _tell_unknown(session: Session, raws: Rows, unknown: NDArray[np.int64]) -> None:
    """Report the rows whose image has no item."""
    unknown = unknown[np.searchsorted(unknown, session.unknown) :]
    for start in range(0, len(unknown), TOLD_AT_ONCE):
        some = unknown[start : start + TOLD_AT_ONCE].tolist()
        for row in some:
            try:
                reason = f"The ledger has no image {reading.image_id(raws[row])!r}, or no item for it."
            except Invalid as problem:
                reason = problem.message
            session.report.add(reason, where="results", row=row)
        session.unknown = some[-1] + 1
        session.moved(0)

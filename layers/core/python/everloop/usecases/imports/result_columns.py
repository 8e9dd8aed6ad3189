"""From the rows of a results file to the columns of ``PREDICTIONS``, and to what they say of each item: no object a row where a
row is a box, a class and a score.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
import numpy as np
import orjson
from numpy.typing import NDArray

from everloop.domain import masks, shapes
from everloop.domain.columns import SHARD_BITS
from everloop.domain.errors import Invalid
from everloop.domain.formats.coco import results
from everloop.domain.formats.coco.reading import Id, Problem, as_id
from everloop.domain.items import PredictionFacts
from everloop.domain.json_rows import Rows
from everloop.domain.predictions import MappedClass
from everloop.usecases.imports.targets import Target

AT_ONCE = 10_000
PIECE = 250_000
"""Rows of a piece of a column file."""
CLASS = "place"
"""The name of a column that is not stored: the place of the row's class in ``Classes.all``."""

Arrays = dict[str, NDArray[Any]]


@dataclass(slots=True)
class Classes:
    """The classes that results name, in the order in which they come up; ``known`` by category id."""

    known: Mapping[Id, MappedClass]
    all: list[MappedClass] = field(default_factory=list)
    places: dict[Id, int] = field(default_factory=dict)

    def place(self, category: Id) -> int:
        """The place of a category's class in ``all``."""
        there = self.places.get(category)
        if there is None:
            there = self.places[category] = len(self.all)
            self.all.append(self.known.get(category) or MappedClass(category_id=category, name=f"category {category}"))
        return there


class Facts:
    """What the rows of one column shard say of its items. ``classes``: how many there are of each, by ``Classes.place``."""

    def __init__(self, number: int) -> None:
        self._first = number << SHARD_BITS
        items = 1 << SHARD_BITS
        self._count, self._sum = np.zeros(items, np.int64), np.zeros(items)
        self._most, self._least = np.zeros(items), np.ones(items)
        self._named: dict[int, dict[str, None]] = {}
        self.classes: Counter[int] = Counter()

    def add(self, rows: Arrays, classes: Classes) -> None:
        """Count some rows."""
        at, confidence = rows["seq"].astype(np.int64) - self._first, rows["confidence"]
        self._count += np.bincount(at, minlength=len(self._count))
        self._sum += np.bincount(at, confidence, minlength=len(self._sum))
        np.maximum.at(self._most, at, confidence)
        np.minimum.at(self._least, at, confidence)
        self.classes.update(dict(enumerate(np.bincount(rows[CLASS]).tolist())))
        pairs, first = np.unique(at * len(classes.all) + rows[CLASS], return_index=True)
        for pair in pairs[np.argsort(first)].tolist():
            item, place = divmod(pair, len(classes.all))
            self._named.setdefault(item, {})[classes.all[place].name] = None

    def told(self) -> dict[int, PredictionFacts]:
        """What is said of each item that has predictions, by seq."""
        found: dict[int, PredictionFacts] = {}
        for at in np.flatnonzero(self._count).tolist():
            count, most, least = int(self._count[at]), float(self._most[at]), float(self._least[at])
            mean = min(max(float(self._sum[at]) / count, least), most)
            found[self._first + at] = PredictionFacts(count=count, max=most, mean=mean, least=least, classes=[*self._named[at]])
        return found


def pieces(
    raws: Rows,
    wanted: NDArray[np.int64],
    image: NDArray[np.int32],
    targets: Sequence[Target],
    classes: Classes,
    problems: list[Problem],
    *,
    tick: Callable[[], None] = lambda: None,
) -> Iterator[Arrays]:
    """Columns of the rows ``wanted``, in that order, about ``PIECE`` rows at once; what is wrong is added to ``problems``.

    Args:
        image: The place in ``targets`` of each row of the file.
    """
    waiting: list[Arrays] = []
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        tick()
        waiting.append(_columns(raws, some, image[some], targets, classes, problems))
        if sum(len(one["seq"]) for one in waiting) >= PIECE:
            yield _joined(waiting)
            waiting = []
    if waiting:
        yield _joined(waiting)


class _Plain(msgspec.Struct):
    category_id: Any
    score: float
    bbox: tuple[float, float, float, float]
    segmentation: msgspec.Raw = msgspec.Raw()


_PLAIN = msgspec.json.Decoder(list[_Plain])


def _columns(
    raws: Rows,
    wanted: NDArray[np.int64],
    image: NDArray[np.int32],
    targets: Sequence[Target],
    classes: Classes,
    problems: list[Problem],
) -> Arrays:
    numbers = np.zeros((len(wanted), 6))  # confidence, x, y, w, h, area
    numbers[:, 5] = np.nan
    place = np.full(len(wanted), -1, np.int64)
    drawn = np.full(len(wanted), None, object)
    for at in _plainly(raws, wanted, numbers, place, classes):
        target = targets[image[at]]
        for one in results.rows(raws, problems, wanted=[int(wanted[at])]):
            try:
                numbers[at], drawn[at] = _read(one, target)
                place[at] = classes.place(one.category_id)
            except Invalid as error:
                problems.append(Problem("results", one.row, error.message))
    kept = np.flatnonzero(place >= 0)
    place, numbers, image = place[kept], numbers[kept], image[kept]
    category = [one.category_id if isinstance(one.category_id, int) else None for one in classes.all]
    known = np.array([one is not None for one in category], np.bool_)
    items = [targets[one] for one in image.tolist()]
    rows: Arrays = {
        "seq": np.array([one.seq for one in items], np.uint32),
        "item_id": np.array([one.id for one in items], object),
        "part": np.zeros(len(kept), np.int32),
        "row": wanted[kept],
        "class_id": np.array([one.class_id for one in classes.all], object)[place],
        "class": np.array([one.name for one in classes.all], object)[place],
        "category_id": np.ma.MaskedArray(np.array([one or 0 for one in category], np.int64)[place], mask=~known[place]),
        "mask": drawn[kept],
        CLASS: place,
    }
    for at, name in enumerate(("confidence", "x", "y", "w", "h")):
        rows[name] = np.ascontiguousarray(numbers[:, at])
    rows["area"] = np.ma.masked_invalid(numbers[:, 5])
    return rows


def _plainly(
    raws: Rows, wanted: NDArray[np.int64], numbers: NDArray[np.float64], place: NDArray[np.int64], classes: Classes
) -> list[int]:
    """Fill in the rows that are a good box, class and score; the others, which are to be read one by one."""
    try:
        found = _PLAIN.decode(b"".join((b"[", b",".join(raws.some(wanted)), b"]")))
    except (msgspec.DecodeError, RecursionError):
        return list(range(len(wanted)))
    read = np.array([(one.score, *one.bbox) for one in found]).reshape(-1, 5)
    near = (np.abs(read[:, 1:]) <= masks.REACH).all(axis=1)
    good = (read[:, 0] >= 0) & (read[:, 0] <= 1) & (read[:, 3:] >= 0).all(axis=1) & near
    for at, one in enumerate(found):
        category = as_id(one.category_id)
        if category is None or len(one.segmentation):
            good[at] = False
        elif good[at]:
            place[at] = classes.place(category)
    numbers[good, :5] = read[good]
    return np.flatnonzero(~good).tolist()


def _read(one: results.Result, target: Target) -> tuple[tuple[float, ...], str | None]:
    """Confidence, box and area, and the mask as it is stored. Raises Invalid.

    An area stands only where pycocotools would take the mask's: there is no box.
    """
    mask = _mask(one.shapes, target)
    if mask is not None and target.width and (mask.height, mask.width) != (target.height, target.width):
        size = f"{mask.width} × {mask.height}"
        raise Invalid(f"Its mask is {size}, but the image {target.width} × {target.height}.")
    drawn = one.shapes.get("box")
    x, y, w, h = drawn if drawn is not None else shapes.box_of(one.shapes) if mask is None else masks.box(mask)
    area = masks.area(mask) if mask is not None and drawn is None else np.nan
    return (one.confidence, x, y, w, h, area), _told(mask)


def _mask(drawn: Mapping[str, Any], target: Target) -> masks.Rle | None:
    if "polygon" in drawn and "mask" not in drawn:
        if not target.width or not target.height:
            raise Invalid("Its outline cannot be filled: the size of the image is not known.")
        return shapes.mask_of(drawn, height=target.height, width=target.width)
    return shapes.rle_of(drawn["mask"]) if "mask" in drawn else None


def _told(mask: masks.Rle | None) -> str | None:
    return None if mask is None else orjson.dumps({"size": [mask.height, mask.width], "counts": mask.counts}).decode()


def _joined(parts: list[Arrays]) -> Arrays:
    """Rows end to end; what is masked stays masked."""
    if len(parts) == 1:
        return parts[0]
    return {name: np.ma.concatenate([part[name] for part in parts]) for name in parts[0]}  # type: ignore[no-untyped-call]

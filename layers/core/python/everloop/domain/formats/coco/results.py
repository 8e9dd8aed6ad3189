"""Reads COCO results: a list of ``{image_id, category_id, score, bbox | segmentation}``, what a detector writes.

The ids are those of another file (the truth file, an export or a project's ledger); they are looked up by the caller.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from everloop.domain.errors import Invalid
from everloop.domain.formats.coco.drawn import numbers, shapes
from everloop.domain.formats.coco.reading import Id, Problem, as_id, parsed
from everloop.domain.json_rows import Buffer, Rows, split, told


class Result(NamedTuple):
    """A detection: its shapes as they came and its confidence in 0–1."""

    row: int
    image_id: Id
    category_id: Id
    shapes: dict[str, Any]
    confidence: float


def read(data: Buffer, *, tick: Callable[[], None] = lambda: None) -> Rows:
    """The rows of a results file, still bytes. ``tick``: called every now and then.

    Raises:
        Invalid: It is no list (nor an object with a list ``annotations``).
    """
    for found in split(data, ("annotations",), tick=tick).values():
        return found
    raise Invalid('This is no COCO results file: it is no list, and has no list "annotations".')


def rows(raws: Rows, problems: list[Problem], *, wanted: Iterable[int] | None = None) -> Iterator[Result]:
    """The good results, in the file's order or that of ``wanted`` (rows); the others are added to ``problems``."""
    for row in range(len(raws)) if wanted is None else wanted:
        try:
            yield _result(row, parsed(raws[row]))
        except Invalid as problem:
            problems.append(Problem("results", row, problem.message))


def _result(number: int, row: dict[str, Any]) -> Result:
    image_id, category_id = as_id(row.get("image_id")), as_id(row.get("category_id"))
    if image_id is None or category_id is None:
        raise Invalid("It has no image_id or no category_id.")
    score: Any = row.get("score")
    if not numbers([score]):
        raise Invalid("It has no score." if score is None else f"Its score {told(score)} is no number.")
    if not 0 <= score <= 1:
        raise Invalid(f"Its score {score!r} is not between 0 and 1.")
    return Result(number, image_id, category_id, shapes(row, width=None, height=None), score)

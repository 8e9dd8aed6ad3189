"""Reads COCO annotation files: what is good is kept, each row that is not is told with its number and a reason.

The file's rows stay bytes where they are until each is asked for, so that a large file costs some bytes a row. Numbers are kept
as they came. ``NaN`` and ``Infinity``, which some tools write and JSON does not know, are wrong values of their row and not the
end of the file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec
import numpy as np
import orjson
from numpy.typing import NDArray

from everloop.domain.errors import Invalid
from everloop.domain.formats.coco.drawn import numbers, shapes
from everloop.domain.json_rows import Buffer, Rows, split, told
from everloop.domain.ledgers import good_id
from everloop.domain.ontologies import Shape

Id = int | str
READ = frozenset({"id", "image_id", "category_id", "bbox", "segmentation", "area", "iscrowd", "attributes"})
AT_ONCE = 10_000
"""Rows that are looked at together."""
MOST = 5_000_000
"""Images of a file, and classes: each becomes an object, unlike annotations."""
LISTS = ("images", "annotations", "categories")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,14}")
"""Text that is a number: so many digits fit into every id there is."""
_NAMES = re.compile(rb"NaN|Infinity")
_NO_JSON = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|-?(?:NaN|Infinity)\b', re.DOTALL)
"""Strings, to the end where theirs is missing (to look for it from quote to quote takes forever), and what JSON lacks."""


class Image(NamedTuple):
    """An image of the file. ``id`` is a string where the file's is no whole number."""

    id: Id
    file_name: str
    width: int | None
    height: int | None


class Category(NamedTuple):
    """A class of the file; ``name`` is unique in it."""

    id: Id
    name: str
    supercategory: str


class Problem(NamedTuple):
    """What is wrong with a row (counted from 0) of a list of the file. ``kept``: the row is used all the same, but changed."""

    where: str
    row: int
    reason: str
    kept: bool = False


class Row(NamedTuple):
    """A good annotation: its body has ``shapes``, and ``area``, ``is_crowd``, ``source_id`` where the file gives them."""

    row: int
    image: Image
    category: Category
    body: dict[str, Any]
    attributes: dict[str, Any]


@dataclass(slots=True)
class File:
    """An annotation file, its images and categories read, its annotations still bytes.

    Attributes:
        problems: What was wrong so far; reading annotations adds to it.
        unread: Keys of annotations that are not taken over (keypoints, captions, …), with how many rows had them.
    """

    images: dict[Id, Image]
    categories: dict[Id, Category]
    annotations: Rows
    problems: list[Problem] = field(default_factory=list)
    unread: Counter[str] = field(default_factory=Counter)


class _Outline(msgspec.Struct):
    id: Any = None
    image_id: Any = None
    category_id: Any = None
    segmentation: msgspec.Raw = msgspec.Raw(b"null")


@dataclass(frozen=True, slots=True)
class Survey:
    """What the annotations are about, without reading them whole.

    Attributes:
        image: The place of each row's image in ``File.images``; −1 where it has none.
        number: The good annotation id of each row, a positive whole number; 0 where it has none, or has that of an earlier row.
        shapes: Shapes that the rows of a category have: the mask or outline, else the box.
    """

    image: NDArray[np.int32]
    number: NDArray[np.int64]
    shapes: dict[Id, set[Shape]]

    def by_image(self, images: int) -> Callable[[int], NDArray[np.uint32]]:
        """What gives the rows of an image by its place, in the file's order."""
        order = np.argsort(self.image, kind="stable").astype(np.uint32)
        bounds = np.searchsorted(self.image[order], np.arange(images + 1))
        return lambda place: order[bounds[place] : bounds[place + 1]]


def lists_of(data: Buffer, *, tick: Callable[[], None] = lambda: None) -> dict[str, Rows]:
    """The lists of a file. ``tick``: called every now and then. Raises Invalid."""
    return split(data, LISTS, tick=tick)


def read(data: Buffer, lists: Mapping[str, Rows] | None = None, *, tick: Callable[[], None] = lambda: None) -> File:
    """The file in ``data``.

    Args:
        lists: Its ``lists_of``, where they are known.
        tick: Called every now and then.

    Raises:
        Invalid: No COCO annotation file: no JSON, or its lists are none. Or one of too many images.
    """
    lists = lists_of(data, tick=tick) if lists is None else lists
    if not lists.get("images"):
        raise Invalid('This is no COCO annotation file: it has no list "images".')
    for name in ("images", "categories"):
        if len(lists.get(name, ())) > MOST:
            raise Invalid(f"This file has more than {MOST:,} {name}: split it.")
    file = File({}, {}, lists.get("annotations", Rows()))
    for row, raw in enumerate(lists["images"]):
        _keep(file, "images", row, raw, _image, file.images)
        if row % AT_ONCE == 0:
            tick()
    names: set[str] = set()
    for row, raw in enumerate(lists.get("categories", Rows())):
        if category := _keep(file, "categories", row, raw, _category, file.categories):
            if category.name in names:
                renamed = f"{category.name} ({category.id})"
                file.categories[category.id] = category._replace(name=renamed)
                file.problems.append(
                    Problem("categories", row, f"The name {category.name!r} is taken: {renamed!r}.", kept=True)
                )
            names.add(file.categories[category.id].name)
    return file


def image_places(rows: Rows, places: Mapping[Id, int], *, tick: Callable[[], None] = lambda: None) -> NDArray[np.int32]:
    """What ``places`` says of the image id of each row, without reading the rest; −1 where it says nothing."""
    found = np.full(len(rows), -1, np.int32)
    for first, outlines in _outlines(rows, tick):
        found[first : first + len(outlines)] = _places(outlines, places)
    return found


def image_id(raw: memoryview) -> Id | None:
    """The image id of one row; None where it has none. Raises Invalid where the row cannot be read."""
    return as_id(parsed(raw).get("image_id"))


def survey(file: File, *, tick: Callable[[], None] = lambda: None) -> Survey:
    """A first look at every annotation; rows that are broken are under no image, and are told when they are read."""
    places = {image: place for place, image in enumerate(file.images)}
    image, number = np.full(len(file.annotations), -1, np.int32), np.zeros(len(file.annotations), np.int64)
    begins: set[tuple[Id, bytes]] = set()
    for first, outlines in _outlines(file.annotations, tick):
        image[first : first + len(outlines)] = _places(outlines, places)
        ids = (one.id if type(one.id) is int else as_id(one.id) for one in outlines)
        number[first : first + len(outlines)] = [one if isinstance(one, int) and good_id(one) else 0 for one in ids]
        for one in outlines:
            if (category := as_id(one.category_id)) is not None:
                begins.add((category, bytes(memoryview(one.segmentation)[:5])))
    shapes: dict[Id, set[Shape]] = {}
    for category, begin in begins:
        shapes.setdefault(category, set()).add(_shape(begin))
    return Survey(image, _once(number), shapes)


def rows(file: File, wanted: Iterable[int] | None = None) -> Iterator[Row]:
    """The good annotations, in the file's order; the others are added to ``file.problems``. ``wanted``: only these rows."""
    for row in range(len(file.annotations)) if wanted is None else wanted:
        try:
            yield _annotation(file, row, parsed(file.annotations[row]))
        except Invalid as problem:
            file.problems.append(Problem("annotations", row, problem.message))


def mended(raw: Buffer) -> Buffer:
    """The bytes with NaN and infinities as strings, so that they are JSON, and a wrong value of their row."""
    if not _NAMES.search(raw):
        return raw
    found, kept = bytearray(), 0
    for one in _NO_JSON.finditer(raw):
        if raw[one.start()] != ord('"'):
            found += raw[kept : one.start()]
            found += b'"NaN"'
            kept = one.end()
    return bytes(found + raw[kept:])


def parsed(raw: Buffer) -> dict[str, Any]:
    """One row. Raises Invalid where it is no object."""
    try:
        row = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        try:
            row = orjson.loads(mended(raw))
        except orjson.JSONDecodeError:
            raise Invalid(f"This row is no JSON: {error}.") from error
    if not isinstance(row, dict):
        raise Invalid("This row is no object.")
    return row


def as_id(value: object) -> Id | None:
    """An id as files write them: 7, 7.0 and "7" are one id; other text stays text; anything else is None."""
    if type(value) is int and -(2**53) < value < 2**53:
        return value
    if isinstance(value, str):
        return int(value) if _NUMBER.fullmatch(value) else value or None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return int(value) if abs(value) < 2**53 and float(value).is_integer() else None


def _outlines(rows: Rows, tick: Callable[[], None]) -> Iterator[tuple[int, list[_Outline]]]:
    """The rows some at a time, with the first one's number; of a row that is broken an empty outline."""
    together, alone = msgspec.json.Decoder(list[_Outline]), msgspec.json.Decoder(_Outline)
    for first in range(0, len(rows), AT_ONCE):
        tick()
        end = min(first + AT_ONCE, len(rows))
        run = rows.run(first, end)
        try:
            found = _decoded(together, run)
            yield first, found if len(found) == end - first else [_outline(alone, rows[row]) for row in range(first, end)]
        except (msgspec.DecodeError, RecursionError):
            yield first, [_outline(alone, rows[row]) for row in range(first, end)]


def _outline(decoder: msgspec.json.Decoder[_Outline], raw: memoryview) -> _Outline:
    try:
        found: _Outline = _decoded(decoder, raw)
        return found
    except (msgspec.DecodeError, RecursionError):
        pass
    try:  # a row that can be read later must not be without its image here
        row = parsed(raw)
    except Invalid:
        return _Outline()
    return _Outline(row.get("id"), row.get("image_id"), row.get("category_id"))


def _decoded(decoder: msgspec.json.Decoder[Any], raw: Buffer) -> Any:
    """Raises msgspec.DecodeError; RecursionError where a value, be it one that is passed over, is nested too deeply."""
    try:
        return decoder.decode(raw)
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError:
        if (again := mended(raw)) is raw:
            raise
        return decoder.decode(again)


def _places(outlines: list[_Outline], places: Mapping[Id, int]) -> list[int]:
    ids = (one.image_id if type(one.image_id) is int else as_id(one.image_id) for one in outlines)
    return [-1 if one is None else places.get(one, -1) for one in ids]


def _once(number: NDArray[np.int64]) -> NDArray[np.int64]:
    """The numbers, 0 where one has occurred before."""
    ordered = np.sort(number)
    twice = np.unique(ordered[1:][(ordered[1:] == ordered[:-1]) & (ordered[1:] > 0)])
    del ordered
    if len(twice):
        rows = np.flatnonzero(np.isin(number, twice))
        again = np.ones(len(rows), np.bool_)
        again[np.unique(number[rows], return_index=True)[1]] = False
        number[rows[again]] = 0
    return number


def _shape(segmentation: bytes) -> Shape:
    """What a segmentation is, by how it begins."""
    if segmentation[:1] == b"{":
        return Shape.MASK
    return Shape.POLYGON if re.match(rb"\[\s*[\[\d.-]\s*[^\]\s]", segmentation) else Shape.BOX


def _keep(file: File, where: str, row: int, raw: memoryview, make: Any, into: dict[Id, Any]) -> Any:
    try:
        one = make(parsed(raw))
        if one.id in into:
            raise Invalid(f"The id {one.id!r} is there twice; the first is used.")
    except Invalid as problem:
        file.problems.append(Problem(where, row, problem.message))
        return None
    into[one.id] = one
    return one


def _image(row: Mapping[str, Any]) -> Image:
    name = row.get("file_name")
    if not isinstance(name, str) or not name:
        raise Invalid("It has no file_name.")
    return Image(_needed(row, "id"), name, _side(row.get("width")), _side(row.get("height")))


def _category(row: Mapping[str, Any]) -> Category:
    name = row.get("name")
    if not isinstance(name, str) or not name.strip():
        raise Invalid("It has no name.")
    above = row.get("supercategory")
    return Category(_needed(row, "id"), name, above if isinstance(above, str) else "")


def _annotation(file: File, number: int, row: Mapping[str, Any]) -> Row:
    image = file.images.get(_needed(row, "image_id"))
    if image is None:
        raise Invalid(f"There is no image {row['image_id']!r} in the file.")
    category = file.categories.get(_needed(row, "category_id"))
    if category is None:
        raise Invalid(f"There is no category {row['category_id']!r} in the file.")
    body: dict[str, Any] = {"shapes": {"0": shapes(row, width=image.width, height=image.height)}}
    if (area := row.get("area")) is not None:
        if not numbers([area]) or area < 0:
            raise Invalid(f"Its area {told(area)} is no number of 0 or more.")
        body["area"] = area
    crowd = row.get("iscrowd")
    if crowd not in (None, 0, 1):
        raise Invalid(f"Its iscrowd {told(crowd)} is neither 0 nor 1.")
    if crowd:
        body["is_crowd"] = True
    if (source_id := row.get("id")) is not None:
        plain = source_id if isinstance(source_id, str) else told(source_id)
        body["source_id"] = as_id(source_id) if as_id(source_id) is not None else plain
    for key in row:
        if key not in READ:
            file.unread[key] += 1
    attributes = row.get("attributes")
    return Row(number, image, category, body, attributes if isinstance(attributes, dict) else {})


def _needed(row: Mapping[str, Any], key: str) -> Id:
    found = as_id(row.get(key))
    if found is None:
        raise Invalid(f"It has no {key}." if row.get(key) is None else f"Its {key} {told(row[key])} is no id.")
    return found


def _side(value: object) -> int | None:
    found = as_id(value)
    return found if isinstance(found, int) and found > 0 else None

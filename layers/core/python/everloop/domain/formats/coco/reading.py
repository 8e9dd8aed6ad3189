"""Reads COCO annotation files: what is good is kept, each row that is not is told with its number and a reason.

The file's rows stay bytes (views of the file) until each is asked for, so that a large file costs little more memory than
itself. Numbers are kept as they came. ``NaN`` and ``Infinity``, which some tools write and JSON does not know, are wrong values
of their row and not the end of the file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec
import orjson

from everloop.domain.errors import Invalid
from everloop.domain.formats.coco.drawn import numbers, shapes
from everloop.domain.ledgers import good_id
from everloop.domain.ontologies import Shape

Id = int | str
Buffer = bytes | memoryview
READ = frozenset({"id", "image_id", "category_id", "bbox", "segmentation", "area", "iscrowd", "attributes"})
_NO_JSON = re.compile(rb'"(?:[^"\\]|\\.)*"|-?(?:NaN|Infinity)\b', re.DOTALL)


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
    annotations: list[msgspec.Raw]
    problems: list[Problem] = field(default_factory=list)
    unread: Counter[str] = field(default_factory=Counter)


class _Lists(msgspec.Struct):
    images: list[msgspec.Raw] = []
    annotations: list[msgspec.Raw] = []
    categories: list[msgspec.Raw] = []


class _Outline(msgspec.Struct):
    id: Any = None
    image_id: Any = None
    category_id: Any = None
    segmentation: msgspec.Raw = msgspec.Raw(b"null")


@dataclass(slots=True)
class Survey:
    """What the annotations are about, without reading them whole.

    Attributes:
        rows: Rows of annotations by image id, in the file's order.
        shapes: Shapes that the rows of a category have: the mask or outline, else the box.
        ids: The good annotation ids (positive whole numbers) by row; those that occur twice only at their first row.
    """

    rows: dict[Id, list[int]] = field(default_factory=dict)
    shapes: dict[Id, set[Shape]] = field(default_factory=dict)
    ids: dict[int, int] = field(default_factory=dict)


def read(data: Buffer) -> File:
    """The file in ``data``.

    Raises:
        Invalid: No COCO annotation file: no JSON, or its lists are none.
    """
    lists = decoded(data, _Lists)
    if not lists.images:
        raise Invalid('This is no COCO annotation file: it has no list "images".')
    file = File({}, {}, lists.annotations)
    for row, raw in enumerate(lists.images):
        _keep(file, "images", row, raw, _image, file.images)
    names: set[str] = set()
    for row, raw in enumerate(lists.categories):
        if category := _keep(file, "categories", row, raw, _category, file.categories):
            if category.name in names:
                renamed = f"{category.name} ({category.id})"
                file.categories[category.id] = category._replace(name=renamed)
                file.problems.append(
                    Problem("categories", row, f"The name {category.name!r} is taken: {renamed!r}.", kept=True)
                )
            names.add(file.categories[category.id].name)
    return file


def image_ids(raws: list[msgspec.Raw]) -> Iterator[Id | None]:
    """The image id of every row, without reading the rest; None where it has none."""
    decoder = msgspec.json.Decoder(_Outline)
    for raw in raws:
        try:
            yield as_id(decoder.decode(raw).image_id)
        except msgspec.DecodeError:
            yield None


def survey(file: File) -> Survey:
    """A first look at every annotation; rows that are broken are under no image, and are told when they are read."""
    decoder = msgspec.json.Decoder(_Outline)
    found, seen = Survey(), set[int]()
    for row, raw in enumerate(file.annotations):
        try:
            one = decoder.decode(raw)
        except msgspec.DecodeError:
            continue
        image_id, category_id, number = as_id(one.image_id), as_id(one.category_id), as_id(one.id)
        if image_id is not None:
            found.rows.setdefault(image_id, []).append(row)
        if category_id is not None:
            found.shapes.setdefault(category_id, set()).add(_shape(bytes(memoryview(one.segmentation)[:5])))
        if isinstance(number, int) and good_id(number) and number not in seen:
            seen.add(number)
            found.ids[row] = number
    return found


def rows(file: File, wanted: Iterator[int] | range | list[int] | None = None) -> Iterator[Row]:
    """The good annotations, in the file's order; the others are added to ``file.problems``. ``wanted``: only these rows."""
    for row in range(len(file.annotations)) if wanted is None else wanted:
        try:
            yield _annotation(file, row, parsed(file.annotations[row]))
        except Invalid as problem:
            file.problems.append(Problem("annotations", row, problem.message))


def decoded(data: Buffer, kind: type[Any]) -> Any:
    """JSON ``data`` as ``kind``; NaN and infinities become strings, so that only their row is wrong.

    Raises:
        Invalid: It is no JSON, or no such thing.
    """
    view = memoryview(data)
    view = view[3:] if bytes(view[:3]) == b"\xef\xbb\xbf" else view
    try:
        return msgspec.json.decode(view, type=kind)
    except msgspec.ValidationError as error:
        raise Invalid(f"This is no COCO file: {error}.") from error
    except msgspec.DecodeError as error:
        mended = _NO_JSON.sub(lambda found: found[0] if found[0][:1] == b'"' else b'"NaN"', view)
        if len(mended) == len(view):
            raise Invalid(f"This file is no JSON: {error}.") from error
        try:
            return msgspec.json.decode(mended, type=kind)
        except msgspec.DecodeError as second:
            raise Invalid(f"This file is no JSON: {second}.") from second


def parsed(raw: msgspec.Raw) -> dict[str, Any]:
    """One row. Raises Invalid where it is no object."""
    try:
        row = orjson.loads(memoryview(raw))
    except orjson.JSONDecodeError as error:
        raise Invalid(f"This row is no JSON: {error}.") from error
    if not isinstance(row, dict):
        raise Invalid("This row is no object.")
    return row


def as_id(value: object) -> Id | None:
    """An id as files write them: 7, 7.0 and "7" are one id; other text stays text; anything else is None."""
    if type(value) is int and -(2**53) < value < 2**53:
        return value
    if isinstance(value, str):
        return int(value) if value.isdecimal() and str(int(value)) == value else value or None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return int(value) if abs(value) < 2**53 and float(value).is_integer() else None


def _shape(segmentation: bytes) -> Shape:
    """What a segmentation is, by how it begins."""
    if segmentation[:1] == b"{":
        return Shape.MASK
    return Shape.POLYGON if re.match(rb"\[\s*[\[\d.-]\s*[^\]\s]", segmentation) else Shape.BOX


def _keep(file: File, where: str, row: int, raw: msgspec.Raw, make: Any, into: dict[Id, Any]) -> Any:
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
            raise Invalid(f"Its area {area!r} is no number of 0 or more.")
        body["area"] = area
    crowd = row.get("iscrowd")
    if crowd not in (None, 0, 1):
        raise Invalid(f"Its iscrowd {crowd!r} is neither 0 nor 1.")
    if crowd:
        body["is_crowd"] = True
    if (source_id := row.get("id")) is not None:
        body["source_id"] = as_id(source_id) if as_id(source_id) is not None else str(source_id)
    for key in row.keys() - READ:
        file.unread[key] += 1
    attributes = row.get("attributes")
    return Row(number, image, category, body, attributes if isinstance(attributes, dict) else {})


def _needed(row: Mapping[str, Any], key: str) -> Id:
    found = as_id(row.get(key))
    if found is None:
        raise Invalid(f"It has no {key}." if row.get(key) is None else f"Its {key} {row[key]!r} is no id.")
    return found


def _side(value: object) -> int | None:
    found = as_id(value)
    return found if isinstance(found, int) and found > 0 else None

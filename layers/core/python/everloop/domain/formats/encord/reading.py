"""Reads label rows of images in Encord's JSON (a list of rows, as its UI exports them).

What only Everloop says stands under the row key ``everloop``; it counts where the geometry it was written for is unchanged.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping
from email.utils import parsedate
from typing import Annotated, Any, NamedTuple

import msgspec
import orjson

from everloop.domain.annotations import MAIN, LabelState, Origin
from everloop.domain.errors import Invalid
from everloop.domain.formats.encord import answers, geometry
from everloop.domain.formats.encord.features import Legend
from everloop.domain.ids import derived
from everloop.domain.json_rows import Buffer, Rows, split, told
from everloop.domain.limits import PIXELS

MOST = 2_000_000
"""Label rows of a file: a gigabyte of real ones has fewer."""
STATES = {
    LabelState.UNLABELLED: "NOT_LABELLED",
    LabelState.IN_PROGRESS: "LABEL_IN_PROGRESS",
    LabelState.LABELLED: "LABELLED",
    LabelState.APPROVED: "REVIEWED",
}
_STATES = {name: state for state, name in STATES.items()} | {
    "REVIEW_IN_PROGRESS": LabelState.LABELLED,
    "REVIEWED_TWICE": LabelState.APPROVED,
}


class _Mask(msgspec.Struct, forbid_unknown_fields=True):
    size: tuple[int, int]
    counts: str | list[int]


class _Shapes(msgspec.Struct, forbid_unknown_fields=True):
    box: tuple[float, float, float, float] | None = None
    polygon: list[list[float]] | None = None
    mask: _Mask | None = None

    def __post_init__(self) -> None:
        if self.box is None and self.polygon is None and self.mask is None:
            raise ValueError("a shape needs a box, a polygon or a mask")
        if self.box is not None and not (self.box[2] >= 0 and self.box[3] >= 0):
            raise ValueError("a box has a width and a height of 0 or more")


Moment = Annotated[int, msgspec.Meta(ge=-62_135_596_800_000, le=253_402_300_799_999)]
"""Epoch ms of the years from 1 to 9999: others have no date."""


class _Annotation(msgspec.Struct, forbid_unknown_fields=True):
    """What an annotation's JSON may be (``domain.annotations.Annotation``): files are written by anybody."""

    object_id: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    class_id: str
    shapes: dict[str, _Shapes] = {}
    answers: dict[str, str | float | list[str]] = {}
    origin: Origin = Origin.HUMAN
    confidence: Annotated[float, msgspec.Meta(ge=0, le=1)] = 1.0
    proposed: bool = False
    from_prediction: str | None = None
    area: float | None = None
    is_crowd: bool = False
    source_id: int | str | None = None
    coco_id: int | None = None
    created_by: str = ""
    created_at: Moment = 0
    updated_by: str = ""
    updated_at: Moment = 0


class LabelRow(NamedTuple):
    """The labels of one image, as read.

    Attributes:
        title: The image's name in the file.
        item: The item's id, where Everloop wrote the row.
        problems: Sentences on objects and answers that were left out or changed.
    """

    title: str
    branch: str
    state: LabelState
    item: str | None
    annotations: list[dict[str, Any]]
    problems: list[str]


def rows(data: Buffer, *, tick: Callable[[], None] = lambda: None) -> Rows | list[memoryview]:
    """The label rows of a file, still bytes: a list of them, or one alone. ``tick``: called every now and then.

    Raises:
        Invalid: It is no such file, or has too many rows.
    """
    found = split(data, (), most=MOST, tick=tick).get("")
    view = memoryview(data)
    return found if found is not None else [view[3:] if bytes(view[:3]) == b"\xef\xbb\xbf" else view]


def parsed(raw: Buffer) -> dict[str, Any]:
    """One label row as a dict. Raises Invalid."""
    try:
        row = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise Invalid(f"This label row is no JSON: {error}.") from error
    if not isinstance(row, dict) or not isinstance(row.get("data_units"), dict):
        raise Invalid('This is no label row in Encord\'s JSON: it has no "data_units".')
    for unit in row["data_units"].values():
        drawn = unit.get("labels") or {} if isinstance(unit, dict) else None
        objects = drawn.get("objects", []) if isinstance(drawn, dict) else None
        if not isinstance(objects, list) or not all(isinstance(one, dict) for one in objects):
            raise Invalid("This label row has no lists of objects in its data units.")
    return row


def read(row: Mapping[str, Any], legend: Legend) -> LabelRow:
    """One label row of an image.

    Raises:
        Invalid: It is broken, or no image's.
    """
    try:
        return _read(row, legend)
    except (KeyError, TypeError, AttributeError, ValueError, IndexError, ArithmeticError, RecursionError) as error:
        raise Invalid(f"This label row is broken near {error}.") from error


def seal(label: Mapping[str, Any]) -> str:
    """Tells whether a frame object's geometry is still the one that something was said of."""
    told = {key: label[key] for key in ("boundingBox", "polygon", "polygons", "bitmask") if key in label}
    return derived(orjson.dumps(told, option=orjson.OPT_SORT_KEYS).decode(), size_bytes=5)


def plain_object(label: Mapping[str, Any], entries: Any, legend: Legend, *, width: int, height: int) -> tuple[Any, list[str]]:
    """The annotation that a frame object and its answers say, without the ``everloop`` key; and the unknown answers' names.

    Raises:
        Invalid: Unknown class, or no shape that Everloop draws.
    """
    shape, drawn = geometry.read(label, width=width, height=height)
    known = legend.objects.get(label["featureHash"])
    one = known[0] if known else legend.names.get(label.get("name", ""))
    if one is None:
        raise Invalid(f"The ontology has no class {told(label.get('name'))}.")
    said, unknown = answers.read(one, legend, entries)
    found: dict[str, Any] = {"object_id": label["objectHash"], "class_id": one.id, "shapes": {"0": {shape.value: drawn}}}
    return found | _about(label) | ({"answers": said} if said else {}), unknown


def plain_classification(answer: Mapping[str, Any], legend: Legend) -> tuple[Any, list[str]]:
    """The annotation that a classification answer says, without the ``everloop`` key; and the unknown answers' names.

    Raises:
        Invalid: Unknown class.
    """
    entries = answer["classifications"]
    name = entries[-1].get("name", "") if entries else ""
    one = legend.classifications.get(answer["featureHash"]) or legend.names.get(name)
    if one is None:
        raise Invalid(f"The ontology has no classification {told(name)}.")
    said, unknown = answers.read(one, legend, entries)
    if not one.attributes:
        said = {}
    found = {"object_id": answer["classificationHash"], "class_id": one.id}
    return found | _about(answer) | ({"answers": said} if said else {}), unknown


def _read(row: Mapping[str, Any], legend: Legend) -> LabelRow:
    if row.get("data_type", "image") != "image" or len(row["data_units"]) != 1:
        raise Invalid(f"This label row is of the type {told(row.get('data_type'))}; Everloop reads those of single images.")
    unit = next(iter(row["data_units"].values()))
    width, height = int(unit["width"]), int(unit["height"])
    if width < 1 or height < 1 or width * height > PIXELS:
        raise Invalid(f"This label row's image is {told(width)} × {told(height)}.")
    ours = row.get("everloop") or {}
    about, found, problems = ours.get("objects") or {}, [], []
    for label in (unit.get("labels") or {}).get("objects", ()):
        name = label["objectHash"]
        try:
            entries = (row["object_answers"].get(name) or {}).get("classifications", ())
            one, unknown = plain_object(label, entries, legend, width=width, height=height)
        except Invalid as problem:
            problems.append(f"Object {name}: {problem.message}")
            continue
        problems += [f"Object {name}: the answer {each!r} is not known." for each in unknown]
        found.append(_with(one, about.get(name) or {}, intact=(about.get(name) or {}).get("seal") == seal(label)))
    for name, answer in row["classification_answers"].items():
        try:
            one, unknown = plain_classification(answer, legend)
        except Invalid as problem:
            problems.append(f"Classification {name}: {problem.message}")
            continue
        problems += [f"Classification {name}: the answer {each!r} is not known." for each in unknown]
        found.append(_with(one, about.get(name) or {}, intact=True))
    found += ours.get("more") or []
    order = {name: at for at, name in enumerate(ours.get("order") or ())}
    annotations = _valid(found, problems)
    return LabelRow(
        title=str(row.get("data_title") or unit.get("data_title") or ""),
        branch=row.get("branch_name") or MAIN,
        state=_STATES.get(row.get("label_status", ""), LabelState.LABELLED),
        item=ours.get("item"),
        annotations=sorted(annotations, key=lambda one: order.get(one["object_id"], len(order))),
        problems=problems,
    )


def _valid(found: list[Any], problems: list[str]) -> list[dict[str, Any]]:
    """The annotations that are such, each object once."""
    kept: dict[str, dict[str, Any]] = {}
    for one in found:
        try:
            name = msgspec.convert(one, _Annotation).object_id
        except msgspec.ValidationError as error:
            problems.append(f"An annotation is wrong: {error}.")
            continue
        if name in kept:
            problems.append(f"Object {name}: it is there twice; the first is used.")
        else:
            kept[name] = one
    return list(kept.values())


def _with(one: dict[str, Any], more: Mapping[str, Any], *, intact: bool) -> dict[str, Any]:
    """The annotation with what only Everloop said of it; its shapes and area only where the geometry is as it was written."""
    for key, value in more.items():
        if key in ("shapes", "area") and not intact:
            continue
        if key == "shapes":
            one["shapes"] = {"0": one["shapes"]["0"] | value}
        elif key == "left_out":
            for name in value:
                one.pop(name, None)
        elif key != "seal":
            one[key] = value
    return one


def _about(label: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if (confidence := label.get("confidence")) is not None and confidence != 1:
        found["confidence"] = confidence
    if label.get("manualAnnotation") is False:
        found["origin"] = Origin.MODEL.value
    for key, who, when in (("created", "createdBy", "createdAt"), ("updated", "lastEditedBy", "lastEditedAt")):
        if label.get(who):
            found[f"{key}_by"] = label[who]
        if moment := _moment(label.get(when)):
            found[f"{key}_at"] = moment
    if found.get("updated_at") == found.get("created_at"):
        found.pop("updated_at", None)  # the SDK wants both; nothing was edited
    return found


def _moment(text: Any) -> int:
    """Epoch ms of Encord's date (``Tue, 03 Nov 2026 09:00:00 UTC``); 0 where there is none."""
    parts = parsedate(text) if isinstance(text, str) else None
    return calendar.timegm(parts) * 1000 if parts else 0

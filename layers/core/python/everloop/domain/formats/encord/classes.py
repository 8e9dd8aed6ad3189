"""The classes of an ontology in Encord's JSON, in our words: objects of one name become one class with several shapes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from everloop.domain.errors import Invalid
from everloop.domain.formats.encord.features import KINDS, SHAPES
from everloop.domain.json_rows import told
from everloop.domain.ontologies import Shape
from everloop.domain.ontology_making import NewAttribute, NewClass, NewOption

_SHAPES = {name: shape for shape, name in SHAPES.items()}
_KINDS = {name: kind for kind, name in KINDS.items()}


def read(json: Any) -> tuple[list[NewClass], list[str]]:
    """The classes, and sentences on what we have no word for.

    Raises:
        Invalid: This is no such ontology.
    """
    if not isinstance(json, dict) or not isinstance(json.get("objects"), list):
        raise Invalid('This is no ontology in Encord\'s JSON: it has no list "objects".')
    try:
        return _read(json)
    except (KeyError, TypeError, IndexError, AttributeError, ValueError, RecursionError) as error:
        raise Invalid(f"This ontology in Encord's JSON is broken near {error}.") from error


def _read(json: Mapping[str, Any]) -> tuple[list[NewClass], list[str]]:
    found: dict[str, NewClass] = {}
    left_out: list[str] = []
    for one in json["objects"]:
        if one["shape"] in _SHAPES:
            _add(found, one["name"], _SHAPES[one["shape"]], one["color"], _attributes(one.get("attributes", ())))
        else:
            left_out.append(f"The object {told(one['name'])} has the shape {one['shape']!r}, which Everloop does not draw.")
    for one in json.get("classifications", ()):
        name = one["attributes"][0]["name"]
        if name in found:
            left_out.append(f"The classification {name!r} has the name of another class.")
        else:
            found[name] = NewClass(name=name, attributes=_attributes(one["attributes"]))
    return list(found.values()), left_out


def of_rows(rows: Iterable[Mapping[str, Any]]) -> list[NewClass]:
    """The classes that label rows name themselves, where no ontology comes with them: names and shapes, no attributes."""
    found: dict[str, NewClass] = {}
    for label in _labels(rows):
        if label["shape"] in _SHAPES:
            _add(found, label["name"], _SHAPES[label["shape"]], label.get("color"), ())
    return list(found.values())


def with_holes(drafts: Iterable[NewClass], rows: Iterable[Mapping[str, Any]], json: Mapping[str, Any] | None) -> list[NewClass]:
    """The drafts, with masks allowed where an outline of the class has holes: it is read as a mask.

    Args:
        json: The ontology that names the rows' hashes; None: the rows' own names hold.
    """
    names: dict[str, str] = {}
    for one in json["objects"] if json is not None else ():
        feature, name = one.get("featureNodeHash"), one.get("name")
        if isinstance(feature, str) and isinstance(name, str):
            names[feature] = name
    holed: set[str] = set()
    for label in _labels(rows):
        polygons = label.get("polygons")
        if isinstance(polygons, list) and any(isinstance(part, list) and len(part) > 1 for part in polygons):
            feature = label.get("featureHash")
            holed.add(names.get(feature, label["name"]) if isinstance(feature, str) else label["name"])
    return [
        one.model_copy(update={"shapes": tuple(shape for shape in Shape if shape in (*one.shapes, Shape.MASK))})
        if one.name in holed
        else one
        for one in drafts
    ]


def _labels(rows: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The frame objects that name a class and a shape; what else they hold is told when they are read."""
    for row in rows:
        for unit in row["data_units"].values():
            for label in (unit.get("labels") or {}).get("objects", ()):
                name, shape = label.get("name"), label.get("shape")
                if isinstance(name, str) and 0 < len(name) <= 256 and isinstance(shape, str):
                    yield label


def _add(found: dict[str, NewClass], name: str, shape: Shape, colour: Any, attributes: tuple[NewAttribute, ...]) -> None:
    there = found.get(name)
    if there is None:
        found[name] = NewClass(name=name, shapes=(shape,), colour=_colour(colour), attributes=attributes)
    elif shape not in there.shapes:
        found[name] = there.model_copy(update={"shapes": tuple(one for one in Shape if one in (*there.shapes, shape))})


def _colour(given: Any) -> str | None:
    return given if isinstance(given, str) and re.fullmatch(r"#[0-9A-Fa-f]{6}", given) else None


def _attributes(attributes: Sequence[Mapping[str, Any]]) -> tuple[NewAttribute, ...]:
    return tuple(
        NewAttribute(
            name=one["name"],
            kind=_KINDS[one["type"]],
            required=bool(one.get("required")),
            options=tuple(
                NewOption(name=option["label"], attributes=_attributes(option.get("options") or ()))
                for option in one.get("options") or ()
            ),
        )
        for one in attributes
        if one["type"] not in ("radio", "checklist") or one.get("options")
    )

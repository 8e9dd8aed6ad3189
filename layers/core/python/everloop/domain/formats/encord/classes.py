"""The classes of an ontology in Encord's JSON, in our words: objects of one name become one class with several shapes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from everloop.domain.errors import Invalid
from everloop.domain.formats.encord.features import KINDS, SHAPES
from everloop.domain.ontologies import Attribute, Ontology, OntologyClass, Option, Shape

_SHAPES = {name: shape for shape, name in SHAPES.items()}
_KINDS = {name: kind for kind, name in KINDS.items()}


def read(json: Any) -> tuple[list[OntologyClass], list[str]]:
    """The classes, with category ids from 1 in their order, and sentences on what we have no word for.

    Raises:
        Invalid: This is no such ontology.
    """
    if not isinstance(json, dict) or not isinstance(json.get("objects"), list):
        raise Invalid('This is no ontology in Encord\'s JSON: it has no list "objects".')
    try:
        return _read(json)
    except (KeyError, TypeError, IndexError, AttributeError) as error:
        raise Invalid(f"This ontology in Encord's JSON is broken near {error}.") from error


def _read(json: Mapping[str, Any]) -> tuple[list[OntologyClass], list[str]]:
    found: dict[str, OntologyClass] = {}
    left_out: list[str] = []
    for one in json["objects"]:
        if one["shape"] not in _SHAPES:
            left_out.append(f"The object {one['name']!r} has the shape {one['shape']!r}, which Everloop does not draw.")
            continue
        shape, there = _SHAPES[one["shape"]], found.get(one["name"])
        if there:
            shapes = tuple(each for each in Shape if each in there.shapes or each is shape)
            found[one["name"]] = there.model_copy(update={"shapes": shapes})
            continue
        found[one["name"]] = OntologyClass(
            id=one["featureNodeHash"],
            name=one["name"],
            shapes=(shape,),
            category_id=len(found) + 1,
            colour=one["color"],
            attributes=_attributes(one.get("attributes", ())),
            archived=bool(one.get("archived")),
        )
    for one in json.get("classifications", ()):
        name = one["attributes"][0]["name"]
        if name in found:
            left_out.append(f"The classification {name!r} has the name of another class.")
            continue
        found[name] = OntologyClass(
            id=one["featureNodeHash"], name=name, category_id=len(found) + 1, attributes=_attributes(one["attributes"])
        )
    return list(found.values()), left_out


def merged(ontology: Ontology, drafts: Sequence[OntologyClass]) -> tuple[OntologyClass, ...]:
    """The ontology's classes with the drafts of new names added (category ids allotted after the greatest), and the shapes of
    drafts of known names allowed.
    """
    classes = {one.name: one for one in ontology.classes}
    ids = {one.id for one in ontology.classes}
    following = max((one.category_id for one in ontology.classes), default=0) + 1
    for draft in drafts:
        there = classes.get(draft.name)
        if there is None:
            unique = draft.id if draft.id not in ids else f"{draft.id}-{following}"
            classes[draft.name] = draft.model_copy(update={"category_id": following, "id": unique})
            ids.add(unique)
            following += 1
        elif there.shapes:
            shapes = tuple(shape for shape in Shape if shape in there.shapes or shape in draft.shapes)
            classes[draft.name] = there.model_copy(update={"shapes": shapes})
    return tuple(classes.values())


def _attributes(attributes: Sequence[Mapping[str, Any]]) -> tuple[Attribute, ...]:
    return tuple(
        Attribute(
            id=one["featureNodeHash"],
            name=one["name"],
            kind=_KINDS[one["type"]],
            required=bool(one.get("required")),
            options=tuple(_option(option) for option in one.get("options") or ()),
            archived=bool(one.get("archived")),
        )
        for one in attributes
        if one["type"] not in ("radio", "checklist") or one.get("options")
    )


def _option(option: Mapping[str, Any]) -> Option:
    return Option(
        id=option["featureNodeHash"],
        name=option["label"],
        attributes=_attributes(option.get("options") or ()),
        archived=bool(option.get("archived")),
    )

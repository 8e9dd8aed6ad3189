"""An ontology in Encord's words, and the legend that says what each of its hashes means.

Encord knows one shape a class: a class with several shapes becomes one object a shape. ``featureNodeHash`` is the stable key:
it follows from the class and the shape (from the class alone for a classification), and below it from the attribute and option.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from everloop.domain.errors import Invalid
from everloop.domain.ids import derived
from everloop.domain.ontologies import Attribute, AttributeKind, Ontology, OntologyClass, Option, Shape, attributes_of

SHAPES = {Shape.BOX: "bounding_box", Shape.POLYGON: "polygon", Shape.MASK: "bitmask"}
KINDS = {
    AttributeKind.RADIO: "radio",
    AttributeKind.CHECKLIST: "checklist",
    AttributeKind.TEXT: "text",
    AttributeKind.NUMBER: "numeric",
}
TAG = Option(id="yes", name="Yes")


@dataclass(slots=True)
class Legend:
    """What hashes mean in our ontology; ``names`` find a class where a hash is unknown."""

    objects: dict[str, tuple[OntologyClass, Shape]] = field(default_factory=dict)
    classifications: dict[str, OntologyClass] = field(default_factory=dict)
    attributes: dict[str, Attribute] = field(default_factory=dict)
    options: dict[str, str] = field(default_factory=dict)
    names: dict[str, OntologyClass] = field(default_factory=dict)


def to_json(ontology: Ontology, *, used: Collection[tuple[str, Shape]] = ()) -> dict[str, Any]:
    """The ontology as Encord's JSON. ``used``: (class id, shape) that labels have though the class does not allow them."""
    objects: list[dict[str, Any]] = []
    classifications: list[dict[str, Any]] = []
    for one in ontology.classes:
        shapes = [shape for shape in Shape if shape in one.shapes or (one.id, shape) in used]
        for shape in shapes:
            objects.append(_object(one, shape, str(len(objects) + 1)))
        if not shapes:
            classifications.append(_classification(one, str(len(classifications) + 1)))
    return {"objects": objects, "classifications": classifications, "skeleton_templates": []}


def legend(ontology: Ontology) -> Legend:
    """What our own hashes mean."""
    found = Legend(names={one.name: one for one in ontology.classes})
    for one in ontology.classes:
        owners: list[str] = [feature(one.id)]
        found.classifications[owners[0]] = one
        for shape in Shape:
            owners.append(feature(one.id, shape))
            found.objects[owners[-1]] = (one, shape)
        for owner in owners:
            for attribute in attributes_of(one) if one.attributes else (tag(one),):
                found.attributes[attribute_hash(owner, attribute)] = attribute
                for option in attribute.options:
                    found.options[option_hash(owner, attribute, option)] = option.id
    return found


def add_foreign(found: Legend, json: Mapping[str, Any]) -> None:
    """Add what the hashes of another's ontology JSON mean, where its names are those of our classes, attributes and options.

    Raises:
        Invalid: It is broken.
    """
    shapes = {name: shape for shape, name in SHAPES.items()}
    try:
        for one in json.get("objects", ()):
            ours = found.names.get(one["name"])
            if ours and one["shape"] in shapes:
                found.objects.setdefault(one["featureNodeHash"], (ours, shapes[one["shape"]]))
                _add_attributes(found, ours, one.get("attributes", ()))
        for one in json.get("classifications", ()):
            ours = found.names.get(one["attributes"][0]["name"])
            if ours:
                found.classifications.setdefault(one["featureNodeHash"], ours)
                _add_attributes(found, ours, one["attributes"])
    except (KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise Invalid(f"This ontology in Encord's JSON is broken near {error}.") from error


def feature(class_id: str, shape: Shape | None = None) -> str:
    """The hash of a class with a shape, or of a classification."""
    return _hash(class_id, shape or "")


def attribute_hash(owner: str, attribute: Attribute) -> str:
    """The hash of an attribute below the object or classification ``owner``."""
    return _hash(owner, attribute.id)


def option_hash(owner: str, attribute: Attribute, option: Option) -> str:
    """The hash of an option."""
    return _hash(owner, attribute.id, option.id)


def tag(one: OntologyClass) -> Attribute:
    """The question that stands for a classification without attributes: Encord's need one, and take its name for theirs."""
    return Attribute(id="tag", name=one.name, kind=AttributeKind.RADIO, options=(TAG,))


def snake(name: str) -> str:
    """Encord's ``value`` of a name."""
    return name.lower().replace(" ", "_")


def _hash(*facts: str) -> str:
    return derived("encord", *facts, size_bytes=5)


def _object(one: OntologyClass, shape: Shape, number: str) -> dict[str, Any]:
    owner = feature(one.id, shape)
    found: dict[str, Any] = {
        "id": number,
        "name": one.name,
        "color": one.colour,
        "shape": SHAPES[shape],
        "featureNodeHash": owner,
        "required": False,
        "archived": one.archived,
    }
    if one.attributes:
        found["attributes"] = _attributes(owner, one.attributes, number)
    return found


def _classification(one: OntologyClass, number: str) -> dict[str, Any]:
    owner = feature(one.id)
    attributes = one.attributes or (tag(one),)
    return {"id": number, "featureNodeHash": owner, "attributes": _attributes(owner, attributes, number)}


def _attributes(owner: str, attributes: Sequence[Attribute], above: str) -> list[dict[str, Any]]:
    found = []
    for at, attribute in enumerate(attributes, 1):
        number = f"{above}.{at}"
        one: dict[str, Any] = {
            "id": number,
            "name": attribute.name,
            "type": KINDS[attribute.kind],
            "featureNodeHash": attribute_hash(owner, attribute),
            "required": attribute.required,
            "archived": attribute.archived,
            "dynamic": False,
        }
        if attribute.options:
            one["options"] = [
                _option(owner, attribute, option, f"{number}.{n}") for n, option in enumerate(attribute.options, 1)
            ]
        found.append(one)
    return found


def _option(owner: str, attribute: Attribute, option: Option, number: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": number,
        "label": option.name,
        "value": snake(option.name),
        "featureNodeHash": option_hash(owner, attribute, option),
        "archived": option.archived,
    }
    if option.attributes:
        found["options"] = _attributes(owner, option.attributes, number)
    return found


def _add_attributes(found: Legend, one: OntologyClass, attributes: Sequence[Mapping[str, Any]]) -> None:
    ours = {attribute.name: attribute for attribute in (tag(one), *attributes_of(one))}
    for attribute in attributes:
        known = ours.get(attribute["name"])
        if known is None:
            continue
        found.attributes.setdefault(attribute["featureNodeHash"], known)
        options = {option.name: option.id for option in known.options}
        for option in attribute.get("options", ()):
            if option["label"] in options:
                found.options.setdefault(option["featureNodeHash"], options[option["label"]])
            _add_attributes(found, one, option.get("options", ()))

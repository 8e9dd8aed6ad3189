"""How ontologies change: each change gives a new version, and nothing that labels name ever disappears.

Classes, attributes and options are added, renamed and archived, never removed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import Field

from everloop.domain.annotations import Frozen
from everloop.domain.errors import Invalid, NotFound
from everloop.domain.ontologies import Attribute, Ontology, OntologyClass, Shape, attributes_of
from everloop.domain.ontology_making import (
    Colour,
    Name,
    NewAttribute,
    NewClass,
    NewOption,
    checked,
    new_attribute,
    new_option,
    refuse_more,
    translated,
    with_classes,
)


class AddClass(Frozen):
    """Add a class."""

    op: Literal["add-class"] = "add-class"
    add: NewClass


class ChangeClass(Frozen):
    """Rename, recolour, archive a class; shapes are added to those it allows. What is None stays."""

    op: Literal["change-class"] = "change-class"
    class_id: str
    name: Name | None = None
    shapes: tuple[Shape, ...] | None = None
    supercategory: str | None = None
    colour: Colour | None = None
    hotkey: str | None = Field(default=None, max_length=1)
    archived: bool | None = None


class AddAttribute(Frozen):
    """Add an attribute to a class, or below an option of one of its radios."""

    op: Literal["add-attribute"] = "add-attribute"
    class_id: str
    below: tuple[str, str] | None = Field(default=None, description="Attribute id and option id.")
    add: NewAttribute


class ChangeAttribute(Frozen):
    """Rename, require or archive an attribute, wherever in its class it is."""

    op: Literal["change-attribute"] = "change-attribute"
    class_id: str
    attribute_id: str
    name: Name | None = None
    required: bool | None = None
    archived: bool | None = None


class AddOption(Frozen):
    """Add an option to a radio or checklist."""

    op: Literal["add-option"] = "add-option"
    class_id: str
    attribute_id: str
    add: NewOption


class ChangeOption(Frozen):
    """Rename or archive an option."""

    op: Literal["change-option"] = "change-option"
    class_id: str
    attribute_id: str
    option_id: str
    name: Name | None = None
    archived: bool | None = None


Change = Annotated[
    AddClass | ChangeClass | AddAttribute | ChangeAttribute | AddOption | ChangeOption, Field(discriminator="op")
]


def change(ontology: Ontology, changes: Sequence[Change], *, by: str, at: int) -> Ontology:
    """The next version after the changes, in their order; the same one where they change nothing.

    Raises:
        Invalid: Something that an ontology may not be; the sentence says what.
        NotFound: A class, attribute or option that is not there.
    """
    classes = ontology.classes
    refuse_more(len(classes) + sum(isinstance(one, AddClass) for one in changes))
    with translated():
        for one in changes:
            classes = _changed(ontology.model_copy(update={"classes": classes}), one)
    if classes == ontology.classes:
        return ontology
    after = ontology.model_copy(update={"version": ontology.version + 1, "created_by": by, "created_at": at})
    return checked(after, classes)


def _changed(ontology: Ontology, one: Change) -> tuple[OntologyClass, ...]:
    if isinstance(one, AddClass):
        return with_classes(ontology, [one.add])
    there = ontology.of(one.class_id)
    match one:
        case ChangeClass():
            after = _class_changed(there, one)
        case AddAttribute():
            taken = {attribute.id for attribute in attributes_of(there)}
            made = new_attribute(one.add, taken, depth=0)
            if one.below is None:
                after = there.model_copy(update={"attributes": (*there.attributes, made)})
            else:
                after = _below(there, one.below, made)
        case ChangeAttribute():
            said = _said(one, ("name", "required", "archived"))
            after = _in_class(there, one.attribute_id, lambda attribute: attribute.model_copy(update=said))
        case AddOption():
            after = _in_class(there, one.attribute_id, lambda attribute: _with_option(there, attribute, one.add))
        case ChangeOption():
            said = _said(one, ("name", "archived"))
            after = _in_class(there, one.attribute_id, lambda attribute: _in_attribute(attribute, one.option_id, said))
    return tuple(after if old.id == there.id else old for old in ontology.classes)


def _class_changed(there: OntologyClass, one: ChangeClass) -> OntologyClass:
    said = _said(one, ("name", "supercategory", "colour", "hotkey", "archived"))
    if one.shapes is not None:
        if bool(one.shapes) != bool(there.shapes):
            raise Invalid(f"{there.name!r} cannot turn from objects to a classification, or back; add another class.")
        if gone := set(there.shapes) - set(one.shapes):
            raise Invalid(f"Labels of {there.name!r} may have the shape {min(gone)}; shapes can only be added.")
        said["shapes"] = one.shapes
    return there.model_copy(update=said)


def _said(one: Frozen, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(one, name) for name in names if getattr(one, name) is not None}


def _in_class(there: OntologyClass, attribute_id: str, how: Callable[[Attribute], Attribute]) -> OntologyClass:
    if all(one.id != attribute_id for one in attributes_of(there)):
        raise NotFound(f"The class {there.name!r} has no attribute {attribute_id!r}.")
    return there.model_copy(update={"attributes": _mapped(there.attributes, attribute_id, how)})


def _mapped(
    attributes: tuple[Attribute, ...], attribute_id: str, how: Callable[[Attribute], Attribute]
) -> tuple[Attribute, ...]:
    found = []
    for one in attributes:
        if one.id == attribute_id:
            found.append(how(one))
            continue
        options = tuple(
            option.model_copy(update={"attributes": _mapped(option.attributes, attribute_id, how)}) for option in one.options
        )
        found.append(one.model_copy(update={"options": options}))
    return tuple(found)


def _in_attribute(attribute: Attribute, option_id: str, said: Mapping[str, Any]) -> Attribute:
    if all(option.id != option_id for option in attribute.options):
        raise NotFound(f"The attribute {attribute.name!r} has no option {option_id!r}.")
    options = tuple(option.model_copy(update=dict(said)) if option.id == option_id else option for option in attribute.options)
    return attribute.model_copy(update={"options": options})


def _with_option(there: OntologyClass, attribute: Attribute, add: NewOption) -> Attribute:
    taken = {one.id for one in attributes_of(there)}
    made = new_option(add, {option.id for option in attribute.options}, taken, depth=1)
    return attribute.model_copy(update={"options": (*attribute.options, made)})


def _below(there: OntologyClass, below: tuple[str, str], made: Attribute) -> OntologyClass:
    attribute_id, option_id = below

    def nest(attribute: Attribute) -> Attribute:
        at = next((option for option in attribute.options if option.id == option_id), None)
        return _in_attribute(attribute, option_id, {"attributes": (*(at.attributes if at else ()), made)})

    return _in_class(there, attribute_id, nest)

"""Ontologies: the classes that may be labelled, with their shapes and attributes. Versioned; versions are immutable."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from pydantic import Field, model_validator

from everloop.domain.annotations import Frozen
from everloop.domain.errors import NotFound


class Shape(StrEnum):
    """What may be drawn of a class."""

    BOX = "box"
    POLYGON = "polygon"
    MASK = "mask"


class AttributeKind(StrEnum):
    """How an attribute is answered. Options of a RADIO may nest further attributes; a CHECKLIST is flat."""

    RADIO = "radio"
    CHECKLIST = "checklist"
    TEXT = "text"
    NUMBER = "number"


class Option(Frozen):
    """One answer of a radio or checklist; under a radio it may open further attributes."""

    id: str = Field(min_length=1, max_length=64)
    name: str = Field(min_length=1, max_length=256)
    attributes: tuple[Attribute, ...] = ()
    archived: bool = False


class Attribute(Frozen):
    """A question about an object or an item. Ids are unique within the class."""

    id: str = Field(min_length=1, max_length=64)
    name: str = Field(min_length=1, max_length=256)
    kind: AttributeKind
    required: bool = False
    options: tuple[Option, ...] = ()
    archived: bool = False

    @model_validator(mode="after")
    def _options_fit(self) -> Attribute:
        if self.kind in (AttributeKind.RADIO, AttributeKind.CHECKLIST):
            if not self.options:
                raise ValueError(f"attribute {self.name!r} needs options")
        elif self.options:
            raise ValueError(f"attribute {self.name!r} is a {self.kind} and takes no options")
        if self.kind is AttributeKind.CHECKLIST and any(option.attributes for option in self.options):
            raise ValueError(f"options of the checklist {self.name!r} cannot nest attributes")
        return self


class OntologyClass(Frozen):
    """A class of objects, or (no shapes) a classification of the whole item.

    Attributes:
        id: Never changes; labels name it.
        category_id: COCO's category id, from the import or allotted from 1; never changed or reused (decision 13).
        hotkey: One key.
    """

    id: str = Field(min_length=1, max_length=64)
    name: str = Field(min_length=1, max_length=256)
    shapes: tuple[Shape, ...] = ()
    category_id: int = Field(ge=0)
    supercategory: str = ""
    colour: str = Field(default="#4C6EF5", pattern=r"^#[0-9A-Fa-f]{6}$")
    hotkey: str | None = Field(default=None, max_length=1)
    attributes: tuple[Attribute, ...] = ()
    archived: bool = False


class Ontology(Frozen):
    """One version of an ontology."""

    schema_: int = Field(default=1, alias="schema")
    id: str
    name: str = Field(min_length=1, max_length=256)
    version: int = 1
    classes: tuple[OntologyClass, ...] = ()
    created_by: str = ""
    created_at: int = 0

    @model_validator(mode="after")
    def _unique(self) -> Ontology:
        for what in ("id", "name", "category_id"):
            seen: set[object] = set()
            for one in self.classes:
                value = getattr(one, what)
                if value in seen:
                    raise ValueError(f"two classes have the {what} {value!r}")
                seen.add(value)
        for one in self.classes:
            ids = [attribute.id for attribute in attributes_of(one)]
            if len(ids) != len(set(ids)):
                raise ValueError(f"class {one.name!r} has two attributes with one id")
        return self

    def of(self, class_id: str) -> OntologyClass:
        """The class called ``class_id``. Raises NotFound."""
        for one in self.classes:
            if one.id == class_id:
                return one
        raise NotFound(f"The ontology {self.name!r} (version {self.version}) has no class {class_id!r}.")


def attributes_of(one: OntologyClass) -> Iterator[Attribute]:
    """All attributes of a class, nested ones too, parents first."""
    waiting = list(one.attributes)
    while waiting:
        attribute = waiting.pop(0)
        yield attribute
        waiting += [nested for option in attribute.options for nested in option.attributes]


Option.model_rebuild()

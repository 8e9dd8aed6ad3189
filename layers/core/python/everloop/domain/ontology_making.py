"""How ontologies and what is in them are made from what people say: ids, colours and category ids not given are allotted.

Ids follow from the name and never change. Category ids are allotted from 1, above every one there was, so that none is changed
or used again (decision 13).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Annotated, Any

from pydantic import Field, ValidationError

from everloop.domain.annotations import Frozen
from everloop.domain.errors import Invalid
from everloop.domain.ontologies import Attribute, AttributeKind, Ontology, OntologyClass, Option, Shape

PALETTE = (
    "#E6194B", "#3CB44B", "#4C6EF5", "#F58231", "#911EB4", "#12B5CB", "#F032E6", "#A4D400",
    "#FF8FA3", "#00A087", "#B388FF", "#C0632A", "#FFD43B", "#0B7285", "#E8590C", "#5C940D",
    "#D6336C", "#228BE6", "#AE3EC9", "#F2A900", "#2B8A3E", "#7950F2", "#15AABF", "#C92A2A",
)  # fmt: skip
"""Given in turn: neighbours in the list differ in hue, and all stand out from photographs."""

CLASSES = 1_000
NESTING = 7

Name = Annotated[str, Field(min_length=1, max_length=256)]
Colour = Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]
Id = Annotated[str, Field(min_length=1, max_length=64)]


class NewOption(Frozen):
    """An option to add."""

    name: Name
    id: Id | None = None
    attributes: tuple[NewAttribute, ...] = ()


class NewAttribute(Frozen):
    """An attribute to add. Options may be given by name alone."""

    name: Name
    kind: AttributeKind
    id: Id | None = None
    required: bool = False
    options: tuple[NewOption | Name, ...] = ()


class NewClass(Frozen):
    """A class to add; without shapes it classifies the whole item. What is not said is allotted."""

    name: Name
    id: Id | None = None
    shapes: tuple[Shape, ...] = ()
    category_id: int | None = Field(default=None, ge=0, lt=2**53)
    supercategory: str = ""
    colour: Colour | None = None
    hotkey: str | None = Field(default=None, max_length=1)
    attributes: tuple[NewAttribute, ...] = ()


def create(ontology_id: str, name: str, classes: Sequence[NewClass], *, by: str, at: int) -> Ontology:
    """Version 1 of an ontology. Raises Invalid."""
    with translated():
        first = Ontology(id=ontology_id, name=name, version=1, created_by=by, created_at=at, schema=1)
        return checked(first, with_classes(first, classes))


def from_coco(categories: Iterable[Mapping[str, Any]], shapes: Sequence[Shape]) -> list[NewClass]:
    """COCO's categories as classes: their ids are kept where they are whole numbers of 0 or more and unique. Raises Invalid."""
    found: list[NewClass] = []
    taken: set[int] = set()
    for row in categories:
        name, number = row.get("name"), row.get("id")
        if not isinstance(name, str) or not name.strip():
            raise Invalid("A category of the file has no name.")
        good = isinstance(number, int) and not isinstance(number, bool) and 0 <= number < 2**53 and number not in taken
        category = number if good else None
        if category is not None:
            taken.add(category)
        above = row.get("supercategory")
        found.append(
            NewClass(
                name=name[:256],
                shapes=tuple(shapes),
                category_id=category,
                supercategory=above if isinstance(above, str) else "",
            )
        )
    return found


def with_classes(ontology: Ontology, classes: Sequence[NewClass]) -> tuple[OntologyClass, ...]:
    """The classes of the ontology and the new ones. Raises Invalid."""
    refuse_more(len(ontology.classes) + len(classes))
    made = list(ontology.classes)
    asked = {new.category_id for new in classes if new.category_id is not None}
    for new in classes:
        top = max([0, *asked, *(one.category_id for one in made)])
        taken: set[str] = set()
        made.append(
            OntologyClass(
                id=new.id or _slug(new.name, {one.id for one in made}),
                name=new.name,
                shapes=tuple(dict.fromkeys(new.shapes)),
                category_id=new.category_id if new.category_id is not None else top + 1,
                supercategory=new.supercategory,
                colour=new.colour or PALETTE[len(made) % len(PALETTE)],
                hotkey=new.hotkey,
                attributes=tuple(new_attribute(one, taken, depth=0) for one in new.attributes),
            )
        )
    return tuple(made)


def new_attribute(new: NewAttribute, taken: set[str], *, depth: int) -> Attribute:
    """The attribute. ``taken``: attribute ids of the class; the new ones are added. Raises Invalid."""
    if depth >= NESTING:
        raise Invalid(f"Attributes nest at most {NESTING} levels deep.")
    attribute_id = new.id or _slug(new.name, taken)
    taken.add(attribute_id)
    options: list[Option] = []
    for one in new.options:
        option = NewOption(name=one) if isinstance(one, str) else one
        options.append(new_option(option, {there.id for there in options}, taken, depth=depth + 1))
    return Attribute(id=attribute_id, name=new.name, kind=new.kind, required=new.required, options=tuple(options))


def new_option(new: NewOption, taken: set[str], attributes: set[str], *, depth: int) -> Option:
    """The option. ``taken``: option ids of the attribute; ``attributes``: attribute ids of the class. Raises Invalid."""
    if new.id is not None and new.id in taken:
        raise Invalid(f"Two options have the id {new.id!r}.")
    nested = tuple(new_attribute(one, attributes, depth=depth) for one in new.attributes)
    return Option(id=new.id or _slug(new.name, taken), name=new.name, attributes=nested)


def _slug(name: str, taken: set[str]) -> str:
    """An id that people can read: the name's letters and digits, and a number where another has it."""
    stem = re.sub(r"[^\w]+", "-", name.casefold()).strip("-_")[:48] or "unnamed"
    found, number = stem, 2
    while found in taken:
        found, number = f"{stem}-{number}", number + 1
    return found


def checked(ontology: Ontology, classes: tuple[OntologyClass, ...]) -> Ontology:
    """The ontology with these classes, validated anew from its JSON (copies are not). Raises Invalid."""
    refuse_more(len(classes))
    said = ontology.model_dump(mode="json", by_alias=True)
    said["classes"] = [one.model_dump(mode="json") for one in classes]
    with translated():
        return Ontology.model_validate(said)


def refuse_more(classes: int) -> None:
    """Refuse so many classes before they are made, which takes a time that grows by the square. Raises Invalid."""
    if classes > CLASSES:
        raise Invalid(f"An ontology has at most {CLASSES:,} classes; this one would have {classes:,}.")


@contextmanager
def translated() -> Iterator[None]:
    """What a model refuses as Invalid, in its words."""
    try:
        yield
    except ValidationError as error:
        what = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise Invalid(f"This ontology cannot be: {what}.") from error


NewOption.model_rebuild()

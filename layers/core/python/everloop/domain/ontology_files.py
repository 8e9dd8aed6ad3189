"""Ontologies from files: our own JSON (as the API gives it), a COCO file's categories, or a list of names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from pydantic import TypeAdapter, ValidationError

from everloop.domain.errors import Invalid
from everloop.domain.ontologies import Shape
from everloop.domain.ontology_making import NewClass, from_coco

_CLASSES = TypeAdapter(list[NewClass])


class _File(msgspec.Struct):
    """What is read of a file; the rest of it, however large, is skipped."""

    name: Any = None
    classes: list[Any] | None = None
    categories: list[Any] | None = None


def read(data: bytes, *, shapes: Sequence[Shape] = (Shape.BOX,)) -> tuple[str | None, list[NewClass]]:
    """The name, if the file has one, and the classes.

    Args:
        data: ``{"name", "classes": […]}``, a COCO file (its ``categories``), or ``["car", …]``.
        shapes: Of classes that come from COCO or by name alone.

    Raises:
        Invalid: It is none of these.
    """
    try:
        names = msgspec.json.decode(data, type=list[str]) if data.lstrip()[:1] == b"[" else None
        found = _File() if names is not None else msgspec.json.decode(data, type=_File)
    except (msgspec.DecodeError, RecursionError) as error:
        raise Invalid(f"This is no ontology: {error}.") from error
    if names is not None:
        return None, [NewClass(name=name, shapes=tuple(shapes)) for name in names]
    if found.classes is not None:
        try:
            classes = _CLASSES.validate_python([_current(one) for one in found.classes if not _archived(one)])
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            raise Invalid(f"Class {where}: {first['msg']}.") from error
        return found.name if isinstance(found.name, str) else None, classes
    if found.categories is not None:
        rows = [one for one in found.categories if isinstance(one, dict)]
        return None, from_coco(rows, shapes)
    raise Invalid('This file has neither "classes" nor COCO\'s "categories".')


def _archived(said: Any) -> bool:
    return isinstance(said, dict) and bool(said.get("archived"))


def _current(said: Any) -> Any:
    """What a stored ontology says, as what is said to make one: archived things are left out."""
    if isinstance(said, list):
        return [_current(one) for one in said if not _archived(one)]
    if isinstance(said, dict):
        return {key: _current(value) for key, value in said.items() if key != "archived"}
    return said

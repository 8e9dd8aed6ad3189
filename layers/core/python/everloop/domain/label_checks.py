"""Whether annotations fit a version of the ontology. What cannot be right is refused when it is saved; what is not finished yet
(a required answer is missing) may be saved, but the labels cannot be submitted.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from everloop.domain.annotations import Frozen
from everloop.domain.ontologies import Attribute, AttributeKind, Ontology, OntologyClass, Shape, attributes_of


class LabelProblem(Frozen):
    """What is wrong with an object. ``blocks``: what it keeps from being done."""

    object_id: str
    reason: str
    blocks: Literal["save", "submit"]


def problems(ontology: Ontology, annotations: Iterable[Mapping[str, Any]], *, new: frozenset[str]) -> list[LabelProblem]:
    """Everything that is wrong with annotations in JSON form; pre-labels are not asked for answers.

    Args:
        new: The object ids that were not there before: those must not be of an archived class.
    """
    classes = {one.id: one for one in ontology.classes}
    found: list[LabelProblem] = []
    for annotation in annotations:
        name = annotation["object_id"]
        one = classes.get(annotation["class_id"])
        if one is None:
            found.append(_refused(name, f"There is no class {annotation['class_id']!r} in the ontology."))
            continue
        if one.archived and name in new:
            found.append(_refused(name, f"The class {one.name!r} is archived; nothing new is labelled with it."))
        found += _shapes(name, one, annotation.get("shapes") or {})
        found += _answers(name, one, annotation.get("answers") or {}, proposed=bool(annotation.get("proposed")))
    return found


def _shapes(name: str, one: OntologyClass, parts: Mapping[str, Mapping[str, Any]]) -> Iterator[LabelProblem]:
    if not one.shapes:
        if parts:
            yield _refused(name, f"{one.name!r} classifies the whole item; it has no shapes.")
        return
    if not parts:
        yield _refused(name, f"An object of {one.name!r} needs a shape: {_list(one.shapes)}.")
    for shapes in parts.values():
        drawn = {shape for shape in Shape if shapes.get(shape) is not None}
        beside = drawn - {Shape.BOX} if len(drawn) > 1 else drawn
        if wrong := sorted(beside - set(one.shapes)):
            yield _refused(name, f"{one.name!r} may be drawn as {_list(one.shapes)}, not as {_list(wrong)}.")


def _answers(name: str, one: OntologyClass, answers: Mapping[str, Any], *, proposed: bool) -> Iterator[LabelProblem]:
    known = {attribute.id: attribute for attribute in attributes_of(one)}
    for key, value in answers.items():
        if key not in known:
            yield _refused(name, f"{one.name!r} has no attribute {key!r}.")
        elif reason := _mistyped(known[key], value):
            yield _refused(name, reason)
    if proposed:
        return
    reachable = dict(_reachable(one.attributes, answers))
    for key in answers:
        if key in known and key not in reachable:
            yield _unfinished(name, f"{known[key].name!r} does not belong to the options that were chosen; remove its answer.")
    for attribute in reachable.values():
        if attribute.required and not attribute.archived and _empty(answers.get(attribute.id)):
            yield _unfinished(name, f"{one.name!r} needs an answer to {attribute.name!r}.")


def _reachable(attributes: Iterable[Attribute], answers: Mapping[str, Any]) -> Iterator[tuple[str, Attribute]]:
    """The attributes that are asked: the class's, and those that chosen options open."""
    for attribute in attributes:
        yield attribute.id, attribute
        chosen = answers.get(attribute.id)
        for option in attribute.options:
            if option.id == chosen:
                yield from _reachable(option.attributes, answers)


def _mistyped(attribute: Attribute, value: Any) -> str | None:
    options = {option.id for option in attribute.options}
    match attribute.kind:
        case AttributeKind.RADIO:
            good, what = isinstance(value, str) and value in options, f"one of {_list(sorted(options))}"
        case AttributeKind.CHECKLIST:
            texts = isinstance(value, list) and all(isinstance(one, str) for one in value)
            good = texts and set(value) <= options and len(set(value)) == len(value)
            what = f"a list of {_list(sorted(options))}"
        case AttributeKind.TEXT:
            good, what = isinstance(value, str), "a text"
        case AttributeKind.NUMBER:
            good = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
            what = "a finite number"
    return None if good else f"The answer to {attribute.name!r} is {what}, not {value!r}."


def _empty(value: Any) -> bool:
    return value is None or value in ("", [])


def _list(names: Iterable[str]) -> str:
    return ", ".join(str(name) for name in names)


def _refused(name: str, reason: str) -> LabelProblem:
    return LabelProblem(object_id=name, reason=reason, blocks="save")


def _unfinished(name: str, reason: str) -> LabelProblem:
    return LabelProblem(object_id=name, reason=reason, blocks="submit")

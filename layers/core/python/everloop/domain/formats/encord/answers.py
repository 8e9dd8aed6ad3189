"""Answers as Encord lists them: one flat entry an attribute, nested ones too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from everloop.domain.formats.encord.features import Legend, attribute_hash, option_hash, snake
from everloop.domain.ontologies import Attribute, AttributeKind, OntologyClass, Option, attributes_of


def write(owner: str, attributes: Sequence[Attribute], answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The entries of the answers that Encord can hold (nested ones only below the option that is chosen), in its own order."""
    return list(reversed(_entries(owner, attributes, answers)))


def read(one: OntologyClass, legend: Legend, entries: Iterable[Mapping[str, Any]]) -> tuple[dict[str, Any], list[str]]:
    """The answers, and the names of those that the class does not know."""
    by_name = {attribute.name: attribute for attribute in attributes_of(one)}
    found: dict[str, Any] = {}
    unknown: list[str] = []
    for entry in entries:
        attribute = legend.attributes.get(entry["featureHash"]) or by_name.get(entry.get("name", ""))
        if attribute is None:
            unknown.append(str(entry.get("name", entry["featureHash"])))
            continue
        answer = entry["answers"]
        if attribute.kind in (AttributeKind.RADIO, AttributeKind.CHECKLIST):
            names = {option.name: option.id for option in attribute.options}
            chosen = [legend.options.get(each["featureHash"]) or names.get(each.get("name", "")) for each in answer]
            known = [option for option in chosen if option]
            if len(known) < len(chosen):
                unknown.append(attribute.name)
            if known and attribute.kind is AttributeKind.CHECKLIST:
                found.setdefault(attribute.id, []).extend(known)
            elif known:
                found[attribute.id] = known[0]
        else:
            found[attribute.id] = answer
    return found, unknown


def _entries(owner: str, attributes: Sequence[Attribute], answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for attribute in attributes:
        answer = answers.get(attribute.id)
        chosen = _chosen(attribute, answer)
        if chosen:
            found.append(_entry(owner, attribute, [_option(owner, attribute, option) for option in chosen]))
            if attribute.kind is AttributeKind.RADIO:
                found += _entries(owner, chosen[0].attributes, answers)
        elif _is_plain(attribute, answer):
            found.append(_entry(owner, attribute, answer))
    return found


def _chosen(attribute: Attribute, answer: Any) -> list[Option]:
    wanted = answer if isinstance(answer, list) else [answer]
    return [option for option in attribute.options if option.id in wanted]


def _is_plain(attribute: Attribute, answer: Any) -> bool:
    """Whether this answers a question for a text or a number."""
    if attribute.kind is AttributeKind.TEXT:
        return isinstance(answer, str)
    return attribute.kind is AttributeKind.NUMBER and type(answer) in (int, float)


def _entry(owner: str, attribute: Attribute, answers: Any) -> dict[str, Any]:
    return {
        "name": attribute.name,
        "value": snake(attribute.name),
        "answers": answers,
        "featureHash": attribute_hash(owner, attribute),
        "manualAnnotation": True,
    }


def _option(owner: str, attribute: Attribute, option: Option) -> dict[str, Any]:
    return {"name": option.name, "value": snake(option.name), "featureHash": option_hash(owner, attribute, option)}

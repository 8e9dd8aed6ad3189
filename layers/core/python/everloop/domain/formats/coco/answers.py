"""Answers in words, as COCO tools carry them in ``attributes``: attribute name → option name, option names, text or number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from everloop.domain.ontologies import Attribute, AttributeKind, OntologyClass, attributes_of


def to_attributes(one: OntologyClass, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers of an annotation of class ``one`` (attribute id → option ids, text, number) in words."""
    found: dict[str, Any] = {}
    for attribute in attributes_of(one):
        if (answer := answers.get(attribute.id)) is None:
            continue
        names = {option.id: option.name for option in attribute.options}
        if isinstance(answer, list):
            found[attribute.name] = [names.get(option, option) for option in answer]
        else:
            found[attribute.name] = names.get(answer, answer) if isinstance(answer, str) else answer
    return found


def to_answers(one: OntologyClass, attributes: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The answers that words say, and the names of those that the class does not know, that do not fit their attribute, or that
    several attributes have of which none is below an option that is chosen.
    """
    meant = _asked(one.attributes, attributes)
    everywhere: dict[str, list[Attribute]] = {}
    for attribute in attributes_of(one):
        everywhere.setdefault(attribute.name, []).append(attribute)
    found: dict[str, Any] = {}
    unknown: list[str] = []
    for name, words in attributes.items():
        named = [meant[name]] if name in meant else everywhere.get(name, [])
        answer = _answer(named[0], words) if len(named) == 1 else None
        if answer is None:
            unknown.append(name)
        else:
            found[named[0].id] = answer
    return found, unknown


def _asked(level: Iterable[Attribute], attributes: Mapping[str, Any]) -> dict[str, Attribute]:
    """The attributes that the words answer, by name: those of the class, then those below the options that the words choose."""
    found: dict[str, Attribute] = {}
    below: list[Attribute] = []
    for attribute in level:
        found.setdefault(attribute.name, attribute)
        answer = _answer(attribute, attributes.get(attribute.name))
        chosen = answer if isinstance(answer, list) else [answer]
        below += [one for option in attribute.options if option.id in chosen for one in option.attributes]
    return _asked(below, attributes) | found if below else found


def _answer(attribute: Attribute, words: Any) -> Any:
    ids = {option.name: option.id for option in attribute.options}
    match attribute.kind:
        case AttributeKind.RADIO:
            return ids.get(words) if isinstance(words, str) else None
        case AttributeKind.CHECKLIST:
            known = isinstance(words, list) and all(isinstance(word, str) and word in ids for word in words)
            return [ids[word] for word in words] if known else None
        case AttributeKind.TEXT:
            return words if isinstance(words, str) else None
        case AttributeKind.NUMBER:
            return words if type(words) in (int, float) else None

"""What an import writes to: the project with its items and classes, and the items that the file's names mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pyroaring import BitMap

from everloop.domain.file_names import Finder
from everloop.domain.ontologies import Ontology
from everloop.domain.ontology_changes import AddClass, change
from everloop.domain.ontology_extending import extending
from everloop.domain.ontology_making import NewClass
from everloop.domain.principals import Call
from everloop.domain.projects import Project
from everloop.ports import Table
from everloop.store import ontologies, projects, walking


class Target(NamedTuple):
    """An item that something is imported for; ``width`` and ``height`` once its pixels were read."""

    seq: int
    id: str
    source: str
    key: str
    revision: int
    width: int | None
    height: int | None


@dataclass(frozen=True, slots=True)
class Extended:
    """The ontology after an import has added what it needs; ``added`` names the classes that are new."""

    ontology: Ontology
    added: tuple[str, ...] = ()


def find_items(call: Call, names: Iterable[str], among: BitMap, *, table: Table) -> tuple[dict[str, Target], dict[str, str]]:
    """By file name: the item of ``among`` that is meant; else a sentence on why none is."""
    finder: Finder[Target] = Finder(names)
    for head in walking.heads(call.workspace, among, table=table):
        size = (head.get("width"), head.get("height"))
        target = Target(head["seq"], head["id"], head["source"], head["key"], head.get("revision", 1), *size)
        finder.offer(head["key"], target)
    found: dict[str, Target] = {}
    missing: dict[str, str] = {}
    for name, one in finder.found().items():
        if isinstance(one, str):
            missing[name] = one
        else:
            found[name] = one
    return found, missing


def extend_ontology(
    call: Call, project: Project, drafts: Sequence[NewClass], *, extend: bool, dry_run: bool, table: Table
) -> Extended:
    """The project's ontology, with the drafts added where they may be; the project moves to that version.

    Raises:
        Invalid: An ontology cannot be like this (too many classes).
    """
    now = ontologies.newest(call.workspace, project.ontology, table=table).value
    wanted = extending(now, drafts) if extend else []
    added = tuple(one.add.name for one in wanted if isinstance(one, AddClass))
    if dry_run:
        return Extended(change(now, wanted, by=call.actor, at=call.now_ms), added)
    if wanted:

        def extended(found: Ontology) -> Ontology:
            return change(found, extending(found, drafts), by=call.actor, at=call.now_ms)

        now = ontologies.update(call, project.ontology, extended, table=table).value
    if projects.get(call.workspace, project.id, table=table).value.ontology_version < now.version:
        projects.update(call, project.id, {"ontology_version": now.version}, table=table)
    return Extended(now, added)

"""What label rows say of items, on the items' heads: the consumer that makes labels searchable."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from everloop.domain.annotations import MAIN
from everloop.domain.errors import EverloopError, NotFound
from everloop.domain.ids import ItemId, ProjectId
from everloop.domain.labels import LabelHead
from everloop.domain.principals import Call
from everloop.ports import Key, Table
from everloop.store import heads, label_versions, labels, ontologies, projects
from everloop.store.heads import ProjectUpdate

CONSUMER = "reflect-labels"
KINDS = frozenset({"label"})


def reflect(call: Call, places: Sequence[Key], *, table: Table) -> dict[Key, EverloopError]:
    """Bring the heads up to date with the label rows at ``places``, read again; what failed, by row.

    Branches other than main are hidden work and stay out. The projects' live objects are stale from now on.

    Raises:
        Transient: Some heads are changing too quickly.
    """
    distinct = list(dict.fromkeys(places))
    found = zip(distinct, labels.found_at(distinct, table=table), strict=True)
    main = {place: one for place, one in found if one and one.head["branch"] == MAIN}
    names: dict[str, dict[str, str]] = {}
    for project in sorted({one.head["project"] for one in main.values()}):
        label_versions.mark_changed(call.workspace, project, call.now_ms, cause=call.cause, table=table)
        names[project] = _class_names(call, project, table)
    updates = {
        place: ProjectUpdate(
            ItemId(one.head["item"]),
            ProjectId(one.head["project"]),
            _facts(one.head, names[one.head["project"]]),
            "row_version",
            one.version,
        )
        for place, one in main.items()
    }
    return heads.set_each(table, call.workspace, updates, cause=call.cause)


def _facts(head: LabelHead, names: dict[str, str]) -> dict[str, Any]:
    return {
        "state": str(head["state"]),
        "classes": sorted(names.get(class_id, class_id) for class_id in head["classes"]),
        "objects": head["objects"],
    }


def _class_names(call: Call, project: str, table: Table) -> dict[str, str]:
    try:
        found = projects.get(call.workspace, project, table=table).value
        ontology = ontologies.version(call.workspace, found.ontology, found.ontology_version, table=table)
    except NotFound:
        return {}
    return {one.id: one.name for one in ontology.classes}

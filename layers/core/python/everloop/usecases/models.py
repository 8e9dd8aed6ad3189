"""Models, and what they predicted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pyroaring import BitMap

from everloop.domain.access import WIDE, ProjectRole
from everloop.domain.errors import Conflict, NotFound
from everloop.domain.ids import ItemId, ProjectId, SetHash
from everloop.domain.pages import Page
from everloop.domain.predictions import Model, Prediction, PredictionSet, PredictionState, model_id
from everloop.domain.principals import Call
from everloop.ports import Index, Objects, Table
from everloop.store import access, jobs, keys, label_versions, rows, selecting, sets
from everloop.store import predictions as store
from everloop.store.columns import Columns


def name_model(call: Call, name: str, *, version: str = "1", trained_on: str | None = None, table: Table) -> Model:
    """Say that there is a model; the one of this name and version is given back where there is one.

    Args:
        trained_on: The label version it was trained on, if that is known; it can be said later, once.

    Raises:
        NotFound: No such label version.
        Conflict: It is known to be trained on something else.
    """
    if trained_on is not None:
        project = label_versions.get(call.workspace, trained_on, table=table).project
        access.require_project(call.principal, project, None, table=table)
    named = Model(
        id=model_id(call.workspace, name, version),
        name=name,
        version=version,
        trained_on=trained_on,
        created_by=call.actor,
        created_at=call.now_ms,
        schema=1,
    )
    return store.name_model(call, named, table=table)


def get(call: Call, model: str, *, table: Table) -> Model:
    """A model. Raises NotFound."""
    return store.model(call.workspace, model, table=table)


def listing(call: Call, *, limit: int = 100, cursor: str | None = None, table: Table) -> Page[Model]:
    """All models."""
    return store.models(call.workspace, limit=limit, cursor=cursor, table=table)


def prediction_set(call: Call, name: str, *, table: Table, objects: Objects, index: Index) -> PredictionSet:
    """A prediction set, with the numbers that the caller may know. Raises NotFound: none, or of a project not his to see."""
    mine = access.projects_of(call.principal, table=table)
    return _told(call, [_seen(call, name, table)], mine, table=table, objects=objects, index=index)[0]


def prediction_sets(
    call: Call,
    *,
    model: str | None = None,
    limit: int = 100,
    cursor: str | None = None,
    table: Table,
    objects: Objects,
    index: Index,
) -> Page[PredictionSet]:
    """The prediction sets that the caller may see, of one model or all, with the numbers that he may know. A page may be short
    before the end.
    """
    page = store.listing(call.workspace, limit=limit, cursor=cursor, table=table)
    mine = access.projects_of(call.principal, table=table)
    kept = [
        one for one in page.items if model in (None, one.model) and (one.project is None or mine is None or one.project in mine)
    ]
    return Page(_told(call, _as_their_jobs(call, kept, table), mine, table=table, objects=objects, index=index), page.cursor)


def _seen(call: Call, name: str, table: Table) -> PredictionSet:
    found = store.get(call.workspace, name, table=table)
    if found.project is not None and not access.project_roles(call.principal, found.project, table=table):
        raise NotFound("There is no such prediction set.", prediction_set=name)
    return _as_their_jobs(call, [found], table)[0]


def _told(
    call: Call,
    found: Sequence[PredictionSet],
    mine: Mapping[ProjectId, frozenset[ProjectRole]] | None,
    *,
    table: Table,
    objects: Objects,
    index: Index,
) -> list[PredictionSet]:
    """Sets without what their numbers say of items outside the caller's scope: whole for admins, and for who sees all items of
    their project.
    """
    return [
        one
        if mine is None or mine.get(ProjectId(one.project or ""), frozenset()) & WIDE
        else _in_scope(call, one, table=table, objects=objects, index=index)
        for one in found
    ]


def _in_scope(call: Call, one: PredictionSet, *, table: Table, objects: Objects, index: Index) -> PredictionSet:
    on = sets.load(objects, call.workspace, SetHash(one.run_on)) if one.run_on else BitMap()
    hidden = dict.fromkeys(("predictions", "unmapped", "found_nothing"))
    classes = tuple(kind.model_copy(update={"predictions": None}) for kind in one.classes)
    seen = len(selecting.within(call, on, table=table, index=index))
    return one.model_copy(update={**hidden, "classes": classes, "items": seen})


def _as_their_jobs(call: Call, found: Sequence[PredictionSet], table: Table) -> list[PredictionSet]:
    """Sets that are not ready are failed where their jobs are."""
    wrecks = jobs.wrecks(call.workspace, [one.job for one in found if one.state is PredictionState.REQUESTED], table=table)
    failed = {"state": PredictionState.FAILED}
    return [one.model_copy(update={**failed, "reason": wrecks[one.job]}) if one.job in wrecks else one for one in found]


def of_item(call: Call, name: str, item: str, *, table: Table, columns: Columns) -> list[Prediction]:
    """What a prediction set says of one item, surest first.

    Raises:
        NotFound: No such prediction set or item.
        Conflict: The prediction set is not ready.
    """
    found = _seen(call, name, table)
    if "predictions" not in found.tables:
        raise Conflict(found.reason or "This prediction set is not ready; its job says how far it is.", job=found.job)
    row = table.get(keys.head(call.workspace, ItemId(item)))
    if row is None:
        raise NotFound("There is no such item.", item=item)
    said = store.read(found, seqs=BitMap([rows.body(row)["seq"]]), columns=columns)
    return sorted(said, key=lambda one: (-one.confidence, one.row))

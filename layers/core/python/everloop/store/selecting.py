"""From a filter as it is written to a selection that the Index answers: the scope, the fields, and every set with its members.

The one place where a caller's filter is bound (decision 18): all use cases that choose items come through here.
"""

from __future__ import annotations

from collections.abc import Iterable

from pyroaring import BitMap

from everloop.domain.errors import Invalid, NotFound
from everloop.domain.evaluations import Evaluation
from everloop.domain.fields import Field, resolve
from everloop.domain.filters import And, AnyRow, Filter, In, InSet, Not, Or, bind, fields_of
from everloop.domain.ids import SetHash, WorkspaceId
from everloop.domain.label_versions import project_of
from everloop.domain.predictions import PredictionSet
from everloop.domain.principals import Call, Scope
from everloop.ports import Index, Objects, Selection, Table
from everloop.store import access, keys, label_versions, metadata, rows, sets
from everloop.store.columns import Columns


def bound(
    call: Call, node: Filter, *, table: Table, objects: Objects, columns: Columns, names: Iterable[str] = ()
) -> Selection:
    """The selection of the items in the caller's scope that pass ``node``.

    ``in folder`` means the folders and all below them; ``set`` gets its members; ``object``, ``prediction`` and ``match`` are
    scanned in their columns and become sets. Objects of a project are those of its newest whole label version; where that is
    stale, a job is asked for that cuts the next one.

    Args:
        names: More fields to resolve (of a sort, a facet); they are in ``fields`` too.

    Raises:
        Invalid: No such field or column, or a column table that is not there yet.
        NotFound: No such set, version, prediction set or evaluation, or not the caller's to see.
    """
    resolved = fields(call, {*fields_of(node), *names}, table=table)

    def leaf(one: InSet | AnyRow | In) -> Filter:
        if isinstance(one, InSet):
            return InSet(one.hash, sets.raw(objects, call.workspace, SetHash(one.hash)))
        if isinstance(one, AnyRow):
            return _rows(call, one, table=table, columns=columns)
        if one.field == "folder":
            wanted = frozenset(str(value) for value in one.values)
            return In("folder", tuple(sorted(wanted | access.below(call.workspace, wanted, table=table))))
        return one

    return Selection(access.scope(call.principal, table=table), bind(node, leaf), resolved)


def as_of(call: Call, node: Filter, *, table: Table) -> int:
    """How old the oldest knowledge is that an answer to ``node`` is made from, UTC epoch ms: now, or the time at which the
    newest objects of a project that it names were cut.
    """
    match node:
        case And(of) | Or(of):
            return min((as_of(call, part, table=table) for part in of), default=call.now_ms)
        case Not(of):
            return as_of(call, of, table=table)
        case AnyRow("object", "project", project):
            live = label_versions.live(call.workspace, project, table=table)
            return min(call.now_ms, live.as_of or call.now_ms) if live.stale else call.now_ms
        case _:
            return call.now_ms


def members(call: Call, node: Filter, *, table: Table, index: Index, objects: Objects, columns: Columns) -> BitMap:
    """The seqs of the items in the caller's scope that pass a filter. Raises as ``bound``."""
    return BitMap(index.seqs(bound(call, node, table=table, objects=objects, columns=columns)))


def within(call: Call, seqs: BitMap, *, table: Table, index: Index) -> BitMap:
    """Those of some items that the caller sees."""
    scope = access.scope(call.principal, table=table)
    if scope.keys is None:
        return seqs
    return BitMap(index.seqs(Selection(scope, InSet("", seqs.serialize()))))


def everything(workspace: WorkspaceId) -> Selection:
    """All items of a workspace: for the system itself."""
    return Selection(Scope(workspace))


def fields(call: Call, names: Iterable[str], *, table: Table) -> dict[str, Field]:
    """Fields by name, with the workspace's metadata and what the caller's projects and prediction sets say.

    Raises:
        Invalid: There is no such field.
        NotFound: A field of a project or prediction set that is not the caller's to see.
    """
    wanted = sorted(set(names))
    known = metadata.kinds(table, call.workspace) if any(name.startswith("meta.") for name in wanted) else {}
    found = {name: resolve(name, known) for name in wanted}
    for family, owner in sorted(
        {(name.split(".")[0], field.fact.split("|")[0]) for name, field in found.items() if field.fact}
    ):
        if family == "project":
            access.require_project(call.principal, owner, None, table=table)
        else:
            _prediction_set(call, owner, table)
    return found


def _rows(call: Call, node: AnyRow, *, table: Table, columns: Columns) -> InSet:
    path = _table_path(call, node, table)
    found = columns.members(columns.table(path), node.where) if path else BitMap()
    return InSet("", found.serialize())


def _table_path(call: Call, node: AnyRow, table: Table) -> str | None:
    """Where the node's column table is; None where there is nothing yet (a project without a label version)."""
    if node.table == "prediction":
        return _ready(_prediction_set(call, node.owner, table).tables.get("predictions"), "prediction set")
    if node.table == "match":
        place = keys.entry("evaluation", call.workspace, node.owner)
        evaluation = rows.get(table, place, Evaluation, "evaluation").value
        access.require_project(call.principal, evaluation.project, None, table=table)
        return _ready(evaluation.tables.get("matches"), "evaluation")
    if node.owner_kind == "version":
        project = project_of(node.owner)
        access.require_project(call.principal, project, None, table=table)
        version = label_versions.get(call.workspace, node.owner, table=table)
        return _ready(version.tables.get("objects"), "label version")
    access.require_project(call.principal, node.owner, None, table=table)
    newest = label_versions.refreshed(call.workspace, node.owner, now=call, table=table).version
    return newest.tables.get("objects") if newest else None


def _prediction_set(call: Call, name: str, table: Table) -> PredictionSet:
    found = rows.find(table, keys.entry("prediction-set", call.workspace, name), PredictionSet)
    if found is None:
        raise NotFound("There is no such prediction set.", prediction_set=name)
    if found.value.project:
        access.require_project(call.principal, found.value.project, None, table=table)
    return found.value


def _ready(path: str | None, what: str) -> str:
    if path is None:
        raise Invalid(f"The {what} is not ready yet; wait for its job.")
    return path

"""Jobs by kind, and the one door through which shards are run: by the laptop's pool, a function, and SageMaker."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import partial

from everloop.domain import transfers
from everloop.domain.errors import EverloopError
from everloop.domain.ids import WorkspaceId
from everloop.domain.jobs import ShardState
from everloop.domain.limits import PLANNED_SHARD_S
from everloop.domain.principals import SYSTEM, Call, Principal
from everloop.domain.vectors import SPACES
from everloop.entry.clock import now, now_ms
from everloop.house import House
from everloop.store import label_versions as label_version_rows
from everloop.store import projects as project_rows
from everloop.usecases import (
    embed,
    enrich,
    index,
    jobs,
    label_versions,
    leases,
    metadata_jobs,
    prelabel,
    reflect_labels,
    reflect_tasks,
    register,
    task_jobs,
    unfinished_uploads,
)
from everloop.usecases.curate import grouping, mapping
from everloop.usecases.evaluate import job as evaluate
from everloop.usecases.exports import job as export
from everloop.usecases.imports import labels, predictions
from everloop.usecases.jobs import JobKind

FAULT_CHARS = 500


def kinds(house: House) -> Mapping[str, JobKind]:
    """Every kind of job, bound to a house's ports. One line each; the functions are the use cases'."""
    return {
        evaluate.KIND: evaluate.evaluating(table=house.table, objects=house.objects, columns=house.columns),
        prelabel.KIND: prelabel.offering(table=house.table, objects=house.objects, columns=house.columns),
        task_jobs.SYNC: task_jobs.syncing(table=house.table, objects=house.objects, index=house.index),
        task_jobs.SEND_BACK: task_jobs.sending_back(table=house.table, objects=house.objects),
        embed.KIND: embed.embedding(
            table=house.table,
            objects=house.objects,
            open_source=house.open_source,
            index=house.index,
            encoder=house.encoder,
        ),
        register.KIND: register.registering(
            table=house.table, objects=house.objects, open_source=house.open_source, index=house.index
        ),
        metadata_jobs.KIND: metadata_jobs.setting(table=house.table, objects=house.objects, index=house.index),
        transfers.IMPORT_LABELS: labels.importing(
            table=house.table, objects=house.objects, columns=house.columns, index=house.index
        ),
        transfers.IMPORT_PREDICTIONS: predictions.importing(
            table=house.table, objects=house.objects, columns=house.columns, index=house.index
        ),
        transfers.EXPORT: export.exporting(table=house.table, objects=house.objects, columns=house.columns),
        grouping.KIND: grouping.grouping(table=house.table, index=house.index),
        mapping.FIT: mapping.fitting(table=house.table, objects=house.objects, columns=house.columns),
        mapping.PLACE: mapping.placing(table=house.table, objects=house.objects, columns=house.columns),
        index.REINDEX: index.reindexing(
            house.bus.publish,
            due={"enrich": enrich.due, "embed": partial(embed.due, spaces=[one.name for one in SPACES.values()])},
            of_tasks=reflect_tasks.CONSUMER,
            of_labels=reflect_labels.CONSUMER,
            table=house.table,
            index=house.index,
        ),
        label_version_rows.KIND: label_versions.cutting(table=house.table, objects=house.objects, columns=house.columns),
        unfinished_uploads.KIND: unfinished_uploads.finishing(table=house.table, objects=house.objects),
        project_rows.RENAME: reflect_labels.renaming(table=house.table, objects=house.objects, index=house.index),
        label_versions.RESTORE: label_versions.restoring(table=house.table, columns=house.columns),
    }


def system_call(workspace: WorkspaceId, request: str) -> Call:
    """A call by the system itself; ``request`` names what it is about, so that repeating it repeats its ids."""
    return Call(principal=Principal(workspace, SYSTEM), now=now(), request=request)


def run_shard(
    house: House, workspace: WorkspaceId, job: str, number: int, *, planned_s: float = PLANNED_SHARD_S
) -> ShardState | None:
    """Run one shard, if nobody else does. Still open: it has had its time, and goes on when it is started again.

    Raises:
        Transient: Start it again later.
    """
    call = system_call(workspace, f"{job}/{number}")
    try:
        return jobs.run_shard(call, job, number, kinds(house), planned_s=planned_s, now_ms=now_ms, table=house.table)
    finally:
        fault = sys.exception()
        if isinstance(fault, Exception) and not isinstance(fault, EverloopError):  # ours: the job says it, and not "killed"
            leases.give_up(call, job, number, fault=f"{type(fault).__name__}: {fault}"[:FAULT_CHARS], table=house.table)


def advance(house: House, workspace: WorkspaceId, job: str) -> None:
    """Do what is due for a job."""
    jobs.advance(system_call(workspace, job), job, kinds(house), table=house.table, runner=house.runner)

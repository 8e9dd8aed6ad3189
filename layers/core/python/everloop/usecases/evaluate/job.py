"""The job of an evaluation: choose the items, compare them shard by shard, put the evidence together and tell what it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from pyroaring import BitMap

from everloop.domain import evaluation_numbers as numbers
from everloop.domain.columns import SHARD_BITS, ColumnShard, ColumnTable
from everloop.domain.errors import Invalid
from everloop.domain.evaluations import Evaluation, EvaluationReport, EvaluationState, IouKind, OperatingPoint
from everloop.domain.ids import SetHash
from everloop.domain.jobs import Finish, Job, JobKind, Progress, Shard, ShardPlan, summed
from everloop.domain.label_versions import Contents
from everloop.domain.principals import Call
from everloop.ports import Objects, Table
from everloop.store import evaluations as store
from everloop.store import evidence, label_cutting, sets
from everloop.store.columns import Columns, shard_of
from everloop.usecases.evaluate import telling
from everloop.usecases.evaluate.comparing import Inputs, compare
from everloop.usecases.evaluate.pinning import Pinned, image_ids, pinned

KIND = "evaluate"
BOXES_AT_ONCE, MASKS_AT_ONCE = 2_048, 256
"""Items compared between two signs of life."""
PLANNED = frozenset({"items", "unlabelled", "not_run", "other_revision", "seen_in_training", "size_unknown"})
"""The counts that the plan knows; the shards bring the others."""
HEAVY_ROWS, HEAVY_BYTES = 1_000_000, 100_000_000
"""Predictions of one shard, and their bytes as stored: more than a function holds."""


def evaluating(*, table: Table, objects: Objects, columns: Columns) -> JobKind:
    """The kind of job, bound to its ports."""
    return JobKind(
        plan=partial(plan, table=table, objects=objects, columns=columns),
        run=partial(run, table=table, objects=objects, columns=columns),
        finish=partial(finish, table=table, objects=objects, columns=columns),
    )


def plan(job: Job, call: Call, *, table: Table, objects: Objects, columns: Columns) -> list[ShardPlan]:
    """Choose the items and the classes, write them on the evaluation, and make a shard of each shard of columns.

    Raises:
        Invalid: No item is both labelled and run on, or a segm evaluation without masks.
    """
    evaluation = store.get(call.workspace, job.spec["evaluation"], table=table).value
    if job.spec.get("cut"):
        version, project = evaluation.label_version, evaluation.project
        label_cutting.cut(call, version, project, Contents(), table=table, objects=objects, columns=columns)
    given = pinned(call.workspace, evaluation, table=table, columns=columns)
    members, counts = given.items(columns)
    if evaluation.within is not None:
        members &= sets.load(objects, call.workspace, SetHash(evaluation.within))
    if not members:
        raise Invalid("The model was run on no item that is labelled in this version; there is nothing to compare.")
    if evaluation.iou_kind is IouKind.SEGM:
        if not given.has_masks(columns, members):
            raise Invalid("A segm evaluation needs masks on both sides; these labels or these predictions have boxes only.")
        sized = given.sized(columns, members)
        counts["size_unknown"] = len(members) - len(sized)
        members = sized
    counts |= {"items": len(members), "seen_in_training": given.seen_in_training(columns, members)}
    store.update(
        call,
        evaluation.id,
        {
            "items": len(members),
            "members": sets.save(objects, call.workspace, members),
            "classes": tuple(given.classes()),
            "counts": counts,
            "warnings": tuple(_warnings(given, counts)),
        },
        table=table,
    )
    numbers_of = sorted({shard_of(seq) for seq in members})
    large = {one.number for one in given.predictions.shards if one.rows > HEAVY_ROWS or one.size_bytes > HEAVY_BYTES}
    return [
        ShardPlan(input={"number": number}, size=len(_of_shard(members, number)), heavy=number in large)
        for number in numbers_of
    ]


def run(
    job: Job, shard: Shard, call: Call, progress: Progress, *, table: Table, objects: Objects, columns: Columns
) -> dict[str, Any]:
    """Compare the items of one shard; the output names its column files."""
    evaluation = store.get(call.workspace, job.spec["evaluation"], table=table).value
    given = pinned(call.workspace, evaluation, table=table, columns=columns)
    number = int(shard.input["number"])
    members = _of_shard(sets.load(objects, call.workspace, SetHash(evaluation.members or "")), number)
    request = f"{job.id}/{number}"
    images = image_ids(call, given, members, request=request, table=table, objects=objects, columns=columns)
    inputs = Inputs(
        objects=given.objects,
        predictions=given.predictions,
        labels=given.labels,
        classes=evaluation.classes,
        truth_classes={one.class_id: at for at, one in enumerate(evaluation.classes)},
        predicted_classes=given.predicted_classes(evaluation.classes),
        masks=evaluation.iou_kind is IouKind.SEGM,
    )
    parts, counts = [], []
    at_once = MASKS_AT_ONCE if inputs.masks else BOXES_AT_ONCE
    seqs = members.to_array()
    for start in range(0, len(seqs), at_once):
        chunk = seqs[start : start + at_once]
        named, counted = compare(columns, inputs, members=BitMap(chunk), images=images)
        parts.append(named)
        counts.append(counted)
        progress(start + len(chunk), summed(counts))
    written = evidence.write(columns, call.workspace, number, evidence.joined(parts))
    return {"tables": {name: one.model_dump(mode="json") for name, one in written.items()}, "counts": summed(counts)}


def finish(job: Job, shards: Sequence[Shard], call: Call, *, table: Table, objects: Objects, columns: Columns) -> Finish:
    """Put the shards together, find the operating point, write the outcomes and the report."""
    evaluation = store.get(call.workspace, job.spec["evaluation"], table=table).value
    outputs = [shard.output or {} for shard in shards]
    tables = {name: _table(name, [output["tables"] for output in outputs]) for name in evidence.TABLES}
    point, report = _told(job, evaluation, evidence.read(columns, tables))
    outcomes = Counter[str]()
    members = sets.load(objects, call.workspace, SetHash(evaluation.members or ""))
    files: list[ColumnShard] = []
    for number in sorted({shard_of(seq) for seq in members}):
        rows = telling.pieces(columns, tables, evaluation.classes, point, members=_of_shard(members, number), counted=outcomes)
        if written := columns.write_pieces(call.workspace, "matches", number, rows):
            files.append(written)
    tables["matches"] = ColumnTable(name="matches", shards=tuple(files), schema=1)
    planned = {name: value for name, value in evaluation.counts.items() if name in PLANNED}
    counted = summed([planned, *(output["counts"] for output in outputs)])
    counted |= dict.fromkeys(("tp", "fp", "fn", "ignored"), 0) | outcomes
    store.update(
        call,
        evaluation.id,
        {
            "state": EvaluationState.READY,
            "operating_point": point,
            "statistics": report.table.statistics,
            "counts": counted,
            "warnings": tuple(dict.fromkeys((*evaluation.warnings, *_boxed(evaluation, counted)))),
            "tables": {name: columns.save(call.workspace, one) for name, one in tables.items()},
            "report": store.save_report(objects, call.workspace, report),
        },
        table=table,
    )
    return Finish(result={"evaluation": evaluation.id, "statistics": report.table.statistics})


def _told(job: Job, evaluation: Evaluation, whole: evidence.Named) -> tuple[OperatingPoint, EvaluationReport]:
    given = job.spec.get("operating_point")
    point = OperatingPoint.model_validate(given) if given else numbers.operating_point(whole.evidence)
    return point, telling.report(evaluation, whole, point)


def _of_shard(members: BitMap, number: int) -> BitMap:
    low, high = number << SHARD_BITS, (number + 1) << SHARD_BITS
    return members & BitMap(range(low, high))


def _table(name: str, outputs: Sequence[Mapping[str, Any]]) -> ColumnTable:
    files = [ColumnShard.model_validate(output[name]) for output in outputs if name in output]
    return ColumnTable(name=name, shards=tuple(sorted(files, key=lambda one: one.number)), schema=1)


def _warnings(given: Pinned, counts: Mapping[str, int]) -> list[str]:
    said = []
    if given.training is None:
        said.append("What the model was trained on is not known: some of these items may be among it.")
    elif counts["seen_in_training"]:
        said.append(f"The model was trained on {counts['seen_in_training']:,} of these {counts['items']:,} items.")
    if counts["other_revision"]:
        said.append(f"{counts['other_revision']:,} items are left out: their pictures changed between the run and the labels.")
    if unknown := counts.get("size_unknown"):
        said.append(
            f"{unknown:,} items are left out: the size of the labelled picture is not known, so outlines cannot be filled."
        )
    return said


def _boxed(evaluation: Evaluation, counts: Mapping[str, int]) -> list[str]:
    boxed = counts.get("boxes_as_masks", 0)
    if evaluation.iou_kind is IouKind.SEGM and boxed:
        return [f"{boxed:,} objects or predictions have only a box; it stands in for their mask."]
    return []

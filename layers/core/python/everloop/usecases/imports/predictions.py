"""The job that imports COCO results as a prediction set: columns by seq, the run's manifest, and facts on every item's head."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
import numpy as np
import orjson
from numpy.typing import NDArray
from pyroaring import BitMap

from everloop.domain import masks, shapes
from everloop.domain.columns import ColumnTable
from everloop.domain.errors import Invalid
from everloop.domain.formats.coco import reading, results
from everloop.domain.formats.coco.reading import Id, Problem
from everloop.domain.ids import SetHash
from everloop.domain.items import PredictionFacts
from everloop.domain.jobs import Finish, Job, JobKind, Progress, Shard, ShardPlan
from everloop.domain.predictions import MappedClass, PredictionState, RunOn
from everloop.domain.principals import Call
from everloop.domain.transfers import PredictionImport
from everloop.ports import Index, Objects, Table
from everloop.store import files, predicted, predictions, sets, settling
from everloop.store.columns import Columns
from everloop.store.reports import Report
from everloop.usecases.imports.lookup import Lookup, candidates, lookup
from everloop.usecases.imports.targets import Target

HEAVY_BYTES = 100_000_000
STEP = 5_000
SAMPLE = 200


@dataclass(slots=True)
class _Seen:
    """What was read so far: by item what the set says of it, by category how many predictions."""

    facts: dict[str, PredictionFacts] = field(default_factory=dict)
    categories: Counter[Id] = field(default_factory=Counter)
    predictions: int = 0


def importing(*, table: Table, objects: Objects, columns: Columns, index: Index) -> JobKind:
    """The job. Counts: predictions, unmapped, items, found_nothing, images_unknown, errors."""

    def plan(job: Job, call: Call) -> Sequence[ShardPlan]:
        asked = _asked(job)
        size = files.size(objects, call.workspace, asked.upload)
        among = candidates(job, call, asked, table=table, objects=objects, index=index)
        return [ShardPlan(input={"among": sets.save(objects, call.workspace, among)}, size=1, heavy=size > HEAVY_BYTES)]

    def run(job: Job, shard: Shard, call: Call, progress: Progress) -> dict[str, Any]:
        asked = _asked(job)
        among = sets.load(objects, call.workspace, SetHash(shard.input["among"]))
        with Report(call.workspace, job.id) as report, files.opened(objects, call.workspace, asked.upload) as data:
            found = lookup(call, asked, among, report, table=table, objects=objects, columns=columns)
            raws = results.read(data)
            output = _import(job, asked, raws, found, report, call, progress, table, objects, columns)
            return output | {"errors": report.saved(objects)}

    def finish(job: Job, shards: Sequence[Shard], call: Call) -> Finish:
        (output,) = [shard.output or {} for shard in shards]
        if not _asked(job).dry_run:
            changes = {**output["set"], "classes": tuple(MappedClass.model_validate(one) for one in output["set"]["classes"])}
            predictions.update(call, job.spec["set"], {**changes, "state": PredictionState.READY}, table=table)
        result = {"prediction_set": job.spec["set"], "dry_run": _asked(job).dry_run, "sample": output["sample"]}
        return Finish(result, errors=output["errors"], settle=bool(output["sample"]))

    def settled(job: Job, call: Call) -> bool:
        sample = (job.result or {}).get("sample", [])
        return settling.late(job, call) or settling.indexed(call.workspace, sample, table=table, index=index)

    return JobKind(plan, run, finish, settled)


def _import(
    job: Job,
    asked: PredictionImport,
    raws: list[msgspec.Raw],
    found: Lookup,
    report: Report,
    call: Call,
    progress: Progress,
    table: Table,
    objects: Objects,
    columns: Columns,
) -> dict[str, Any]:
    order, unknown = _in_order(raws, found)
    run_on = _run_on(asked, found, report)
    for row, image_id in unknown:
        report.add(f"The ledger has no image {image_id!r}, or no item for it.", where="results", row=row)
    seen = _Seen()
    rows = _rows(raws, order, found, seen, report, progress)
    if asked.dry_run:
        deque(rows, maxlen=0)
        written = ColumnTable(name="predictions", schema=1)
    else:
        written = columns.write(call.workspace, "predictions", rows, order='seq, "row"')
    targets = {target.id: target for target in found.images.values() if target.id in seen.facts}
    if asked.run_on is RunOn.LEDGER or asked.images is not None:
        targets |= run_on
    counts = {
        "predictions": seen.predictions,
        "unmapped": sum(number for key, number in seen.categories.items() if _class(found, key).class_id is None),
        "items": len(targets),
        "found_nothing": len(targets) - len(seen.facts),
        "images_unknown": len(unknown),
        "errors": report.errors,
    }
    if asked.dry_run:
        progress(1, counts)
        return {"set": {}, "sample": []}
    ordered = sorted(targets.values())
    manifest = ({"seq": one.seq, "item_id": one.id, "item_revision": one.revision, "part": 0} for one in ordered)
    runs = columns.write(call.workspace, "runs", manifest)
    told = [one for one in _tell(job, ordered, seen, call, table) if one.version is not None]
    if len(told) < len(ordered):
        counts["not_searchable"] = len(ordered) - len(told)
    progress(1, counts)
    made = {
        "run_on": sets.save(objects, call.workspace, BitMap(one.seq for one in ordered)),
        **{key: counts[key] for key in ("items", "found_nothing", "predictions", "unmapped")},
        "classes": [
            _class(found, key).model_copy(update={"predictions": number}).model_dump(mode="json")
            for key, number in sorted(seen.categories.items(), key=lambda pair: str(pair[0]))
        ],
        "tables": {"predictions": columns.save(call.workspace, written), "runs": columns.save(call.workspace, runs)},
    }
    return {"set": made, "sample": [one.item for one in told[:: max(1, len(told) // SAMPLE)]][-SAMPLE:]}


def _in_order(raws: list[msgspec.Raw], found: Lookup) -> tuple[NDArray[np.int64], list[tuple[int, Id | None]]]:
    """The rows whose item is known, by seq and row; and (row, image id) of the others."""
    seqs = np.full(len(raws), -1, np.int64)
    unknown: list[tuple[int, Id | None]] = []
    for row, image_id in enumerate(reading.image_ids(raws)):
        target = found.images.get(image_id) if image_id is not None else None
        if target is not None:
            seqs[row] = target.seq
        else:
            unknown.append((row, image_id))
    order = np.argsort(seqs, kind="stable")
    return order[np.searchsorted(seqs[order], 0) :], unknown


def _run_on(asked: PredictionImport, found: Lookup, report: Report) -> dict[str, Target]:
    """The items that the model was run on, by the ledger or the list that was given."""
    if asked.images is None:
        return {target.id: target for target in found.images.values()}
    run: dict[str, Target] = {}
    for named in asked.images:
        target = found.names.get(named) if isinstance(named, str) else None
        target = target or found.images.get(named)
        if target is None:
            report.add(f"The model was run on {named!r}, which the ledger does not have.", where="images")
        else:
            run[target.id] = target
    return run


def _rows(
    raws: list[msgspec.Raw], order: NDArray[np.int64], found: Lookup, seen: _Seen, report: Report, progress: Progress
) -> Iterator[Mapping[str, Any]]:
    problems: list[Problem] = []
    for done, one in enumerate(results.rows(raws, problems, wanted=order.tolist())):
        if done % STEP == 0:
            progress(0)
            _report(problems, report)
        target = found.images[one.image_id]
        try:
            row = _row(one, target, _class(found, one.category_id))
        except Invalid as error:
            problems.append(Problem("results", one.row, error.message))
            continue
        _count(seen, target.id, row["class"], one.confidence)
        seen.categories[one.category_id] += 1
        seen.predictions += 1
        yield row
    _report(problems, report)


def _report(problems: list[Problem], report: Report) -> None:
    for one in problems:
        report.add(one.reason, where=one.where, row=one.row)
    problems.clear()


def _row(one: results.Result, target: Target, of: MappedClass) -> dict[str, Any]:
    """A row of ``PREDICTIONS``; an area stands only where pycocotools would take the mask's (there is no box)."""
    mask = _mask(one.shapes, target)
    if mask is not None and target.width and (mask.height, mask.width) != (target.height, target.width):
        size = f"{mask.width} × {mask.height}"
        raise Invalid(f"Its mask is {size}, but the image {target.width} × {target.height}.")
    drawn = one.shapes.get("box")
    x, y, w, h = drawn if drawn is not None else shapes.box_of(one.shapes) if mask is None else masks.box(mask)
    return {
        "seq": target.seq,
        "item_id": target.id,
        "part": 0,
        "row": one.row,
        "class_id": of.class_id,
        "class": of.name,
        "category_id": one.category_id if isinstance(one.category_id, int) else None,
        "confidence": one.confidence,
        "x": x,
        "y": y,
        "w": w,
        "h": h,
        "area": masks.area(mask) if mask is not None and drawn is None else None,
        "mask": _told(mask),
    }


def _mask(drawn: Mapping[str, Any], target: Target) -> masks.Rle | None:
    if "polygon" in drawn and "mask" not in drawn:
        if not target.width or not target.height:
            raise Invalid("Its outline cannot be filled: the size of the image is not known.")
        return shapes.mask_of(drawn, height=target.height, width=target.width)
    return shapes.rle_of(drawn["mask"]) if "mask" in drawn else None


def _told(mask: masks.Rle | None) -> str | None:
    return None if mask is None else orjson.dumps({"size": [mask.height, mask.width], "counts": mask.counts}).decode()


def _class(found: Lookup, category_id: Id) -> MappedClass:
    known = found.categories.get(category_id)
    return known or MappedClass(category_id=category_id, name=f"category {category_id}")


def _count(seen: _Seen, item: str, name: str, confidence: float) -> None:
    facts = seen.facts.get(item)
    if facts is None:
        seen.facts[item] = PredictionFacts(count=1, max=confidence, mean=confidence, least=confidence, classes=[name])
        return
    facts["count"] += 1
    facts["max"], facts["least"] = max(facts["max"], confidence), min(facts["least"], confidence)
    facts["mean"] += (confidence - facts["mean"]) / facts["count"]
    if name not in facts["classes"]:
        facts["classes"].append(name)


def _tell(job: Job, ordered: Sequence[Target], seen: _Seen, call: Call, table: Table) -> Iterator[predicted.Told]:
    nothing = PredictionFacts(count=0)
    said = ((one.id, seen.facts.get(one.id, nothing)) for one in ordered)
    return predicted.set_facts(call.workspace, job.spec["set"], said, cause=call.cause, table=table)


def _asked(job: Job) -> PredictionImport:
    named = PredictionImport.model_fields
    return PredictionImport.model_validate({key: value for key, value in job.spec.items() if key in named})

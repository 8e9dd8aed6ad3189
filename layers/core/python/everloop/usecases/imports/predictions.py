"""The job that imports COCO results as a prediction set: columns by seq, the run's manifest, and facts on every item's head.

One shard reads the whole file, in several goes where it is long: a column shard after the other, then what each says of its
items, so that a job that is cancelled or fails while it reads has told nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pyroaring import BitMap

from everloop.domain.columns import ColumnTable
from everloop.domain.ids import SetHash
from everloop.domain.items import PredictionFacts
from everloop.domain.jobs import Finish, Job, JobKind, Progress, Shard, ShardPlan
from everloop.domain.predictions import MappedClass, PredictionState, RunOn
from everloop.domain.principals import Call
from everloop.domain.transfers import PredictionImport
from everloop.ports import Index, Objects, Table
from everloop.store import files, predicted, predictions, sets, settling
from everloop.store.columns import Columns, shard_of
from everloop.store.reports import Report
from everloop.usecases.imports import results as reading
from everloop.usecases.imports.lookup import Lookup, candidates, lookup
from everloop.usecases.imports.result_columns import Classes
from everloop.usecases.imports.results import READ_PERCENT, Session
from everloop.usecases.imports.targets import Target

HEAVY_BYTES = 100_000_000
TOLD_AT_ONCE = 1_000
SAMPLE = 200


def importing(*, table: Table, objects: Objects, columns: Columns, index: Index) -> JobKind:
    """The job. Counts: predictions, unmapped, items, found_nothing, images_unknown, errors."""

    def plan(job: Job, call: Call) -> Sequence[ShardPlan]:
        asked = _asked(job)
        size = files.size(objects, call.workspace, asked.upload)
        among = candidates(job, call, asked, table=table, objects=objects, index=index)
        return [ShardPlan(input={"among": sets.save(objects, call.workspace, among)}, size=100, heavy=size > HEAVY_BYTES)]

    def run(job: Job, shard: Shard, call: Call, progress: Progress) -> dict[str, Any]:
        asked = _asked(job)
        among = sets.load(objects, call.workspace, SetHash(shard.input["among"]))
        kept = (shard.kept or {}).get("report")
        with Report(call.workspace, job.id, kept) as report, files.opened(objects, call.workspace, asked.upload) as data:
            report.muted = shard.kept is not None
            found = lookup(call, asked, among, report, table=table, objects=objects, columns=columns)
            session = Session(job, shard, call, asked, report, progress, table, objects, columns)
            output = _import(session, data, found)
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


def _import(session: Session, data: memoryview, found: Lookup) -> dict[str, Any]:
    asked, call, columns = session.asked, session.call, session.columns
    run_on = _run_on(asked, found, session.report)
    session.resume()
    unknown = reading.read(session, data, found.images, Classes(found.categories))
    there = BitMap(seq for number in session.facts for seq in session.facts_of(number))
    targets = {target.id: target for target in found.images.values() if target.seq in there}
    if asked.run_on is RunOn.LEDGER or asked.images is not None:
        targets |= run_on
    ordered = sorted(targets.values())
    counts = {
        "predictions": session.categories.total(),
        "unmapped": sum(count for key, count in session.categories.items() if found.of(key).class_id is None),
        "items": len(ordered),
        "found_nothing": len(ordered) - len(there),
        "images_unknown": unknown,
        "errors": session.report.errors,
    }
    if asked.dry_run:
        session.progress(100, counts)
        return {"set": {}, "sample": []}
    written = ColumnTable(name="predictions", shards=tuple(session.shards), schema=1)
    manifest = ({"seq": one.seq, "item_id": one.id, "item_revision": one.revision, "part": 0} for one in ordered)
    runs = columns.write(call.workspace, "runs", manifest)
    _tell(session, ordered)
    if session.not_searchable:
        counts["not_searchable"] = session.not_searchable
    session.progress(100, counts)
    made = {
        "run_on": sets.save(session.objects, call.workspace, BitMap(one.seq for one in ordered)),
        **{key: counts[key] for key in ("items", "found_nothing", "predictions", "unmapped")},
        "classes": [
            found.of(key).model_copy(update={"predictions": number}).model_dump(mode="json")
            for key, number in sorted(session.categories.items(), key=lambda pair: str(pair[0]))
        ],
        "tables": {"predictions": columns.save(call.workspace, written), "runs": columns.save(call.workspace, runs)},
    }
    return {"set": made, "sample": session.sample[-SAMPLE:]}


def _tell(session: Session, ordered: Sequence[Target]) -> None:
    """Write on each item's head what the set says of it."""
    call, nothing = session.call, PredictionFacts(count=0)
    step = max(1, len(ordered) // SAMPLE)
    facts: Mapping[int, PredictionFacts] = {}
    number = -1
    left = [one for one in ordered if one.seq > session.last]
    for start in range(0, len(left), TOLD_AT_ONCE):
        said = []
        for one in left[start : start + TOLD_AT_ONCE]:
            if shard_of(one.seq) != number:
                number = shard_of(one.seq)
                facts = session.facts_of(number)
            said.append((one.id, facts.get(one.seq, nothing)))
        for told in predicted.set_facts(call.workspace, session.job.spec["set"], said, cause=call.cause, table=session.table):
            session.told += 1
            if told.version is None:
                session.not_searchable += 1
            elif session.told % step == 0:
                session.sample.append(told.item)
        session.last = one.seq
        session.moved(READ_PERCENT + (100 - READ_PERCENT) * min(1, session.told / len(ordered)))


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


def _asked(job: Job) -> PredictionImport:
    named = PredictionImport.model_fields
    return PredictionImport.model_validate({key: value for key, value in job.spec.items() if key in named})

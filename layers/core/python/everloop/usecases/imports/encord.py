"""Labels from label rows in Encord's JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson
from pyroaring import BitMap, BitMap64

from everloop.domain import drawing_checks
from everloop.domain.annotations import MAIN, LabelState
from everloop.domain.errors import Invalid
from everloop.domain.formats.encord import classes, features, reading
from everloop.domain.json_rows import Rows, told
from everloop.domain.label_checks import problems
from everloop.domain.ontologies import Ontology
from everloop.domain.ontology_making import NewClass
from everloop.store import files, walking
from everloop.usecases.imports.bodies import Labelled, Session, write
from everloop.usecases.imports.targets import Target, extend_ontology, find_items

REASONS = 3
"""Of an object that is left out, told in its line."""
Raws = Rows | list[memoryview]


def run(session: Session, data: memoryview, members: BitMap) -> dict[str, Any]:
    """Read the file into the project; what came of it.

    Raises:
        Invalid: It is no list of label rows, or what should be their ontology is none.
    """
    raws = reading.rows(data, tick=session.tick)
    drafts, foreign = _drafts(session, raws)
    asked = session.asked
    extended = extend_ontology(
        session.call, session.project, drafts, extend=asked.extend, dry_run=asked.dry_run, table=session.table
    )
    session.added = list(extended.added)
    legend = features.legend(extended.ontology)
    if foreign is not None:
        features.add_foreign(legend, foreign)
    targets = _targets(session, raws, members)
    labelled = _labelled(session, raws, session.left(targets), legend, extended.ontology)
    write(session, labelled, ontology_version=extended.ontology.version, contested=BitMap64())
    return {"classes_added": session.added, "ontology_version": extended.ontology.version}


def _drafts(session: Session, raws: Raws) -> tuple[list[NewClass], Any]:
    """The classes that the file brings, and its ontology's JSON where it comes with one."""
    if session.asked.ontology_upload is None:
        return classes.with_holes(classes.of_rows(_good(raws)), _good(raws), None), None
    with files.opened(session.objects, session.call.workspace, session.asked.ontology_upload) as data:
        try:
            json = orjson.loads(data)
        except orjson.JSONDecodeError as error:
            raise Invalid(f"The ontology is no JSON: {error}.") from error
    found, left_out = classes.read(json)
    for reason in left_out:
        session.report.add(reason, where="ontology")
    return classes.with_holes(found, _good(raws), json), json


def _good(raws: Raws) -> Iterator[dict[str, Any]]:
    for raw in raws:
        try:
            yield reading.parsed(raw)
        except Invalid:
            continue  # it is told when it is read


def _targets(session: Session, raws: Raws, members: BitMap) -> dict[int, Target]:
    """The item of each row: the one it names by id, else by the title, in the order of seq."""
    titles: dict[int, str] = {}
    ids: dict[int, str] = {}
    for number, raw in enumerate(raws):
        try:
            row = reading.parsed(raw)
        except Invalid as problem:
            session.report.add(problem.message, where="rows", row=number)
            continue
        title = row.get("data_title")
        titles[number] = title if isinstance(title, str) else ""
        if isinstance(ours := row.get("everloop"), dict) and isinstance(ours.get("item"), str):
            ids[number] = ours["item"]
    wanted = set(ids.values())
    by_id: dict[str, Target] = {}
    for head in walking.heads(session.call.workspace, members, table=session.table) if wanted else ():
        if head["id"] in wanted:
            size = (head.get("width"), head.get("height"))
            by_id[head["id"]] = Target(head["seq"], head["id"], head["source"], head["key"], head.get("revision", 1), *size)
    open_titles = [title for number, title in titles.items() if ids.get(number) not in by_id]
    by_title, missing = find_items(session.call, open_titles, members, table=session.table)
    found: dict[int, Target] = {}
    taken: set[int] = set()
    for number, title in titles.items():
        target = by_id.get(ids.get(number, "")) or by_title.get(title)
        if target is None:
            session.report.add(missing[title], where="rows", row=number)
            session.counts["images_missing"] += 1
        elif target.seq in taken:
            session.report.add(f"The item {target.key!r} is there twice.", where="rows", row=number)
        else:
            taken.add(target.seq)
            found[number] = target
    return dict(sorted(found.items(), key=lambda pair: pair[1].seq))


def _labelled(
    session: Session, raws: Raws, targets: dict[int, Target], legend: features.Legend, ontology: Ontology
) -> Iterator[Labelled]:
    for number, target in targets.items():
        try:
            row = reading.read(reading.parsed(raws[number]), legend)
        except Invalid as problem:
            session.report.add(problem.message, where="rows", row=number, item=target.id)
            continue
        for reason in row.problems:
            session.report.add(reason, where="rows", row=number, item=target.id)
        if row.branch != MAIN:
            session.report.add(f"Its branch is {told(row.branch)}; only {MAIN!r} is read.", where="rows", row=number)
            continue
        wrong = problems(ontology, row.annotations, new=frozenset())
        wrong += drawing_checks.problems(row.annotations, height=target.height, width=target.width)
        refused: dict[str, list[str]] = {}
        for one in wrong:
            if one.blocks == "save":
                refused.setdefault(one.object_id, []).append(one.reason)
        for object_id, reasons in refused.items():
            reason = " ".join(reasons[:REASONS])
            session.report.add(reason, where="rows", row=number, item=target.id, object_id=object_id)
        body = [_ours(session, each) for each in row.annotations if each["object_id"] not in refused]
        if body or (row.state is not LabelState.UNLABELLED and not row.annotations and not row.problems):
            yield Labelled(target, body, row.state)


def _ours(session: Session, annotation: dict[str, Any]) -> dict[str, Any]:
    """The annotation with who brought it; a COCO id belongs to the project it was given in."""
    found = {key: value for key, value in annotation.items() if key != "coco_id"}
    return {"created_by": session.job.created_by, "created_at": session.job.created_at, **found}

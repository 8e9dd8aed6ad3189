"""The work of the two laps, each step as the people and programs of a team would do it, through the client."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from everloop.domain import geometry
from everloop.domain.annotations import Annotation, to_json
from everloop.domain.errors import Invalid
from everloop.domain.evaluations import Collected, Evaluation
from everloop.domain.ids import content_hash
from everloop.domain.issues import Anchor
from everloop.domain.label_versions import LabelVersion
from everloop.domain.labels import AcceptProposal, PutObject, RejectProposal
from everloop.domain.projects import Project
from everloop.domain.shapes import box_of
from everloop.domain.tasks import Task
from everloop.domain.transfers import Format
from everloop.entry.cli.demo.place import People
from everloop.sdk.client import Client

FIRST, SECOND = "Lap 1", "Lap 2"
OFFERED_FROM = 0.3
ACCEPTED_FROM = 0.8
OVERLAP = 0.5
WORST = 20
REASON = "The box is beside the object, not around it."


@dataclass(frozen=True, slots=True)
class Relabelled:
    """What the annotator did with the pre-labels of the reopened tasks."""

    tasks: int
    accepted: int
    removed: int


def take_truth(client: Client, project: Project, truth: Path) -> dict[str, int]:
    """The truth becomes the labels; on a second run the labels become again what they were in the first lap's version."""
    earlier = _named(client, project, FIRST)
    if earlier is not None:
        return client.jobs.wait(client.label_versions.restore(project.id, earlier.id)).counts
    return client.jobs.wait(client.imports.labels(project.id, truth)).counts


def quarrel(client: Client, people: People, project: Project) -> dict[str, str]:
    """One box is drawn wrong, rejected with a reason, redrawn to the truth's exact numbers and approved."""
    item, right = _one_box(client, project)
    box = right.shapes["0"].box
    assert box is not None
    wrong_box = (box[0] + box[2] / 2, box[1], box[2], box[3])
    wrong = right.model_copy(update={"shapes": {"0": right.shapes["0"].model_copy(update={"box": wrong_box})}, "area": None})
    client.tasks.reopen(project.id, item)
    _draw(people.annotator, project, item, wrong)
    task = people.reviewer.tasks.claim(project.id, item)
    people.reviewer.tasks.reject(project.id, task, REASON, anchor=Anchor(object_id=right.object_id))
    _draw(people.annotator, project, item, right)
    task = people.reviewer.tasks.claim(project.id, item)
    people.reviewer.tasks.approve(project.id, task)
    for issue in list(people.reviewer.issues.list(project.id, item=item)):
        if issue.state == "open":
            people.reviewer.issues.resolve(project.id, issue.id)
    return {"item": item, "rejected": REASON}


def cut(client: Client, project: Project, name: str) -> LabelVersion:
    """The next label version, under a name; the first lap's is kept for good, a second lap's gets a number from run 2 on."""
    if name == FIRST and (kept := _named(client, project, name)):
        return kept
    taken = {one.name for one in client.label_versions.list(project.id, named=True)}
    free = next(one for one in itertools.chain([name], (f"{name} ({run})" for run in itertools.count(2))) if one not in taken)
    job = client.jobs.wait(client.label_versions.cut(project.id, name=free, message="Cut by the demo"))
    return client.label_versions.get(project.id, str((job.result or {})["version"]))


def export(client: Client, project: Project, version: LabelVersion, folder: Path) -> dict[str, str]:
    """A version as files, by format."""
    paths = {}
    for form in (Format.COCO, Format.ENCORD):
        job = client.jobs.wait(client.exports.create(project.id, format=form, version=version.id))
        paths[str(form)] = str(client.exports.download(job, folder / str(form))[0])
    return paths


def predict(client: Client, project: Project, truth: Path, predictions: Path, model: str) -> str:
    """The predictions as a prediction set of a named model; the same file is the same set."""
    named = client.models.name(model)
    title = f"{predictions.name} {content_hash(predictions.read_bytes())[:12]}"
    for one in client.prediction_sets.list(model=named.id):
        if one.name == title and one.project == project.id and one.state == "ready":
            return one.id
    job = client.imports.predictions(named, predictions, truth=truth, project=project.id, name=title)
    return str((client.jobs.wait(job).result or {})["prediction_set"])


def relabel(people: People, project: Project, collected: Collected) -> Relabelled:
    """The annotator takes the reopened tasks by priority, decides on each pre-label, and hands over; all are approved."""
    waiting = set(collected.items)
    accepted = removed = 0
    done: list[str] = []
    while waiting and (task := people.annotator.tasks.next(project.id, stage="annotate")):
        if task.item not in waiting:
            people.annotator.tasks.release(project.id, task)
            break
        waiting.discard(task.item)
        took, left = _decide(people.annotator, project, task)
        accepted, removed = accepted + took, removed + left
        people.annotator.tasks.submit(project.id, task)
        done.append(task.item)
    for item in done:
        task = people.reviewer.tasks.claim(project.id, item)
        people.reviewer.tasks.approve(project.id, task)
    return Relabelled(len(done), accepted, removed)


def evaluate(client: Client, project: Project, prediction_set: str, version: LabelVersion) -> Evaluation:
    """The prediction set against a label version."""
    return client.evaluations.run(project.id, prediction_set, label_version=version.id, name=version.name or "")


def _named(client: Client, project: Project, name: str) -> LabelVersion | None:
    return next((one for one in client.label_versions.list(project.id, named=True) if one.name == name), None)


def _one_box(client: Client, project: Project) -> tuple[str, Annotation]:
    """The first item, by seq, with a box that is no crowd, and that box."""
    for row in client.labels.list(project.id):
        if row.objects:
            for one in client.labels.get(project.id, row.item).annotations:
                if not one.is_crowd and not one.proposed and "0" in one.shapes and one.shapes["0"].box is not None:
                    return row.item, one
    raise Invalid("The truth has no box that is no crowd, so nobody can draw one.")


def _draw(annotator: Client, project: Project, item: str, annotation: Annotation) -> None:
    task = annotator.tasks.claim(project.id, item)
    row = annotator.labels.get(project.id, item)
    put = [PutObject(annotation=annotation)]
    annotator.labels.save(project.id, item, put, base_rev=row.rev, token=task.lease.token if task.lease else None)
    annotator.tasks.submit(project.id, task)


def _decide(annotator: Client, project: Project, task: Task) -> tuple[int, int]:
    """Accept the sure pre-labels that no label overlaps, remove the others, one by one; how many of each."""
    row = annotator.labels.get(project.id, task.item)
    labels = _boxes([one for one in row.annotations if not one.proposed])
    operations: list[AcceptProposal | RejectProposal] = []
    for one in row.annotations:
        if one.proposed:
            free = not len(labels) or float(geometry.iou(_boxes([one]), labels).max()) < OVERLAP
            good = one.confidence >= ACCEPTED_FROM and free
            operations.append(AcceptProposal(object_id=one.object_id) if good else RejectProposal(object_id=one.object_id))
    rev, token = row.rev, task.lease.token if task.lease else None
    for operation in operations:
        rev = annotator.labels.save(project.id, task.item, [operation], base_rev=rev, token=token).row.rev
    accepted = sum(isinstance(one, AcceptProposal) for one in operations)
    return accepted, len(operations) - accepted


def _boxes(annotations: list[Annotation]) -> NDArray[np.float64]:
    found = [box_of(to_json(one)["shapes"]["0"]) for one in annotations if "0" in one.shapes]
    return np.array(found, dtype=np.float64).reshape(-1, 4)

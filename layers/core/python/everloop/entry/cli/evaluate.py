"""``everloop evaluate``: run an evaluation, read it, compare two, collect its failures."""

from __future__ import annotations

import itertools
import json
from typing import Annotated, Any

import typer

from everloop.domain.errors import Invalid
from everloop.domain.evaluations import ClassTable, Evaluation, IouKind
from everloop.entry.cli import output
from everloop.entry.cli.options import Data, Json
from everloop.entry.cli.session import client

app = typer.Typer(no_args_is_help=True, help="Evaluate predictions against labels, slice, compare, send failures back.")

COLUMNS = ("id", "name", "state", "items", "AP", "AP50", "AR_100", "reason")
CLASS_COLUMNS = ("name", "truths", "AP", "AR_100", "precision", "recall", "f1", "tp", "fp", "fn")

IouThreshold = Annotated[float | None, typer.Option(help="An IoU threshold instead of the evaluation's own.")]
Confidence = Annotated[float | None, typer.Option(help="A least confidence instead of the evaluation's own.")]
Filter = Annotated[str | None, typer.Option(help="Only items that pass this filter (JSON).")]
Worst = Annotated[int, typer.Option(min=1, max=1_000, help="How many items.")]


@app.command()
def run(
    project: str,
    predictions: Annotated[str, typer.Argument(help="A prediction set.")],
    version: Annotated[str | None, typer.Option(help="A label version; without it the labels as they are.")] = None,
    iou: Annotated[IouKind, typer.Option(help="Compare boxes or masks.")] = IouKind.BBOX,
    items: Filter = None,
    name: str = "",
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Evaluate a prediction set, and wait for it."""
    with client(data) as everloop, output.progress("evaluating", quiet=as_json) as bar:
        asked = everloop.evaluations.create(
            project, predictions, label_version=version, iou_kind=iou, items=_parsed(items), name=name
        )
        everloop.jobs.wait(asked.job, progress=bar)
        _show(everloop.evaluations.get(asked.id), as_json=as_json)


@app.command("list")
def list_(project: str, data: Data = None, as_json: Json = False, limit: Annotated[int, typer.Option(min=1)] = 20) -> None:
    """A project's evaluations, newest first."""
    with client(data) as everloop:
        found = list(itertools.islice(everloop.evaluations.of(project), limit))
        output.show(found if as_json else [_row(one) for one in found], as_json=as_json, columns=COLUMNS)


@app.command()
def show(evaluation: str, data: Data = None, as_json: Json = False) -> None:
    """One evaluation with its 12 statistics."""
    with client(data) as everloop:
        _show(everloop.evaluations.get(evaluation), as_json=as_json)


@app.command()
def classes(
    evaluation: str,
    iou_threshold: IouThreshold = None,
    confidence: Confidence = None,
    items: Filter = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Every class at any operating point."""
    with client(data) as everloop:
        table = everloop.evaluations.classes(
            evaluation, iou_threshold=iou_threshold, confidence=confidence, filter=_parsed(items)
        )
        output.show(table if as_json else _class_rows(table), as_json=as_json, columns=() if as_json else CLASS_COLUMNS)


@app.command()
def slices(evaluation: str, by: str, data: Data = None, as_json: Json = False) -> None:
    """The evaluation in parts, by the values of a field (such as meta.city)."""
    with client(data) as everloop:
        found = everloop.evaluations.slices(evaluation, by)
        rows = [{"value": one.value, "items": one.items, **one.statistics} for one in found]
        output.show(found if as_json else rows, as_json=as_json, columns=() if as_json else ("value", "items", "AP", "AP50"))


@app.command()
def failures(
    evaluation: str,
    worst: Worst = 20,
    iou_threshold: IouThreshold = None,
    confidence: Confidence = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """The items on which the model fails worst."""
    with client(data) as everloop:
        found = everloop.evaluations.failures(evaluation, worst=worst, iou_threshold=iou_threshold, confidence=confidence)
        output.show(found, as_json=as_json, columns=("item_id", "weight", "fp", "fn"))


@app.command()
def collect(evaluation: str, worst: Worst = 20, name: str = "", data: Data = None, as_json: Json = False) -> None:
    """Make a collection of the worst failures."""
    with client(data) as everloop:
        made = everloop.evaluations.collect_failures(evaluation, worst=worst, name=name)
        output.show(made, as_json=as_json, columns=("collection", "version", "members", "items"))


@app.command("send-back")
def send_back(
    evaluation: str,
    worst: Worst = 20,
    name: str = "",
    priority: Annotated[float, typer.Option(min=0, max=1, help="Of the reopened tasks.")] = 1.0,
    stage: Annotated[str | None, typer.Option(help="Where they go; the first stage.")] = None,
    offer: Annotated[float | None, typer.Option(min=0, max=1, help="Offer predictions from this confidence on.")] = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Collect the worst failures, reopen their tasks, and offer the predictions as pre-labels."""
    with client(data) as everloop:
        sent = everloop.evaluations.send_back(evaluation, worst=worst, name=name, priority=priority, stage=stage, offer=offer)
        told = {"collection": sent.collected.collection, "items": len(sent.collected.items), **sent.tasks, **sent.offered}
        output.show(sent if as_json else told, as_json=as_json)


@app.command()
def compare(before: str, after: str, data: Data = None, as_json: Json = False) -> None:
    """Two evaluations side by side, class by class, the greatest loss first."""
    with client(data) as everloop:
        found = everloop.evaluations.compare(before, after)
        rows: list[dict[str, Any]] = [
            {"class": name, **{key: _arrow(one.before, one.after) for key, one in numbers.items()}}
            for name, numbers in (
                ("all", {"AP": found.statistics["AP"], "AR_100": found.statistics["AR_100"]}),
                *((one.name, one.numbers) for one in found.classes),
            )
        ]
        columns = ("class", "AP", "AR_100", "precision", "recall", "f1")
        output.show(found if as_json else rows, as_json=as_json, columns=() if as_json else columns)


def _show(found: Evaluation, *, as_json: bool) -> None:
    if as_json:
        output.show(found, as_json=True)
        return
    output.line(f"{found.name} ({found.id}): {found.state}, {found.items:,} items of {found.label_version}")
    if found.reason:
        output.line(found.reason)
    for warning in found.warnings:
        output.line(f"Mind: {warning}")
    rows = [{"statistic": name, "value": _number(value, 6)} for name, value in found.statistics.items()]
    output.show(rows, as_json=False, columns=("statistic", "value"))


def _row(found: Evaluation) -> dict[str, Any]:
    return {**found.model_dump(mode="json"), **{name: _number(value, 4) for name, value in found.statistics.items()}}


def _number(value: float, digits: int) -> str:
    return "–" if value == -1 else f"{value:.{digits}f}"


def _class_rows(table: ClassTable) -> list[dict[str, Any]]:
    rows = []
    for one in (table.all_classes, *table.classes):
        numbers = {**one.model_dump(mode="json"), **one.statistics}
        rows.append({key: round(value, 4) if isinstance(value, float) else value for key, value in numbers.items()})
    return rows


def _arrow(before: float | None, after: float | None) -> str:
    told = ["–" if value is None else f"{value:.4f}" for value in (before, after)]
    return told[0] if told[0] == told[1] else " → ".join(told)


def _parsed(text: str | None) -> Any:
    if text is None:
        return None
    try:
        return json.loads(text)
    except ValueError as error:
        raise Invalid(f"The filter is not JSON: {error}.") from error

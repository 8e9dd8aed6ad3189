"""``everloop demo``: two laps of the loop."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from everloop.domain.evaluations import Comparison
from everloop.domain.projects import Project
from everloop.entry.cli import output
from everloop.entry.cli.demo import laps, place, registering, scenes
from everloop.entry.cli.demo.finding import Found, find
from everloop.entry.cli.demo.stages import Record
from everloop.entry.cli.options import Data, Json
from everloop.sdk.client import Client
from everloop.sdk.local import data_folder

DRAWN = "scenes"
SHOWN = 12

Pictures = Annotated[Path | None, typer.Argument(metavar="[DIR]", help="A folder of pictures; none: drawn scenes.")]
Truth = Annotated[Path | None, typer.Option(help="A COCO truth; default: the one in DIR or its parent.")]
Predictions = Annotated[Path | None, typer.Option(help="COCO results; default: those in DIR or its parent.")]
Remove = Annotated[bool, typer.Option("--remove", help="Take away what an earlier demo on DIR made.")]


def demo(
    folder: Pictures = None,
    truth: Truth = None,
    predictions: Predictions = None,
    data: Data = None,
    as_json: Json = False,
    remove: Remove = False,
) -> None:
    """Go round the loop twice: register, label, review, export, evaluate, send failures back, evaluate again."""
    name = place.name_of(folder) if folder else DRAWN
    with Client.local(data) as client:
        if remove:
            output.show(place.remove(client, name), as_json=as_json)
            return
        drawn = folder is None
        found = _drawn(data_folder(data)) if folder is None else find(folder, truth=truth, predictions=predictions)
        told = run(client, found, name=name, drawn=drawn, exports=data_folder(data) / "demo" / name, quiet=as_json)
        if as_json:
            output.show(told, as_json=True)


def run(client: Client, found: Found, *, name: str, drawn: bool, exports: Path, quiet: bool) -> dict[str, Any]:
    """Both laps; what came of them, as ``--json`` prints it."""
    record = Record(client, quiet)
    title = f"{place.FOLDER}/{name}"
    told: dict[str, Any] = dict.fromkeys(("evaluation", "second", "exports", "failures"))
    told |= {"demo": title, "synthetic": drawn, "items": {}, "stages": record.stages, "tasks": 0}
    with record.stage("register") as counts:
        folder = client.folders.ensure(title)
        counts |= registering.register(client, found.pictures, None if drawn else found.truth, folder)
    told["items"] = registering.outcome(client, folder)
    for one in told["items"]["failed"]:
        record.say(f"  not readable: {one['uri']}: {one['reason']}")
    with record.stage("collect") as counts:
        items = place.collection(client, title, folder)
        counts["items"] = items.items
    if found.truth is None:
        record.say("There is no truth, so nothing can be labelled or evaluated: the pictures are there to be searched.")
        return told
    with record.stage("project"):
        project = place.project(client, title)
        if project is None:
            project = place.new_project(client, title, items)
        else:
            place.follow(client, project, items)
    _labelled(client, record, found, project, told, exports, drawn=drawn)
    told["links"] = place.links(client)
    for person, link in told["links"].items():
        record.say(f"{person} signs in at {link}")
    return told


def _labelled(
    client: Client, record: Record, found: Found, project: Project, told: dict[str, Any], exports: Path, *, drawn: bool
) -> None:
    assert found.truth is not None
    with record.stage("label") as counts:
        counts |= laps.take_truth(client, project, found.truth)
    with place.people(client, project) as people:
        with record.stage("review") as counts:
            counts |= laps.quarrel(client, people, project)
        with record.stage("version 1") as counts:
            first = laps.cut(client, project, laps.FIRST)
            counts |= {"rows": first.rows, "objects": first.objects}
        with record.stage("export"):
            told["exports"] = laps.export(client, project, first, exports)
        if found.predictions is None:
            record.say("There are no predictions, so nothing can be evaluated.")
            return
        model = scenes.MODEL if drawn else f"{place.FOLDER}/{found.predictions.stem}"
        with record.stage("predict") as counts:
            predicted = laps.predict(client, project, found.truth, found.predictions, model)
            counts["model"] = f"{model} (synthetic)" if drawn else model
        with record.stage("evaluate") as counts:
            before = laps.evaluate(client, project, predicted, first)
            counts |= _headline(before.statistics)
        told["evaluation"] = {"id": before.id, "statistics": before.statistics}
        with record.stage("send back") as counts:
            sent = client.evaluations.send_back(
                before.id, worst=laps.WORST, name=f"{project.title} failures", offer=laps.OFFERED_FROM, overlap=None
            )
            counts |= sent.tasks
        told["failures"] = {"collection": sent.collected.collection, "items": len(sent.collected.items)}
        told["tasks"] = len(sent.collected.items)
        with record.stage("relabel") as counts:
            done = laps.relabel(people, project, sent.collected)
            counts |= {"tasks": done.tasks, "accepted": done.accepted, "removed": done.removed}
        with record.stage("version 2") as counts:
            second = laps.cut(client, project, laps.SECOND)
            counts |= {"rows": second.rows, "objects": second.objects}
        with record.stage("evaluate 2") as counts:
            after = laps.evaluate(client, project, predicted, second)
            counts |= _headline(after.statistics)
        told["second"] = {"id": after.id, "statistics": after.statistics}
        _difference(record, client.evaluations.compare(before.id, after.id))


def _headline(statistics: dict[str, float]) -> dict[str, str]:
    return {key: f"{statistics[key]:.4f}" for key in ("AP", "AP50", "AR_100")}


def _difference(record: Record, compared: Comparison) -> None:
    record.say("What the second lap changed, by class (AP):")
    changed = [one for one in compared.classes if one.numbers["AP"].change]
    for one in changed[:SHOWN]:
        ap = one.numbers["AP"]
        record.say(f"  {one.name:<20} {ap.before or 0:>7.4f} → {ap.after or 0:>7.4f}  ({ap.change or 0:+.4f})")
    if len(changed) > SHOWN:
        record.say(f"  and {len(changed) - SHOWN} more classes")
    if not changed:
        record.say("  nothing: no class has another AP")


def _drawn(data: Path) -> Found:
    folder = data / "demo" / "drawn"
    truth, predictions = scenes.render(folder)
    return Found(folder / "images", truth, predictions)

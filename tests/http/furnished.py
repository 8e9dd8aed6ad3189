"""A workspace with one of everything in it, made through the client, and where each thing stands in a request."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from everloop.domain.ids import DEFAULT_WORKSPACE
from tests.house import TestHouse
from tests.journeys.evaluating import PROJECT, a_lab
from tests.unit.test_detection_metrics import random_set


def furnished(lived: TestHouse, folder: Path) -> dict[str, str]:
    """Makes the things; name in a path or body → id of one that is there."""
    truth, results = random_set(7, images=6, most=4, classes=2, flood=False)
    lab = a_lab(lived, truth)
    anna = lab.client
    lab.open_tasks()
    version = lab.cut("first")
    predictions = lab.predict(results)
    evaluation = anna.evaluations.run(PROJECT, predictions)
    item = next(iter(lab.items.values()))[1]
    ben = anna.members.add("Ben", email="ben@example.org")
    anna.metadata.put_key("count", "number")
    anna.metadata.put_key("weather", "enum", values=["sun"])
    (folder / "pictures").mkdir()
    source = anna.sources.create(folder / "pictures")
    collection = anna.collections.create("Some", ids=[item])
    task = next(iter(anna.tasks.list(PROJECT)))
    things = {
        "collection": collection.id,
        "dataset": next(iter(anna.datasets.list())).id,
        "evaluation": evaluation.id,
        "folder": anna.folders.create("Yard").id,
        "from": evaluation.id,
        "group": anna.members.create_group("Crew").id,
        "issue": anna.issues.create(PROJECT, item, "Look").id,
        "item": item,
        "job": evaluation.job,
        "key": "count",
        "label_version": version.id,
        "member": ben.id,
        "model": next(iter(anna.models.list())).id,
        "number": "1",
        "ontology": "things",
        "parent": "root",
        "prediction_set": predictions,
        "project": PROJECT,
        "source": source.id,
        "subject": f"user:{ben.id}",
        "task": getattr(task, "id", item),
        "to": evaluation.id,
        "token": anna.tokens.create("ci", user=ben.id).id,
        "user": ben.id,
        "version": version.id,
        "workspace": DEFAULT_WORKSPACE,
    }
    lived.settle()
    return {**things, "set": predictions, "set_hash": anna.sets.create(ids=[item]).hash}


def made_real(value: Any, things: dict[str, str], name: str = "") -> Any:
    """A body in which ids are those of things that are there, and filters are such that some items pass."""
    if name in ("filter", "where") and isinstance(value, dict):
        return {"exists": "id"}
    if isinstance(value, dict):
        return {key: made_real(one, things, key) for key, one in value.items()}
    if isinstance(value, list):
        singular = "item" if name == "ids" else name.removesuffix("s")
        return [made_real(one, things, singular) for one in value[:3]]
    return things[name] if isinstance(value, str) and name in things else value

"""People of a Cognito pool go round the whole loop through the HTTP API with their tokens, as the client does on the laptop.

Shards of jobs run in Lambda functions, since MiniStack has no SageMaker.
"""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from everloop.domain.annotations import Annotation
from everloop.domain.errors import Forbidden, Unauthenticated
from everloop.domain.issues import Anchor
from everloop.domain.labels import RemoveObject
from everloop.sdk.client import Client
from tests.deployed.standing import Standing
from tests.unit.test_detection_metrics import random_set, reference

IMAGES = 8
WAIT_S = 240.0
pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


def drawn(truth: dict[str, Any]) -> list[tuple[str, bytes]]:
    """Each image of a truth as a file, all different."""
    rng, files = np.random.default_rng(5), []
    for image in truth["images"]:
        image["file_name"] = f"{image['id']}.png"
        data = io.BytesIO()
        Image.fromarray(rng.integers(0, 256, (image["height"], image["width"], 3), dtype=np.uint8)).save(data, "PNG")
        files.append((image["file_name"], data.getvalue()))
    return files


def test_a_team_goes_round_the_loop(deployed: Standing, tmp_path: Path) -> None:
    truth, results = random_set(21, images=IMAGES, most=6, classes=2, flood=False)
    source, files = deployed.source("loop"), drawn(truth)
    deployed.put("loop", files)
    (tmp_path / "truth.json").write_text(json.dumps(truth))
    (tmp_path / "results.json").write_text(json.dumps(results))
    deployed.await_ready(source, IMAGES)
    anna = deployed.admin
    ben_id, ben = deployed.person("Ben")
    rita_id, rita = deployed.person("Rita")

    collection = anna.collections.create("Loop", where={"in": {"f": "source", "v": [source]}})
    assert collection.items == IMAGES
    dataset = anna.datasets.create("Loop", [(collection.id, collection.version)])
    ontology = anna.ontologies.create_from_file(tmp_path / "truth.json", name="Things")
    project = anna.projects.create("Loop", ontology.id)
    anna.jobs.wait(anna.projects.set_datasets(project.id, [dataset.id]), timeout_s=WAIT_S)
    anna.projects.set_member(project.id, ben_id, ["annotator"])
    anna.projects.set_member(project.id, rita_id, ["reviewer"])
    anna.jobs.wait(anna.imports.labels(project.id, tmp_path / "truth.json"), timeout_s=WAIT_S)

    worked_on = two_people_work(ben, rita, project.id, ontology.classes[0].id)
    exported = export(anna, project.id, tmp_path / "export")
    assert len(exported["images"]) == IMAGES
    assert {one["id"] for one in exported["images"]} == {one["id"] for one in truth["images"]}
    assert same_boxes(exported, truth), worked_on

    model = anna.models.name("yolo", version="1")
    asked = anna.imports.predictions(model, tmp_path / "results.json", project=project.id)
    predictions = (anna.jobs.wait(asked, timeout_s=WAIT_S).result or {})["prediction_set"]
    evaluation = anna.evaluations.run(project.id, predictions)
    expected = reference(truth, results, "bbox").stats.tolist()
    assert list(evaluation.statistics.values()) == pytest.approx(expected, rel=0, abs=1e-12)

    worst = anna.evaluations.failures(evaluation.id, worst=2)
    sent = anna.evaluations.send_back(evaluation.id, worst=2, offer=0.5)
    assert list(sent.collected.items) == [one.item_id for one in worst]
    assert sent.tasks["reopened"] + sent.tasks.get("same", 0) == 2
    first = ben.tasks.next(project.id)
    assert first is not None
    assert first.item in sent.collected.items

    with pytest.raises(Forbidden):
        ben.members.add("Mallory")
    with pytest.raises(Forbidden):
        ben.projects.set_member(project.id, ben_id, ["admin"])


def test_a_token_that_the_pool_did_not_make_is_refused(deployed: Standing) -> None:
    token = deployed.token("Anna")
    head, body, signature = token.split(".")
    with Client(deployed.url, f"{head}.{body}.{signature[::-1]}") as forger, pytest.raises(Unauthenticated):
        forger.members.me()
    with Client(deployed.url, deployed.token("Anna", "IdToken")) as anna:
        assert anna.members.me().name == "Anna"


def two_people_work(ben: Client, rita: Client, project: str, class_id: str) -> str:
    """Ben draws a box too many; Rita rejects it; he takes it out; she approves. The item."""
    task = ben.tasks.next(project)
    assert task is not None
    item, row = str(task.item), ben.labels.get(project, task.item)
    extra = Annotation.model_validate({"object_id": "extra", "class_id": class_id, "shapes": {"0": {"box": [1, 2, 9, 9]}}})
    assert task.lease is not None
    rev = ben.labels.save(project, item, [extra], base_rev=row.rev, token=task.lease.token).row.rev
    ben.tasks.submit(project, task, rev=rev)
    rita.tasks.reject(project, rita.tasks.claim(project, item), "That is nothing", anchor=Anchor(object_id="extra"))
    again = ben.tasks.claim(project, item)
    assert again.lease is not None
    rev = ben.labels.get(project, item).rev
    rev = ben.labels.save(project, item, [RemoveObject(object_id="extra")], base_rev=rev, token=again.lease.token).row.rev
    ben.tasks.submit(project, again, rev=rev)
    assert rita.tasks.approve(project, rita.tasks.claim(project, item)).status == "completed"
    return item


def export(client: Client, project: str, folder: Path) -> dict[str, Any]:
    """The project's labels as COCO."""
    job = client.jobs.wait(client.exports.create(project, include_unlabelled=True), timeout_s=WAIT_S)
    content: dict[str, Any] = json.loads(client.exports.download(job, folder)[0].read_text())
    return content


def same_boxes(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two COCO files have the same boxes in the same images."""

    def boxes(content: dict[str, Any]) -> list[tuple[Any, ...]]:
        return sorted((row["image_id"], row["category_id"], *row["bbox"]) for row in content["annotations"])

    return boxes(one) == boxes(other)

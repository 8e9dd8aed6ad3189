"""The whole road of a shard that is too heavy for a function: planned, started in SageMaker, run there, its end heard of."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import numpy as np
import pytest
from botocore.stub import ANY, Stubber
from PIL import Image

from everloop import doorways, wiring
from everloop.adapters.aws.bus import hint_of_body
from everloop.adapters.aws.runner import Batch, CloudRunner
from everloop.domain.curation import ProjectionMethod, ProjectionState
from everloop.domain.errors import Invalid
from everloop.domain.ids import DEFAULT_WORKSPACE
from everloop.domain.jobs import Job, JobState, ShardState
from everloop.domain.principals import Scope
from everloop.entry import batch
from everloop.house import House
from everloop.ports import Selection
from everloop.store import jobs
from everloop.usecases import embed, register, sources
from everloop.usecases.curate import mapping
from everloop.usecases.evaluate import job
from functions.batch_job import handler as script
from tests.functions.conftest import Queues
from tests.functions.lambdas import REGION, handler_of, sqs
from tests.house import TestHouse, a_call
from tests.journeys.evaluating import PROJECT, a_lab

PICTURES = 3
NONE_FAILED: dict[str, list[Any]] = {"batchItemFailures": []}


class Machines:
    """SageMaker as its service model has it: what is asked for is checked against that, and kept."""

    def __init__(self, lived: TestHouse, queues: Queues, *, there: bool = True) -> None:
        keys = {"region_name": REGION, "aws_access_key_id": "local", "aws_secret_access_key": "local"}
        self.functions, self.sagemaker = boto3.client("lambda", **keys), boto3.client("sagemaker", **keys)
        self.asked: list[dict[str, Any]] = []
        made = Batch(image="image:1", code="", role="arn:aws:iam::123456789012:role/batch")
        runner = CloudRunner(
            self.functions,
            self.sagemaker if there else None,
            function="batch",
            encoding="encode",
            batch=made if there else None,
        )
        self.house = lived.without(bus=queues.bus, runner=runner)
        self.sagemaker.meta.events.register("provide-client-params.sagemaker.CreateProcessingJob", self._keep)

    def _keep(self, params: dict[str, Any], **_: Any) -> None:
        self.asked.append(params)

    def advance(self, job: str, *, machines: int = 0, functions: int = 0) -> None:
        """Have a job looked at; so many machines and functions are started, and no more."""
        arn = "arn:aws:sagemaker:eu-west-1:123456789012:processing-job/x"
        with Stubber(self.sagemaker) as one, Stubber(self.functions) as other:
            for _ in range(machines):
                expected = {"ProcessingJobName": ANY, "RoleArn": ANY, "AppSpecification": ANY, "Environment": ANY}
                expected |= {"ProcessingInputs": [], "ProcessingResources": ANY, "NetworkConfig": ANY}
                expected |= {"StoppingCondition": ANY, "Tags": ANY}
                one.add_response("create_processing_job", {"ProcessingJobArn": arn}, expected)
            for _ in range(functions):
                other.add_response("invoke", {"StatusCode": 202}, {"FunctionName": ANY, "InvocationType": ANY, "Payload": ANY})
            batch.advance(self.house, DEFAULT_WORKSPACE, job)
            one.assert_no_pending_responses()
            other.assert_no_pending_responses()

    def job(self, job: str) -> Job:
        return jobs.get(DEFAULT_WORKSPACE, job, table=self.house.table).value

    def close(self) -> None:
        self.functions.close()
        self.sagemaker.close()


@pytest.fixture
def machines(lived: TestHouse, queues: Queues, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machines]:
    made = Machines(lived, queues)
    monkeypatch.setattr(doorways, "house", lambda: made.house)
    monkeypatch.setattr(wiring, "from_environment", lambda environment: made.house)
    yield made
    made.close()


def read_pictures(lived: TestHouse, folder: Path) -> None:
    """A few pictures, read and searchable, without vectors."""
    folder.mkdir()
    for number in range(PICTURES):
        pixels = np.random.default_rng(number).integers(0, 255, (32, 32, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(folder / f"{number}.png")
    house = lived.house
    made = sources.create_source(a_call(), root=str(folder), table=house.table, open_source=house.open_source)
    register.register_folder(a_call(), made.value.id, table=house.table)
    lived.held = frozenset({"embed"})
    lived.settle()


def vectors(house: House) -> int:
    """How many items are searchable by likeness."""
    return PICTURES - len(house.index.scan(Selection(Scope(DEFAULT_WORKSPACE), *embed._lacking(house.encoder))).ids)


def run_and_end(machines: Machines, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Run the container's command as asked for, and give the event that SageMaker sends then."""
    [asked] = machines.asked
    monkeypatch.setattr(sys, "argv", ["handler", *asked["AppSpecification"]["ContainerArguments"]])
    script.main()
    return {
        "detail-type": "SageMaker Processing Job State Change",
        "source": "aws.sagemaker",
        "detail": {**asked, "ProcessingJobStatus": "Completed"},
    }


def test_many_due_pictures_are_embedded_by_a_machine_whose_end_ends_the_job(
    machines: Machines, lived: TestHouse, queues: Queues, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embed, "HEAVY", PICTURES - 1)
    read_pictures(lived, tmp_path / "pictures")
    assert vectors(machines.house) == 0
    asked = embed.request_embed(a_call(), table=machines.house.table)
    machines.advance(asked.id, machines=1)
    event = run_and_end(machines, monkeypatch)
    assert machines.job(asked.id).state is JobState.RUNNING
    assert handler_of("follow_batches")(sqs([event])) == NONE_FAILED
    [told] = queues.bodies("jobs")
    assert handler_of("advance_jobs")(sqs([hint_of_body(told)])) == NONE_FAILED
    assert machines.job(asked.id).state is JobState.DONE
    lived.settle()
    assert vectors(lived.house) == PICTURES


def test_few_due_pictures_are_embedded_by_the_function_that_has_the_encoder(
    machines: Machines, lived: TestHouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embed, "HEAVY", PICTURES)
    read_pictures(lived, tmp_path / "pictures")
    machines.advance(embed.request_embed(a_call(), table=machines.house.table).id, functions=1)


@pytest.mark.parametrize(("most", "heavy"), [(3, False), (2, True)])
def test_an_evaluation_is_heavy_where_a_shard_has_many_predictions(
    lived: TestHouse, most: int, heavy: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job, "HEAVY_ROWS", most)
    boxes = [{"image_id": 1, "category_id": 1, "bbox": [1, 1, 5, 5 + one], "score": 0.5} for one in range(3)]
    truth: dict[str, Any] = {
        "images": [{"id": 1, "width": 9, "height": 9}],
        "categories": [{"id": 1, "name": "a"}],
        "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 1, 5, 5], "area": 25}],
    }
    lab = a_lab(lived, truth)
    made = lab.client.evaluations.create(PROJECT, lab.predict(boxes), label_version=lab.cut("one").id)
    [shard] = jobs.shards(DEFAULT_WORKSPACE, made.job, table=lived.house.table)
    assert (shard.value.heavy, shard.value.state) == (heavy, ShardState.DONE)


@pytest.mark.parametrize(("method", "heavy"), [("umap", 1), ("pca", 0)])
def test_a_map_by_umap_is_fitted_by_a_machine_however_small_it_is(machines: Machines, method: str, heavy: int) -> None:
    house = machines.house
    made = mapping.request(a_call(), method=ProjectionMethod(method), table=house.table, runner=house.runner)
    machines.advance(made.job, machines=heavy, functions=1 - heavy)
    assert made.state is ProjectionState.REQUESTED


def test_a_map_by_umap_is_refused_as_it_is_asked_for_where_nothing_can_make_it(lived: TestHouse, queues: Queues) -> None:
    machines = Machines(lived, queues, there=False)
    house = machines.house
    with pytest.raises(Invalid, match=r"Nothing here can run UMAP.*batch_image"):
        mapping.request(a_call(), method=ProjectionMethod.UMAP, table=house.table, runner=house.runner)
    mapping.request(a_call(), method=ProjectionMethod.AUTO, table=house.table, runner=house.runner)
    machines.close()

"""Which function runs a shard, and what becomes of heavy ones where there is no machine for them."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import boto3
import botocore.session
import pytest
from botocore.stub import ANY, Stubber

from everloop.adapters.aws.runner import Batch, CloudRunner, job_of_event, processing_job
from everloop.domain.ids import DEFAULT_WORKSPACE
from everloop.ports import ShardRef
from everloop.wiring_aws import aws

LIGHT = ShardRef(DEFAULT_WORKSPACE, "a-job", 0)
HEAVY = ShardRef(DEFAULT_WORKSPACE, "a-job", 1, heavy=True)
ENCODING = ShardRef(DEFAULT_WORKSPACE, "a-job", 2, heavy=True, encodes=True)


@contextmanager
def invoking(*functions: str) -> Iterator[CloudRunner]:
    """A runner without SageMaker that must invoke these, in this order."""
    client = boto3.client("lambda", region_name="eu-west-1", aws_access_key_id="local", aws_secret_access_key="local")
    with Stubber(client) as stub:
        for function in functions:
            asked = {"FunctionName": function, "InvocationType": "Event", "Payload": ANY}
            stub.add_response("invoke", {"StatusCode": 202}, asked)
        yield CloudRunner(client, None, function="batch", encoding="encode", batch=None)
        stub.assert_no_pending_responses()


def test_without_a_machine_functions_run_heavy_shards_and_those_that_encode_theirs() -> None:
    with invoking("batch", "batch", "encode") as runner:
        runner.start([LIGHT, HEAVY, ENCODING])
        assert runner.statuses([replace(HEAVY, asked_ms=time.time_ns() // 1_000_000)]) == ["waiting"]
        runner.cancel(DEFAULT_WORKSPACE, "a-job")


def test_an_event_of_a_processing_job_names_its_job_and_code_may_be_in_the_image() -> None:
    asked = processing_job(
        DEFAULT_WORKSPACE, "a-job", 0, 3, Batch(image="image:1", code="", role="role"), name="everloop-a-0-3-b"
    )
    assert asked["ProcessingInputs"] == []
    assert "PYTHONPATH" not in asked["Environment"]
    event = json.loads(json.dumps({"detail": {"AppSpecification": asked["AppSpecification"]}}))
    assert job_of_event(event) == (DEFAULT_WORKSPACE, "a-job")
    with pytest.raises(ValueError, match="--workspace"):
        job_of_event({"detail": {"AppSpecification": {"ContainerArguments": []}}})


def test_a_machine_is_given_its_house_and_region_within_what_sagemaker_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "local")
    environment = {
        "AWS_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": "of the function, and no business of the machine",
        "EVERLOOP_CATALOGUE": "everloop-storage-CatalogueB1C2D3E4-1A2B3C4D5E6F7",
        "EVERLOOP_WORKFLOW": "everloop-storage-WorkflowB1C2D3E4-1A2B3C4D5E6F7",
        "EVERLOOP_BUCKET": "everloop-storage-objects1a2b3c4d-1a2b3c4d5e6f",
        "EVERLOOP_SEARCH": f"https://search-everloop-search-{'a' * 26}.eu-west-1.es.amazonaws.com",
        "EVERLOOP_QUEUES": json.dumps({name: {"url": "u" * 100, "dead_url": "d" * 100} for name in ("index", "jobs")}),
        "EVERLOOP_BATCH": json.dumps({"image": "image:1", "role": "role"}),
    }
    batch = aws(environment).runner._batch
    assert batch is not None
    asked = processing_job(DEFAULT_WORKSPACE, "a-job", 0, 3, batch, name="everloop-a-0-3-b")
    given = asked["Environment"]
    there = aws(given)
    assert (there.region, there.settings.search) == ("eu-west-1", environment["EVERLOOP_SEARCH"])
    assert "AWS_ACCESS_KEY_ID" not in given
    sagemaker = botocore.session.get_session().get_service_model("sagemaker")
    shape: Any = sagemaker.shape_for("CreateProcessingJobRequest").members["Environment"]
    assert len(given) <= shape.metadata["max"]
    for name, value in given.items():
        assert len(name) <= shape.key.metadata["max"]
        assert len(value) <= shape.value.metadata["max"]
        assert re.fullmatch(shape.key.metadata["pattern"], name)

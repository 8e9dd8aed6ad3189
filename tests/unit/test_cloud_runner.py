"""Which function runs a shard, and what becomes of heavy ones where there is no machine for them."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import boto3
import pytest
from botocore.stub import ANY, Stubber

from everloop.adapters.aws.runner import Batch, CloudRunner, job_of_event, processing_job
from everloop.domain.ids import DEFAULT_WORKSPACE
from everloop.ports import ShardRef

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
        assert runner.status(replace(HEAVY, asked_ms=time.time_ns() // 1_000_000)) == "waiting"
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

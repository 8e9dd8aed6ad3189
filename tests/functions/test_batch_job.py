"""The doorway of shards: as a function, as SageMaker's script, and the house that the environment names."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from everloop import doorways, wiring
from everloop.adapters.local.bus import SqliteBus
from everloop.adapters.local.runner import NoRunner
from everloop.domain.errors import Invalid
from everloop.domain.ids import DEFAULT_WORKSPACE
from everloop.domain.jobs import Job, JobState, ShardPlan, ShardState
from everloop.domain.principals import Cause
from everloop.house import House
from everloop.store import jobs
from tests.functions.lambdas import ENVIRONMENT, FUNCTIONS, handler_of

AWS = {
    "AWS_DEFAULT_REGION": "eu-west-1",
    "AWS_ACCESS_KEY_ID": "local",
    "AWS_SECRET_ACCESS_KEY": "local",
    "EVERLOOP_CATALOGUE": "catalogue",
    "EVERLOOP_WORKFLOW": "workflow",
    "EVERLOOP_BUCKET": "bucket",
    "EVERLOOP_SEARCH": "https://search.example",
    "EVERLOOP_ISSUER": "https://cognito-idp.eu-west-1.amazonaws.com/pool",
    "EVERLOOP_CLIENTS": "one,two",
    "EVERLOOP_QUEUES": '{"jobs": {"url": "https://sqs/jobs", "dead_url": "https://sqs/jobs-dead"}}',
    "EVERLOOP_BATCH_FUNCTION": "batch-job",
    "EVERLOOP_BATCH": '{"image": "image:1", "code": "s3://bucket/code/", "role": "arn:aws:iam::123456789012:role/batch"}',
}


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A data folder with one cancelled job of three shards."""
    made = wiring.local(tmp_path, bus=SqliteBus(tmp_path / "bus.db"), runner=NoRunner())
    job = Job(
        id="a-job", workspace=DEFAULT_WORKSPACE, kind="unheard", title="A job", spec={}, state=JobState.CANCELLED, schema=1
    )
    jobs.save(DEFAULT_WORKSPACE, job, 0, cause=Cause(), table=made.table)
    jobs.add_shards(DEFAULT_WORKSPACE, job, [ShardPlan(), ShardPlan(), ShardPlan()], cause=Cause(), table=made.table)
    return made


def test_shards_that_nobody_needs_any_more_are_left_alone(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    monkeypatch.setattr(doorways, "house", lambda: house)
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    asked = {"workspace": DEFAULT_WORKSPACE, "job": "a-job", "shards": [0, 1, 2]}
    assert handler_of("batch_job")(asked) == [None, None, None]
    shards = jobs.shards(DEFAULT_WORKSPACE, "a-job", table=house.table)
    assert {one.value.state for one in shards} == {ShardState.OPEN}
    assert [vars(record)["shards"] for record in caplog.records if record.message == "done"] == [3]
    assert [json.loads(line)["shards"] for line in capsys.readouterr().out.splitlines() if "_aws" in line] == [[3.0]]


def test_the_script_runs_in_the_folders_that_sagemaker_gives_it(house: House, tmp_path: Path) -> None:
    code = tmp_path / "opt" / "ml" / "processing" / "input" / "code"
    shutil.copytree(FUNCTIONS / "batch_job", code / "functions" / "batch_job")
    shards = ["--workspace", DEFAULT_WORKSPACE, "--job", "a-job", "--first", "0", "--last", "2"]
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "functions.batch_job.handler", *shards],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(code), "EVERLOOP_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert done.returncode == 0


def test_a_deployments_environment_makes_its_house(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in AWS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("EVERLOOP_DATA", raising=False)
    assert isinstance(wiring.from_environment(os.environ), House)


def test_an_environment_that_names_no_house_is_refused_with_what_it_lacks() -> None:
    with pytest.raises(Invalid, match="EVERLOOP_BUCKET"):
        wiring.from_environment({name: value for name, value in AWS.items() if name != "EVERLOOP_BUCKET"})

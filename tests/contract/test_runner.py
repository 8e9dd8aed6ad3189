"""Runners: the laptop's pool with real processes; Lambda and SageMaker by the shapes that botocore and moto accept."""

from __future__ import annotations

import os
import re
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import boto3
import orjson
import pytest
from botocore.stub import ANY as ANYTHING
from botocore.stub import Stubber
from moto.server import ThreadedMotoServer

from everloop.adapters.aws.runner import SHARDS, Batch, CloudRunner, processing_job, shards_of
from everloop.adapters.local.pool import Pool, WorkerDied, WorkerFault
from everloop.adapters.local.runner import NoRunner, PoolRunner
from everloop.domain.errors import Invalid, Transient
from everloop.domain.ids import WorkspaceId
from everloop.ports import ShardRef

HOME = WorkspaceId("home")
JOB = "q3xk5v7a2nq3xk5v7a2nq3xk"
BATCH = Batch(
    image="123456789012.dkr.ecr.eu-west-1.amazonaws.com/everloop:1",
    code="s3://bucket/code/",
    role="arn:aws:iam::123456789012:role/batch",
    environment={"EVERLOOP_CATALOGUE": "catalogue"},
    subnets=["subnet-12345678"],
    security_groups=["sg-12345678"],
)


def boot(folder: Path) -> Callable[[Any], Any]:
    """What the test's worker processes do."""
    return partial(work, folder)


def work(folder: Path, task: Any) -> Any:
    kind, value = task
    if kind == "pid":
        return os.getpid()
    if kind == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if kind == "sleep":
        (folder / f"asleep-{os.getpid()}").touch()
        time.sleep(value)
    if kind == "refuse":
        raise Invalid("This is refused.", facts_of="the worker")
    if kind == "fault":
        raise ZeroDivisionError("by zero")
    if kind == "burn":
        while time.process_time() < value:
            sum(range(10_000))
    return value


@pytest.fixture
def pool(tmp_path: Path) -> Iterator[Pool]:
    made = Pool(partial(boot, tmp_path), workers=1)
    yield made
    made.stop()


def until(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.01)


def test_a_task_runs_in_another_process_and_gives_its_answer(pool: Pool) -> None:
    assert pool.submit(("pid", None)).result(30) not in (None, os.getpid())
    assert pool.submit(("echo", {"a": [1]})).result(30) == {"a": [1]}
    assert pool.busy == 0


def test_what_a_task_refuses_comes_back_as_the_error_it_is(pool: Pool) -> None:
    with pytest.raises(Invalid, match="This is refused") as caught:
        pool.submit(("refuse", None)).result(30)
    assert caught.value.facts == {"facts_of": "the worker"}
    with pytest.raises(WorkerFault, match="ZeroDivisionError: by zero"):
        pool.submit(("fault", None)).result(30)


def test_a_worker_that_dies_is_replaced(pool: Pool) -> None:
    first = pool.submit(("pid", None)).result(30)
    with pytest.raises(WorkerDied):
        pool.submit(("die", None)).result(30)
    assert pool.submit(("pid", None)).result(30) != first


def test_a_task_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    pool = Pool(partial(boot, tmp_path), workers=1, task_s=3.0)
    with pytest.raises(WorkerDied, match="more than 3 s"):
        pool.submit(("sleep", 60)).result(30)
    assert pool.submit(("echo", 1)).result(30) == 1
    pool.stop()


def test_urgent_tasks_go_first_and_a_waiting_one_can_be_cancelled(pool: Pool) -> None:
    order: list[str] = []
    first = pool.submit(("sleep", 0.3))
    futures = {name: pool.submit(("echo", name), urgent=name == "urgent") for name in ("plain", "cancelled", "urgent")}
    for name, future in futures.items():
        future.add_done_callback(lambda done, name=name: order.append(name))  # type: ignore[misc]
    assert futures["cancelled"].cancel()
    first.result(30)
    futures["plain"].result(30)
    until(lambda: len(order) == 3)
    assert order == ["cancelled", "urgent", "plain"]


def test_plain_tasks_get_on_while_urgent_ones_wait(pool: Pool) -> None:
    order: list[str] = []
    first = pool.submit(("sleep", 0.3))
    names = [*(f"urgent {number}" for number in range(4)), "plain 0", "plain 1"]
    futures = [pool.submit(("echo", name), urgent=name.startswith("urgent")) for name in names]
    for future in futures:
        future.add_done_callback(lambda done: order.append(done.result()))
    first.result(30)
    until(lambda: len(order) == len(names))
    assert order == ["urgent 0", "plain 0", "urgent 1", "plain 1", "urgent 2", "urgent 3"]


def test_the_cpu_time_of_workers_is_counted_also_of_those_that_died(pool: Pool) -> None:
    pool.submit(("burn", 0.5)).result(30)
    before = pool.cpu_s
    assert before >= 0.5
    with pytest.raises(WorkerDied):
        pool.submit(("die", None)).result(30)
    pool.submit(("echo", 1)).result(30)
    assert pool.cpu_s > before


def test_stopping_ends_what_runs_and_cancels_what_waits(tmp_path: Path) -> None:
    pool = Pool(partial(boot, tmp_path), workers=1)
    running, waiting = pool.submit(("sleep", 60)), pool.submit(("echo", 1))
    until(lambda: list(tmp_path.glob("asleep-*")))
    pool.stop()
    assert waiting.cancelled()
    assert isinstance(running.exception(), WorkerDied)
    assert pool.submit(("echo", 1)).cancelled()


# ── PoolRunner ────────────────────────────────────────────────────────────────────────────────────


def shard(number: int, *, heavy: bool = False, job: str = JOB) -> ShardRef:
    return ShardRef(HOME, job, number, 10, heavy)


class Shards:
    """A pool whose task the test decides, by shard number."""

    def __init__(self, pool: Pool, tasks: dict[int, Any]) -> None:
        self.died: list[ShardRef] = []
        self.started: list[int] = []
        self.tasks = tasks
        self.pool = pool
        self.runner = PoolRunner(self.submit, died=self.died.append, rest_s=(0.2,))

    def submit(self, ref: ShardRef) -> Any:
        self.started.append(ref.shard)
        return self.pool.submit(self.tasks.get(ref.shard, ("echo", 1)))


def test_a_shard_is_started_once_at_a_time(pool: Pool) -> None:
    shards = Shards(pool, {0: ("sleep", 0.3)})
    shards.runner.start([shard(0), shard(1)])
    shards.runner.start([shard(0), shard(1)])
    until(lambda: shards.runner.statuses([shard(0)]) == ["running"])
    assert shards.runner.statuses([shard(1)]) == ["waiting"]
    until(lambda: shards.runner.statuses([shard(1)]) == ["unknown"])
    assert shards.started == [0, 1]
    shards.runner.start([shard(1)])
    assert shards.started == [0, 1, 1]


def test_a_shard_whose_process_died_is_told_and_may_start_again(pool: Pool) -> None:
    shards = Shards(pool, {0: ("die", None)})
    shards.runner.start([shard(0)])
    until(lambda: shards.died)
    assert shards.died == [shard(0)]
    assert shards.runner.statuses([shard(0)]) == ["unknown"]


def test_a_shard_that_was_given_back_rests_before_it_starts_again() -> None:
    from concurrent.futures import Future

    future: Future[Any] = Future()
    died: list[ShardRef] = []
    runner = PoolRunner(lambda _: future, died=died.append, rest_s=(0.2,))
    runner.start([shard(0)])
    future.set_exception(Transient("The store does not answer."))
    assert runner.statuses([shard(0)]) == ["waiting"]
    until(lambda: runner.statuses([shard(0)]) == ["unknown"])
    assert died == []


def test_shards_of_a_cancelled_job_that_wait_never_start(pool: Pool, tmp_path: Path) -> None:
    shards = Shards(pool, {0: ("sleep", 0.3)})
    shards.runner.start([shard(0), shard(1), shard(2, job="another")])
    until(lambda: list(tmp_path.glob("asleep-*")))
    shards.runner.cancel(HOME, JOB)
    assert shards.runner.statuses([shard(1)]) == ["unknown"]
    assert shards.runner.statuses([shard(2, job="another")]) == ["waiting"]


def test_a_worker_starts_no_shards() -> None:
    with pytest.raises(Transient):
        NoRunner().start([shard(0)])
    assert NoRunner().statuses([shard(0)]) == ["unknown"]


# ── Lambda and SageMaker ──────────────────────────────────────────────────────────────────────────


@pytest.fixture
def clients() -> Iterator[tuple[Any, Any]]:
    keys = {"region_name": "eu-west-1", "aws_access_key_id": "local", "aws_secret_access_key": "local"}
    made = [boto3.client("lambda", **keys), boto3.client("sagemaker", **keys)]
    yield made[0], made[1]
    for client in made:
        client.close()


def test_a_small_shard_is_an_event_for_the_function(clients: tuple[Any, Any]) -> None:
    functions, sagemaker = clients
    runner = CloudRunner(functions, sagemaker, function="batch-job", batch=BATCH)
    payload = orjson.dumps({"workspace": "home", "job": JOB, "shards": [4]})
    with Stubber(functions) as stub:
        asked = {"FunctionName": "batch-job", "InvocationType": "Event", "Payload": payload}
        stub.add_response("invoke", {"StatusCode": 202}, asked)
        runner.start([shard(4)])
        stub.assert_no_pending_responses()
    another = CloudRunner(functions, sagemaker, function="batch-job", batch=BATCH, now_ms=lambda: 1_000_000)
    assert another.statuses([replace(shard(4), asked_ms=1_000_000 - 119_999)]) == ["waiting"]
    assert another.statuses([replace(shard(4), asked_ms=1_000_000 - 120_000)]) == ["unknown"]
    assert replace(shard(4), asked_ms=1) == shard(4)


def test_a_busy_function_is_an_error_that_passes(clients: tuple[Any, Any]) -> None:
    functions, sagemaker = clients
    with Stubber(functions) as stub:
        stub.add_client_error("invoke", "TooManyRequestsException", "Rate exceeded", 429)
        with pytest.raises(Transient, match="Rate exceeded"):
            CloudRunner(functions, sagemaker, function="batch-job", batch=BATCH).start([shard(1)])


def test_heavy_shards_go_together_to_processing_jobs(clients: tuple[Any, Any]) -> None:
    functions, sagemaker = clients
    runner = CloudRunner(functions, sagemaker, function="batch-job", batch=BATCH)
    with Stubber(sagemaker) as stub:
        for first, last in ((0, SHARDS - 1), (SHARDS, SHARDS), (40, 40)):
            asked = processing_job(HOME, JOB, first, last, BATCH, name="")
            asked["ProcessingJobName"] = ANYTHING
            arn = "arn:aws:sagemaker:eu-west-1:123456789012:processing-job/x"
            stub.add_response("create_processing_job", {"ProcessingJobArn": arn}, asked)
        runner.start([shard(number, heavy=True) for number in (*range(SHARDS + 1), 40)])
        stub.assert_no_pending_responses()


@pytest.fixture(scope="module")
def moto_sagemaker() -> Iterator[Any]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    keys = {"region_name": "eu-west-1", "aws_access_key_id": "local", "aws_secret_access_key": "local"}
    client = boto3.client("sagemaker", endpoint_url=f"http://{host}:{port}", **keys)
    yield client
    client.close()
    server.stop()


def test_processing_jobs_are_found_again_by_their_shards(moto_sagemaker: Any, clients: tuple[Any, Any]) -> None:
    runner = CloudRunner(clients[0], moto_sagemaker, function="batch-job", batch=BATCH)
    runner.start([shard(number, heavy=True) for number in (0, 1, 2, 9)])
    jobs = moto_sagemaker.list_processing_jobs()["ProcessingJobSummaries"]
    names = {one["ProcessingJobName"] for one in jobs}
    assert sorted(shards_of(name) for name in names) == [(0, 2), (9, 9)]
    assert all(re.fullmatch(r"[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", name) for name in names)
    described = moto_sagemaker.describe_processing_job(ProcessingJobName=sorted(names)[0])
    assert described["AppSpecification"]["ContainerArguments"] == [
        *("--workspace", "home", "--job", JOB, "--first", "0", "--last", "2")
    ]
    assert runner.statuses([shard(1, heavy=True)])[0] in ("running", "ended")
    assert runner.statuses([shard(5, heavy=True)]) == ["unknown"]
    assert runner.statuses([shard(1, heavy=True, job="another")]) == ["unknown"]


def test_cancelling_stops_the_processing_jobs_that_run(clients: tuple[Any, Any]) -> None:
    functions, sagemaker = clients
    stem = f"everloop-{JOB}-"
    running, ended = f"{stem}0-2-aaaaaaaa", f"{stem}3-3-bbbbbbbb"
    summary = {"ProcessingJobArn": "arn:aws:sagemaker:eu-west-1:123456789012:processing-job/x", "CreationTime": 1}
    listed = [
        summary | {"ProcessingJobName": running, "ProcessingJobStatus": "InProgress"},
        summary | {"ProcessingJobName": ended, "ProcessingJobStatus": "Completed"},
        summary | {"ProcessingJobName": f"not-{running}", "ProcessingJobStatus": "InProgress"},
    ]
    asked = {"NameContains": stem, "SortBy": "CreationTime", "SortOrder": "Descending", "MaxResults": 100}
    with Stubber(sagemaker) as stub:
        stub.add_response("list_processing_jobs", {"ProcessingJobSummaries": listed[:1], "NextToken": "next"}, asked)
        stub.add_response("stop_processing_job", {}, {"ProcessingJobName": running})
        stub.add_response("list_processing_jobs", {"ProcessingJobSummaries": listed[1:]}, asked | {"NextToken": "next"})
        CloudRunner(functions, sagemaker, function="batch-job", batch=BATCH).cancel(HOME, JOB)
        stub.assert_no_pending_responses()


def test_a_runner_knows_which_libraries_a_heavy_shard_finds(clients: tuple[Any, Any]) -> None:
    functions, sagemaker = clients
    assert CloudRunner(functions, sagemaker, function="batch-job", batch=BATCH).has("umap")
    assert not CloudRunner(functions, None, function="batch-job", batch=None).has("umap")
    assert NoRunner().has("numpy")
    assert not NoRunner().has("a_library_that_nobody_wrote")


def test_no_thread_is_left_over(tmp_path: Path) -> None:
    before = threading.active_count()
    pool = Pool(partial(boot, tmp_path), workers=2)
    pool.submit(("echo", 1)).result(30)
    pool.stop()
    assert threading.active_count() <= before

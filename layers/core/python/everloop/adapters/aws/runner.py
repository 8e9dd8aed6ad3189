"""The Runner port on AWS: small shards in a function, heavy ones in SageMaker Processing; both run ``functions/batch_job``.

Processing was chosen over training and batch transform jobs: it takes any script and image, needs no model artefact, and its
jobs are listed, described and stopped by name.
"""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any

import orjson

from everloop.adapters.aws.failures import translated
from everloop.domain.errors import Conflict, NotFound
from everloop.domain.ids import WorkspaceId
from everloop.ports import RunStatus, ShardRef

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_sagemaker import SageMakerClient

STATES: dict[str, RunStatus] = {
    "InProgress": "running",
    "Stopping": "running",
    "Completed": "ended",
    "Failed": "ended",
    "Stopped": "ended",
}
CODE = "/opt/ml/processing/input/code"
WAITING_MS = 120_000
SHARDS = 16


@dataclass(frozen=True, slots=True)
class Batch:
    """How SageMaker runs heavy shards.

    Attributes:
        image: The container's image; it has the package's dependencies.
        code: S3 prefix with ``functions/`` and the package, mounted at ``CODE``; "": the image has them.
        role: ARN of the role that the job works under.
        environment: What the script reads its house from (as a function does).
        subnets, security_groups: The network it works in; none: SageMaker's own.
    """

    image: str
    code: str
    role: str
    instance_type: str = "ml.m5.xlarge"
    volume_gb: int = 50
    longest_s: int = 4 * 3_600
    environment: Mapping[str, str] = field(default_factory=dict)
    subnets: Sequence[str] = ()
    security_groups: Sequence[str] = ()


class CloudRunner:
    """Starts shards by ``ShardRef.heavy``. Neither service starts a shard once only: its lease decides who works."""

    def __init__(
        self,
        functions: LambdaClient,
        sagemaker: SageMakerClient | None,
        *,
        function: str,
        batch: Batch | None,
        encoding: str = "",
        now_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        """Where shards run.

        Args:
            sagemaker, batch: None: functions run heavy shards too, as far as they can.
            function: The name of the function ``batch_job``.
            encoding: The same for shards that need the encoder, which fits no function together with the rest.
        """
        self._functions, self._sagemaker, self._function, self._batch = functions, sagemaker, function, batch
        self._encoding = encoding or function
        self._now_ms = now_ms

    def start(self, shards: Sequence[ShardRef]) -> None:
        """See ``ports.Runner``. Heavy shards of one job go ``SHARDS`` to a machine."""
        for shard in shards:
            if not self._is_heavy(shard):
                self._invoke(shard)
        if self._sagemaker is None or self._batch is None:
            return
        heavy = sorted((one for one in shards if one.heavy), key=lambda one: (one.workspace, one.job, one.shard))
        for (workspace, job), mine in groupby(heavy, key=lambda one: (one.workspace, one.job)):
            for first, last in _ranges([one.shard for one in mine]):
                request = processing_job(workspace, job, first, last, self._batch, name=_name(job, first, last))
                with translated("Starting a processing job"):
                    self._sagemaker.create_processing_job(**request)

    def cancel(self, workspace: WorkspaceId, job: str) -> None:
        """See ``ports.Runner``: processing jobs are stopped; a function reads the job's state between two steps."""
        if self._sagemaker is None:
            return
        for name, state in self._processing(job):
            if STATES.get(state) == "running":
                try:
                    with translated("Stopping a processing job"):
                        self._sagemaker.stop_processing_job(ProcessingJobName=name)
                except (Conflict, NotFound):
                    continue  # it ended meanwhile

    def statuses(self, shards: Sequence[ShardRef]) -> list[RunStatus]:
        """See ``ports.Runner``. Of a function is known only that it was asked lately, by whichever instance of ours. SageMaker
        is asked once a job.
        """
        machines: dict[str, list[tuple[int, int, str]]] = {}
        for job in {one.job for one in shards if self._is_heavy(one)}:
            machines[job] = [(*shards_of(name), state) for name, state in self._processing(job)]
        return [self._status(shard, machines) for shard in shards]

    def has(self, library: str) -> bool:
        """See ``ports.Runner``: the container has everything, functions leave out what is large."""
        return self._batch is not None

    def _status(self, shard: ShardRef, machines: Mapping[str, Sequence[tuple[int, int, str]]]) -> RunStatus:
        if not self._is_heavy(shard):
            return "waiting" if self._now_ms() - shard.asked_ms < WAITING_MS else "unknown"
        newest = next((state for first, last, state in machines[shard.job] if first <= shard.shard <= last), "")
        return STATES.get(newest, "unknown")

    def _is_heavy(self, shard: ShardRef) -> bool:
        return shard.heavy and self._batch is not None

    def _invoke(self, shard: ShardRef) -> None:
        payload = {"workspace": shard.workspace, "job": shard.job, "shards": [shard.shard]}
        with translated("Invoking a function"):
            function = self._encoding if shard.encodes else self._function
            self._functions.invoke(FunctionName=function, InvocationType="Event", Payload=orjson.dumps(payload))

    def _processing(self, job: str) -> Iterator[tuple[str, str]]:
        """The names and states of a job's processing jobs, newest first."""
        assert self._sagemaker is not None
        start: dict[str, Any] = {}
        while True:
            with translated("Listing processing jobs"):
                answer = self._sagemaker.list_processing_jobs(
                    NameContains=_stem(job), SortBy="CreationTime", SortOrder="Descending", MaxResults=100, **start
                )
            for one in answer["ProcessingJobSummaries"]:
                if one["ProcessingJobName"].startswith(_stem(job)):
                    yield one["ProcessingJobName"], one["ProcessingJobStatus"]
            if "NextToken" not in answer:
                return
            start = {"NextToken": answer["NextToken"]}


def processing_job(workspace: WorkspaceId, job: str, first: int, last: int, batch: Batch, *, name: str) -> dict[str, Any]:
    """The request for a machine that runs the shards ``first`` to ``last`` of a job, one after the other."""
    network: dict[str, Any] = {"EnableInterContainerTrafficEncryption": True}
    if batch.subnets:
        network["VpcConfig"] = {"Subnets": [*batch.subnets], "SecurityGroupIds": [*batch.security_groups]}
    code: dict[str, Any] = {
        "S3Uri": batch.code,
        "LocalPath": CODE,
        "S3DataType": "S3Prefix",
        "S3InputMode": "File",
        "S3DataDistributionType": "FullyReplicated",
        "S3CompressionType": "None",
    }
    return {
        "ProcessingJobName": name,
        "RoleArn": batch.role,
        "AppSpecification": {
            "ImageUri": batch.image,
            "ContainerEntrypoint": ["python3", "-m", "functions.batch_job.handler"],
            "ContainerArguments": ["--workspace", workspace, "--job", job, "--first", str(first), "--last", str(last)],
        },
        "Environment": {**batch.environment, **({"PYTHONPATH": CODE} if batch.code else {})},
        "ProcessingInputs": [{"InputName": "code", "S3Input": code}] if batch.code else [],
        "ProcessingResources": {
            "ClusterConfig": {
                "InstanceCount": 1,
                "InstanceType": batch.instance_type,
                "VolumeSizeInGB": batch.volume_gb,
            }
        },
        "NetworkConfig": network,
        "StoppingCondition": {"MaxRuntimeInSeconds": batch.longest_s},
        "Tags": [{"Key": "everloop:job", "Value": job}, {"Key": "everloop:workspace", "Value": workspace}],
    }


def job_of_event(event: Mapping[str, Any]) -> tuple[WorkspaceId, str]:
    """The workspace and the job that an event of a processing job of ours speaks of. Raises KeyError; ValueError."""
    said: list[str] = event["detail"]["AppSpecification"]["ContainerArguments"]
    return WorkspaceId(said[said.index("--workspace") + 1]), said[said.index("--job") + 1]


def shards_of(name: str) -> tuple[int, int]:
    """The first and last shard that a processing job of ours runs, from its name."""
    _, first, last, _ = name.rsplit("-", 3)
    return int(first), int(last)


def _name(job: str, first: int, last: int) -> str:
    """A name of at most 63 letters, digits and dashes; a shard may be started more than once, so none is used twice."""
    return f"{_stem(job)}{first}-{last}-{uuid.uuid4().hex[:8]}"


def _stem(job: str) -> str:
    return f"everloop-{re.sub(r'[^A-Za-z0-9]', '', job)[:24]}-"


def _ranges(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Ascending numbers as runs without a gap, each at most ``SHARDS`` long."""
    first = last = numbers[0]
    for number in numbers[1:]:
        if number != last + 1 or number - first >= SHARDS:
            yield first, last
            first = number
        last = number
    yield first, last

"""What happens after a write: the dispatcher, the consumers, shards, S3's events, the clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aws_cdk import ArnFormat, CfnOutput, Duration, Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as sources
from aws_cdk import aws_scheduler as scheduler
from aws_cdk import aws_scheduler_targets as targets
from constructs import Construct

from infra.constructs.consumer import Consumer
from infra.constructs.function import Function
from infra.constructs.layers import Layers
from infra.grants import GRANTS, Rights, finding
from infra.reasons import acknowledge
from infra.stacks.search import SearchStack
from infra.stacks.storage import StorageStack
from infra.stage import Stage

STREAM_BATCH = 500
OF_STREAMS = (
    "changes of a table that could not be sent to the queues within a day, of which no list is kept; read the log of "
    "dispatch_changes, mend the cause, then `everloop reindex` has all that follows from a change done again."
)
ANNOUNCED = [
    lambda_.FilterCriteria.filter({"dynamodb": {"NewImage": {"announced": {"BOOL": [True]}}}}),
    lambda_.FilterCriteria.filter({"eventName": ["REMOVE"]}),
]


@dataclass(frozen=True, slots=True)
class Sized:
    """A consumer of the change feed: its name there, and how its function is built. ``batch``: messages at once, at most."""

    consumer: str
    batch: int
    uses: tuple[str, ...] = ("core", "deps")
    memory_mb: int = 512
    timeout_s: int = 60
    wait_s: int = 0


CONSUMERS: Mapping[str, Sized] = {
    "index_items": Sized("index", batch=100),
    "reflect_labels": Sized("reflect-labels", batch=50),
    "reflect_tasks": Sized("reflect-tasks", batch=50),
    "enrich_items": Sized("enrich", batch=10, uses=("core", "deps", "vision"), memory_mb=1769, timeout_s=300),
    "embed_items": Sized("embed", batch=10, uses=("core", "deps", "vision", "encoder"), memory_mb=1769, timeout_s=300),
    "advance_jobs": Sized("jobs", batch=10, uses=("core", "deps", "columns"), memory_mb=1769, timeout_s=600),
}
"""By function. A test compares the names with ``everloop.entry.consumers``."""
OUTSIDE = (("objects", "register_objects", 120), ("batches", "follow_batches", 60))
"""Consumers of events from outside: their names, functions and timeouts."""


class PipelineStack(Stack):
    """Functions that nobody calls: events do.

    Attributes:
        settings: What a function needs to know of this deployment.
        rights: What functions are given rights to.
        functions: By folder.
        consumers: By consumer's name; those of events from outside too.
        streams: The dispatcher's own dead letters.
    """

    def __init__(
        self, scope: Construct, name: str, *, stage: Stage, storage: StorageStack, search: SearchStack, **kwargs: Any
    ) -> None:
        super().__init__(scope, name, **kwargs)
        self._stage, self._storage = stage, storage
        self._layers = Layers(self, "Layers", stage=stage)
        self.functions: dict[str, Function] = {}
        self.consumers = {
            sized.consumer: Consumer(self, folder, stage=stage, timeout_s=sized.timeout_s, alarms=storage.alarms)
            for folder, sized in CONSUMERS.items()
        } | {
            name: Consumer(self, folder, stage=stage, timeout_s=timeout_s, alarms=storage.alarms)
            for name, folder, timeout_s in OUTSIDE
            if name == "objects" or stage.batch_image
        }
        self.settings = self._house(search)
        shards = [
            self._function(
                "batch_job",
                uses=("core", "deps", "columns"),
                memory_mb=3008,
                timeout_s=900,
                scratch_mb=4096,
                concurrency=stage.shards,
            ),
            self._function(
                "encode_shard",
                uses=("core", "deps", "vision", "encoder"),
                memory_mb=1769,
                timeout_s=900,
                concurrency=stage.shards,
            ),
        ]
        batch = self._batch_role() if stage.batch_image else None
        self.settings |= self._runner(shards, batch)
        self.rights = Rights(
            stage=stage,
            tables=list(storage.tables.values()),
            bucket_arn=storage.objects_arn,
            search_arn=search.arn,
            queues={name: (one.queue, one.dead_letters) for name, one in self.consumers.items()},
            shard_functions=shards,
            batch_role=batch,
        )
        if batch:
            self.rights.give_role(batch, GRANTS["batch_job"])
        for folder, sized in CONSUMERS.items():
            made = self._function(folder, uses=sized.uses, memory_mb=sized.memory_mb, timeout_s=sized.timeout_s)
            self.consumers[sized.consumer].feeds(made, batch=sized.batch, wait_s=sized.wait_s)
        self._dispatcher()
        self._from_outside()
        self._clock()
        self._function("admit_admin")
        for function in self.functions.values():
            self.rights.give(function)
        CfnOutput(self, "AdminMaker", value=self.functions["admit_admin"].function.function_name)

    def _function(self, folder: str, **how: Any) -> Function:
        self.functions[folder] = Function(
            self,
            "".join(word.capitalize() for word in folder.split("_")),
            folder=folder,
            stage=self._stage,
            layers=self._layers,
            environment=self.settings,
            **how,
        )
        return self.functions[folder]

    def _house(self, search: SearchStack) -> dict[str, str]:
        queues = {
            name: {"url": one.queue.queue_url, "dead_url": one.dead_letters.queue_url} for name, one in self.consumers.items()
        }
        return {
            "EVERLOOP_CATALOGUE": self._storage.tables["catalogue"].table_name,
            "EVERLOOP_WORKFLOW": self._storage.tables["workflow"].table_name,
            "EVERLOOP_BUCKET": self._storage.objects.bucket_name,
            "EVERLOOP_SEARCH": search.url,
            "EVERLOOP_SEARCH_ENGINE": self._stage.search_engine,
            "EVERLOOP_SEARCH_SIGNED": "true" if search.arn else "false",
            "EVERLOOP_SEARCH_SHARDS": str(search.shards),
            "EVERLOOP_SEARCH_REPLICAS": "1" if self._stage.search_nodes > 1 else "0",
            "EVERLOOP_QUEUES": self.to_json_string(queues),
        }

    def _runner(self, shards: list[Function], batch: iam.Role | None) -> dict[str, str]:
        names = {
            "EVERLOOP_BATCH_FUNCTION": shards[0].function.function_name,
            "EVERLOOP_ENCODE_FUNCTION": shards[1].function.function_name,
        }
        if batch is None:
            return names
        settings = {"image": self._stage.batch_image, "role": batch.role_arn, "instance_type": self._stage.batch_instance}
        return names | {"EVERLOOP_BATCH": self.to_json_string(settings)}

    def _batch_role(self) -> iam.Role:
        role = iam.Role(self, "BatchRole", assumed_by=iam.ServicePrincipal("sagemaker.amazonaws.com"))
        jobs_logs = self.format_arn(
            service="logs",
            resource="log-group",
            resource_name="/aws/sagemaker/ProcessingJobs*",
            arn_format=ArnFormat.COLON_RESOURCE_NAME,
        )
        role.add_to_policy(
            iam.PolicyStatement(
                actions=["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"], resources=[jobs_logs]
            )
        )
        role.add_to_policy(
            iam.PolicyStatement(
                actions=[
                    "ecr:BatchGetImage",
                    "ecr:GetDownloadUrlForLayer",
                    "ecr:BatchCheckLayerAvailability",
                    "ecr:GetAuthorizationToken",
                ],
                resources=["*"],
            )
        )
        acknowledge(
            role, "The registry's token is for no resource but '*'; the image is the stage's to name.", "IAM5[Resource::*]"
        )
        acknowledge(role, "SageMaker names the log streams of its jobs.", f"IAM5[Resource::{finding(role, jobs_logs)}]")
        return role

    def _dispatcher(self) -> None:
        dispatcher = self._function("dispatch_changes", timeout_s=60)
        self.streams = Consumer(
            self, "streams", stage=self._stage, timeout_s=60, alarms=self._storage.alarms, letters=OF_STREAMS
        )
        for table in self._storage.tables.values():
            dispatcher.function.add_event_source(
                sources.DynamoEventSource(
                    table,
                    starting_position=lambda_.StartingPosition.TRIM_HORIZON,
                    batch_size=STREAM_BATCH,
                    bisect_batch_on_error=True,
                    report_batch_item_failures=True,
                    retry_attempts=-1,  # until the stream forgets it, after a day
                    parallelization_factor=2,
                    filters=ANNOUNCED,
                    on_failure=sources.SqsDlq(self.streams.dead_letters),
                )
            )
        acknowledge(dispatcher.role, "Lambda lists streams for no resource but '*'.", "IAM5[Resource::*]")

    def _from_outside(self) -> None:
        stage, objects = self._stage, self.consumers["objects"]
        objects.feeds(self._function("register_objects", timeout_s=120), batch=50, wait_s=1)
        if stage.sources:
            changed = events.EventPattern(
                source=["aws.s3"],
                detail_type=["Object Created", "Object Deleted"],
                detail={"bucket": {"name": list(stage.sources)}},
            )
            objects.hears("ObjectsChanged", changed)
        if not stage.batch_image:
            return
        batches = self.consumers["batches"]
        batches.feeds(self._function("follow_batches"), batch=10)
        ended = events.EventPattern(
            source=["aws.sagemaker"],
            detail_type=["SageMaker Processing Job State Change"],
            detail={"ProcessingJobName": [{"prefix": "everloop-"}], "ProcessingJobStatus": ["Completed", "Failed", "Stopped"]},
        )
        batches.hears("BatchesEnded", ended)

    def _clock(self) -> None:
        tick = self._function("tick_clock")
        role = iam.Role(self, "Clock", assumed_by=iam.ServicePrincipal("scheduler.amazonaws.com"))
        scheduler.Schedule(
            self,
            "EveryMinute",
            schedule=scheduler.ScheduleExpression.rate(Duration.minutes(1)),
            target=targets.LambdaInvoke(tick.function, role=role, retry_attempts=0, max_event_age=Duration.minutes(1)),
            description="Has every open job looked at.",
        )
        arn = tick.function.function_arn
        acknowledge(role, "CDK admits the function's versions with it.", f"IAM5[Resource::{finding(role, arn)}:*]")

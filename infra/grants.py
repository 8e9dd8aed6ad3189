"""What each function may read and write: the ports of its use cases, as rights in IAM.

A test compares ``GRANTS`` with the ports that the use cases behind each doorway take (their signatures).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from aws_cdk import ArnFormat, Stack
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sqs as sqs

from infra.constructs.function import Function
from infra.reasons import acknowledge
from infra.stacks.storage import BY_INDEX
from infra.stage import Stage


class May(StrEnum):
    """READ, or WRITE: read and write."""

    READ = "read"
    WRITE = "write"


READ, WRITE = May.READ, May.WRITE
EVERYTHING_BUT_PIXELS = {
    "table": WRITE,
    "objects": WRITE,
    "open_source": READ,
    "columns": WRITE,
    "index": WRITE,
    "runner": WRITE,
    "bus": WRITE,
}
API = EVERYTHING_BUT_PIXELS | {"identity": READ, "media": READ}

GRANTS: Mapping[str, Mapping[str, May]] = {
    "serve_api": API,
    "serve_columns": API | {"encoder": READ},
    "dispatch_changes": {"bus": WRITE},
    "index_items": {"table": WRITE, "index": WRITE},
    "enrich_items": {"table": WRITE, "objects": WRITE, "open_source": READ},
    "embed_items": {"table": WRITE, "objects": READ, "open_source": READ, "encoder": READ},
    "reflect_labels": {"table": WRITE},
    "reflect_tasks": {"table": WRITE},
    "advance_jobs": EVERYTHING_BUT_PIXELS | {"encoder": READ},
    "batch_job": {name: may for name, may in EVERYTHING_BUT_PIXELS.items() if name != "runner"} | {"encoder": READ},
    "encode_shard": {"table": WRITE, "objects": WRITE, "open_source": READ, "index": READ, "encoder": READ},
    "register_objects": {"table": WRITE, "objects": READ, "open_source": READ},
    "follow_batches": {"bus": WRITE},
    "tick_clock": {"table": WRITE, "bus": WRITE},
    "admit_admin": {"table": WRITE, "index": WRITE},
}
"""Ports by function. ``columns`` and ``objects`` are one bucket; the encoder works in the function itself."""

TABLE_READ = ("dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:ConditionCheckItem")
TABLE_WRITE = ("dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:PartiQLInsert")
OBJECT_WRITE = ("s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload")
INDEX_READ = ("es:ESHttpGet", "es:ESHttpHead", "es:ESHttpPost")
INDEX_WRITE = ("es:ESHttpPut", "es:ESHttpDelete")
POINTS_IN_TIME = "_search/point_in_time"
"""A long read makes one and deletes it at its end; readers may delete nothing else."""
LETTERS = ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility")

NAMED_BY_CONTENT = "Objects are named by their content: rights are given to the bucket's objects, not to one of them."
OWN_INDICES = "Each workspace has its index in the domain, made at run time: rights are given below the domain's address."
ONE_JOB = "Processing jobs are named at run time; the rights end at this deployment's names, or at what knows no resource."


@dataclass(frozen=True, slots=True)
class Rights:
    """What a deployment has to give rights to.

    Attributes:
        search_arn: The domain; None: a node that is there already takes no rights.
        queues: (queue, dead letters) of each consumer of the change feed.
        shard_functions: Those that run shards.
        batch_role: The role of processing jobs; None: there are none.
    """

    stage: Stage
    tables: Sequence[dynamodb.ITableV2]
    bucket_arn: str
    search_arn: str | None
    queues: Mapping[str, tuple[sqs.IQueue, sqs.IQueue]]
    shard_functions: Sequence[Function] = ()
    batch_role: iam.IRole | None = None

    def give(self, function: Function) -> None:
        """Give a function the rights of ``GRANTS``."""
        self.give_role(function.role, GRANTS[function.folder])

    def give_role(self, role: iam.Role, ports: Mapping[str, May]) -> None:
        """Give a role the rights to these ports."""
        if may := ports.get("table"):
            self._table(role, may)
        objects = {ports[name] for name in ("objects", "columns") if name in ports}
        if objects:
            self._objects(role, WRITE if WRITE in objects else READ)
        if "open_source" in ports:
            self._sources(role)
        if (may := ports.get("index")) and self.search_arn:
            self._index(role, self.search_arn, may)
        if "bus" in ports:
            _allow(role, ("sqs:SendMessage",), *(one.queue_arn for pair in self.queues.values() for one in pair))
            _allow(role, LETTERS, *(letters.queue_arn for _, letters in self.queues.values()))
        if "runner" in ports:
            self._runner(role)
        if "identity" in ports:
            self._told_by_web(role, "clients")
        if "media" in ports:
            self._told_by_web(role, "media-key")
            self._secret(role)

    def _told_by_web(self, role: iam.Role, name: str) -> None:
        place = f"{self.stage.parameters.removeprefix('/')}/{name}"
        _allow(role, ("ssm:GetParameter",), Stack.of(role).format_arn(service="ssm", resource="parameter", resource_name=place))

    def _secret(self, role: iam.Role) -> None:
        arn = Stack.of(role).format_arn(
            service="secretsmanager",
            resource="secret",
            resource_name=f"{self.stage.parameters}/media-key-??????",
            arn_format=ArnFormat.COLON_RESOURCE_NAME,
        )
        _allow(role, ("secretsmanager:GetSecretValue",), arn)

    def _table(self, role: iam.Role, may: May) -> None:
        places = [place for one in self.tables for place in (one.table_arn, f"{one.table_arn}/index/{BY_INDEX}")]
        _allow(role, TABLE_READ + (TABLE_WRITE if may is WRITE else ()), *places)

    def _objects(self, role: iam.Role, may: May) -> None:
        _allow(role, ("s3:ListBucket",), self.bucket_arn)
        _allow(role, ("s3:GetObject", *(OBJECT_WRITE if may is WRITE else ())), f"{self.bucket_arn}/*")
        acknowledge(role, NAMED_BY_CONTENT, f"IAM5[Resource::{finding(role, self.bucket_arn)}/*]")

    def _index(self, role: iam.Role, domain_arn: str, may: May) -> None:
        _allow(role, INDEX_READ + (INDEX_WRITE if may is WRITE else ()), f"{domain_arn}/*")
        if may is READ:
            _allow(role, ("es:ESHttpDelete",), f"{domain_arn}/{POINTS_IN_TIME}")
        acknowledge(role, OWN_INDICES, f"IAM5[Resource::{finding(role, domain_arn)}/*]")

    def _sources(self, role: iam.Role) -> None:
        for name in self.stage.sources:
            arn = f"arn:{Stack.of(role).partition}:s3:::{name}"
            _allow(role, ("s3:ListBucket",), arn)
            _allow(role, ("s3:GetObject",), f"{arn}/*")
            acknowledge(role, "A source's files are the team's own to name.", f"IAM5[Resource::{finding(role, arn)}/*]")

    def _runner(self, role: iam.Role) -> None:
        for one in self.shard_functions:
            _allow(role, ("lambda:InvokeFunction",), one.function.function_arn)
        if self.batch_role is None:
            return
        jobs = Stack.of(role).format_arn(service="sagemaker", resource="processing-job", resource_name="everloop-*")
        _allow(role, ("sagemaker:CreateProcessingJob", "sagemaker:StopProcessingJob", "sagemaker:AddTags"), jobs)
        _allow(role, ("sagemaker:ListProcessingJobs",), "*")
        role.add_to_policy(
            iam.PolicyStatement(
                actions=["iam:PassRole"],
                resources=[self.batch_role.role_arn],
                conditions={"StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}},
            )
        )
        acknowledge(role, ONE_JOB, "IAM5[Resource::*]", f"IAM5[Resource::{finding(role, jobs)}]")


def _allow(role: iam.Role, actions: Sequence[str], *resources: str) -> None:
    role.add_to_policy(iam.PolicyStatement(actions=list(actions), resources=list(resources)))


def finding(role: iam.Role, arn: str) -> str:
    """A resource's address as cdk-nag writes it in a finding's name."""
    return _written(Stack.of(role).resolve(arn))


def _written(value: object) -> str:
    if isinstance(value, str):
        return value
    assert isinstance(value, dict)
    [(function, said)] = value.items()
    if function == "Ref":
        return f"<{said}>"
    if function == "Fn::GetAtt":
        return f"<{'.'.join(said)}>"
    if function == "Fn::Join":
        return str(said[0]).join(_written(part) for part in said[1])
    return str(said)

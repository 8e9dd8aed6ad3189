"""The one place that names a function's runtime, architecture, memory, tracing, log retention, layers and role."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from aws_cdk import Duration, RemovalPolicy, Size
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.constructs.layers import Layers, architecture, runtime
from infra.reasons import acknowledge
from infra.stage import Stage

FUNCTIONS = Path(__file__).resolve().parents[2] / "functions"


CACHED_BYTES_A_MB = 750_000
"""Of a function's scratch space: what the cache of column tables may take."""


class Function(Construct):
    """A doorway in ``functions/<folder>`` as a function. It has no rights but its logs and traces: see ``infra.grants``.

    Attributes:
        folder: Its name in ``functions/``.
        function: The function.
        entry: What events invoke: the function, or its published version where it starts from a snapshot.
    """

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        folder: str,
        stage: Stage,
        layers: Layers,
        uses: tuple[str, ...] = ("core", "deps"),
        environment: Mapping[str, str],
        memory_mb: int = 512,
        timeout_s: int = 60,
        concurrency: int | None = None,
        snap_start: bool = False,
        scratch_mb: int = 512,
    ) -> None:
        super().__init__(scope, name)
        self.folder, self.timeout_s, self.uses = folder, timeout_s, uses
        self.log_group = logs.LogGroup(
            self,
            "Logs",
            retention=logs.RetentionDays[_retention(stage.log_days)],
            removal_policy=RemovalPolicy.RETAIN if stage.keep else RemovalPolicy.DESTROY,
        )
        self.role = iam.Role(self, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        self.log_group.grant_write(self.role)
        self.function = lambda_.Function(
            self,
            "Function",
            runtime=runtime(stage),
            architecture=architecture(stage),
            handler="handler.handler",
            code=lambda_.Code.from_asset(
                str(FUNCTIONS / folder), exclude=["__pycache__", "Dockerfile", "*.txt", ".dockerignore"]
            ),
            layers=layers.of(uses),
            environment={
                "POWERTOOLS_SERVICE_NAME": folder,
                "POWERTOOLS_LOG_LEVEL": "INFO",
                "EVERLOOP_COLUMNS_BYTES": str(scratch_mb * CACHED_BYTES_A_MB),
                **environment,
            },
            memory_size=memory_mb,
            ephemeral_storage_size=None if scratch_mb == 512 else Size.mebibytes(scratch_mb),
            timeout=Duration.seconds(timeout_s),
            tracing=lambda_.Tracing.ACTIVE,
            log_group=self.log_group,
            role=self.role,
            reserved_concurrent_executions=concurrency,
            snap_start=lambda_.SnapStartConf.ON_PUBLISHED_VERSIONS if snap_start else None,
        )
        self.entry: lambda_.IFunction = self.function.current_version if snap_start else self.function
        acknowledge(self.role, "X-Ray takes traces for no resource but '*'.", "IAM5[Resource::*]")
        acknowledge(
            self.function, "python3.13 is the newest runtime that all layers have wheels and SnapStart support for.", "L1"
        )


def _retention(days: int) -> str:
    names = {
        1: "ONE_DAY",
        7: "ONE_WEEK",
        14: "TWO_WEEKS",
        30: "ONE_MONTH",
        90: "THREE_MONTHS",
        180: "SIX_MONTHS",
        365: "ONE_YEAR",
    }
    fitting = [length for length in names if length >= days] or [365]
    return names[fitting[0]]

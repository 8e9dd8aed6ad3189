"""The one place that names a function's runtime, architecture, memory, tracing, log retention and layers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from aws_cdk import Duration, RemovalPolicy, Size
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.constructs.layers import Layers, architecture
from infra.stage import Stage

FUNCTIONS = Path(__file__).resolve().parents[2] / "functions"


class Function(Construct):
    """A doorway in ``functions/<folder>`` as a function."""

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
        self.log_group = logs.LogGroup(
            self,
            "Logs",
            retention=logs.RetentionDays[_retention(stage.log_days)],
            removal_policy=RemovalPolicy.RETAIN if stage.keep else RemovalPolicy.DESTROY,
        )
        self.function = lambda_.Function(
            self,
            "Function",
            runtime=lambda_.Runtime(f"python{stage.python}", lambda_.RuntimeFamily.PYTHON),
            architecture=architecture(stage),
            handler="handler.handler",
            code=lambda_.Code.from_asset(str(FUNCTIONS / folder), exclude=["__pycache__", "Dockerfile"]),
            layers=layers.of(uses),
            environment={"POWERTOOLS_SERVICE_NAME": folder, "EVERLOOP_STAGE": stage.name, **environment},
            memory_size=memory_mb,
            ephemeral_storage_size=None if scratch_mb == 512 else Size.mebibytes(scratch_mb),
            timeout=Duration.seconds(timeout_s),
            tracing=lambda_.Tracing.ACTIVE,
            log_group=self.log_group,
            reserved_concurrent_executions=concurrency,
            snap_start=lambda_.SnapStartConf.ON_PUBLISHED_VERSIONS if snap_start else None,
        )
        self.entry: lambda_.IFunction = self.function.current_version if snap_start else self.function


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

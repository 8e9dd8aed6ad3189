"""What runs, at a glance; and what rings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from aws_cdk import Duration, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.stacks.api import ApiStack
from infra.stacks.pipeline import PipelineStack
from infra.stacks.search import SearchStack
from infra.stacks.storage import StorageStack
from infra.stacks.web import BY_ADDRESS, GLOBAL_REGION, GUARD
from infra.stage import Stage

ITERATOR_AGE_MS = 5 * 60_000
MINUTES = Duration.minutes(5)
WAITING_FOR_ROOM = ("batch_job", "encode_shard")
"""A job of many shards asks for more of these at once than may run: that they are throttled is how the others wait."""


class ObservabilityStack(Stack):
    """A dashboard, and alarms beside those of the dead letters (which belong to their queues)."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        stage: Stage,
        storage: StorageStack,
        search: SearchStack,
        pipeline: PipelineStack,
        api: ApiStack,
        **kwargs: Any,
    ) -> None:
        super().__init__(scope, name, **kwargs)
        self._action = actions.SnsAction(storage.alarms)
        functions = {folder: one.function for folder, one in (pipeline.functions | api.functions).items()}
        for folder, function in functions.items():
            self._alarm(f"{folder}-errors", function.metric_errors(period=MINUTES, statistic="Sum"), 5)
            if folder not in WAITING_FOR_ROOM:
                self._alarm(f"{folder}-throttles", function.metric_throttles(period=MINUTES, statistic="Sum"), 10)
        age = functions["dispatch_changes"].metric("IteratorAge", period=MINUTES, statistic="Maximum")
        self._alarm("stream-age", age, ITERATOR_AGE_MS)
        faults = api.gateway.api.metric_server_error(period=MINUTES, statistic="Sum")
        self._alarm("api-faults", faults, 5)
        if search.domain:
            self._alarm("search-red", _of_domain(search, stage, self.account, "ClusterStatus.red"), 1)
            self._alarm("search-writes-blocked", _of_domain(search, stage, self.account, "ClusterIndexWritesBlocked"), 1)
        if stage.region == GLOBAL_REGION and not stage.web_acl_arn:
            self._alarm("addresses-refused", _refused(), 1)
        letters = {name: one.dead_letters for name, one in pipeline.consumers.items()}
        board = cloudwatch.Dashboard(self, "Board", dashboard_name=f"{stage.name}-everloop")
        board.add_widgets(
            _graph("Requests", [api.gateway.api.metric_count(period=MINUTES), faults]),
            _graph("Answers in ms, 95 of 100", [api.gateway.api.metric_latency(period=MINUTES, statistic="p95")]),
            _graph("Age of the change feed, ms", [age]),
        )
        board.add_widgets(
            _graph(
                "Waiting hints",
                [one.queue.metric_approximate_number_of_messages_visible() for one in pipeline.consumers.values()],
            ),
            _graph("Dead letters", [one.metric_approximate_number_of_messages_visible() for one in letters.values()]),
            _graph("Errors", _each(functions.values(), "Errors")),
        )
        board.add_widgets(
            _graph("Invocations", _each(functions.values(), "Invocations")),
            _graph("Duration in ms, 95 of 100", _each(functions.values(), "Duration", "p95")),
            _graph("Written units", [one.metric_consumed_write_capacity_units() for one in storage.tables.values()]),
        )

    def _alarm(self, name: str, metric: cloudwatch.Metric, threshold: float) -> None:
        alarm = cloudwatch.Alarm(
            self,
            name,
            metric=metric,
            threshold=threshold,
            evaluation_periods=1,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        )
        alarm.add_alarm_action(self._action)


def _each(functions: Iterable[lambda_.Function], metric: str, statistic: str = "Sum") -> list[cloudwatch.IMetric]:
    return [function.metric(metric, period=MINUTES, statistic=statistic) for function in functions]


def _graph(title: str, metrics: list[Any]) -> cloudwatch.GraphWidget:
    return cloudwatch.GraphWidget(title=title, left=metrics, width=8)


def _refused() -> cloudwatch.Metric:
    """Requests of addresses that asked for too much: a flood, or a team for which the limit is too low."""
    return cloudwatch.Metric(
        namespace="AWS/WAFV2",
        metric_name="BlockedRequests",
        statistic="Sum",
        period=MINUTES,
        dimensions_map={"WebACL": GUARD, "Rule": BY_ADDRESS},
    )


def _of_domain(search: SearchStack, stage: Stage, account: str, name: str) -> cloudwatch.Metric:
    return cloudwatch.Metric(
        namespace="AWS/ES",
        metric_name=name,
        statistic="Maximum",
        period=MINUTES,
        dimensions_map={"DomainName": f"{stage.name}-search", "ClientId": account},
    )

"""The only way to attach a function to events: queue with dead letters → function, partial batch failures, alarm."""

from __future__ import annotations

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_lambda_event_sources as sources
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.constructs.function import Function

RECEIVES = 5
KEPT_DAYS = 14


class Consumer(Construct):
    """A queue before a function.

    Attributes:
        queue, dead_letters: What the dispatcher sends to, and where hints end that kept failing.
        alarm: Rings when a dead letter arrives.
    """

    def __init__(
        self, scope: Construct, name: str, *, function: Function, batch: int, concurrency: int, wait_s: int = 0
    ) -> None:
        super().__init__(scope, name)
        self.dead_letters = sqs.Queue(self, "DeadLetters", enforce_ssl=True, retention_period=Duration.days(KEPT_DAYS))
        timeout = function.function.timeout or Duration.seconds(60)
        self.queue = sqs.Queue(
            self,
            "Queue",
            enforce_ssl=True,
            visibility_timeout=Duration.seconds(6 * int(timeout.to_seconds())),
            retention_period=Duration.days(KEPT_DAYS),
            dead_letter_queue=sqs.DeadLetterQueue(queue=self.dead_letters, max_receive_count=RECEIVES),
        )
        function.function.add_event_source(
            sources.SqsEventSource(
                self.queue,
                batch_size=batch,
                max_batching_window=Duration.seconds(wait_s) if wait_s or batch > 10 else None,
                max_concurrency=max(2, concurrency),
                report_batch_item_failures=True,
            )
        )
        self.alarm = cloudwatch.Alarm(
            self,
            "Alarm",
            metric=self.dead_letters.metric_approximate_number_of_messages_visible(statistic="Maximum"),
            threshold=1,
            evaluation_periods=1,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
            alarm_description=f"{name}: hints that kept failing; see them with `everloop dead-letters list`.",
        )

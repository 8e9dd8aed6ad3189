"""The only way to attach a function to events: (rule →) queue with dead letters → function, partial batch failures, alarm."""

from __future__ import annotations

from typing import Any

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_lambda_event_sources as sources
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.constructs.function import Function
from infra.stage import Stage

RECEIVES = 10
"""One more than ``everloop.entry.queue.ATTEMPTS``: the function buries a message with its reason before the queue does."""
KEPT_DAYS = 14
LISTED = "hints that kept failing; see them with `everloop dead-letters list`."


class Consumer(Construct):
    """A queue before a function, made before it: functions know the queues' addresses.

    Attributes:
        queue, dead_letters: What is sent to, and where what keeps failing ends.
        alarm: Rings when a dead letter arrives.
    """

    def __init__(
        self, scope: Construct, name: str, *, stage: Stage, timeout_s: int, alarms: sns.ITopic, letters: str = LISTED
    ) -> None:
        """``letters``: what its dead letters are and what helps, for the alarm."""
        super().__init__(scope, name)
        self._stage = stage
        self.dead_letters = _queue(self, "DeadLetters")
        self.queue = _queue(
            self,
            "Queue",
            visibility_timeout=Duration.seconds(stage.patience * timeout_s),
            dead_letter_queue=sqs.DeadLetterQueue(queue=self.dead_letters, max_receive_count=RECEIVES),
        )
        self.alarm = letters_alarm(self, self.dead_letters, what=f"{name}: {letters}", alarms=alarms)

    def feeds(self, function: Function, *, batch: int, concurrency: int | None = None, wait_s: int = 0) -> None:
        """Have ``function`` handle the queue's messages: at most ``batch`` at once, in at most ``concurrency`` functions."""
        function.function.add_event_source(
            sources.SqsEventSource(
                self.queue,
                batch_size=batch,
                max_batching_window=Duration.seconds(max(wait_s, 1)) if wait_s or batch > 10 else None,
                max_concurrency=max(2, concurrency or self._stage.concurrency),
                report_batch_item_failures=True,
            )
        )
        self.dead_letters.grant_send_messages(function.role)

    def hears(self, name: str, pattern: events.EventPattern) -> events.Rule:
        """Have events of the account's bus that match ``pattern`` put into the queue."""
        return events.Rule(
            self, name, event_pattern=pattern, targets=[targets.SqsQueue(self.queue, dead_letter_queue=self.dead_letters)]
        )


def letters_alarm(scope: Construct, letters: sqs.IQueue, *, what: str, alarms: sns.ITopic) -> cloudwatch.Alarm:
    """An alarm that rings when a queue of dead letters holds one; ``what`` it says then."""
    alarm = cloudwatch.Alarm(
        scope,
        "Alarm",
        metric=letters.metric_approximate_number_of_messages_visible(statistic="Maximum", period=Duration.minutes(1)),
        threshold=1,
        evaluation_periods=1,
        comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        alarm_description=what,
    )
    alarm.add_alarm_action(actions.SnsAction(alarms))
    return alarm


def _queue(scope: Construct, name: str, **how: Any) -> sqs.Queue:
    return sqs.Queue(
        scope,
        name,
        enforce_ssl=True,
        encryption=sqs.QueueEncryption.SQS_MANAGED,
        retention_period=Duration.days(KEPT_DAYS),
        **how,
    )

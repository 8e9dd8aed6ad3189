"""What the functions tell of themselves: one line of keys for each event, counts as metrics, traces (Powertools)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from aws_lambda_powertools import Logger, Metrics, Tracer
from aws_lambda_powertools.metrics import MetricUnit

NAMESPACE = "Everloop"
R = TypeVar("R")


class Observed:
    """Collects what one event's work has to tell."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self.keys: dict[str, Any] = {}

    def count(self, **counts: int) -> None:
        """Counts: each is a metric and a key of the event's line."""
        for name, number in counts.items():
            self._metrics.add_metric(name=name, unit=MetricUnit.Count, value=number)
        self.keys |= counts

    def say(self, **keys: Any) -> None:
        """More keys for the event's line."""
        self.keys |= {name: value for name, value in keys.items() if value}


def observed(work: Callable[[dict[str, Any], Observed], R]) -> Callable[[dict[str, Any], Any], R]:
    """A function's handler around what it does; its name is the environment's ``POWERTOOLS_SERVICE_NAME``."""
    logger, tracer, metrics = Logger(), Tracer(), Metrics(namespace=NAMESPACE)

    @logger.inject_lambda_context
    @tracer.capture_lambda_handler(capture_response=False)
    @metrics.log_metrics
    def handler(event: dict[str, Any], context: Any) -> R:
        seen = Observed(metrics)
        seen.count(events=1)
        done = work(event, seen)
        logger.info("done", extra=seen.keys)
        return done

    answer: Callable[[dict[str, Any], Any], R] = handler
    return answer

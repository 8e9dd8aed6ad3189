"""The app behind API Gateway."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from fastapi import FastAPI
from mangum import Mangum

from everloop.entry.http.fitting import fitting
from everloop.entry.observing import NAMESPACE

TEXTS = ["text/", "application/json", "application/problem+json", "application/javascript", "application/xml"]
"""What goes through the gateway as it is; all else is base64 on the way."""

Handler = Callable[[dict[str, Any], Any], Any]


def through(app: FastAPI, *, traced: bool) -> Handler:
    """A function's handler that answers an HTTP API's requests (payload version 2).

    Args:
        traced: Whether what the app asks of AWS is traced too. Lambda itself traces each request; the tracer's own import costs
            a tenth of the function's start, which only a snapshot makes up for.
    """
    answer = Mangum(app, lifespan="off", text_mime_types=TEXTS)
    logger, metrics = Logger(), Metrics(namespace=NAMESPACE)

    @logger.inject_lambda_context
    @metrics.log_metrics
    def handler(event: dict[str, Any], context: Any) -> Any:
        said = fitting(event, answer(event, context))
        asked, status = event["requestContext"]["http"], said["statusCode"]
        logger.info("answered", extra={"method": asked["method"], "path": asked["path"], "status": status})
        for name, counted in (("requests", True), ("refused", 400 <= status < 500), ("faults", status >= 500)):
            metrics.add_metric(name=name, unit=MetricUnit.Count, value=int(counted))
        return said

    return _traced(handler) if traced else handler


def _traced(handler: Handler) -> Handler:
    from aws_lambda_powertools import Tracer

    done: Handler = Tracer().capture_lambda_handler(handler, capture_response=False)
    return done

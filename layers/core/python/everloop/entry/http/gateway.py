"""The app behind API Gateway."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aws_lambda_powertools import Logger
from fastapi import FastAPI
from mangum import Mangum

TEXTS = ["text/", "application/json", "application/problem+json", "application/javascript", "application/xml"]
"""What goes through the gateway as it is; all else is base64 on the way."""


def through(app: FastAPI) -> Callable[[dict[str, Any], Any], Any]:
    """A function's handler that answers an HTTP API's requests (payload version 2).

    Lambda itself traces each request; the tracer's own segments would cost the start of the function a quarter of its time.
    """
    answer = Mangum(app, lifespan="off", text_mime_types=TEXTS)
    logger = Logger()

    @logger.inject_lambda_context
    def handler(event: dict[str, Any], context: Any) -> Any:
        said = answer(event, context)
        asked = event["requestContext"]["http"]
        logger.info("answered", extra={"method": asked["method"], "path": asked["path"], "status": said["statusCode"]})
        return said

    answering: Callable[[dict[str, Any], Any], Any] = handler
    return answering

"""The HTTP edge's one table of errors: each kind as a status and RFC 9457 problem+json with a sentence to act on."""

from __future__ import annotations

import json
from typing import Any

from aws_lambda_powertools import Logger
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ValidationError
from starlette.exceptions import HTTPException

from everloop.domain.errors import Conflict, EverloopError, Forbidden, Invalid, NotFound, Transient, Unauthenticated

log = Logger(service="everloop", child=True)

STATUS: dict[type[EverloopError], tuple[int, str]] = {
    Invalid: (422, "The request cannot be done as it is"),
    NotFound: (404, "Not found"),
    Forbidden: (403, "Not allowed"),
    Conflict: (409, "Changed meanwhile"),
    Transient: (503, "Try again"),
    Unauthenticated: (401, "Not signed in"),
}


class Problem(BaseModel):
    """RFC 9457. ``detail`` is a sentence to act on; ``facts`` are for programs (such as the newer row of a conflict)."""

    type: str
    title: str
    status: int
    detail: str
    facts: dict[str, Any] = {}


_PROBLEM = {"$ref": "#/components/schemas/Problem"}
RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {
        "description": title,
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for status, title in sorted([*STATUS.values(), (412, "Precondition failed"), (413, "Too large")])
}


def problem(status: int, kind: str, title: str, detail: str, facts: dict[str, Any] | None = None) -> JSONResponse:
    """A problem as a response. Facts that JSON cannot say are left out."""
    headers = {"Retry-After": "1"} if status == 503 else {"WWW-Authenticate": "Bearer"} if status == 401 else None
    said = Problem(type=f"about:everloop:{kind}", title=title, status=status, detail=detail, facts=_sayable(facts or {}))
    return JSONResponse(
        said.model_dump(mode="json"), status_code=status, headers=headers, media_type="application/problem+json"
    )


def install(app: FastAPI) -> None:
    """Have every error of the app rendered here."""

    async def known(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, EverloopError)
        for kind in type(error).__mro__:
            if kind in STATUS:
                status, title = STATUS[kind]
                return problem(status, kind.__name__.lower(), title, error.message, error.facts)
        return problem(500, "bug", "A fault of ours", error.message)

    async def malformed(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, (RequestValidationError, ValidationError))
        wrong = [{"where": ".".join(str(part) for part in one["loc"]), "what": one["msg"]} for one in error.errors()]
        sentence = "; ".join(f"{one['where']}: {one['what']}" for one in wrong[:3])
        return problem(
            422, "invalid", STATUS[Invalid][1], f"The request is not of the expected form: {sentence}.", {"wrong": wrong}
        )

    async def plain(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        return problem(error.status_code, "http", str(error.detail), f"{error.detail}.")

    async def bug(request: Request, error: Exception) -> JSONResponse:
        log.exception("unhandled", path=request.url.path, error=type(error).__name__)
        return problem(500, "bug", "A fault of ours", "Something went wrong on our side; it has been logged.")

    app.add_exception_handler(EverloopError, known)
    app.add_exception_handler(RequestValidationError, malformed)
    app.add_exception_handler(ValidationError, malformed)
    app.add_exception_handler(HTTPException, plain)
    app.add_exception_handler(Exception, bug)


def _sayable(facts: dict[str, Any]) -> dict[str, Any]:
    said = {}
    for key, value in facts.items():
        try:
            said[key] = json.loads(json.dumps(value, default=_model, allow_nan=False, ensure_ascii=False).encode())
        except (TypeError, ValueError):
            continue
    return said


def _model(value: object) -> object:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", by_alias=True)
    raise TypeError

"""The HTTP API: one app for the laptop's server and for API Gateway (through Mangum)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, FastAPI, Request, Response

from everloop import __version__
from everloop.domain.limits import BODY_BYTES
from everloop.entry.http import access, docs, errors
from everloop.entry.http.routers import evaluations, folders, groups, health, jobs, members, metadata, server, session, tokens
from everloop.house import House

PREFIX = "/api/v1"

ROUTERS: tuple[APIRouter, ...] = (
    evaluations.router,
    folders.router,
    groups.router,
    health.router,
    server.router,
    jobs.router,
    members.router,
    metadata.router,
    session.router,
    tokens.router,
)


def create_app(house: House) -> FastAPI:
    """The app over one house."""
    app = FastAPI(
        title="Everloop",
        version=__version__,
        summary="The open data loop for computer vision.",
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
        responses=errors.RESPONSES,
    )
    app.state.house = house
    errors.install(app)
    app.middleware("http")(_limit_body)
    access.declare([docs.router, *ROUTERS])
    app.include_router(docs.router)
    for router in ROUTERS:
        app.include_router(router, prefix=PREFIX)
    return app


async def _limit_body(request: Request, go_on: Callable[[Request], Awaitable[Response]]) -> Response:
    """Refuse what API Gateway would refuse (media never pass through the API)."""
    length = request.headers.get("content-length", "0")
    too_large = not length.isdigit() or int(length) > BODY_BYTES
    if too_large and request.url.path.startswith(PREFIX):
        limit = f"A request has at most {BODY_BYTES // 1_000_000} MB; upload larger content by a presigned address."
        return errors.problem(413, "too-large", "Too large", limit)
    return await go_on(request)

"""The HTTP API: one app for the laptop's server and for API Gateway (through Mangum)."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI

from everloop import __version__
from everloop.entry.http import access, docs, errors
from everloop.entry.http.limit import LimitBody
from everloop.entry.http.routers import (
    dead_letters,
    evaluations,
    folders,
    groups,
    health,
    jobs,
    members,
    metadata,
    server,
    session,
    tokens,
)
from everloop.house import House

PREFIX = "/api/v1"

ROUTERS: tuple[APIRouter, ...] = (
    dead_letters.router,
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
    app.add_middleware(LimitBody, below=PREFIX)
    access.declare([docs.router, *ROUTERS])
    app.include_router(docs.router)
    for router in ROUTERS:
        app.include_router(router, prefix=PREFIX)
    return app

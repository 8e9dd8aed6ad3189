"""The HTTP API: one app for the laptop's server and for API Gateway (through Mangum)."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI

from everloop import __version__
from everloop.entry.http import access, docs, errors
from everloop.entry.http.description import Api
from everloop.entry.http.limit import LimitBody
from everloop.entry.http.routers import (
    collections,
    datasets,
    dead_letters,
    duplicates,
    evaluations,
    exports,
    folders,
    groups,
    health,
    imports,
    index,
    issues,
    items,
    jobs,
    label_versions,
    labels,
    maps,
    media,
    members,
    metadata,
    models,
    ontologies,
    projects,
    registrations,
    search,
    server,
    session,
    sets,
    sources,
    task_orders,
    tasks,
    tokens,
)
from everloop.house import House

PREFIX = "/api/v1"

ROUTERS: tuple[APIRouter, ...] = (
    collections.router,
    datasets.router,
    dead_letters.router,
    evaluations.router,
    exports.router,
    folders.router,
    groups.router,
    health.router,
    imports.router,
    index.router,
    issues.router,
    items.router,
    jobs.router,
    label_versions.router,
    labels.router,
    members.router,
    metadata.router,
    models.router,
    ontologies.router,
    projects.router,
    registrations.router,
    search.router,
    server.router,
    session.router,
    sets.router,
    sources.router,
    task_orders.router,
    tasks.router,
    tokens.router,
    duplicates.router,
    maps.router,
)


def create_app(house: House) -> FastAPI:
    """The app over one house."""
    app = Api(
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
    access.declare([docs.router, media.router, *ROUTERS])
    app.include_router(docs.router)
    app.include_router(media.router)
    for router in ROUTERS:
        app.include_router(router, prefix=PREFIX)
    return app

"""The route table, as the app has it: what the generated tests are made from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi.routing import APIRoute

from everloop.entry.http import docs
from everloop.entry.http.access import Need, needs_of
from everloop.entry.http.app import PREFIX, ROUTERS
from everloop.entry.http.routers import media


@dataclass(frozen=True)
class Route:
    """A route: its method, its path, its operation id and what it declares."""

    method: str
    path: str
    operation: str
    needs: tuple[Need, ...]
    schema: bool = True

    def __str__(self) -> str:
        return self.operation


def routes() -> Iterator[Route]:
    """Every route of the app."""
    for router, prefix in [(docs.router, ""), (media.router, ""), *((one, PREFIX) for one in ROUTERS)]:
        for route in router.routes:
            assert isinstance(route, APIRoute), route
            for method in sorted(route.methods):
                name = route.operation_id or f"{method} {route.path}"
                yield Route(method, prefix + route.path, name, tuple(needs_of(route)), route.include_in_schema)

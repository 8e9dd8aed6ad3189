"""What the server says of itself."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field

from fastapi import APIRouter, Request
from pydantic import BaseModel

from everloop import __version__
from everloop.entry.clock import now_ms
from everloop.entry.http.access import needs

router = APIRouter(tags=["server"])


@dataclass(frozen=True, slots=True)
class Facts:
    """What a process knows of itself; ``app.state.server`` holds them where somebody serves the app.

    Attributes:
        cpu_s: CPU seconds so far, of the server and of the processes that work for it.
        started_at: UTC epoch milliseconds.
    """

    cpu_s: Callable[[], float]
    started_at: int = field(default_factory=now_ms)


class Server(BaseModel):
    """The server. ``cpu_s`` is the server's own process plus its pool; null where nobody counts (functions)."""

    version: str = __version__
    pid: int
    cpu_s: float | None
    started_at: int | None


@router.get("/server", operation_id="getServer", dependencies=[needs("workspace:member")])
def server(request: Request) -> Server:
    """What the server has used so far."""
    facts: Facts | None = getattr(request.app.state, "server", None)
    return Server(pid=os.getpid(), cpu_s=facts.cpu_s() if facts else None, started_at=facts.started_at if facts else None)

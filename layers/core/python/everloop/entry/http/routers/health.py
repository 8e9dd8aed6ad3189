"""Whether the API answers."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel

from everloop import __version__
from everloop.entry.http.access import needs

router = APIRouter(tags=["server"])


class Health(BaseModel):
    """The API answers; ``version`` is the code's."""

    status: str = "ok"
    version: str = __version__


@router.get("/health", operation_id="getHealth", dependencies=[needs("public")])
def health() -> Health:
    """Whether the API answers: no sign-in needed."""
    return Health()

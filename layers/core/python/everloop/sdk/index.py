"""The index from Python."""

from __future__ import annotations

from everloop.domain.jobs import Job
from everloop.sdk.transport import Transport


class SearchIndex:
    """What searches ask; made from the table, so that it can be made again."""

    def __init__(self, transport: Transport) -> None:
        self._http = transport

    def rebuild(self) -> Job:
        """Index every item again."""
        return Job.model_validate(self._http.json("POST", "/index/rebuild"))

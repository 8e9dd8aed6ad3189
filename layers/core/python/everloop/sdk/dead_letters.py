"""Dead letters: what consumers gave up on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from everloop.domain.letters import Letter
from everloop.sdk.transport import Transport, each


class DeadLetters:
    """The workspace's dead letters (workspace admins)."""

    def __init__(self, transport: Transport) -> None:
        self._http = transport

    def list(self) -> Iterator[Letter]:
        """Newest first, each with its reason."""
        return each(self._http.pages("/dead-letters"), Letter.model_validate)

    def resend(self, ids: Sequence[str]) -> int:
        """Send letters again; how many there were."""
        return int(self._http.json("POST", "/dead-letters/resend", body={"ids": [*ids]})["moved"])

    def discard(self, ids: Sequence[str]) -> int:
        """Forget letters; how many there were."""
        return int(self._http.json("POST", "/dead-letters/discard", body={"ids": [*ids]})["moved"])

"""An OpenSearch node of one's own that can be stopped and started again with what it holds, at the same address."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.services import fixtures, ports


class SearchNode:
    """The node; ``url`` stays the same."""

    def __init__(self, data: Path) -> None:
        data.mkdir(parents=True, exist_ok=True)
        self._data = data
        self._port = ports.take(fixtures.OPENSEARCH_PORTS)
        self._running: Iterator[str] | None = None
        self.url = f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Start it and wait until it answers; skips the tests where it cannot be had."""
        self._running = fixtures._service("opensearch", self._port, self._data, ready=fixtures._opensearch_is_ready)
        next(self._running)

    def stop(self) -> None:
        """End the process."""
        if self._running is not None:
            self._running.close()  # type: ignore[attr-defined]
            self._running = None

"""The Python client: ``Client("http://127.0.0.1:8700", token)`` or ``Client.local(".everloop")``."""

from __future__ import annotations

import httpx

from everloop.sdk.evaluations import Evaluations
from everloop.sdk.jobs import Jobs
from everloop.sdk.transport import Transport


class Client:
    """Everloop from Python: the same use cases as the API and the command, with the same models.

    Attributes are one per noun: ``client.jobs.wait(job)``, ``client.folders.create("Yard")``.
    """

    def __init__(self, url: str, token: str, *, timeout_s: float = 30.0, transport: httpx.BaseTransport | None = None) -> None:
        self.http = Transport(url, token, timeout_s=timeout_s, transport=transport)
        self.jobs = Jobs(self.http)
        self.evaluations = Evaluations(self.http)

    def close(self) -> None:
        """Close the connections."""
        self.http.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

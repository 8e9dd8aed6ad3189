"""Jobs: wait for them, cancel them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from everloop.domain.errors import EverloopError
from everloop.domain.jobs import OPEN, Job, JobState
from everloop.sdk.transport import Transport, each


class JobFailed(EverloopError):
    """A job ended without having done its work; the sentence says why."""


class Jobs:
    """The jobs of the workspace."""

    def __init__(self, transport: Transport) -> None:
        self._http = transport

    def list(self) -> Iterator[Job]:
        """Jobs, newest first."""
        return each(self._http.pages("/jobs"), Job.model_validate)

    def get(self, job: str) -> Job:
        """A job with its progress."""
        return Job.model_validate(self._http.json("GET", f"/jobs/{job}"))

    def cancel(self, job: str) -> Job:
        """Cancel a job."""
        return Job.model_validate(self._http.json("POST", f"/jobs/{job}/cancel"))

    def wait(self, job: Job | str, *, progress: Callable[[Job], None] | None = None, timeout_s: float | None = None) -> Job:
        """The job once it is over; ``progress`` is called as it moves.

        Raises:
            JobFailed: It failed or was cancelled.
            TimeoutError: It was not over after ``timeout_s``.
        """
        job_id = job if isinstance(job, str) else job.id
        started, pause = time.monotonic(), 0.05
        while True:
            found = self.get(job_id)
            if progress:
                progress(found)
            if found.state not in OPEN:
                if found.state is not JobState.DONE:
                    raise JobFailed(found.reason or f"The job was {found.state}.", job=found.id)
                return found
            if timeout_s is not None and time.monotonic() - started > timeout_s:
                raise TimeoutError(f"{found.title}: {found.state} after {timeout_s:.0f} s")
            time.sleep(pause)
            pause = min(1.0, pause * 1.3)

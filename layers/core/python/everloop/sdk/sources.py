"""Sources, and registering their files."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from everloop.domain.errors import Invalid
from everloop.domain.folders import ROOT
from everloop.domain.formats.registration import ListFormat
from everloop.domain.jobs import Job
from everloop.domain.registrations import Arrivals
from everloop.domain.sources import Owners, Source
from everloop.domain.uris import file_text, normal_root
from everloop.sdk.transport import Transport, each

INLINE_BYTES = 2_000_000


class Sources:
    """The storage places that Everloop may read."""

    def __init__(self, transport: Transport) -> None:
        self._http = transport

    def list(self) -> Iterator[Source]:
        """All sources; the first is the built-in one of uploads."""
        return each(iter(self._http.json("GET", "/sources")["items"]), Source.model_validate)

    def get(self, source: str) -> Source:
        """A source by id."""
        return Source.model_validate(self._http.json("GET", f"/sources/{source}"))

    def create(self, root: str | Path, *, name: str | None = None, folder: str = ROOT, mirror: bool = False) -> Source:
        """Add a source: a folder of the server's machine, or ``s3://…``, ``gs://…``, ``az://…``."""
        body = {"root": address(root), "name": name, "folder": folder, "mirror": mirror}
        return Source.model_validate(self._http.json("POST", "/sources", body=body))

    def change(
        self,
        source: str,
        *,
        root: str | Path | None = None,
        name: str | None = None,
        folder: str | None = None,
        mirror: bool | None = None,
    ) -> Source:
        """Change a source; with another root its items keep their ids."""
        given = {"root": address(root) if root else None, "name": name, "folder": folder, "mirror": mirror}
        body = {key: value for key, value in given.items() if value is not None}
        return Source.model_validate(self._http.json("PATCH", f"/sources/{source}", body=body))

    def covering(self, place: str | Path) -> tuple[Source, str] | None:
        """The source that a folder belongs to, and the folder's prefix in it; None: no source covers it."""
        root = normal_root(address(place))
        everything = list(self.list())
        whole = next((one for one in everything if one.root == root), None)
        if whole is not None:
            return whole, ""
        try:
            source, key = Owners(everything).of(root)
        except Invalid:
            return None
        return source, f"{key}/"

    def register(self, source: str, *, prefix: str = "", folder: str | None = None, mirror: bool | None = None) -> Job:
        """Register the files of a source whose key begins with ``prefix``: a job."""
        body = {"prefix": prefix, "folder": folder, "mirror": mirror}
        return Job.model_validate(self._http.json("POST", f"/sources/{source}/register", body=body))

    def sync(self, source: str, *, prefix: str = "", folder: str | None = None, mirror: bool | None = None) -> Job:
        """Compare a source with its items: new files are registered, changed ones read again, vanished ones missing. A job."""
        body = {"prefix": prefix, "folder": folder, "mirror": mirror}
        return Job.model_validate(self._http.json("POST", f"/sources/{source}/sync", body=body))

    def register_folder(self, place: str | Path, *, folder: str = ROOT, mirror: bool = False) -> Job:
        """Register a folder of the server's machine or a bucket's prefix; a source is added where none covers it. A job."""
        found = self.covering(place) or (self.create(place), "")
        return self.register(found[0].id, prefix=found[1], folder=folder, mirror=mirror)

    def register_list(
        self,
        list_: Path | Sequence[str | Mapping[str, Any]],
        *,
        source: str | None = None,
        format: ListFormat = "auto",  # noqa: A002
        folder: str = ROOT,
        mirror: bool = False,
    ) -> Job:
        """Register the files that a list names: a job.

        Args:
            list_: A file (JSON, JSON lines, CSV, Encord's registration JSON), or addresses, or objects with ``uri`` or ``key``
                and perhaps ``metadata`` and ``folder``.
            source: The source whose keys the list names.
        """
        body: dict[str, Any] = {"format": format, "source": source, "folder": folder, "mirror": mirror}
        if not isinstance(list_, Path) and len(list_) <= 1_000:
            body |= {"items": list(list_), "format": "json"}
            return Job.model_validate(self._http.json("POST", "/registrations", body=body))
        data = list_.read_bytes() if isinstance(list_, Path) else _lines(list_)
        given = self._http.json("POST", "/registrations/address")
        self._http.raw("PUT", given["url"], content=data)
        return Job.model_validate(self._http.json("POST", "/registrations", body={**body, "path": given["path"]}))

    def arrivals(self, job: Job | str) -> Arrivals:
        """How far the new items of a registration are: read, failed, embedded."""
        return Arrivals.model_validate(self._http.json("GET", f"/jobs/{job if isinstance(job, str) else job.id}/items"))

    def wait(
        self, job: Job | str, *, progress: Callable[[Arrivals], None] | None = None, timeout_s: float | None = None
    ) -> Arrivals:
        """Wait until the new items of a finished registration are read and embedded. Raises TimeoutError."""
        started, pause = time.monotonic(), 0.05
        while True:
            found = self.arrivals(job)
            if progress:
                progress(found)
            if found.settled:
                return found
            if timeout_s is not None and time.monotonic() - started > timeout_s:
                raise TimeoutError(f"{found.items:,} items were not all read after {timeout_s:.0f} s: {found.states}")
            time.sleep(pause)
            pause = min(1.0, pause * 1.3)

    def failed_lines(self, job: Job | str) -> Iterator[dict[str, Any]]:
        """What could not be registered, line by line, each with its reason."""
        yield from self._http.pages(f"/jobs/{job if isinstance(job, str) else job.id}/errors")

    def embed(self) -> Job:
        """Compute the vectors that ready items lack: a job."""
        return Job.model_validate(self._http.json("POST", "/embeddings"))


def address(place: str | Path) -> str:
    """A folder as its address; addresses as they are."""
    if isinstance(place, str) and "://" in place:
        return place
    return f"file://{file_text(str(Path(place).resolve()))}"


def _lines(items: Sequence[str | Mapping[str, Any]]) -> bytes:
    return "\n".join(json.dumps(one if isinstance(one, str) else dict(one)) for one in items).encode()

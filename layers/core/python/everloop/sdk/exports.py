"""Exports: labels of a project as files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from everloop.domain.jobs import Job
from everloop.domain.transfers import ExportedFile, ExportRequest, Format
from everloop.sdk.transport import Transport


class Exports:
    """Ask for an export, wait for its job, download its files."""

    def __init__(self, transport: Transport) -> None:
        self._http = transport

    def create(
        self,
        project: str,
        *,
        format: Format = Format.COCO,  # noqa: A002
        version: str | None = None,
        stages: Sequence[str] | None = None,
        items: Mapping[str, Any] | None = None,
        include_unlabelled: bool = False,
    ) -> Job:
        """Ask for an export: of a label version, of the items in some stages, of those that pass a filter, or of all.

        Args:
            items: A filter over items.
            include_unlabelled: Also items that nobody has labelled.
        """
        asked = ExportRequest(
            format=format,
            version=version,
            stages=tuple(stages) if stages is not None else None,
            filter=dict(items) if items is not None else None,
            include_unlabelled=include_unlabelled,
        )
        return Job.model_validate(self._http.json("POST", f"/projects/{project}/exports", body=asked.model_dump(mode="json")))

    def of(self, project: str) -> list[Job]:
        """A project's exports, newest first."""
        return [Job.model_validate(one) for one in self._http.json("GET", f"/projects/{project}/exports")]

    def files(self, job: Job | str) -> list[ExportedFile]:
        """The files of an export that is done."""
        name = job if isinstance(job, str) else job.id
        return [ExportedFile.model_validate(one) for one in self._http.json("GET", f"/exports/{name}/files")]

    def download(self, job: Job | str, to: Path | str) -> list[Path]:
        """Write the files of an export into the folder ``to``; their paths, the labels first."""
        folder = Path(to)
        folder.mkdir(parents=True, exist_ok=True)
        return [self._http.fetch(one.url, folder / one.name) for one in self.files(job)]

"""Imports: labels and predictions from files of this machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

from everloop.domain.errors import Invalid
from everloop.domain.jobs import Job
from everloop.domain.limits import FILE_BYTES
from everloop.domain.predictions import LedgerRef, Model, RunOn
from everloop.domain.transfers import Format, LabelImport, PredictionImport, Upload
from everloop.sdk.transport import Transport

How = Literal["merge", "replace", "keep"]


class Imports:
    """Upload a file and have it read; each gives a job to wait for, whose counts say what came of it."""

    def __init__(self, transport: Transport) -> None:
        self._http = transport

    def labels(
        self,
        project: str,
        file: Path | str,
        *,
        format: Format = Format.COCO,  # noqa: A002
        ontology: Path | str | None = None,
        extend: bool = True,
        how: How = "merge",
        dry_run: bool = False,
    ) -> Job:
        """Labels into a project.

        Args:
            ontology: Of Encord's label rows: the file of their ontology.
            extend: Add the file's classes and shapes to the project's ontology.
            how: Put the objects over those that are there, replace these, or keep rows that have labels.
            dry_run: Only say what would happen.
        """
        asked = LabelImport(
            upload=self._put(file),
            format=format,
            ontology_upload=self._put(ontology) if ontology is not None else None,
            extend=extend,
            how=how,
            dry_run=dry_run,
        )
        return Job.model_validate(self._http.json("POST", f"/projects/{project}/imports", body=asked.model_dump(mode="json")))

    def predictions(
        self,
        model: Model | str,
        file: Path | str,
        *,
        project: str | None = None,
        export: str | None = None,
        truth: Path | str | None = None,
        images: Sequence[int | str] | None = None,
        run_on: RunOn = RunOn.LEDGER,
        name: str = "",
        dry_run: bool = False,
    ) -> Job:
        """COCO results as a prediction set of a model; the job's result names it.

        Args:
            project: Whose classes and items are meant; without ``export`` and ``truth`` the ids are those of its ledger.
            export: The job of the export whose ids the file uses.
            truth: The COCO annotation file whose ids the file uses.
            images: What the model was run on, by id or file name; without it, ``run_on`` says.
        """
        if truth is not None:
            ledger = LedgerRef(upload=self._put(truth))
        elif export is not None:
            ledger = LedgerRef(export=export)
        elif project is not None:
            ledger = LedgerRef(project=project)
        else:
            raise Invalid("Say whose ids the file uses: a project's, an export's or a truth file's.")
        asked = PredictionImport(
            upload=self._put(file),
            model=model if isinstance(model, str) else model.id,
            name=name,
            ledger=ledger,
            project=project,
            images=list(images) if images is not None else None,
            run_on=run_on,
            dry_run=dry_run,
        )
        return Job.model_validate(self._http.json("POST", "/prediction-sets", body=asked.model_dump(mode="json")))

    def errors(self, job: Job | str) -> Iterator[dict[str, Any]]:
        """What was left out, or kept but changed (``kept``), row by row with its reason."""
        yield from self._http.pages(f"/jobs/{job if isinstance(job, str) else job.id}/errors")

    def _put(self, file: Path | str) -> str:
        place = Path(file)
        if not place.is_file():
            raise Invalid(f"There is no file {place}.")
        size = place.stat().st_size
        if size > FILE_BYTES:
            raise Invalid(f"{place} has {size / 1e9:.1f} GB; one import takes at most 1 GB: split the file.")
        upload = Upload.model_validate(self._http.json("POST", "/files", body={"size_bytes": size}))
        self._http.raw("PUT", upload.url, content=place)
        return upload.id

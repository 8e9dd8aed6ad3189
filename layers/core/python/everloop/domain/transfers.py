"""What is asked of imports and exports: their specs travel in jobs."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from everloop.domain.annotations import MAIN, Frozen
from everloop.domain.predictions import LedgerRef, RunOn

IMPORT_LABELS = "import-labels"
IMPORT_PREDICTIONS = "import-predictions"
EXPORT = "export"

ImageRef = Annotated[int, Field(ge=-(2**53), le=2**53)] | Annotated[str, Field(max_length=4_096)]


class Format(StrEnum):
    """How labels are written in files."""

    COCO = "coco"
    ENCORD = "encord"


class Upload(Frozen):
    """A place for one file: PUT its bytes to ``url`` before ``expires_s`` have passed, then name ``id`` in an import."""

    id: str
    url: str
    expires_s: int


class LabelImport(Frozen):
    """Labels from a file into a project.

    Attributes:
        upload: The uploaded file.
        ontology_upload: Of Encord's label rows: their ontology, as JSON.
        extend: Add the file's classes and shapes to the project's ontology; else their rows are reported.
        how: Of items that have labels: put the incoming objects over them, replace them, or keep what is there.
        dry_run: Say what would happen; write nothing.
    """

    upload: str = Field(min_length=1, max_length=64)
    format: Format = Format.COCO
    ontology_upload: str | None = Field(default=None, max_length=64)
    extend: bool = True
    how: Literal["merge", "replace", "keep"] = "merge"
    dry_run: bool = False


class PredictionImport(Frozen):
    """COCO results as a prediction set.

    Attributes:
        model: The model's id.
        ledger: Whose image and category ids the file uses.
        project: Whose classes the predictions are mapped to by name, and whose items are meant; a project's or an export's
            ledger implies it.
        images: The images that the model was run on, by id in the ledger or by file name; None: ``run_on`` says.
    """

    upload: str = Field(min_length=1, max_length=64)
    model: str = Field(min_length=1, max_length=64)
    name: str = Field(default="", max_length=256)
    ledger: LedgerRef
    project: str | None = Field(default=None, max_length=64)
    images: list[ImageRef] | None = Field(default=None, max_length=100_000)
    run_on: RunOn = RunOn.LEDGER
    dry_run: bool = False


class ExportRequest(Frozen):
    """Labels of a project as a file. At most one of ``version``, ``stages``, ``filter``; none: everything, as it is now.

    Attributes:
        version: A label version; the others cut an unnamed one.
        include_unlabelled: Also items that nobody has labelled; else they say nothing and stay out.
    """

    format: Format = Format.COCO
    version: str | None = Field(default=None, max_length=200)
    stages: tuple[str, ...] | None = Field(default=None, max_length=100)
    filter: dict[str, Any] | None = None
    branch: str = Field(default=MAIN, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")
    include_unlabelled: bool = False

    @model_validator(mode="after")
    def _one(self) -> ExportRequest:
        if sum(one is not None for one in (self.version, self.stages, self.filter)) > 1:
            raise ValueError("an export is of a version, of stages or of a filter: name one of the three at most")
        return self


class ExportedFile(Frozen):
    """A file of an export; ``url`` reads it until it expires."""

    name: str
    size_bytes: int
    url: str = ""

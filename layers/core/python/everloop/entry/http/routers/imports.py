"""Imports: a place for a file, then labels or predictions from it, as jobs."""

from __future__ import annotations

from fastapi import APIRouter, status
from pydantic import BaseModel, ConfigDict, Field

from everloop.domain.jobs import Job
from everloop.domain.transfers import LabelImport, PredictionImport, Upload
from everloop.entry.http.access import needs
from everloop.entry.http.deps import CallDep, HouseDep
from everloop.usecases.imports import requesting

router = APIRouter(tags=["imports"])


class NewFile(BaseModel):
    """A file to upload for an import."""

    model_config = ConfigDict(extra="forbid")

    size_bytes: int = Field(ge=0, le=2**53)


@router.post("/files", operation_id="uploadFile", status_code=status.HTTP_201_CREATED, dependencies=[needs("workspace:member")])
def upload(body: NewFile, call: CallDep, house: HouseDep) -> Upload:
    """A place for a file of up to 1 GB: PUT its bytes to the address, then name it in an import."""
    return requesting.start_upload(call, size_bytes=body.size_bytes, objects=house.objects)


@router.post(
    "/projects/{project_id}/imports",
    operation_id="importLabels",
    status_code=status.HTTP_202_ACCEPTED,
    dependencies=[needs("project:manager", "project_id")],
)
def labels(project_id: str, body: LabelImport, call: CallDep, house: HouseDep) -> Job:
    """Read labels from an uploaded file: a job. Rows that are wrong are in its report; good ones are kept."""
    return requesting.import_labels(call, project_id, body, table=house.table, objects=house.objects)


@router.post(
    "/prediction-sets",
    operation_id="importPredictions",
    status_code=status.HTTP_202_ACCEPTED,
    dependencies=[needs("workspace:member")],
)
def predictions(body: PredictionImport, call: CallDep, house: HouseDep) -> Job:
    """Read COCO results from an uploaded file as a prediction set: a job, whose result names the set."""
    return requesting.import_predictions(call, body, table=house.table, objects=house.objects)

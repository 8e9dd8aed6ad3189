"""Models, their prediction sets, and what these say of an item."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, status
from pydantic import BaseModel, ConfigDict, Field

from everloop.domain.predictions import Model, Prediction, PredictionSet
from everloop.entry.http.access import needs
from everloop.entry.http.deps import CallDep, HouseDep
from everloop.entry.http.pages import Cursor, Limit, PageOf, said
from everloop.usecases import models

router = APIRouter(tags=["models"])


class NamedModel(BaseModel):
    """A model by name and version, and the label version it was trained on, if that is known."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=256)
    version: str = Field(default="1", min_length=1, max_length=64)
    trained_on: str | None = None


@router.post("/models", operation_id="nameModel", status_code=status.HTTP_201_CREATED, dependencies=[needs("workspace:member")])
def name(body: NamedModel, call: CallDep, house: HouseDep) -> Model:
    """Say that there is a model; naming it again is the same model."""
    return models.name_model(call, body.name, version=body.version, trained_on=body.trained_on, table=house.table)


@router.get("/models", operation_id="listModels", dependencies=[needs("workspace:member")])
def listing(call: CallDep, house: HouseDep, limit: Limit = 100, cursor: Cursor = None) -> PageOf[Model]:
    """All models."""
    return said(models.listing(call, limit=limit, cursor=cursor, table=house.table))


@router.get("/models/{model_id}", operation_id="getModel", dependencies=[needs("workspace:member")])
def get(model_id: str, call: CallDep, house: HouseDep) -> Model:
    """A model."""
    return models.get(call, model_id, table=house.table)


@router.get("/prediction-sets", operation_id="listPredictionSets", dependencies=[needs("workspace:member")])
def prediction_sets(
    call: CallDep,
    house: HouseDep,
    model: Annotated[str | None, Query(max_length=64)] = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> PageOf[PredictionSet]:
    """The prediction sets of your projects, of one model or all."""
    found = models.prediction_sets(
        call, model=model, limit=limit, cursor=cursor, table=house.table, objects=house.objects, index=house.index
    )
    return said(found)


@router.get("/prediction-sets/{set_id}", operation_id="getPredictionSet", dependencies=[needs("workspace:member")])
def prediction_set(set_id: str, call: CallDep, house: HouseDep) -> PredictionSet:
    """A prediction set."""
    return models.prediction_set(call, set_id, table=house.table, objects=house.objects, index=house.index)


@router.get(
    "/items/{item_id}/predictions/{set_id}",
    operation_id="getItemPredictions",
    dependencies=[needs("item:viewer", "item_id")],
)
def of_item(item_id: str, set_id: str, call: CallDep, house: HouseDep) -> list[Prediction]:
    """What a prediction set says of an item, surest first."""
    return models.of_item(call, set_id, item_id, table=house.table, columns=house.columns)

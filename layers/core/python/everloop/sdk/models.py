"""Models and what they predicted."""

from __future__ import annotations

from collections.abc import Iterator

from everloop.domain.predictions import Model, Prediction, PredictionSet
from everloop.sdk.transport import Transport, each


class Models:
    """The models of the workspace."""

    def __init__(self, transport: Transport) -> None:
        self._http = transport

    def name(self, name: str, *, version: str = "1", trained_on: str | None = None) -> Model:
        """Say that there is a model; naming it again is the same one."""
        body = {"name": name, "version": version, "trained_on": trained_on}
        return Model.model_validate(self._http.json("POST", "/models", body=body))

    def list(self) -> Iterator[Model]:
        """All models."""
        return each(self._http.pages("/models"), Model.model_validate)

    def get(self, model: str) -> Model:
        """A model."""
        return Model.model_validate(self._http.json("GET", f"/models/{model}"))


class PredictionSets:
    """What models predicted; made by importing results."""

    def __init__(self, transport: Transport) -> None:
        self._http = transport

    def list(self, *, model: str | None = None) -> Iterator[PredictionSet]:
        """The prediction sets of your projects, of one model or all."""
        return each(self._http.pages("/prediction-sets", params={"model": model}), PredictionSet.model_validate)

    def get(self, prediction_set: str) -> PredictionSet:
        """A prediction set."""
        return PredictionSet.model_validate(self._http.json("GET", f"/prediction-sets/{prediction_set}"))

    def of_item(self, prediction_set: str, item: str) -> Iterator[Prediction]:
        """What it says of an item, surest first."""
        said = self._http.json("GET", f"/items/{item}/predictions/{prediction_set}")
        return each(iter(said), Prediction.model_validate)

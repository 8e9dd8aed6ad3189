"""Models and what they predicted (decision 14)."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import Field, model_validator

from everloop.domain.annotations import Frozen
from everloop.domain.ids import ModelId, WorkspaceId, derived


class Model(Frozen):
    """One version of a model. Its name and version say which: naming it again is the same model.

    Attributes:
        trained_on: The label version it was trained on; None: not known.
    """

    schema_: int = Field(default=1, alias="schema")
    id: str
    name: str = Field(min_length=1, max_length=256)
    version: str = Field(default="1", min_length=1, max_length=64)
    trained_on: str | None = None
    created_by: str = ""
    created_at: int = 0


class LedgerRef(Frozen):
    """Whose image and category ids an imported file uses: exactly one of these.

    Attributes:
        project: A project's ledger (ids never change, so that of any of its exports too).
        export: The job of an export.
        upload: An uploaded COCO annotation file (the truth), whose images are found by their file names.
    """

    project: str | None = Field(default=None, max_length=64)
    export: str | None = Field(default=None, max_length=64)
    upload: str | None = Field(default=None, max_length=64)

    @model_validator(mode="after")
    def _one(self) -> LedgerRef:
        if sum(one is not None for one in (self.project, self.export, self.upload)) != 1:
            raise ValueError("a ledger is a project's, an export's or an uploaded file's: name one of the three")
        return self


class RunOn(StrEnum):
    """Which images a model was run on, where no list says it. LEDGER: all of the ledger's. PREDICTED: those with a result."""

    LEDGER = "ledger"
    PREDICTED = "predicted"


class PredictionState(StrEnum):
    """REQUESTED: its job runs. FAILED: its job did not end well; there is nothing in it. READY: it is whole, and never changes
    again.
    """

    REQUESTED = "requested"
    FAILED = "failed"
    READY = "ready"


class MappedClass(Frozen):
    """A class of the predictions. ``class_id``: the class of the project's ontology with that name; None: unmapped."""

    category_id: int | str
    name: str
    class_id: str | None = None
    predictions: int | None = 0


class PredictionSet(Frozen):
    """What one model predicted on some images, immutable.

    Attributes:
        project: Whose classes the predictions were mapped to; None: to none.
        reason: Why there is nothing in it, as a sentence, where it failed.
        run_on: The set (hash) of items that the model was run on; ``items`` of them, ``found_nothing`` without a prediction.
        predictions, unmapped, found_nothing, and of classes: None where they are not told, as the caller does not see all of
            the set's items; ``items`` then are those that he sees.
        classes: All classes that occur, unmapped ones too.
        tables: Paths of the column tables: predictions, runs.
    """

    schema_: int = Field(default=1, alias="schema")
    id: str
    name: str
    model: str
    model_name: str = ""
    project: str | None = None
    state: PredictionState = PredictionState.REQUESTED
    reason: str | None = None
    job: str = ""
    run_on: str | None = None
    items: int = 0
    found_nothing: int | None = 0
    predictions: int | None = 0
    unmapped: int | None = 0
    classes: tuple[MappedClass, ...] = ()
    tables: dict[str, str] = Field(default_factory=dict)
    created_by: str = ""
    created_at: int = 0


class Prediction(Frozen):
    """One prediction, as read back. ``row``: its number in the imported file."""

    row: int
    item_id: str
    class_id: str | None = None
    class_name: str
    category_id: int | None = None
    confidence: float
    box: tuple[float, float, float, float]
    mask: dict[str, Any] | None = None


def model_id(workspace: WorkspaceId, name: str, version: str) -> ModelId:
    """The id of a model by its name and version."""
    return ModelId(derived(workspace, "model", name, version))

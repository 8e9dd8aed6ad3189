"""Annotations: what is drawn or said of an item (decision 10), and the labels of one item, the label row's body.

An annotation's JSON, which is also its row on bulk paths (plain dicts of the same form, no model per row)::

    {"object_id": "k3j…", "class_id": "car", "shapes": {"0": {"box": [x, y, w, h], "polygon": [[x, y, …], …],
     "mask": {"size": [h, w], "counts": "…" | [n, …]}}}, "answers": {"<attribute id>": value}, "origin": "human",
     "confidence": 1.0, "area": 12.5, "is_crowd": false, "source_id": 17, …}

Values that are absent are left out. Imported numbers are kept as they came until the shape is edited.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

Answer = str | float | list[str]
"""radio: the option's id. checklist: option ids. text: a string. number: a float."""


class Origin(StrEnum):
    """Where an annotation comes from."""

    HUMAN = "human"
    IMPORT = "import"
    MODEL = "model"


class LabelState(StrEnum):
    """Of a label row. LABELLED or APPROVED with no objects is a negative; UNLABELLED says nothing (decision 11)."""

    UNLABELLED = "unlabelled"
    IN_PROGRESS = "in_progress"
    LABELLED = "labelled"
    APPROVED = "approved"


COUNTED = (LabelState.LABELLED, LabelState.APPROVED)
"""The states that exports and evaluations take unless asked for others."""

MAIN = "main"


class Frozen(BaseModel):
    """A domain value: frozen, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Mask(Frozen):
    """COCO run lengths, column-major: ``counts`` as COCO's string, or as numbers where it was imported so; ``size`` (h, w)."""

    size: tuple[int, int]
    counts: str | list[int]


class Shapes(Frozen):
    """What is drawn of one object on one part. Several may stand together: a box beside a mask or a polygon.

    Attributes:
        box: x, y, width, height in pixels, origin top-left.
        polygon: One flat list of x, y, x, y, … (three points or more) per part of the object, in pixels.
        mask: Run lengths.
    """

    box: tuple[float, float, float, float] | None = None
    polygon: list[list[float]] | None = None
    mask: Mask | None = None

    @model_validator(mode="after")
    def _something(self) -> Shapes:
        if self.box is None and self.polygon is None and self.mask is None:
            raise ValueError("a shape needs a box, a polygon or a mask")
        if self.box is not None and not (self.box[2] >= 0 and self.box[3] >= 0):
            raise ValueError("a box has a width and a height of 0 or more")
        for ring in self.polygon or ():
            if len(ring) < 6 or len(ring) % 2:
                raise ValueError("a polygon's part needs three points or more, as x, y, x, y, …")
        return self


class Annotation(Frozen):
    """One labelled object, or one classification of the item (no shapes).

    Attributes:
        object_id: Never reused; kept when a row is copied or merged.
        class_id: A class of the project's ontology.
        shapes: By part ("0" for an image).
        proposed: A pre-label that nobody has accepted yet: shown, but no label (not exported, not evaluated).
        from_prediction: ``<prediction set>/<row>`` of the prediction it came from.
        area: In px², where it was imported (COCO's may differ from w·h); else it follows from the shapes.
        source_id: The annotation id it was imported with.
        coco_id: Its COCO annotation id in the project's ledger (decision 13), allotted at import or first export.
    """

    object_id: str = Field(min_length=1, max_length=64)
    class_id: str
    shapes: dict[str, Shapes] = Field(default_factory=dict)
    answers: dict[str, Answer] = Field(default_factory=dict)
    origin: Origin = Origin.HUMAN
    confidence: float = Field(default=1.0, ge=0, le=1)
    proposed: bool = False
    from_prediction: str | None = None
    area: float | None = None
    is_crowd: bool = False
    source_id: int | str | None = None
    coco_id: int | None = None
    created_by: str = ""
    created_at: int = 0
    updated_by: str = ""
    updated_at: int = 0


class Classified(Frozen):
    """The counts that a label row's head shows: objects that are labels (not proposed), by class id."""

    objects: int = 0
    proposed: int = 0
    classes: dict[str, int] = Field(default_factory=dict)


def counts(annotations: list[dict[str, Any]]) -> Classified:
    """Counts over annotations in JSON form."""
    classes: dict[str, int] = {}
    proposed = 0
    for annotation in annotations:
        if annotation.get("proposed"):
            proposed += 1
        else:
            classes[annotation["class_id"]] = classes.get(annotation["class_id"], 0) + 1
    return Classified(objects=sum(classes.values()), proposed=proposed, classes=dict(sorted(classes.items())))


def to_json(annotation: Annotation) -> dict[str, Any]:
    """The JSON form: defaults left out, so that a stored row is as small as what it says."""
    return annotation.model_dump(mode="json", exclude_defaults=True)

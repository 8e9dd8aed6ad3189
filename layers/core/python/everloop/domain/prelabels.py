"""Pre-labels: predictions offered as proposed annotations, to be accepted or removed one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from everloop.domain.annotations import Origin
from everloop.domain.geometry import iou
from everloop.domain.ids import derived
from everloop.domain.labels import Body
from everloop.domain.ontologies import Ontology, OntologyClass, Shape
from everloop.domain.predictions import Prediction
from everloop.domain.shapes import box_of


@dataclass(frozen=True, slots=True)
class Offer:
    """What is offered.

    Attributes:
        prediction_set: Whose rows these are.
        iou_threshold: A prediction is left out where a label overlaps its box by this much or more; None: it never is.
    """

    prediction_set: str
    ontology: Ontology
    iou_threshold: float | None = None


@dataclass(frozen=True, slots=True)
class Proposed:
    """New annotations for one item, and why other predictions gave none.

    Attributes:
        unmapped: Of no class that may be labelled anew.
        unfit: The class is not drawn as the prediction is.
        overlapped: A label is there already.
        there: Proposed earlier, accepted or not.
    """

    annotations: Body = field(default_factory=list)
    unmapped: int = 0
    unfit: int = 0
    overlapped: int = 0
    there: int = 0

    def counts(self) -> dict[str, int]:
        """As a job counts."""
        return {
            "proposed": len(self.annotations),
            "unmapped": self.unmapped,
            "unfit": self.unfit,
            "overlapped": self.overlapped,
            "there": self.there,
        }


def proposed(offer: Offer, predictions: Iterable[Prediction], body: Body, *, by: str, at: int) -> Proposed:
    """The pre-labels of one item.

    Args:
        predictions: Of this item, in the order of their rows.
        body: Its labels now.
        by, at: The stamps of what is new.
    """
    classes = _classes(offer.ontology)
    there = {annotation["object_id"] for annotation in body}
    labelled = np.array(_boxes(body), np.float64).reshape(-1, 4)
    made: Body = []
    counts = {"unmapped": 0, "unfit": 0, "overlapped": 0, "there": 0}
    for prediction in predictions:
        one = classes.get(prediction.class_id or "") or classes.get(prediction.class_name)
        name = object_id(offer.prediction_set, prediction.row)
        if one is None:
            counts["unmapped"] += 1
        elif name in there:
            counts["there"] += 1
        elif not (shapes := _shapes(one, prediction)):
            counts["unfit"] += 1
        elif offer.iou_threshold is not None and _overlaps(prediction, labelled, offer.iou_threshold):
            counts["overlapped"] += 1
        else:
            made.append(
                {
                    "object_id": name,
                    "class_id": one.id,
                    "shapes": {"0": shapes},
                    "origin": Origin.MODEL.value,
                    "confidence": prediction.confidence,
                    "proposed": True,
                    "from_prediction": f"{offer.prediction_set}/{prediction.row}",
                    "created_by": by,
                    "created_at": at,
                }
            )
    return Proposed(made, **counts)


def object_id(prediction_set: str, row: int) -> str:
    """The id of the object that a prediction becomes: offered twice, it is one."""
    return derived("prelabel", prediction_set, str(row))


def _classes(ontology: Ontology) -> dict[str, OntologyClass]:
    """The classes that may be drawn, by id and by name; an id wins."""
    drawn = [one for one in ontology.classes if one.shapes and not one.archived]
    return {one.name: one for one in drawn} | {one.id: one for one in drawn}


def _shapes(one: OntologyClass, prediction: Prediction) -> dict[str, Any]:
    """The mask with its box where the class is drawn as a mask, else the box; nothing where neither fits."""
    box = list(prediction.box)
    if prediction.mask is not None and Shape.MASK in one.shapes:
        return {"box": box, "mask": dict(prediction.mask)}
    return {"box": box} if Shape.BOX in one.shapes else {}


def _boxes(body: Sequence[Mapping[str, Any]]) -> list[tuple[float, float, float, float]]:
    """Of what is drawn and is a label, not itself a proposal."""
    return [box_of(one["shapes"]["0"]) for one in body if not one.get("proposed") and "0" in one.get("shapes", {})]


def _overlaps(prediction: Prediction, labelled: np.ndarray[Any, np.dtype[np.float64]], threshold: float) -> bool:
    if not len(labelled):
        return False
    overlaps = iou(np.array([prediction.box], np.float64), labelled)
    return bool(overlaps.max() >= threshold)

"""Which predictions are offered as pre-labels, and what the others are left out for."""

from __future__ import annotations

from typing import Any

from everloop.domain.annotations import Annotation
from everloop.domain.label_checks import problems
from everloop.domain.ontologies import Ontology, Shape
from everloop.domain.ontology_making import NewClass
from everloop.domain.ontology_making import create as an_ontology
from everloop.domain.predictions import Prediction
from everloop.domain.prelabels import Offer, object_id, proposed

CLASSES = [
    NewClass(id="car", name="Car", shapes=(Shape.BOX,)),
    NewClass(id="cat", name="Cat", shapes=(Shape.BOX, Shape.MASK)),
    NewClass(id="road", name="Road", shapes=(Shape.POLYGON,)),
    NewClass(id="night", name="Night"),
]
ONTOLOGY: Ontology = an_ontology("things", "Things", CLASSES, by="a", at=1)
MASK = {"size": [4, 4], "counts": [0, 4, 12]}


def prediction(row: int, class_id: str | None = "car", name: str = "", **more: Any) -> Prediction:
    said = {"box": (10, 10, 20, 20), "confidence": 0.9} | more
    return Prediction(row=row, item_id="i", class_id=class_id, class_name=name, **said)


def offered(*predictions: Prediction, body: list[dict[str, Any]] | None = None, iou: float | None = None) -> Any:
    return proposed(Offer("set", ONTOLOGY, iou), predictions, body or [], by="anna", at=7)


def test_a_prediction_becomes_a_proposal_that_the_ontology_takes() -> None:
    (made,) = offered(prediction(3)).annotations
    assert Annotation.model_validate(made).proposed
    assert (made["origin"], made["confidence"], made["from_prediction"]) == ("model", 0.9, "set/3")
    assert problems(ONTOLOGY, [made], new=frozenset({made["object_id"]})) == []


def test_a_mask_is_offered_with_its_box_where_the_class_has_masks() -> None:
    made = offered(prediction(1, "cat", mask=MASK), prediction(2, "car", mask=MASK)).annotations
    assert [set(one["shapes"]["0"]) for one in made] == [{"box", "mask"}, {"box"}]
    assert problems(ONTOLOGY, made, new=frozenset(one["object_id"] for one in made)) == []


def test_a_class_is_found_by_id_or_else_by_name() -> None:
    assert [one["class_id"] for one in offered(prediction(1, None, "Cat"), prediction(2, "other", "Car")).annotations] == [
        "cat",
        "car",
    ]


def test_what_cannot_be_drawn_is_counted() -> None:
    found = offered(prediction(1, None, "Dog"), prediction(2, "night"), prediction(3, "road"))
    assert (found.annotations, found.unmapped, found.unfit) == ([], 2, 1)


def test_what_a_label_overlaps_is_left_out_from_the_threshold_on() -> None:
    label = {"object_id": "l", "class_id": "cat", "shapes": {"0": {"box": [10, 10, 20, 10]}}}
    assert offered(prediction(1), body=[label], iou=0.5).overlapped == 1
    assert len(offered(prediction(1), body=[label], iou=0.51).annotations) == 1
    assert len(offered(prediction(1), body=[label]).annotations) == 1
    assert len(offered(prediction(1), body=[{**label, "proposed": True}], iou=0.5).annotations) == 1


def test_what_was_offered_before_is_not_offered_again() -> None:
    (made,) = offered(prediction(1)).annotations
    accepted = {key: value for key, value in made.items() if key != "proposed"}
    assert made["object_id"] == object_id("set", 1)
    for body in ([made], [accepted]):
        assert (offered(prediction(1), body=body).there, offered(prediction(1), body=body).annotations) == (1, [])

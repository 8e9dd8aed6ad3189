"""What an evaluation says of many classes."""

from __future__ import annotations

import numpy as np
import pytest

from everloop.domain.errors import Invalid
from everloop.domain.evaluation_numbers import MATRIX_CLASSES, confusion
from everloop.domain.evaluations import EvaluatedClass, Evaluation, OperatingPoint
from everloop.domain.limits import BODY_BYTES
from everloop.domain.metrics.evidence import Evidence, gathered
from everloop.domain.metrics.overlaps import Predictions, Truth
from everloop.store.evidence import Named
from everloop.usecases.evaluate import telling

POINT = OperatingPoint(confidence=0.5)


def of(count: int) -> tuple[EvaluatedClass, ...]:
    return tuple(EvaluatedClass(class_id=f"{at:024}", name=str(at), category_id=at) for at in range(count))


@pytest.fixture
def nothing() -> Evidence:
    whole, real, boxes = np.zeros(0, np.int64), np.zeros(0), np.zeros((0, 4))
    truth = Truth(image=whole, klass=whole.astype(np.int32), area=real, crowd=np.zeros(0, np.bool_), box_xywh=boxes)
    found = Predictions(image=whole, klass=whole.astype(np.int32), score=real, row=whole, area=real, box_xywh=boxes)
    return gathered(truth, found)


def test_a_confusion_matrix_fits_an_answer_or_is_refused_with_a_sentence(nothing: Evidence) -> None:
    assert len(confusion(nothing, of(MATRIX_CLASSES), POINT).model_dump_json()) < BODY_BYTES
    with pytest.raises(Invalid, match="outcomes"):
        confusion(nothing, of(MATRIX_CLASSES + 1), POINT)


def test_a_report_of_too_many_classes_goes_without_a_matrix(nothing: Evidence) -> None:
    classes = of(MATRIX_CLASSES + 1)
    one = Evaluation(id="e", name="", project="p", prediction_set="s", label_version="v", classes=classes)
    told = telling.report(one, Named(nothing), POINT)
    assert (told.confusion.classes, told.confusion.matrix, len(told.table.classes)) == ((), [], len(classes))

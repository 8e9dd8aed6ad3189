"""The `outcome` matching against a slow plain one, and its rules one by one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from everloop.domain.metrics import compare, detection, failures
from everloop.domain.metrics import outcomes as oc
from everloop.domain.metrics.overlaps import Pairs, Predictions, Truth, overlaps


def random_columns(seed: int, *, images: int = 4, most: int = 10, classes: int = 3) -> tuple[Truth, Predictions]:
    rng = np.random.default_rng(seed)

    def boxes(count: int) -> np.ndarray:
        return np.concatenate((rng.integers(0, 12, (count, 2)), rng.integers(4, 16, (count, 2))), axis=1).astype(np.float64)

    objects, found = int(rng.integers(0, most * images)), int(rng.integers(0, 2 * most * images))
    truth_boxes, boxes_found = boxes(objects), boxes(found)
    truth = Truth(
        image=rng.integers(0, images, objects),
        klass=rng.integers(0, classes, objects).astype(np.int32),
        area=np.full(objects, 100.0),
        crowd=rng.random(objects) < 0.2,
        box_xywh=truth_boxes,
    )
    predictions = Predictions(
        image=rng.integers(0, images, found),
        klass=rng.integers(0, classes, found).astype(np.int32),
        score=rng.integers(0, 6, found) / 6,
        row=rng.permutation(found),
        area=boxes_found[:, 2] * boxes_found[:, 3],
        box_xywh=boxes_found,
    )
    return truth, predictions


def plainly(truth: Truth, predictions: Predictions, pairs: Pairs, iou_threshold: float, confidence: float) -> oc.Outcomes:
    """The rules of the module's docstring, one prediction after the other."""
    iou = {(int(p), int(t)): float(v) for p, t, v in zip(pairs.prediction, pairs.truth, pairs.iou, strict=True)}
    order = sorted(range(len(predictions)), key=lambda p: (-predictions.score[p], predictions.row[p]))
    order = [p for p in order if predictions.score[p] >= confidence]
    taken: dict[int, int] = {}
    of: dict[int, int] = {}
    what = dict.fromkeys(range(len(predictions)), oc.Outcome.BELOW)

    def best(p: int, *, same: bool, crowd: bool) -> int | None:
        free = [
            t
            for t in range(len(truth))
            if iou.get((p, t), -1) >= iou_threshold
            and (truth.klass[t] == predictions.klass[p]) == same
            and bool(truth.crowd[t]) == crowd
            and (crowd or t not in taken)
        ]
        return max(free, key=lambda t: (iou[p, t], t)) if free else None

    for p in order:
        what[p] = oc.Outcome.FP
        mine, crowd = best(p, same=True, crowd=False), best(p, same=True, crowd=True)
        if mine is not None:
            what[p], of[p], taken[mine] = oc.Outcome.TP, mine, p
        elif crowd is not None:
            what[p], of[p] = oc.Outcome.IGNORED, crowd
    right = set(taken)
    for p in order:
        if p not in of:
            other = best(p, same=False, crowd=False)
            if other is not None:
                of[p], taken[other] = other, p
    n, m = len(predictions), len(truth)
    return oc.Outcomes(
        np.array([what[p] for p in range(n)], np.int8),
        np.array([of.get(p, -1) for p in range(n)], np.int64),
        np.array(
            [oc.Outcome.IGNORED if truth.crowd[t] else oc.Outcome.TP if t in right else oc.Outcome.FN for t in range(m)],
            np.int8,
        ),
        np.array([taken.get(t, -1) for t in range(m)], np.int64),
    )


@settings(max_examples=80)
@given(st.integers(0, 2**32), st.sampled_from([0.1, 0.3, 0.5, 0.75]), st.sampled_from([0.0, 1 / 6, 0.5, 0.9]))
def test_outcomes_equal_the_plain_rules(seed: int, iou_threshold: float, confidence: float) -> None:
    truth, predictions = random_columns(seed)
    pairs = overlaps(truth, predictions)
    own = oc.own_class(truth, predictions, pairs, iou_threshold=iou_threshold)
    result = oc.outcomes(truth, predictions, pairs, own, confidence=confidence)
    expected = plainly(truth, predictions, pairs, iou_threshold, confidence)
    for name in oc.Outcomes.__slots__:
        np.testing.assert_array_equal(getattr(result, name), getattr(expected, name), err_msg=name)


@settings(max_examples=40)
@given(st.integers(0, 2**32), st.sampled_from([0.0, 0.5]))
def test_the_confusion_matrix_and_the_counts_agree(seed: int, confidence: float) -> None:
    truth, predictions = random_columns(seed)
    pairs = overlaps(truth, predictions)
    own = oc.own_class(truth, predictions, pairs)
    result = oc.outcomes(truth, predictions, pairs, own, confidence=confidence)
    scores = oc.class_scores(truth, predictions, result, classes=3)
    matrix = oc.confusion(truth, predictions, result, classes=3)
    np.testing.assert_array_equal(np.diag(matrix)[:3], scores.tp)
    np.testing.assert_array_equal(matrix.sum(axis=1)[:3], scores.tp + scores.fn)
    np.testing.assert_array_equal(matrix.sum(axis=0)[:3], scores.tp + scores.fp)
    np.testing.assert_array_equal(np.bincount(truth.klass[~truth.crowd], minlength=3), scores.tp + scores.fn)


@settings(max_examples=40)
@given(st.integers(0, 2**32))
def test_hits_equal_those_of_the_coco_matching_at_the_same_threshold(seed: int) -> None:
    truth, predictions = random_columns(seed)
    pairs = overlaps(truth, predictions)
    matched = detection.match(truth, predictions, pairs)
    for t, threshold in enumerate(detection.IOU_THRESHOLDS):
        own = oc.own_class(truth, predictions, pairs, iou_threshold=threshold)
        bit = np.uint64(1) << np.uint64(t)
        rows = predictions.row[(own.truth >= 0) & ~own.ignored]
        assert set(rows.tolist()) == set(predictions.row[(matched.hit & ~matched.ignored & bit) > 0].tolist())


@settings(max_examples=40)
@given(st.integers(0, 2**32))
def test_the_best_confidence_has_the_best_f1_of_all(seed: int) -> None:
    truth, predictions = random_columns(seed)
    pairs = overlaps(truth, predictions)
    own = oc.own_class(truth, predictions, pairs)

    def f1(confidence: float) -> float:
        result = oc.outcomes(truth, predictions, pairs, own, confidence=confidence)
        return float(np.nan_to_num(oc.class_scores(truth, predictions, result, classes=3).all_classes().f1[0]))

    best = oc.best_confidence(truth, predictions, own)
    assert all(f1(best) >= f1(other) - 1e-12 for other in np.unique(predictions.score))


def test_a_curve_says_what_the_counts_say_at_each_confidence() -> None:
    truth, predictions = random_columns(5)
    pairs = overlaps(truth, predictions)
    own = oc.own_class(truth, predictions, pairs)
    line = oc.curve(truth, predictions, own, klass=1)
    for confidence, precision, recall in zip(line.confidence, line.precision, line.recall, strict=True):
        result = oc.outcomes(truth, predictions, pairs, own, confidence=confidence)
        scores = oc.class_scores(truth, predictions, result, classes=3)
        assert scores.precision[1] == pytest.approx(precision)
        assert scores.recall[1] == pytest.approx(recall)


def table(*rows: tuple[int, int, float, tuple[float, float, float, float]]) -> Predictions:
    images, classes, scores, boxes = zip(*rows, strict=True)
    box = np.array(boxes, np.float64)
    return Predictions(
        np.array(images), np.array(classes, np.int32), np.array(scores), np.arange(len(rows)), box[:, 2] * box[:, 3], box
    )


def objects(*rows: tuple[int, int, bool, tuple[float, float, float, float]]) -> Truth:
    images, classes, crowds, boxes = zip(*rows, strict=True)
    box = np.array(boxes, np.float64)
    return Truth(np.array(images), np.array(classes, np.int32), box[:, 2] * box[:, 3], np.array(crowds), box)


def test_a_surer_wrong_class_does_not_take_an_object_from_the_right_one() -> None:
    truth = objects((1, 0, False, (0, 0, 10, 10)))
    found = table((1, 1, 0.9, (0, 0, 10, 10)), (1, 0, 0.4, (0, 0, 10, 9)))
    pairs = overlaps(truth, found)
    result = oc.outcomes(truth, found, pairs, oc.own_class(truth, found, pairs))
    assert result.prediction.tolist() == [oc.Outcome.FP, oc.Outcome.TP]
    assert result.truth_prediction.tolist() == [1]


def test_a_wrong_class_on_an_object_that_nothing_else_finds_is_a_confusion() -> None:
    truth = objects((1, 0, False, (0, 0, 10, 10)))
    found = table((1, 1, 0.9, (0, 0, 10, 10)))
    pairs = overlaps(truth, found)
    result = oc.outcomes(truth, found, pairs, oc.own_class(truth, found, pairs))
    assert oc.confusion(truth, found, result, classes=2).tolist() == [[0, 1, 0], [0, 0, 0], [0, 0, 0]]


def test_failures_rank_the_sure_mistakes_and_the_wholly_missed_first() -> None:
    truth = objects((1, 0, False, (0, 0, 10, 10)), (2, 0, False, (0, 0, 10, 10)), (3, 0, False, (0, 0, 10, 10)))
    found = table((1, 0, 0.9, (0, 0, 10, 10)), (1, 0, 0.6, (30, 30, 9, 9)), (3, 0, 0.2, (0, 0, 10, 10)))
    pairs = overlaps(truth, found)
    result = oc.outcomes(truth, found, pairs, oc.own_class(truth, found, pairs), confidence=0.5)
    worst = failures.failures(truth, found, pairs, result, iou_threshold=0.5)
    assert worst.image.tolist() == [2, 3, 1]
    np.testing.assert_allclose(worst.weight, [1.0, 0.8, 0.6])
    assert worst.fp.tolist() == [0, 0, 1]
    assert worst.fn.tolist() == [1, 1, 0]
    assert failures.failures(truth, found, pairs, result, iou_threshold=0.5, worst=1).image.tolist() == [2]


def test_a_difference_knows_what_does_not_exist() -> None:
    changed = compare.by_class({"cat": {"AP": 0.5, "AR": -1.0}}, {"cat": {"AP": 0.75, "AR": 0.5}, "dog": {"AP": float("nan")}})
    assert changed["cat"]["AP"].change == 0.25
    assert changed["cat"]["AR"].change is None
    assert changed["dog"]["AP"] == compare.Difference(None, None)

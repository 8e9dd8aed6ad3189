"""Evaluations: a prediction set against a label version over some items, and what is said of it (decisions 14 and 15)."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import Field

from everloop.domain.annotations import Frozen
from everloop.domain.metrics.outcomes import DEFAULT_IOU


class IouKind(StrEnum):
    """What overlaps are measured on."""

    BBOX = "bbox"
    SEGM = "segm"


class EvaluationState(StrEnum):
    """REQUESTED: its job runs. FAILED: its job did not end well; ask anew. READY: it is whole, and never changes again."""

    REQUESTED = "requested"
    FAILED = "failed"
    READY = "ready"


class OperatingPoint(Frozen):
    """Where outcomes are told: an IoU threshold and a least confidence (default: that of the best micro-F1)."""

    iou_threshold: float = Field(default=DEFAULT_IOU, ge=0.1, le=1.0)
    confidence: float = 0.0


class EvaluatedClass(Frozen):
    """A class that the truth or the predictions have; the position in the list is the class number of the columns."""

    class_id: str
    name: str
    category_id: int


class Evaluation(Frozen):
    """An evaluation, pinned to immutable inputs.

    Attributes:
        filter: As it was asked for; ``within`` is the set of the items that passed it then.
        items: How many items it is over: those the model was run on that are labelled, and pass ``filter``.
        members: The set of them.
        statistics: The 12 of COCO (``metrics.detection.STATISTICS``); −1 where there is no truth to speak of.
        counts: items, truths, crowds, predictions, unmapped (of no class of the ontology), pairs, tp, fp, fn, ignored;
            unlabelled (run on, not labelled), not_run (labelled, not run on), other_revision (the picture changed between),
            seen_in_training; of a segm evaluation: boxes_as_masks (drawn as boxes only), size_unknown (left out).
        reason: Why there is no result, as a sentence, where it failed.
        warnings: Sentences.
        tables: Paths of the column tables: truths, detections, pairs, matches.
        report: Path of the ``EvaluationReport``.
    """

    schema_: int = Field(default=1, alias="schema")
    id: str
    name: str
    project: str
    model: str = ""
    prediction_set: str
    label_version: str
    iou_kind: IouKind = IouKind.BBOX
    filter: dict[str, Any] | None = None
    within: str | None = None
    operating_point: OperatingPoint | None = None
    state: EvaluationState = EvaluationState.REQUESTED
    reason: str | None = None
    job: str = ""
    items: int = 0
    members: str | None = None
    classes: tuple[EvaluatedClass, ...] = ()
    statistics: dict[str, float] = Field(default_factory=dict)
    counts: dict[str, int] = Field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    tables: dict[str, str] = Field(default_factory=dict)
    report: str | None = None
    created_by: str = ""
    created_at: int = 0


class ClassReport(Frozen):
    """One class (or all together, micro-averaged, under the name "").

    Attributes:
        truths: Objects that are no crowd.
        statistics: The 12 of this class alone; −1 without truth.
        precision, recall, f1: None where nothing is divided by nothing.
    """

    class_id: str
    name: str
    truths: int
    predictions: int
    tp: int
    fp: int
    fn: int
    precision: float | None
    recall: float | None
    f1: float | None
    statistics: dict[str, float] = Field(default_factory=dict)


class ClassTable(Frozen):
    """Every class at an operating point, and all together."""

    operating_point: OperatingPoint
    items: int
    statistics: dict[str, float]
    all_classes: ClassReport
    classes: tuple[ClassReport, ...]


class CurvePoints(Frozen):
    """A precision–recall curve. ``envelope`` is COCO's: the precision at 101 recalls, or empty at other IoU thresholds than
    its ten. The other lists are the raw points by falling confidence, thinned to a few hundred.
    """

    class_id: str
    iou_threshold: float
    ap: float
    envelope: list[float] = Field(default_factory=list)
    confidence: list[float]
    precision: list[float]
    recall: list[float | None]
    f1: list[float | None]


class Confusion(Frozen):
    """Counts by true class (rows) and predicted class (columns), the last of both is background. ``classes`` names the rows.
    A report of over 1,000 classes has none (both are empty).
    """

    operating_point: OperatingPoint
    classes: tuple[str, ...]
    matrix: list[list[int]]


class EvaluationReport(Frozen):
    """The whole report at the evaluation's own operating point, in Objects."""

    schema_: int = Field(default=1, alias="schema")
    evaluation: str
    table: ClassTable
    curves: tuple[CurvePoints, ...]
    confusion: Confusion


class Slice(Frozen):
    """A part of an evaluation: the items with one value of a field, or in one range of it (``[from, to)``), dates in UTC."""

    value: str
    items: int
    statistics: dict[str, float]
    all_classes: ClassReport


class Collected(Frozen):
    """Failures as a set and a collection."""

    collection: str
    version: int
    members: str
    items: tuple[str, ...]
    failures: tuple[Failure, ...]


class Failure(Frozen):
    """An item that the model fails on: the worst first. ``weight``: ``metrics.failures``."""

    item_id: str
    seq: int
    weight: float
    fp: int
    fn: int


class SentBack(Frozen):
    """Failures on their way through work again.

    Attributes:
        tasks: Counts of the job that reopened tasks.
        offered: Counts of the job that offered pre-labels; empty where none were asked for.
    """

    collected: Collected
    tasks: dict[str, int]
    offered: dict[str, int] = Field(default_factory=dict)


Collected.model_rebuild()
SentBack.model_rebuild()


class NumberChange(Frozen):
    """A number in two evaluations; None where it does not exist."""

    before: float | None
    after: float | None
    change: float | None


class ClassComparison(Frozen):
    """What changed for one class: AP, AR_100, precision, recall and F1, each at its evaluation's operating point."""

    class_id: str
    name: str
    numbers: dict[str, NumberChange]


class Comparison(Frozen):
    """Two evaluations side by side; ``classes`` by falling loss of AP (what got worse first)."""

    before: str
    after: str
    statistics: dict[str, NumberChange]
    classes: tuple[ClassComparison, ...]


Box = tuple[float, float, float, float]
"""Left, top, width and height in pixels."""


class ObjectOutcome(Frozen):
    """What became of an object in one evaluation.

    Attributes:
        found: A prediction of its class took it.
        predicted_class: The name of the class that was predicted for it; None: nothing was.
        confidence, iou, box_xywh: Of that prediction.
    """

    found: bool
    predicted_class: str | None = None
    confidence: float | None = None
    iou: float | None = None
    box_xywh: Box | None = None


class ChangedObject(Frozen):
    """An object that one of two evaluations found and the other did not; ``box_xywh`` is the object's own, of the later one."""

    item_id: str
    seq: int
    object_id: str
    class_id: str
    class_name: str
    box_xywh: Box
    before: ObjectOutcome
    after: ObjectOutcome


class ClassChanges(Frozen):
    """How many objects of a class were found only after, or only before."""

    class_id: str
    name: str
    fixed: int
    regressed: int


class ChangedObjects(Frozen):
    """What two evaluations disagree on among the objects that both have, of the same class, each at its operating point.

    Attributes:
        objects: How many both have.
        classes: Those with a change, most regressed first.
        items: A page of those asked for, by seq.
    """

    objects: int
    fixed: int
    regressed: int
    classes: tuple[ClassChanges, ...]
    items: tuple[ChangedObject, ...]
    cursor: str | None = None

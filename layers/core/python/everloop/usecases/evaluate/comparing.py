"""One shard of an evaluation: the objects and the predictions of some items as columns, compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray
from pyroaring import BitMap

from everloop.domain import masks, shapes
from everloop.domain.columns import ColumnTable
from everloop.domain.evaluations import EvaluatedClass
from everloop.domain.filters import And, Exists, In
from everloop.domain.metrics.evidence import gathered
from everloop.domain.metrics.overlaps import Predictions, Rle, Truth
from everloop.store.columns import Columns
from everloop.store.evidence import Named

NUMBER_BITS = 20
_BOX = ("x", "y", "w", "h")
_WHOLE = In("part", (0.0,))


@dataclass(frozen=True, slots=True)
class Inputs:
    """What an evaluation reads.

    Attributes:
        objects, predictions: The pinned column tables.
        labels: The label version's manifest, for the sizes of the pictures; with ``masks``, ``compare`` gets only items whose
            size it knows: none of a picture that changed after it was labelled.
        classes: The evaluation's list.
        truth_classes: Class id → position in ``classes``.
        predicted_classes: The predictions' class name → position in ``classes``; those absent are left out.
        masks: Compare masks, not boxes.
    """

    objects: ColumnTable
    predictions: ColumnTable
    labels: ColumnTable
    classes: Sequence[EvaluatedClass]
    truth_classes: Mapping[str, int]
    predicted_classes: Mapping[str, int]
    masks: bool = False


def compare(columns: Columns, inputs: Inputs, *, members: BitMap, images: Mapping[int, int]) -> tuple[Named, dict[str, int]]:
    """The evidence of the items ``members``, and counts.

    Args:
        members: Seqs.
        images: The ledger's image id of each seq.
    """
    sizes = _sizes(columns, inputs.labels, members) if inputs.masks else {}
    truth, truth_names, boxed = _truth(columns, inputs, members, images, sizes)
    predictions, prediction_names, more = _predictions(columns, inputs, members, images, sizes)
    evidence = gathered(truth, predictions, masks=inputs.masks)
    counts = {
        "truths": int(np.count_nonzero(~truth.crowd)),
        "crowds": int(np.count_nonzero(truth.crowd)),
        "predictions": len(predictions),
        "pairs": len(evidence.pairs),
        "boxes_as_masks": boxed,
    }
    for key, value in more.items():
        counts[key] = counts.get(key, 0) + value
    return Named(evidence, truth_names, prediction_names), counts


def _truth(
    columns: Columns, inputs: Inputs, members: BitMap, images: Mapping[int, int], sizes: Mapping[int, tuple[int, int]]
) -> tuple[Truth, dict[str, NDArray[Any]], int]:
    wanted = ["seq", "item_id", "part", "object_id", "class_id", *_BOX, "area", "is_crowd"]
    wanted += ["annotation"] if inputs.masks else []
    found = columns.scan(inputs.objects, wanted, where=And((Exists("x"), _WHOLE)), seqs=members, order="seq, ordinal")
    seq = np.asarray(found["seq"], np.int64)
    box = _boxes(found)
    area = np.ma.filled(found["area"].astype(np.float64), np.nan)
    rles, boxed = None, 0
    if inputs.masks:
        rles = []
        for at, text in enumerate(found["annotation"]):
            height, width = sizes[int(seq[at])]
            rle = shapes.mask_of(orjson.loads(text)["shapes"]["0"], height=height, width=width)
            boxed += rle is None
            rles.append(_rle(rle or masks.from_box(tuple(box[at].tolist()), height=height, width=width)))
    truth = Truth(
        image=_images(seq, images),
        klass=np.array([inputs.truth_classes[one] for one in found["class_id"]], np.int32),
        area=np.where(np.isnan(area), box[:, 2] * box[:, 3], area),
        crowd=np.ma.filled(found["is_crowd"], False).astype(np.bool_),
        box_xywh=box,
        rle=rles,
    )
    names = {"seq": seq, "item_id": found["item_id"], "part": found["part"], "object_id": found["object_id"]}
    return truth, {**names, "number": _numbers(seq)}, boxed


def _predictions(
    columns: Columns, inputs: Inputs, members: BitMap, images: Mapping[int, int], sizes: Mapping[int, tuple[int, int]]
) -> tuple[Predictions, dict[str, NDArray[Any]], dict[str, int]]:
    wanted = ["seq", "item_id", "part", '"row"', '"class"', "confidence", *_BOX, "area"]
    wanted += ["mask"] if inputs.masks else []
    found = columns.scan(inputs.predictions, wanted, where=_WHOLE, seqs=members)
    klass = np.array([inputs.predicted_classes.get(one, -1) for one in found["class"]], np.int32)
    keep = klass >= 0
    found = {name: column[keep] for name, column in found.items()}
    seq = np.asarray(found["seq"], np.int64)
    rles, boxed = None, 0
    box = _boxes(found)
    if inputs.masks:
        rles = []
        for at, text in enumerate(found["mask"]):
            if text is None or text is np.ma.masked:
                height, width = sizes[int(seq[at])]
                boxed += 1
                rles.append(_rle(masks.from_box(tuple(box[at].tolist()), height=height, width=width)))
            else:
                rles.append(_rle(shapes.rle_of(orjson.loads(text))))
    area = np.ma.filled(found["area"].astype(np.float64), np.nan)
    predictions = Predictions(
        image=_images(seq, images),
        klass=klass[keep],
        score=np.asarray(found["confidence"], np.float64),
        row=np.asarray(found["row"], np.int64),
        area=np.where(np.isnan(area), box[:, 2] * box[:, 3], area),
        box_xywh=box,
        rle=rles,
    )
    names = {"seq": seq, "item_id": found["item_id"], "part": found["part"]}
    return predictions, names, {"unmapped": int(np.count_nonzero(~keep)), "boxes_as_masks": boxed}


def _sizes(columns: Columns, labels: ColumnTable, members: BitMap) -> dict[int, tuple[int, int]]:
    found = columns.scan(labels, ["seq", "height", "width"], seqs=members)
    rows = zip(found["seq"].tolist(), found["height"].tolist(), found["width"].tolist(), strict=True)
    return {seq: (height, width) for seq, height, width in rows}


def _boxes(found: Mapping[str, NDArray[Any]]) -> NDArray[np.float64]:
    return np.stack([np.asarray(found[name], np.float64) for name in _BOX], axis=1)


def _rle(mask: masks.Rle) -> Rle:
    return {"size": [mask.height, mask.width], "counts": mask.counts.encode("ascii")}


def _images(seq: NDArray[np.int64], images: Mapping[int, int]) -> NDArray[np.int64]:
    distinct, at = np.unique(seq, return_inverse=True)
    return np.array([images[one] for one in distinct.tolist()], np.int64)[at] if len(seq) else np.empty(0, np.int64)


def _numbers(seq: NDArray[np.int64]) -> NDArray[np.int64]:
    """A number for each object, unique in the evaluation: its seq, and its place among the item's objects."""
    order = np.argsort(seq, kind="stable")
    place = np.empty(len(seq), np.int64)
    place[order] = np.arange(len(seq)) - np.searchsorted(seq[order], seq[order], side="left")
    return (seq << NUMBER_BITS) | place

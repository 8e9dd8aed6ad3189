"""The evidence of an evaluation as column tables: written shard by shard, read back whole or for some items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from everloop.domain.columns import ColumnShard, ColumnTable
from everloop.domain.ids import WorkspaceId
from everloop.domain.metrics.detection import Matched
from everloop.domain.metrics.evidence import Evidence
from everloop.domain.metrics.evidence import joined as end_to_end
from everloop.domain.metrics.overlaps import Pairs, Predictions, Truth
from everloop.store.columns import Columns

TABLES = ("truths", "detections", "pairs")
Column = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Named:
    """Evidence with the names of its rows: ``truth_names`` and ``prediction_names`` are further columns, aligned."""

    evidence: Evidence
    truth_names: Mapping[str, Column] = field(default_factory=dict)
    prediction_names: Mapping[str, Column] = field(default_factory=dict)

    def of(self, seqs: BitMap) -> Evidence:
        """Only these items (as read back: ``seq`` is among the names)."""
        wanted = np.array(seqs.to_array(), np.int64)
        images = [
            image[np.isin(np.asarray(names["seq"], np.int64), wanted)]
            for image, names in (
                (self.evidence.truth.image, self.truth_names),
                (self.evidence.predictions.image, self.prediction_names),
            )
        ]
        return self.evidence.of(np.unique(np.concatenate(images)))


def joined(parts: Sequence[Named]) -> Named:
    """Parts put end to end; no image is in two."""
    return Named(
        end_to_end([part.evidence for part in parts]),
        {name: np.concatenate([part.truth_names[name] for part in parts]) for name in parts[0].truth_names},
        {name: np.concatenate([part.prediction_names[name] for part in parts]) for name in parts[0].prediction_names},
    )


def write(columns: Columns, workspace: WorkspaceId, number: int, named: Named) -> dict[str, ColumnShard]:
    """Write one shard: its column files by table (a table without rows has none).

    Args:
        named: With boxes; names of truth: seq, item_id, part, number, object_id; of predictions: seq, item_id, part.
    """
    evidence, truth_names, prediction_names = named.evidence, named.truth_names, named.prediction_names
    truth, predictions, pairs, matched = evidence.truth, evidence.predictions, evidence.pairs, evidence.matched
    assert truth.box_xywh is not None
    assert predictions.box_xywh is not None
    arrays: dict[str, dict[str, Column]] = {
        "truths": {
            **truth_names,
            **_box(truth.box_xywh),
            "image": truth.image,
            "class": truth.klass,
            "crowd": truth.crowd,
            "ignored": matched.truth_ignored,
        },
        "detections": {
            **prediction_names,
            **_box(predictions.box_xywh),
            "image": predictions.image,
            "row": predictions.row,
            "class": predictions.klass,
            "confidence": predictions.score,
            "rank": matched.rank,
            "hit": matched.hit,
            "ignored": matched.ignored,
        },
        "pairs": {
            **{name: prediction_names[name][pairs.prediction] for name in ("seq", "item_id", "part")},
            **{name: truth_names[name][pairs.truth] for name in ("number", "object_id")},
            "row": predictions.row[pairs.prediction],
            "iou": pairs.iou,
        },
    }
    shards = {name: columns.write_arrays(workspace, name, number, arrays[name]) for name in TABLES}
    return {name: shard for name, shard in shards.items() if shard is not None}


def read(
    columns: Columns,
    tables: Mapping[str, ColumnTable],
    *,
    seqs: BitMap | None = None,
    truth_names: Sequence[str] = (),
    prediction_names: Sequence[str] = (),
) -> Named:
    """The evidence of all items or of some.

    Args:
        seqs: Only of these items.
        truth_names: Further columns of ``TRUTHS`` to read, ``object_id`` and the like.
        prediction_names: Further columns of ``DETECTIONS``.
    """
    own = ["seq", "image", "number", '"class"', "crowd", "ignored"]
    truths = _scan(columns, tables, "truths", own, truth_names, seqs)
    theirs = ["seq", "image", '"row"', '"class"', "confidence", "rank", "hit", "ignored"]
    found = _scan(columns, tables, "detections", theirs, prediction_names, seqs)
    pairs = _scan(columns, tables, "pairs", ['"row"', "number", "iou"], (), seqs)
    truth = Truth(
        image=np.asarray(truths["image"], np.int64),
        klass=np.asarray(truths["class"], np.int32),
        area=np.zeros(len(truths["image"])),
        crowd=np.asarray(truths["crowd"], np.bool_),
    )
    predictions = Predictions(
        image=np.asarray(found["image"], np.int64),
        klass=np.asarray(found["class"], np.int32),
        score=np.asarray(found["confidence"], np.float64),
        row=np.asarray(found["row"], np.int64),
        area=np.zeros(len(found["image"])),
    )
    evidence = Evidence(
        truth,
        predictions,
        Pairs(
            _places(predictions.row, np.asarray(pairs["row"], np.int64)),
            _places(np.asarray(truths["number"], np.int64), np.asarray(pairs["number"], np.int64)),
            np.asarray(pairs["iou"], np.float64),
        ),
        Matched(
            rank=np.asarray(found["rank"], np.int32),
            hit=np.asarray(found["hit"], np.uint64),
            ignored=np.asarray(found["ignored"], np.uint64),
            truth_ignored=np.asarray(truths["ignored"], np.uint64),
        ),
    )
    return Named(evidence, truths, found)


def _box(box_xywh: NDArray[np.float64]) -> dict[str, Column]:
    return {name: np.ascontiguousarray(box_xywh[:, at]) for at, name in enumerate("xywh")}


def _scan(
    columns: Columns,
    tables: Mapping[str, ColumnTable],
    name: str,
    own: Sequence[str],
    more: Sequence[str],
    seqs: BitMap | None,
) -> dict[str, Column]:
    wanted = [*own, *(f'"{column}"' for column in more if column not in {one.strip('"') for one in own})]
    return columns.scan(tables[name], wanted, seqs=seqs)


def _places(names: NDArray[np.int64], wanted: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each of ``wanted`` stands in ``names`` (distinct; all are there)."""
    order = np.argsort(names, kind="stable")
    return order[np.searchsorted(names[order], wanted)]

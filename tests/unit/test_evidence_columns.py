"""From column tables of objects and predictions to evidence, through Parquet and back, with nothing lost on the way."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pytest
from pycocotools import mask as coco_mask
from pyroaring import BitMap

from everloop.adapters.folder import FolderObjects
from everloop.adapters.signing import SignedPaths
from everloop.domain import evaluation_numbers as numbers
from everloop.domain.columns import ColumnTable
from everloop.domain.evaluations import EvaluatedClass, OperatingPoint
from everloop.domain.filters import In
from everloop.domain.ids import DEFAULT_WORKSPACE
from everloop.domain.metrics import detection
from everloop.store import evidence
from everloop.store.columns import Columns
from everloop.usecases.evaluate import telling
from everloop.usecases.evaluate.comparing import Inputs, compare
from tests.unit.test_detection_metrics import SIZE, random_set, reference, with_masks

SHARD = 1 << 13


@pytest.fixture
def columns(tmp_path: Path) -> Columns:
    return Columns(FolderObjects(tmp_path / "objects", signed=SignedPaths(b"key")), tmp_path / "columns")


def seq_of(truth: dict[str, Any], image: int) -> int:
    """Every other image lies in a second shard."""
    at = [one["id"] for one in truth["images"]].index(image)
    return at + 1 + (at % 2) * SHARD


def tables(columns: Columns, truth: dict[str, Any], results: list[dict[str, Any]], *, masks: bool) -> Inputs:
    objects = [
        {
            "seq": seq_of(truth, row["image_id"]),
            "item_id": f"i{row['image_id']}",
            "part": 0,
            "object_id": f"o{row['id']}",
            "class_id": f"c{row['category_id']}",
            "class": str(row["category_id"]),
            **dict(zip("xywh", row["bbox"], strict=True)),
            "area": row["area"],
            "is_crowd": bool(row["iscrowd"]),
            "annotation": orjson.dumps({"shapes": {"0": {"mask": _mask(row["segmentation"])}}}).decode() if masks else None,
        }
        for row in truth["annotations"]
    ]
    predictions = []
    for place, row in enumerate(results):
        box = row["bbox"] if "bbox" in row else coco_mask.toBbox(row["segmentation"]).tolist()
        area = float(coco_mask.area(row["segmentation"])) if masks else box[2] * box[3]
        predictions.append(
            {
                "seq": seq_of(truth, row["image_id"]),
                "item_id": f"i{row['image_id']}",
                "part": 0,
                "row": place,
                "class": str(row["category_id"]),
                "confidence": row["score"],
                **dict(zip("xywh", box, strict=True)),
                "area": area,
                "mask": orjson.dumps(_mask(row["segmentation"])).decode() if masks else None,
            }
        )
    labels = [
        {"seq": seq_of(truth, one["id"]), "item_id": f"i{one['id']}", "height": SIZE * 2, "width": SIZE * 2}
        for one in truth["images"]
    ]
    classes = [
        EvaluatedClass(class_id=f"c{one}", name=str(one), category_id=one)
        for one in sorted(one["id"] for one in truth["categories"])
    ]
    return Inputs(
        objects=_written(columns, "objects", objects),
        predictions=_written(columns, "predictions", predictions),
        labels=_written(columns, "labels", labels),
        classes=classes,
        truth_classes={one.class_id: at for at, one in enumerate(classes)},
        predicted_classes={one.name: at for at, one in enumerate(classes)},
        masks=masks,
    )


def _written(columns: Columns, name: str, rows: list[dict[str, Any]]) -> ColumnTable:
    return columns.write(DEFAULT_WORKSPACE, name, sorted(rows, key=lambda row: row["seq"]))


def _mask(rle: dict[str, Any]) -> dict[str, Any]:
    return {"size": rle["size"], "counts": rle["counts"].decode()}


def evaluated(columns: Columns, truth: dict[str, Any], inputs: Inputs) -> dict[str, ColumnTable]:
    """The three tables of evidence, made of two shards."""
    found: dict[str, list[Any]] = {name: [] for name in evidence.TABLES}
    for number in (0, 1):
        images = {seq_of(truth, one["id"]): one["id"] for one in truth["images"]}
        members = BitMap(seq for seq in images if seq // SHARD == number)
        named, _ = compare(columns, inputs, members=members, images=images)
        for name, shard in evidence.write(columns, DEFAULT_WORKSPACE, number, named).items():
            found[name].append(shard)
    return {name: ColumnTable(name=name, shards=tuple(shards), schema=1) for name, shards in found.items()}


@pytest.mark.parametrize("masks", [False, True], ids=["bbox", "segm"])
def test_the_statistics_come_back_from_columns_to_the_last_bit(columns: Columns, masks: bool) -> None:
    truth, results = random_set(3, images=6, most=7, classes=3, flood=False)
    if masks:
        with_masks(truth, results, 3)
    inputs = tables(columns, truth, results, masks=masks)
    seen = evidence.read(columns, evaluated(columns, truth, inputs)).evidence
    report = detection.report(seen.truth, seen.predictions, seen.matched, classes=len(inputs.classes))
    stats = reference(truth, results, "segm" if masks else "bbox").stats
    assert list(report.statistics().values()) == pytest.approx(stats.tolist(), rel=0, abs=1e-12)


def test_the_evidence_of_some_items_is_their_own_evaluation(columns: Columns) -> None:
    truth, results = random_set(8, images=6, most=7, classes=3, flood=False)
    inputs = tables(columns, truth, results, masks=False)
    some = [one["id"] for one in truth["images"]][:3]
    seqs = BitMap(seq_of(truth, image) for image in some)
    seen = evidence.read(columns, evaluated(columns, truth, inputs), seqs=seqs).evidence
    report = detection.report(seen.truth, seen.predictions, seen.matched, classes=len(inputs.classes))
    own = {**truth, "images": [one for one in truth["images"] if one["id"] in some]}
    own["annotations"] = [row for row in truth["annotations"] if row["image_id"] in some]
    stats = reference(own, [row for row in results if row["image_id"] in some], "bbox").stats
    assert list(report.statistics().values()) == pytest.approx(stats.tolist(), rel=0, abs=1e-12)


def test_the_matches_of_some_items_at_a_time_are_those_of_all(columns: Columns, monkeypatch: pytest.MonkeyPatch) -> None:
    truth, results = random_set(5, images=6, most=7, classes=3, flood=False)
    inputs = tables(columns, truth, results, masks=False)
    told, point = evaluated(columns, truth, inputs), OperatingPoint(confidence=0.3)
    names = tuple(name for name in telling.NAMES if name != "object_id")
    whole = telling.matches(
        evidence.read(columns, told, truth_names=telling.NAMES, prediction_names=names), inputs.classes, point
    )
    monkeypatch.setattr(telling, "ITEMS_AT_ONCE", 2)
    members, counted = BitMap(seq_of(truth, one["id"]) for one in truth["images"]), Counter[str]()
    parts = [*telling.pieces(columns, told, inputs.classes, point, members=members, counted=counted)]
    assert len(parts) == 3
    for name, values in whole.items():
        assert [one for part in parts for one in part[name].tolist()] == values.tolist()
    assert counted == Counter(whole["outcome"].tolist())


def test_each_prediction_and_each_object_has_its_row_among_the_matches(columns: Columns) -> None:
    truth, results = random_set(5, images=6, most=7, classes=3, flood=False)
    inputs = tables(columns, truth, results, masks=False)
    names = tuple(name for name in telling.NAMES if name != "object_id")
    whole = evidence.read(columns, evaluated(columns, truth, inputs), truth_names=telling.NAMES, prediction_names=names)
    point = OperatingPoint(confidence=0.3)
    rows = telling.matches(whole, inputs.classes, point)
    shard = columns.write_arrays(DEFAULT_WORKSPACE, "matches", 0, rows)
    assert shard is not None
    table = ColumnTable(name="matches", shards=(shard,), schema=1)
    back = columns.scan(table, ["outcome", "object_id", '"row"', "iou", "class", "predicted_class", "confidence"])
    said = numbers.class_table(whole.evidence, inputs.classes, point, items=6).all_classes
    counts = dict(zip(*np.unique(np.asarray(back["outcome"], str), return_counts=True), strict=True))
    assert (counts["tp"], counts["fp"], counts["fn"]) == (said.tp, said.fp, said.fn)
    objects = {one for one in back["object_id"][np.isin(back["outcome"], ["tp", "fn", "ignored"])] if one}
    assert objects == {f"o{row['id']}" for row in truth["annotations"]}
    right = back["outcome"] == "tp"
    assert (np.asarray(back["iou"][right], float) >= 0.5).all()
    assert (back["class"][right] == back["predicted_class"][right]).all()
    confused = (back["outcome"] == "fp") & np.array([one is not None for one in back["object_id"].filled(None)])
    assert (back["class"][confused] != back["predicted_class"][confused]).all()
    assert table.rows == len(columns.scan(table, ["seq"], where=In("outcome", ("tp", "fp", "fn", "ignored")))["seq"])

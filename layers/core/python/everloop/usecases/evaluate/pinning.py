"""What an evaluation stands on: a label version and a prediction set, both immutable, and the items that both speak of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from everloop.domain.annotations import COUNTED
from everloop.domain.columns import ColumnTable
from everloop.domain.evaluations import EvaluatedClass, Evaluation
from everloop.domain.filters import And, Exists, In
from everloop.domain.ids import ItemId, WorkspaceId
from everloop.domain.label_versions import LabelVersion
from everloop.domain.ledgers import ImageClaim
from everloop.domain.ontologies import Ontology
from everloop.domain.predictions import Model, PredictionSet
from everloop.domain.principals import Call
from everloop.ports import Objects, Table
from everloop.store import keys, label_versions, ontologies, predictions, rows
from everloop.store.columns import Columns
from everloop.store.ledgers import Ledgers


@dataclass(frozen=True, slots=True)
class Pinned:
    """The pinned inputs. ``training``: the manifest of what the model was trained on; None: not known, or no longer there."""

    prediction_set: PredictionSet
    model: Model
    version: LabelVersion
    ontology: Ontology
    labels: ColumnTable
    objects: ColumnTable
    predictions: ColumnTable
    runs: ColumnTable
    training: ColumnTable | None

    def items(self, columns: Columns) -> tuple[BitMap, dict[str, int]]:
        """The items that the model was run on and that are labelled, at one revision; and counts of the others."""
        labelled = columns.scan(self.labels, ["seq", "item_revision"], where=In("state", tuple(COUNTED)))
        run = columns.scan(self.runs, ["seq", "item_revision"], where=In("part", (0.0,)))
        seqs, revisions = _columns(labelled)
        run_seqs, run_revisions = _columns(run)
        both, at, run_at = np.intersect1d(seqs, run_seqs, return_indices=True)
        same = revisions[at] == run_revisions[run_at]
        return BitMap(both[same].tolist()), {
            "unlabelled": len(run_seqs) - len(both),
            "not_run": len(seqs) - len(both),
            "other_revision": int(np.count_nonzero(~same)),
        }

    def classes(self) -> list[EvaluatedClass]:
        """The classes that are drawn, by category id: COCO's order."""
        drawn = [one for one in self.ontology.classes if one.shapes]
        return [
            EvaluatedClass(class_id=one.id, name=one.name, category_id=one.category_id)
            for one in sorted(drawn, key=lambda one: one.category_id)
        ]

    def predicted_classes(self, classes: Sequence[EvaluatedClass]) -> dict[str, int]:
        """The place in ``classes`` of each class name of the predictions: as they were mapped, else by name."""
        by_id = {one.class_id: at for at, one in enumerate(classes)}
        by_name = {one.name: at for at, one in enumerate(classes)}
        found: dict[str, int] = {}
        for one in self.prediction_set.classes:
            at = by_id.get(one.class_id or "") if self.prediction_set.project == self.version.project else None
            if at is None:
                at = by_name.get(one.name)
            if at is not None:
                found[one.name] = at
        return found

    def has_masks(self, columns: Columns, members: BitMap) -> bool:
        """Whether both sides have a mask (or polygon) among these items."""
        drawn = """distinct annotation like '%"mask":{%' or annotation like '%"polygon":[%' as drawn"""
        labelled = columns.scan(self.objects, [drawn], where=Exists("x"), seqs=members)["drawn"]
        predicted = columns.members(self.predictions, Exists("mask"), seqs=members)
        return bool(np.any(labelled)) and bool(predicted)

    def sized(self, columns: Columns, members: BitMap) -> BitMap:
        """Those of these items whose size is known: outlines are filled only within it."""
        return columns.members(self.labels, And((Exists("width"), Exists("height"))), seqs=members)

    def seen_in_training(self, columns: Columns, members: BitMap) -> int:
        """How many of these items the model was trained on."""
        if self.training is None:
            return 0
        return len(np.unique(columns.scan(self.training, ["seq"], where=In("state", tuple(COUNTED)), seqs=members)["seq"]))


def pinned(workspace: WorkspaceId, evaluation: Evaluation, *, table: Table, columns: Columns) -> Pinned:
    """The inputs of an evaluation. Raises NotFound."""
    version = label_versions.get(workspace, evaluation.label_version, table=table)
    found = predictions.get(workspace, evaluation.prediction_set, table=table)
    model = predictions.model(workspace, found.model, table=table)
    trained_on = label_versions.find(workspace, model.trained_on, table=table) if model.trained_on else None
    return Pinned(
        prediction_set=found,
        model=model,
        version=version,
        ontology=ontologies.version(workspace, version.ontology, version.ontology_version, table=table),
        labels=columns.table(version.tables["labels"]),
        objects=columns.table(version.tables["objects"]),
        predictions=columns.table(found.tables["predictions"]),
        runs=columns.table(found.tables["runs"]),
        training=columns.table(trained_on.tables["labels"]) if trained_on else None,
    )


def image_ids(
    call: Call, pinned_to: Pinned, members: BitMap, *, request: str, table: Table, objects: Objects, columns: Columns
) -> dict[int, int]:
    """The ledger's image id of each of these items; those without one get it now, as an export would give it."""
    ledgers = Ledgers(call.workspace, pinned_to.version.project, table, objects, columns)
    known = ledgers.image_ids(seqs=members)
    missing = members - BitMap(known)
    if not missing:
        return known
    found = columns.scan(pinned_to.labels, ["seq", "item_id"], seqs=missing, order="seq")
    rows_of = zip(found["seq"].tolist(), found["item_id"].tolist(), strict=True)
    places = [(seq, item) for seq, item in rows_of]
    heads = table.get_many([keys.head(call.workspace, ItemId(item)) for _, item in places])
    claims = []
    for (seq, item), row in zip(places, heads, strict=True):
        head = rows.body(row) if row else {}
        claims.append(ImageClaim(seq, item, head.get("source", ""), head.get("key", item)))
    entries, _ = ledgers.claim(request, claims, cause=call.cause)
    return known | {seq: entry.image for seq, entry in entries.items()}


def _columns(found: Mapping[str, NDArray[Any]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Seqs, each once, and the revision of each."""
    seqs, first = np.unique(np.asarray(found["seq"], np.int64), return_index=True)
    return seqs, np.asarray(found["item_revision"], np.int64)[first]

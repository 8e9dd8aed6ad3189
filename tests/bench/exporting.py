"""COCO export: 200,000 objects with polygons on 20,000 images, from a label version's columns to the file's bytes.

The peers begin with the whole file as Python objects in memory, which no tool that reads its labels from a store has: the
standard library's ``json``, as most exporters use it, and ``orjson``, the limit.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import orjson

from everloop.adapters.folder import FolderObjects
from everloop.domain.ids import DEFAULT_WORKSPACE
from everloop.domain.label_versions import LabelVersion
from everloop.domain.ledgers import ImageEntry
from everloop.domain.ontologies import Ontology, OntologyClass, Shape
from everloop.domain.projects import Project
from everloop.store.columns import Columns
from everloop.store.label_cutting import object_rows
from everloop.usecases.exports import coco
from everloop.usecases.exports.pinned import Labelled, Pinned
from tests.bench.measuring import Row, medians

IMAGES, EACH, POINTS, CLASSES = 20_000, 10, 12, 80
RUNS = 3


def rows() -> list[Row]:
    """The export, streamed and thrown away."""
    classes = tuple(
        OntologyClass(id=f"class-{n}", name=f"class {n}", category_id=n, shapes=(Shape.POLYGON,)) for n in range(1, CLASSES + 1)
    )
    with TemporaryDirectory() as folder:
        columns = Columns(FolderObjects(Path(folder) / "objects"), Path(folder) / "columns")
        table = columns.write(
            DEFAULT_WORKSPACE, "objects", _objects({one.id: one for one in classes}), order="seq, ordinal, part"
        )
        pinned = Pinned(
            project=Project(id="p", title="Bench", ontology="o", schema=1),
            version=LabelVersion(id="p-1", project="p", ontology="o", ontology_version=1, schema=1),
            ontology=Ontology(id="o", name="o", classes=classes, schema=1),
            items=tuple(Labelled(seq, f"item{seq}", 1, "labelled", f"{seq}.jpg", 640, 480) for seq in range(IMAGES)),
            images={seq: ImageEntry(seq, f"item{seq}", seq + 1, f"{seq}.jpg") for seq in range(IMAGES)},
            object_ids={},
            objects=table,
        )

        def ours() -> bytes:
            return b"".join(coco.file(pinned, columns, lambda done, counts=None: None, {}))

        whole: dict[str, Any] = orjson.loads(ours())
        count = len(whole["annotations"])
        taken = medians(
            {"everloop": ours, "json.dumps": lambda: json.dumps(whole), "orjson.dumps": lambda: orjson.dumps(whole)}, runs=RUNS
        )
    note = f"{len(orjson.dumps(whole)) / 1e6:.0f} MB; ours reads Parquet and streams, the peers have it all in memory"
    return [Row(task="COCO export with polygons", units=count, unit="annotations", cpu_s=taken, note=note, runs=RUNS)]


def _objects(classes: dict[str, OntologyClass]) -> Iterator[dict[str, Any]]:
    rng = np.random.default_rng(7)
    for seq in range(IMAGES):
        body = []
        for n in range(EACH):
            points = np.round(rng.random((POINTS, 2)) * [640, 480], 2)
            low, high = points.min(axis=0), points.max(axis=0)
            drawn = {"box": [*low.tolist(), *np.round(high - low, 2).tolist()], "polygon": [points.ravel().tolist()]}
            one = {"object_id": f"{seq}-{n}", "class_id": f"class-{1 + (seq + n) % CLASSES}", "shapes": {"0": drawn}}
            body.append(
                one | {"area": 123.5, "origin": "import", "source_id": seq * EACH + n + 1, "coco_id": seq * EACH + n + 1}
            )
        yield from object_rows(seq, f"item{seq}", body, classes)

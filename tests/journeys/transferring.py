"""A project of items without pixels, and a COCO file with all that makes COCO hard: for the journeys of imports and exports."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import orjson
from pycocotools import mask as coco_mask

from everloop.domain import masks as run_lengths
from everloop.domain.ids import DEFAULT_WORKSPACE, SourceId, item_id
from everloop.domain.jobs import Job, JobState
from everloop.domain.ontology_making import create as make_ontology
from everloop.domain.projects import Attached, Project
from everloop.ports import Put, Row
from everloop.store import counters, jobs, keys, ontologies, projects, sets
from everloop.usecases.imports.requesting import start_upload
from tests.house import TestHouse, a_call

WIDTH, HEIGHT = 160, 120
KEYS = ("north/0001.jpg", "north/0002.jpg", "south/0001.jpg", "south/deep/0003.jpg", "empty.jpg", "alone.jpg")


def add_items(lived: TestHouse, names: tuple[str, ...] = KEYS) -> dict[str, str]:
    """Items that need nothing more (as if their pixels had been read): id by key."""
    house, call = lived.house, a_call()
    first = counters.allot(house.table, DEFAULT_WORKSPACE, "seq", len(names), cause=call.cause)
    found: dict[str, str] = {}
    for seq, name in enumerate(names, first):
        item = item_id(DEFAULT_WORKSPACE, SourceId("src"), name)
        head = {
            **{"schema": 1, "id": item, "seq": seq, "source": "src", "key": name, "name": name.rpartition("/")[2]},
            **{"folder": "root", "state": "ready", "revision": 1, "computed": 1, "width": WIDTH, "height": HEIGHT},
            **{"media_type": "image/jpeg", "vectors": {"lite0": 1, "conse": 1}, "created_at": call.now_ms, "updated_at": 0},
        }
        row = Row(keys.head(DEFAULT_WORKSPACE, item), "item", orjson.dumps(head), index=keys.by_seq(DEFAULT_WORKSPACE, seq))
        house.table.put(Put(row), cause=call.cause)
        found[name] = item
    return found


def seqs_of(lived: TestHouse, items: dict[str, str]) -> dict[str, int]:
    """The seq of each item by key."""
    heads = lived.house.table.get_many([keys.head(DEFAULT_WORKSPACE, item) for item in items.values()])  # type: ignore[arg-type]
    return {name: orjson.loads(row.data)["seq"] for name, row in zip(items, heads, strict=True) if row}


def make_project(lived: TestHouse, items: dict[str, str], *, title: str = "Harbour") -> str:
    """A project over all the items, with an empty ontology."""
    house, call = lived.house, a_call()
    ontology = ontologies.create(
        call, make_ontology(call.new_id("ontology"), title, [], by="anna", at=call.now_ms), table=house.table
    )
    members = sets.save(house.objects, DEFAULT_WORKSPACE, seqs_of(lived, items).values())
    project = Project(
        id=call.new_id("project"),
        title=title,
        ontology=ontology.value.id,
        datasets=(Attached(dataset="d", version=1, members=members),),
        schema=1,
    )
    return projects.create(call, project, table=house.table).value.id


def upload(lived: TestHouse, content: Any) -> str:
    """Put a file where imports find it; its upload's id."""
    place = start_upload(a_call(), size_bytes=1, objects=lived.house.objects)
    data = content if isinstance(content, bytes) else orjson.dumps(content)
    lived.house.objects.write(f"{DEFAULT_WORKSPACE}/files/{place.id}", data)
    return place.id


def done(lived: TestHouse, job: Job) -> Job:
    """The job once it is over, which must have gone well."""
    lived.settle()
    ended = jobs.get(DEFAULT_WORKSPACE, job.id, table=lived.house.table).value
    assert ended.state is JobState.DONE, (ended.state, ended.reason)
    return ended


def errors(lived: TestHouse, job: Job) -> list[dict[str, Any]]:
    """The lines of a job's report."""
    return [orjson.loads(line) for line in lived.house.objects.read(job.errors).splitlines()] if job.errors else []


def hard_coco(seed: int = 7) -> dict[str, Any]:
    """Crowd RLE, multi-part polygons, mask area unequal to box area, a negative, gapped and unsorted ids, equal base names."""
    dice = random.Random(seed)
    names = {900: "north/0001.jpg", 17: "south/0001.jpg", 4: "north/0002.jpg", 2_000_001: "deep/0003.jpg", 33: "empty.jpg"}
    images = [{"id": number, "file_name": name, "width": WIDTH, "height": HEIGHT} for number, name in names.items()]
    categories = [
        {"id": 90, "name": "ship", "supercategory": "thing"},
        {"id": 1, "name": "buoy", "supercategory": ""},
        {"id": 13, "name": "crane", "supercategory": "thing"},
    ]
    annotations: list[dict[str, Any]] = []
    for number in range(40):
        image = dice.choice([900, 17, 4, 2_000_001])
        kind = ("box", "parts", "mask", "crowd")[number % 4]
        annotations.append(
            {
                "id": 1_000 - number * 7 if number % 3 else 500_000 + number,
                "image_id": image,
                "category_id": dice.choice([90, 1, 13]),
                **_drawn(dice, kind),
                "iscrowd": int(kind == "crowd"),
            }
        )
    dice.shuffle(annotations)
    return {"images": images, "categories": categories, "annotations": annotations}


def _drawn(dice: random.Random, kind: str) -> dict[str, Any]:
    x, y = round(dice.uniform(0, 90), 2), round(dice.uniform(0, 60), 2)
    w, h = round(dice.uniform(8, 60), 2), round(dice.uniform(8, 50), 2)
    box = [x, y, w, h]
    if kind == "box":
        return {"bbox": box, "area": round(w * h * 0.7, 3), "segmentation": []}
    left = [x, y, x + w / 2, y, x + w / 2, y + h, x, y + h]
    right = [x + w * 0.7, y, x + w, y + h / 2, x + w * 0.7, y + h]
    if kind == "parts":
        return {"bbox": box, "area": w * h / 2 + 0.123, "segmentation": [left, right]}
    rle = coco_mask.merge(coco_mask.frPyObjects([left, right], HEIGHT, WIDTH))
    area = int(coco_mask.area(rle))
    counts: Any = rle["counts"].decode()
    if kind == "crowd":
        runs = _runs(rle)
        return {"bbox": box, "area": area, "segmentation": {"size": [HEIGHT, WIDTH], "counts": runs}}
    return {"bbox": box, "area": float(area), "segmentation": {"size": [HEIGHT, WIDTH], "counts": counts}}


def _runs(rle: dict[str, Any]) -> list[int]:
    return run_lengths.decode(rle["counts"].decode()).tolist()


def jittered(truth: dict[str, Any], *, seed: int = 3, masks: bool = False) -> list[dict[str, Any]]:
    """Results of a made-up detector on a truth: jittered boxes, missed and invented ones, many scores tied."""
    dice = random.Random(seed)
    found: list[dict[str, Any]] = []
    for one in truth["annotations"]:
        for _ in range(dice.choice([0, 1, 1, 2])):
            box = [round(max(0.0, value + dice.uniform(-4, 4)), 2) for value in one["bbox"]]
            row = {
                "image_id": one["image_id"],
                "category_id": one["category_id"] if dice.random() < 0.85 else dice.choice([90, 1, 13]),
                "bbox": box,
                "score": dice.choice([0.9, 0.8, 0.8, 0.5, 0.5, 0.25]),
            }
            if masks:
                x, y, w, h = box
                bits = np.zeros((HEIGHT, WIDTH), np.uint8)
                bits[int(y) : int(y + h) + 1, int(x) : int(x + w) + 1] = 1
                rle = coco_mask.encode(np.asfortranarray(bits))
                row["segmentation"] = {"size": [HEIGHT, WIDTH], "counts": rle["counts"].decode()}
            found.append(row)
    dice.shuffle(found)
    return found

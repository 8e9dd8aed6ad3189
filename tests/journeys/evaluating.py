"""A house with labels and predictions in it, from a COCO truth and COCO results, for the tests of evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx
import orjson
from pycocotools import mask as coco_mask
from starlette.testclient import TestClient

from everloop.domain.ids import DEFAULT_WORKSPACE, ItemId
from everloop.domain.label_versions import Contents, LabelVersion, version_id
from everloop.domain.ledgers import ImageClaim
from everloop.domain.ontologies import Shape
from everloop.domain.ontology_making import NewClass
from everloop.domain.ontology_making import create as an_ontology
from everloop.domain.predictions import MappedClass, Model, PredictionSet, PredictionState, model_id
from everloop.domain.principals import Scope
from everloop.domain.projects import Project
from everloop.domain.tasks import Task
from everloop.entry.http.app import create_app
from everloop.ports import ABSENT, Put, Row, Selection
from everloop.sdk.client import Client
from everloop.store import keys, label_bulk, label_cutting, ontologies, projects, registration, rows
from everloop.store.label_bulk import Incoming, Origin
from everloop.store.ledgers import Ledgers
from everloop.usecases import members
from tests.house import ADMIN, TestHouse, a_call

PROJECT = "street"
Coco = Mapping[str, Any]
Results = list[dict[str, Any]]


@dataclass
class Lab:
    """The house, a client of its admin, and where the images of the truth are: image id → (seq, item id)."""

    lived: TestHouse
    client: Client
    items: dict[int, tuple[int, ItemId]]
    classes: dict[int, str]

    def as_(self, user: str) -> Client:
        """A client of another member of the workspace."""
        members.add(a_call(), name=user.title(), member_id=user, table=self.lived.house.table)
        return Client("http://127.0.0.1", f"user:{user}", transport=_Settling(self.lived))

    def open_tasks(self) -> None:
        """Have the project work on all items."""
        made = self.client.collections.create("Everything", where={"all": {}})
        dataset = self.client.datasets.create("Everything", [(made.id, made.version)])
        self.client.jobs.wait(self.client.projects.set_datasets(PROJECT, [dataset]).id)

    def labels_of(self, item: str) -> Any:
        """The labels of an item, as JSON."""
        return self.client.http.json("GET", f"/projects/{PROJECT}/labels/{item}")

    def save(self, task: Task, rev: int, operations: Results) -> int:
        """Save operations under a task's lease; the new revision."""
        assert task.lease is not None
        body = {"base_rev": rev, "operations": operations, "token": task.lease.token}
        return int(self.client.http.json("POST", f"/projects/{PROJECT}/labels/{task.item}", body=body)["row"]["rev"])

    def cut(self, name: str) -> LabelVersion:
        """Cut a label version now."""
        house = self.lived.house
        version = version_id(PROJECT, name)
        return label_cutting.cut(
            a_call(), version, PROJECT, Contents(), name=name, table=house.table, objects=house.objects, columns=house.columns
        )

    def label(self, truth: Coco, *, how: label_bulk.How = "replace") -> None:
        """Write the truth's annotations as labels of all its images."""
        bodies: dict[int, list[dict[str, Any]]] = {image["id"]: [] for image in truth["images"]}
        for row in truth["annotations"]:
            bodies[row["image_id"]].append(self._annotation(row))
        incoming = [
            Incoming(item=self.items[image][1], seq=self.items[image][0], item_revision=1, body=body, state="labelled")
            for image, body in bodies.items()
        ]
        origin = Origin(DEFAULT_WORKSPACE, PROJECT, ontology_version=1, by=ADMIN, at=1)
        house = self.lived.house
        cause = a_call().cause
        for _ in label_bulk.write_many(incoming, origin, how=how, cause=cause, table=house.table, objects=house.objects):
            pass

    def predict(
        self, results: Results, *, on: set[int] | None = None, name: str = "detector", trained_on: str | None = None
    ) -> str:
        """Store a prediction set; its id. ``on``: the images that the model was run on (None: all)."""
        house, call = self.lived.house, a_call()
        model = Model(id=model_id(DEFAULT_WORKSPACE, name, "1"), name=name, trained_on=trained_on, schema=1)
        predictions = sorted(
            (
                {
                    "seq": self.items[row["image_id"]][0],
                    "item_id": self.items[row["image_id"]][1],
                    "part": 0,
                    "row": place,
                    "class_id": self.classes.get(row["category_id"]),
                    "class": f"class {row['category_id']}",
                    "category_id": row["category_id"],
                    "confidence": row["score"],
                    **_drawn(row),
                }
                for place, row in enumerate(results)
            ),
            key=lambda row: row["seq"],
        )
        runs = sorted(
            (
                {"seq": seq, "item_id": item, "item_revision": 1, "part": 0}
                for image, (seq, item) in self.items.items()
                if on is None or image in on
            ),
            key=lambda row: row["seq"],
        )
        columns = house.columns
        tables = {
            kind: columns.save(DEFAULT_WORKSPACE, columns.write(DEFAULT_WORKSPACE, kind, found))
            for kind, found in (("predictions", predictions), ("runs", runs))
        }
        made = PredictionSet(
            id=call.new_id("prediction-set"),
            name=name,
            model=model.id,
            model_name=name,
            project=PROJECT,
            state=PredictionState.READY,
            classes=tuple(
                MappedClass(category_id=number, name=f"class {number}", class_id=self.classes.get(number))
                for number in sorted({row["category_id"] for row in results})
            ),
            tables=tables,
            schema=1,
        )
        for kind, one in (("model", model), ("prediction-set", made)):
            place = keys.entry(kind, DEFAULT_WORKSPACE, one.id)
            house.table.put_many([Put(rows.row(place, kind, one), ABSENT)], cause=call.cause)
        return made.id

    def _annotation(self, row: Mapping[str, Any]) -> dict[str, Any]:
        said: dict[str, Any] = {
            "object_id": f"o{row['id']}",
            "class_id": self.classes[row["category_id"]],
            "shapes": {"0": {"box": list(row["bbox"])} | ({"mask": _mask(row)} if "segmentation" in row else {})},
            "origin": "import",
            "area": row["area"],
        }
        return said | ({"is_crowd": True} if row.get("iscrowd") else {})


def a_lab(lived: TestHouse, truth: Coco) -> Lab:
    """A house that has the truth's images, a project and the labels."""
    house, call = lived.house, a_call()
    images = truth["images"]
    files = [registration.Listed("src", f"{image['id']}.jpg", "root", "image/jpeg") for image in images]
    registration.register(files, registration.Origin(DEFAULT_WORKSPACE, "job", 1), cause=call.cause, table=house.table)
    lived.settle()
    order = house.index.scan(Selection(Scope(DEFAULT_WORKSPACE)))
    seq_of = dict(zip(order.ids, order.seq.tolist(), strict=True))
    names = {rows.body(row)["key"]: item for item, row in _heads(lived, list(seq_of))}
    size = {"width": images[0].get("width"), "height": images[0].get("height")}
    for _, row in _heads(lived, list(seq_of)):
        data = orjson.dumps({**rows.body(row), **size})
        house.table.put(Put(Row(row.key, row.kind, data, index=row.index), row.version), cause=call.cause)
    items = {image["id"]: (seq_of[names[f"{image['id']}.jpg"]], names[f"{image['id']}.jpg"]) for image in images}
    classes = [NewClass(name=f"class {one['id']}", shapes=tuple(Shape), category_id=one["id"]) for one in truth["categories"]]
    ontology = ontologies.create(call, an_ontology("things", "Things", classes, by=ADMIN, at=1), table=house.table).value
    projects.create(call, Project(id=PROJECT, title="Street", ontology=ontology.id, schema=1), table=house.table)
    claims = [ImageClaim(*items[image["id"]], "src", f"{image['id']}.jpg", wanted=image["id"]) for image in images]
    Ledgers(DEFAULT_WORKSPACE, PROJECT, house.table, house.objects, house.columns).claim("import", claims, cause=call.cause)
    client = Client("http://127.0.0.1", f"user:{ADMIN}", transport=_Settling(lived))
    lab = Lab(lived, client, items, {one.category_id: one.id for one in ontology.classes})
    lab.label(truth)
    return lab


def _drawn(row: Mapping[str, Any]) -> dict[str, Any]:
    """Box, area and mask of a result, as an import keeps them."""
    if "segmentation" not in row:
        return {**dict(zip("xywh", row["bbox"], strict=True)), "area": row["bbox"][2] * row["bbox"][3]}
    box, area = coco_mask.toBbox(row["segmentation"]).tolist(), float(coco_mask.area(row["segmentation"]))
    return {**dict(zip("xywh", box, strict=True)), "area": area, "mask": orjson.dumps(_mask(row)).decode()}


def _mask(row: Mapping[str, Any]) -> dict[str, Any]:
    rle = row["segmentation"]
    return {"size": list(rle["size"]), "counts": rle["counts"].decode()}


def _heads(lived: TestHouse, items: list[ItemId]) -> list[tuple[ItemId, Any]]:
    found = lived.house.table.get_many([keys.head(DEFAULT_WORKSPACE, item) for item in items])
    return list(zip(items, found, strict=True))


class _Settling(httpx.BaseTransport):
    """Sends requests to the app in this process; after each write, all that follows from it happens."""

    def __init__(self, lived: TestHouse) -> None:
        self._app = TestClient(create_app(lived.house), base_url="http://127.0.0.1")
        self._lived = lived

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        headers = dict(request.headers)
        answer = self._app.request(request.method, str(request.url), content=request.read(), headers=headers)
        if request.method != "GET":
            self._lived.settle()
        return httpx.Response(answer.status_code, headers=dict(answer.headers), content=answer.content)

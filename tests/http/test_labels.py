"""Ontologies, labels and label versions over HTTP."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import httpx
import orjson
import pytest
from starlette.testclient import TestClient

from everloop.domain.ids import DEFAULT_WORKSPACE, ItemId
from everloop.domain.limits import LABEL_BODY_BYTES
from everloop.domain.tasks import Lease, Task
from everloop.ports import ANY, Put, Row
from everloop.store import counters, keys, tasks
from tests.house import TestHouse, a_call
from tests.http.conftest import As

WS = DEFAULT_WORKSPACE
CLASSES = [
    {
        "name": "Car",
        "shapes": ["box", "polygon", "mask"],
        "category_id": 3,
        "attributes": [{"name": "Colour", "kind": "radio", "required": True, "options": ["Red", "Blue"]}],
    },
    {"name": "Bus", "shapes": ["box"]},
]


def made(answer: httpx.Response) -> Any:
    assert answer.is_success, answer.text
    return answer.json()


def box(name: str, *, class_id: str = "bus", x: float = 1.0, **more: Any) -> dict[str, Any]:
    return {"object_id": name, "class_id": class_id, "shapes": {"0": {"box": [x, 2.0, 3.0, 4.0]}}, **more}


def put(name: str, **more: Any) -> dict[str, Any]:
    return {"op": "put", "annotation": box(name, **more)}


@dataclass
class Project:
    lived: TestHouse
    admin: TestClient
    id: str
    ontology: str

    def save(
        self, client: TestClient, base_rev: int, *operations: dict[str, Any], item: str = "i1", **more: Any
    ) -> httpx.Response:
        headers = {"Idempotency-Key": more.pop("key")} if "key" in more else {}
        body = {"base_rev": base_rev, "operations": list(operations), **more}
        return client.post(f"projects/{self.id}/labels/{item}", json=body, headers=headers)

    def row(self, item: str = "i1", **params: Any) -> Any:
        return made(self.admin.get(f"projects/{self.id}/labels/{item}", params=params))

    def objects(self, item: str = "i1", **params: Any) -> list[str]:
        return [one["object_id"] for one in self.row(item, **params)["annotations"]]

    def job(self, answer: httpx.Response) -> dict[str, Any]:
        asked = made(answer)
        self.lived.settle()
        done: dict[str, Any] = made(self.admin.get(f"jobs/{asked['id']}"))
        assert done["state"] == "done", done
        return done

    def cut(self, name: str, **contents: Any) -> str:
        body = {"name": name, "contents": contents}
        return str(self.job(self.admin.post(f"projects/{self.id}/label-versions", json=body))["result"]["version"])

    def hold(self, user: str, item: str = "i1", *, stage: str = "annotate", token: int = 1) -> None:
        lease = Lease(holder=user, token=token, until=int(time.time() * 1000) + 60_000)
        seq = int(item[1:])
        task = Task(id=f"{item}.main", project=self.id, item=item, seq=seq, stage=stage, lease=lease, token=token, schema=1)
        self.lived.house.table.put(Put(tasks.row(WS, task), ANY), cause=a_call().cause)


def register(lived: TestHouse, *numbers: int) -> None:
    table, cause = lived.house.table, a_call().cause
    counters.allot(table, WS, "seq", max(numbers), cause=cause)
    for n in numbers:
        said = {"schema": 1, "id": f"i{n}", "seq": n, "source": "s", "key": f"{n}.jpg", "name": f"{n}.jpg", "folder": "root"}
        head = said | {"state": "ready", "revision": 1, "computed": 1, "width": 640, "height": 480, "created_at": 1}
        row = Row(keys.head(WS, ItemId(f"i{n}")), "item", orjson.dumps(head), index=keys.by_seq(WS, n), announced=False)
        table.put(Put(row), cause=cause)


@pytest.fixture
def project(lived: TestHouse, api: As) -> Project:
    admin = api()
    register(lived, 1, 2, 3)
    ontology = made(admin.post("ontologies", json={"name": "Street", "classes": CLASSES}))
    found = made(admin.post("projects", json={"title": "Street", "ontology": ontology["id"]}))
    return Project(lived, admin, found["id"], ontology["id"])


def member(project: Project, api: As, user: str, *roles: str) -> TestClient:
    client = api(user)
    made(project.admin.put(f"projects/{project.id}/members/user:{user}", json={"roles": list(roles)}))
    return client


# ── ontologies ──


def test_an_ontology_is_changed_by_versions_that_stay_readable(project: Project) -> None:
    admin, path = project.admin, f"ontologies/{project.ontology}"
    first = admin.get(path)
    changes = {"changes": [{"op": "change-class", "class_id": "car", "name": "Auto"}]}
    second = made(admin.post(f"{path}/changes", json=changes, headers={"If-Match": first.headers["ETag"]}))
    assert (second["version"], second["classes"][0]["name"], second["classes"][0]["category_id"]) == (2, "Auto", 3)
    assert admin.post(f"{path}/changes", json=changes, headers={"If-Match": first.headers["ETag"]}).status_code == 409
    assert made(admin.get(f"{path}/versions/1"))["classes"][0]["name"] == "Car"
    assert [one["version"] for one in made(admin.get(f"{path}/versions"))["items"]] == [2, 1]
    assert admin.get(f"{path}/versions/3").status_code == 404
    assert project.ontology in [one["id"] for one in made(admin.get("ontologies"))["items"]]


def test_an_ontology_made_twice_under_one_key_is_one(api: As) -> None:
    admin = api()
    body = {"name": "Street", "classes": CLASSES}
    first, second = (made(admin.post("ontologies", json=body, headers={"Idempotency-Key": "one"})) for _ in range(2))
    assert first["id"] == second["id"]
    other = {"name": "Other", "classes": []}
    assert admin.post("ontologies", json=other, headers={"Idempotency-Key": "one"}).status_code == 409


def test_an_ontology_with_two_classes_of_one_name_is_refused(api: As) -> None:
    answer = api().post("ontologies", json={"name": "x", "classes": [{"name": "a"}, {"name": "a"}]})
    assert answer.status_code == 422
    assert "two classes" in answer.json()["detail"]


# ── saving ──


def test_a_row_without_labels_is_read_as_revision_0(project: Project) -> None:
    row = project.row()
    assert (row["rev"], row["state"], row["annotations"]) == (0, "unlabelled", [])
    assert project.admin.get(f"projects/{project.id}/labels/nothing").status_code == 404


def test_operations_make_revisions_that_stay_readable(project: Project) -> None:
    first = made(project.save(project.admin, 0, put("a")))
    assert (first["row"]["rev"], first["row"]["state"], first["merged"]) == (1, "in_progress", False)
    made(project.save(project.admin, 1, put("b"), {"op": "remove", "object_id": "a"}))
    assert project.objects() == ["b"]
    assert project.objects(rev=1) == ["a"]
    assert project.objects(rev=0) == []
    told = made(project.admin.get(f"projects/{project.id}/labels/i1/history"))["items"]
    assert [(one["rev"], one["objects"]) for one in told] == [(2, 1), (1, 1)]


def test_saves_of_different_objects_are_merged(project: Project) -> None:
    made(project.save(project.admin, 0, put("a"), put("b")))
    made(project.save(project.admin, 1, put("a", x=5)))
    answer = made(project.save(project.admin, 1, put("b", x=7), put("c")))
    assert answer["merged"]
    assert answer["row"]["rev"] == 3
    assert {one["object_id"]: one["shapes"]["0"]["box"][0] for one in answer["row"]["annotations"]} == {"a": 5, "b": 7, "c": 1}


def test_an_object_changed_on_both_sides_is_a_conflict_with_the_newer_row(project: Project) -> None:
    made(project.save(project.admin, 0, put("a")))
    made(project.save(project.admin, 1, put("a", x=5)))
    answer = project.save(project.admin, 1, put("a", x=6), put("b"))
    assert answer.status_code == 409
    facts = answer.json()["facts"]
    assert facts["conflicts"] == ["a"]
    assert facts["rev"] == 2
    assert facts["row"]["annotations"][0]["shapes"]["0"]["box"][0] == 5
    assert project.objects() == ["a"]
    assert project.row()["rev"] == 2


def test_both_sides_having_done_the_same_is_no_conflict(project: Project) -> None:
    made(project.save(project.admin, 0, put("a"), put("b")))
    made(project.save(project.admin, 1, put("a", x=5), {"op": "remove", "object_id": "b"}))
    answer = made(project.save(project.admin, 1, put("a", x=5), {"op": "remove", "object_id": "b"}))
    assert answer["row"]["rev"] == 2


def test_a_save_sent_twice_is_done_once(project: Project) -> None:
    for _ in range(2):
        assert made(project.save(project.admin, 0, put("a"), key="one"))["row"]["rev"] == 1
    made(project.save(project.admin, 1, {"op": "remove", "object_id": "a"}))
    assert made(project.save(project.admin, 0, put("a"), key="one"))["row"]["annotations"] == []


def test_a_revision_that_is_not_there_yet_cannot_be_a_base(project: Project) -> None:
    assert project.save(project.admin, 4, put("a")).status_code == 422


def test_what_the_ontology_does_not_know_is_refused_and_what_is_unfinished_is_told(project: Project) -> None:
    wrong = project.save(project.admin, 0, put("a", class_id="train"))
    assert wrong.status_code == 422
    assert wrong.json()["facts"]["problems"][0]["object_id"] == "a"
    saved = made(project.save(project.admin, 0, put("a", class_id="car")))
    assert [one["blocks"] for one in saved["problems"]] == ["submit"]
    labelled = {"op": "set-state", "state": "labelled"}
    assert project.save(project.admin, 1, labelled).status_code == 422
    made(project.save(project.admin, 1, put("a", class_id="car", answers={"colour": "red"}), labelled))
    assert project.row()["state"] == "labelled"


def test_a_whole_body_is_merged_with_what_others_saved(project: Project) -> None:
    made(project.save(project.admin, 0, put("a"), put("b")))
    made(project.save(project.admin, 1, put("c")))
    path = f"projects/{project.id}/labels/i1"
    mine = {"base_rev": 1, "annotations": [box("a", x=9), box("d")], "state": "labelled"}
    answer = made(project.admin.put(path, json=mine))
    assert answer["merged"]
    assert answer["row"]["state"] == "labelled"
    assert sorted(project.objects()) == ["a", "c", "d"]
    assert project.admin.put(path, json={"base_rev": 1, "annotations": [box("a", x=4), box("b")]}).status_code == 409
    assert project.admin.put(path, json={**mine, "state": "approved"}).status_code == 422


def test_proposals_are_accepted_and_rejected_one_by_one(project: Project) -> None:
    made(project.save(project.admin, 0, put("a", proposed=True), put("b", proposed=True)))
    assert (project.row()["objects"], project.row()["proposed"]) == (0, 2)
    said = ({"op": "accept", "object_id": "a"}, {"op": "reject-proposal", "object_id": "b"})
    row = made(project.save(project.admin, 1, *said))["row"]
    assert (row["objects"], row["proposed"], row["annotations"][0]["proposed"]) == (1, 0, False)


def test_a_restored_revision_is_a_new_one(project: Project) -> None:
    made(project.save(project.admin, 0, put("a")))
    made(project.save(project.admin, 1, {"op": "remove", "object_id": "a"}, put("b")))
    path = f"projects/{project.id}/labels/i1/restore"
    assert project.admin.post(path, json={"rev": 1, "base_rev": 1}).status_code == 409
    assert made(project.admin.post(path, json={"rev": 1, "base_rev": 2}))["row"]["rev"] == 3
    assert project.objects() == ["a"]
    assert project.objects(rev=2) == ["b"]
    assert project.admin.post(path, json={"rev": 9, "base_rev": 3}).status_code == 404


def test_a_large_body_is_saved_and_read(project: Project) -> None:
    many = [put(f"object-{n}", x=n / 7) for n in range(1_000)]
    assert len(orjson.dumps(many)) > LABEL_BODY_BYTES
    made(project.save(project.admin, 0, *many))
    made(project.save(project.admin, 1, put("object-500", x=-1)))
    row = project.row()
    assert (row["objects"], row["annotations"][500]["shapes"]["0"]["box"][0]) == (1_000, -1)
    assert project.row(rev=1)["annotations"][500]["shapes"]["0"]["box"][0] == 500 / 7


@pytest.mark.parametrize(
    "annotation",
    [
        '{"object_id": "a", "class_id": "bus", "shapes": {"0": {"box": [NaN, 1, 1, 1]}}}',
        '{"object_id": "a", "class_id": "bus", "shapes": {"0": {"box": [1, 1, 1, 1e400]}}}',
        '{"object_id": "a", "class_id": "bus", "shapes": {"0": {"box": [1, 1, 1, 1]}}, "source_id": 1000000000000000000000}',
        '{"object_id": "a", "class_id": "bus", "shapes": {"0": {"box": [1, 1, 1, 1]}}, "from_prediction": "\\ud800"}',
        '{"object_id": "a#", "class_id": "bus", "shapes": {"0": {"box": [1, 1, 1, 1]}}}',
        '{"object_id": "a", "class_id": "car", "shapes": {"0": {"mask": {"size": [480, 640], "counts": [1]}}}}',
        '{"object_id": "a", "class_id": "car", "shapes": {"0": {"mask": {"size": [1, 1], "counts": [1]}}}}',
    ],
)
def test_what_no_row_can_hold_is_refused(project: Project, annotation: str) -> None:
    body = '{"base_rev": 0, "operations": [{"op": "put", "annotation": ' + annotation + "}]}"
    headers = {"Content-Type": "application/json"}
    answer = project.admin.post(f"projects/{project.id}/labels/i1", content=body, headers=headers)
    assert answer.status_code == 422, answer.text
    assert project.row()["rev"] == 0


def test_a_coco_id_is_given_out_by_the_ledger_alone(project: Project) -> None:
    row = made(project.save(project.admin, 0, put("a", coco_id=5)))["row"]
    assert row["annotations"][0]["coco_id"] is None


# ── who may ──


def test_an_annotator_writes_the_item_he_holds_and_sees_no_other(project: Project, api: As) -> None:
    ben = member(project, api, "ben", "annotator")
    assert ben.get(f"projects/{project.id}/labels/i1").status_code == 404
    assert project.save(ben, 0, put("a")).status_code == 404
    project.hold("ben", token=3)
    assert project.save(ben, 0, put("a"), token=2).status_code == 409
    assert made(project.save(ben, 0, put("a"), token=3))["row"]["updated_by"] == "ben"
    assert made(ben.get(f"projects/{project.id}/labels/i1"))["rev"] == 1
    assert ben.get(f"projects/{project.id}/labels/i2").status_code == 404
    assert ben.get(f"projects/{project.id}/labels").status_code == 403
    assert project.save(ben, 1, {"op": "set-state", "state": "labelled"}, token=3).status_code == 403


def test_who_lost_the_lease_writes_no_more_but_a_repeated_save_is_answered(project: Project, api: As) -> None:
    ben, eve = member(project, api, "ben", "reviewer", "annotator"), member(project, api, "eve", "annotator")
    project.hold("ben", token=1)
    made(project.save(ben, 0, put("a"), token=1, key="mine"))
    project.hold("eve", token=2)
    assert project.save(ben, 1, put("b"), token=1).status_code == 409
    assert made(project.save(ben, 0, put("a"), token=1, key="mine"))["row"]["rev"] == 1
    made(project.save(eve, 1, put("b"), token=2))


def test_what_is_saved_in_annotation_is_in_progress_and_in_review_stays_what_it_was(project: Project, api: As) -> None:
    ben = member(project, api, "ben", "annotator", "reviewer")
    made(project.save(project.admin, 0, put("a"), {"op": "set-state", "state": "labelled"}))
    project.hold("ben", stage="review")
    assert made(project.save(ben, 1, put("b")))["row"]["state"] == "labelled"
    project.hold("ben", stage="annotate", token=2)
    assert made(project.save(ben, 2, put("c")))["row"]["state"] == "in_progress"


def test_a_stranger_learns_nothing(project: Project, api: As) -> None:
    assert api("zoe").get(f"projects/{project.id}/labels/i1").status_code == 404


# ── versions ──


def test_labels_are_cut_compared_and_restored(project: Project) -> None:
    labelled = {"op": "set-state", "state": "labelled"}
    made(project.save(project.admin, 0, put("a"), put("b"), labelled))
    made(project.save(project.admin, 0, labelled, item="i2"))
    one = project.cut("v1")
    made(project.save(project.admin, 1, put("a", x=5), {"op": "remove", "object_id": "b"}))
    made(project.save(project.admin, 0, put("n"), item="i3"))
    two = project.cut("v2")
    path = f"projects/{project.id}/label-versions"
    told = made(project.admin.get(f"{path}/{two}/diff", params={"since": one}))
    assert (told["items_added"], told["items_changed"], told["items"]) == (1, 1, ["i1", "i3"])
    assert told["classes"] == [{"class_id": "bus", "name": "Bus", "added": 1, "removed": 1, "changed": 1}]
    was = made(project.admin.get(f"{path}/{one}/items/i1"))
    assert ([a["object_id"] for a in was["annotations"]], was["rev"], was["state"]) == (["a", "b"], 1, "labelled")
    assert project.admin.get(f"{path}/{one}/items/i3").status_code == 404
    done = project.job(project.admin.post(f"{path}/{one}/restore"))
    assert done["counts"] == {"restored": 1, "unchanged": 1, "cleared": 1}
    assert (project.objects(), project.row()["rev"], project.row()["state"]) == (["a", "b"], 3, "labelled")
    assert project.row("i3")["state"] == "unlabelled"
    again = project.job(project.admin.post(f"{path}/{one}/restore"))
    assert again["counts"] == {"unchanged": 3}
    listed = made(project.admin.get(path, params={"named": True}))["items"]
    assert [version["name"] for version in listed] == ["v2", "v1"]


def test_a_label_version_s_name_is_its_own(project: Project) -> None:
    path = f"projects/{project.id}/label-versions"
    once = {"json": {"name": "v1"}, "headers": {"Idempotency-Key": "once"}}
    asked = made(project.admin.post(path, **once))
    clash = project.admin.post(path, json={"name": "v1"})
    assert (clash.status_code, clash.json()["detail"]) == (
        409,
        "This project has a label version 'v1' already, or is cutting it; give this one another name.",
    )
    assert made(project.admin.post(path, **once))["id"] == asked["id"]
    made(project.admin.post(f"jobs/{asked['id']}/cancel"))
    project.lived.settle()
    assert project.cut("v1")
    assert made(project.admin.post(path, json={}))["spec"]["name"] is None


def test_live_objects_say_how_old_they_are_and_come_up_to_date(project: Project) -> None:
    path = f"projects/{project.id}/label-versions/live"
    assert made(project.admin.get(path)) == {"project": project.id, "version": None, "stale": False, "job": None}
    made(project.save(project.admin, 0, put("a")))
    project.lived.settle()
    stale = made(project.admin.get(path))
    assert stale["stale"]
    assert stale["job"]
    project.lived.settle()
    live = made(project.admin.get(path))
    assert (live["stale"], live["version"]["objects"]) == (False, 1)


def test_a_version_of_another_project_or_of_a_stage_that_is_not_there_is_refused(project: Project) -> None:
    path = f"projects/{project.id}/label-versions"
    assert project.admin.get(f"{path}/other-abc").status_code == 404
    assert project.admin.get(f"{path}/{project.id}-abc").status_code == 404
    assert project.admin.get(f"{path}/nothing").status_code == 404
    assert project.admin.post(path, json={"contents": {"stages": ["nowhere"]}}).status_code == 422
    assert project.admin.post(path, json={"contents": {"set": "0" * 40}}).status_code == 404


def test_labels_reach_the_items_head_by_class_name(project: Project) -> None:
    made(project.save(project.admin, 0, put("a"), put("b", proposed=True)))
    project.lived.settle()
    row = project.lived.house.table.get(keys.head(WS, ItemId("i1")))
    assert row is not None
    said = orjson.loads(row.data)["projects"][project.id]
    assert (said["state"], said["classes"], said["objects"], said["row_version"]) == ("in_progress", ["Bus"], 1, 1)

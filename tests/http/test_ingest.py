"""Sources, registrations, uploads, items and media over HTTP."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from PIL import Image
from starlette.testclient import TestClient

from everloop.domain.access import FolderRole
from everloop.domain.ids import DEFAULT_WORKSPACE
from everloop.domain.jobs import Job
from everloop.domain.principals import Cause
from everloop.entry import clock
from everloop.ports import Put
from everloop.store import jobs, uploads
from everloop.usecases import grants
from tests.house import TestHouse, a_call
from tests.http.conftest import As


def made(answer: httpx.Response) -> Any:
    assert answer.is_success, answer.text
    return answer.json()


def picture(seed: int = 1, size: tuple[int, int] = (64, 48), kind: str = "PNG") -> bytes:
    pixels = np.random.default_rng(seed).integers(0, 255, (size[1], size[0], 3), dtype=np.uint8)
    target = io.BytesIO()
    Image.fromarray(pixels).save(target, kind)
    return target.getvalue()


class Pictures:
    """A folder of pictures that is a source, and the admin's way to it."""

    def __init__(self, lived: TestHouse, admin: TestClient, root: Path) -> None:
        self.lived, self.admin, self.root = lived, admin, root
        (root / "train").mkdir(parents=True)
        for number in range(3):
            (root / f"train/{number}.png").write_bytes(picture(number))
        (root / "notes.txt").write_text("no medium")
        (root / "broken.jpg").write_bytes(b"no pixels")
        self.source = str(made(admin.post("sources", json={"root": str(root)}))["id"])

    def done(self, answer: httpx.Response) -> Job:
        job = made(answer)
        self.lived.settle()
        return jobs.get(DEFAULT_WORKSPACE, job["id"], table=self.lived.house.table).value

    def register(self, **how: Any) -> Job:
        return self.done(self.admin.post(f"sources/{self.source}/register", json=how))

    def sync(self) -> Job:
        return self.done(self.admin.post(f"sources/{self.source}/sync", json={}))

    def items(self) -> dict[str, dict[str, Any]]:
        found = made(self.admin.post("search", json={"limit": 100}))["items"]
        return {one["key"]: made(self.admin.get(f"items/{one['id']}")) for one in found}


@pytest.fixture
def pictures(lived: TestHouse, api: As, tmp_path: Path) -> Pictures:
    return Pictures(lived, api(), tmp_path / "pictures")


# ── registering ───────────────────────────────────────────────────────────────────────────────────


def test_a_folder_becomes_items_that_are_read_and_searchable(pictures: Pictures) -> None:
    job = pictures.register()
    assert job.state == "done"
    assert job.counts == {"new": 4, "unchanged": 0, "changed": 0, "failed": 0, "skipped": 1}
    assert job.result is not None
    assert job.result["skipped_by"] == {".txt": 1}
    items = pictures.items()
    assert {key: one["state"] for key, one in items.items()} == {
        **{f"train/{n}.png": "ready" for n in range(3)},
        "broken.jpg": "failed",
    }
    one = items["train/0.png"]
    data = picture(0)
    assert (one["width"], one["height"], one["size_bytes"]) == (64, 48, len(data))
    assert one["content_hash"] == hashlib.sha256(data).hexdigest()
    assert one["spaces"] == ["conse", "lite0"]
    assert one["rev"] == one["indexed_rev"]
    failed = made(pictures.admin.get("items/unreadable"))["items"]
    assert [(one["key"], one["reason"][:25]) for one in failed] == [("broken.jpg", "This is no picture that E")]
    arrived = made(pictures.admin.get(f"jobs/{job.id}/items"))
    assert arrived == {"items": 4, "states": {"ready": 3, "failed": 1}, "embedded": 3, "settled": True}


class Counting:
    """The table, with a count of the item rows that are put."""

    def __init__(self, table: Any) -> None:
        self._table, self.items = table, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._table, name)

    def put(self, put: Put, *, cause: Cause) -> int:
        self.items += put.row.kind == "item"
        return int(self._table.put(put, cause=cause))

    def put_many(self, puts: Sequence[Put], *, cause: Cause) -> list[int | None]:
        self.items += sum(put.row.kind == "item" for put in puts)
        return list(self._table.put_many(puts, cause=cause))


def test_registering_again_writes_no_item_and_says_so(pictures: Pictures) -> None:
    pictures.register()
    counting = Counting(pictures.lived.house.table)
    pictures.lived.house = pictures.lived.without(table=counting)
    job = pictures.register()
    assert job.counts == {"new": 0, "unchanged": 4, "changed": 0, "failed": 0, "skipped": 1}
    assert counting.items == 0


def test_a_file_of_which_its_folder_says_nothing_is_not_written_again(pictures: Pictures) -> None:
    (pictures.root / "dangling.png").symlink_to(pictures.root / "away.png")
    assert pictures.register().counts["new"] == 5
    assert pictures.items()["dangling.png"]["state"] == "failed"
    assert pictures.register().counts["unchanged"] == 5
    (pictures.root / "away.png").write_bytes(picture(8))
    again = pictures.register()
    assert (again.counts["new"], again.counts["changed"]) == (1, 1)
    assert pictures.items()["dangling.png"]["state"] == "ready"


def test_a_changed_file_is_a_new_revision_and_a_touched_one_is_none(pictures: Pictures) -> None:
    pictures.register()
    before = pictures.items()
    os.utime(pictures.root / "train/1.png", ns=(1, 1))
    (pictures.root / "train/0.png").write_bytes(picture(50, (30, 70)))
    job = pictures.register()
    assert (job.counts["changed"], job.counts["unchanged"]) == (2, 2)
    after = pictures.items()
    changed, touched = after["train/0.png"], after["train/1.png"]
    assert (changed["revision"], changed["width"], changed["height"], changed["state"]) == (2, 30, 70, "ready")
    assert changed["spaces"] == ["conse", "lite0"]
    assert (touched["revision"], touched["phash"]) == (1, before["train/1.png"]["phash"])
    assert pictures.register().counts["unchanged"] == 4


def test_a_registration_ends_when_what_it_changed_is_searchable_and_tells_when_it_is_read(pictures: Pictures) -> None:
    pictures.register()
    lived = pictures.lived
    (pictures.root / "broken.jpg").write_bytes(picture(4, kind="JPEG"))
    (pictures.root / "train/0.png").unlink()
    lived.held = frozenset({"index", "enrich"})
    job = pictures.sync()
    assert (job.state, job.counts["changed"], job.counts["missing"]) == ("settling", 1, 1)
    lived.held = frozenset({"enrich"})
    lived.settle()
    assert made(pictures.admin.get(f"jobs/{job.id}"))["state"] == "done"
    assert [one["key"] for one in made(pictures.admin.get("items/unreadable"))["items"]] == ["train/0.png"]
    waiting = made(pictures.admin.get(f"jobs/{job.id}/items"))
    assert (waiting["items"], waiting["states"], waiting["settled"]) == (1, {"registered": 1}, False)
    lived.held = frozenset()
    lived.settle()
    read = made(pictures.admin.get(f"jobs/{job.id}/items"))
    assert (read["items"], read["states"], read["settled"]) == (1, {"ready": 1}, True)


def test_a_comparison_finds_new_changed_and_vanished_files(pictures: Pictures) -> None:
    pictures.register()
    (pictures.root / "train/0.png").unlink()
    (pictures.root / "new.png").write_bytes(picture(9))
    job = pictures.sync()
    assert (job.counts["new"], job.counts["missing"]) == (1, 1)
    items = pictures.items()
    assert (items["train/0.png"]["state"], items["new.png"]["state"]) == ("missing", "ready")
    (pictures.root / "train/0.png").write_bytes(picture(0))
    assert pictures.sync().counts["changed"] == 1
    back = pictures.items()["train/0.png"]
    assert (back["state"], back["revision"], back["reason"]) == ("ready", 1, None)


def test_a_source_whose_folder_is_away_makes_nothing_missing(pictures: Pictures) -> None:
    pictures.register()
    pictures.root.rename(pictures.root.with_name("away"))
    job = pictures.sync()
    assert job.state == "failed"
    assert "There is no folder" in (job.reason or "")
    assert {one["state"] for one in pictures.items().values()} == {"ready", "failed"}
    moved = made(pictures.admin.patch(f"sources/{pictures.source}", json={"root": str(pictures.root.with_name("away"))}))
    assert moved["id"] == pictures.source
    assert pictures.sync().counts["unchanged"] == 4


def test_sub_folders_are_mirrored_when_asked(pictures: Pictures) -> None:
    top = made(pictures.admin.post("folders", json={"name": "Top"}))["id"]
    pictures.register(folder=top, mirror=True)
    folders = {one["id"]: one for one in made(pictures.admin.get("folders"))["items"]}
    items = pictures.items()
    train = folders[items["train/0.png"]["folder"]]
    assert (train["name"], train["parent"]) == ("train", top)
    assert items["broken.jpg"]["folder"] == top
    pictures.register(folder=top, mirror=True)
    assert len(made(pictures.admin.get("folders"))["items"]) == len(folders)


def test_a_folder_is_not_deleted_while_items_go_into_it(pictures: Pictures) -> None:
    top = made(pictures.admin.post("folders", json={"name": "Top"}))["id"]
    below = made(pictures.admin.post("folders", json={"name": "Below", "parent": top}))["id"]
    asked = pictures.admin.post(
        f"sources/{pictures.source}/register", json={"folder": top, "mirror": True, "prefix": "nothing"}
    )
    refused = pictures.admin.delete(f"folders/{below}")
    assert (refused.status_code, "A job puts items here" in refused.text) == (409, True)
    pictures.done(asked)
    made(pictures.admin.patch(f"sources/{pictures.source}", json={"folder": below}))
    refused = pictures.admin.delete(f"folders/{below}")
    assert (refused.status_code, "of the source" in refused.text) == (409, True)
    made(pictures.admin.patch(f"sources/{pictures.source}", json={"folder": "root"}))
    assert pictures.admin.delete(f"folders/{below}").status_code == 204


def test_files_of_a_nested_source_are_that_sources(pictures: Pictures) -> None:
    inner = made(pictures.admin.post("sources", json={"root": f"{pictures.root.parent}/pictures2"}))
    outer = made(pictures.admin.post("sources", json={"root": str(pictures.root.parent)}))
    refused = pictures.admin.post("sources", json={"root": f"{pictures.root}/train"})
    assert refused.status_code == 409
    assert refused.json()["facts"]["source"] == pictures.source
    (pictures.root.parent / "pictures2").mkdir()
    (pictures.root.parent / "pictures2/x.png").write_bytes(picture(3))
    pictures.done(pictures.admin.post(f"sources/{outer['id']}/register", json={"prefix": "pictures"}))
    found = {one["key"]: one["source"] for one in pictures.items().values()}
    assert found["x.png"] == inner["id"]
    assert found["train/0.png"] == pictures.source


def test_a_list_registers_what_it_can_and_reports_the_rest(pictures: Pictures) -> None:
    made(pictures.admin.put("metadata/keys/site", json={"type": "string"}))
    made(pictures.admin.put("metadata/keys/count", json={"type": "number"}))
    lines = [
        {"key": "train/0.png", "metadata": {"site": "A"}},
        f"file://{pictures.root}/train/1.png",
        "s3://nobody/owns/this.jpg",
        {"key": "../outside.png"},
        {"key": "train/2.png", "metadata": {"site": 5}},
        {"key": "vanished.png"},
        {"key": "notes.txt"},
        {"key": "train/0.png"},
    ]
    job = pictures.done(pictures.admin.post("registrations", json={"items": lines, "source": pictures.source}))
    assert job.counts == {"new": 4, "unchanged": 1, "changed": 0, "failed": 3, "skipped": 0}
    report = made(pictures.admin.get(f"jobs/{job.id}/errors", params={"limit": 2}))
    rest = made(pictures.admin.get(f"jobs/{job.id}/errors", params={"limit": 2, "cursor": report["cursor"]}))
    assert [one["line"] for one in report["items"] + rest["items"]] == [3, 4, 5]
    assert rest["cursor"] is None
    assert all(one["reason"].endswith(".") for one in report["items"] + rest["items"])
    items = pictures.items()
    assert items["train/0.png"]["metadata"] == {"site": "A"}
    assert {key: items[key]["state"] for key in ("vanished.png", "notes.txt")} == dict.fromkeys(
        ("vanished.png", "notes.txt"), "failed"
    )
    again = pictures.done(
        pictures.admin.post(
            "registrations",
            json={"items": [{"key": "train/0.png", "metadata": {"count": 3}}], "source": pictures.source},
        )
    )
    assert again.counts["changed"] == 1
    assert pictures.items()["train/0.png"]["metadata"] == {"site": "A", "count": 3}


def test_a_large_list_goes_by_its_own_address(pictures: Pictures) -> None:
    made(pictures.admin.put("metadata/keys/n", json={"type": "number"}))
    text = "key,n\n" + "".join(f"train/{n}.png,{n}\n" for n in range(3))
    given = made(pictures.admin.post("registrations/address"))
    put = pictures.admin.put(f"http://127.0.0.1{given['url']}", content=text.encode())
    assert put.status_code == 204, put.text
    body = {"path": given["path"], "source": pictures.source}
    job = pictures.done(pictures.admin.post("registrations", json=body))
    assert job.counts["new"] == 3
    assert pictures.items()["train/2.png"]["metadata"] == {"n": 2}
    for wrong in ("default/table.db", "other/lists/x", "default/lists/../uploads"):
        assert pictures.admin.post("registrations", json={"path": wrong}).status_code in (404, 422)


def test_object_events_register_read_and_miss_in_any_order(pictures: Pictures) -> None:
    uri = f"file://{pictures.root}/train/0.png"
    events = [{"uri": uri, "removed": True}, {"uri": f"file://{pictures.root}/notes.txt"}, {"uri": "s3://x/y.jpg"}]
    said = made(pictures.admin.post("object-events", json=events))
    assert said == {"new": 1, "unchanged": 0, "changed": 0, "missing": 0, "ignored": 2}
    pictures.lived.settle()
    assert pictures.items()["train/0.png"]["state"] == "ready"
    (pictures.root / "train/0.png").unlink()
    assert made(pictures.admin.post("object-events", json=[{"uri": uri}, {"uri": uri}]))["missing"] == 1
    pictures.lived.settle()
    assert pictures.items()["train/0.png"]["state"] == "missing"


# ── items ─────────────────────────────────────────────────────────────────────────────────────────


def test_failed_items_are_read_again_when_asked(pictures: Pictures) -> None:
    pictures.register()
    failed = pictures.items()["broken.jpg"]["id"]
    (pictures.root / "broken.jpg").write_bytes(picture(5, kind="JPEG"))
    made(pictures.admin.post("items/retry", json={"items": [failed]}))
    pictures.lived.settle()
    mended = pictures.items()["broken.jpg"]
    assert (mended["state"], mended["media_type"], mended["reason"]) == ("ready", "image/jpeg", None)


def test_a_deleted_item_is_in_no_answer_until_it_is_restored(pictures: Pictures) -> None:
    pictures.register()
    item = pictures.items()["train/0.png"]["id"]
    made(pictures.admin.post("items/delete", json={"items": [item]}))
    pictures.lived.settle()
    assert "train/0.png" not in pictures.items()
    assert pictures.admin.get(f"items/{item}").status_code == 404
    assert pictures.sync().counts["new"] == 0
    assert "train/0.png" not in pictures.items()
    made(pictures.admin.post("items/restore", json={"items": [item]}))
    pictures.lived.settle()
    assert pictures.items()["train/0.png"]["state"] == "ready"


def test_a_deleted_item_that_is_registered_again_comes_back_where_it_is_wanted_now(pictures: Pictures) -> None:
    before, after = (made(pictures.admin.post("folders", json={"name": name}))["id"] for name in ("Before", "After"))
    pictures.register(folder=before)
    items = [one["id"] for one in pictures.items().values()]
    made(pictures.admin.post("items/delete", json={"items": items}))
    pictures.lived.settle()
    assert pictures.admin.delete(f"folders/{before}").is_success
    pictures.register(folder=after)
    assert {one["folder"] for one in pictures.items().values()} == {after}
    assert [one["id"] for one in pictures.items().values()] == items


def test_people_move_only_what_they_may_edit(pictures: Pictures, api: As) -> None:
    yard = made(pictures.admin.post("folders", json={"name": "Yard"}))["id"]
    mine = made(pictures.admin.post("folders", json={"name": "Mine"}))["id"]
    pictures.register(folder=yard)
    items = [one["id"] for one in pictures.items().values()]
    ben = api("ben")
    made(pictures.admin.put(f"folders/{mine}/grants/user:ben", json={"role": "editor"}))
    refused = made(ben.post("items/move", json={"items": items, "folder": mine}))
    assert {one["reason"] for one in refused} == {"There is no such item."}
    made(pictures.admin.put(f"folders/{yard}/grants/user:ben", json={"role": "viewer"}))
    refused = made(ben.post("items/move", json={"items": items, "folder": mine}))
    assert {one["reason"] for one in refused} == {"This takes the role of editor in the item's folder."}
    assert ben.post("items/move", json={"items": items, "folder": yard}).status_code == 403
    made(pictures.admin.put(f"folders/{yard}/grants/user:ben", json={"role": "editor"}))
    assert all(one["reason"] is None for one in made(ben.post("items/move", json={"items": items, "folder": mine})))
    pictures.lived.settle()
    assert {one["folder"] for one in pictures.items().values()} == {mine}
    assert all(one["reason"] for one in made(ben.post("items/delete", json={"items": items})))


# ── media ─────────────────────────────────────────────────────────────────────────────────────────


def test_thumbnails_and_originals_are_served_to_who_may_see_them(pictures: Pictures, api: As) -> None:
    pictures.register()
    item = pictures.items()["train/0.png"]
    answer = pictures.admin.get(f"http://127.0.0.1{item['thumbnail']}")
    assert answer.headers["content-type"] == "image/jpeg"
    assert "immutable" in answer.headers["cache-control"]
    assert Image.open(io.BytesIO(answer.content)).size == (64, 48)
    assert api(None).get(f"http://127.0.0.1{item['thumbnail']}").status_code == 401
    (original,) = made(pictures.admin.post("items/originals", json={"items": [item["id"]]}))
    address = f"http://127.0.0.1{original['url']}"
    got = api(None).get(address)
    assert got.content == picture(0)
    assert got.headers["content-security-policy"] == "default-src 'none'; sandbox"
    part = api(None).get(address, headers={"Range": "bytes=1-3"})
    assert (part.status_code, part.content) == (206, b"PNG")
    assert api(None).get(address[:-1]).status_code == 403
    assert api(None).put(address, content=b"x").status_code == 403
    (hidden,) = made(api("ben").post("items/originals", json={"items": [item["id"]]}))
    assert (hidden["url"], hidden["reason"]) == (None, "There is no such item.")
    assert api("ben").get(f"items/{item['id']}").status_code == 404


def test_a_file_is_served_as_what_its_bytes_are_and_can_do_nothing(pictures: Pictures) -> None:
    (pictures.root / "evil.svg").write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>")
    (pictures.root / "photo.svg").write_bytes(picture(1, kind="JPEG"))
    pictures.register()
    items = pictures.items()
    assert (items["evil.svg"]["state"], items["photo.svg"]["state"]) == ("failed", "ready")
    said = made(pictures.admin.post("items/originals", json={"items": [items["evil.svg"]["id"], items["photo.svg"]["id"]]}))
    types = [pictures.admin.get(f"http://127.0.0.1{one['url']}").headers["content-type"] for one in said]
    assert types == ["application/octet-stream", "image/jpeg"]


def test_an_upload_is_started_put_and_finished(lived: TestHouse, api: As) -> None:
    admin = api()
    folder = made(admin.post("folders", json={"name": "Uploaded"}))["id"]
    data = picture(8)
    file = {"name": "shot 1.png", "content_hash": hashlib.sha256(data).hexdigest()}
    (given,) = made(admin.post("uploads", json={"files": [file], "folder": folder}))
    assert admin.put(f"http://127.0.0.1{given['url']}", content=data).status_code == 204
    body = {"keys": [given["key"], "never/put.png"], "folder": folder}
    report = made(admin.post("uploads/finish", json=body))
    assert report["counts"] == {"new": 1, "unchanged": 0, "changed": 0, "failed": 1}
    lived.settle()
    item = made(admin.get(f"items/{report['items'][0]['item']}"))
    assert (item["name"], item["source"], item["state"], item["folder"]) == ("shot 1.png", "uploads", "ready", folder)
    (again,) = made(admin.post("uploads", json={"files": [file], "folder": folder}))
    assert again["key"] == given["key"]
    yard = made(admin.post("folders", json={"name": "Yard"}))["id"]
    ben = api("ben")
    grants.give(a_call(), yard, "user:ben", FolderRole.EDITOR, table=lived.house.table)
    (of_another,) = made(ben.post("uploads", json={"files": [file], "folder": yard}))
    assert of_another["key"] != given["key"]  # or he would get to write over it, and be told of an item that he may not see
    assert made(admin.post("uploads/finish", json=body))["counts"]["unchanged"] == 1
    (original,) = made(admin.post("items/originals", json={"items": [item["id"]]}))
    assert admin.get(f"http://127.0.0.1{original['url']}").content == data
    assert api("ben").post("uploads", json={"files": [file], "folder": folder}).status_code == 404


def test_what_was_uploaded_and_never_finished_becomes_items_by_itself(lived: TestHouse, api: As) -> None:
    """Its sender went away; the clock comes by once nothing can be sent any more."""
    admin = api()
    outer = made(admin.post("folders", json={"name": "Outer"}))["id"]
    folder = made(admin.post("folders", json={"name": "Uploaded", "parent": outer}))["id"]
    files = [{"name": "sent.png"}, {"name": "never.png"}]
    sent, _ = made(admin.post("uploads", json={"files": files, "folder": folder}))
    assert admin.put(f"http://127.0.0.1{sent['url']}", content=picture(8)).status_code == 204
    other = made(admin.post("uploads", json={"files": [{"name": "done.png"}]}))
    assert admin.put(f"http://127.0.0.1{other[0]['url']}", content=picture(9)).status_code == 204
    made(admin.post("uploads/finish", json={"keys": [other[0]["key"]]}))
    assert admin.delete(f"folders/{folder}").status_code == 204

    clock.tick(lived.house)
    lived.settle()
    found = made(admin.post("search", json={}))["items"]
    assert [one["name"] for one in found] == ["done.png"]  # it may still be finished

    for _ in range(2):
        clock.tick(lived.house, time_now=lambda: clock.now() + timedelta(hours=2))
        lived.settle()
    found = {one["name"]: one for one in made(admin.post("search", json={}))["items"]}
    assert {name: (one["state"], one["folder"]) for name, one in found.items()} == {
        "done.png": ("ready", "root"),
        "sent.png": ("ready", outer),
    }
    (job,) = [one for one in made(admin.get("jobs"))["items"] if one["kind"] == "finish-uploads"]
    assert (job["state"], job["counts"]["new"], job["counts"]["absent"]) == ("done", 1, 1)
    assert uploads.due(DEFAULT_WORKSPACE, clock.now_ms() + 10**9, limit=9, table=lived.house.table) == {}

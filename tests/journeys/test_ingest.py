"""Real folders through the whole of ingest, and the client and command against a real server."""

from __future__ import annotations

import io
import json
import os
import random
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import numpy as np
import pytest
from moto.server import ThreadedMotoServer
from PIL import Image

from everloop.adapters.objects import Sources
from everloop.domain.fields import resolve
from everloop.domain.ids import DEFAULT_WORKSPACE
from everloop.domain.item_views import Item
from everloop.domain.jobs import Job
from everloop.domain.principals import Scope
from everloop.ports import Selection
from everloop.sdk.client import Client
from everloop.store import jobs
from everloop.usecases import items, register, sources
from tests.house import ADMIN, TestHouse, a_call
from tests.journeys.serving import Served, serve


def real(name: str) -> Path:
    data = os.environ.get("EVERLOOP_TEST_DATA")
    if not data:
        pytest.skip("EVERLOOP_TEST_DATA names no folder of real pictures")
    return Path(data) / name


class Bucket:
    """The bucket "pictures" on an S3 server of this process, and how obstore reaches it."""

    def __init__(self, url: str) -> None:
        who = {"aws_access_key_id": "a", "aws_secret_access_key": "b"}
        self.client = boto3.client("s3", endpoint_url=url, region_name="us-east-1", **who)
        self.client.create_bucket(Bucket="pictures")
        self.config = {
            "endpoint": url,
            "region": "us-east-1",
            "access_key_id": "a",
            "secret_access_key": "b",
            "client_options": {"allow_http": True},
        }

    def put(self, key: str, data: bytes) -> None:
        self.client.put_object(Bucket="pictures", Key=key, Body=data)


@pytest.fixture
def s3_bucket() -> Iterator[Bucket]:
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    made = Bucket(f"http://{host}:{port}")
    yield made
    made.client.close()
    server.stop()


def registered(lived: TestHouse, root: Path | str) -> Job:
    house = lived.house
    source = sources.create_source(a_call(ADMIN), root=str(root), table=house.table, open_source=house.open_source).value
    job = register.register_folder(a_call(ADMIN), source.id, mirror=True, table=house.table)
    lived.settle()
    return jobs.get(DEFAULT_WORKSPACE, job.id, table=house.table).value


def unreadable(lived: TestHouse) -> list[Item]:
    return items.unreadable(a_call(ADMIN), limit=1_000, table=lived.house.table, index=lived.house.index).items


def states(lived: TestHouse) -> dict[str, int]:
    everything = Selection(Scope(DEFAULT_WORKSPACE))
    return {bucket.value: bucket.items for bucket in lived.house.index.facet(everything, resolve("state"))}


def everything(lived: TestHouse) -> dict[str, Item]:
    ids = lived.house.index.scan(Selection(Scope(DEFAULT_WORKSPACE))).ids
    found = [items.get_item(a_call(ADMIN), one, table=lived.house.table, index=lived.house.index) for one in ids]
    return {one.key: one for one in found}


def test_odd_formats_are_all_ready_and_what_is_broken_says_why(lived: TestHouse) -> None:
    lived.chaos = random.Random(3)
    job = registered(lived, real("imagededup_tests"))
    assert job.counts == {"new": 34, "unchanged": 0, "changed": 0, "failed": 0, "skipped": 2}
    assert job.result is not None
    assert job.result["skipped_by"] == {".md": 1, "no extension": 1}
    assert states(lived) == {"ready": 32, "failed": 2}
    assert sorted(one.key for one in unreadable(lived)) == [
        "mixed_images/ukbench09268_corrupt.jpg",
        "mixed_nested_images/ukbench09268_corrupt.jpg",
    ]
    assert all("no picture" in (one.reason or "") for one in unreadable(lived))
    found = everything(lived)
    assert found["formats_images/ukbench09380.svg"].media_type == "image/jpeg"
    assert (found["alpha_channel_image.png"].width, found["alpha_channel_image.png"].height) == (640, 480)
    assert found["formats_images/giphy.gif"].state == "ready"


def test_dark_blurred_and_odd_sized_pictures_are_told_by_their_metrics(lived: TestHouse) -> None:
    job = registered(lived, real("cleanvision_tests"))
    assert job.counts["new"] == 10
    assert states(lived) == {"ready": 10}
    found = everything(lived)
    assert found["image_604.png"].metrics["aspect"] > 10
    assert min(one.metrics["brightness"] for one in found.values()) < 0.2


@pytest.mark.slow
def test_every_picture_of_a_labelled_set_is_ready(lived: TestHouse) -> None:
    job = registered(lived, real("bccd"))
    assert job.counts["new"] == 364
    assert job.counts["failed"] == 0
    assert states(lived) == {"ready": 364}


def test_a_bucket_is_registered_read_and_compared(lived: TestHouse, s3_bucket: Bucket) -> None:
    for number in range(3):
        s3_bucket.put(f"train/a b#{number}.png", picture(number))
    s3_bucket.put("train/folder/", b"")
    s3_bucket.put("train/cut.png", picture(1)[:90])
    lived.house = lived.without(open_source=Sources(config={"s3": s3_bucket.config}))
    job = registered(lived, "s3://pictures/train")
    assert job.counts == {"new": 4, "unchanged": 0, "changed": 0, "failed": 0, "skipped": 1}
    assert states(lived) == {"ready": 3, "failed": 1}
    found = everything(lived)
    (original,) = items.originals(
        a_call(ADMIN),
        [found["a b#1.png"].id],
        table=lived.house.table,
        objects=lived.house.objects,
        open_source=lived.house.open_source,
    )
    assert original.url is not None
    with urllib.request.urlopen(original.url, timeout=10) as answer:
        assert answer.read() == picture(1)
    s3_bucket.client.delete_object(Bucket="pictures", Key="train/a b#0.png")
    s3_bucket.put("train/a b#1.png", picture(7))
    job = register.register_folder(a_call(ADMIN), found["cut.png"].source, sync=True, table=lived.house.table)
    lived.settle()
    counts = jobs.get(DEFAULT_WORKSPACE, job.id, table=lived.house.table).value.counts
    assert (counts["missing"], counts["changed"], counts["unchanged"]) == (1, 1, 2)
    assert everything(lived)["a b#1.png"].revision == 2


def test_keys_that_nobody_can_read_are_failed_items(lived: TestHouse, s3_bucket: Bucket) -> None:
    for key in ("a.png", "b//twice.png", "c/new\tline.png", "d.png"):
        s3_bucket.put(f"odd/{key}", picture(1))
    lived.house = lived.without(open_source=Sources(config={"s3": s3_bucket.config}))
    job = registered(lived, "s3://pictures/odd")
    assert (job.state, job.counts["new"]) == ("done", 4)
    assert states(lived) == {"ready": 2, "failed": 2}
    assert sorted(one.key for one in unreadable(lived)) == ["b//twice.png", "c/new\tline.png"]
    assert all("cannot address" in (one.reason or "") for one in unreadable(lived))


# ── through the client and the command ────────────────────────────────────────────────────────────


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    running = serve(tmp_path / "data")
    yield running
    assert running.stop() == 0


def picture(seed: int) -> bytes:
    pixels = np.random.default_rng(seed).integers(0, 255, (40, 60, 3), dtype=np.uint8)
    target = io.BytesIO()
    Image.fromarray(pixels).save(target, "PNG")
    return target.getvalue()


def client_of(served: Served) -> Client:
    return Client(served.url, (served.folder / "owner-token").read_text().strip())


def test_files_are_registered_uploaded_and_read_back_by_the_client(served: Served, tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    names = [b"a#1.png", b"tab\there.png", b"latin-\xe9.png"]
    for number, name in enumerate(names):
        (folder / os.fsdecode(name)).write_bytes(picture(number))
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    with client_of(served) as everloop:
        job = everloop.jobs.wait(everloop.sources.register_folder(folder), timeout_s=120)
        assert job.counts["new"] == 3
        arrived = everloop.sources.wait(job, timeout_s=120)
        assert arrived.states == {"ready": 3}
        assert everloop.jobs.wait(everloop.sources.register_folder(folder), timeout_s=120).counts["unchanged"] == 3
        shots = [tmp_path / f"shot {n}.png" for n in range(3)]
        for number, shot in enumerate(shots):
            shot.write_bytes(picture(10 + number))
        done = list(everloop.uploads.files([*shots, tmp_path / "absent.png"]))
        assert [one.reason is None for one in done] == [True, True, True, False]
        assert everloop.items.read(done[1].item or "") == picture(11)
        assert list(everloop.items.unreadable()) == []


def command(served: Served, *words: str) -> tuple[int, Any]:
    run = [sys.executable, "-m", "everloop", *words, "--data", str(served.folder), "--json"]
    ended = subprocess.run(run, capture_output=True, text=True, timeout=180, check=False)
    assert ended.stdout, ended.stderr
    return ended.returncode, json.loads(ended.stdout)


def test_the_command_registers_and_lists_what_it_could_not(served: Served, tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    (folder / "good.png").write_bytes(picture(1))
    (folder / "cut.png").write_bytes(picture(1)[:100])
    (folder / "readme.txt").write_text("no medium")
    code, said = command(served, "register", str(folder))
    assert code == 1
    assert (said["new"], said["skipped"], said["states"]) == (2, 1, {"ready": 1, "failed": 1})
    assert [one["uri"] for one in said["unreadable"]] == ["cut.png"]
    (tmp_path / "list.json").write_text(json.dumps([f"file://{folder}/good.png"]))
    assert command(served, "register", str(tmp_path / "list.json"))[0] == 0, "what others could not read is not the list's"
    (folder / "cut.png").write_bytes(picture(2))
    _, listed = command(served, "source", "list")
    code, said = command(served, "source", "sync", listed[1]["id"])
    assert (code, said["changed"], said["unchanged"]) == (0, 1, 1)
    code, said = command(served, "upload", str(folder / "good.png"), "--folder", "New/Place")
    assert (code, said[0]["reason"]) == (0, None)

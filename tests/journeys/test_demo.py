"""The demo as a person runs it: the command, its server, two laps of the loop."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from everloop.domain.errors import Invalid
from everloop.entry.cli.demo import scenes
from everloop.entry.cli.demo.finding import find
from tests.journeys.serving import Served, serve

STATISTICS = (
    *("AP", "AP50", "AP75", "AP_small", "AP_medium", "AP_large"),
    *("AR_1", "AR_10", "AR_100", "AR_small", "AR_medium", "AR_large"),
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for all demos here: a demo finds the server of its data folder."""
    made = serve(tmp_path_factory.mktemp("data"))
    yield made
    made.stop()


def demo(server: Served, *words: str) -> tuple[int, Any, str]:
    """Exit code, the printed JSON, and what was said on stderr."""
    command = [sys.executable, "-m", "everloop", "demo", *words, "--data", str(server.folder), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    return done.returncode, json.loads(done.stdout) if done.stdout.strip() else None, done.stderr


def pycocotools(truth: Path | dict[str, Any], results: Path | list[dict[str, Any]]) -> list[float]:
    """The twelve statistics of bounding boxes."""
    with contextlib.redirect_stdout(io.StringIO()):
        of = COCO(str(truth)) if isinstance(truth, Path) else COCO()
        if isinstance(truth, dict):
            of.dataset = truth
            of.createIndex()
        run = COCOeval(of, of.loadRes(str(results) if isinstance(results, Path) else results), "bbox")
        run.evaluate()
        run.accumulate()
        run.summarize()
    return [float(one) for one in run.stats]


def carried_over(exported: Path, truth: Path, results: Path) -> list[dict[str, Any]]:
    """The predictions in the export's ids, by file name and class name."""
    here, there = json.loads(exported.read_text()), json.loads(truth.read_text())
    images = {image["file_name"].rpartition("/")[2]: image["id"] for image in here["images"]}
    classes = {category["name"]: category["id"] for category in here["categories"]}
    image_of = {image["id"]: images[image["file_name"].rpartition("/")[2]] for image in there["images"]}
    class_of = {category["id"]: classes.get(category["name"]) for category in there["categories"]}
    rows = json.loads(results.read_text())
    return [
        {**row, "image_id": image_of[row["image_id"]], "category_id": class_of[row["category_id"]]}
        for row in rows
        if class_of[row["category_id"]] is not None
    ]


@pytest.mark.slow
def test_two_laps_on_the_drawn_scenes(server: Served, tmp_path: Path) -> None:
    code, told, said = demo(server)
    assert code == 0, said
    truth, results = scenes.render(tmp_path)
    assert told["items"]["registered"] == 28
    assert told["items"]["ready"] == 27
    [broken] = told["items"]["failed"]
    assert broken["uri"].endswith("broken.jpg")
    assert broken["reason"].endswith(".")
    expected = pycocotools(truth, results)
    assert [told["evaluation"]["statistics"][name] for name in STATISTICS] == pytest.approx(expected, abs=1e-9)
    exported = Path(told["exports"]["coco"])
    assert pycocotools(exported, carried_over(exported, truth, results)) == pytest.approx(expected, abs=1e-9)
    assert Path(told["exports"]["encord"]).stat().st_size > 0
    assert set(told["second"]["statistics"]) == set(STATISTICS)
    assert told["tasks"] == told["failures"]["items"] > 0
    assert told["synthetic"] is True
    assert len(told["links"]) == 2
    assert all(stage["wall_s"] >= 0 and stage["cpu_s"] >= 0 for stage in told["stages"])

    code, again, said = demo(server)
    assert code == 0, said
    assert again["items"] == told["items"]
    assert again["stages"][0]["new"] == 0
    assert again["evaluation"]["statistics"] == told["evaluation"]["statistics"]

    assert demo(server, "--remove")[1] == {"items": 28}
    assert demo(server, "--remove")[0] == 2
    code, back, said = demo(server)
    assert code == 0, said
    assert back["items"] == told["items"]
    assert back["evaluation"]["statistics"] == told["evaluation"]["statistics"]


def test_without_a_truth_nothing_is_evaluated_and_that_is_no_fault(server: Served, tmp_path: Path) -> None:
    scenes.render(tmp_path / "drawn")
    pictures = (tmp_path / "drawn" / "images").rename(tmp_path / "alone")
    (tmp_path / "drawn").rename(tmp_path.parent / f"{tmp_path.name}-apart")
    code, told, said = demo(server, str(pictures))
    assert code == 0, said
    assert told["evaluation"] is None
    assert told["items"]["ready"] == 27


def test_several_candidates_are_listed(server: Served, tmp_path: Path) -> None:
    truth, _ = scenes.render(tmp_path)
    (tmp_path / "another.json").write_bytes(truth.read_bytes())
    code, told, said = demo(server, str(tmp_path / "images"))
    assert (code, told) == (2, None)
    assert "truth.json" in said
    assert "another.json" in said


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("nowhere",), "is not a folder"),
        ((".", "--truth", "pyproject.toml"), "is not JSON"),
        ((".", "--truth", "no-such.json"), "cannot be read"),
    ],
)
def test_what_is_not_there_is_said(server: Served, words: tuple[str, ...], sentence: str) -> None:
    code, told, said = demo(server, *words)
    assert (code, told) == (2, None)
    assert sentence in said.replace("\n", " ")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("detector", "expected"),
    [
        (
            "yolox_nano",
            ".340095 .502291 .368721 .117906 .285220 .492351 .288291 .457125 .466809 .169639 .394582 .621541",
        ),
        (
            "ssd_mobilenet_v2",
            ".369132 .561775 .380799 .049661 .201137 .637365 .332482 .434309 .440216 .070215 .282261 .689118",
        ),
    ],
)
def test_real_detectors_on_real_pictures(server: Served, detector: str, expected: str) -> None:
    data = os.environ.get("EVERLOOP_TEST_DATA")
    if not data:
        pytest.skip("EVERLOOP_TEST_DATA names no folder with real pictures")
    folder = Path(data) / "coco128_lightly"
    truth, results = folder / "instances_boxes_val.json", folder / f"predictions_{detector}.json"
    code, told, said = demo(server, str(folder / "images"), "--truth", str(truth), "--predictions", str(results))
    assert code == 0, said
    assert told["items"] == {"registered": 127, "ready": 127, "failed": []}
    statistics = [told["evaluation"]["statistics"][name] for name in STATISTICS]
    assert statistics == pytest.approx([float(one) for one in expected.split()], abs=5e-7)
    assert statistics == pytest.approx(pycocotools(truth, results), abs=1e-9)
    exported = Path(told["exports"]["coco"])
    assert pycocotools(exported, carried_over(exported, truth, results)) == pytest.approx(statistics, abs=1e-9)


def test_the_drawn_truth_is_exact(tmp_path: Path) -> None:
    truth, _ = scenes.render(tmp_path)
    with contextlib.redirect_stdout(io.StringIO()):
        of = COCO(str(truth))
    for one in of.anns.values():
        x, y, w, h = one["bbox"]
        if "segmentation" in one and one["category_id"] != 2:
            rows, columns = np.nonzero(of.annToMask(one))
            assert (columns.min(), rows.min(), np.ptp(columns) + 1, np.ptp(rows) + 1) == (x, y, w, h)
            assert len(rows) == one["area"]
    assert {one["iscrowd"] for one in of.anns.values()} == {0, 1}
    assert len({one["image_id"] for one in of.anns.values()}) < len(of.imgs)


def test_a_truth_whose_images_have_no_name_is_refused(tmp_path: Path) -> None:
    truth, _ = scenes.render(tmp_path)
    truth.write_text('{"images": [{"id": 1}], "annotations": [], "categories": []}')
    with pytest.raises(Invalid, match="file_name"):
        find(tmp_path / "images", truth=truth, predictions=None)

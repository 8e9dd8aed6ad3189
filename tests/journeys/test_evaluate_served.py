"""The loop by the command alone, against a server of its own: pictures, truth and results in, failures back as tasks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from typer.testing import CliRunner

from everloop.entry.cli import main
from tests.journeys.serving import Served, serve
from tests.unit.test_detection_metrics import random_set, reference

IMAGES = 5


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    server = serve(tmp_path / "data")
    yield server
    server.stop()


@pytest.fixture
def everloop(served: Served, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("EVERLOOP_URL", served.url)
    monkeypatch.setenv("EVERLOOP_TOKEN", (served.folder / "owner-token").read_text().strip())

    def run(*words: str, says: str = "") -> Any:
        done = CliRunner().invoke(main.app(), [*words, *([] if says else ["--json"])], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        assert says in done.stdout
        return None if says else json.loads(done.stdout)

    return run


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, dict[str, Any], list[dict[str, Any]]]:
    """A folder of plain pictures with ``truth.json`` and ``results.json`` beside it."""
    truth, results = random_set(21, images=IMAGES, most=6, classes=2, flood=False)
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    for number, image in enumerate(truth["images"]):
        image["file_name"] = f"{image['id']}.png"
        size = (image["width"], image["height"])
        Image.new("RGB", size, (40 * number, 90, 200)).save(pictures / image["file_name"])
    (tmp_path / "truth.json").write_text(json.dumps(truth))
    (tmp_path / "results.json").write_text(json.dumps(results))
    return tmp_path, truth, results


@pytest.mark.slow
def test_the_command_goes_the_whole_loop(everloop: Any, files: tuple[Path, dict[str, Any], list[dict[str, Any]]]) -> None:
    folder, truth, results = files
    everloop("register", str(folder / "pictures"))
    ontology = everloop("ontology", "create", str(folder / "truth.json"), "--name", "Things")["id"]
    collection = everloop("collection", "create", "All", "--filter", '{"all": {}}')["id"]
    dataset = everloop("dataset", "create", "All", "--collection", collection)["id"]
    project = everloop("project", "create", "Things", "--ontology", ontology, "--dataset", dataset)["id"]
    everloop("import", "coco", project, str(folder / "truth.json"))
    model = everloop("model", "name", "yolo", "--version", "2")["id"]
    everloop(
        "import", "predictions", str(folder / "results.json"), "--model", "yolo", "--model-version", "2", "--project", project
    )
    assert [one["id"] for one in everloop("model", "list")] == [model]
    (predictions,) = everloop("model", "predictions", model)
    assert predictions["predictions"] == len(results)

    found = everloop("evaluate", "run", project, predictions["id"])
    expected = reference(truth, results, "bbox").stats.tolist()
    assert list(found["statistics"].values()) == pytest.approx(expected, rel=0, abs=1e-12)
    assert [one["id"] for one in everloop("evaluate", "list", project)] == [found["id"]]
    assert everloop("evaluate", "show", found["id"]) == found
    table = everloop("evaluate", "classes", found["id"], "--iou-threshold", "0.75", "--confidence", "0.5")
    assert table["operating_point"] == {"iou_threshold": 0.75, "confidence": 0.5}
    assert sum(one["items"] for one in everloop("evaluate", "slices", found["id"], "media_type")) == IMAGES
    everloop("evaluate", "show", found["id"], says=f"{found['statistics']['AP']:.6f}")
    everloop("evaluate", "classes", found["id"], says="precision")

    worst = everloop("evaluate", "failures", found["id"], "--worst", "2")
    sent = everloop("evaluate", "send-back", found["id"], "--worst", "2", "--offer", "0.5")
    assert sent["collected"]["items"] == [one["item_id"] for one in worst]
    assert sent["tasks"]["reopened"] + sent["tasks"]["same"] == 2
    again = everloop("evaluate", "run", project, predictions["id"], "--name", "again")
    compared = everloop("evaluate", "compare", found["id"], again["id"])
    assert {one["change"] for one in compared["statistics"].values()} <= {0.0, None}
    everloop("evaluate", "compare", found["id"], again["id"], says="AR_100")

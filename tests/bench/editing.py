"""How fluid the label editor is with 2,000 shapes on a picture of 12 megapixels, in headless Chromium without a GPU.

``python -m tests.bench.editing`` prints a JSON object: milliseconds, medians of the runs (``web/bench/editor.mjs``).
"""

from __future__ import annotations

import json
import math
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from everloop.domain.annotations import Annotation, Shapes
from everloop.domain.ontologies import Shape
from everloop.domain.ontology_making import NewClass
from everloop.sdk import local
from everloop.sdk.client import Client
from tests.browser import driving

WIDTH, HEIGHT = 4_000, 3_000
SHAPES = 2_000
BUDGETS_MS = {"open_ms": 2_500, "pan_p95_ms": 33, "zoom_p95_ms": 33, "drag_p95_ms": 33}
START_S = 30


def figures(*, runs: int = 3) -> dict[str, Any]:
    """What was measured, on a house of its own."""
    with tempfile.TemporaryDirectory(prefix="everloop-bench-") as name, _served(Path(name)) as client:
        address = _task(client, Path(name))
        link = client.members.sign_in_link(client.members.me().id).url
        command = ["node", "bench/editor.mjs", "--link", link, "--url", address, "--runs", str(runs)]
        if browser := driving.chromium():
            command += ["--chromium", browser]
        done = subprocess.run(command, cwd=driving.WEB, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@contextmanager
def _served(folder: Path) -> Iterator[Client]:
    """A server on a free port that ends with the bench."""
    with (folder / "server.log").open("wb") as log:
        command = [sys.executable, "-m", "everloop", "serve", "--data", str(folder / "data"), "--port", "0"]
        server = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            yield _client(folder / "data")
        finally:
            server.terminate()
            server.wait()


def _client(data: Path) -> Client:
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        if url := local.running(data):
            return Client(url, local.owner_token(data))
        time.sleep(0.1)
    raise RuntimeError("The server did not start.")


def _task(client: Client, folder: Path) -> str:
    """The address of a task with all the shapes."""
    item = _item(client, folder)
    classes = [NewClass(name="Box", shapes=(Shape.BOX,)), NewClass(name="Ring", shapes=(Shape.POLYGON,))]
    ontology = client.ontologies.create("Bench", classes)
    project = client.projects.create("Bench", ontology.id)
    pictures = client.collections.create("Bench", ids=[item])
    client.jobs.wait(client.projects.set_datasets(project.id, [client.datasets.create("Bench", [pictures])]))
    draw = random.Random(1)
    ids = [one.id for one in ontology.classes]
    client.labels.save(project.id, item, [_annotation(number, ids, draw) for number in range(SHAPES)], base_rev=0)
    return f"{client.http.url}/projects/{project.id}/tasks/{item}"


def _item(client: Client, folder: Path) -> str:
    file = folder / "picture.jpg"
    small = np.random.default_rng(1).integers(40, 200, (HEIGHT // 10, WIDTH // 10, 3), dtype=np.uint8)
    Image.fromarray(small).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC).save(file, quality=88)
    (uploaded,) = client.uploads.files([file])
    if uploaded.item is None:
        raise RuntimeError(uploaded.reason)
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        found = client.items.get(uploaded.item)
        if found.state == "ready" and found.indexed_rev == found.rev:
            return uploaded.item
        time.sleep(0.2)
    raise RuntimeError("The picture was not read.")


def _annotation(number: int, classes: list[str], draw: random.Random) -> Annotation:
    """Six in ten are boxes, the others have 16 corners."""
    width, height = draw.uniform(20, 120), draw.uniform(20, 120)
    x, y = draw.uniform(0, WIDTH - width), draw.uniform(0, HEIGHT - height)
    if number % 10 < 6:
        return Annotation(object_id=f"o{number}", class_id=classes[0], shapes={"0": Shapes(box=(x, y, width, height))})
    angles = [2 * math.pi * corner / 16 for corner in range(16)]
    ring = [v for a in angles for v in (x + width / 2 * (1 + math.cos(a)), y + height / 2 * (1 + math.sin(a)))]
    return Annotation(object_id=f"o{number}", class_id=classes[1], shapes={"0": Shapes(polygon=[ring])})


if __name__ == "__main__":
    sys.stdout.write(f"{json.dumps({**figures(), 'budgets': BUDGETS_MS})}\n")

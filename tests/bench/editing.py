"""How fluid the label editor is with 2,000 shapes on a picture of 12 megapixels, in headless Chromium without a GPU."""

from __future__ import annotations

import math
import random
import tempfile
import time
from pathlib import Path

import numpy as np
from PIL import Image

from everloop.domain.annotations import Annotation, Shapes
from everloop.domain.ontologies import Shape
from everloop.domain.ontology_making import NewClass
from everloop.sdk.client import Client
from tests.bench import budgets
from tests.bench.budgets import Budget
from tests.bench.serving import served, watched
from tests.browser import driving

WIDTH, HEIGHT = 4_000, 3_000
SHAPES = 2_000
START_S = 30
RUNS = 5
LIMITS = {
    "open_ms": ("open a task: picture and shapes drawn", 2_500),
    "pan_p95_ms": ("pan: 95 % of frames", 33),
    "zoom_p95_ms": ("zoom: 95 % of frames", 33),
    "drag_p95_ms": ("drag an object: 95 % of frames", 33),
}
FRAME_MS = 16.7


def rows() -> list[Budget]:
    """Each budget beside its figure, on a house of its own; then the CPU of a frame, which other work does not lengthen."""
    driving.build_site()
    with tempfile.TemporaryDirectory(prefix="everloop-bench-") as name, served(Path(name)) as client:
        found = watched("editor.mjs", client, _task(client, Path(name)), runs=RUNS)
    cpu = [
        Budget(f"{act}: CPU of a frame, page and compositor", FRAME_MS, found[f"{act}_cpu_ms"] + found[f"{act}_compositor_ms"])
        for act in ("pan", "zoom", "drag")
    ]
    return [*budgets.among(LIMITS, found), *cpu]


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

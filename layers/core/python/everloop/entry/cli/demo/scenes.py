"""The demo's own pictures: drawn scenes whose labels are exact because the same numbers drew them.

Crates are boxes, kites polygons, puddles masks, a flock of birds one crowd; one scene is empty. Beside the scenes stand a
near-duplicate, a blurred, a dark and a broken file. The predictions are the truth jittered with a fixed seed: synthetic, and
said to be so.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from everloop.domain import masks

WIDTH, HEIGHT = 480, 360
CATEGORIES: list[dict[str, Any]] = [
    {"id": 1, "name": "crate", "supercategory": "box"},
    {"id": 2, "name": "kite", "supercategory": "polygon"},
    {"id": 3, "name": "puddle", "supercategory": "mask"},
    {"id": 5, "name": "bird", "supercategory": "crowd"},
]
COLOURS = {1: (164, 106, 60), 2: (214, 62, 92), 3: (62, 120, 196), 5: (44, 46, 56)}
SCENES = 24
CELLS = 6
JITTER_SEED = 20
MODEL = "Demo/jittered-truth"


def render(folder: Path) -> tuple[Path, Path]:
    """Draw the set below ``folder``; the paths of its truth and of its predictions (COCO). The same every time."""
    pictures = folder / "images"
    pictures.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(7)
    images: list[dict[str, Any]] = []
    annotations: list[dict[str, Any]] = []
    for number in range(1, SCENES + 1):
        name = f"scene-{number:02d}.jpg"
        picture, objects = _scene(rng, empty=number == 6)
        picture.save(pictures / name, quality=92)
        images.append({"id": number * 10, "file_name": name, "width": WIDTH, "height": HEIGHT})
        for one in objects:
            annotations.append({"id": len(annotations) + 1, "image_id": number * 10, **one})
    _odd_ones(pictures)
    truth = folder / "truth.json"
    truth.write_bytes(orjson.dumps({"images": images, "annotations": annotations, "categories": CATEGORIES}))
    predictions = folder / "predictions.json"
    predictions.write_bytes(orjson.dumps(jittered(images, annotations)))
    return truth, predictions


def jittered(images: list[dict[str, Any]], annotations: list[dict[str, Any]], seed: int = JITTER_SEED) -> list[dict[str, Any]]:
    """Predictions that are the truth moved, resized, sometimes misnamed, sometimes missed, plus a few that see nothing real."""
    rng = np.random.default_rng(seed)
    classes = [category["id"] for category in CATEGORIES]
    found: list[dict[str, Any]] = []
    for one in annotations:
        if one["iscrowd"] or rng.random() < 0.12:
            continue
        x, y, w, h = one["bbox"]
        dx, dy, dw, dh = rng.normal(0, 0.05, 4)
        box = [x + dx * w, y + dy * h, max(4.0, w * math.exp(dw)), max(4.0, h * math.exp(dh))]
        wrong = rng.random() < 0.08
        category = int(rng.choice(classes)) if wrong else one["category_id"]
        found.append(_prediction(one["image_id"], category, box, float(rng.beta(3, 3) if wrong else rng.beta(9, 2))))
    for image in images:
        for _ in range(int(rng.integers(0, 3))):
            w, h = rng.uniform(20, 90, 2)
            box = [rng.uniform(0, WIDTH - w), rng.uniform(0, HEIGHT - h), w, h]
            found.append(_prediction(image["id"], int(rng.choice(classes)), box, float(rng.beta(3, 4))))
    return found


def _prediction(image: int, category: int, box: list[float], score: float) -> dict[str, Any]:
    rounded = [round(float(value), 2) for value in box]
    return {"image_id": image, "category_id": category, "bbox": rounded, "score": round(score, 4)}


def _scene(rng: np.random.Generator, *, empty: bool) -> tuple[Image.Image, list[dict[str, Any]]]:
    picture = _ground(rng)
    draw = ImageDraw.Draw(picture)
    objects: list[dict[str, Any]] = []
    cells = rng.permutation(CELLS)[: 0 if empty else int(rng.integers(2, CELLS + 1))]
    for cell in cells:
        left, top = (int(cell) % 3) * WIDTH // 3, (int(cell) // 3) * HEIGHT // 2
        room = (left + 8, top + 8, WIDTH // 3 - 16, HEIGHT // 2 - 16)
        category = int(rng.choice([1, 1, 1, 2, 2, 3, 3, 5]))
        objects.append({"category_id": category, **DRAWN[category](rng, draw, room)})
    return picture, objects


def _ground(rng: np.random.Generator) -> Image.Image:
    """A soft gradient with grain, so that quality metrics and hashes have something to measure."""
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH]
    angle = rng.uniform(0, math.pi)
    slope = (np.cos(angle) * columns / WIDTH + np.sin(angle) * rows / HEIGHT + 1) / 2
    low, high = rng.uniform(110, 170, 3), rng.uniform(180, 240, 3)
    pixels = low + (high - low) * slope[..., None] + rng.normal(0, 5, (HEIGHT, WIDTH, 1))
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


Room = tuple[int, int, int, int]


def _crate(rng: np.random.Generator, draw: ImageDraw.ImageDraw, room: Room) -> dict[str, Any]:
    x, y, w, h = _within(rng, room)
    draw.rectangle((x, y, x + w - 1, y + h - 1), fill=COLOURS[1], outline=(92, 58, 30), width=3)
    draw.line((x, y, x + w - 1, y + h - 1), fill=(92, 58, 30), width=2)
    return {"bbox": [x, y, w, h], "area": w * h, "iscrowd": 0}


def _kite(rng: np.random.Generator, draw: ImageDraw.ImageDraw, room: Room) -> dict[str, Any]:
    x, y, w, h = _within(rng, room)
    waist = y + round(h * float(rng.uniform(0.3, 0.5)))
    parts = [[x + w / 2, y, x + w, waist, x + w / 2, y + h, x, waist]]
    if rng.random() < 0.4:  # a tail, drawn apart: an object of two parts
        parts.append([x + w - 10.0, y + h - 12.0, x + w + 0.0, y + h - 12.0, x + w - 5.0, y + h + 0.0])
    for part in parts:
        draw.polygon(list(zip(part[::2], part[1::2], strict=True)), fill=COLOURS[2])
    corners = np.array([value for part in parts for value in part]).reshape(-1, 2)
    (x0, y0), (x1, y1) = corners.min(0).tolist(), corners.max(0).tolist()
    area = sum(abs(_shoelace(part)) for part in parts)
    return {"bbox": [x0, y0, x1 - x0, y1 - y0], "area": area, "iscrowd": 0, "segmentation": parts}


def _puddle(rng: np.random.Generator, draw: ImageDraw.ImageDraw, room: Room) -> dict[str, Any]:
    x, y, w, h = _within(rng, room)
    stencil = Image.new("L", (WIDTH, HEIGHT))
    inked = ImageDraw.Draw(stencil)
    for _ in range(3):
        dx, dy = (int(value) for value in rng.integers(0, (w // 3, h // 3)))
        inked.ellipse((x + dx, y + dy, x + dx + w - w // 3, y + dy + h - h // 3), fill=255)
    draw.bitmap((0, 0), stencil, fill=COLOURS[3])
    return _run_lengths(np.asarray(stencil) > 0, crowd=False)


def _flock(rng: np.random.Generator, draw: ImageDraw.ImageDraw, room: Room) -> dict[str, Any]:
    x, y, w, h = room
    stencil = Image.new("L", (WIDTH, HEIGHT))
    inked = ImageDraw.Draw(stencil)
    for _ in range(12):
        left, top = x + int(rng.integers(0, w - 14)), y + int(rng.integers(0, h - 10))
        inked.ellipse((left, top, left + 12, top + 6), fill=255)
    draw.bitmap((0, 0), stencil, fill=COLOURS[5])
    return _run_lengths(np.asarray(stencil) > 0, crowd=True)


DRAWN = {1: _crate, 2: _kite, 3: _puddle, 5: _flock}


def _run_lengths(mask: NDArray[np.bool_], *, crowd: bool) -> dict[str, Any]:
    """Run lengths as COCO writes them: a crowd's as numbers, an object's as a string."""
    flat = mask.ravel(order="F")
    edges = np.flatnonzero(np.diff(flat, prepend=False)).tolist()
    counts = np.diff([0, *edges, flat.size]).tolist()
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    x, y = int(columns[0]), int(rows[0])
    box = [x, y, int(columns[-1]) - x + 1, int(rows[-1]) - y + 1]
    segmentation = {"size": [HEIGHT, WIDTH], "counts": counts if crowd else masks.encode(np.array(counts))}
    return {"bbox": box, "area": int(mask.sum()), "iscrowd": int(crowd), "segmentation": segmentation}


def _within(rng: np.random.Generator, room: Room) -> Room:
    x, y, w, h = room
    width, height = int(rng.integers(w // 3, w)), int(rng.integers(h // 3, h))
    return x + int(rng.integers(0, w - width + 1)), y + int(rng.integers(0, h - height + 1)), width, height


def _shoelace(part: list[float]) -> float:
    x, y = np.array(part[::2]), np.array(part[1::2])
    return float((x * np.roll(y, -1) - y * np.roll(x, -1)).sum() / 2)


def _odd_ones(pictures: Path) -> None:
    """What every real folder has: a near-duplicate, a blurred, a dark and a broken file."""
    first = Image.open(pictures / "scene-01.jpg")
    ImageEnhance.Brightness(first).enhance(1.06).save(pictures / "near-duplicate-of-01.jpg", quality=70)
    Image.open(pictures / "scene-02.jpg").filter(ImageFilter.GaussianBlur(9)).save(pictures / "blurred.jpg", quality=88)
    ImageEnhance.Brightness(Image.open(pictures / "scene-03.jpg")).enhance(0.08).save(pictures / "dark.jpg", quality=88)
    (pictures / "broken.jpg").write_bytes((pictures / "scene-04.jpg").read_bytes()[:900])

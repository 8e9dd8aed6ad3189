"""Enrich as a whole use case, from registered rows to ready ones: facts, metrics, perceptual hash and a durable thumbnail.

The pictures are the JPEGs of a data set where ``EVERLOOP_TEST_DATA`` names one, else generated ones of its size. The limit is
libjpeg-turbo's scaled decode and the thumbnail's encode alone, of bytes in memory; the peer the same by Pillow, as WebP.
"""

from __future__ import annotations

import io
import os
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np
import simplejpeg
from PIL import Image

from everloop.domain.ids import DEFAULT_WORKSPACE, ItemId
from everloop.domain.items import ItemState
from everloop.media.enrich import enriched
from everloop.store import keys
from everloop.store import rows as row_codec
from everloop.usecases.enrich import enrich
from tests.bench.measuring import Row, medians
from tests.bench.registering import register_folder
from tests.house import a_call, build

GENERATED, SIDE, BATCH = 128, 256, 100
RUNS = 5


def rows() -> list[Row]:
    """The use case in a fresh house each run; the pixels alone in turn with their limit."""
    with TemporaryDirectory() as folder:
        pictures = _pictures(Path(folder))
        files = [one.read_bytes() for one in sorted(pictures.rglob("*")) if one.suffix in (".jpg", ".jpeg")]
        limit = medians(
            {
                "pixels": lambda: [enriched(one) for one in files],
                "libjpeg-turbo decode + thumbnail": lambda: [_turbo(one) for one in files],
                "Pillow decode + WebP": lambda: [_pillow(one) for one in files],
            },
            runs=RUNS,
        )
        whole = median(_enriched(pictures, len(files)) for _ in range(RUNS))
    pixels = {"everloop": limit.pop("pixels")} | limit
    size = sum(map(len, files)) // len(files) // 1_000
    note = f"{size} kB a JPEG on average"
    return [
        Row("enrich: the use case, durable", len(files), "pictures", {"everloop": whole} | limit, note, RUNS),
        Row("enrich: facts, metrics, hash and thumbnail alone", len(files), "pictures", pixels, note, RUNS),
    ]


def _pictures(folder: Path) -> Path:
    data = os.environ.get("EVERLOOP_TEST_DATA")
    if data:
        return Path(data) / "coco128_lightly" / "images"
    rng = np.random.default_rng(1)
    for n in range(GENERATED):
        coarse = Image.fromarray(rng.integers(0, 255, (60, 80, 3), dtype=np.uint8)).resize((640, 480))
        noise = rng.normal(0, 12, (480, 640, 3))
        pixels = (np.asarray(coarse) + noise).clip(0, 255).astype(np.uint8)
        (folder / f"{n}.jpg").write_bytes(simplejpeg.encode_jpeg(pixels, 90, "RGB", "420"))
    return folder


def _enriched(pictures: Path, count: int) -> float:
    with TemporaryDirectory() as folder:
        lived = build(Path(folder))
        house = lived.house
        items = [ItemId(name) for name in register_folder(lived, pictures)]
        started = time.process_time()
        for at in range(0, len(items), BATCH):
            call = a_call()
            failed = enrich(
                call, items[at : at + BATCH], table=house.table, objects=house.objects, open_source=house.open_source
            )
            assert not failed
        taken = time.process_time() - started
        heads = [
            row_codec.body(row) for row in house.table.get_many([keys.head(DEFAULT_WORKSPACE, one) for one in items]) if row
        ]
        assert sum(head["state"] == ItemState.READY for head in heads) >= count
        house.index.close()
    return taken


def _turbo(data: bytes) -> bytes:
    height, width, _, _ = simplejpeg.decode_jpeg_header(data)
    factor = next((n for n in (8, 4, 2) if -(-max(height, width) // n) >= SIDE), 1)
    pixels = simplejpeg.decode_jpeg(data, "RGB", min_height=-(-height // factor), min_width=-(-width // factor))
    scale = SIDE / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = Image.fromarray(pixels).resize(size, Image.Resampling.BILINEAR)
    return bytes(simplejpeg.encode_jpeg(np.asarray(small), 80, "RGB", "420"))


def _pillow(data: bytes) -> bytes:
    out = io.BytesIO()
    with Image.open(io.BytesIO(data)) as image:
        image.draft("RGB", (SIDE, SIDE))
        image.thumbnail((SIDE, SIDE), Image.Resampling.BILINEAR)
        image.convert("RGB").save(out, "WEBP", quality=75)
    return out.getvalue()

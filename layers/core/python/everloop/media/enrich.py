"""One read, one scaled decode: all that is known of a picture from its pixels, and its thumbnail."""

from __future__ import annotations

from typing import Any, TypedDict

import numpy as np

from everloop.domain.ids import content_hash
from everloop.media import exif
from everloop.media.decode import decode
from everloop.media.metrics import metrics
from everloop.media.phash import phash
from everloop.media.thumbnail import SIDE, encoded, shrunk


class PixelFacts(TypedDict, total=False):
    """What goes into a head row (``items.Head``) from a file's bytes; absent: not known."""

    size_bytes: int
    content_hash: str
    media_type: str
    width: int
    height: int
    phash: str
    metrics: dict[str, float]
    exif: dict[str, Any]
    captured_at: int


def enriched(data: bytes) -> tuple[PixelFacts, bytes]:
    """The facts of a picture file and its thumbnail's bytes. Raises Invalid with a sentence where it cannot be decoded."""
    picture = decode(data, long_side=SIDE)
    small = shrunk(picture.image)
    luma = small.convert("L")
    pixels = np.asarray(small)
    found = PixelFacts(
        size_bytes=len(data),
        content_hash=content_hash(data),
        media_type=picture.media_type,
        width=picture.width,
        height=picture.height,
        phash=phash(luma),
        metrics=metrics(pixels, np.asarray(luma), width=picture.width, height=picture.height),
    )
    if said := exif.facts(picture.exif):
        found["exif"] = said
    if (taken := exif.captured_at(picture.exif)) is not None:
        found["captured_at"] = taken
    return found, encoded(pixels)

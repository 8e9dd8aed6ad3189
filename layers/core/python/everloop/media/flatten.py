"""Pixels of every mode → 8-bit RGB, made smaller on the way, so that no second copy of a large picture is ever whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_ALPHA = ("RGBA", "LA", "PA", "RGBa", "La")
_TILE = 1 << 18
"""Pixels that are converted at once: a few MB, at eight bytes each."""
_WIDTH = 8_192
_STEP = 8
"""Tiles begin at multiples of it, so that each reduces to the pixels that it has in the whole."""


def flattened(image: Image.Image, factor: int) -> Image.Image:
    """The whole picture as 8-bit RGB, its width and height divided by ``factor`` (rounding up).

    Each pixel is the mean of ``factor`` × ``factor`` of the 8-bit RGB pixels, alpha flattened on white. Takes a few MB beside
    ``image`` and the result.

    Args:
        factor: 1, 2, 4 or 8.
    """
    image.load()
    if image.mode in ("RGB", "L") and "transparency" not in image.info:
        small = image.reduce(factor) if factor > 1 else image
        return small if small.mode == "RGB" else small.convert("RGB")
    levels = _levels(image) if image.mode.startswith(("I", "F")) else None
    whole = Image.new("RGB", (-(-image.width // factor), -(-image.height // factor)))
    for box in _tiles(*image.size):
        tile = image.crop(box)
        tile = _on_white(tile) if levels is None else Image.fromarray(levels(np.asarray(tile)))
        whole.paste(flattened(tile, factor), (box[0] // factor, box[1] // factor))
    return whole


def _tiles(width: int, height: int) -> Iterator[tuple[int, int, int, int]]:
    """Boxes (left, upper, right, lower) that cover the picture."""
    across = min(width, _WIDTH)
    down = max(_TILE // across // _STEP, 1) * _STEP
    for upper in range(0, height, down):
        for left in range(0, width, across):
            yield left, upper, min(left + across, width), min(upper + down, height)


def _on_white(image: Image.Image) -> Image.Image:
    """As RGB."""
    if image.mode not in _ALPHA and "transparency" not in image.info:
        return image.convert("RGB")
    clear = image if image.mode == "RGBA" else image.convert("RGBA")
    white = Image.new("RGB", clear.size, "white")
    white.paste(clear, mask=clear.getchannel("A"))
    return white


def _levels(image: Image.Image) -> Callable[[NDArray[Any]], NDArray[np.uint8]]:
    """What makes 0–255 of grey samples of more than eight bits, ``(H, W)``; the least and greatest of all may decide it."""
    if image.mode.startswith("I;16"):
        return _high_byte
    tiles = (_finite(np.asarray(image.crop(box))) for box in _tiles(*image.size))
    ends = np.array([(tile.min(), tile.max()) for tile in tiles])
    least, greatest = float(ends[:, 0].min()), float(ends[:, 1].max())
    if image.mode == "I" and least >= 0 and greatest <= 65_535:
        return _high_byte
    if image.mode == "F" and least >= 0 and greatest <= 1:
        least, greatest = 0, 1
    return partial(_stretched, least=least, factor=255 / ((greatest - least) or 1))


def _high_byte(samples: NDArray[Any]) -> NDArray[np.uint8]:
    return (samples >> 8).astype(np.uint8)


def _stretched(samples: NDArray[Any], *, least: float, factor: float) -> NDArray[np.uint8]:
    return ((_finite(samples).astype(np.float64) - least) * factor).round().astype(np.uint8)


def _finite(samples: NDArray[Any]) -> NDArray[Any]:
    """What is no number, or without end, is 0."""
    return np.nan_to_num(samples, posinf=0, neginf=0) if samples.dtype.kind == "f" else samples

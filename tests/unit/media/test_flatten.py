"""Every mode of pixels comes out as 8-bit RGB, whole or made smaller; what is expected is computed here with numpy."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from everloop.media.decode import decode

SIZES = [(61, 45), (1_024, 520), (72, 8_200), (8_200, 72)]
"""(Width, height): within one tile, two and three one above the other, and beside each other."""
random = np.random.default_rng(7)


def stored(image: Image.Image | NDArray[Any], kind: str, **how: Any) -> bytes:
    target = io.BytesIO()
    (image if isinstance(image, Image.Image) else Image.fromarray(image)).save(target, kind, **how)
    return target.getvalue()


def reduced(pixels: NDArray[np.uint8], factor: int) -> NDArray[np.uint8]:
    """Rounded means of blocks; the sides are multiples of the factor."""
    height, width, _ = pixels.shape
    blocks = pixels.reshape(height // factor, factor, width // factor, factor, 3)
    sums: NDArray[np.int64] = blocks.sum(axis=(1, 3), dtype=np.int64)
    return ((sums + factor * factor // 2) // (factor * factor)).astype(np.uint8)


def check(data: bytes, expected: NDArray[np.uint8]) -> None:
    """At full size, and at each factor that divides both sides."""
    if expected.ndim == 2:
        expected = np.repeat(expected[..., None], 3, axis=2)
    height, width, _ = expected.shape
    for factor in (1, 2, 4, 8):
        if width % factor == height % factor == 0:
            found = decode(data, long_side=max(width, height) // factor).pixels()
            assert np.array_equal(found, reduced(expected, factor)), factor


def on_white(pixels: NDArray[np.uint8], alpha: NDArray[np.uint8]) -> NDArray[np.uint8]:
    seen = pixels.astype(np.int64) * alpha + 255 * (255 - alpha.astype(np.int64))
    return ((2 * seen + 255) // 510).astype(np.uint8)


def bytes_of(*shape: int) -> NDArray[np.uint8]:
    return random.integers(0, 256, shape, dtype=np.uint8)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_alpha(width: int, height: int) -> None:
    pixels, alpha = bytes_of(height, width, 3), bytes_of(height, width, 1)
    check(stored(np.dstack([pixels, alpha]), "PNG", compress_level=1), on_white(pixels, alpha))
    grey = Image.merge("LA", [Image.fromarray(pixels[..., 0]), Image.fromarray(alpha[..., 0])])
    check(stored(grey, "TIFF"), on_white(pixels[..., :1], alpha)[..., 0])


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_palette_with_alpha(width: int, height: int) -> None:
    places, colours, alpha = random.integers(0, 64, (height, width), dtype=np.uint8), bytes_of(64, 3), bytes_of(64)
    image = Image.fromarray(places)
    image.putpalette(colours.tobytes())
    check(stored(image, "PNG", compress_level=1), colours[places])
    data = stored(image, "PNG", compress_level=1, transparency=alpha.tobytes())
    check(data, on_white(colours[places], alpha[places][..., None]))


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_one_colour_that_is_clear(width: int, height: int) -> None:
    pixels = bytes_of(height, width, 3) // 128 * 255
    clear = (255, 0, 255)
    expected = np.where((pixels == clear).all(axis=2, keepdims=True), np.uint8(255), pixels)
    check(stored(pixels, "PNG", compress_level=1, transparency=clear), expected)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_grey(width: int, height: int) -> None:
    grey = bytes_of(height, width)
    check(stored(grey, "PNG", compress_level=1), grey)
    check(stored(Image.fromarray(grey > 99), "PNG"), np.where(grey > 99, 255, 0).astype(np.uint8))


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_sixteen_bits(width: int, height: int) -> None:
    samples = random.integers(0, 65_536, (height, width), dtype=np.uint16)
    expected = (samples // 256).astype(np.uint8)
    check(stored(samples, "PNG", compress_level=1), expected)
    check(stored(samples, "TIFF"), expected)
    check(stored(Image.frombytes("I;16B", (width, height), samples.astype(">u2").tobytes()), "TIFF"), expected)
    check(stored(samples.astype(np.int32), "TIFF"), expected)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_integers_beyond_sixteen_bits_are_stretched(width: int, height: int) -> None:
    samples = random.integers(-(2**31), 2**31, (height, width)).astype(np.int32)
    samples[-1, -1], samples[0, 0] = -(2**31), 2**31 - 1  # the ends lie in the first and the last tile
    expected = np.round((samples.astype(np.float64) + 2**31) * (255 / (2**32 - 1))).astype(np.uint8)
    check(stored(samples, "TIFF"), expected)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_floats(width: int, height: int) -> None:
    samples = random.random((height, width), dtype=np.float32)
    check(stored(samples, "TIFF"), np.round(samples.astype(np.float64) * 255).astype(np.uint8))
    wide = samples * 700 - 300
    wide[0, 0], wide[-1, -1], wide[height // 2, width // 2] = np.nan, np.inf, -np.inf
    values = np.where(np.isfinite(wide), wide, 0).astype(np.float64)
    least, greatest = values.min(), values.max()
    check(stored(wide, "TIFF"), np.round((values - least) * (255 / (greatest - least))).astype(np.uint8))
    check(stored(np.full((height, width), 5, np.float32), "TIFF"), np.zeros((height, width), np.uint8))

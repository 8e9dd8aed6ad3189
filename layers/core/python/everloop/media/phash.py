"""The perceptual hash: equal or nearly so for pictures that look the same."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

SIDE = 32
LOW = 8
_AT = np.arange(SIDE)
DCT = np.cos(np.pi * np.outer(np.arange(LOW), 2 * _AT + 1) / (2 * SIDE))
"""``(8, 32)``: the first eight rows of the (unscaled) DCT-II."""


def phash(luma: Image.Image) -> str:
    """64 bits as 16 hexadecimal digits (Zauner 2010, "Implementation and benchmarking of perceptual image hash functions").

    The luma of the picture at long side 256 is squeezed to 32 × 32; of its two-dimensional DCT the 8 × 8 lowest frequencies
    are taken (the first is the mean); a bit says that its coefficient is above their median, row by row, first bit highest.
    Pictures whose hashes differ in at most 8 bits are near-duplicates. Flat pictures all have the same few hashes.

    Args:
        luma: Mode "L".
    """
    small: NDArray[np.float64] = np.asarray(luma.resize((SIDE, SIDE), Image.Resampling.BILINEAR), np.float64)
    low = DCT @ small @ DCT.T
    bits = (low > np.median(low)).ravel()
    return np.packbits(bits).tobytes().hex()

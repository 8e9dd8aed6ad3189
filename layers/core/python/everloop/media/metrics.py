"""Numbers that describe a picture's quality. All but aspect and area are defined on the upright picture at long side 256
(smaller ones as they are), on its luma Y = 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601), 0–255.

* ``brightness``: mean of Y / 255; 0 black – 1 white.
* ``contrast``: standard deviation of Y / 255 (RMS contrast, Peli 1990); 0 flat – 0.5.
* ``sharpness``: variance of the 4-neighbour Laplacian of Y, without borders (Pech-Pacheco 2000); 0 and more, below about 100
  looks blurred.
* ``colourfulness``: √(σ²rg + σ²yb) + 0.3 √(μ²rg + μ²yb), rg = R − G, yb = (R + G) / 2 − B (Hasler, Süsstrunk 2003); 0 grey –
  about 110 vivid.
* ``entropy``: Shannon entropy of the histogram of Y in 256 bins; 0–8 bit.
* ``aspect``: width / height of the full upright picture. ``area``: width × height of the full picture, px².
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def metrics(pixels: NDArray[np.uint8], luma: NDArray[np.uint8], *, width: int, height: int) -> dict[str, float]:
    """All metrics, by the names of ``fields.METRICS``.

    Args:
        pixels: ``(H, W, 3)`` uint8, long side 256.
        luma: ``(H, W)`` uint8 of the same picture.
        width, height: Of the full picture.
    """
    counts = np.bincount(luma.ravel(), minlength=256)
    mean, deviation, entropy = _of_histogram(counts)
    return {
        "brightness": round(mean / 255, 6),
        "contrast": round(deviation / 255, 6),
        "sharpness": round(sharpness(luma), 4),
        "colourfulness": round(colourfulness(pixels), 4),
        "entropy": round(entropy, 6),
        "aspect": round(width / height, 6),
        "area": float(width * height),
    }


def sharpness(luma: NDArray[np.uint8]) -> float:
    """Variance of the Laplacian; 0 for pictures below 3 × 3."""
    if min(luma.shape) < 3:
        return 0.0
    y = luma.astype(np.int16)
    edges = 4 * y[1:-1, 1:-1] - y[:-2, 1:-1] - y[2:, 1:-1] - y[1:-1, :-2] - y[1:-1, 2:]
    return _moments(edges)[1]


def colourfulness(pixels: NDArray[np.uint8]) -> float:
    """Hasler and Süsstrunk's M3 (2003, "Measuring colourfulness in natural images")."""
    red, green, blue = (pixels[..., i].astype(np.int16) for i in range(3))
    rg_mean, rg_variance = _moments(red - green)
    yb_mean, yb_variance = _moments(red + green - 2 * blue)  # twice yb, to stay in integers
    spread = rg_variance + yb_variance / 4
    return float(np.sqrt(spread) + 0.3 * np.sqrt(rg_mean**2 + yb_mean**2 / 4))


def _moments(values: NDArray[np.int16]) -> tuple[float, float]:
    """Mean and variance, exact for 16-bit integers of up to 2³⁰ values."""
    wide = values.ravel().astype(np.float32)
    count = wide.size
    mean = float(wide.mean(dtype=np.float64))
    return mean, max(0.0, float(np.dot(wide, wide)) / count - mean**2)


def _of_histogram(counts: NDArray[np.intp]) -> tuple[float, float, float]:
    """Mean, standard deviation and entropy (bit) of what a 256-bin histogram counts."""
    levels = np.arange(256)
    chances = counts / counts.sum()
    mean = float(chances @ levels)
    variance = float(chances @ (levels - mean) ** 2)
    some = chances[chances > 0]
    return mean, variance**0.5, max(0.0, float(-(some * np.log2(some)).sum()))

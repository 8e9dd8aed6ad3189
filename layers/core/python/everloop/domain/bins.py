"""Where the bins of a histogram begin and end."""

from __future__ import annotations

import math


def edges(least: float, greatest: float, bins: int) -> list[float]:
    """Edges of at most ``bins`` equal ranges ``[lo, hi)`` that hold all from ``least`` to ``greatest``; the last one is longer
    by one of its third digit, so that it holds ``greatest`` and ends at a number that a person can read. Equal values are in
    one range: of length 1 for whole numbers, else of one of their third digit.
    """
    width = greatest / bins - least / bins
    end = _short(greatest + (_unit(width) if width else 1.0 if float(least).is_integer() else _unit(abs(least))))
    cut = [least + width * i for i in range(bins)]
    cut.append(end if greatest < end < math.inf else math.nextafter(greatest, math.inf))
    rising = [cut[0]]
    for one in cut[1:]:
        if one > rising[-1]:
            rising.append(one)
    return rising


def _unit(value: float) -> float:
    """One of the third digit of a number; 0 for what floats can barely tell from 0."""
    return 10.0 ** (math.floor(math.log10(value)) - 2) if value > 0 else 0.0


def _short(value: float) -> float:
    """A number without the noise of its last binary digits."""
    return float(f"{value:.14g}")

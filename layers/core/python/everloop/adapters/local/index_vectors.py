"""Vectors on disk: one append-only float16 file per space, mapped into memory and scanned exactly."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numkong
import numpy as np
from numpy.typing import NDArray

WITHIN = 1e-6
_DENSE = 8


@dataclass(slots=True)
class Matrix:
    """The rows of one space: ``(N, dimension)`` float16, little-endian, in ``path``. One writer at a time."""

    path: Path
    dimension: int
    mapped: NDArray[np.float16] | None = None

    def rows(self) -> int:
        """How many whole rows the file has."""
        return self.path.stat().st_size // self._row_bytes() if self.path.exists() else 0

    def append(self, vectors: NDArray[np.float16]) -> NDArray[np.uint32]:
        """Write rows ``(N, dimension)``, forced to disk; their row numbers. What a killed writer left half is overwritten."""
        first = self.rows()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("r+b" if self.path.exists() else "wb") as file:
            file.seek(first * self._row_bytes())
            file.write(np.ascontiguousarray(vectors, dtype="<f2").tobytes())
            file.flush()
            os.fsync(file.fileno())
        return np.arange(first, first + len(vectors), dtype=np.uint32)

    def read(self) -> NDArray[np.float16]:
        """All rows, mapped."""
        count = self.rows()
        mapped = self.mapped
        if mapped is None or len(mapped) < count:
            shape = (count, self.dimension)
            mapped = np.memmap(self.path, dtype="<f2", mode="r", shape=shape) if count else np.empty(shape, np.float16)
            self.mapped = mapped
        return mapped

    def take(self, rows: NDArray[np.uint32]) -> NDArray[np.float16]:
        """A copy of these rows."""
        return np.asarray(self.read()[rows])

    def _row_bytes(self) -> int:
        return 2 * self.dimension


def nearest(
    matrix: NDArray[np.float16], rows: NDArray[np.uint32], query: NDArray[np.float16], *, k: int
) -> tuple[NDArray[np.uint32], NDArray[np.float64]]:
    """The rows among ``rows`` that may be of the ``k`` nearest by inner product, ties included, with exact scores.

    Args:
        matrix: ``(N, D)`` float16.
        rows: ``(M,)`` candidates, distinct.
        query: ``(D,)`` float16.
        k: How many are wanted, at least 1.

    Returns:
        ``(P,)`` row numbers, k or more (or M, if fewer), in no order, and their inner products in float64.
    """
    if not len(rows):
        return rows, np.empty(0)
    dense = len(rows) * _DENSE >= len(matrix)
    rough = _products(matrix, query)[rows] if dense else _products(np.asarray(matrix[rows]), query)
    if len(rows) > k:
        least = np.partition(rough, len(rough) - k)[len(rough) - k]
        rows = rows[rough >= least - WITHIN]
    return rows, np.asarray(matrix[rows], dtype=np.float64) @ query.astype(np.float64)


def _products(matrix: NDArray[np.float16], query: NDArray[np.float16]) -> NDArray[np.float64]:
    """``(N,)`` inner products, within 1e-7 for unit rows."""
    products: NDArray[np.float64] = np.asarray(numkong.cdist(query[None], matrix, metric="dot"))[0]
    return products

"""2-D maps of vectors: fitted on landmarks, all others placed beside their nearest landmarks."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray

from everloop.domain.curation import ProjectionMethod
from everloop.domain.errors import Invalid
from everloop.domain.near_duplicates import principal, projected

LANDMARKS = 20_000
FEW = 300
"""Below so many items a map is made by PCA unless UMAP is asked for: UMAP takes half a minute to begin."""

_COMPONENTS = 50
_NEIGHBOURS = 15
_LEAST = 16
_EPOCHS = 200
_PLACED_BY = 8
_SHARPNESS = 20.0
_BLOCK = 2_048


@dataclass(frozen=True, slots=True)
class MapModel:
    """What places a vector on a fitted map.

    Attributes:
        method: "umap" or "pca".
        directions: ``(D, d)`` float32.
        landmarks: ``(L, d)`` float32, unit rows: the landmarks' components.
        places: ``(L, 2)`` float32: where they are on the map.
    """

    method: str
    directions: NDArray[np.float32]
    landmarks: NDArray[np.float32]
    places: NDArray[np.float32]

    def dump(self) -> bytes:
        """The model as bytes (NumPy's npz, without pickle)."""
        out = io.BytesIO()
        np.savez(out, method=np.array(self.method), directions=self.directions, landmarks=self.landmarks, places=self.places)
        return out.getvalue()

    @classmethod
    def load(cls, data: bytes) -> MapModel:
        """The model of ``dump``."""
        with np.load(io.BytesIO(data), allow_pickle=False) as kept:
            return cls(str(kept["method"]), kept["directions"], kept["landmarks"], kept["places"])


def fit(
    vectors: NDArray[np.float16],
    *,
    seed: int,
    method: ProjectionMethod = ProjectionMethod.AUTO,
    beat: Callable[[], None] = lambda: None,
) -> tuple[MapModel, NDArray[np.float32]]:
    """Fit a map; the same vectors and seed give the same map (on one machine).

    Args:
        vectors: ``(N, D)`` float16 unit rows, N ≥ 1.
        beat: Called between steps.

    Returns:
        The model, and ``(N, 2)`` float32 places of all rows, each axis about from −10 to 10 (UMAP), or principal components.

    Raises:
        Invalid: UMAP is asked for and not installed.
    """
    chosen = _method(method, len(vectors))
    directions = principal(vectors, dimensions=min(_COMPONENTS, vectors.shape[1]), seed=seed)
    components = _unit(projected(vectors, directions))
    beat()
    if len(vectors) <= LANDMARKS:
        rows = np.arange(len(vectors))
    else:
        rows = np.sort(np.random.default_rng(seed).choice(len(vectors), size=LANDMARKS, replace=False))
    landmarks = components[rows]
    places = _umap(landmarks, seed) if chosen is ProjectionMethod.UMAP else _pca(landmarks)
    beat()
    model = MapModel(chosen.value, directions, landmarks, places)
    everywhere = np.empty((len(vectors), 2), np.float32)
    everywhere[rows] = places
    others = np.setdiff1d(np.arange(len(vectors)), rows)
    everywhere[others] = _beside(model, components[others], beat)
    return model, everywhere


def place(model: MapModel, vectors: NDArray[np.float16], *, beat: Callable[[], None] = lambda: None) -> NDArray[np.float32]:
    """``(N, 2)`` float32: where new vectors ``(N, D)`` belong on the map."""
    return _beside(model, _unit(projected(vectors, model.directions)), beat)


def inside(points: NDArray[np.float32], polygon: NDArray[np.float64]) -> NDArray[np.bool_]:
    """``(N,)``: whether each point ``(N, 2)`` lies in a polygon ``(M, 2)`` (even–odd rule; its last edge closes it)."""
    x, y = points[:, 0].astype(np.float64), points[:, 1].astype(np.float64)
    found = np.zeros(len(points), dtype=np.bool_)
    for (ax, ay), (bx, by) in zip(polygon, np.roll(polygon, -1, axis=0), strict=True):
        crosses = (ay > y) != (by > y)
        if crosses.any():
            with np.errstate(divide="ignore", invalid="ignore"):
                found ^= crosses & (x < (bx - ax) * (y - ay) / (by - ay) + ax)
    return found


def _method(wanted: ProjectionMethod, count: int) -> ProjectionMethod:
    installed = find_spec("umap") is not None
    if wanted is ProjectionMethod.UMAP and not installed:
        raise Invalid('UMAP is not installed: `pip install "everloop[map]"`, or make the map by PCA.')
    least = _LEAST if wanted is ProjectionMethod.UMAP else FEW
    if wanted is ProjectionMethod.PCA or not installed or count < least:
        return ProjectionMethod.PCA
    return ProjectionMethod.UMAP


def _umap(rows: NDArray[np.float32], seed: int) -> NDArray[np.float32]:
    """UMAP (McInnes et al. 2018) by cosine with fixed randomness."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import umap

        fitted = umap.UMAP(
            n_neighbors=min(_NEIGHBOURS, len(rows) - 1),
            n_epochs=_EPOCHS,
            metric="cosine",
            init="pca",
            random_state=seed,
            n_jobs=1,
        ).fit_transform(rows)
    return np.asarray(fitted, dtype=np.float32)


def _pca(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """The first two principal components, each with its greatest part positive."""
    centred = (rows - rows.mean(axis=0)).astype(np.float64)
    _, directions = np.linalg.eigh(centred.T @ centred)
    two = directions[:, ::-1][:, :2]
    two = two * np.where(two[np.abs(two).argmax(axis=0), np.arange(two.shape[1])] < 0, -1, 1)
    places = (centred @ two).astype(np.float32)
    return places if places.shape[1] == 2 else np.hstack([places, np.zeros_like(places)])


def _beside(model: MapModel, components: NDArray[np.float32], beat: Callable[[], None]) -> NDArray[np.float32]:
    """The weighted mean of the places of the 8 nearest landmarks."""
    out = np.empty((len(components), 2), np.float32)
    count = min(_PLACED_BY, len(model.landmarks))
    for at in range(0, len(components), _BLOCK):
        alike = components[at : at + _BLOCK] @ model.landmarks.T
        near = np.argpartition(-alike, count - 1, axis=1)[:, :count]
        scores = np.take_along_axis(alike, near, axis=1)
        weights = np.exp(_SHARPNESS * (scores - scores.max(axis=1, keepdims=True)))
        weights /= weights.sum(axis=1, keepdims=True)
        out[at : at + _BLOCK] = np.einsum("nk,nkd->nd", weights, model.places[near])
        beat()
    return out


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: NDArray[np.float32] = (rows / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return unit

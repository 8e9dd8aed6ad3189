"""2-D maps: the same from the same seed, new items beside their neighbours, lassos by the even–odd rule."""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pytest

from everloop.domain import projecting
from everloop.domain.curation import ProjectionMethod
from everloop.domain.errors import Invalid
from everloop.domain.projecting import MapModel, fit, inside, place
from everloop.domain.vectors import rounded

PCA = ProjectionMethod.PCA


def clusters(count: int, *, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:  # type: ignore[type-arg]
    rng = np.random.default_rng(seed)
    which = rng.integers(0, 3, count)
    centres = np.random.default_rng(0).standard_normal((3, 64)) * 2
    return rounded((centres[which] + rng.standard_normal((count, 64)) * 0.3).astype(np.float32)), which


def test_a_map_keeps_clusters_apart_and_is_the_same_from_the_same_seed() -> None:
    vectors, which = clusters(200)
    _, places = fit(vectors, seed=4, method=PCA)
    again = fit(vectors, seed=4, method=PCA)[1]
    assert np.array_equal(places, again)
    centres = np.array([places[which == one].mean(axis=0) for one in range(3)])
    spread = max(places[which == one].std() for one in range(3))
    assert np.linalg.norm(centres[0] - centres[1]) > 2 * spread


def test_new_items_land_among_their_like_by_a_model_that_was_stored() -> None:
    vectors, which = clusters(200)
    model, places = fit(vectors, seed=4, method=PCA)
    kept = MapModel.load(model.dump())
    new, kind = clusters(60, seed=9)
    there = place(kept, new)
    centres = np.array([places[which == one].mean(axis=0) for one in range(3)])
    nearest = np.linalg.norm(there[:, None] - centres[None], axis=2).argmin(axis=1)
    assert (nearest == kind).mean() > 0.95


def test_what_is_no_landmark_is_placed_beside_landmarks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(projecting, "LANDMARKS", 80)
    vectors, which = clusters(300)
    model, places = fit(vectors, seed=1, method=PCA)
    assert len(model.landmarks) == 80
    centres = np.array([places[which == one].mean(axis=0) for one in range(3)])
    nearest = np.linalg.norm(places[:, None] - centres[None], axis=2).argmin(axis=1)
    assert (nearest == which).mean() > 0.95


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_handful_of_items_has_a_map_too(count: int) -> None:
    vectors, _ = clusters(count)
    model, places = fit(vectors, seed=0)
    assert model.method == "pca"
    assert places.shape == (count, 2)
    assert np.isfinite(places).all()
    assert np.isfinite(place(model, vectors)).all()


def test_items_are_placed_on_a_map_that_umap_made_where_umap_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "umap", None)
    vectors, _ = clusters(40)
    model, places = fit(vectors, seed=4, method=PCA)
    there = place(replace(model, method=ProjectionMethod.UMAP.value), vectors)
    assert np.linalg.norm(there - places, axis=1).max() < np.ptp(places)
    with pytest.raises(Invalid, match="UMAP is not installed"):
        fit(vectors, seed=4, method=ProjectionMethod.UMAP)


@pytest.mark.slow
def test_umap_keeps_clusters_apart() -> None:
    pytest.importorskip("umap", reason="umap-learn is not installed (extra: map)")
    vectors, which = clusters(90)
    model, places = fit(vectors, seed=4, method=ProjectionMethod.UMAP)
    assert model.method == "umap"
    distances = np.linalg.norm(places[:, None] - places[None], axis=2)
    nearest = np.argsort(distances, axis=1)[:, 1:6]
    assert (which[nearest] == which[:, None]).mean() > 0.9


def test_a_lasso_takes_what_lies_inside_even_where_it_crosses_itself() -> None:
    points = np.array([[0.5, 0.5], [2.5, 0.5], [1.5, 3.0], [5.0, 5.0]], np.float32)
    square = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
    assert inside(points, square).tolist() == [True, False, False, False]
    bow = np.array([[0.0, 0.0], [3.0, 1.0], [3.0, 0.0], [0.0, 1.0]])
    assert inside(points, bow).tolist() == [True, True, False, False]
    twice = np.vstack([square, square])
    assert not inside(points[:1], twice).any(), "even–odd: what is enclosed twice is outside"

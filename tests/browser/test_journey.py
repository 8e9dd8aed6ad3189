"""The loop in a headless Chromium: from an empty workspace to failures in the queue, by three people; then every page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests.browser import driving, scenes
from tests.journeys.serving import Served

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def journey(served: Served, out: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the journey came to."""
    pictures = scenes.drawn(tmp_path_factory.mktemp("pictures"))
    facts = {
        "url": served.url,
        "token": (served.folder / "owner-token").read_text().strip(),
        "pictures": [str(path) for path in pictures],
    }
    return driving.run("journey.mjs", facts, out=out / "journey")


def test_three_people_go_round_the_loop(journey: dict[str, Any]) -> None:
    assert journey["errors"] == []
    assert journey["exported"]["annotations"] >= 2
    assert journey["reopened"] >= 1


@pytest.fixture(scope="module")
def pages(served: Served, out: Path, journey: dict[str, Any]) -> dict[str, Any]:
    """What was found on every page, with the journey's data in them."""
    facts = {"url": served.url, "token": (served.folder / "owner-token").read_text().strip(), "journey": journey}
    return driving.run("pages.mjs", facts, out=out / "pages")


def test_axe_finds_nothing_serious_on_any_page(pages: dict[str, Any]) -> None:
    assert pages["pages"] > 25
    assert pages["violations"] == {}


def test_pages_fit_the_screen_also_at_twice_the_size(pages: dict[str, Any]) -> None:
    assert pages["wide"] == []


def test_a_page_is_reached_by_keys_alone_and_the_focus_is_seen(pages: dict[str, Any]) -> None:
    assert pages["keyboard"]["unseen"] == []


def test_nothing_inline_runs_and_no_page_says_an_error(pages: dict[str, Any]) -> None:
    assert pages["policy"] == {"script": False, "style": False}
    assert pages["errors"] == []


@pytest.fixture(scope="module")
def maps(served: Served, out: Path, journey: dict[str, Any]) -> dict[str, Any]:
    """The journey's map, drawn by each renderer."""
    assert journey["errors"] == []
    facts = {"url": served.url, "token": (served.folder / "owner-token").read_text().strip(), "graphics": True}
    return driving.run("map.mjs", facts, out=out / "map")


def test_the_map_is_drawn_by_whom_it_should(maps: dict[str, Any]) -> None:
    assert maps["drawn"] == {"cpu": "cpu", "webgl": "webgl2", "auto": "cpu", "afterwards": "cpu"}
    assert maps["errors"] == []


@pytest.mark.parametrize(("one", "place"), [("webgl", "near"), ("webgl", "far"), ("lost", "near")])
def test_the_graphics_card_draws_the_map_as_the_cpu_does(maps: dict[str, Any], out: Path, one: str, place: str) -> None:
    _look_alike(out / "map" / f"map-cpu-{place}.png", out / "map" / f"map-{one}-{place}.png")


def test_a_reload_shows_the_map_where_it_was_looked_at(maps: dict[str, Any], out: Path) -> None:
    _look_alike(out / "map/map-left-near.png", out / "map/map-back-near.png")
    with pytest.raises(AssertionError):
        _look_alike(out / "map/map-cpu-near.png", out / "map/map-back-near.png")


def _look_alike(one: Path, other: Path) -> None:
    ours, theirs = _pixels(one), _pixels(other)
    assert ours.shape == theirs.shape
    assert _coloured(ours) > 100
    assert (np.abs(ours - theirs).max(axis=2) > 8).sum() <= 0.01 * _coloured(ours)


def _pixels(path: Path) -> Any:
    return np.asarray(Image.open(path).convert("RGB")).astype(np.int16)


def _coloured(pixels: Any) -> int:
    """How many pixels are not the ground."""
    return int((np.abs(pixels - pixels[4, 4]).max(axis=2) > 8).sum())


@pytest.fixture(scope="module")
def forms(served: Served, out: Path, journey: dict[str, Any], pages: dict[str, Any]) -> dict[str, Any]:
    """What became of every form, driven on the journey's data once every page was looked at."""
    facts = {
        "url": served.url,
        "token": (served.folder / "owner-token").read_text().strip(),
        "journey": journey,
        "exported": str(out / "journey" / "coco.json"),
    }
    return driving.run("forms.mjs", facts, out=out / "forms")


def test_every_form_does_what_it_says(forms: dict[str, Any]) -> None:
    assert forms["errors"] == []
    assert len(forms["steps"]) > 20

"""The loop in a headless Chromium: from an empty workspace to failures in the queue, by three people; then every page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from tests.browser import driving
from tests.journeys.serving import Served

pytestmark = pytest.mark.slow

PICTURES = 12
HOSTILE = "<img src=x onerror=alert(1)>.png"


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Drawn scenes, one with a name that would run if it were taken for HTML, and a file that is no picture."""
    folder = tmp_path_factory.mktemp("pictures")
    names = [*(f"scene-{number:02}.png" for number in range(PICTURES - 1)), HOSTILE]
    for number, name in enumerate(names):
        picture = Image.new("RGB", (640, 480), (40 + 16 * number, 90, 200 - 12 * number))
        draw = ImageDraw.Draw(picture)
        draw.rectangle((60 + 8 * number, 120, 240, 300), fill=(220, 40, 40))
        draw.polygon([(400, 120), (560, 200), (520, 360), (380, 300)], fill=(240, 220, 60))
        picture.save(folder / name)
    broken = folder / "broken.png"
    broken.write_bytes(b"This is no picture.")
    return [*(folder / name for name in names), broken]


@pytest.fixture(scope="module")
def journey(served: Served, out: Path, pictures: list[Path]) -> dict[str, Any]:
    """What the journey came to."""
    facts = {
        "url": served.url,
        "token": (served.folder / "owner-token").read_text().strip(),
        "pictures": [str(path) for path in pictures],
        "hostile": HOSTILE,
    }
    return driving.run("journey.mjs", facts, out=out / "journey")


def test_three_people_go_round_the_loop(journey: dict[str, Any]) -> None:
    assert journey["errors"] == []
    assert journey["exported"]["annotations"] >= 2
    assert journey["reopened"] >= 1

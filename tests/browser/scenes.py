"""The pictures that the journey uploads."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

PICTURES = 12
HOSTILE = "<img src=x onerror=alert(1)>.png"


def drawn(folder: Path) -> list[Path]:
    """Drawn scenes, one with a name that would run if it were taken for HTML, and a file that is no picture."""
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

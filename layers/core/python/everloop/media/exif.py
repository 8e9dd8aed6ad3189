"""What a camera wrote into a picture: when it was taken, and a few facts."""

from __future__ import annotations

import math
import struct
import warnings
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from PIL import Image

_CAMERA = {0x010F: "make", 0x0110: "model", 0x0131: "software", 0x0112: "orientation"}
_SHOT = {
    0xA434: "lens",
    0x829A: "exposure_s",
    0x829D: "f_number",
    0x8827: "iso",
    0x920A: "focal_length_mm",
    0xA405: "focal_length_35mm",
}
_SHOT_IFD, _PLACE_IFD = 0x8769, 0x8825
_TAKEN, _OFFSET = 0x9003, 0x9011
TEXT_CHARS = 120


def facts(exif: Image.Exif) -> dict[str, Any]:
    """The camera's facts that are there: make, model, software, orientation, lens, exposure_s, f_number, iso, focal lengths,
    latitude and longitude (degrees, WGS 84).
    """
    if not exif:
        return {}
    shot = _ifd(exif, _SHOT_IFD)
    found = {name: _plain(exif.get(tag)) for tag, name in _CAMERA.items()}
    found |= {name: _plain(shot.get(tag)) for tag, name in _SHOT.items()}
    place = _ifd(exif, _PLACE_IFD)
    found["latitude"] = _degrees(place.get(2), place.get(1), "S")
    found["longitude"] = _degrees(place.get(4), place.get(3), "W")
    return {name: value for name, value in found.items() if value is not None}


def captured_at(exif: Image.Exif) -> int | None:
    """When the picture was taken, UTC epoch ms. A time without its offset is taken as UTC."""
    if not exif:
        return None
    shot: Mapping[int, Any] = _ifd(exif, _SHOT_IFD)
    text, offset = shot.get(_TAKEN) or exif.get(0x0132), shot.get(_OFFSET)
    try:
        taken = datetime.strptime(str(text).strip("\0 ")[:19], "%Y:%m:%d %H:%M:%S").replace(tzinfo=_zone(offset))
        return int(taken.timestamp() * 1000)
    except (ValueError, OverflowError):
        return None


def _ifd(exif: Image.Exif, tag: int) -> Mapping[int, Any]:
    """A part of what the camera wrote; a damaged one is empty."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return exif.get_ifd(tag)
        except (OSError, SyntaxError, ValueError, TypeError, LookupError, struct.error):
            return {}


def _zone(offset: Any) -> timezone:
    """The time zone of an EXIF offset such as "+02:00"."""
    text = str(offset or "").strip("\0 ")
    try:
        sign = {"+": 1, "-": -1}[text[0]]
        return timezone(sign * timedelta(hours=int(text[1:3]), minutes=int(text[4:6])))
    except (LookupError, ValueError):
        return UTC


def _plain(value: Any) -> str | float | int | None:
    """A value as JSON has it; None for what is empty or no number."""
    if isinstance(value, tuple) and value:
        value = value[0]
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if isinstance(value, str):
        return value.replace("\0", "").strip()[:TEXT_CHARS] or None
    if isinstance(value, int):
        return value
    try:
        number = float(value)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return round(number, 6) if math.isfinite(number) else None


def _degrees(parts: Any, side: Any, negative: str) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    total = degrees + minutes / 60 + seconds / 3600
    if not math.isfinite(total):
        return None
    return round(-total if str(side).strip("\0 ").upper() == negative else total, 7)

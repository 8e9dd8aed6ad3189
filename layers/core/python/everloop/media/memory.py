"""What decoding a picture takes of the memory, told from its header: one picture must not end a function and its batch."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from PIL import Image, ImageFile
from PIL.ExifTags import Base

from everloop.domain.errors import Invalid

DECODING_BYTES = 1_300_000_000
"""For one picture, its file included; the rest of the 1,769 MB of a function is for Python, its libraries and the batch. An RGB
picture of ``limits.PIXELS`` is 800 MB as Pillow holds it, and may have a file of 475 MB; uncompressed ones end at 182 million
pixels.
"""
WHOLE = {"WEBP": 16, "AVIF": 16}
"""Bytes a pixel of the codecs that hand over whole pictures, measured: canvases, planes and copies beside Pillow's pixels. AVIF
takes 9 to 11 in 8 bits, and up to this in 12 bits with alpha, which its header does not tell us.
"""
ROWS = 16
"""Bytes a pixel of the two rows that a codec has at hand: what counts in a picture of one row."""
POINTER = 8
"""Bytes of Pillow's pointer to each row: what counts in a picture of one column."""
_SCAN = 0xDA
_JPEG_IN_TIFF, _YCBCR = 7, 6


def refuse_beyond_memory(opened: ImageFile.ImageFile, data: bytes, factor: int) -> None:
    """Raise Invalid where decoding takes more than ``DECODING_BYTES``.

    Args:
        opened: Its header alone is read, no pixel.
        data: The file.
        factor: By which its width and height are divided.
    """
    width, height = opened.size
    small = _held(-(-width // factor), -(-height // factor), 4)
    size = len(data) + _decoded(opened, data) + 2 * small  # twice: as it is turned
    if size > DECODING_BYTES:
        raise Invalid(
            f"The picture of {width} × {height} pixels takes {size:,} bytes to decode; the limit is {DECODING_BYTES:,}.",
            width=width,
            height=height,
            size=size,
            limit=DECODING_BYTES,
        )


def _decoded(opened: ImageFile.ImageFile, data: bytes) -> int:
    """Bytes of the whole picture as its codec and Pillow hold it."""
    width, height = opened.size
    if opened.format in ("JPEG", "MPO"):
        return _coefficients(opened, data)
    if opened.format in WHOLE:
        return width * height * WHOLE[opened.format]
    pixels, rows = _held(width, height, _sample_bytes(opened.mode)), ROWS * width
    if opened.format == "TIFF":
        return pixels * (2 if _turned(opened) else 1) + rows + _strip(opened)
    if any(tile[0] in Image.DECODERS for tile in opened.tile):  # in Python: what it found, as it grows and as it goes on
        pixels += 3 * width * height * len(opened.getbands()) * (4 if opened.mode == "I" else 1)
    return pixels + rows


def _held(width: int, height: int, sample_bytes: int) -> int:
    """Bytes of an ``Image``; its rows begin at multiples of four."""
    return height * (POINTER + -(-width * sample_bytes // 4) * 4)


def _sample_bytes(mode: str) -> int:
    """Bytes of a pixel as Pillow holds it."""
    return 1 if mode in ("1", "L", "P") else 2 if mode.startswith("I;16") else 4


def _coefficients(opened: ImageFile.ImageFile, data: bytes) -> int:
    """Bytes of what libjpeg holds at any scale: of a JPEG in several scans all coefficients (two bytes each), else few rows."""
    layers: list[tuple[int, int, int, int]] = getattr(opened, "layer", [])
    if not layers or ("progressive" not in opened.info and _in_first_scan(data) == len(layers)):
        return 0
    widest, highest = max(layer[1] for layer in layers), max(layer[2] for layer in layers)
    width, height = opened.size
    return 2 * width * height * sum(layer[1] * layer[2] for layer in layers) // (widest * highest)


def _in_first_scan(data: bytes) -> int:
    """The layers in the first scan of a JPEG; 0 where its segments do not follow one another."""
    at = 2
    while data[at : at + 1] == b"\xff":
        if data[at + 1] == _SCAN:
            return data[at + 4]
        at += 2 + int.from_bytes(data[at + 2 : at + 4])
    return 0


def _turned(opened: ImageFile.ImageFile) -> bool:
    """Whether Pillow turns this TIFF, which makes a second copy."""
    said = _tags(opened).get(Base.Orientation)
    return "tiff:Orientation" in str(opened.info.get("xmp", "")) if said is None else said != 1


def _strip(opened: ImageFile.ImageFile) -> int:
    """Bytes of the greatest strip or tile of a TIFF, which is read (libtiff: unpacked) at once."""
    if all(tile[0] != "libtiff" for tile in opened.tile):
        return max((after - before for before, after in pairwise(sorted(tile[2] for tile in opened.tile))), default=0)
    tags = _tags(opened)
    samples = _number(tags, Base.SamplesPerPixel, 1)
    pixel_bits: int = max(tags.get(Base.BitsPerSample, (1,))) * samples
    if tags.get(Base.Compression) == _JPEG_IN_TIFF or tags.get(Base.PhotometricInterpretation) == _YCBCR:
        pixel_bits += 16 * max(samples, 3)  # its coefficients, or RGBA and more
    width, height = _number(tags, Base.ImageWidth, opened.width), _number(tags, Base.ImageLength, opened.height)
    if Base.TileWidth in tags:
        return _number(tags, Base.TileWidth, width) * _number(tags, Base.TileLength, height) * pixel_bits // 8
    return width * min(_number(tags, Base.RowsPerStrip, height), height) * pixel_bits // 8


def _tags(opened: ImageFile.ImageFile) -> Mapping[int, Any]:
    return getattr(opened, "tag_v2", {})


def _number(tags: Mapping[int, Any], tag: int, default: int) -> int:
    value = tags.get(tag)
    return value if isinstance(value, int) else default

"""Bytes → upright RGB pixels, in one scaled decode; what cannot be decoded is refused with a sentence."""

from __future__ import annotations

import io
import re
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import simplejpeg
from numpy.typing import NDArray
from PIL import Image, ImageFile, UnidentifiedImageError

from everloop.domain.errors import Invalid
from everloop.domain.limits import PIXELS
from everloop.media.flatten import flattened
from everloop.media.memory import refuse_beyond_memory

FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF", "AVIF", "PPM")
MEDIA_TYPES = {"MPO": "image/jpeg", "PPM": "image/x-portable-anymap"}
ORIENTATION = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
STRAY = re.compile(r"(\d+) extraneous bytes before marker 0x(\w+)")
PADDING = 64
"""libjpeg's word on bytes that belong to no segment: between segments, or a few before the end marker, they harm no pixel; more
of them at the end are what a damaged picture left undecoded.
"""
_BROKEN = (OSError, EOFError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, RuntimeError, struct.error)


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded picture.

    Attributes:
        image: Upright, RGB; the smallest of 1, 1/2, 1/4 and 1/8 of the full size whose long side is not below what was asked.
        width, height: Of the full picture, upright.
        media_type: By the bytes.
        exif: As Pillow has it.
    """

    image: Image.Image
    width: int
    height: int
    media_type: str
    exif: Image.Exif

    def pixels(self) -> NDArray[np.uint8]:
        """``(H, W, 3)`` uint8."""
        return np.asarray(self.image)


def decode(data: bytes, *, long_side: int) -> Picture:
    """The first picture in ``data`` (of a GIF or TIFF: the first frame), at least ``long_side`` pixels long if it is.

    Alpha is flattened on white. 16-bit samples keep their high byte; float samples are taken as 0–1 if they lie there, else
    least to greatest is stretched to 0–255, as is 32-bit integer data beyond 16 bits. CMYK is converted without a profile;
    colour profiles are ignored.

    Raises:
        Invalid: Not a picture that we read, cut off, damaged, with more than ``limits.PIXELS`` pixels, or one that takes more
            than ``memory.DECODING_BYTES`` to decode.
    """
    if not data:
        raise Invalid("The file is empty (0 bytes).")
    with _refusing(data), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        opened = _opened(data)
        width, height = opened.size
        factor = scale(max(width, height), long_side)
        refuse_beyond_memory(opened, data, factor)
        exif = _exif(opened)
        orientation = exif.get(ORIENTATION, 1)
        media_type = MEDIA_TYPES.get(opened.format or "") or Image.MIME[opened.format or ""]
        image = _jpeg(data, opened, factor) if media_type == "image/jpeg" else flattened(opened, factor)
        if orientation in _UPRIGHT and opened.format != "TIFF":  # Pillow turns a TIFF by itself
            image = image.transpose(_UPRIGHT[orientation])
            if orientation >= 5:
                width, height = height, width
    return Picture(image, width, height, media_type, exif)


def scale(size: int, wanted: int) -> int:
    """The greatest of 8, 4, 2 and 1 by which ``size`` can be divided (rounding up) and stay at ``wanted`` or above."""
    return next((factor for factor in (8, 4, 2) if -(-size // factor) >= wanted), 1)


def _opened(data: bytes) -> ImageFile.ImageFile:
    """The picture's header. Pillow's own limit (179 million pixels) gives way to ours, checked before any pixel is read."""
    Image.MAX_IMAGE_PIXELS = None
    opened = Image.open(io.BytesIO(data), formats=FORMATS)
    width, height = opened.size
    if width * height > PIXELS:
        raise Invalid(f"The picture has {width} × {height} pixels; the limit is {PIXELS:,}.", width=width, height=height)
    return opened


def _exif(opened: ImageFile.ImageFile) -> Image.Exif:
    """What the camera wrote; a damaged note harms no picture. A PNG is loaded for it, and may be damaged itself."""
    if opened.format == "PNG":
        opened.load()
    try:
        return opened.getexif()
    except _BROKEN:
        return Image.Exif()


def _jpeg(data: bytes, opened: ImageFile.ImageFile, factor: int) -> Image.Image:
    """By libjpeg-turbo's scaled decode; what it knows no colours for (CMYK, YCCK) by Pillow's."""
    width, height = opened.size
    if opened.mode == "CMYK":
        opened.draft(None, (-(-width // factor), -(-height // factor)))
        return flattened(opened, 1)
    try:
        pixels = simplejpeg.decode_jpeg(data, "RGB", min_height=-(-height // factor), min_width=-(-width // factor))
    except ValueError as error:
        stray = STRAY.search(str(error))
        if stray is None or (stray[2] == "d9" and int(stray[1]) > PADDING):
            raise
        opened.draft("RGB", (-(-width // factor), -(-height // factor)))
        return flattened(opened, 1)
    return Image.fromarray(pixels)


@contextmanager
def _refusing(data: bytes) -> Iterator[None]:
    """What decoders raise, as sentences."""
    try:
        yield
    except UnidentifiedImageError:
        raise Invalid(f"This is no picture that Everloop reads: {_guess(data)}.") from None
    except MemoryError:
        raise Invalid("The picture needs more memory than there is.") from None
    except _BROKEN as error:
        text = str(error).strip().rstrip(".") or type(error).__name__
        if any(word in text.lower() for word in ("truncated", "premature end", "unexpected end", "not enough")):
            raise Invalid(f"The file is cut off: {text}.") from None
        raise Invalid(f"The file is damaged: {text}.") from None


def _guess(data: bytes) -> str:
    """What bytes that are no picture may be."""
    start = data[:512].lstrip()
    if start[:5].lower() in (b"<?xml", b"<svg ") and b"<svg" in data[:4096].lower():
        return "it is an SVG drawing"
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypheim"):
        return "it is a HEIC photograph; convert it to JPEG"
    if not any(data[:512]):
        return "it is full of zeros"
    return f"it begins with {data[:8].hex(' ')}"

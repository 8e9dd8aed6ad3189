"""One picture takes a bounded part of the memory: what is decoded holds its pixels once, what cannot be is refused unread."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from everloop.domain.errors import Invalid
from everloop.media import memory
from everloop.media.decode import decode

STATUS = Path("/proc/self/status")
SIDE = 5_000
CHILD = """
import sys
from pathlib import Path
from everloop.media.enrich import enriched
peak = lambda: int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) * 1024
data = sys.stdin.buffer.read()
before = peak()
enriched(data)
print(peak() - before)
"""
"""Not ``getrusage``: its peak begins with that of the process which started this one."""


def stored(image: Image.Image, kind: str, **how: Any) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, **how)
    return target.getvalue()


def png(width: int, height: int, bits: int, colours: int, row_bytes: int = 0) -> bytes:
    """Black and clear; without ``row_bytes`` a header and no pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colours, 0, 0, 0))
    body = zlib.compress(bytes((1 + row_bytes) * height if row_bytes else 0), 1)
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.skipif(not STATUS.exists(), reason="the peak of a process is read from /proc")
@pytest.mark.parametrize(
    ("data", "pixel_bytes"),
    [
        pytest.param(lambda: png(SIDE, SIDE, 16, 0, 2 * SIDE), 2, id="PNG of 16 bits"),
        pytest.param(lambda: png(SIDE, SIDE, 8, 6, 4 * SIDE), 4, id="PNG with alpha"),
        pytest.param(lambda: png(SIDE, SIDE, 8, 0, SIDE), 1, id="grey PNG"),
        pytest.param(lambda: stored(Image.new("F", (SIDE, SIDE)), "TIFF", compression="tiff_lzw"), 4, id="TIFF of floats"),
        pytest.param(
            lambda: stored(Image.new("I", (SIDE, SIDE), -1), "TIFF", compression="tiff_lzw"), 4, id="TIFF of integers"
        ),
        pytest.param(lambda: stored(Image.new("P", (SIDE, SIDE)), "GIF", transparency=0), 1, id="GIF with a clear colour"),
    ],
)
def test_a_picture_is_in_memory_once(data: Any, pixel_bytes: int) -> None:
    ran = subprocess.run([sys.executable, "-c", CHILD], input=data(), capture_output=True, check=True)
    assert int(ran.stdout) < SIDE * SIDE * pixel_bytes + 24_000_000


def test_what_a_codec_holds_several_times_is_refused_before_it_is_decoded() -> None:
    webp = bytes.fromhex("524946461a000000574542505650384c0d0000002fdfeeb71b071011118888fe0700")
    with pytest.raises(
        Invalid, match=r"12000 × 12000 pixels takes 2,322,024,034 bytes to decode; the limit is 1,300,000,000\."
    ) as found:
        decode(webp, long_side=256)
    assert found.value.facts == {"width": 12_000, "height": 12_000, "size": 2_322_024_034, "limit": memory.DECODING_BYTES}


@pytest.mark.parametrize(("width", "height", "bits", "colours"), [(1, 200_000_000, 8, 0), (200_000_000, 1, 16, 6)])
def test_a_picture_of_one_row_or_column_is_refused_for_its_rows(width: int, height: int, bits: int, colours: int) -> None:
    with pytest.raises(Invalid, match="bytes to decode; the limit is"):
        decode(png(width, height, bits, colours), long_side=256)


@pytest.mark.parametrize(("bits", "colours"), [(8, 2), (8, 6), (16, 0), (16, 6)])
def test_a_png_of_the_most_pixels_is_not_refused(bits: int, colours: int) -> None:
    data = png(14_142, 14_142, bits, colours)
    memory.refuse_beyond_memory(Image.open(io.BytesIO(data)), data, 8)


def size(data: bytes, monkeypatch: pytest.MonkeyPatch) -> float:
    """Bytes a pixel that decoding is said to take, beside the file and the result."""
    monkeypatch.setattr(memory, "DECODING_BYTES", 0)
    with pytest.raises(Invalid) as found:
        decode(data, long_side=100)
    facts = found.value.facts
    return float((facts["size"] - len(data)) / facts["width"] / facts["height"])


@pytest.mark.parametrize(
    ("mode", "kind", "how", "expected"),
    [
        ("RGB", "JPEG", {}, 0),
        ("CMYK", "JPEG", {}, 0),
        ("RGB", "MPO", {"save_all": True, "append_images": [Image.new("RGB", (9, 9))]}, 0),
        ("RGB", "JPEG", {"progressive": True, "subsampling": "4:2:0"}, 3),
        ("RGB", "JPEG", {"progressive": True, "subsampling": "4:4:4"}, 6),
        ("CMYK", "JPEG", {"progressive": True}, 8),
        ("RGB", "BMP", {}, 4),
        ("P", "GIF", {}, 1),
        ("RGB", "WEBP", {}, 16),
        ("RGB", "AVIF", {}, 16),
        ("RGB", "TIFF", {}, 4),
        ("RGB", "TIFF", {"tiffinfo": {274: 6}}, 8),
        ("F", "TIFF", {"compression": "tiff_lzw"}, 4),
        ("F", "TIFF", {"compression": "tiff_lzw", "tiffinfo": {278: 2_400}}, 8),
        ("RGB", "TIFF", {"compression": "tiff_lzw", "tiffinfo": {278: 2_400, 274: 8}}, 11),
        ("RGB", "TIFF", {"compression": "jpeg", "tiffinfo": {278: 2_400}}, 13),
    ],
)
def test_the_header_tells_what_decoding_takes(
    mode: str, kind: str, how: dict[str, Any], expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = stored(Image.new(mode, (1_600, 2_400)), kind, **how)
    assert size(data, monkeypatch) == pytest.approx(expected, abs=0.25)  # the rest: rows, pointers, and the result


def test_a_jpeg_in_several_scans_is_held_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    data = stored(Image.new("RGB", (1_600, 2_400)), "JPEG", subsampling="4:4:4")
    scan = data.index(b"\xff\xda")
    alone = data[:scan] + b"\xff\xda\0\x08\x01\x01\0\0\x3f\0" + data[scan + 14 :]
    assert size(alone, monkeypatch) == pytest.approx(6, abs=0.25)


def test_a_text_of_pixels_is_held_as_it_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    assert size(b"P3 500 400 255\n" + b"0 " * 600_000, monkeypatch) == pytest.approx(13, abs=0.75)
    assert size(b"P5 500 400 1000\n" + bytes(400_000), monkeypatch) == pytest.approx(16, abs=0.75)

"""Decoding and measuring pictures: every format, every orientation, and everything that can be wrong with a file."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from everloop.domain.errors import Invalid
from everloop.domain.fields import METRICS
from everloop.media.claims import claimed
from everloop.media.decode import decode, scale
from everloop.media.enrich import enriched
from everloop.media.exif import captured_at

FORMATS = {
    "JPEG": ("image/jpeg", {"quality": 95}),
    "PNG": ("image/png", {}),
    "WEBP": ("image/webp", {"lossless": True}),
    "TIFF": ("image/tiff", {}),
    "BMP": ("image/bmp", {}),
    "GIF": ("image/gif", {}),
    "PPM": ("image/x-portable-anymap", {}),
}
ORIENTED = {
    1: lambda a: a,
    2: lambda a: a[:, ::-1],
    3: lambda a: a[::-1, ::-1],
    4: lambda a: a[::-1],
    5: lambda a: a.transpose(1, 0, 2),
    6: lambda a: np.rot90(a, 1),
    7: lambda a: np.rot90(a, 2).transpose(1, 0, 2),
    8: lambda a: np.rot90(a, -1),
}
"""Orientation → how the stored pixels lie, given the upright ones (the inverse of what a viewer does)."""


def scene(width: int = 60, height: int = 40) -> NDArray[np.uint8]:
    """A red corner, a green one, a blue one and a white one: every orientation looks different."""
    pixels = np.full((height, width, 3), 255, np.uint8)
    pixels[: height // 2, : width // 2] = (255, 0, 0)
    pixels[: height // 2, width // 2 :] = (0, 255, 0)
    pixels[height // 2 :, : width // 2] = (0, 0, 255)
    return pixels


def stored(image: Image.Image | NDArray[Any], kind: str = "PNG", **how: Any) -> bytes:
    target = io.BytesIO()
    (image if isinstance(image, Image.Image) else Image.fromarray(image)).save(target, kind, **how)
    return target.getvalue()


def corners(data: bytes) -> list[str]:
    """The colours of the four corners of the decoded picture: upper left, upper right, lower left, lower right."""
    pixels = decode(data, long_side=256).pixels().astype(int)
    named = {"red": (255, 0, 0), "green": (0, 255, 0), "blue": (0, 0, 255), "white": (255, 255, 255)}
    found = []
    for y, x in ((5, 5), (5, -6), (-6, 5), (-6, -6)):
        found.append(min(named, key=lambda name: abs(pixels[y, x] - named[name]).sum()))
    return found


UPRIGHT = ["red", "green", "blue", "white"]


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_is_decoded_by_its_bytes(kind: str) -> None:
    media_type, how = FORMATS[kind]
    data = stored(scene(), kind, **how)
    facts, thumbnail = enriched(data)
    assert corners(data) == UPRIGHT
    assert (facts["media_type"], facts["width"], facts["height"], facts["size_bytes"]) == (media_type, 60, 40, len(data))
    assert set(facts["metrics"]) == set(METRICS)
    assert Image.open(io.BytesIO(thumbnail)).size == (60, 40)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("orientation", ORIENTED)
def test_every_orientation_comes_out_upright(kind: str, orientation: int) -> None:
    lying = np.ascontiguousarray(ORIENTED[orientation](scene()))
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = stored(lying, kind, exif=exif, **FORMATS[kind][1])
    facts, _ = enriched(data)
    assert corners(data) == UPRIGHT
    assert (facts["width"], facts["height"]) == (60, 40)


@pytest.mark.parametrize(
    ("size", "wanted", "factor"), [(255, 256, 1), (511, 256, 2), (512, 256, 2), (2048, 256, 8), (9999, 256, 8)]
)
def test_the_scale_is_the_smallest_that_is_long_enough(size: int, wanted: int, factor: int) -> None:
    assert scale(size, wanted) == factor
    assert factor == 1 or -(-size // factor) >= wanted


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_large_picture_is_decoded_small_and_measured_at_256(kind: str) -> None:
    data = stored(scene(1501, 900), kind)
    picture = decode(data, long_side=256)
    assert max(picture.image.size) == 376  # a quarter of 1501, rounded up
    assert (picture.width, picture.height) == (1501, 900)
    facts, thumbnail = enriched(data)
    assert Image.open(io.BytesIO(thumbnail)).size == (256, 153)
    assert facts["metrics"]["area"] == 1501 * 900


def test_alpha_is_flattened_on_white() -> None:
    clear = np.zeros((40, 60, 4), np.uint8)
    half = clear.copy()
    half[..., 3] = 128
    assert decode(stored(clear), long_side=256).pixels().min() == 255
    assert abs(int(decode(stored(half), long_side=256).pixels()[0, 0, 0]) - 127) <= 1
    palette = Image.fromarray(scene()).convert("P")
    palette.info["transparency"] = 0
    assert (
        decode(stored(palette, "PNG", transparency=palette.getpixel((0, 0))), long_side=256).pixels()[0, 0].tolist()
        == [255] * 3
    )
    grey = Image.new("LA", (20, 20), (0, 0))
    assert decode(stored(grey), long_side=256).pixels().min() == 255


def test_sixteen_bits_keep_their_high_byte() -> None:
    ramp = np.linspace(0, 65_535, 256).astype(np.uint16).reshape(16, 16)
    for kind in ("PNG", "TIFF"):
        pixels = decode(stored(ramp, kind), long_side=256).pixels()
        assert np.array_equal(pixels[..., 0], (ramp >> 8).astype(np.uint8))


def test_float_samples_are_taken_from_zero_to_one() -> None:
    ramp = np.linspace(0, 1, 256, dtype=np.float32).reshape(16, 16)
    assert decode(stored(ramp, "TIFF"), long_side=256).pixels().max() == 255
    assert decode(stored(ramp * 1000 - 300, "TIFF"), long_side=256).pixels().max() == 255


def test_one_bit_grey_and_palette_pictures_have_their_colours() -> None:
    assert decode(stored(Image.new("1", (9, 9), 1)), long_side=256).pixels().min() == 255
    assert decode(stored(Image.new("L", (9, 9), 77)), long_side=256).pixels()[0, 0].tolist() == [77] * 3
    assert corners(stored(Image.fromarray(scene()).convert("P", palette=Image.Palette.ADAPTIVE))) == UPRIGHT


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_cmyk_has_the_right_colours(kind: str) -> None:
    how = {"quality": 95} if kind == "JPEG" else {}
    assert corners(stored(Image.fromarray(scene()).convert("CMYK"), kind, **how)) == UPRIGHT


def test_a_gif_gives_its_first_frame() -> None:
    frames = [Image.fromarray(scene()), Image.new("RGB", (60, 40), "black")]
    target = io.BytesIO()
    frames[0].save(target, "GIF", save_all=True, append_images=frames[1:])
    assert corners(target.getvalue()) == UPRIGHT


def noise(side: int = 300) -> NDArray[np.uint8]:
    return np.random.default_rng(1).integers(0, 255, (side, side, 3), dtype=np.uint8)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF", "PPM"])
def test_a_file_that_is_cut_off_is_refused_with_a_sentence(kind: str) -> None:
    data = stored(noise(), kind)
    for size in (len(data) * 9 // 10, len(data) // 2, 40, 12, 3):
        with pytest.raises(Invalid, match=r"\.$"):
            enriched(data[:size])


def test_damage_inside_a_jpeg_is_refused() -> None:
    data = bytearray(stored(noise(), "JPEG"))
    middle = len(data) // 2
    data[middle : middle + 2000] = bytes(2000)
    with pytest.raises(Invalid, match=r"damaged|cut off"):
        enriched(bytes(data))


def test_stray_bytes_between_the_segments_of_a_jpeg_do_no_harm() -> None:
    data = stored(scene(), "JPEG", quality=95)
    quantization = data.index(b"\xff\xdb")
    assert corners(data[:quantization] + b"\0\0\0" + data[quantization:]) == UPRIGHT


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "SVG drawing"),
        (b"hello, I am a text", "begins with 68 65 6c 6c"),
        (bytes(1000), "zeros"),
        (b"\0\0\0\x18ftypheic" + bytes(40), "HEIC"),
    ],
)
def test_what_is_no_picture_is_named(data: bytes, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        enriched(data)


def test_a_jpeg_by_any_other_name_is_a_jpeg() -> None:
    assert claimed("drawing.svg") == "image/svg+xml"
    facts, _ = enriched(stored(scene(), "JPEG"))
    assert facts["media_type"] == "image/jpeg"


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(100_000))
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    with pytest.raises(Invalid, match="60000 × 60000 pixels; the limit is 200,000,000"):
        enriched(data)


def test_names_claim_by_the_last_extension_alone() -> None:
    assert claimed("a/b.JPG") == "image/jpeg"
    assert claimed("x.tar.png") == "image/png"
    for name in ("readme", "notes.txt", ".jpg", "a.jpg/b", "movie.mp4", ""):
        assert claimed(name) is None


def test_metrics_say_what_they_define() -> None:
    black, white = np.zeros((300, 300, 3), np.uint8), np.full((300, 300, 3), 255, np.uint8)
    flat = enriched(stored(black))[0]["metrics"]
    assert (flat["brightness"], flat["contrast"], flat["entropy"], flat["sharpness"], flat["colourfulness"]) == (0, 0, 0, 0, 0)
    assert enriched(stored(white))[0]["metrics"]["brightness"] == 1
    halves = black[:256, :256].copy()
    halves[:, 128:] = 255
    two = enriched(stored(halves))[0]["metrics"]
    assert (two["brightness"], two["contrast"], two["entropy"]) == (0.5, 0.5, 1)
    assert two["sharpness"] == pytest.approx(2 * 255**2 / 254, rel=1e-4)
    red = enriched(stored(np.full((9, 9, 3), (255, 0, 0), np.uint8)))[0]["metrics"]
    assert red["colourfulness"] == pytest.approx(0.3 * (255**2 + 127.5**2) ** 0.5, rel=1e-4)
    assert red["brightness"] == pytest.approx(0.299, abs=2e-3)


def test_the_hash_survives_recompression_and_scaling() -> None:
    smooth = Image.fromarray(noise(8)).resize((600, 400), Image.Resampling.BICUBIC)
    first = enriched(stored(smooth))[0]["phash"]
    assert len(first) == 16
    for other in (stored(smooth, "JPEG", quality=20), stored(smooth.resize((300, 200)))):
        assert (int(first, 16) ^ int(enriched(other)[0]["phash"], 16)).bit_count() <= 4
    different = Image.fromarray(noise(8)[::-1].copy()).resize((600, 400), Image.Resampling.BICUBIC)
    assert (int(first, 16) ^ int(enriched(stored(different))[0]["phash"], 16)).bit_count() > 12


def test_the_camera_tells_when_and_where() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Maker\0 "
    shot, place = exif.get_ifd(0x8769), exif.get_ifd(0x8825)
    shot[0x9003], shot[0x9011], shot[0x829D], shot[0x8827] = "2024:05:01 12:30:00", "+02:00", 2.8, 400
    place[1], place[2], place[3], place[4] = "S", (33.0, 30.0, 0.0), "E", (151.0, 0.0, 36.0)
    facts, _ = enriched(stored(scene(), "JPEG", exif=exif))
    assert facts["captured_at"] == 1_714_559_400_000
    assert facts["exif"] == {"make": "Maker", "f_number": 2.8, "iso": 400, "latitude": -33.5, "longitude": 151.01}


@pytest.mark.parametrize("text", ["0000:00:00 00:00:00", "yesterday", "", "2024-05-01"])
def test_a_camera_without_a_clock_tells_nothing(text: str) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = text
    assert captured_at(exif) is None


def test_a_damaged_note_of_the_camera_harms_no_picture() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Maker"
    exif.get_ifd(0x8769)[0x9003] = "2024:05:01 12:30:00"
    data = stored(scene(), "JPEG", exif=exif, quality=95)
    random = np.random.default_rng(3)
    start, size = data.index(b"Exif"), len(exif.tobytes())
    for _ in range(300):
        damaged = bytearray(data)
        for place in random.integers(start, start + size, 4):
            damaged[place] = random.integers(0, 256)
        facts, _ = enriched(bytes(damaged))
        assert {facts["width"], facts["height"]} == {60, 40}

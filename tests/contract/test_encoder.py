"""The Encoder port's contract, over the encoder that runs on the laptop."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from everloop.adapters.local.encoder import OnnxEncoder
from everloop.domain.errors import Invalid
from everloop.domain.vectors import CONSE, LITE0
from everloop.ports import Encoder


@pytest.fixture(scope="module", params=["onnx"])
def encoder(request: pytest.FixtureRequest) -> Encoder:
    assert request.param == "onnx"
    return OnnxEncoder()


def pictures(seed: int = 7) -> list[NDArray[np.uint8]]:
    """Smooth random pictures of several shapes."""
    random = np.random.default_rng(seed)
    shapes = [(40, 60), (300, 200), (1, 1), (5, 900), (256, 256)]
    small = [random.integers(0, 255, (4, 4, 3), dtype=np.uint8) for _ in shapes]
    return [
        np.asarray(Image.fromarray(one).resize((w, h), Image.Resampling.BICUBIC))
        for one, (h, w) in zip(small, shapes, strict=True)
    ]


def test_every_picture_has_a_unit_vector_in_every_space(encoder: Encoder) -> None:
    vectors = encoder.images(pictures())
    assert set(vectors) == {space.name for space in encoder.spaces()}
    for space in encoder.spaces():
        rows = vectors[space.name]
        assert rows.shape == (5, space.dimension)
        assert rows.dtype == np.float16
        assert np.allclose(np.linalg.norm(rows.astype(np.float32), axis=1), 1, atol=2e-3)


def test_no_pictures_give_no_vectors(encoder: Encoder) -> None:
    vectors = encoder.images([])
    assert {name: rows.shape for name, rows in vectors.items()} == {"lite0": (0, 1280), "conse": (0, 256)}


def test_a_picture_has_the_same_vector_alone_and_in_a_batch(encoder: Encoder) -> None:
    many = pictures() * 3
    together = encoder.images(many)
    for i in (0, 4, 14):
        alone = encoder.images([many[i]])
        for name in together:
            assert np.abs(alone[name][0].astype(np.float32) - together[name][i].astype(np.float32)).max() < 2e-3


def test_the_same_picture_gives_the_same_vector(encoder: Encoder) -> None:
    first, second = encoder.images(pictures()), encoder.images(pictures())
    for name in first:
        assert np.array_equal(first[name], second[name])


def test_words_have_a_unit_vector_and_noise_has_none(encoder: Encoder) -> None:
    vector = encoder.text(CONSE, "two cats on a sofa")
    assert vector.shape == (256,)
    assert vector.dtype == np.float16
    assert abs(float(np.linalg.norm(vector.astype(np.float32))) - 1) < 2e-3
    for noise in ("", "   ", "qwxyz blorpf", "12345 !?", "\0\ud800"):
        assert not encoder.text(CONSE, noise).any()
    assert np.array_equal(encoder.text(CONSE, "qwxyz cat"), encoder.text(CONSE, "cat"))


def test_a_name_written_of_two_words_is_read_as_both(encoder: Encoder) -> None:
    for one, two in (("diningtable", "dining table"), ("tvmonitor", "tv monitor"), ("PottedPlant", "Potted Plant")):
        assert np.array_equal(encoder.text(CONSE, one), encoder.text(CONSE, two))


def test_near_words_are_near(encoder: Encoder) -> None:
    cat, kitten, truck = (encoder.text(CONSE, word).astype(np.float32) for word in ("cat", "kitten", "truck"))
    assert cat @ kitten > cat @ truck + 0.2


def test_a_space_of_pictures_takes_no_words(encoder: Encoder) -> None:
    with pytest.raises(Invalid):
        encoder.text(LITE0, "cat")


def test_words_find_photographs_of_what_they_name(encoder: Encoder) -> None:
    data = os.environ.get("EVERLOOP_TEST_DATA")
    if not data:
        pytest.skip("EVERLOOP_TEST_DATA names no folder of real pictures")
    folder = Path(data) / "coco128_lightly"
    truth = json.loads((folder / "instances_boxes_val.json").read_text())
    names = {category["id"]: category["name"] for category in truth["categories"]}
    shown: dict[int, set[str]] = {}
    for box in truth["annotations"]:
        shown.setdefault(box["image_id"], set()).add(names[box["category_id"]])
    queries = ("laptop", "banana", "sheep", "bus", "skis")
    wanted = [image for image in truth["images"] if shown.get(image["id"], set()) & set(queries)]
    others = [image for image in truth["images"] if image not in wanted][:20]
    chosen = wanted[:30] + others
    opened = [np.asarray(Image.open(next(folder.rglob(Path(image["file_name"]).name))).convert("RGB")) for image in chosen]
    vectors = encoder.images(opened)["conse"].astype(np.float32)
    for query in queries:
        scores = vectors @ encoder.text(CONSE, query).astype(np.float32)
        best = [chosen[int(i)]["id"] for i in np.argsort(-scores)[:3]]
        assert any(query in shown.get(image, set()) for image in best), query
        assert scores.max() > (CONSE.floor or 0)

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import time
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycocotools import mask as coco_mask
from pycocotools.coco import COCO

from everloop.domain.errors import Invalid
from everloop.domain.formats.coco import answers, reading, results, writing
from everloop.domain.formats.coco.drawn import shapes
from everloop.domain.ontologies import Attribute, AttributeKind, Ontology, OntologyClass, Option, Shape
from everloop.domain.ontology_making import NewAttribute, NewClass, NewOption, create

WIDTH, HEIGHT = 40, 30


def written(file: reading.File, *, ids: list[int] | None = None) -> dict[str, Any]:
    """The file that comes out when all that was read goes out again."""
    rows = list(reading.rows(file))
    classes = tuple(
        OntologyClass(
            id=f"c{one.id}", name=one.name, supercategory=one.supercategory, category_id=int(one.id), shapes=(Shape.BOX,)
        )
        for one in file.categories.values()
    )
    stream = writing.file(
        Ontology(id="o", name="o", classes=classes),
        info={"description": "test"},
        images=(
            writing.image(image_id=int(one.id), file_name=one.file_name, width=one.width or 0, height=one.height or 0)
            for one in file.images.values()
        ),
        annotations=(
            writing.annotation(
                row.body,
                annotation_id=ids[at] if ids else row.body["source_id"],
                image_id=int(row.image.id),
                category_id=int(row.category.id),
                attributes=row.attributes,
            )
            for at, row in enumerate(rows)
        ),
    )
    told: dict[str, Any] = json.loads(b"".join(stream))
    return told


def one_row(**row: Any) -> reading.File:
    base = {
        "images": [{"id": 5, "file_name": "a/x.jpg", "width": WIDTH, "height": HEIGHT}],
        "categories": [{"id": 3, "name": "cat"}],
        "annotations": [{"id": 1, "image_id": 5, "category_id": 3, "bbox": [1, 2, 3, 4]} | row],
    }
    return reading.read(json.dumps(base).encode())


number = st.floats(0, 40, allow_nan=False) | st.integers(0, 40)
outline = st.lists(number, min_size=6, max_size=12).filter(lambda values: len(values) % 2 == 0)


@st.composite
def run_lengths(draw: st.DrawFn) -> dict[str, Any]:
    bits = np.zeros((HEIGHT, WIDTH), np.uint8)
    for _ in range(draw(st.integers(0, 3))):
        top, left = draw(st.integers(0, HEIGHT - 1)), draw(st.integers(0, WIDTH - 1))
        bits[top : top + draw(st.integers(1, 9)), left : left + draw(st.integers(1, 9))] = 1
    told = coco_mask.encode(np.asfortranarray(bits))
    if draw(st.booleans()):
        return {"size": [HEIGHT, WIDTH], "counts": told["counts"].decode()}
    edges = np.flatnonzero(np.diff(bits.ravel(order="F"), prepend=0)) if bits.any() else np.array([], int)
    return {"size": [HEIGHT, WIDTH], "counts": np.diff([0, *edges, bits.size]).tolist()}


@st.composite
def files(draw: st.DrawFn) -> dict[str, Any]:
    image_ids = draw(st.lists(st.integers(1, 10**9), min_size=1, max_size=4, unique=True))
    category_ids = draw(st.lists(st.integers(0, 99), min_size=1, max_size=4, unique=True))
    annotation_ids = draw(st.lists(st.integers(1, 10**12), max_size=8, unique=True))
    return {
        "images": [
            {"id": one, "file_name": f"{one % 2}/same.jpg" if at < 2 else f"é {one}.png", "width": WIDTH, "height": HEIGHT}
            for at, one in enumerate(image_ids)
        ],
        "categories": [{"id": one, "name": f"name {one}", "supercategory": ""} for one in category_ids],
        "annotations": [
            {
                "id": one,
                "image_id": draw(st.sampled_from(image_ids)),
                "category_id": draw(st.sampled_from(category_ids)),
                "bbox": draw(st.lists(number, min_size=4, max_size=4)),
                "segmentation": draw(st.just([]) | st.lists(outline, min_size=1, max_size=3) | run_lengths()),
                "area": draw(number),
                "iscrowd": draw(st.sampled_from([0, 1])),
            }
            for one in annotation_ids
        ],
    }


@given(files())
@settings(max_examples=200)
def test_what_is_imported_is_exported_annotation_by_annotation(original: dict[str, Any]) -> None:
    file = reading.read(orjson.dumps(original))
    told = written(file)
    assert file.problems == []
    assert told["images"] == original["images"]
    assert told["categories"] == sorted(original["categories"], key=lambda one: one["id"])
    keys = ("id", "image_id", "category_id", "bbox", "area", "iscrowd", "segmentation")
    assert repr(told["annotations"]) == repr([{key: one[key] for key in keys} for one in original["annotations"]])


@given(files())
def test_a_row_cut_from_the_stored_text_is_the_one_that_is_written(original: dict[str, Any]) -> None:
    for row in reading.rows(reading.read(orjson.dumps(original))):
        awkward = {"object_id": '"box":[1],"area":9,"mask":{', "from_prediction": '"polygon":[[', "created_by": "\\"}
        body = awkward | row.body | {"origin": "import"}
        ids = {"annotation_id": 7, "image_id": 8, "category_id": 9}
        cut = writing.spliced(orjson.dumps(body).decode(), **ids, area=-1)
        assert cut == writing.annotation(body, **ids).decode()


@pytest.mark.parametrize(
    "body",
    [
        {"shapes": {"0": {"polygon": [[1, 2, 3, 4, 5, 6]]}}},
        {"shapes": {"0": {"box": [1, 2, 3, 4]}}, "answers": {"a": "b"}},
        {"shapes": {"0": {"box": [1, 2, 3, 4]}, "1": {"box": [1, 2, 3, 4]}}},
        {"shapes": {"0": {"box": None, "mask": {"size": [1, 1], "counts": "01"}}}},
    ],
)
def test_a_row_that_must_be_read_is_not_cut(body: dict[str, Any]) -> None:
    text = orjson.dumps(body).decode()
    assert writing.spliced(text, annotation_id=1, image_id=1, category_id=1, area=1.0) is None


def test_a_row_without_an_area_gets_the_one_that_is_known() -> None:
    text = orjson.dumps({"shapes": {"0": {"box": [1, 2, 3, 4]}}, "is_crowd": True}).decode()
    told = json.loads(writing.spliced(text, annotation_id=1, image_id=2, category_id=3, area=12.5) or "")
    assert (told["area"], told["iscrowd"], told["segmentation"]) == (12.5, 1, [])


@given(files())
@settings(max_examples=30)
def test_the_written_file_loads_in_pycocotools(original: dict[str, Any]) -> None:
    told = written(reading.read(orjson.dumps(original)))
    with contextlib.redirect_stdout(io.StringIO()):
        loaded = COCO()
        loaded.dataset = told
        loaded.createIndex()
    assert sorted(loaded.getImgIds()) == sorted(one["id"] for one in original["images"])
    for one in loaded.loadAnns(loaded.getAnnIds()):
        if one["segmentation"]:
            loaded.annToRLE(one)


def test_ids_may_be_written_as_floats_or_text() -> None:
    file = one_row(image_id="5", category_id=3.0, id=7.0)
    (row,) = reading.rows(file)
    assert (row.image.id, row.category.id, row.body["source_id"]) == (5, 3, 7)
    assert [reading.as_id(value) for value in ("007", "x1")] == ["007", "x1"]
    assert [reading.as_id(value) for value in (True, None, 1.5, [], 1e300)] == [None] * 5


@pytest.mark.parametrize("digits", [16, 20, 5_000])
def test_an_id_of_many_digits_is_text(digits: int) -> None:
    (row,) = reading.rows(one_row(id="9" * digits))
    assert orjson.loads(orjson.dumps(row.body))["source_id"] == "9" * digits


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"image_id": 6}, "There is no image 6 in the file."),
        ({"image_id": None}, "It has no image_id."),
        ({"image_id": True}, "Its image_id True is no id."),
        ({"category_id": 9}, "There is no category 9 in the file."),
        ({"bbox": [1, 2, 3]}, "Its bbox is no list of four numbers."),
        ({"bbox": [1, 2, "3", 4]}, "Its bbox is no list of four numbers."),
        ({"bbox": [1, 2, float("nan"), 4]}, "Its bbox is no list of four numbers."),
        ({"bbox": [1, 2, -3, 4]}, "Its bbox has a negative size: -3 × 4."),
        ({"bbox": [1e5, -1e5, 1e300, 4]}, "Its bbox reaches further than 100,000 pixels."),
        ({"bbox": None}, "It has neither a bbox nor a segmentation."),
        ({"bbox": [], "segmentation": []}, "It has neither a bbox nor a segmentation."),
        ({"area": float("inf")}, "Its area 'NaN' is no number of 0 or more."),
        ({"area": -1}, "Its area -1 is no number of 0 or more."),
        ({"iscrowd": 2}, "Its iscrowd 2 is neither 0 nor 1."),
        ({"segmentation": "x"}, "Its segmentation is neither outlines nor a mask."),
        (
            {"segmentation": [[1, 2, 3, 4]]},
            "An outline of 4 numbers cannot be: it has three points at least, each an x and a y.",
        ),
        ({"segmentation": [[1, 2, 3, 4, 5, "6"]]}, "Its segmentation has an outline that is no list of numbers."),
        ({"segmentation": [[1, 2, 3, 4, 5, 1e9]]}, "An outline reaches further than 100,000 pixels."),
        ({"segmentation": {"size": [2, 2], "counts": [4]}}, "Its mask is 2 × 2, but the image 40 × 30."),
        ({"segmentation": {"size": [30, 40]}}, "Its mask has no counts."),
        ({"segmentation": {"counts": [1200]}}, "Its mask has no size of two whole numbers."),
        (
            {"segmentation": {"size": [30, 40], "counts": [7]}},
            "The mask's runs cover 7 pixels; a picture of 40 × 30 has 1,200.",
        ),
        ({"segmentation": {"size": [30, 40], "counts": "~"}}, "The mask's counts are no compressed RLE."),
    ],
)
def test_a_bad_row_is_told_with_its_number_and_reason(row: dict[str, Any], reason: str) -> None:
    file = one_row(**row)
    assert list(reading.rows(file)) == []
    assert file.problems == [reading.Problem("annotations", 0, reason)]


def test_good_rows_beside_bad_ones_are_kept() -> None:
    good = {"id": 1, "image_id": 5, "category_id": 3, "bbox": [1, 2, 3, 4]}
    text = json.dumps(
        {
            "images": [{"id": 5, "file_name": 'NaN "NaN'}, {"id": 5, "file_name": "b"}, {"id": 7}, 3],
            "categories": [{"id": 3, "name": "cat"}, {"id": 4, "name": "cat"}, {"id": 5, "name": " "}],
            "annotations": [good | {"area": float("nan")}, good, "x", good | {"id": "k"}],
        }
    )
    file = reading.read(text.encode())
    rows = list(reading.rows(file))
    assert [row.row for row in rows] == [1, 3]
    assert [row.body.get("source_id") for row in rows] == [1, "k"]
    assert file.images[5].file_name == 'NaN "NaN'
    assert [(one.where, one.row, one.kept) for one in file.problems] == [
        ("images", 1, False),
        ("images", 2, False),
        ("images", 3, False),
        ("categories", 1, True),
        ("categories", 2, False),
        ("annotations", 0, False),
        ("annotations", 2, False),
    ]
    assert [one.name for one in file.categories.values()] == ["cat", "cat (4)"]


def test_a_missing_box_and_area_follow_from_the_shape() -> None:
    (row,) = written(one_row(bbox=None, segmentation=[[1, 1, 5, 1, 5, 4, 1, 4], [10, 10, 12, 10, 12, 12]]))["annotations"]
    assert (row["bbox"], row["area"], row["iscrowd"]) == ([1, 1, 11, 11], 14.0, 0)
    mask = {"size": [30, 40], "counts": [31, 4, 26, 4, 1135]}
    (row,) = written(one_row(bbox=None, segmentation=mask))["annotations"]
    assert (row["bbox"], row["area"], row["segmentation"]) == ([1, 1, 2, 4], 8.0, mask)
    (row,) = written(one_row())["annotations"]
    assert (row["area"], row["segmentation"]) == (12.0, [])


def test_a_flat_outline_is_one_part() -> None:
    (row,) = reading.rows(one_row(segmentation=[1, 1, 5, 1, 5, 4]))
    assert row.body["shapes"]["0"]["polygon"] == [[1, 1, 5, 1, 5, 4]]


def test_keys_that_are_not_taken_over_are_counted() -> None:
    file = one_row(keypoints=[1, 2, 2], num_keypoints=1, attributes={"colour": "red"})
    (row,) = reading.rows(file)
    assert dict(file.unread) == {"keypoints": 1, "num_keypoints": 1}
    assert row.attributes == {"colour": "red"}


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"{}", b'{"images": 3}', b'{"images": []}', b"\xff\xfe{}", b"nul", b"NaN"])
def test_what_is_no_coco_file_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(Invalid, match="This"):
        reading.read(data)


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for read in (reading.read, results.read):
        with contextlib.suppress(Invalid):
            read(data)


@given(files(), st.data())
@settings(max_examples=300)
def test_whatever_a_row_holds_is_read_or_told(original: dict[str, Any], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["images", "categories", "annotations"]))
    junk = st.sampled_from([None, 3, "x", -1.5, True, [], {}, [3], {"x": 3}, [[3]], [{}], 2**70, "\u0000"])
    for row in original[name]:
        if data.draw(st.booleans()):
            row[data.draw(st.sampled_from(sorted(row)))] = data.draw(junk)
    file = reading.read(json.dumps(original).encode())
    reading.survey(file)
    rows = list(reading.rows(file))
    lost = [one for one in file.problems if one.where == "annotations"]
    assert len(rows) + len(lost) == len(original["annotations"])
    for row in rows:
        writing.annotation(row.body, annotation_id=1, image_id=1, category_id=1)


def test_a_byte_order_mark_is_no_hindrance() -> None:
    assert reading.read(b'\xef\xbb\xbf{"images": [{"id": 1, "file_name": "a"}]}').images[1].file_name == "a"


@pytest.mark.parametrize(
    ("segmentation", "shape"),
    [
        (None, Shape.BOX),
        ([], Shape.BOX),
        ([[]], Shape.BOX),
        ([[1, 2, 3, 4, 5, 6]], Shape.POLYGON),
        ([-1.5, 2, 3, 4, 5, 6], Shape.POLYGON),
        ({"size": [2, 2], "counts": "04"}, Shape.MASK),
    ],
)
def test_a_survey_tells_shapes_without_reading_the_rows(segmentation: Any, shape: Shape) -> None:
    file = one_row(segmentation=segmentation)
    seen = reading.survey(file)
    assert (seen.image.tolist(), seen.number.tolist(), seen.shapes) == ([0], [1], {3: {shape}})
    assert file.problems == []


def test_a_survey_keeps_good_ids_once() -> None:
    rows = [{"id": one, "image_id": 5, "category_id": 3} for one in (0, 7, "7", 7.0, -1, "x", None, 8)]
    text = json.dumps({"images": [{"id": 5, "file_name": "a"}], "annotations": [*rows, 3, {"image_id": []}]})
    seen = reading.survey(reading.read(text.encode()))
    assert seen.number.tolist() == [0, 7, 0, 0, 0, 0, 0, 8, 0, 0]
    assert seen.image.tolist() == [0] * 8 + [-1, -1]


def test_a_survey_tells_the_rows_of_each_image_in_the_files_order() -> None:
    images = [{"id": one, "file_name": f"{one}"} for one in (9, "x", 5)]
    text = json.dumps({"images": images, "annotations": [{"image_id": one} for one in (5, 9, 5, 7, "x", "9", None)]})
    rows_of = reading.survey(reading.read(text.encode())).by_image(3)
    assert [rows_of(place).tolist() for place in range(3)] == [[1, 5], [4], [0, 2]]


def test_a_row_with_a_number_that_json_lacks_hides_no_other() -> None:
    rows = '{"image_id": 5, "id": 3, "area": NaN}, {"image_id": 5, "id": -Infinity}, {"image_id": "NaN"'
    text = f'{{"images": [{{"id": 5, "file_name": "a"}}], "annotations": [{rows}}}]}}'
    seen = reading.survey(reading.read(text.encode()))
    assert (seen.image.tolist(), seen.number.tolist()) == ([0, 0, -1], [3, 0, 0])


@pytest.mark.parametrize("depth", [500, 960, 1_000, 1_020, 100_000])
@pytest.mark.parametrize("key", ["segmentation", "x", "bbox", "id", "image_id", "category_id", "area", "iscrowd", "attributes"])
def test_a_row_that_is_nested_deeply_hides_no_other(key: str, depth: int) -> None:
    good = {"id": 1, "image_id": 5, "category_id": 3, "bbox": [1, 2, 3, 4]}
    rows = [good, good | {"id": 2, key: "here"}, good | {"id": 3}]
    images = [{"id": 5, "file_name": "a"}, {"id": 6, "file_name": "b", "x": "here"}]
    text = json.dumps({"images": images, "categories": [{"id": 3, "name": "c"}], "annotations": rows})
    file = reading.read(text.replace('"here"', "[" * depth + "]" * depth).encode())
    assert {5} <= set(file.images) <= {5, 6}
    seen = reading.survey(file)
    found = [one.row for one in reading.rows(file)]
    lost = [one.row for one in file.problems if one.where == "annotations"]
    assert ({0, 2} <= set(found), sorted([*found, *lost])) == (True, [0, 1, 2])
    assert (seen.image[[0, 2]].tolist(), seen.number[[0, 2]].tolist()) == ([0, 0], [1, 3])
    assert seen.image[1] == 0 or 1 in lost, "a row that is good is under its image"
    assert all(len(one.reason) < 300 for one in file.problems)
    problems: list[reading.Problem] = []
    scored = json.dumps([good | {"score": "here"}]).replace('"here"', "[" * depth + "]" * depth)
    assert list(results.rows(results.read(scored.encode()), problems)) == []
    assert len(problems) == 1


def test_a_file_of_more_images_than_memory_holds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST", 3)
    for name in ("images", "categories"):
        file = {"images": [{"id": 5, "file_name": "a"}], "categories": [], name: [{}] * 4}
        with pytest.raises(Invalid, match=f"more than 3 {name}: split it"):
            reading.read(json.dumps(file).encode())


def plainly_mended(data: bytes) -> bytes:
    """The same, a character after the other."""
    found, at, quoted = b"", 0, False
    while at < len(data):
        name = re.match(rb"-?(?:NaN|Infinity)\b", data[at:])
        if name and not quoted:
            found, at = found + b'"NaN"', at + name.end()
            continue
        step = 2 if quoted and data[at : at + 1] == b"\\" and at + 1 < len(data) else 1
        quoted ^= step == 1 and data[at : at + 1] == b'"'
        found, at = found + data[at : at + step], at + step
    return found


@given(st.lists(st.sampled_from(['"', "\\", "NaN", "-Infinity", ",", "[", "x", "é", "\n"]), max_size=12).map("".join))
@settings(max_examples=500)
def test_what_json_lacks_is_mended_outside_of_strings_only(text: str) -> None:
    assert reading.mended(text.encode()) == plainly_mended(text.encode())


def test_a_string_without_an_end_takes_no_time_to_mend() -> None:
    began = time.process_time()
    for broken in (b'\\"', b'"', b'"\\'):
        with pytest.raises(Invalid):
            reading.parsed(b'{"a": NaN, ' + broken * 100_000 + b"}")
    assert time.process_time() - began < 10, "it took minutes when every quote was searched to the end"


BEYOND = [2**63, 2**64 - 1, 2**63 - 1, -1, -(2**63), 2**40, 1e300, True, None, "5", []]


@given(
    counts=st.lists(st.sampled_from(BEYOND) | st.integers(0, 1200), max_size=4)
    | st.text(max_size=9)
    | st.sampled_from(["0" * 999, "o" * 99, "é", "\x00", "ooooooo7", "Z" * 30, "?" * 30]),
    size=st.lists(st.sampled_from([0, -1, 1, 30, 40, 2**31, 2**63, 2**64 - 1]), min_size=2, max_size=2) | st.just([30, 40]),
    known=st.booleans(),
)
@settings(max_examples=500)
def test_run_lengths_of_any_kind_are_read_or_refused(counts: Any, size: list[int], known: bool) -> None:
    row = orjson.loads(json.dumps({"segmentation": {"size": size, "counts": counts}}))
    with contextlib.suppress(Invalid):
        shapes(row, width=40 if known else None, height=30 if known else None)


def test_results_are_read_row_by_row() -> None:
    good = {"image_id": 139, "category_id": "72", "bbox": [5.86, 165.78, 149.91, 98.83], "score": 0.9}
    mask = {"image_id": 139, "category_id": 1, "segmentation": {"size": [2, 2], "counts": "04"}, "score": 1}
    bad = [
        {"score": None},
        {"score": 1.5},
        {"score": float("nan")},
        {"score": "1"},
        {"image_id": None},
        {"bbox": None},
        {"bbox": [1, 2, 3, -4]},
    ]
    rows = [good, *[good | one for one in bad], mask]
    problems: list[reading.Problem] = []
    found = list(results.rows(results.read(json.dumps(rows).encode()), problems))
    assert [(one.row, one.image_id, one.category_id, one.confidence) for one in found] == [
        (0, 139, 72, 0.9),
        (8, 139, 1, 1),
    ]
    assert [one.shapes for one in found] == [{"box": good["bbox"]}, {"mask": mask["segmentation"]}]
    assert [one.row for one in problems] == list(range(1, 8))
    wrapped = results.read(json.dumps({"annotations": rows}).encode())
    assert list(wrapped) == list(results.read(json.dumps(rows).encode()))


def test_answers_go_out_in_words_and_come_back() -> None:
    kind = AttributeKind
    inner = Attribute(id="a2", name="tonnes", kind=kind.NUMBER)
    one = OntologyClass(
        id="c",
        name="crane",
        category_id=1,
        attributes=(
            Attribute(id="a1", name="kind", kind=kind.RADIO, options=(Option(id="o1", name="mobile", attributes=(inner,)),)),
            Attribute(
                id="a3",
                name="weather",
                kind=kind.CHECKLIST,
                options=(Option(id="o2", name="rain"), Option(id="o3", name="fog")),
            ),
            Attribute(id="a4", name="serial", kind=kind.TEXT),
        ),
    )
    said = {"a1": "o1", "a2": 12.5, "a3": ["o3", "o2"], "a4": "CR-41"}
    words = answers.to_attributes(one, said)
    assert words == {"kind": "mobile", "weather": ["fog", "rain"], "serial": "CR-41", "tonnes": 12.5}
    assert answers.to_answers(one, words) == (said, [])
    wrong = {"kind": "x", "weather": "rain", "serial": 3, "tonnes": True, "else": 1}
    assert answers.to_answers(one, wrong) == ({}, ["kind", "weather", "serial", "tonnes", "else"])


def test_every_coco_file_of_other_tools_is_read() -> None:
    folder = os.environ.get("EVERLOOP_TEST_DATA")
    if not folder:
        pytest.skip("EVERLOOP_TEST_DATA names no folder of real data")
    read = 0
    for path in sorted((Path(folder) / "formats_datumaro" / "coco_dataset").rglob("*.json")):
        file = reading.read(path.read_bytes())
        rows = list(reading.rows(file))
        rejected = [problem for problem in file.problems if not problem.kept]
        assert len(rows) + len(rejected) == len(file.annotations), path
        if "instances" in path.name or "stuff" in path.name or "keypoints" in path.name:
            assert rejected == [], path
            read += len(rows)
    assert read > 10


def test_an_answer_goes_to_the_attribute_below_the_option_that_was_chosen() -> None:
    note = NewAttribute(name="Note", kind=AttributeKind.TEXT)
    only = NewAttribute(name="Axles", kind=AttributeKind.NUMBER)
    kind = NewAttribute(
        name="Kind",
        kind=AttributeKind.RADIO,
        options=(NewOption(name="car", attributes=(note,)), NewOption(name="truck", attributes=(note, only))),
    )
    [vehicle] = create("o", "O", [NewClass(name="Vehicle", shapes=(Shape.BOX,), attributes=(kind,))], by="ada", at=1).classes
    for option, place in (("car", "note"), ("truck", "note-2")):
        said = {"kind": option, place: "seen"}
        assert answers.to_answers(vehicle, answers.to_attributes(vehicle, said)) == (said, [])
    assert answers.to_answers(vehicle, {"Note": "whose?"}) == ({}, ["Note"])
    assert answers.to_answers(vehicle, {"Axles": 3}) == ({"axles": 3}, []), "there is only one of that name"

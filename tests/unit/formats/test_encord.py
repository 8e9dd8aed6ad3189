from __future__ import annotations

import contextlib
import copy
import json
import warnings
from types import SimpleNamespace
from typing import Any

import numpy as np
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycocotools import mask as coco_mask

from everloop.domain.annotations import LabelState
from everloop.domain.errors import Invalid
from everloop.domain.formats.encord import classes, features, reading, writing
from everloop.domain.json_rows import Rows
from everloop.domain.ontologies import Attribute, AttributeKind, Ontology, OntologyClass, Option, Shape
from everloop.domain.ontology_changes import change
from everloop.domain.ontology_extending import extending
from everloop.domain.ontology_making import NewClass

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from encord.objects.ontology_labels_impl import LabelRowV2
    from encord.objects.ontology_structure import OntologyStructure
    from encord.orm.storage import CustomerProvidedImageMetadata

KIND = AttributeKind
DROPPED = ("client_metadata", "workflow_graph_node", "priority", "everloop")
WIDTH, HEIGHT = 640, 426

tonnes = Attribute(id="tonnes", name="Tonnes", kind=KIND.NUMBER)
state = Attribute(
    id="state", name="State", kind=KIND.RADIO, options=(Option(id="new", name="As new"), Option(id="old", name="Old"))
)
kind = Attribute(
    id="kind",
    name="Kind of crane",
    kind=KIND.RADIO,
    options=(Option(id="mobile", name="Mobile", attributes=(tonnes, state)), Option(id="tower", name="Tower")),
)
cargo = Attribute(id="cargo", name="Cargo", kind=KIND.CHECKLIST, options=tuple(Option(id=i, name=i.title()) for i in "abc"))
serial = Attribute(id="serial", name="Serial", kind=KIND.TEXT)
ONTOLOGY = Ontology(
    id="o",
    name="Yard",
    classes=(
        OntologyClass(id="crane", name="Crane", category_id=7, shapes=tuple(Shape), attributes=(kind, cargo, serial)),
        OntologyClass(id="puddle", name="Puddle", category_id=3, shapes=(Shape.MASK,), colour="#FCDC00", archived=True),
        OntologyClass(id="weather", name="Weather", category_id=1, attributes=(kind, cargo)),
        OntologyClass(id="indoors", name="Indoors", category_id=2),
    ),
)
CLASSES = {one.id: one for one in ONTOLOGY.classes}
LEGEND = features.legend(ONTOLOGY)


def about(**more: Any) -> writing.About:
    return writing.About(
        **{
            "item": "item1",
            "title": "val2017/1.jpg",
            "link": "file:///data/val2017/1.jpg",
            "media_type": "image/jpeg",
            "width": WIDTH,
            "height": HEIGHT,
            "project": "p1",
            "dataset_title": "Yard",
            "state": LabelState.LABELLED,
            "client_metadata": {"site": "north"},
            "node": ("review", "Review"),
            "priority": 0.5,
        }
        | more
    )


def through_sdk(row: dict[str, Any]) -> dict[str, Any]:
    """What the encord SDK gives back of a label row, offline."""
    ontology = SimpleNamespace(structure=OntologyStructure.from_dict(features.to_json(ONTOLOGY)))
    image = CustomerProvidedImageMetadata(mime_type="image/jpeg", file_size=1, width=WIDTH, height=HEIGHT)
    parsed = LabelRowV2.from_media_metadata(ontology, image)
    parsed.from_labels_dict(copy.deepcopy(row))
    return json.loads(json.dumps(parsed.to_encord_dict()))


def without(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in DROPPED}


@st.composite
def masks(draw: st.DrawFn) -> dict[str, Any]:
    bits = np.zeros((HEIGHT, WIDTH), np.uint8)
    for _ in range(draw(st.integers(0, 3))):
        top, left = draw(st.integers(0, HEIGHT - 1)), draw(st.integers(0, WIDTH - 1))
        bits[top : top + draw(st.integers(1, 99)), left : left + draw(st.integers(1, 99))] = 1
    if draw(st.booleans()):
        return {"size": [HEIGHT, WIDTH], "counts": coco_mask.encode(np.asfortranarray(bits))["counts"].decode()}
    edges = np.flatnonzero(np.diff(bits.ravel(order="F"), prepend=0))
    return {"size": [HEIGHT, WIDTH], "counts": np.diff([0, *edges, bits.size]).tolist()}


coordinate = st.floats(-9, 700, allow_nan=False) | st.integers(0, 640) | st.floats(0, 640).map(lambda value: round(value, 2))
ring = st.lists(coordinate, min_size=6, max_size=10).filter(lambda values: len(values) % 2 == 0)
option = st.sampled_from(["a", "b", "c"])
said = st.fixed_dictionaries(
    {},
    optional={
        "kind": st.sampled_from(["mobile", "tower"]),
        "tonnes": st.floats(-9, 9) | st.integers(0, 9),
        "state": st.sampled_from(["new", "old"]),
        "cargo": st.lists(option, unique=True),
    },
)
moment = st.integers(1, 4_000_000_000_000)
signed = st.fixed_dictionaries(
    {},
    optional={
        "origin": st.sampled_from(["human", "import", "model"]),
        "confidence": st.floats(0, 1),
        "created_by": st.sampled_from(["ann", "bob"]),
        "created_at": moment,
        "updated_by": st.just("bob"),
        "updated_at": moment,
        "source_id": st.integers(1, 99) | st.just("x"),
        "coco_id": st.integers(1, 99),
        "from_prediction": st.just("set/1"),
    },
)


@st.composite
def annotations(draw: st.DrawFn) -> list[dict[str, Any]]:
    found = []
    names = draw(st.lists(st.text("abcdefgh1234", min_size=1, max_size=24), max_size=5, unique=True))
    for name in names:
        one: dict[str, Any] = {"object_id": name, **draw(signed)}
        if draw(st.booleans()):
            one["class_id"] = draw(st.sampled_from(["crane", "puddle"]))
            box = st.tuples(coordinate, coordinate, st.floats(0, 99), st.floats(0, 99)).map(list)
            drawn = {"box": box, "polygon": st.lists(ring, min_size=1, max_size=3), "mask": masks()}
            if one["class_id"] == "puddle":
                shapes = st.fixed_dictionaries({"mask": drawn["mask"]}, optional={"box": box})
            else:
                shapes = st.fixed_dictionaries({}, optional=drawn).filter(bool)
            one["shapes"] = {"0": draw(shapes)}
            one |= draw(st.fixed_dictionaries({}, optional={"area": st.floats(0, 99), "is_crowd": st.just(True)}))
        else:
            one["class_id"] = draw(st.sampled_from(["weather", "indoors"]))
        if one["class_id"] in ("crane", "weather") and (answers := draw(said)):
            one["answers"] = answers | ({"serial": draw(st.text(max_size=5))} if one["class_id"] == "crane" else {})
        found.append(one)
    return found


def test_the_ontology_is_the_same_after_the_sdk_has_read_it() -> None:
    told = features.to_json(ONTOLOGY, used={("puddle", Shape.BOX)})
    assert OntologyStructure.from_dict(told).to_dict() == told
    assert [(one["name"], one["shape"]) for one in told["objects"]] == [
        ("Crane", "bounding_box"),
        ("Crane", "polygon"),
        ("Crane", "bitmask"),
        ("Puddle", "bounding_box"),
        ("Puddle", "bitmask"),
    ]
    hashes = [one["featureNodeHash"] for one in told["objects"]]
    assert len(set(hashes)) == 5
    assert all(len(one) == 8 for one in hashes)


@given(annotations())
@settings(max_examples=150)
def test_a_label_row_is_the_same_after_the_sdk_has_read_it(labels: list[dict[str, Any]]) -> None:
    row = json.loads(orjson.dumps(writing.row(about(), labels, LEGEND, CLASSES)))
    assert through_sdk(row) == without(row)


@given(annotations())
@settings(max_examples=150)
def test_what_is_written_is_read_again_annotation_by_annotation(labels: list[dict[str, Any]]) -> None:
    row = json.loads(orjson.dumps(writing.row(about(), labels, LEGEND, CLASSES)))
    back = reading.read(row, LEGEND)
    assert back.problems == []
    assert back.annotations == labels
    assert (back.title, back.item, back.branch, back.state) == ("val2017/1.jpg", "item1", "main", LabelState.LABELLED)


@given(annotations())
@settings(max_examples=60)
def test_what_the_sdk_gives_back_writes_the_same_row_again(labels: list[dict[str, Any]]) -> None:
    row = json.loads(orjson.dumps(writing.row(about(), labels, LEGEND, CLASSES)))
    back = reading.read(through_sdk(row), LEGEND)
    assert back.problems == []
    again = json.loads(orjson.dumps(writing.row(about(), back.annotations, LEGEND, CLASSES)))
    assert again["object_answers"] == row["object_answers"]
    first, second = (one["data_units"][one["data_hash"]]["labels"]["objects"] for one in (row, again))
    assert [list(one) for one in first] == [list(one) for one in second]
    assert [one["featureHash"] for one in first] == [one["featureHash"] for one in second]


def test_a_box_of_two_decimals_survives_the_fractions() -> None:
    box = [236.98, 142.51, 24.7, 69.5]
    row = writing.row(about(), [{"object_id": "abcdefgh", "class_id": "crane", "shapes": {"0": {"box": box}}}], LEGEND, CLASSES)
    back = reading.read(through_sdk(json.loads(orjson.dumps(row))), LEGEND)
    assert back.annotations == [{"object_id": "abcdefgh", "class_id": "crane", "shapes": {"0": {"box": box}}}]


def test_pre_labels_are_no_labels() -> None:
    row = writing.row(about(), [{"object_id": "x", "class_id": "crane", "proposed": True}], LEGEND, CLASSES)
    assert row["object_answers"] == row["classification_answers"] == {}


def test_what_was_said_of_an_older_geometry_is_forgotten() -> None:
    one = {
        "object_id": "x",
        "class_id": "crane",
        "area": 3.0,
        "shapes": {"0": {"box": [0, 0, 9, 9], "polygon": [[0, 0, 9, 0, 9, 9]]}},
    }
    row = writing.row(about(), [one], LEGEND, CLASSES)
    (label,) = row["data_units"][row["data_hash"]]["labels"]["objects"]
    label["polygons"][0][0][0] = 0.5
    (back,) = reading.read(row, LEGEND).annotations
    assert back["object_id"] == "x"
    assert "area" not in back
    assert back["shapes"]["0"] == {"polygon": [[320.0, 0, 9, 0, 9, 9]]}


def foreign() -> tuple[dict[str, Any], dict[str, Any]]:
    """An ontology and a row as another's Encord writes them, in the older forms too."""
    option_hash = {"As new": "Op1", "Old": "Op2"}
    options = [
        {"id": f"1.1.{at}", "label": label, "value": label, "featureNodeHash": name}
        for at, (label, name) in enumerate(option_hash.items(), 1)
    ]
    attribute = {"id": "1.1", "name": "State", "type": "radio", "featureNodeHash": "At1", "required": True, "options": options}
    weather = {"id": "1.1", "name": "Weather", "type": "text", "featureNodeHash": "At2", "required": False}

    def thing(number: int, name: str, shape: str, **more: Any) -> dict[str, Any]:
        return {"id": str(number), "name": name, "color": "#16406C", "shape": shape, "featureNodeHash": f"Ob{number}", **more}

    ontology = {
        "objects": [
            thing(1, "Ship", "polygon", attributes=[attribute]),
            thing(2, "Ship", "bounding_box"),
            thing(3, "Way", "polyline"),
        ],
        "classifications": [{"id": "1", "featureNodeHash": "Cl1", "attributes": [weather]}],
    }

    def label(name: str, feature: str, **shape: Any) -> dict[str, Any]:
        return {"objectHash": name, "featureHash": feature, "name": "?", "shape": "?", **shape}

    points = [{"x": 0.0, "y": 0.0}, {"x": 0.5, "y": 0.0}, {"x": 0.5, "y": 0.5}]
    objects = [
        label("A", "Ob1", polygon=dict(zip(("0", "1", "2"), points, strict=True))),
        label("B", "Ob1", polygon=points),
        label("C", "Ob1", polygons=[[[0, 0, 1, 0, 1, 1, 0, 1], [0.25, 0.25, 0.75, 0.25, 0.75, 0.75, 0.25, 0.75]]]),
        label("D", "Ob3", polyline=points),
        label("E", "Ob9", boundingBox={"x": 0, "y": 0, "w": 1, "h": 1}),
        label("F", "Ob2", boundingBox={"x": 0.25, "y": 0.5, "w": 0.5, "h": 0.25}),
        label("G", "Ob2", boundingBox={"x": 0.25}),
    ]
    answer = {"featureHash": "At1", "answers": [{"featureHash": "Op2", "name": "Old", "value": "old"}]}
    row = {
        "data_title": "s.jpg",
        "data_type": "image",
        "label_status": "REVIEW_IN_PROGRESS",
        "data_units": {"d": {"width": 8, "height": 4, "labels": {"objects": objects}}},
        "object_answers": {"A": {"objectHash": "A", "classifications": [answer]}},
        "classification_answers": {
            "W": {
                "classificationHash": "W",
                "featureHash": "Cl1",
                "classifications": [
                    {"featureHash": "At2", "answers": "fog"},
                    {"featureHash": "??", "name": "??", "answers": "x"},
                ],
            }
        },
    }
    return ontology, row


def test_rows_of_another_are_read_by_their_ontology() -> None:
    ontology, row = foreign()
    drafts, left_out = classes.read(ontology)
    assert left_out == ["The object 'Way' has the shape 'polyline', which Everloop does not draw."]
    empty = Ontology(id="n", name="n")
    ours = change(empty, extending(empty, drafts), by="ann", at=1)
    assert [(one.name, one.shapes, one.category_id) for one in ours.classes] == [
        ("Ship", (Shape.BOX, Shape.POLYGON), 1),
        ("Weather", (), 2),
    ]
    legend = features.legend(ours)
    features.add_foreign(legend, ontology)
    back = reading.read(row, legend)
    assert (back.branch, back.state, back.item) == ("main", LabelState.LABELLED, None)
    assert [one["object_id"] for one in back.annotations] == ["A", "B", "C", "F", "W"]
    assert back.annotations[0]["shapes"]["0"] == {"polygon": [[0, 0, 4, 0, 4, 2]]}
    assert back.annotations[0]["answers"] == {"state": "old"}
    assert back.annotations[1]["shapes"] == back.annotations[0]["shapes"]
    (wider, _) = classes.with_holes(drafts, [row], ontology)
    assert wider.shapes == tuple(Shape)
    assert classes.with_holes(drafts, [], None) == drafts
    mask = back.annotations[2]["shapes"]["0"]["mask"]
    assert coco_mask.area(mask) == 32 - 8
    assert back.annotations[3]["shapes"]["0"] == {"box": [2, 2, 4, 1]}
    assert back.annotations[4]["answers"] == {"weather": "fog"}
    assert len(back.problems) == 4


@pytest.mark.parametrize(
    "said",
    [
        {"confidence": 2},
        {"confidence": "high"},
        {"object_id": ""},
        {"unknown": 1},
        {"origin": "space"},
        {"created_at": "now"},
        {"created_at": 2**63},
        {"updated_at": -(2**63)},
        {"shapes": {"box": [0, 0, -1, 9]}},
    ],
)
def test_what_a_file_says_under_our_own_key_is_checked(said: dict[str, Any]) -> None:
    one = {"object_id": "abcdefgh", "class_id": "crane", "shapes": {"0": {"box": [0, 0, 9, 9]}}}
    row = writing.row(about(), [one], LEGEND, CLASSES)
    (label,) = row["data_units"][row["data_hash"]]["labels"]["objects"]
    row["everloop"]["objects"] = {"abcdefgh": {**said, "seal": reading.seal(label)}}
    back = reading.read(row, LEGEND)
    assert back.annotations == []
    assert back.problems[0].startswith("An annotation is wrong")


def test_an_object_that_is_there_twice_is_read_once() -> None:
    one = {"object_id": "abcdefgh", "class_id": "crane", "shapes": {"0": {"box": [0, 0, 9, 9]}}}
    row = writing.row(about(), [one], LEGEND, CLASSES)
    row["everloop"]["more"] = [one, 3, one | {"object_id": "nothing", "shapes": {"0": {}}}]
    back = reading.read(row, LEGEND)
    assert [each["object_id"] for each in back.annotations] == ["abcdefgh"]
    assert len(back.problems) == 3


def test_drafts_are_added_by_name_and_shapes_are_widened() -> None:
    drafts = [
        NewClass(name="Lorry", shapes=(Shape.BOX,), category_id=3),
        NewClass(name="Puddle", shapes=(Shape.BOX,)),
        NewClass(name="Indoors", shapes=(Shape.BOX,)),
    ]
    after = change(ONTOLOGY, extending(ONTOLOGY, drafts), by="ann", at=1)
    found = {one.name: one for one in after.classes}
    assert (found["Lorry"].category_id, found["Puddle"].shapes, found["Indoors"].shapes) == (8, (Shape.BOX, Shape.MASK), ())
    assert extending(after, drafts) == []


def test_rows_without_an_ontology_name_their_classes() -> None:
    labels = [{"name": "Ship", "shape": shape, "color": "#16406C"} for shape in ("polygon", "bounding_box", "polyline")]
    (found,) = classes.of_rows([{"data_units": {"d": {"labels": {"objects": labels}}}}])
    assert (found.name, found.shapes) == ("Ship", (Shape.BOX, Shape.POLYGON))


@pytest.mark.parametrize("data", [b"", b"3", b"[1]", b'[{"a": 1}]', b"{"])
def test_what_is_no_label_row_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid):
        list(map(reading.parsed, reading.rows(data)))


def test_rows_are_found_without_reading_them() -> None:
    good = {"data_units": {}, "data_title": "a [, b"}
    text = json.dumps([good, good, good])
    for data in (text, f" \n {text}", f"\ufeff{text}"):
        found = reading.rows(data.encode())
        assert isinstance(found, Rows), "an object a row has no place in memory"
        assert [reading.parsed(raw) for raw in found] == [good] * 3
    for alone in (json.dumps(good), " " * 300 + json.dumps(good), f"\ufeff{json.dumps(good)}"):
        assert [reading.parsed(raw) for raw in reading.rows(alone.encode())] == [good]
    assert len(reading.rows(b"[]")) == 0


def test_more_rows_than_a_file_has_are_refused_before_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST", 100)
    assert len(reading.rows(b"[" + b"1," * 98 + b"1]")) == 99
    with pytest.raises(Invalid, match="more than 100 rows: split it"):
        reading.rows(b"[" + b"1," * 200 + b"1]")


def test_a_row_that_is_no_json_hides_no_other() -> None:
    deep = b"[" * 100_000 + b"]" * 100_000
    good, *bad, last = reading.rows(
        b'[{"data_units": {}}, {"data_units": NaN}, {"data_units": {}, "x": ' + deep + b'}, {"data_units": {}}]'
    )
    assert reading.parsed(good) == reading.parsed(last) == {"data_units": {}}
    for raw in bad:
        with pytest.raises(Invalid, match="no JSON"):
            reading.parsed(raw)


@pytest.mark.parametrize("units", [3, {"d": 3}, {"d": {"labels": 3}}, {"d": {"labels": {"objects": [3]}}}])
def test_a_row_without_lists_of_objects_is_refused(units: Any) -> None:
    (raw,) = reading.rows(json.dumps({"data_units": units}).encode())
    with pytest.raises(Invalid):
        reading.parsed(raw)


def test_a_broken_foreign_ontology_is_refused() -> None:
    with pytest.raises(Invalid, match="broken"):
        features.add_foreign(features.legend(ONTOLOGY), {"objects": [{"name": "Crane", "shape": "polygon"}]})


@pytest.mark.parametrize("broken", [{}, {"object_answers": 3}, {"data_units": {"d": {}}}, {"data_type": "video"}])
def test_a_broken_row_is_refused_with_a_sentence(broken: dict[str, Any]) -> None:
    row = {"data_units": {"d": {"width": 1, "height": 1, "labels": {"objects": [{"objectHash": "A"}]}}}} | broken
    with pytest.raises(Invalid):
        reading.read(row, LEGEND)


@pytest.mark.parametrize("side", ["1" + "0" * 400, 10**18, "9" * 5_000, "x", [], 200_001])
def test_a_row_of_an_impossible_size_is_refused(side: Any) -> None:
    drawn = [{"objectHash": "A", "featureHash": "f", "name": "Crane", "boundingBox": {"x": 0.1, "y": 0, "w": 0.1, "h": 1}}]
    unit = {"width": side, "height": 1_000, "labels": {"objects": drawn}}
    row = {"data_units": {"d": unit}, "object_answers": {}, "classification_answers": {}}
    with pytest.raises(Invalid, match="row"):
        reading.read(row, LEGEND)


def nested(depth: int) -> Any:
    found: Any = []
    for _ in range(depth):
        found = [found]
    return found


@pytest.mark.parametrize("odd", ["9" * 1_000_000, [3] * 9, True, None, {}, nested(1_000)])
def test_a_coordinate_that_is_no_number_is_told(odd: Any) -> None:
    box = {"x": 0.1, "y": 0.1, "w": 0.1, "h": 0.1}
    shapes: list[dict[str, Any]] = [
        {"boundingBox": box | {"x": odd}},
        {"polygons": [[[0, 0, odd, 0, 1, 1]]]},
        {"polygon": [{"x": 0, "y": odd}] * 3},
        {"bitmask": {"rleString": "0", "height": odd, "width": 3}},
        {"shape": odd},
    ]
    objects = [{"objectHash": f"o{at}", "featureHash": "f", "name": "Crane", **one} for at, one in enumerate(shapes)]
    unit = {"width": WIDTH, "height": HEIGHT, "labels": {"objects": objects}}
    back = reading.read({"data_units": {"d": unit}, "object_answers": {}, "classification_answers": {}}, LEGEND)
    assert (back.annotations, len(back.problems)) == ([], len(shapes))
    assert all(len(one) < 300 for one in back.problems)


@pytest.mark.parametrize("key", ["data_type", "data_title", "branch_name", "label_status", "object_answers", "everloop"])
def test_a_value_that_is_nested_deeply_is_its_rows_fault(key: str) -> None:
    row = json.loads(orjson.dumps(writing.row(about(), [], LEGEND, CLASSES)))
    with contextlib.suppress(Invalid):
        reading.read(row | {key: nested(1_000)}, LEGEND)


def test_names_that_are_none_are_no_names() -> None:
    ontology, _ = foreign()
    for name in ([], {}, 3, None, nested(1_000)):
        ontology["objects"][2]["name"] = name
        drafts, _ = classes.read(ontology)
        label = {"name": "Ship", "shape": "polygon", "featureHash": "Ob3", "polygons": [[[1], [2]]]}
        odd = label | {"featureHash": []}
        rows = [{"data_units": {"d": {"labels": {"objects": [label, odd]}}}}]
        (ship, _) = classes.with_holes(drafts, rows, ontology)
        assert Shape.MASK in ship.shapes, "the name that the row itself says holds"


def test_an_ontology_that_is_nested_deeply_is_refused() -> None:
    attribute: dict[str, Any] = {"name": "a", "type": "radio", "featureNodeHash": "h", "options": []}
    inner = attribute
    for _ in range(2_000):
        deeper = {**attribute, "options": []}
        inner["options"].append({"label": "x", "featureNodeHash": "q", "options": [deeper]})
        inner = deeper
    ontology = {"objects": [{"name": "n", "shape": "polygon", "color": "", "featureNodeHash": "f", "attributes": [attribute]}]}
    with pytest.raises(Invalid, match="broken"):
        classes.read(ontology)


@pytest.mark.parametrize("json", [None, {}, {"objects": [{}]}, {"objects": [], "classifications": [{"attributes": []}]}])
def test_what_is_no_ontology_is_refused(json: Any) -> None:
    with pytest.raises(Invalid):
        classes.read(json)


def spoiled(draw: st.DrawFn, value: Any, depth: int) -> Any:
    """The JSON with one value somewhere in it replaced or removed."""
    if depth and isinstance(value, dict) and value:
        key = draw(st.sampled_from(sorted(value)))
        return {**value, key: spoiled(draw, value[key], depth - 1)}
    if depth and isinstance(value, list) and value:
        at = draw(st.integers(0, len(value) - 1))
        return [*value[:at], spoiled(draw, value[at], depth - 1), *value[at + 1 :]]
    return draw(st.sampled_from([None, 3, 0, "x", -1.5, True, [], {}, [3], {"x": 3}, [[3]], [{}]]))


@given(st.data())
@settings(max_examples=400)
def test_whatever_a_row_or_an_ontology_holds_is_read_or_refused(data: st.DataObject) -> None:
    ontology, row = foreign()
    if data.draw(st.booleans()):
        row = spoiled(data.draw, row, data.draw(st.integers(1, 9)))
    else:
        ontology = spoiled(data.draw, ontology, data.draw(st.integers(1, 9)))
    with contextlib.suppress(Invalid):
        (raw,) = reading.rows(orjson.dumps(row if isinstance(row, dict) else [row]))
        parsed = reading.parsed(raw)
        classes.of_rows([parsed])
        drafts, _ = classes.read(ontology)
        drafts = classes.with_holes(drafts, [parsed], ontology)
        empty = Ontology(id="n", name="n")
        legend = features.legend(change(empty, extending(empty, drafts), by="ann", at=1))
        features.add_foreign(legend, ontology)
        reading.read(parsed, legend)

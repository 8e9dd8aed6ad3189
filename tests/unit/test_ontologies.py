from __future__ import annotations

from typing import Any

import pytest

from everloop.domain import ontology_files
from everloop.domain.errors import Invalid, NotFound
from everloop.domain.label_checks import problems
from everloop.domain.ontologies import AttributeKind, Ontology, Shape, attributes_of
from everloop.domain.ontology_changes import (
    AddAttribute,
    AddClass,
    AddOption,
    ChangeAttribute,
    ChangeClass,
    ChangeOption,
    change,
)
from everloop.domain.ontology_extending import extending
from everloop.domain.ontology_making import PALETTE, NewAttribute, NewClass, NewOption, create, from_coco

COLOUR = NewAttribute(
    name="Colour",
    kind=AttributeKind.RADIO,
    required=True,
    options=("Red", NewOption(name="Other", attributes=(NewAttribute(name="Which", kind=AttributeKind.TEXT, required=True),))),
)
CAR = NewClass(name="Car", shapes=(Shape.BOX,), attributes=(COLOUR,))
WEATHER = NewClass(
    name="Weather",
    attributes=(
        NewAttribute(name="Sky", kind=AttributeKind.CHECKLIST, options=("Sun", "Rain")),
        NewAttribute(name="Degrees", kind=AttributeKind.NUMBER),
    ),
)


def made(*classes: NewClass) -> Ontology:
    return create("o", "Street", classes or (CAR, WEATHER), by="ada", at=1)


def changed(ontology: Ontology, *changes: Any) -> Ontology:
    return change(ontology, changes, by="bob", at=2)


def told(annotation: dict[str, Any], ontology: Ontology | None = None, *, new: bool = True) -> list[tuple[str, str]]:
    said = {"object_id": "x", **annotation}
    names = frozenset({"x"}) if new else frozenset[str]()
    return [(one.blocks, one.reason) for one in problems(ontology or made(), [said], new=names)]


def car(answers: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    return {"class_id": "car", "shapes": {"0": {"box": [1, 2, 3, 4]}}, "answers": answers or {"colour": "red"}, **more}


def test_what_is_not_given_is_allotted() -> None:
    ontology = made()
    assert [(one.id, one.category_id, one.colour) for one in ontology.classes] == [
        ("car", 1, PALETTE[0]),
        ("weather", 2, PALETTE[1]),
    ]
    assert [one.id for one in attributes_of(ontology.classes[0])] == ["colour", "which"]
    assert [one.id for one in ontology.classes[0].attributes[0].options] == ["red", "other"]


def test_category_ids_go_on_above_the_greatest_one_given() -> None:
    ontology = made(NewClass(name="a"), NewClass(name="b", category_id=90), NewClass(name="c"))
    assert [one.category_id for one in ontology.classes] == [91, 90, 92]


def test_ids_of_classes_with_like_names_differ() -> None:
    assert [one.id for one in made(NewClass(name="Car!"), NewClass(name="car?"), NewClass(name="!")).classes] == [
        "car",
        "car-2",
        "unnamed",
    ]


def test_a_renamed_class_keeps_its_id_and_a_change_is_a_new_version() -> None:
    before = made()
    after = changed(before, ChangeClass(class_id="car", name="Automobile", shapes=(Shape.BOX, Shape.MASK)))
    assert (before.version, after.version, after.created_by) == (1, 2, "bob")
    assert before.classes[0].name == "Car"
    assert (after.classes[0].id, after.classes[0].name, after.classes[0].category_id) == ("car", "Automobile", 1)


def test_an_archived_classs_category_id_is_not_used_again() -> None:
    after = changed(made(), ChangeClass(class_id="weather", archived=True), AddClass(add=NewClass(name="Bus")))
    assert [(one.category_id, one.archived) for one in after.classes] == [(1, False), (2, True), (3, False)]


def test_changing_nothing_makes_no_version() -> None:
    assert changed(made(), ChangeClass(class_id="car", name="Car")).version == 1


def test_attributes_and_options_are_added_renamed_and_archived_wherever_they_are() -> None:
    after = changed(
        made(),
        AddOption(class_id="car", attribute_id="colour", add=NewOption(name="Blue")),
        AddAttribute(class_id="car", below=("colour", "blue"), add=NewAttribute(name="Shade", kind=AttributeKind.NUMBER)),
        ChangeAttribute(class_id="car", attribute_id="which", name="Which one", required=False),
        ChangeOption(class_id="car", attribute_id="colour", option_id="red", archived=True),
        AddAttribute(class_id="car", add=NewAttribute(name="Plate", kind=AttributeKind.TEXT)),
    )
    car_class = after.of("car")
    assert [one.id for one in attributes_of(car_class)] == ["colour", "plate", "which", "shade"]
    options = car_class.attributes[0].options
    assert [(one.id, one.archived) for one in options] == [("red", True), ("other", False), ("blue", False)]
    assert options[1].attributes[0].name == "Which one"


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (AddClass(add=NewClass(name="Car")), Invalid),
        (AddClass(add=NewClass(name="Bus", category_id=1)), Invalid),
        (AddClass(add=NewClass(name="Bus", attributes=(NewAttribute(name="x", kind=AttributeKind.RADIO),))), Invalid),
        (ChangeClass(class_id="bus", name="x"), NotFound),
        (ChangeClass(class_id="car", shapes=(Shape.MASK,)), Invalid),
        (ChangeClass(class_id="car", shapes=()), Invalid),
        (ChangeAttribute(class_id="car", attribute_id="size", name="x"), NotFound),
        (ChangeOption(class_id="car", attribute_id="colour", option_id="green", name="x"), NotFound),
        (AddAttribute(class_id="weather", below=("sky", "sun"), add=NewAttribute(name="x", kind=AttributeKind.TEXT)), Invalid),
    ],
)
def test_what_an_ontology_may_not_be_is_refused(wrong: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        changed(made(), wrong)


def test_attributes_nest_at_most_seven_levels() -> None:
    deepest = NewAttribute(name="a", kind=AttributeKind.TEXT)
    for _ in range(7):
        deepest = NewAttribute(name="a", kind=AttributeKind.RADIO, options=(NewOption(name="o", attributes=(deepest,)),))
    with pytest.raises(Invalid, match="7 levels"):
        made(NewClass(name="x", attributes=(deepest,)))


def test_coco_categories_keep_their_ids_where_they_have_good_ones() -> None:
    rows = [{"id": 0, "name": "zero"}, {"id": 7, "name": "seven", "supercategory": "number"}, {"id": "x", "name": "text"}]
    classes = made(*from_coco([*rows, {"id": 7, "name": "again"}], [Shape.BOX])).classes
    assert [(one.name, one.category_id) for one in classes] == [("zero", 0), ("seven", 7), ("text", 8), ("again", 9)]
    assert classes[1].supercategory == "number"
    with pytest.raises(Invalid):
        from_coco([{"id": 1}], [])


def test_a_good_annotation_has_no_problems() -> None:
    assert told(car()) == []
    assert told(car({"colour": "other", "which": "teal"})) == []
    assert told({"class_id": "weather", "answers": {"sky": ["sun", "rain"], "degrees": 3}}) == []


@pytest.mark.parametrize(
    "annotation",
    [
        {"class_id": "bus", "shapes": {"0": {"box": [1, 2, 3, 4]}}},
        {"class_id": "car", "answers": {"colour": "red"}},
        car(shapes={"0": {"polygon": [[0, 0, 1, 0, 1, 1]]}}),
        {"class_id": "weather", "shapes": {"0": {"box": [1, 2, 3, 4]}}},
        car({"colour": "green"}),
        car({"colour": ["red"]}),
        car({"colour": "red", "size": 3}),
        {"class_id": "weather", "answers": {"sky": "sun"}},
        {"class_id": "weather", "answers": {"sky": ["sun", "sun"]}},
        {"class_id": "weather", "answers": {"sky": [{}]}},
        {"class_id": "weather", "answers": {"degrees": "3"}},
        {"class_id": "weather", "answers": {"degrees": float("inf")}},
        {"class_id": "weather", "answers": {"degrees": True}},
    ],
)
def test_what_cannot_be_right_blocks_saving(annotation: dict[str, Any]) -> None:
    assert [blocks for blocks, _ in told(annotation)] == ["save"]


@pytest.mark.parametrize("answers", [{"which": "teal", "colour": "red"}, {"colour": "other"}, {"colour": "other", "which": ""}])
def test_what_is_not_finished_blocks_submitting_only(answers: dict[str, Any]) -> None:
    assert [blocks for blocks, _ in told(car(answers))] == ["submit"]


def test_a_pre_label_is_not_asked_for_answers() -> None:
    assert told({**car(), "answers": {}, "proposed": True}) == []
    assert told({**car(), "answers": {}}) == [("submit", "'Car' needs an answer to 'Colour'.")]


def test_an_archived_class_takes_no_new_objects_but_keeps_those_it_has() -> None:
    ontology = changed(made(), ChangeClass(class_id="car", archived=True))
    assert [blocks for blocks, _ in told(car(), ontology)] == ["save"]
    assert told(car(), ontology, new=False) == []


def test_a_box_may_stand_beside_an_allowed_shape() -> None:
    ontology = made(NewClass(name="Car", shapes=(Shape.MASK,)))
    mask = {"size": [2, 2], "counts": [4]}
    assert told({"class_id": "car", "shapes": {"0": {"mask": mask, "box": [0, 0, 1, 1]}}}, ontology) == []
    assert told({"class_id": "car", "shapes": {"0": {"box": [0, 0, 1, 1]}}}, ontology) != []


def test_a_file_of_far_too_many_or_too_deep_classes_is_refused_at_once() -> None:
    many = [NewClass(name=f"c{number}", shapes=(Shape.BOX,)) for number in range(50_000)]
    with pytest.raises(Invalid, match="this one would have 50,000"):
        create("many", "Many", many, by="anna", at=1)
    with pytest.raises(Invalid, match="this one would have 50,001"):
        changed(made(CAR), *extending(made(CAR), many))
    with pytest.raises(Invalid, match="no ontology"):
        ontology_files.read(b'{"classes": ' + b"[" * 100_000 + b"]" * 100_000 + b"}")

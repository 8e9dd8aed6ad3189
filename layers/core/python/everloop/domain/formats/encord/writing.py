"""Writes label rows of images in Encord's JSON, in the form that its SDK itself gives back.

An object goes out with its richest shape. What the format has no word for (a box beside it, ids, areas, crowds, exact numbers
where fractions lose them, the second classification of one class) stands under the row key ``everloop``.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Any

from everloop.domain.annotations import MAIN, LabelState
from everloop.domain.formats.encord import answers, geometry, reading
from everloop.domain.formats.encord.features import SHAPES, Legend, feature, snake, tag
from everloop.domain.ids import derived
from everloop.domain.ontologies import OntologyClass
from everloop.domain.shapes import richest

_NAMES = uuid.UUID("b3b5c4be-7c2a-4c5e-9f0e-6d4f7c1a2e35")
_TASK = {
    LabelState.UNLABELLED: "QUEUED",
    LabelState.IN_PROGRESS: "ASSIGNED",
    LabelState.LABELLED: "IN_REVIEW",
    LabelState.APPROVED: "COMPLETED",
}


@dataclass(frozen=True, slots=True)
class About:
    """What a label row says besides its annotations. Times are epoch ms; ``everloop`` is added to the row key of that name.

    Attributes:
        link: Where the file is (its address in its source).
        node: The workflow stage: (id, title).
    """

    item: str
    title: str
    link: str
    media_type: str
    width: int
    height: int
    project: str
    dataset_title: str
    state: LabelState
    branch: str = MAIN
    created_at: int = 0
    updated_at: int = 0
    client_metadata: Mapping[str, Any] = field(default_factory=dict)
    node: tuple[str, str] | None = None
    priority: float | None = None
    everloop: Mapping[str, Any] = field(default_factory=dict)


def row(
    about: About, annotations: Iterable[Mapping[str, Any]], legend: Legend, classes: Mapping[str, OntologyClass]
) -> dict[str, Any]:
    """The label row. ``classes``: by id, every class that an annotation names; pre-labels (``proposed``) are no labels."""
    body = _Body(about.width, about.height, legend)
    for annotation in annotations:
        if not annotation.get("proposed"):
            body.add(annotation, classes[annotation["class_id"]])
    data_hash = identity("item", about.item)
    return {
        "label_hash": identity("label", about.project, about.item, about.branch),
        "branch_name": about.branch,
        "created_at": _date(about.created_at),
        "last_edited_at": _date(about.updated_at or about.created_at),
        "data_hash": data_hash,
        "dataset_hash": identity("dataset", about.project),
        "dataset_title": about.dataset_title,
        "data_title": about.title,
        "data_type": "image",
        "annotation_task_status": _TASK[about.state],
        "is_shadow_data": False,
        "label_status": reading.STATES[about.state],
        "object_answers": body.object_answers,
        "classification_answers": body.classification_answers,
        "object_actions": {},
        "data_units": {
            data_hash: {
                "data_hash": data_hash,
                "data_title": about.title,
                "data_link": about.link,
                "data_type": about.media_type,
                "data_sequence": 0,
                "width": about.width,
                "height": about.height,
                "labels": {"objects": body.objects, "classifications": []},
            }
        },
        "spaces": {},
        "client_metadata": dict(about.client_metadata),
        "workflow_graph_node": {"uuid": identity("stage", *about.node), "title": about.node[1]} if about.node else None,
        "priority": about.priority,
        "everloop": {"schema": 1, "item": about.item, **about.everloop, **body.everloop()},
    }


def identity(*facts: str) -> str:
    """The UUID that follows from ``facts``."""
    return str(uuid.uuid5(_NAMES, "\n".join(facts)))


class _Body:
    """The labels of a row as they grow."""

    def __init__(self, width: int, height: int, legend: Legend) -> None:
        self.objects: list[dict[str, Any]] = []
        self.object_answers: dict[str, Any] = {}
        self.classification_answers: dict[str, Any] = {}
        self._more: list[Mapping[str, Any]] = []
        self._said: dict[str, Any] = {}
        self._order: list[str] = []
        self._classified: set[str] = set()
        self._width, self._height, self._legend = width, height, legend

    def add(self, annotation: Mapping[str, Any], one: OntologyClass) -> None:
        """Add an annotation of class ``one``."""
        self._order.append(annotation["object_id"])
        if annotation.get("shapes"):
            self._add_object(annotation, one)
        elif one.id in self._classified:
            self._more.append(annotation)
        else:
            self._classified.add(one.id)
            self._add_classification(annotation, one)

    def everloop(self) -> dict[str, Any]:
        """What only Everloop says of the labels."""
        found: dict[str, Any] = {"objects": self._said, "order": self._order}
        return found | ({"more": self._more} if self._more else {})

    def _add_object(self, annotation: Mapping[str, Any], one: OntologyClass) -> None:
        shapes = annotation["shapes"]["0"]
        shape = richest(shapes)
        name, owner = self._hash(annotation["object_id"]), feature(one.id, shape)
        drawn = geometry.write(shape, shapes[shape.value], width=self._width, height=self._height)
        label = {
            "name": one.name,
            "color": one.colour,
            "shape": SHAPES[shape],
            "value": snake(one.name),
            **_signed(annotation),
            "objectHash": name,
            "featureHash": owner,
            **drawn,
        }
        entries = answers.write(owner, one.attributes, annotation.get("answers") or {})
        self.objects.append(label)
        self.object_answers[name] = {"classifications": entries, "objectHash": name}
        plain, _ = reading.plain_object(label, entries, self._legend, width=self._width, height=self._height)
        self._say(name, annotation, plain, seal=reading.seal(label))

    def _add_classification(self, annotation: Mapping[str, Any], one: OntologyClass) -> None:
        name, owner = self._hash(annotation["object_id"]), feature(one.id)
        said = (annotation.get("answers") or {}) if one.attributes else {"tag": "yes"}
        answer = {
            "classifications": answers.write(owner, one.attributes or (tag(one),), said),
            "classificationHash": name,
            "featureHash": owner,
            "spaces": {},
            "range": [[0, 0]],
            **_signed(annotation),
        }
        answer.setdefault("lastEditedBy", None)
        self.classification_answers[name] = answer
        plain, _ = reading.plain_classification(answer, self._legend)
        self._say(name, annotation, plain, seal=None)

    def _say(self, name: str, annotation: Mapping[str, Any], plain: Mapping[str, Any], *, seal: str | None) -> None:
        """Keep what reading the Encord part alone would not give back."""
        more = {key: value for key, value in annotation.items() if key != "shapes" and plain.get(key) != value}
        if seal:
            back = plain["shapes"]["0"]
            rest = {
                key: value for key, value in annotation["shapes"]["0"].items() if value is not None and back.get(key) != value
            }
            more |= {"shapes": rest} if rest else {}
            more |= {"seal": seal} if rest or "area" in more else {}
        if left_out := [key for key in plain if key not in annotation]:
            more["left_out"] = left_out
        if more:
            self._said[name] = more

    def _hash(self, object_id: str) -> str:
        """The 8 characters that name an instance in this row: its id where that has 8, else what follows from it."""
        name, tries = object_id if len(object_id) == 8 else derived("instance", object_id, size_bytes=5), 0
        while name in self.object_answers or name in self.classification_answers:
            tries += 1
            name = derived("instance", object_id, str(tries), size_bytes=5)
        return name


def _signed(annotation: Mapping[str, Any]) -> dict[str, Any]:
    created = annotation.get("created_at") or 0
    found: dict[str, Any] = {
        "createdAt": _date(created),
        "createdBy": annotation.get("created_by") or None,
        "confidence": annotation.get("confidence", 1.0),
        "manualAnnotation": annotation.get("origin") != "model",
        "lastEditedAt": _date(annotation.get("updated_at") or created),
    }
    return found | ({"lastEditedBy": annotation["updated_by"]} if annotation.get("updated_by") else {})


def _date(moment_ms: int) -> str:
    return formatdate(moment_ms // 1000, usegmt=True).replace("GMT", "UTC")

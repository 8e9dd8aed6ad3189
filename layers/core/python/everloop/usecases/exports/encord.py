"""The files of an export in Encord's JSON: the label rows, and the ontology that their hashes mean."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from everloop.domain.annotations import LabelState
from everloop.domain.errors import Invalid
from everloop.domain.formats.encord import features, writing
from everloop.domain.ids import ItemId
from everloop.domain.jobs import Progress
from everloop.domain.ontologies import Shape
from everloop.domain.principals import Call
from everloop.domain.shapes import richest
from everloop.ports import Table
from everloop.store import keys, rows
from everloop.store.columns import Columns
from everloop.store.reports import Report
from everloop.usecases.exports.choosing import Labelled
from everloop.usecases.exports.pinned import Pinned

CHUNK = 250


def file(
    pinned: Pinned,
    call: Call,
    columns: Columns,
    table: Table,
    progress: Progress,
    counts: dict[str, int],
    report: Report,
) -> Iterator[bytes]:
    """The label rows as one list, streaming; ``counts`` are filled as it goes."""
    legend = features.legend(pinned.ontology)
    classes = {one.id: one for one in pinned.ontology.classes}
    bodies = _bodies(pinned, columns)
    waiting = next(bodies, None)
    between = b"[\n"
    stream = iter(pinned.items)
    counts |= {"images": 0, "annotations": 0}
    while chunk := list(itertools.islice(stream, CHUNK)):
        heads = table.get_many([keys.head(call.workspace, ItemId(one.item)) for one in chunk])
        for one, head in zip(chunk, heads, strict=True):
            body: list[dict[str, Any]] = []
            if waiting is not None and waiting[0] == one.seq:
                body, waiting = waiting[1], next(bodies, None)
            if not one.width or not one.height:
                report.add("The size of the image is not known, and Encord's JSON is in fractions of it.", item=one.item)
                continue
            about = _about(pinned, one, body, rows.body(head) if head else {})
            try:
                row = writing.row(about, body, legend, classes)
            except Invalid as error:
                report.add(error.message, item=one.item)
                continue
            counts["images"] += 1
            counts["annotations"] += len(body)
            yield between + orjson.dumps(row)
            between = b",\n"
        progress(0, counts | {"errors": report.errors})
    yield b"]\n" if between == b",\n" else b"[]\n"


def ontology(pinned: Pinned, columns: Columns) -> bytes:
    """The ontology, with the shapes that are drawn though their class does not allow them (any more)."""
    used: set[tuple[str, Shape]] = set()
    for class_id, text in pinned.rows(columns, ("class_id", "annotation"), drawn=True):
        used.add((class_id, richest(orjson.loads(text)["shapes"]["0"])))
    return orjson.dumps(features.to_json(pinned.ontology, used=used), option=orjson.OPT_INDENT_2)


def _bodies(pinned: Pinned, columns: Columns) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """The annotations of each item that has some, by seq."""
    found = pinned.rows(columns, ("seq", "part", "annotation"), drawn=False)
    for seq, group in itertools.groupby(found, key=lambda row: row[0]):
        yield seq, [orjson.loads(text) for _, part, text in group if part == 0]


def _about(pinned: Pinned, one: Labelled, body: list[dict[str, Any]], head: Mapping[str, Any]) -> writing.About:
    state = head.get("projects", {}).get(pinned.project.id, {})
    stage = next((each for each in pinned.project.graph.stages if each.id == state.get("stage")), None)
    created = [each["created_at"] for each in body if each.get("created_at")]
    updated = [each.get("updated_at") or each.get("created_at") or 0 for each in body]
    return writing.About(
        item=one.item,
        title=one.key,
        link=one.key,
        media_type=head.get("media_type", "image/jpeg"),
        width=one.width or 0,
        height=one.height or 0,
        project=pinned.project.id,
        dataset_title=pinned.project.title,
        state=LabelState(one.state),
        branch=pinned.version.contents.branch,
        created_at=min(created, default=pinned.version.created_at),
        updated_at=max(updated, default=0) or pinned.version.created_at,
        client_metadata=head.get("meta", {}),
        node=(stage.id, stage.title) if stage else None,
        priority=state.get("priority"),
        everloop={
            "item_revision": one.revision,
            "rev": one.rev,
            "ontology_version": one.ontology_version,
            "label_version": pinned.version.id,
            "image_id": pinned.images[one.seq].image,
        },
    )

"""The COCO file of an export."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import orjson

from everloop.domain.formats.coco import answers, writing
from everloop.domain.jobs import Progress
from everloop.store.columns import Columns
from everloop.usecases.exports.pinned import Pinned

STEP = 20_000
_WANTED = ("seq", "category_id", "coco_id", "area", "annotation")


def file(pinned: Pinned, columns: Columns, progress: Progress, counts: dict[str, int]) -> Iterator[bytes]:
    """The file, streaming; ``counts`` are filled as it goes."""
    yield from writing.file(
        pinned.ontology,
        info=_info(pinned),
        images=_images(pinned, counts),
        annotations=_annotations(pinned, columns, progress, counts),
    )


def _info(pinned: Pinned) -> dict[str, Any]:
    version = pinned.version
    made = datetime.fromtimestamp(version.as_of / 1000, UTC)
    return {
        "description": pinned.project.title,
        "version": version.name or version.id,
        "year": made.year,
        "date_created": made.strftime("%Y-%m-%d"),
        "contributor": "Everloop",
        "url": "",
        "label_version": version.id,
    }


def _images(pinned: Pinned, counts: dict[str, int]) -> Iterator[bytes]:
    for one in sorted(pinned.items, key=lambda one: pinned.images[one.seq].image):
        entry = pinned.images[one.seq]
        counts["images"] = counts.get("images", 0) + 1
        yield writing.image(image_id=entry.image, file_name=entry.file_name, width=one.width or 0, height=one.height or 0)


def _annotations(pinned: Pinned, columns: Columns, progress: Progress, counts: dict[str, int]) -> Iterator[bytes]:
    classes = {one.id: one for one in pinned.ontology.classes}
    images = {seq: entry.image for seq, entry in pinned.images.items()}
    run: list[str] = []
    done = 0
    for seq, category_id, coco_id, area, text in pinned.rows(columns, _WANTED, drawn=True):
        number = coco_id if coco_id is not None else pinned.object_ids[seq, orjson.loads(text)["object_id"]]
        row = writing.spliced(text, annotation_id=number, image_id=images[seq], category_id=category_id, area=area)
        if row is None:
            body = orjson.loads(text)
            said = body.get("answers")
            row = writing.annotation(
                body,
                annotation_id=number,
                image_id=images[seq],
                category_id=category_id,
                attributes=answers.to_attributes(classes[body["class_id"]], said) if said else None,
            ).decode()
        run.append(row)
        done += 1
        if len(run) == STEP:
            yield ",\n".join(run).encode()
            run.clear()
            progress(0, counts | {"annotations": done})
    counts["annotations"] = done
    yield ",\n".join(run).encode()

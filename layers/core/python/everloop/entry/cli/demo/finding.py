"""Which files the demo works on: pictures below a folder, a COCO truth and COCO results beside them, found by content."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from everloop.domain.errors import Invalid

LIMIT_BYTES = 1_000_000_000
LISTED = 10


@dataclass(frozen=True, slots=True)
class Found:
    """What the demo runs on; ``truth`` and ``predictions`` None where there are none."""

    pictures: Path
    truth: Path | None
    predictions: Path | None


def find(folder: Path, *, truth: Path | None, predictions: Path | None) -> Found:
    """Complete what was named by looking at the JSON files in ``folder`` and its parent.

    Raises:
        Invalid: Several files could be meant, or a named one is not of its kind; the sentence lists them.
    """
    if not folder.is_dir():
        raise Invalid(f"{folder} is not a folder.")
    if truth is not None and not is_truth(_read(truth)):
        raise Invalid(
            f"{truth} is not a COCO truth (an object with images that have an id and a file_name, annotations and categories)."
        )
    if predictions is not None and not is_results(_read(predictions)):
        raise Invalid(f"{predictions} is not a COCO results file (a list with image_id, category_id and score).")
    if truth is None:
        truth = _only("truth", [file for file, said in _candidates(folder) if is_truth(said)])
    if predictions is None and truth is not None:
        ids = {image["id"] for image in _read(truth)["images"]}
        fitting = [
            file for file, said in _candidates(folder) if is_results(said) and any(row["image_id"] in ids for row in said)
        ]
        predictions = _only("predictions", fitting)
    return Found(folder.resolve(), truth, predictions)


def is_truth(said: Any) -> bool:
    """Whether parsed JSON is a COCO truth of instances."""
    if not isinstance(said, dict) or not all(
        isinstance(said.get(key), list) for key in ("images", "annotations", "categories")
    ):
        return False
    if not all(isinstance(row, dict) and {"id", "file_name"} <= set(row) for row in said["images"]):
        return False
    return all(isinstance(row, dict) and "category_id" in row and "image_id" in row for row in said["annotations"][:LISTED])


def is_results(said: Any) -> bool:
    """Whether parsed JSON is a COCO results file."""
    keys = {"image_id", "category_id", "score"}
    return isinstance(said, list) and bool(said) and all(isinstance(row, dict) and keys <= set(row) for row in said[:LISTED])


def _candidates(folder: Path) -> Iterator[tuple[Path, Any]]:
    for place in (folder, folder.resolve().parent):
        for file in sorted(place.glob("*.json")):
            if file.is_file() and file.stat().st_size <= LIMIT_BYTES:
                try:
                    yield file, orjson.loads(file.read_bytes())
                except (orjson.JSONDecodeError, OSError):
                    continue


def _only(what: str, files: list[Path]) -> Path | None:
    if len(files) > 1:
        names = "\n".join(f"  {file}" for file in files)
        raise Invalid(
            f"Several files could be the {what}; name one with --{what}:\n{names}", candidates=[str(one) for one in files]
        )
    return files[0] if files else None


def _read(file: Path) -> Any:
    try:
        if file.stat().st_size > LIMIT_BYTES:
            raise Invalid(f"{file} is over 1 GB; the demo reads smaller files.")
        return orjson.loads(file.read_bytes())
    except OSError as error:
        raise Invalid(f"{file} cannot be read: {error.strerror}.") from error
    except orjson.JSONDecodeError as error:
        raise Invalid(f"{file} is not JSON: {error}.") from error

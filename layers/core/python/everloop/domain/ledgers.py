"""The COCO ids of a project's images and objects (decision 13): taken from imports, else allotted from 1; never changed, never
used again.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pydantic import Field

from everloop.domain.annotations import Frozen

LARGEST = 2**53
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|/|\\")


class Ledger(Frozen):
    """A project's ledger. Paths in Objects: column tables by JSON, sets of used ids as 64-bit roaring bitmaps.

    Attributes:
        claims: The last imports, as (job, path of the set of annotation ids that were used before): an import that is
            repeated finds what it found the first time.
    """

    schema_: int = Field(default=1, alias="schema")
    project: str
    images: str | None = None
    objects: str | None = None
    used_images: str | None = None
    used_objects: str | None = None
    next_image: int = 1
    next_object: int = 1
    claims: tuple[tuple[str, str], ...] = ()


class ImageClaim(NamedTuple):
    """An item that needs an image id. ``wanted``: the id it has in an imported file; ``name``: its file name there."""

    seq: int
    item: str
    source: str
    key: str
    wanted: int | None = None
    name: str | None = None


class ImageEntry(NamedTuple):
    """An image in the ledger."""

    seq: int
    item: str
    image: int
    file_name: str


def names(claim: ImageClaim) -> list[str]:
    """The file names that an image may be exported under, the best first: unique in the project, so the last is its item's."""
    imported = relative(claim.name)
    base = claim.key.rpartition("/")[2]
    return [*([imported] if imported else []), claim.key, f"{claim.source}/{claim.key}", f"{claim.item}/{base}"]


def good_id(value: object) -> bool:
    """Whether an imported annotation id can be kept: a positive whole number (pycocotools reads a match with id 0 as none)."""
    return type(value) is int and 0 < value < LARGEST


def relative(name: str | None) -> str | None:
    """An imported file name, if it can be exported as a relative one."""
    if not name or _ABSOLUTE.match(name) or ".." in name.split("/"):
        return None
    return name.removeprefix("./")

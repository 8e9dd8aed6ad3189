"""What came of setting metadata."""

from __future__ import annotations

from everloop.domain.annotations import Frozen


class Refused(Frozen):
    """A row that was not written, or not wholly. ``row``: its position; ``key``: the metadata key, "" for the item itself."""

    row: int
    item: str
    key: str = ""
    reason: str


class MetadataReport(Frozen):
    """What came of setting values: items written, unchanged, failed, and why, row by row. A row with a refused value has its
    good values written unless it is the item that was refused.
    """

    written: int = 0
    unchanged: int = 0
    failed: int = 0
    refused: list[Refused]

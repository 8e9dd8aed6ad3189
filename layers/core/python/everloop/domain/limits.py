"""The limits of AWS, kept by both houses, so that the laptop promises nothing that the cloud refuses."""

from __future__ import annotations

from everloop.domain.errors import Invalid

ROW_BYTES = 400_000
TRANSACTION_ROWS = 100
TRANSACTION_BYTES = 4_000_000
BODY_BYTES = 4_500_000
"""Of a request and of an answer: in base64, with its headers, it still fits into the 6 MB that a function takes and gives."""
BODY_SENTENCE = (
    f"A request has at most {BODY_BYTES / 1_000_000} MB. Send less at once, or a file of up to 1 GB: a list to the address "
    "that POST /registrations/address gives, labels and predictions to the one that POST /files gives."
)
REQUEST_S = 25
EVENT_BYTES = 200_000
SHARD_S = 600
PLANNED_SHARD_S = 420
HEAD_BYTES = 32_768
LABEL_BODY_BYTES = 32_768
IDS = 1_000
PAGE = 1_000
FILE_BYTES = 1_000_000_000
PIXELS = 200_000_000
KEY_CHARS = 1_024


def refuse_beyond(size: int, limit: int, what: str) -> None:
    """Raise Invalid where ``size`` is over ``limit``; ``what`` begins the sentence ("This row")."""
    if size > limit:
        raise Invalid(f"{what} has {size:,} bytes; the limit is {limit:,}.", size=size, limit=limit)

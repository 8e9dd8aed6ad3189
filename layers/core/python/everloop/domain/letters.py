"""A dead letter as the API, the client and the command say it."""

from __future__ import annotations

from everloop.domain.annotations import Frozen


class Letter(Frozen):
    """A hint that a consumer gave up on.

    Attributes:
        consumer: Who gave up.
        kind, about: What kind of row it was about, and where that stands.
        reason: The last failure, as a sentence.
        failed_at: UTC epoch ms.
    """

    id: str
    consumer: str
    kind: str
    about: str
    reason: str
    attempts: int
    failed_at: int


class Letters(Frozen):
    """Names some letters."""

    ids: list[str]


class Moved(Frozen):
    """How many letters there were."""

    moved: int

"""The fields and spaces of the indices that tests make."""

from __future__ import annotations

from everloop.domain.fields import Kind, resolve
from everloop.domain.vectors import Space

SPACE = Space("tiny", "test", "1", 4)
OTHER = Space("other", "test", "1", 2)
META = {
    "Weather": Kind.KEYWORD,
    "weather": Kind.KEYWORDS,
    "score.a": Kind.NUMBER,
    "seen": Kind.DATE,
    "ok": Kind.BOOLEAN,
    "note": Kind.TEXT,
}
NAMES = [
    "id", "seq", "name", "folder", "state", "width", "captured_at", "spaces", "duplicates.phash", "metrics.sharpness",
    *(f"meta.{key}" for key in META),
    "project.p1.status", "project.p1.classes", "project.p1.objects", "prediction.s1.max", "prediction.s1.classes",
]  # fmt: skip
FIELDS = {name: resolve(name, META) for name in NAMES}
OWN = [FIELDS[f"meta.{key}"] for key in META]

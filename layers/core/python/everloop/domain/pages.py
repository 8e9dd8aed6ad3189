"""A page of a longer listing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some of the rows, and the opaque cursor of the next ones (None at the end)."""

    items: list[T]
    cursor: str | None = None

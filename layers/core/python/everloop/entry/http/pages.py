"""How a page is said in JSON."""

from __future__ import annotations

from typing import Annotated, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel

from everloop.domain.limits import PAGE
from everloop.domain.pages import Page

T = TypeVar("T")

Limit = Annotated[int, Query(ge=1, le=PAGE, description="Rows at most.")]
Cursor = Annotated[str | None, Query(max_length=4_096, description="The cursor of the page before.")]


class PageOf(BaseModel, Generic[T]):
    """Some of the rows; ``cursor`` fetches the next ones and is null at the end."""

    items: list[T]
    cursor: str | None = None


def said(page: Page[T]) -> PageOf[T]:
    """A page as the API says it."""
    return PageOf(items=page.items, cursor=page.cursor)

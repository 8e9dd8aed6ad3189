"""Filters and sets as they are written on the command line."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from everloop.domain.errors import Invalid

Filter = Annotated[str | None, typer.Option("--filter", help='A filter (JSON), such as {"range": {"f": "width", "lt": 640}}.')]
Ids = Annotated[list[str] | None, typer.Option("--item", help="An item's id; may be repeated.")]
OfSet = Annotated[str | None, typer.Option("--set", help="The hash of a stored set.")]


def parsed(text: str | None) -> dict[str, Any] | None:
    """A filter's JSON. Raises Invalid."""
    if text is None:
        return None
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise Invalid(f"The filter is not JSON: {error}.") from error
    if not isinstance(found, dict):
        raise Invalid('A filter is an object with one key, such as {"all": {}}.')
    return found

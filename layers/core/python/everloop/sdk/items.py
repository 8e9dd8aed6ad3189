"""Items: read them, change many, fetch their originals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import httpx

from everloop.domain.errors import NotFound
from everloop.domain.item_views import Item
from everloop.domain.limits import IDS
from everloop.sdk.transport import Transport, each


class Items:
    """The items of the workspace, one by one or by the hundred."""

    def __init__(self, transport: Transport) -> None:
        self._http = transport

    def get(self, item: str) -> Item:
        """An item; ``indexed_rev`` is the rev that searches see."""
        return Item.model_validate(self._http.json("GET", f"/items/{item}"))

    def unreadable(self, *, source: str | None = None) -> Iterator[Item]:
        """The items whose file could not be read or is missing, each with its reason."""
        return each(self._http.pages("/items/unreadable", params={"source": source}), Item.model_validate)

    def move(self, items: Iterable[str], folder: str) -> dict[str, str]:
        """Move items into a folder; the reasons of those that were not moved."""
        return self._change("move", items, folder=folder)

    def delete(self, items: Iterable[str]) -> dict[str, str]:
        """Delete items; they can be restored. The reasons of those that were not deleted."""
        return self._change("delete", items)

    def restore(self, items: Iterable[str]) -> dict[str, str]:
        """Bring deleted items back; the reasons of those that were not."""
        return self._change("restore", items)

    def retry(self, items: Iterable[str]) -> dict[str, str]:
        """Have failed or missing items read again; the reasons of those that cannot be."""
        return self._change("retry", items)

    def originals(self, items: Iterable[str]) -> dict[str, str]:
        """Addresses of items' own files, good for an hour; those that have none are left out."""
        found: dict[str, str] = {}
        for some in _batches(items):
            for one in self._http.json("POST", "/items/originals", body={"items": some}):
                if one["url"] is not None:
                    found[one["item"]] = str(httpx.URL(self._http.url).join(one["url"]))
        return found

    def read(self, item: str) -> bytes:
        """An item's own file. Raises NotFound."""
        url = self.originals([item]).get(item)
        if url is None:
            raise NotFound("There is no such item, or its file cannot be reached.", item=item)
        return self._http.raw("GET", url)

    def thumbnail(self, item: Item) -> bytes | None:
        """An item's thumbnail as JPEG; None before it was read."""
        if item.thumbnail is None:
            return None
        return self._http.raw("GET", item.thumbnail)

    def _change(self, verb: str, items: Iterable[str], **more: Any) -> dict[str, str]:
        refused: dict[str, str] = {}
        for some in _batches(items):
            for one in self._http.json("POST", f"/items/{verb}", body={"items": some, **more}):
                if one["reason"] is not None:
                    refused[one["item"]] = one["reason"]
        return refused


def _batches(items: Iterable[str]) -> Iterator[list[str]]:
    named = list(items)
    for start in range(0, len(named), IDS):
        yield named[start : start + IDS]

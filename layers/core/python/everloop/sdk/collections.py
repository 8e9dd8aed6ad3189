"""Collections from Python: named sets of items with a history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from everloop.domain.collections import Collection, CollectionDiff, CollectionVersion
from everloop.sdk.search import choice
from everloop.sdk.transport import Transport, each

Json = Mapping[str, Any]


class Collections:
    """The collections of the workspace."""

    def __init__(self, transport: Transport) -> None:
        self._http = transport

    def create(
        self,
        name: str,
        *,
        ids: Sequence[str] | None = None,
        where: Json | None = None,
        of_set: str | None = None,
        description: str = "",
        message: str = "",
        folder: str | None = None,
        project: str | None = None,
    ) -> Collection:
        """Make a collection of items, chosen by id, by a filter or by a set."""
        body = {
            "name": name,
            "description": description,
            "message": message,
            "folder": folder,
            "project": project,
            "items": choice(ids=ids, where=where, of_set=of_set),
        }
        return Collection.model_validate(self._http.json("POST", "/collections", body=body))

    def list(self) -> Iterator[Collection]:
        """The collections you see."""
        return each(self._http.pages("/collections"), Collection.model_validate)

    def get(self, collection: str) -> Collection:
        """A collection; its items are those of the filter ``{"set": members}``."""
        return Collection.model_validate(self._http.json("GET", f"/collections/{collection}"))

    def change(
        self, collection: str, *, name: str | None = None, description: str | None = None, archived: bool | None = None
    ) -> Collection:
        """Rename, describe, archive."""
        body = {"name": name, "description": description, "archived": archived}
        return Collection.model_validate(self._http.json("PATCH", f"/collections/{collection}", body=body))

    def commit(
        self,
        collection: str,
        *,
        ids: Sequence[str] | None = None,
        where: Json | None = None,
        of_set: str | None = None,
        mode: str = "replace",
        message: str = "",
        parent: int | None = None,
    ) -> CollectionVersion:
        """The next version: these items, or (mode "add", "remove") the newest version with or without them."""
        body = {"items": choice(ids=ids, where=where, of_set=of_set), "mode": mode, "message": message, "parent": parent}
        return CollectionVersion.model_validate(self._http.json("POST", f"/collections/{collection}/versions", body=body))

    def history(self, collection: str) -> Iterator[CollectionVersion]:
        """The versions, newest first."""
        return each(self._http.pages(f"/collections/{collection}/versions"), CollectionVersion.model_validate)

    def diff(self, collection: str, before: int, after: int) -> CollectionDiff:
        """What was added and removed from one version to another, as sets."""
        params = {"before": before, "after": after}
        return CollectionDiff.model_validate(self._http.json("GET", f"/collections/{collection}/diff", params=params))

    def restore(self, collection: str, version: int, *, message: str = "", parent: int | None = None) -> CollectionVersion:
        """Make an older version's items the newest version again."""
        body = {"version": version, "message": message, "parent": parent}
        return CollectionVersion.model_validate(self._http.json("POST", f"/collections/{collection}/restore", body=body))

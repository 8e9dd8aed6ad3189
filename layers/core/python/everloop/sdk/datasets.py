"""Datasets: the collection versions that projects work on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from everloop.domain.collections import Collection, CollectionVersion
from everloop.domain.datasets import Dataset, DatasetVersion, Pin
from everloop.sdk.transport import Transport, each

Pinned = Pin | Collection | CollectionVersion | tuple[str, int]
"""A collection's version: a pin, the version itself, a collection at its newest version, or (collection, version)."""


class Datasets:
    """The datasets of the workspace."""

    def __init__(self, transport: Transport) -> None:
        self._http = transport

    def create(self, title: str, pins: Sequence[Pinned], *, description: str = "", message: str = "") -> Dataset:
        """Make a dataset of collection versions whose items you see."""
        body = {"title": title, "description": description, "message": message, "pins": _said(pins)}
        return Dataset.model_validate(self._http.json("POST", "/datasets", body=body))

    def list(self) -> Iterator[Dataset]:
        """The datasets, by id."""
        return each(self._http.pages("/datasets"), Dataset.model_validate)

    def get(self, dataset: str) -> Dataset:
        """A dataset at its newest version."""
        return Dataset.model_validate(self._http.json("GET", f"/datasets/{dataset}"))

    def update(
        self, dataset: str, *, title: str | None = None, description: str | None = None, archived: bool | None = None
    ) -> Dataset:
        """Change what it is called, or whether it is archived."""
        changes = {"title": title, "description": description, "archived": archived}
        body = {key: value for key, value in changes.items() if value is not None}
        return Dataset.model_validate(self._http.json("PATCH", f"/datasets/{dataset}", body=body))

    def pin(self, dataset: str, pins: Sequence[Pinned] | None = None, *, message: str = "") -> Dataset:
        """Make a new version: of these pins, or (None) with each collection at its newest version."""
        body = {"pins": None if pins is None else _said(pins), "message": message}
        return Dataset.model_validate(self._http.json("POST", f"/datasets/{dataset}/pin", body=body))

    def versions(self, dataset: str) -> Iterator[DatasetVersion]:
        """The history, newest first."""
        return each(self._http.pages(f"/datasets/{dataset}/versions"), DatasetVersion.model_validate)


def _said(pins: Sequence[Pinned]) -> list[dict[str, object]]:
    return [_pin(pin).model_dump() for pin in pins]


def _pin(pin: Pinned) -> Pin:
    match pin:
        case Pin():
            return pin
        case Collection():
            return Pin(collection=pin.id, version=pin.version)
        case CollectionVersion():
            return Pin(collection=pin.collection, version=pin.number)
        case (collection, version):
            return Pin(collection=collection, version=version)

"""Custom metadata: the schema, and values on items."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from everloop.domain.jobs import Job
from everloop.domain.limits import IDS
from everloop.domain.metadata import MetadataSchema, MetadataType
from everloop.domain.metadata_report import MetadataReport
from everloop.sdk.transport import Transport


class Metadata:
    """The workspace's metadata."""

    def __init__(self, transport: Transport) -> None:
        self._http = transport

    def schema(self) -> MetadataSchema:
        """The keys and their types."""
        return MetadataSchema.model_validate(self._http.json("GET", "/metadata"))

    def put_key(
        self,
        key: str,
        kind: MetadataType | str,
        *,
        title: str = "",
        values: Sequence[str] = (),
        size: int | None = None,
    ) -> MetadataSchema:
        """Add a key, retitle it, add enum values, or bring a deleted one back (workspace admins)."""
        body = {"type": kind, "title": title, "values": [*values], "size": size}
        return MetadataSchema.model_validate(self._http.json("PUT", f"/metadata/keys/{key}", body=body))

    def add_values(self, key: str, values: Sequence[str]) -> MetadataSchema:
        """Add values to an enum (workspace admins)."""
        answer = self._http.json("POST", f"/metadata/keys/{key}/values", body={"values": [*values]})
        return MetadataSchema.model_validate(answer)

    def delete_key(self, key: str) -> MetadataSchema:
        """Delete a key; its values are kept until it is put again (workspace admins)."""
        return MetadataSchema.model_validate(self._http.json("DELETE", f"/metadata/keys/{key}"))

    def set(self, values: Mapping[str, Mapping[str, Any]] | Iterable[tuple[str, Mapping[str, Any]]]) -> MetadataReport:
        """Set values by item, any number of items, a thousand a request; None removes a value. ``refused[].row`` counts on
        through all of them.
        """
        pairs = iter(values.items() if isinstance(values, Mapping) else values)
        total, done = MetadataReport(refused=[]), 0
        while batch := list(itertools.islice(pairs, IDS)):
            rows = [{"item": item, "values": dict(wanted)} for item, wanted in batch]
            said = MetadataReport.model_validate(self._http.json("POST", "/metadata/values", body={"rows": rows}))
            shifted = [one.model_copy(update={"row": one.row + done}) for one in said.refused]
            done += len(batch)
            total = MetadataReport(
                written=total.written + said.written,
                unchanged=total.unchanged + said.unchanged,
                failed=total.failed + said.failed,
                refused=[*total.refused, *shifted],
            )
        return total

    def set_where(self, filter: Mapping[str, Any], values: Mapping[str, Any]) -> Job:  # noqa: A002 (the API's word)
        """Set the same values of all items that pass a filter: a job."""
        body = {"filter": dict(filter), "values": dict(values)}
        return Job.model_validate(self._http.json("POST", "/metadata/jobs", body=body))

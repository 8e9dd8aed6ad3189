"""Documents as OpenSearch bulk lines, and OpenSearch's refusals as ours."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import orjson
from opensearchpy import exceptions

from everloop.adapters.aws.index_mapping import path, token_path
from everloop.domain.errors import Forbidden, Invalid, NotFound, Transient
from everloop.domain.fields import STATIC, Field, Kind, tokens
from everloop.domain.limits import BODY_BYTES
from everloop.domain.searchable import slot, written
from everloop.ports import Document

_MISSING, _CONFLICT = 404, 409
_REFUSED = (401, 403)
_BUSY = (408, 429, 500, 502, 503, 504)
_BLOCKS = ("cluster_block_exception", "index_create_block_exception")
"""What a cluster answers, also with 403, while it takes no writes: Amazon sets such blocks where storage or memory runs short,
and lifts them itself."""


def bulk_of(documents: Sequence[Document], own: Mapping[str, Field], dimensions: Mapping[str, int]) -> Iterator[bytes]:
    """Bulk bodies of at most 4.5 MB each (one document may be larger), in the order of ``documents``.

    Raises:
        Invalid: A document does not fit the index (before anything is sent).
    """
    lines = [_lines(document, own, dimensions) for document in documents]
    body: list[bytes] = []
    size = 0
    for line in lines:
        if body and size + len(line) > BODY_BYTES:
            yield b"".join(body)
            body, size = [], 0
        body.append(line)
        size += len(line)
    if body:
        yield b"".join(body)


def accepted(line: Mapping[str, Any]) -> bool:
    """Whether a bulk line was kept: False where the same or a newer version is there.

    Raises:
        NotFound: There is no index.
        Transient: The cluster is busy, or takes no writes now.
        Forbidden: This program may not write.
        Invalid: It refused the document.
    """
    status = line["status"]
    if status < 300 or status == _CONFLICT:
        return bool(status != _CONFLICT)
    told = line.get("error", {})
    reason = told.get("reason", status)
    if status == _MISSING:
        raise NotFound("The workspace has no index yet.")
    if told.get("type") in _BLOCKS:
        raise Transient(f"The search cluster takes no writes now: {reason}")
    if status in _BUSY:
        raise Transient(f"The search cluster is busy: {reason}")
    if status in _REFUSED:
        raise Forbidden(f"The search cluster refuses this program: {reason}")
    raise Invalid(f"The search cluster refuses the item {line['_id']}: {reason}", item=line["_id"])


@contextmanager
def translated() -> Iterator[None]:
    """OpenSearch's errors as ours."""
    try:
        yield
    except exceptions.NotFoundError as error:
        raise NotFound("The workspace has no index yet.") from error
    except (exceptions.AuthenticationException, exceptions.AuthorizationException) as error:
        if error.error in _BLOCKS:
            raise Transient(f"The search cluster takes no writes now: {_reason(error)}") from error
        raise Forbidden(f"The search cluster refuses this program: {error}") from error
    except exceptions.ConnectionError as error:
        raise Transient(f"The search cluster does not answer: {error}") from error
    except exceptions.TransportError as error:
        if error.status_code in _BUSY:
            raise Transient(f"The search cluster is busy: {_reason(error)}") from error
        raise Invalid(f"The search cluster refuses the request: {error}") from error


def _reason(error: exceptions.TransportError) -> str:
    """What the cluster says of its own: its first cause, beside the status; the kind of error where it names none."""
    told = error.info.get("error") if isinstance(error.info, Mapping) else None
    causes = told.get("root_cause") if isinstance(told, Mapping) else None
    first = causes[0].get("reason") if causes else None
    return f"{first or error.error} ({error.status_code})"


def _lines(document: Document, own: Mapping[str, Field], dimensions: Mapping[str, int]) -> bytes:
    action = {"index": {"_id": document.id, "version": document.rev, "version_type": "external"}}
    try:
        return orjson.dumps(action) + b"\n" + orjson.dumps(_body(document, own, dimensions)) + b"\n"
    except TypeError as error:
        raise Invalid(f"A document holds what is not JSON: {error}.", item=document.id) from error


def _body(document: Document, own: Mapping[str, Field], dimensions: Mapping[str, int]) -> dict[str, Any]:
    body: dict[str, Any] = {"id": document.id, "seq": document.seq, "rev": document.rev, "deleted": document.deleted}
    if document.deleted:
        return body
    body |= {"scopes": sorted(document.scopes), "facts": sorted(set(document.facts))}
    for name, value in written(document.values, own).items():
        of = STATIC.get(name) or own[name]
        _put(body, path(of), value)
        if of.kind is Kind.TEXT:
            _put(body, token_path(of), tokens(value))
    for space, stored in document.vectors.items():
        vector = np.asarray(stored, dtype="<f2")
        if vector.shape != (dimensions.get(space),) or not np.isfinite(vector).all():
            raise Invalid(f"{vector.shape} is no vector of a space {space!r} that the index knows.", item=document.id)
        _put(body, f"vectors.{slot(space)}", vector.astype(np.float64).tolist())
        _put(body, f"raw.{slot(space)}", base64.b64encode(vector.tobytes()).decode("ascii"))
    return body


def _put(body: dict[str, Any], where: str, value: Any) -> None:
    family, _, name = where.partition(".")
    body.setdefault(family, {})[name] = value

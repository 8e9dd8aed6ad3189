"""Sources: the storage places that Everloop may read. Every file belongs to the source with the longest root that covers it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from everloop.domain.annotations import Frozen
from everloop.domain.errors import Conflict, Invalid
from everloop.domain.folders import ROOT
from everloop.domain.limits import KEY_CHARS
from everloop.domain.uris import SCHEMES, good_key, key_below, normal_uri, scheme_of

UPLOADS = "uploads"
"""The id of the built-in source: files uploaded into the house's own store."""
UPLOADS_ROOT = "everloop://uploads"

SourceName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class SourceKind(StrEnum):
    """What a source is; UPLOAD is the built-in one."""

    FOLDER = "folder"
    S3 = "s3"
    GCS = "gcs"
    AZURE = "azure"
    UPLOAD = "upload"


class Source(Frozen):
    """A storage place.

    Attributes:
        root: ``file:///…``, ``s3://…``, ``gs://…`` or ``az://…`` without a slash at its end. It may be changed; ids stay.
        folder: Where items go that nobody placed: those found by a re-scan or told of by an event.
        mirror: Whether such items get the sub-folders of their key below ``folder``.
    """

    schema_: int = Field(default=1, alias="schema")
    id: str
    name: SourceName
    kind: SourceKind
    root: str
    folder: str = ROOT
    mirror: bool = False
    created_at: int = 0
    created_by: str = ""


def kind_of(root: str) -> SourceKind:
    """The kind that a normal root's scheme says."""
    return SourceKind(SCHEMES[scheme_of(root)])


def uploads() -> Source:
    """The built-in source."""
    return Source(schema=1, id=UPLOADS, name="Uploads", kind=SourceKind.UPLOAD, root=UPLOADS_ROOT)


def check_root(root: str, others: Iterable[Source]) -> None:
    """Refuse a root that another source has, or that lies below another's: its files would change their owner, and their ids.

    Raises:
        Conflict: It does; ``facts["source"]`` is the other.
    """
    for other in sorted(others, key=lambda one: -len(one.root)):
        if other.root == root:
            raise Conflict(f"The source {other.name!r} has this root already.", source=other.id)
        if key_below(other.root, root) is not None:
            raise Conflict(
                f"This root lies in the source {other.name!r} ({other.root}); its files are that source's.", source=other.id
            )


class Owners:
    """Finds the source that owns a file's address."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._longest_first = sorted(sources, key=lambda source: -len(source.root))
        self._nested: dict[str, Sequence[tuple[str, Source]]] = {}

    def of(self, uri: str, *, within: Source | None = None) -> tuple[Source, str]:
        """The owner of ``uri`` and the file's key in it. ``uri`` may also be a key below ``within``.

        Raises:
            Invalid: No source covers it, or the key names no file.
        """
        if within is not None and "://" not in uri and not uri.startswith("/"):
            for prefix, other in self.nested(within):
                if uri.startswith(prefix) and len(uri) > len(prefix):
                    return other, checked_key(uri[len(prefix) :])
            return within, checked_key(uri)
        address = normal_uri(uri)
        for source in self._longest_first:
            key = key_below(source.root, address)
            if key is not None:
                return source, checked_key(key)
        if "://" not in address:
            raise Invalid(f"{uri!r} is neither an address nor a key of a named source.", uri=uri)
        raise Invalid(f"No source covers {address}: an admin of the workspace can add one.", uri=uri)

    def nested(self, source: Source) -> Sequence[tuple[str, Source]]:
        """The sources whose roots lie below ``source``'s, longest first, as (key prefix, source)."""
        found = self._nested.get(source.root)
        if found is None:
            below = [(key_below(source.root, other.root), other) for other in self._longest_first]
            found = self._nested[source.root] = [(f"{prefix}/", other) for prefix, other in below if prefix is not None]
        return found


def checked_key(key: str) -> str:
    """The key, if it can name a file below a root. Raises Invalid."""
    if not good_key(key):
        raise Invalid(f"{key!r} is no key of a file.", key=key)
    if len(key) > KEY_CHARS or not (key.isascii() or len(key.encode("utf-8", "surrogatepass")) <= KEY_CHARS):
        raise Invalid(f"The key has more than {KEY_CHARS:,} bytes.", key=key[:100])
    return key

"""Upload files into the house's own store: start (an address to PUT to), PUT, finish (the item)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pydantic import Field

from everloop.domain.annotations import Frozen
from everloop.domain.errors import Forbidden, Invalid, NotFound
from everloop.domain.folders import ROOT
from everloop.domain.ids import SourceId, derived, item_id
from everloop.domain.items import extension
from everloop.domain.limits import FILE_BYTES
from everloop.domain.principals import Call
from everloop.domain.sources import UPLOADS, checked_key
from everloop.media.claims import claimed
from everloop.ports import Objects, Table
from everloop.store import folders, uploads
from everloop.store.registration import Listed, Origin, register
from everloop.store.sources import upload_path

FILES = 100
EXPIRES_S = 3_600
LATE_S = 600
"""A file that was begun in time may take this long."""
_HASH = re.compile(r"[0-9a-f]{64}")


class UploadFile(Frozen):
    """A file to upload. ``content_hash``: its SHA-256 in hexadecimal: with it, the file that the same person uploads again is
    the same item. It is taken at its word: what is sent is not compared with it.
    """

    name: str = Field(min_length=1, max_length=300)
    content_hash: str | None = None


class UploadAddress(Frozen):
    """Where to send a file's bytes, by ``method`` with ``headers``; ``key`` is named when the upload is finished."""

    name: str
    key: str
    url: str
    method: str = "PUT"
    headers: dict[str, str] = Field(default_factory=dict)


class UploadedItem(Frozen):
    """An uploaded file's item; ``reason``: why there is none."""

    key: str
    item: str | None = None
    reason: str | None = None


class UploadReport(Frozen):
    """What became of finished uploads."""

    items: tuple[UploadedItem, ...]
    counts: dict[str, int]


def start_uploads(
    call: Call, files: Sequence[UploadFile], *, folder: str = ROOT, table: Table, objects: Objects
) -> list[UploadAddress]:
    """An address for each of up to 100 files, for an hour. They become items in ``folder`` by ``finish_uploads``, or, where
    nobody asks for that, by themselves once their addresses have expired.

    Raises:
        Invalid: Too many files, or no name or hash.
    """
    if not 1 <= len(files) <= FILES:
        raise Invalid(f"Start 1 to {FILES} uploads at once.")
    found = []
    for number, file in enumerate(files):
        if file.content_hash is not None and not _HASH.fullmatch(file.content_hash):
            raise Invalid("A content hash is a SHA-256 in 64 hexadecimal digits.")
        name = _short(file.name.replace("\\", "/").rpartition("/")[2])
        above = derived("upload", call.actor, file.content_hash) if file.content_hash else call.new_id("upload", str(number))
        key = checked_key(f"{above}/{name}")
        url = objects.presign(upload_path(call.workspace, key), method="PUT", expires_s=EXPIRES_S)
        found.append(UploadAddress(name=file.name, key=key, url=url))
    due_ms = call.now_ms + (EXPIRES_S + LATE_S) * 1_000
    uploads.note(call, [one.key for one in found], folder, due_ms=due_ms, table=table)
    return found


def finish_uploads(call: Call, sent: Sequence[str], *, folder: str = ROOT, table: Table, objects: Objects) -> UploadReport:
    """Make the items of files that were uploaded; safe to repeat.

    Args:
        sent: The keys of their addresses.

    Raises:
        Invalid: More than 100.
        NotFound: No such folder.
    """
    if not 1 <= len(sent) <= FILES:
        raise Invalid(f"Finish 1 to {FILES} uploads at once.")
    folders.live(call.workspace, folder, table=table)
    said: list[UploadedItem] = []
    listed: list[Listed] = []
    for key in dict.fromkeys(sent):
        try:
            found = objects.head(upload_path(call.workspace, checked_key(key)))
        except (NotFound, Invalid):
            said.append(UploadedItem(key=key, reason="Nothing was uploaded under this key."))
            continue
        except Forbidden as error:
            said.append(UploadedItem(key=key, reason=error.message))
            continue
        if found.size_bytes > FILE_BYTES:
            said.append(UploadedItem(key=key, reason=f"The file is larger than {FILE_BYTES:,} bytes."))
            continue
        listed.append(Listed(UPLOADS, key, folder, claimed(key), found.etag, found.size_bytes, found.modified_ms))
        said.append(UploadedItem(key=key, item=item_id(call.workspace, SourceId(UPLOADS), key)))
    done = register(listed, Origin(call.workspace, "", call.now_ms), cause=call.cause, table=table) if listed else None
    counts = done.counts() if done else dict.fromkeys(("new", "unchanged", "changed"), 0)
    return UploadReport(items=tuple(said), counts=counts | {"failed": len(said) - len(listed)})


def _short(name: str) -> str:
    """A file name of at most 200 bytes: the stem is cut, the extension kept."""
    ending = extension(name)[:20]
    stem = name[: len(name) - len(ending)] if ending else name
    return stem.encode()[: 200 - len(ending.encode())].decode("utf-8", "ignore") + ending

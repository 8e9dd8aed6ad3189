"""Lists of files to register: JSON, JSON lines, CSV, and Encord's registration JSON. Read entry by entry; a bad one is an entry
with a reason, not the end.

* JSON: an array of strings or objects, or ``{"items": […]}``. An object has ``uri``, ``url``, ``key`` or ``path``, and perhaps
  ``metadata`` (or ``client_metadata``) and ``folder``.
* JSON lines: one such string or object a line; a line that is no JSON is taken as the address itself.
* CSV: a header with one of these names; other columns are metadata, empty cells are left out.
* Encord: ``{"images": [{"objectUrl" | "object_url", "title", "clientMetadata" | "client_metadata"}], …}``; arrays of other
  media become entries with a reason.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

import orjson

from everloop.domain.errors import Invalid
from everloop.domain.json_rows import told

ListFormat = Literal["auto", "json", "jsonl", "csv", "encord"]
ADDRESSES = ("uri", "url", "key", "path", "object_url", "objectUrl", "file_name")
METADATA = ("metadata", "client_metadata", "clientMetadata")
OTHER_MEDIA = (
    "videos",
    "image_groups",
    "imageGroups",
    "image_groups_from_items",
    "dicom_series",
    "dicomSeries",
    "audio",
    "time_series",
    "nifti",
    "text",
    "pdf",
    "pdfs",
    "scenes",
)


class Entry(NamedTuple):
    """One line of a list. ``reason``: why it cannot be registered; then ``uri`` is what it said."""

    line: int
    uri: str
    metadata: dict[str, Any] | None = None
    folder: str | None = None
    reason: str | None = None


def entries(data: bytes, format: ListFormat = "auto") -> Iterator[Entry]:  # noqa: A002
    """The entries of a list, numbered from 1.

    Raises:
        Invalid: It is not of the format at all.
    """
    kind = guess(data) if format == "auto" else format
    if kind == "csv":
        return _csv(data)
    if kind == "jsonl":
        return _lines(data)
    return _json(data)


def guess(data: bytes) -> ListFormat:
    """The format that the bytes look like."""
    start = data[:65_536].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:1] == b"[":
        return "json"
    first = start.partition(b"\n")[0].strip()
    if start[:1] == b"{":
        return "jsonl" if _is_json(first) and b"\n" in data.strip() else "json"
    names = {name.strip().strip('"').lower() for name in first.decode("utf-8", "replace").split(",")}
    return "csv" if names & {name.lower() for name in ADDRESSES} else "jsonl"


def _is_json(text: bytes) -> bool:
    try:
        orjson.loads(text)
    except ValueError:
        return False
    return True


def _json(data: bytes) -> Iterator[Entry]:
    try:
        said = orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except ValueError as error:
        raise Invalid(f"The list is not JSON: {error}.") from None
    if isinstance(said, dict):
        return _encord(said) if "items" not in said else _array(said["items"])
    return _array(said)


def _array(said: Any) -> Iterator[Entry]:
    if not isinstance(said, list):
        raise Invalid("The list is no array of addresses.")
    return (_entry(line, one) for line, one in enumerate(said, 1))


def _encord(said: dict[str, Any]) -> Iterator[Entry]:
    named = [name for name in ("images", *OTHER_MEDIA) if isinstance(said.get(name), list)]
    if not named:
        if any(name in said for name in ADDRESSES):
            return iter([_entry(1, said)])
        raise Invalid('The list has neither "items" nor "images".')
    return _encord_arrays(said, named)


def _encord_arrays(said: dict[str, Any], named: list[str]) -> Iterator[Entry]:
    line = 0
    for name in named:
        for one in said[name]:
            line += 1
            entry = _entry(line, one)
            if name != "images" and entry.reason is None:
                entry = entry._replace(reason=f"Everloop registers images; this is one of the list's {name!r}.")
            yield entry


def _lines(data: bytes) -> Iterator[Entry]:
    line = 0
    for raw in io.BytesIO(data.removeprefix(b"\xef\xbb\xbf")):
        text = raw.strip()
        if not text:
            continue
        line += 1
        if text[:1] in b'{"[':
            try:
                yield _entry(line, orjson.loads(text))
            except ValueError as error:
                yield Entry(line, text.decode("utf-8", "replace"), reason=f"The line is not JSON: {error}.")
        else:
            yield _entry(line, text.decode("utf-8", "replace"))


def _csv(data: bytes) -> Iterator[Entry]:
    text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    reader = csv.reader(io.StringIO(text, newline=""))
    header = [name.strip() for name in next(reader, [])]
    lower = [name.lower() for name in header]
    at = next((lower.index(name.lower()) for name in ADDRESSES if name.lower() in lower), None)
    if at is None:
        raise Invalid(f"The CSV's header names no address: one column is called {', '.join(ADDRESSES[:4])}.")
    folder = lower.index("folder") if "folder" in lower else None
    others = [(i, name) for i, name in enumerate(header) if i not in (at, folder) and name]
    return _csv_rows(reader, at, folder, others)


def _csv_rows(reader: Any, at: int, folder: int | None, others: list[tuple[int, str]]) -> Iterator[Entry]:
    line = 0
    try:
        for row in reader:
            if not any(row):
                continue
            line += 1
            uri = row[at].strip() if at < len(row) else ""
            if not uri:
                yield Entry(line, "", reason="The line names no file.")
                continue
            said = {name: row[i] for i, name in others if i < len(row) and row[i] != ""}
            place = row[folder] if folder is not None and folder < len(row) else ""
            yield Entry(line, uri, said or None, place or None)
    except csv.Error as error:
        yield Entry(line + 1, "", reason=f"The CSV is damaged here: {error}.")


def _entry(line: int, said: Any) -> Entry:
    if isinstance(said, str):
        return Entry(line, said) if said else Entry(line, "", reason="The line names no file.")
    if not isinstance(said, dict):
        return Entry(line, told(said), reason="The line is neither an address nor an object with one.")
    uri = next((said[name] for name in ADDRESSES if said.get(name)), None)
    if not isinstance(uri, str):
        return Entry(
            line, told(uri) if uri else "", reason=f"The line names no file: it has none of {', '.join(ADDRESSES[:4])}."
        )
    metadata = next((said[name] for name in METADATA if said.get(name) is not None), None)
    if metadata is not None and not isinstance(metadata, dict):
        return Entry(line, uri, reason="Its metadata is no object.")
    folder = said.get("folder")
    return Entry(line, uri, metadata or None, folder if isinstance(folder, str) and folder else None)

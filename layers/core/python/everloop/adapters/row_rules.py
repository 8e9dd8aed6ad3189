"""What every Table refuses and how every Table pages, in one place, so that the two houses cannot differ in it."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence

import orjson

from everloop.domain.errors import Invalid
from everloop.domain.limits import KEY_CHARS, ROW_BYTES, TRANSACTION_BYTES, TRANSACTION_ROWS, refuse_beyond
from everloop.ports import Check, Delete, Key, Put, Row

INDEX_CHARS = KEY_CHARS - 2  # ties go by key, so the key stands behind the index sort, with a mark before each of its two parts


def size_bytes(row: Row) -> int:
    """What a row counts: its key, kind, body and place in the index, as UTF-8.

    Raises:
        Invalid: A key or body that no table takes, or more than ``limits.ROW_BYTES``.
    """
    names = "".join((row.key.partition, row.key.sort, *(row.index or ())))
    if _is_plain(names) and row.key.partition and (row.index is None or row.index[0]):
        size = len(names) + len(row.data) + len(row.kind)  # all but a few
    else:
        size = _checked_bytes(row)
    if not row.data.isascii():
        try:
            row.data.decode()
        except UnicodeDecodeError:
            raise Invalid("A row's body is not UTF-8.") from None
    refuse_beyond(size, ROW_BYTES, f"This {row.kind or 'row'}")
    return size


def refuse_key(key: Key) -> None:
    """Raise Invalid for a key that one of the tables cannot hold."""
    _key_bytes(key)


def refuse_puts(puts: Sequence[Put]) -> None:
    """Raise Invalid where one of many puts cannot be stored, or two are for one key."""
    for put in puts:
        size_bytes(put.row)
    _refuse_doubles([put.row.key for put in puts])


def refuse_transaction(writes: Sequence[Put | Delete | Check]) -> None:
    """Raise Invalid for a transaction that is too large or names a row twice."""
    if len(writes) > TRANSACTION_ROWS:
        raise Invalid(f"This transaction has {len(writes)} writes; the limit is {TRANSACTION_ROWS}.")
    size = 0
    for write in writes:
        if isinstance(write, Put):
            size += size_bytes(write.row)
        else:
            refuse_key(write.key)
    refuse_beyond(size, TRANSACTION_BYTES, "This transaction")
    _refuse_doubles([write.row.key if isinstance(write, Put) else write.key for write in writes])


def refuse_limit(limit: int) -> None:
    """Raise Invalid for a page without rows."""
    if limit < 1:
        raise Invalid(f"A page has at least one row, got {limit}.")


def cursor_of(*parts: str) -> str:
    """Parts of a key as an opaque cursor."""
    return base64.urlsafe_b64encode(orjson.dumps(parts)).decode().rstrip("=")


def parts_of(cursor: str, count: int) -> list[str]:
    """What a cursor was made of. Raises Invalid for one that is none of ours."""
    try:
        parts = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error):
        parts = None
    if not isinstance(parts, list) or len(parts) != count or not all(isinstance(part, str) for part in parts):
        raise Invalid("This cursor is not one of this listing; begin again without a cursor.")
    return parts


def _is_plain(names: str) -> bool:
    """Whether the parts of a key and of its place in the index, together, are short and without anything special."""
    return len(names) <= INDEX_CHARS and names.isascii() and "\0" not in names


def _checked_bytes(row: Row) -> int:
    key = _key_bytes(row.key)
    size = key + len(row.data) + len(row.kind)
    if row.index is not None:
        place = _bytes(row.index[1], "An index sort key", empty=True)
        if place + key > INDEX_CHARS:
            raise Invalid(f"An index sort key and the row's key have {place + key:,} bytes; together at most {INDEX_CHARS:,}.")
        size += place + _bytes(row.index[0], "An index partition", empty=False)
    return size


def _key_bytes(key: Key) -> int:
    return _bytes(key.partition, "A partition", empty=False) + _bytes(key.sort, "A sort key", empty=True)


def _bytes(text: str, what: str, *, empty: bool) -> int:
    if text.isascii() and 0 < len(text) <= KEY_CHARS and "\0" not in text:
        return len(text)  # all but a few
    if not text and not empty:
        raise Invalid(f"{what} is empty.")
    if text.isascii():
        size = len(text)
    else:
        try:
            size = len(text.encode())
        except UnicodeEncodeError:
            raise Invalid(f"{what} has characters that are no Unicode text.") from None
    if "\0" in text:
        raise Invalid(f"{what} has a NUL character.")
    if size > KEY_CHARS:
        raise Invalid(f"{what} has {size:,} bytes; the limit is {KEY_CHARS:,}.")
    return size


def _refuse_doubles(keys: Sequence[Key]) -> None:
    seen: set[Key] = set()
    if len(set(keys)) == len(keys):
        return
    for key in keys:
        if key in seen:
            raise Invalid(f"Two writes are for one row ({key.partition}, {key.sort}).")
        seen.add(key)

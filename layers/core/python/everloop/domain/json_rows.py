"""Finds the rows of the lists in a JSON file without reading them, so that a file of any size costs four bytes a row.

A row is what stands between two commas of a list; whether it is JSON is seen when it is read. Brackets, commas and quotes are
found by numpy, a megabyte at a time.
"""

from __future__ import annotations

import re
import reprlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from everloop.domain.errors import Invalid

Buffer = bytes | memoryview

BLOCK = 1 << 20
MOST = 50_000_000
"""Rows of a file: a gigabyte of real ones has fewer, a gigabyte of commas would take all memory."""
KEYS = 100_000
"""Of a file that is an object: one that has lists of rows has a handful."""
OPEN, CLOSE, COMMA, QUOTE = 1, 2, 3, 4
_KINDS = np.zeros(256, np.uint8)
_KINDS[list(b"[{")], _KINDS[list(b"]}")], _KINDS[ord(",")], _KINDS[ord('"')] = OPEN, CLOSE, COMMA, QUOTE
_DEPTH = np.array([0, 1, -1, 0, 0], np.int8)
_KEY = re.compile(rb'\s*+"((?:[^"\\]++|\\.)*+)"\s*+:\s*+', re.DOTALL)
_BLANK = b" \t\r\n"
CHARS = 200
"""Of a value that is told."""
_SHORT = reprlib.Repr()
_SHORT.maxstring = _SHORT.maxother = CHARS // 2
_SHORT.maxlevel = 2
_BEGIN = re.compile(rb"[^ \t\r\n]")


class Rows:
    """The rows of a list, each a view of the file. ``bounds``: as given, from which the same rows are made again."""

    __slots__ = ("_data", "bounds")

    def __init__(self, data: Buffer = b"", bounds: NDArray[np.uint32] | None = None) -> None:
        """``bounds``: the positions of the list's opening bracket, its commas, and its closing bracket."""
        self._data = memoryview(data)
        self.bounds = np.empty(1, np.uint32) if bounds is None else bounds

    def __len__(self) -> int:
        return len(self.bounds) - 1

    def __getitem__(self, row: int) -> memoryview:
        return self._data[int(self.bounds[row]) + 1 : int(self.bounds[row + 1])]

    def __iter__(self) -> Iterator[memoryview]:
        return (self[row] for row in range(len(self)))

    def run(self, first: int, end: int) -> bytes:
        """The rows from ``first`` to before ``end`` as a list of their own."""
        return b"".join((b"[", self._data[int(self.bounds[first]) + 1 : int(self.bounds[end])], b"]"))

    def some(self, wanted: NDArray[np.integer]) -> list[memoryview]:
        """These rows, in this order."""
        data = self._data
        starts, ends = (self.bounds[wanted] + 1).tolist(), self.bounds[np.asarray(wanted) + 1].tolist()
        return [data[start:end] for start, end in zip(starts, ends, strict=True)]


def split(
    data: Buffer, names: Collection[str], *, most: int | None = None, tick: Callable[[], None] = lambda: None
) -> dict[str, Rows]:
    """The rows of the lists of these names in a file that is an object; of a file that is a list, under the name "".

    Args:
        most: Rows that are let in, where that is fewer than ``MOST``.
        tick: Called every megabyte.

    Raises:
        Invalid: It is neither, ends too early or goes on behind its end, has too many rows or keys, or one of the names is no
            list.
    """
    view = memoryview(data)
    mark = 3 if bytes(view[:3]) == b"\xef\xbb\xbf" else 0
    begin = _BEGIN.search(view, mark)
    if begin is None or begin[0] not in (b"[", b"{"):
        raise Invalid("This file is no JSON object and no list.")
    first = begin.start()
    deepest = 1 if view[first] == ord("[") else 2
    position, kind, depth = _marks(view, deepest, min(MOST, most or MOST), tick)
    if not len(kind) or depth[-1] != 0 or view[int(position[-1])] != view[first] + 2:
        raise Invalid("This file is no JSON: it ends too early.")
    if bytes(view[int(position[-1]) + 1 :]).strip(_BLANK):
        raise Invalid("This file is no JSON: it goes on behind its end.")
    if deepest == 1:
        return {"": _rows(view, position)}
    return _named(view, names, position, kind, depth)


def told(value: Any) -> str:
    """A value of a row in a sentence: shortened, as a row may hold any length, and more depth than ``repr`` can walk."""
    text = _SHORT.repr(value)
    return text if len(text) <= CHARS else f"{text[: CHARS - 1]}…"


def _named(
    view: memoryview, names: Collection[str], position: NDArray[np.uint32], kind: NDArray[np.uint8], depth: NDArray[np.int8]
) -> dict[str, Rows]:
    found: dict[str, Rows] = {}
    outer = np.flatnonzero((depth == 1) & (kind != CLOSE) | (depth == 0))
    if len(outer) > KEYS:
        raise Invalid(f"This file is not what it should be: it has more than {KEYS:,} keys.")
    for at, following in zip(outer[:-1].tolist(), outer[1:].tolist(), strict=True):
        start, end = int(position[at]) + 1, int(position[following])
        key = _KEY.match(view[start:end])
        name = bytes(key[1]).decode(errors="replace") if key else ""
        if key is None or name not in names:
            continue
        inside = position[at + 1 : following]
        if (
            bytes(view[start + key.end() : start + key.end() + 1]) != b"["
            or len(inside) < 2
            or view[int(inside[-1])] != ord("]")
        ):
            raise Invalid(f'This file is not what it should be: its "{name}" is no list.')
        found[name] = _rows(view, inside)
    return found


def _rows(view: memoryview, bounds: NDArray[np.uint32]) -> Rows:
    if len(bounds) == 2 and not bytes(view[int(bounds[0]) + 1 : int(bounds[1])]).strip(_BLANK):
        bounds = bounds[:1]
    return Rows(view, bounds)


@dataclass(slots=True)
class _State:
    """Where a scan stands between two blocks. ``escaping``: how many backslashes the last block ended with."""

    quoted: bool = False
    depth: int = 0
    escaping: int = 0
    marks: list[tuple[NDArray[np.uint32], NDArray[np.uint8], NDArray[np.int8]]] = field(default_factory=list)


def _marks(
    view: memoryview, deepest: int, most: int, tick: Callable[[], None]
) -> tuple[NDArray[np.uint32], NDArray[np.uint8], NDArray[np.int8]]:
    """Brackets and commas outside of strings that lie at most ``deepest`` deep: position, kind, and the depth behind them."""
    state, found = _State(), 0
    for start in range(0, len(view), BLOCK):
        _scan(np.frombuffer(view[start : start + BLOCK], np.uint8), start, deepest, state)
        tick()
        found += len(state.marks[-1][0])
        if found > most:
            raise Invalid(f"This file has more than {most:,} rows: split it.")
        if state.depth < 0:
            raise Invalid("This file is no JSON: it closes what it did not open.")
    position, kind, depth = zip(*state.marks, strict=True)
    return np.concatenate(position), np.concatenate(kind), np.concatenate(depth)


def _scan(block: NDArray[np.uint8], start: int, deepest: int, state: _State) -> None:
    kinds = _KINDS[block]
    places = np.flatnonzero(kinds)
    kind = kinds[places]
    free = ~_escaped(block, places, state)
    quote = (kind == QUOTE) & free
    inside = np.logical_xor.accumulate(quote) ^ state.quoted if len(quote) else quote
    state.quoted = bool(inside[-1]) if len(inside) else state.quoted
    outside = ~inside & (kind != QUOTE)
    places, kind = places[outside], kind[outside]
    depth = state.depth + np.cumsum(_DEPTH[kind], dtype=np.int64)
    if len(depth):
        state.depth = int(depth[-1]) if depth.min() >= 0 else -1
    kept = (depth <= deepest) & ((kind != CLOSE) | (depth < deepest))
    state.marks.append(((places[kept] + start).astype(np.uint32), kind[kept], depth[kept].astype(np.int8)))


def _escaped(block: NDArray[np.uint8], places: NDArray[np.int64], state: _State) -> NDArray[np.bool_]:
    """Which of the places stand behind an odd number of backslashes."""
    slashes = np.flatnonzero(block == ord("\\"))
    before = state.escaping
    escaped = np.zeros(len(places), np.bool_)
    if len(places) and places[0] == 0:
        escaped[0] = bool(before % 2)
    if not len(slashes):
        state.escaping = 0
        return escaped
    begins = np.diff(slashes, prepend=-2) != 1
    begin = np.maximum.accumulate(np.where(begins, np.arange(len(slashes)), 0))
    run = np.arange(len(slashes)) - begin + 1
    if slashes[0] == 0:
        run[begin == 0] += before
    at = np.searchsorted(slashes, places - 1)
    there = at < len(slashes)
    there[there] = slashes[at[there]] == places[there] - 1
    escaped[there] = run[at[there]] % 2 == 1
    state.escaping = int(run[-1]) if slashes[-1] == len(block) - 1 else 0
    return escaped

"""Which items the file names of an imported file mean: the whole key, else a path's end, else a base name that is unique."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class Finder(Generic[T]):
    """Looks for the items of ``names``: offer it every item that may be meant, then ask for what was found.

    It keeps only items with a wanted base name, so any number may be offered.
    """

    names: Iterable[str]
    _wanted: dict[str, list[str]] = field(default_factory=dict)
    _offered: dict[str, list[tuple[str, T]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in dict.fromkeys(self.names):
            self._wanted.setdefault(_base(_clean(name)), []).append(name)

    def offer(self, key: str, item: T) -> None:
        """An item by its key within its source."""
        base = _base(key)
        if base in self._wanted:
            self._offered.setdefault(base, []).append((key, item))

    def found(self) -> dict[str, T | str]:
        """Each name → its item, or a sentence on why it has none. No item is found twice."""
        result: dict[str, T | str] = {}
        for base, names in self._wanted.items():
            offered: list[tuple[str, T]] = self._offered.get(base, [])
            result.update(_resolved(names, offered))
        return result


def _resolved(names: list[str], offered: Sequence[tuple[str, T]]) -> dict[str, T | str]:
    keys: dict[str, list[int]] = {}
    ends: dict[str, list[int]] = {}
    for at, (key, _) in enumerate(offered):
        keys.setdefault(key, []).append(at)
        for end in _ends(key):
            ends.setdefault(end, []).append(at)
    result: dict[str, T | str] = {}
    taken: dict[int, str] = {}
    waiting = names
    for places_of in (_by_key, _by_end):
        rest: list[str] = []
        for name in waiting:
            places = places_of(_clean(name), keys, ends)
            free = [at for at in places if at not in taken]
            if len(free) == 1:
                taken[free[0]] = name
                result[name] = offered[free[0]][1]
            elif free:
                result[name] = _several(name, [offered[at][0] for at in free])
            elif places:
                result[name] = f"{name!r} means the same item as {taken[places[0]]!r}."
            else:
                rest.append(name)
        waiting = rest
    left = [at for at in range(len(offered)) if at not in taken]
    for name in waiting:
        if len(left) == len(waiting) == 1:
            result[name] = offered[left[0]][1]
        else:
            result[name] = _several(name, [offered[at][0] for at in left]) if left else f"There is no item {name!r}."
    return result


def _several(name: str, keys: list[str]) -> str:
    if len(keys) == 1:
        return f"{name!r} is not the only name that could be the item {keys[0]!r}."
    return f"{name!r} could be any of {len(keys)} items, such as {keys[0]!r}."


def _by_key(name: str, keys: dict[str, list[int]], ends: dict[str, list[int]]) -> list[int]:
    return keys.get(name, [])


def _by_end(name: str, keys: dict[str, list[int]], ends: dict[str, list[int]]) -> list[int]:
    """Keys that end with the name, else the longest key that the name ends with; more than the base name must agree."""
    if "/" in name and name in ends:
        return ends[name]
    return next((keys[end] for end in _ends(name) if "/" in end and end in keys), [])


def _ends(path: str) -> Iterator[str]:
    """The path without its first folders, longest first; not the path itself."""
    at = path.find("/")
    while at >= 0:
        yield path[at + 1 :]
        at = path.find("/", at + 1)


def _clean(name: str) -> str:
    clean = name.replace("\\", "/")
    while clean.startswith("./"):
        clean = clean[2:]
    return clean.lstrip("/")


def _base(path: str) -> str:
    return path.rpartition("/")[2]

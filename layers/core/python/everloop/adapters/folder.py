"""Objects in a local folder: plain files, atomic and durable writes, addresses signed for the app's own ``/media`` route."""

from __future__ import annotations

import ctypes
import errno
import os
import secrets
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from everloop.adapters.signing import SignedPaths
from everloop.domain.errors import Forbidden, Invalid, NotFound, Transient
from everloop.domain.uris import file_name, file_text
from everloop.ports import ObjectFacts

WRITING = ".everloop-writing"
CHUNK = 1 << 20
TOGETHER = 8
CAN_SYNC_ALL = sys.platform == "linux"


class FolderObjects:
    """A folder as the Objects port.

    Names that are not UTF-8 are listed and found under the reversible form of ``domain.uris``. Symlinked folders are followed,
    each folder once; a path below its real parents is preferred. What cannot be read is listed all the same: a file with size
    0, a folder that cannot be opened as ``its/path/`` with a slash at its end.
    """

    def __init__(self, root: Path, *, signed: SignedPaths | None = None, hidden: Path | None = None) -> None:
        """``hidden``: a folder that no listing enters, wherever it lies: the house's own data."""
        self.root = root
        self._hidden = hidden
        self._root = os.fspath(root)
        self._signed = signed

    def read(self, path: str, *, start: int = 0, length: int | None = None) -> bytes:
        """The bytes from ``start``; empty beyond the end."""
        with _translated(path), self._regular(path).open("rb") as file:
            file.seek(start)
            return file.read(-1 if length is None else length)

    def download(self, path: str, to: Path) -> None:
        """Copy the object to a local file."""
        with _translated(path), self._regular(path).open("rb") as source, to.open("wb") as target:
            while chunk := source.read(CHUNK):
                target.write(chunk)

    def write(self, path: str, data: bytes | Path | Iterable[bytes]) -> ObjectFacts:
        """Write or overwrite: into a temporary file, synced, then renamed."""
        target = self._place(path)
        with _translated(path):
            ready = self._written(data)
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                ready.replace(target)
            except OSError:
                ready.unlink()
                raise
            _sync_folder(target.parent)
        return self.head(path)

    def create(self, path: str, data: bytes | Path) -> bool:
        """Write only if nothing is there (a hard link is made or fails, atomically)."""
        target = self._place(path)
        if target.exists():
            return False
        with _translated(path):
            if not _linked(self._written(data), target):
                return False
            _sync_folder(target.parent)
        return True

    def create_many(self, objects: Mapping[str, bytes]) -> None:
        """The same of many. Where the system can sync a whole file system (Linux), they become durable together: first their
        bytes, then their names.
        """
        targets = {path: self._place(path) for path in objects}
        waiting = {path: target for path, target in targets.items() if not target.exists()}
        if len(waiting) < TOGETHER or not CAN_SYNC_ALL:
            for path in waiting:
                self.create(path, objects[path])
            return
        ready: dict[str, Path] = {}
        try:
            for path in waiting:
                with _translated(path):
                    ready[path] = self._written(objects[path], sync=False)
            with _translated(self._root):
                _sync_all(self.root)
            for path in list(ready):
                with _translated(path):
                    _linked(ready.pop(path), waiting[path])
            with _translated(self._root):
                _sync_all(self.root)
        finally:
            for left in ready.values():
                left.unlink(missing_ok=True)

    def head(self, path: str) -> ObjectFacts:
        """Size, etag (from size and time of change in nanoseconds) and time of change."""
        with _translated(path):
            found = self._place(path).stat()
        if stat.S_ISDIR(found.st_mode):
            raise NotFound(f"There is no file at {path!r}.", path=path)
        return _facts(path, found)

    def delete(self, path: str) -> None:
        """Remove; nothing happens where nothing is."""
        try:
            with _translated(path):
                self._place(path).unlink()
        except NotFound:
            return

    def list(self, prefix: str = "", *, after: str | None = None) -> Iterator[ObjectFacts]:
        """Everything under ``prefix`` in the order of the walk; ``after`` is a filter. Raises NotFound where the folder itself
        is not there (a disk that is not mounted is not an empty one).
        """
        if not self.root.is_dir():
            raise NotFound(f"There is no folder at {file_text(self._root)}.")
        top = prefix.rpartition("/")[0]
        start = str(self._place(top)) if top else self._root
        for facts in walk(start, f"{top}/" if top else "", prefix, hidden=self._hidden):
            if after is None or facts.path > after:
                yield facts

    def presign(self, path: str, *, method: Literal["GET", "PUT"] = "GET", expires_s: int = 3600) -> str:
        """A path of the app, ``/media/signed/…``, good for this object until it expires.

        Raises:
            Invalid: This folder was opened without a signing key.
        """
        if self._signed is None:
            raise Invalid("This folder gives out no addresses.")
        self._place(path)
        return self._signed.sign(self._root, path, method=method, expires_s=expires_s)

    def file(self, path: str) -> Path:
        """Where an object lies, for who reads it piece by piece. Raises NotFound; Forbidden."""
        with _translated(path):
            return self._regular(path)

    def _place(self, path: str) -> Path:
        """The absolute file name of a path. Raises Invalid for one that would leave the folder."""
        name = file_name(path)
        if "\0" in name or any(part in ("", ".", "..") for part in name.split("/")):
            raise Invalid(f"{path!r} is no path of a file in a folder.", path=path)
        return self.root / name

    def _regular(self, path: str) -> Path:
        """The file name of a regular file (opening a pipe would wait forever)."""
        place = self._place(path)
        if not stat.S_ISREG(place.stat().st_mode):
            raise NotFound(f"{path!r} is not a file.", path=path)
        return place

    def _written(self, data: bytes | Path | Iterable[bytes], *, sync: bool = True) -> Path:
        """A temporary file with these bytes."""
        folder = self.root / WRITING
        folder.mkdir(parents=True, exist_ok=True)
        name, whole = folder / secrets.token_hex(8), False
        try:
            with name.open("xb") as file:
                for chunk in _chunks(data):
                    file.write(chunk)
                if sync:
                    file.flush()
                    os.fsync(file.fileno())
            whole = True
        finally:
            if not whole:
                name.unlink(missing_ok=True)
        return name


def walk(folder: str, base: str, prefix: str = "", *, hidden: Path | None = None) -> Iterator[ObjectFacts]:
    """Every file below ``folder``, as ``base`` + its path. Real folders first, then those behind symlinks, so that a file's
    path does not hang on the order of names.
    """
    seen: set[tuple[int, int]] = {_identity(hidden.stat())} if hidden and hidden.exists() else set()
    waiting, linked = [(folder, base)], list[tuple[str, str]]()
    while waiting or linked:
        here, at = waiting.pop() if waiting else linked.pop(0)
        try:
            identity = _identity(Path(here).stat())
            if identity in seen:
                continue
            seen.add(identity)
            with os.scandir(here) as scanned:
                entries = sorted(scanned, key=_name)
        except FileNotFoundError:
            continue
        except OSError:
            yield ObjectFacts(path=at, size_bytes=0, etag="", modified_ms=0)
            continue
        inner: list[tuple[str, str]] = []
        for entry in entries:
            path = at + file_text(entry.name)
            if _is_folder(entry):
                if entry.name != WRITING and _may_match(path + "/", prefix):
                    (linked if entry.is_symlink() else inner).append((entry.path, path + "/"))
            elif path.startswith(prefix):
                yield _listed(path, entry)
        waiting += reversed(inner)


def _identity(found: os.stat_result) -> tuple[int, int]:
    return found.st_dev, found.st_ino


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


def _may_match(folder: str, prefix: str) -> bool:
    """Whether something in ``folder`` can begin with ``prefix``."""
    return folder.startswith(prefix) or prefix.startswith(folder)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _listed(path: str, entry: os.DirEntry[str]) -> ObjectFacts:
    """Facts of an entry; a dangling link, or what may not be looked at, has size 0."""
    try:
        return _facts(path, entry.stat())
    except OSError:
        return ObjectFacts(path=path, size_bytes=0, etag="", modified_ms=0)


def _facts(path: str, found: os.stat_result) -> ObjectFacts:
    return ObjectFacts(path, found.st_size, f"{found.st_mtime_ns:x}-{found.st_size:x}", found.st_mtime_ns // 1_000_000)


def _chunks(data: bytes | Path | Iterable[bytes]) -> Iterator[bytes]:
    if isinstance(data, bytes):
        yield data
    elif isinstance(data, Path):
        with data.open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk
    else:
        yield from data


def _linked(ready: Path, target: Path) -> bool:
    """Give a temporary file its name, or remove it where that name is taken."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.hardlink_to(ready)
    except FileExistsError:
        return False
    finally:
        ready.unlink()
    return True


def _sync_all(folder: Path) -> None:
    """Make everything on a folder's file system durable: one flush instead of two a file."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        if ctypes.CDLL(None, use_errno=True).syncfs(handle):
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    finally:
        os.close(handle)


def _sync_folder(folder: Path) -> None:
    """Make a rename in ``folder`` durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _translated(path: str) -> Iterator[None]:
    """Errors of the operating system in words of the house."""
    try:
        yield
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        raise NotFound(f"There is no file at {path!r}.", path=path) from None
    except PermissionError:
        raise Forbidden(f"The file at {path!r} may not be touched: permission denied.", path=path) from None
    except OSError as error:
        if error.errno in (errno.ENAMETOOLONG, errno.ELOOP):
            raise NotFound(f"There is no file at {path!r}.", path=path) from None
        raise Transient(f"The disk answered: {error.strerror}.", path=path) from None

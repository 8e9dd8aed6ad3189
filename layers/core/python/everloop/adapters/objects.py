"""Objects in S3, Google Cloud Storage and Azure Blob, by one adapter over obstore; and what opens a source by its address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import obstore
from obstore.exceptions import (
    AlreadyExistsError,
    BaseError,
    InvalidPathError,
    NotFoundError,
    PermissionDeniedError,
    UnauthenticatedError,
)
from obstore.store import AzureStore, GCSStore, S3Store

from everloop.adapters.folder import FolderObjects
from everloop.adapters.odd_keys import list_rest
from everloop.adapters.signing import SignedPaths
from everloop.domain.errors import Forbidden, Invalid, NotFound, Transient
from everloop.domain.uris import file_name, normal_root, scheme_of
from everloop.ports import ObjectFacts, Objects

KEPT = {"Cache-Control": "max-age=31536000, immutable"}
AT_ONCE = 16
Store = S3Store | GCSStore | AzureStore
_SAYS_WHO = {"access_key_id", "credential_provider", "skip_signature", "token"}


class StoreObjects:
    """A bucket, or what is below a prefix of one, as the Objects port.

    obstore refuses keys with control characters or empty or dotted parts ("a//b"). Such a key is Invalid here. A listing of S3
    names them all the same; one of the other stores stops with a sentence that names the key: nothing is hidden silently. On
    Azure, obstore's presigned addresses are good only for names that need no escaping.
    """

    def __init__(self, store: Store) -> None:
        self.store = store

    def read(self, path: str, *, start: int = 0, length: int | None = None) -> bytes:
        """The bytes from ``start``; empty beyond the end."""
        with _translated(path):
            if start == 0 and length is None:
                return bytes(obstore.get(self.store, path).bytes())
            size = obstore.head(self.store, path)["size"]
            end = size if length is None else min(size, start + length)
            return bytes(obstore.get_range(self.store, path, start=start, end=end)) if start < end else b""

    def download(self, path: str, to: Path) -> None:
        """Copy the object to a local file, streaming."""
        with _translated(path), to.open("wb") as target:
            for chunk in obstore.get(self.store, path):
                target.write(chunk)

    def write(self, path: str, data: bytes | Path | Iterable[bytes]) -> ObjectFacts:
        """Write or overwrite; large bodies go in parts and appear when they are whole."""
        with _translated(path):
            obstore.put(self.store, path, data)
        return self.head(path)

    def create(self, path: str, data: bytes | Path) -> bool:
        """Write only if nothing is there (If-None-Match). What is written so never changes: a browser may keep it."""
        with _translated(path):
            try:
                obstore.put(self.store, path, data, mode="create", use_multipart=False, attributes=KEPT)
            except AlreadyExistsError:
                return False
        return True

    def create_many(self, objects: Mapping[str, bytes]) -> None:
        """Write those that are not there, some at a time."""
        with ThreadPoolExecutor(min(AT_ONCE, len(objects) or 1)) as threads:
            list(threads.map(self.create, objects.keys(), objects.values()))

    def head(self, path: str) -> ObjectFacts:
        """Size, etag and time of change."""
        with _translated(path):
            return _facts(obstore.head(self.store, path))

    def delete(self, path: str) -> None:
        """Remove; nothing happens where nothing is."""
        try:
            with _translated(path):
                obstore.delete(self.store, path)
        except NotFound:
            return

    def list(self, prefix: str = "", *, after: str | None = None) -> Iterator[ObjectFacts]:
        """Everything under ``prefix``, streaming. A prefix in the middle of a name is a filter over its folder."""
        folder, last = prefix.rpartition("/")[0], after
        try:
            with _translated(prefix):
                for chunk in obstore.list(self.store, folder or None, offset=after, chunk_size=1_000):
                    for found in chunk:
                        last = found["path"]
                        if found["path"].startswith(prefix):
                            yield _facts(found)
        except Invalid:
            if not isinstance(self.store, S3Store):
                raise
            yield from list_rest(self.store, prefix, after=last)

    def presign(self, path: str, *, method: Literal["GET", "PUT"] = "GET", expires_s: int = 3600) -> str:
        """An address signed with the caller's own credentials."""
        with _translated(path):
            return str(obstore.sign(self.store, method, path, timedelta(seconds=expires_s)))


class Sources:
    """The OpenSource port: opens the Objects below a root.

    Args:
        signed: Signs addresses of local folders; without it, folders give out none.
        config: By scheme (``s3``, ``gs``, ``az``), what obstore's store takes beside the bucket: region, endpoint,
            ``client_options``, credentials. For S3 without any, those of the machine: a role, or a profile; never keys of ours.
        folders: Whether this house may read local folders.
        hidden: The house's own data folder: no listing of a folder around it enters it.
    """

    def __init__(
        self,
        *,
        signed: SignedPaths | None = None,
        config: Mapping[str, Mapping[str, Any]] | None = None,
        folders: bool = True,
        hidden: Path | None = None,
    ) -> None:
        self._signed = signed
        self._config = config or {}
        self._folders = folders
        self._hidden = hidden

    def __call__(self, root: str) -> Objects:
        """The Objects below ``root``. Raises Invalid."""
        root = normal_root(root)
        scheme = scheme_of(root)
        rest = root[len(scheme) + 3 :]
        if scheme == "file":
            if not self._folders:
                raise Invalid("This house reads no local folders; name a bucket.")
            return FolderObjects(Path(file_name(rest) or "/"), signed=self._signed, hidden=self._hidden)
        try:
            return StoreObjects(_store(scheme, rest, self._config.get(scheme, {})))
        except (BaseError, ValueError, OSError) as error:
            reason = str(error).partition("\n")[0]
            raise Invalid(f"{root!r} cannot be opened: {reason}.", root=root) from None


def _store(scheme: str, rest: str, config: Mapping[str, Any]) -> Store:
    bucket, _, prefix = rest.partition("/")
    if scheme == "s3":
        given: dict[str, Any] = {} if _SAYS_WHO & config.keys() else {"credential_provider": MachineCredentials()}
        return S3Store(bucket, prefix=prefix or None, **given, **config)
    if scheme == "gs":
        return GCSStore(bucket, prefix=prefix or None, **config)
    container, _, prefix = prefix.partition("/")
    return AzureStore(container, prefix=prefix or None, **({"account_name": bucket} | dict(config)))


class MachineCredentials:
    """The credentials that the machine has (a role's, a profile's), asked for when they are needed and when they expire."""

    def __init__(self) -> None:
        self._session: Any = None

    def __call__(self) -> Any:
        """As obstore takes them. Raises UnauthenticatedError: there are none."""
        if self._session is None:
            import boto3  # slow, and only S3 needs it

            self._session = boto3.Session()
        found = self._session.get_credentials()
        if found is None:
            raise UnauthenticatedError("This machine has no credentials for AWS.")
        frozen = found.get_frozen_credentials()
        expires_at = datetime.now(UTC) + timedelta(minutes=5) if frozen.token else None
        return {
            "access_key_id": frozen.access_key,
            "secret_access_key": frozen.secret_key,
            "token": frozen.token,
            "expires_at": expires_at,
        }


def _facts(found: Mapping[str, Any]) -> ObjectFacts:
    modified_ms = int(found["last_modified"].timestamp() * 1000)
    etag = (found["e_tag"] or f"{modified_ms:x}-{found['size']:x}").removeprefix("W/").strip('"')
    return ObjectFacts(path=found["path"], size_bytes=found["size"], etag=etag, modified_ms=modified_ms)


@contextmanager
def _translated(path: str) -> Iterator[None]:
    """Errors of obstore in words of the house; what is left over is trouble with the network."""
    try:
        yield
    except (NotFoundError, FileNotFoundError):
        raise NotFound(f"There is no object at {path!r}.", path=path) from None
    except (PermissionDeniedError, UnauthenticatedError):
        raise Forbidden(f"The store does not let us touch {path!r}: check the bucket's policy.", path=path) from None
    except (InvalidPathError, ValueError) as error:
        reason = str(error).partition("\n")[0]
        raise Invalid(f"The store cannot address {path!r}: {reason}.", path=path) from None
    except (BaseError, OSError) as error:
        reason = str(error).partition("\n")[0]
        raise Transient(f"The store did not answer for {path!r}: {reason}", path=path) from None

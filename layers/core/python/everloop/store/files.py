"""Files that people bring for imports: uploaded by a presigned address, read from disk without being loaded into memory."""

from __future__ import annotations

import mmap
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from everloop.domain.errors import Invalid, NotFound
from everloop.domain.ids import WorkspaceId
from everloop.domain.limits import FILE_BYTES
from everloop.ports import Objects


def path(workspace: WorkspaceId, upload: str) -> str:
    """Where an uploaded file is. Raises NotFound: this names none."""
    if not (upload.isascii() and upload.isalnum()):
        raise NotFound("There is no such uploaded file.", upload=upload)
    return f"{workspace}/files/{upload}"


def size(objects: Objects, workspace: WorkspaceId, upload: str) -> int:
    """How large an uploaded file is.

    Raises:
        NotFound: Nothing was uploaded there.
        Invalid: It is larger than an import may be.
    """
    try:
        facts = objects.head(path(workspace, upload))
    except NotFound:
        raise NotFound("There is no such uploaded file; its upload may not have ended.", upload=upload) from None
    refuse_large(facts.size_bytes)
    return facts.size_bytes


def refuse_large(size_bytes: int) -> None:
    """Raise Invalid where a file is larger than an import may be."""
    if size_bytes > FILE_BYTES:
        gigabytes = size_bytes / 1e9
        raise Invalid(f"The file has {gigabytes:.1f} GB; one import takes at most 1 GB: split the file.", size=size_bytes)


@contextmanager
def opened(objects: Objects, workspace: WorkspaceId, upload: str) -> Iterator[memoryview]:
    """The bytes of an uploaded file, mapped from a local copy that is gone afterwards. Raises NotFound; Invalid: too large."""
    bytes_there = size(objects, workspace, upload)
    with tempfile.TemporaryDirectory(prefix="everloop-import-") as folder:
        copy = Path(folder) / "file"
        objects.download(path(workspace, upload), copy)
        if not bytes_there:
            yield memoryview(b"")
            return
        with copy.open("rb") as file:
            yield memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))  # unmapped when the last row is gone

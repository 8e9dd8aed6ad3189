"""Reads and writes what a signed address of a local folder allows: the laptop's side of ``presign``."""

from __future__ import annotations

from pathlib import Path

from everloop.adapters.folder import FolderObjects
from everloop.adapters.signing import SignedPaths
from everloop.domain.errors import Forbidden


class SignedFiles:
    """Opens signed addresses (the part after ``/media/signed/``)."""

    def __init__(self, signed: SignedPaths) -> None:
        self._signed = signed

    def reading(self, token: str) -> Path:
        """The file that may be read.

        Raises:
            Forbidden: The address is not one of this house's, has expired, or is for writing.
            NotFound: The file is not there any more.
        """
        found = self._signed.open(token)
        if found.method != "GET":
            raise Forbidden("This address is for writing.")
        return FolderObjects(Path(found.root)).file(found.path)

    def write(self, token: str, data: Path) -> None:
        """Put a file's bytes where the address says. Raises Forbidden."""
        self.check_writing(token)
        found = self._signed.open(token)
        FolderObjects(Path(found.root)).write(found.path, data)

    def check_writing(self, token: str) -> None:
        """Raises Forbidden unless the address is for writing."""
        if self._signed.open(token).method != "PUT":
            raise Forbidden("This address is for reading.")

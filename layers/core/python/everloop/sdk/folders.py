"""Folders, and who may see what is in them."""

from __future__ import annotations

import builtins
import contextlib
from collections.abc import Iterator

from everloop.domain.access import EffectiveGrant, FolderRole, Grant
from everloop.domain.errors import Conflict, NotFound
from everloop.domain.folders import ROOT, Folder, SeenFolder
from everloop.sdk.transport import Transport, each


class Folders:
    """The folders you see."""

    def __init__(self, transport: Transport) -> None:
        self._http = transport

    def list(self) -> Iterator[SeenFolder]:
        """All of them by id; the tree follows from ``parent``."""
        return each(self._http.pages("/folders", limit=1_000), SeenFolder.model_validate)

    def get(self, folder: str) -> SeenFolder:
        """A folder by id, with your role."""
        return SeenFolder.model_validate(self._http.json("GET", f"/folders/{folder}"))

    def find(self, path: str) -> SeenFolder:
        """The folder at a path of names from the root down: ``"Demo/Street"``; "" is the root. Raises NotFound."""
        return SeenFolder.model_validate(self._http.json("GET", "/folders/lookup", params={"path": path}))

    def create(self, name: str, *, parent: str = ROOT) -> Folder:
        """Make a folder."""
        return Folder.model_validate(self._http.json("POST", "/folders", body={"name": name, "parent": parent}))

    def ensure(self, path: str) -> SeenFolder:
        """The folder at a path, with all on the way to it; made where they are not there."""
        names = [name.strip() for name in path.split("/") if name.strip()]
        at = self.find("")
        for depth in range(1, len(names) + 1):
            below = "/".join(names[:depth])
            try:
                at = self.find(below)
            except NotFound:
                with contextlib.suppress(Conflict):  # another made it first
                    self.create(names[depth - 1], parent=at.id)
                at = self.find(below)
        return at

    def change(self, folder: str, *, name: str | None = None, parent: str | None = None) -> Folder:
        """Rename a folder, move it, or both."""
        body = {key: value for key, value in {"name": name, "parent": parent}.items() if value is not None}
        return Folder.model_validate(self._http.json("PATCH", f"/folders/{folder}", body=body))

    def delete(self, folder: str) -> None:
        """Delete an empty folder."""
        self._http.json("DELETE", f"/folders/{folder}")

    def path(self, folder: str) -> str:
        """The folder's path as ``find`` takes it, from the topmost folder you see."""
        names = [Folder.model_validate(one) for one in self._http.json("GET", f"/folders/{folder}/path")]
        return "/".join(one.name for one in names if one.id != ROOT)

    def grants(self, folder: str) -> builtins.list[EffectiveGrant]:
        """All grants that reach a folder, nearest first."""
        return [EffectiveGrant.model_validate(one) for one in self._http.json("GET", f"/folders/{folder}/grants")]

    def grant(self, folder: str, subject: str, role: FolderRole | str) -> Grant:
        """Give ``user:<id>`` or ``group:<id>`` a role in a folder and all below."""
        return Grant.model_validate(self._http.json("PUT", f"/folders/{folder}/grants/{subject}", body={"role": role}))

    def withdraw(self, folder: str, subject: str) -> None:
        """Take back the role given in this very folder."""
        self._http.json("DELETE", f"/folders/{folder}/grants/{subject}")

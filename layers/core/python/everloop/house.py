"""A house: one set of adapters. Made by ``wiring``, handed to ``entry``; use cases never see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from everloop.ports import Bus, Encoder, Identity, Index, Objects, OpenSource, Runner, Table
from everloop.store.columns import Columns


class SignedFiles(Protocol):
    """What a signed address of a local folder allows; only where the app itself serves media (the laptop)."""

    def reading(self, token: str) -> Path:
        """The file that may be read. Raises Forbidden; NotFound."""

    def check_writing(self, token: str) -> None:
        """Raises Forbidden unless the address is for writing."""

    def write(self, token: str, data: Path) -> None:
        """Put a file's bytes where the address says. Raises Forbidden."""


class MediaCookies(Protocol):
    """Lets a browser read a workspace's media from the distribution (AWS)."""

    def cookies(self, workspace: str, *, expires_s: int) -> Mapping[str, str]:
        """Cookies that do until ``expires_s`` (UTC epoch seconds). Raises Transient."""


class People(Protocol):
    """The identity provider's people, where it keeps them (AWS)."""

    def invite(self, email: str) -> str:
        """The provider's name for whoever has this address; he is made and written to where he is not there yet.

        Raises:
            Invalid: Nobody can be written to there.
            Transient: The provider does not answer now.
        """


@dataclass(frozen=True)
class House:
    """The ports of one deployment: ``objects`` is the house's own store of media and results; ``files`` opens the signed
    addresses that the app itself serves; ``media`` where a distribution serves media; ``people`` where they sign in elsewhere.
    """

    table: Table
    objects: Objects
    open_source: OpenSource
    columns: Columns
    index: Index
    encoder: Encoder
    runner: Runner
    bus: Bus
    identity: Identity
    files: SignedFiles | None = None
    media: MediaCookies | None = None
    people: People | None = None

"""Addresses for objects in a local folder: a path of the app that says what may be done with which file until when, sealed
with the house's key (HMAC-SHA-256).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import orjson

from everloop.domain.errors import Forbidden

ROUTE = "/media/signed/"


@dataclass(frozen=True, slots=True)
class Signed:
    """What a signed address allows: ``method`` on ``path`` below the folder ``root``."""

    root: str
    path: str
    method: str


class SignedPaths:
    """Makes and opens signed addresses. ``key``: at least 16 secret bytes. ``now_s``: the clock."""

    def __init__(self, key: bytes, *, now_s: Callable[[], float] = time.time) -> None:
        self._key = key
        self._now_s = now_s

    def sign(self, root: str, path: str, *, method: Literal["GET", "PUT"] = "GET", expires_s: int = 3600) -> str:
        """``/media/signed/<claim>.<seal>``. Within one quarter of ``expires_s`` the address stays the same, so that browsers
        can keep what they fetched.
        """
        step = max(1, expires_s // 4)
        expires = (int(self._now_s()) // step + 1) * step + expires_s
        claim = _text(orjson.dumps([_raw(root), path, method, expires]))
        return f"{ROUTE}{claim}.{self._seal(claim)}"

    def open(self, token: str) -> Signed:
        """What ``token`` (the address after ``/media/signed/``) allows.

        Raises:
            Forbidden: It was not made by this house, or has expired.
        """
        claim, _, seal = token.partition(".")
        if not hmac.compare_digest(seal.encode("utf-8", "replace"), self._seal(claim).encode()):
            raise Forbidden("This address is not one of this house's.")
        root, path, method, expires = orjson.loads(base64.urlsafe_b64decode(claim))
        if self._now_s() > expires:
            raise Forbidden("This address has expired; ask for a new one.")
        return Signed(root=_cooked(root), path=path, method=method)

    def _seal(self, claim: str) -> str:
        return _text(hmac.digest(self._key, claim.encode("utf-8", "replace"), hashlib.sha256))


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode()


def _raw(root: str) -> str:
    return root.encode("utf-8", "surrogateescape").hex()


def _cooked(root: str) -> str:
    return bytes.fromhex(root).decode("utf-8", "surrogateescape")

"""Everloop: the open data loop for computer vision."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from everloop.sdk.client import Client as Client

__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """``everloop.Client``, imported when it is asked for: the package itself imports nothing."""
    if name == "Client":
        from everloop.sdk.client import Client

        return Client
    raise AttributeError(name)

"""Randomness for the doors: use cases are given theirs."""

from __future__ import annotations

import secrets


def fresh() -> str:
    """The secret of a new token: 43 URL-safe characters, 256 random bits."""
    return secrets.token_urlsafe(32)


def salt() -> bytes:
    """The salt of a password."""
    return secrets.token_bytes(16)

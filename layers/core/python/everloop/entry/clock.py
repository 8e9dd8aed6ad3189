"""The time, and what is due by it."""

from __future__ import annotations

import datetime as dt
import time


def now() -> dt.datetime:
    """Aware UTC."""
    return dt.datetime.now(dt.UTC)


def now_ms() -> int:
    """UTC epoch milliseconds."""
    return time.time_ns() // 1_000_000

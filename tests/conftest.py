"""What every suite shares: the real services that a test may ask for by name."""

from __future__ import annotations

pytest_plugins = ["tests.services.fixtures"]

"""What every suite shares: the real services that a test may ask for by name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import house as houses

pytest_plugins = ["tests.services.fixtures"]


@pytest.fixture
def lived(tmp_path: Path) -> Iterator[houses.TestHouse]:
    """A local house in this process; ``lived.settle()`` lets its consumers and jobs run to rest."""
    yield houses.build(tmp_path)

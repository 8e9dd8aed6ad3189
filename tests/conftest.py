"""What every suite shares: the real services that a test may ask for by name."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import house as houses

pytest_plugins = ["tests.services.fixtures"]

# How long an example takes says nothing on a machine that does other things as well.
settings.register_profile("everloop", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("everloop")


@pytest.fixture
def lived(tmp_path: Path) -> houses.TestHouse:
    """A local house in this process; ``lived.settle()`` lets its consumers and jobs run to rest."""
    return houses.build(tmp_path)

"""A server with the built site, and where the screenshots are kept."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser import driving
from tests.journeys.serving import Served, serve


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of an empty data folder, with the site built from its sources. Skipped where no browser can be driven."""
    if reason := driving.missing():
        pytest.skip(reason)
    driving.build_site()
    server = serve(tmp_path_factory.mktemp("served") / "data")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where screenshots go: ``EVERLOOP_TEST_OUTPUT``, else the suite's own folder."""
    given = os.environ.get("EVERLOOP_TEST_OUTPUT")
    return Path(given) / "browser" if given else tmp_path_factory.mktemp("browser")

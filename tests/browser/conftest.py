"""A server with the built site, and where the screenshots are kept."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from everloop.adapters.local.bus import Failure, SqliteBus
from everloop.domain.events import Hint
from everloop.domain.ids import DEFAULT_WORKSPACE, ItemId
from everloop.store import keys
from tests.browser import driving
from tests.journeys.serving import Served, serve


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of an empty data folder, with the site built from its sources. Skipped where no browser can be driven."""
    if reason := driving.missing():
        pytest.skip(reason)
    driving.build_site()
    folder = tmp_path_factory.mktemp("served") / "data"
    leave_dead_letters(folder)
    server = serve(folder)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where screenshots go: ``EVERLOOP_TEST_OUTPUT``, else the suite's own folder."""
    given = os.environ.get("EVERLOOP_TEST_OUTPUT")
    return Path(given) / "browser" if given else tmp_path_factory.mktemp("browser")


def leave_dead_letters(folder: Path) -> None:
    """Two hints that a consumer gave up on before the server starts: about items that are not there, so that one that is sent
    again has nothing to do.
    """
    folder.mkdir(parents=True)
    bus = SqliteBus(folder / "bus.db")
    for number in (1, 2):
        place = keys.head(DEFAULT_WORKSPACE, ItemId(f"gone-{number}"))
        bus.publish(
            "index",
            [Hint(f"event-{number}", DEFAULT_WORKSPACE, "item", place.table, place.partition, place.sort, 1, "owner", "x")],
        )
    bus.settle([], [Failure(one, "The index could not be written.", again=False) for one in bus.take("index", 2)])
    bus.close()

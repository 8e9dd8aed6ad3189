"""One deployment for all the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.deployed import deploy, emulator
from tests.deployed.recovery import Struck, strike
from tests.deployed.search_node import SearchNode
from tests.deployed.standing import Standing


@pytest.fixture(scope="session")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    """The synthesized app, deployed to MiniStack on loopback, with an OpenSearch node of its own."""
    out = deploy.assembly()
    stack = emulator.start(tmp_path_factory.mktemp("ministack"))
    node = SearchNode(tmp_path_factory.mktemp("search"))
    standing = Standing(deploy.Cloud(stack.url), stack, node)
    try:
        node.start()
        deploy.deploy(standing.cloud, out, search=node.url)
        standing.found()
        yield standing
    finally:
        standing.close()
        stack.stop()
        node.stop()


@pytest.fixture(scope="session")
def struck(deployed: Standing) -> Struck:
    """A registration whose runner was killed."""
    return strike(deployed)

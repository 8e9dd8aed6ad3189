"""One deployment for all the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.deployed import deploy, emulator
from tests.deployed.search_node import SearchNode
from tests.deployed.standing import Standing


@pytest.fixture(scope="session")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    """The synthesized app, deployed to MiniStack on loopback, with an OpenSearch node of its own."""
    out = deploy.assembly()
    stack = emulator.start(tmp_path_factory.mktemp("ministack"))
    node = SearchNode(tmp_path_factory.mktemp("search"))
    try:
        node.start()
        standing = Standing(deploy.deploy(deploy.Cloud(stack.url), out, search=node.url), stack, node)
        standing.found()
        yield standing
        for client in standing.clients.values():
            client.close()
    finally:
        stack.stop()
        node.stop()

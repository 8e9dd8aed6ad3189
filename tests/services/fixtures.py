"""Fixtures of the real services: started on demand, once per test run, stopped by the fixture that started them.

``opensearch_node`` and ``dynamodb_local`` give a base URL on 127.0.0.1. The first run downloads jars into
``$EVERLOOP_TEST_CACHE`` (default ``~/.cache/everloop-tests``); where they cannot be had the tests are skipped and say why.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.services import java_services, ports

START_S = 480
OPENSEARCH_PORTS = range(9201, 9300)  # the runner's own bounds


@pytest.fixture(scope="session")
def opensearch_node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real OpenSearch node with k-NN (engine "lucene" only), empty at the start of the run: its base URL."""
    yield from _service(
        "opensearch", ports.take(OPENSEARCH_PORTS), tmp_path_factory.mktemp("opensearch"), ready=_opensearch_is_ready
    )


@pytest.fixture(scope="session")
def dynamodb_local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Amazon's DynamoDB Local, streams included, empty at the start of the run: its endpoint URL."""
    yield from _service("dynamodb", ports.take(), tmp_path_factory.mktemp("dynamodb"), ready=_dynamodb_is_ready)


def _service(name: str, port: int, data: Path, *, ready: Callable[[str, str], bool]) -> Iterator[str]:
    cluster = f"everloop-tests-{os.getpid()}-{port}"
    log = data / "output.log"
    command = [sys.executable, java_services.__file__, name, str(port), str(ports.cache()), str(data), cluster]
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=output, stderr=output)
    assert process.stdin is not None
    try:
        url = f"http://127.0.0.1:{port}"
        _await(process, lambda: ready(url, cluster), name, log)
        yield url
    finally:
        process.stdin.close()
        process.wait(30)


def _await(process: subprocess.Popen[bytes], ready: Callable[[], bool], name: str, log: Path) -> None:
    deadline = time.monotonic() + START_S
    while not ready():
        code = process.poll()
        if code == java_services.CANNOT_FETCH:
            pytest.skip(f"{name} cannot be started here: {log.read_text(errors='replace').strip()[-300:]}")
        if code is not None or time.monotonic() > deadline:
            pytest.fail(f"{name} did not start (exit code {code}):\n{log.read_text(errors='replace')[-3000:]}")
        time.sleep(0.2)


def _opensearch_is_ready(url: str, cluster: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/_cluster/health?wait_for_status=green&timeout=5s", timeout=10) as answer:
            return cluster.encode() in answer.read()
    except (urllib.error.URLError, OSError):
        return False


def _dynamodb_is_ready(url: str, cluster: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=5).close()
    except urllib.error.HTTPError as answer:  # an unsigned request is refused: it listens
        answer.close()
        return True
    except (urllib.error.URLError, OSError):
        return False
    return True

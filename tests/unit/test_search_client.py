"""The client of OpenSearch against a cluster that is busy: a server of our own on loopback that says what it is told to."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from everloop.adapters.aws import search_client
from everloop.adapters.aws.index import OpenSearchIndex
from everloop.adapters.aws.index_write import accepted
from everloop.domain.errors import Forbidden, Invalid, NotFound, Transient
from everloop.domain.filters import All
from everloop.domain.ids import WorkspaceId
from everloop.domain.principals import Scope
from everloop.ports import Selection

EVERYTHING = Selection(Scope(WorkspaceId("w")), All())
REASON = "[parent] Data too large"


class Cluster(HTTPServer):
    """Answers with the statuses of ``says`` in turn, then with a count of 7."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.says: list[int] = []
        self.kind = "search_phase_execution_exception"
        self.asked = 0


class Answer(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        cluster = self.server
        assert isinstance(cluster, Cluster)
        self.rfile.read(int(self.headers["Content-Length"]))
        cluster.asked += 1
        status = cluster.says.pop(0) if cluster.says else 200
        refused = {"error": {"type": cluster.kind, "root_cause": [{"reason": REASON}]}}
        body = json.dumps({"hits": {"total": {"value": 7}}} if status == 200 else refused).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing on the terminal."""


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    server = Cluster()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def index(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenSearchIndex]:
    monkeypatch.setattr(search_client, "WAITS_S", (0, 0, 0))
    made = OpenSearchIndex.at(f"http://127.0.0.1:{cluster.server_port}")
    yield made
    made.close()


def test_a_busy_cluster_is_asked_again(cluster: Cluster, index: OpenSearchIndex) -> None:
    cluster.says = [429, 503, 504]
    assert index.count(EVERYTHING) == 7
    assert cluster.asked == 4


def test_a_cluster_that_stays_busy_is_a_passing_error_with_its_reason(cluster: Cluster, index: OpenSearchIndex) -> None:
    cluster.says = [429] * 9
    with pytest.raises(Transient, match=r"busy: \[parent\] Data too large \(429\)"):
        index.count(EVERYTHING)
    assert cluster.asked == 4


@pytest.mark.parametrize(("status", "error"), [(400, Invalid), (404, NotFound)])
def test_a_refusal_is_not_asked_again(cluster: Cluster, index: OpenSearchIndex, status: int, error: type[Exception]) -> None:
    cluster.says = [status]
    with pytest.raises(error):
        index.count(EVERYTHING)
    assert cluster.asked == 1


REFUSALS = [
    (403, "cluster_block_exception", Transient),
    (429, "cluster_block_exception", Transient),
    (403, "index_create_block_exception", Transient),
    (403, "security_exception", Forbidden),
    (401, "security_exception", Forbidden),
    (400, "mapper_parsing_exception", Invalid),
]


@pytest.mark.parametrize(("status", "kind", "error"), REFUSALS)
def test_a_block_passes_and_a_missing_right_does_not(
    cluster: Cluster, index: OpenSearchIndex, status: int, kind: str, error: type[Exception]
) -> None:
    cluster.kind, cluster.says = kind, [status] * 9
    with pytest.raises(error):
        index.count(EVERYTHING)


@pytest.mark.parametrize(("status", "kind", "error"), REFUSALS)
def test_a_line_of_a_bulk_is_refused_as_a_request_is(status: int, kind: str, error: type[Exception]) -> None:
    with pytest.raises(error, match="why"):
        accepted({"_id": "one", "status": status, "error": {"type": kind, "reason": "why"}})

"""``everloop reindex``: make the index again from the table."""

from __future__ import annotations

from everloop.entry.cli import output
from everloop.entry.cli.options import Data, Json
from everloop.entry.cli.session import client


def reindex(data: Data = None, as_json: Json = False) -> None:
    """Index every item again from the table (nothing is lost by it, and searches go on)."""
    with client(data) as everloop, output.progress("indexing", quiet=as_json) as bar:
        done = everloop.jobs.wait(everloop.index.rebuild(), progress=bar)
        output.show(done, as_json=as_json, columns=("id", "title", "state", "counts"))

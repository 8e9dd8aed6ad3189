"""Runs shards of a job: as a Lambda function, and as the script of a SageMaker Processing job."""

from __future__ import annotations

import argparse
import os
from typing import Any

from everloop import wiring
from everloop.entry import batch


def handler(event: dict[str, Any], context: object = None) -> list[str | None]:
    """``{"workspace", "job", "shards": [number]}`` → the state of each shard; null where another works on it."""
    house = wiring.from_environment(os.environ)
    return [batch.run_shard(house, event["workspace"], event["job"], number) for number in event["shards"]]


def main() -> None:
    """``--workspace W --job J --first N --last N``: those shards, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, kind in (("workspace", str), ("job", str), ("first", int), ("last", int)):
        parser.add_argument(f"--{name}", type=kind, required=True)
    given = parser.parse_args()
    handler({"workspace": given.workspace, "job": given.job, "shards": range(given.first, given.last + 1)})


if __name__ == "__main__":
    main()

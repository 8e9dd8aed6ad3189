"""Runs shards of a job: as a Lambda function, and as the script of a SageMaker Processing job."""

from __future__ import annotations

import argparse
import os

from everloop import doorways, wiring
from everloop.domain.jobs import ShardState
from everloop.entry import batch

handler = doorways.shard_runner()


def main() -> None:
    """``--workspace W --job J --first N --last N``: those shards, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, kind in (("workspace", str), ("job", str), ("first", int), ("last", int)):
        parser.add_argument(f"--{name}", type=kind, required=True)
    given = parser.parse_args()
    house = wiring.from_environment(os.environ)
    for number in range(given.first, given.last + 1):
        while batch.run_shard(house, given.workspace, given.job, number) is ShardState.OPEN:
            continue  # a machine has the time that a function has not


if __name__ == "__main__":
    main()

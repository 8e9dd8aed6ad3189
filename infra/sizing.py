"""The size of the OpenSearch domain, from how many items it is to hold: memory for the graphs of vectors, disks, shards.

Memory, by OpenSearch's own formula for HNSW graphs over float16 vectors (docs.opensearch.org, "Faiss 16-bit scalar
quantization"): ``1.1 × (2 × dimension + 8 × m)`` bytes a vector, outside Java's heap. The heap takes half of a machine's
memory and at most 32 GiB of it; graphs may fill half of what is left (``knn.memory.circuit_breaker.limit``), and are to stay
below three quarters of that (``circuit_breaker.unset.percentage``).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

DIMENSIONS = (1280, 256)
"""Of the spaces that every item has a vector in; a test compares them with ``everloop.domain.vectors``."""
NEIGHBOURS = 16
GRAPH_BYTES = sum(1.1 * (2 * dimension + 8 * NEIGHBOURS) for dimension in DIMENSIONS)
"""An item's share of the memory for graphs."""
LIVE_BYTES, KEPT_BYTES = 16_000, 44_000
"""An item's document on disk (Lucene keeps 32-bit vectors too); with its revisions from registered to embedded,
which the index keeps for hours: counted at the deployed stack (``tests/bench/counts.json``), rounded up."""
DISK_HEADROOM = 1.5
"""Segments are merged into new ones before the old ones go."""
SHARD_BYTES = 50_000_000_000
"""Amazon's advice for search: shards of 10 to 30 GB, at most 50."""
LEAST_GIGABYTES = 20
GIBIBYTE = 1024**3

MACHINES = {
    "t3.small.search": 2,
    "r6g.large.search": 16,
    "r6g.xlarge.search": 32,
    "r6g.2xlarge.search": 64,
    "r6g.4xlarge.search": 128,
    "r6g.8xlarge.search": 256,
}
"""Memory in GiB, ascending."""


@dataclass(frozen=True, slots=True)
class Domain:
    """One copy of the index: a machine, its disk, and into how many shards an index of so many items is cut."""

    instance: str
    gigabytes: int
    shards: int


def domain(items: int) -> Domain:
    """The smallest domain that holds ``items``. Raises ValueError: more than one machine can hold."""
    for instance, memory in MACHINES.items():
        if items * GRAPH_BYTES <= _for_graphs(memory):
            disk = items * (KEPT_BYTES + GRAPH_BYTES) * DISK_HEADROOM
            shards = math.ceil(items * (LIVE_BYTES + GRAPH_BYTES) / SHARD_BYTES)
            return Domain(instance, max(LEAST_GIGABYTES, math.ceil(disk / 1e9)), max(1, shards))
    most = int(_for_graphs(max(MACHINES.values())) / GRAPH_BYTES)
    raise ValueError(f"A stage's domain holds at most {most:,} items; name search_instance and search_gigabytes for more.")


def _for_graphs(memory: int) -> float:
    heap = min(memory / 2, 32)
    return (memory - heap) / 2 * 0.75 * GIBIBYTE

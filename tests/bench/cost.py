"""What a picture costs: requests are counted at the deployed app (``tests.deployed``) and turned into money.

``python -m tests.bench.cost [PICTURES]`` deploys the app to MiniStack, puts so many pictures (default 400) into a bucket, waits
until all are read, embedded and searchable, and prints what was counted for each picture and the table for the README. Pictures
that come one by one make smaller batches than a bulk upload does, so they cost more than this says.

What is counted: requests of S3 and of queues that functions make, units of the tables, functions' invocations and milliseconds
(on this machine, at x86_64; a function with less memory has less CPU on AWS than here). What MiniStack's pollers do inside is
computed: a queue's poller takes and removes each batch by a request each. Logs, X-Ray, transfer, what is stored
(tables, thumbnails, pictures) and people's requests to the API are not in it.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.deployed import deploy, emulator
from tests.deployed.search_node import SearchNode
from tests.deployed.standing import Standing, pictures

PRICES_OF = "AWS's on-demand prices for us-east-1 without free tiers, as set down on 2026-11-24"
MILLION = 1_000_000
WRITE_UNIT, READ_UNIT = 0.625 / MILLION, 0.125 / MILLION
INVOCATION, GB_SECOND = 0.20 / MILLION, 0.0000133334
QUEUE_REQUEST, EVENT = 0.40 / MILLION, 1.00 / MILLION
S3_PUT, S3_GET = 5.00 / MILLION, 0.40 / MILLION
NODE_HOUR, NODE_GB_MONTH, HOURS = 0.036, 0.122, 730
ALARM, SECRET = 0.10, 0.40
NODE_GB = 20
QUIET = 10
LOOKED = "amazonsqs.GetQueueAttributes"
SIZES = (100_000, MILLION, 10 * MILLION)


def main(arguments: list[str]) -> None:
    """Deploy, count, print."""
    count = int(arguments[0]) if arguments else 400
    with tempfile.TemporaryDirectory() as scratch:
        stack = emulator.start(Path(scratch) / "ministack")
        node = SearchNode(Path(scratch) / "search")
        try:
            node.start()
            deployed = Standing(deploy.deploy(deploy.Cloud(stack.url), deploy.assembly(), search=node.url), stack, node)
            deployed.found()
            counts, memory = counted(deployed, count), memories(deployed)
            alarms = len(deployed.cloud.client("cloudwatch").describe_alarms()["MetricAlarms"])
            deployed.close()
        finally:
            stack.stop()
            node.stop()
    show(counts, memory, count, alarms)


def counted(deployed: Standing, count: int) -> dict[str, dict[str, float]]:
    """What ``count`` pictures take, after some have warmed the functions. Only queues are looked at meanwhile, uncounted."""
    warm = deployed.source("warm")
    deployed.put("warm", list(pictures(20, seed=8)))
    deployed.await_ready(warm, 20)
    source, files = deployed.source("counted"), list(pictures(count, seed=9))
    deployed.stack.counts(forget=True)
    deployed.put("counted", files)
    rest(deployed)
    counts = deployed.stack.counts()
    assert deployed.ready(source) == count
    asking = {deployed.function("serve_api"), deployed.function("serve_columns"), deployed.function("tick_clock")}
    for kind in ("invocations", "milliseconds"):
        counts[kind] = {name: number for name, number in counts[kind].items() if name not in asking}
    counts["requests"]["s3.PUT"] -= count  # those that brought the pictures
    return counts


def rest(deployed: Standing) -> None:
    """Wait until every queue has been empty for a while."""
    queues = [deployed.queues(name).url for name in ("register_objects", "enrich", "embed", "index")]
    quiet = 0
    while quiet < QUIET:
        time.sleep(1)
        quiet = 0 if any(deployed.waiting(url) for url in queues) else quiet + 1


def memories(deployed: Standing) -> dict[str, float]:
    """Gibibytes by function."""
    pages = deployed.cloud.client("lambda").get_paginator("list_functions").paginate()
    return {one["FunctionName"]: one["MemorySize"] / 1024 for page in pages for one in page["Functions"]}


def lines(counts: dict[str, dict[str, float]], memory: dict[str, float]) -> list[tuple[str, float, float]]:
    """What was counted: (what, how much, dollars)."""
    asked, units = counts["requests"], counts["units"]
    consumed = {name: number for name, number in counts["invocations"].items() if "DispatchChanges" not in name}
    sent = sum(number for name, number in asked.items() if name.startswith("amazonsqs.") and name != LOOKED)
    polled = 2 * sum(consumed.values())
    seconds = sum(memory[name] * taken / 1000 for name, taken in counts["milliseconds"].items())
    reads = asked.get("s3.GET", 0) + asked.get("s3.HEAD", 0)
    writes = asked.get("s3.PUT", 0) + asked.get("s3.LIST", 0)
    events = sum(number for name, number in asked.items() if name == "s3.PUT")
    invoked = sum(counts["invocations"].values())
    told: list[tuple[str, float, float]] = [
        ("table writes (units)", units["table writes"], units["table writes"] * WRITE_UNIT),
        ("index writes (units)", units["index writes"], units["index writes"] * WRITE_UNIT),
        ("table reads (units)", units["reads"], units["reads"] * READ_UNIT),
        ("S3 puts and lists", writes, writes * S3_PUT),
        ("S3 gets and heads", reads, reads * S3_GET),
        ("queue requests", sent + polled, (sent + polled) * QUEUE_REQUEST),
        ("events of our own bucket", events, events * EVENT),
        ("invocations", invoked, invoked * INVOCATION),
        ("GB-seconds", seconds, seconds * GB_SECOND),
    ]
    return told


def show(counts: dict[str, Any], memory: dict[str, float], count: int, alarms: int) -> None:
    """Print what a picture takes, and the table."""
    told = [*lines(counts, memory), ("events of the source's bucket", float(count), count * EVENT)]
    print(f"{count:,} pictures; {PRICES_OF}\n\n| for one picture | count | $ for a million pictures |\n|---|---|---|")
    for what, number, dollars in told:
        print(f"| {what} | {number / count:.3f} | {dollars / count * MILLION:,.2f} |")
    each = sum(dollars for _, _, dollars in told) / count
    idle = NODE_HOUR * HOURS + NODE_GB_MONTH * NODE_GB + ALARM * alarms + SECRET
    print(f"| all | | {each * MILLION:,.2f} |\n")
    print("| pictures | to take in, once | a month, idle (smallest search node) |\n|---|---|---|")
    for size in SIZES:
        print(f"| {size:,} | ${each * size:,.2f} | ${idle:,.2f} (a larger node is needed as the index grows) |")


if __name__ == "__main__":
    main(sys.argv[1:])

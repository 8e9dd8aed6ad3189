"""What a picture takes: requests are counted at the deployed app (``tests.deployed``) and kept in ``counts.json``.

``python -m tests.bench.cost [PICTURES]`` deploys the app to MiniStack, puts so many pictures (default 400) into a bucket, waits
until all are read, embedded and searchable, and writes what was counted for each. ``tests.bench.costing`` makes money of it.

What is counted: requests that functions make, units of the tables, functions' invocations, CPU seconds and lines of log, and
what stays in tables, bucket and index. Two things are computed. A queue's poller takes and removes each batch by a request
each. And a function is paid by the clock, which tells more of what else this machine does: taken are its CPU seconds (at
x86_64; a function of less than 1,769 MB has that much less of a CPU), and ``WAITS_S`` for each request that it makes.
"""

from __future__ import annotations

import datetime
import json
import os
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.bench.costing import COUNTS, Counts, one_picture, table
from tests.deployed import deploy, emulator
from tests.deployed.search_node import SearchNode
from tests.deployed.standing import Standing, pictures

QUIET = 10
LOOKED = "amazonsqs.GetQueueAttributes"
ASKING = ("serve_api", "serve_columns", "tick_clock")
OF_A_ROW, OF_A_LINE = 100, 26
"""Bytes that DynamoDB and CloudWatch add to each."""

WHOLE_CPU_MB = 1_769
"""Of a function that has one CPU."""
WAITS_S = {"s3": 0.030, "dynamodb": 0.010, "amazonsqs": 0.010}
"""What an answer takes on AWS: assumed, not measured. Functions with a whole CPU wait for objects, small ones for the rest."""
SMALL_MB = 512
READS_TO_EMBED = 2

Counted = dict[str, dict[str, float]]


def main(arguments: list[str]) -> None:
    """Deploy, count, keep, print."""
    count = int(arguments[0]) if arguments else 400
    with tempfile.TemporaryDirectory() as scratch:
        stack = emulator.start(Path(scratch) / "ministack")
        node = SearchNode(Path(scratch) / "search")
        try:
            node.start()
            deployed = Standing(deploy.deploy(deploy.Cloud(stack.url), deploy.assembly(), search=node.url), stack, node)
            deployed.found()
            found = counted(deployed, count)
            deployed.close()
        finally:
            stack.stop()
            node.stop()
    COUNTS.write_text(json.dumps(asdict(found), indent=2) + "\n")
    print(f"{one_picture(found)}\n\n{table(found)}")


def counted(deployed: Standing, count: int) -> Counts:
    """What ``count`` pictures take, after some have warmed the functions. Only queues are looked at meanwhile, uncounted."""
    warm = deployed.source("warm")
    deployed.put("warm", list(pictures(20, seed=8)))
    deployed.await_ready(warm, 20)
    rest(deployed)
    source, files = deployed.source("counted"), list(pictures(count, seed=9))
    had, logged, before = kept(deployed), lines(deployed), worked(deployed)
    deployed.stack.counts(forget=True)
    deployed.put("counted", files)
    rest(deployed)
    counts, after = deployed.stack.counts(), worked(deployed)
    cpu_s = {name: sum(s - before[name].get(pid, 0) for pid, s in pids.items()) for name, pids in after.items()}
    has, wrote = kept(deployed), lines(deployed)
    assert deployed.ready(source) == count
    counts["requests"]["s3.PUT"] -= count  # those that brought the pictures
    tick, embed, unasked = deployed.function("tick_clock"), deployed.function("embed_items"), asking(deployed)
    ticks = counts["invocations"].get(tick, 1)
    counts["invocations"] = {name: number for name, number in counts["invocations"].items() if name not in unasked}
    cpu = sum(seconds for name, seconds in cpu_s.items() if name not in unasked)
    one = amounts(counts, cpu, count) | {"log": (wrote[0] - logged[0]) / 1e9}
    return Counts(
        day=datetime.datetime.now(datetime.UTC).date().isoformat(),
        pictures=count,
        one={name: number / count for name, number in one.items()},
        kept={place: (has[place] - had[place]) / count for place in has},
        embedding_s=cpu_s[embed] / count + READS_TO_EMBED * WAITS_S["s3"],
        clock_gigabyte_seconds=cpu_s[tick] / ticks * WHOLE_CPU_MB / 1024,
        alarms=len(deployed.cloud.client("cloudwatch").describe_alarms()["MetricAlarms"]),
        queues=len(deployed.cloud.client("lambda").list_event_source_mappings()["EventSourceMappings"]) - len(tables(deployed)),
        metrics=wrote[1],
    )


def asking(deployed: Standing) -> set[str]:
    """The functions that pictures do not start."""
    return {deployed.function(one) for one in ASKING}


def worked(deployed: Standing) -> dict[str, dict[int, float]]:
    """CPU seconds of the processes of each function."""
    tick = os.sysconf("SC_CLK_TCK")
    found: dict[str, dict[int, float]] = {}
    for name in functions(deployed):
        pids = [one["pid"] for one in deployed.stack.workers(name)]
        stats = {pid: Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in pids}
        found[name] = {pid: (int(stat[11]) + int(stat[12])) / tick for pid, stat in stats.items()}
    return found


def amounts(counts: Counted, cpu_s: float, count: int) -> dict[str, float]:
    """What was counted, by the names of ``prices``."""
    asked_for, units = counts["requests"], counts["units"]
    consumed = {name: number for name, number in counts["invocations"].items() if "DispatchChanges" not in name}
    requests = {
        kind: sum(n for name, n in asked_for.items() if name.startswith(f"{kind}.") and name != LOOKED) for kind in WAITS_S
    }
    gigabytes = {kind: (WHOLE_CPU_MB if kind == "s3" else SMALL_MB) / 1024 for kind in WAITS_S}
    waited = sum(gigabytes[kind] * WAITS_S[kind] * number for kind, number in requests.items())
    sent = sum(number for name, number in asked_for.items() if name.startswith("amazonsqs.") and name != LOOKED)
    return {
        "table write": units["table writes"] + units["index writes"],
        "table read": units["reads"],
        "put": asked_for.get("s3.PUT", 0) + asked_for.get("s3.LIST", 0),
        "get": asked_for.get("s3.GET", 0) + asked_for.get("s3.HEAD", 0),
        "queue request": sent + 2 * sum(consumed.values()),
        "event": count + asked_for.get("s3.PUT", 0),  # the source's bucket tells of the picture, ours of what was put there
        "invocation": sum(counts["invocations"].values()),
        "gigabyte-second": cpu_s * WHOLE_CPU_MB / 1024 + waited,
    }


def rest(deployed: Standing) -> None:
    """Wait until every queue has been empty for a while."""
    queues = [deployed.queues(name).url for name in ("objects", "enrich", "embed", "index")]
    quiet = 0
    while quiet < QUIET:
        time.sleep(1)
        quiet = 0 if any(deployed.waiting(url) for url in queues) else quiet + 1


def functions(deployed: Standing) -> list[str]:
    """The names of all functions."""
    pages = deployed.cloud.client("lambda").get_paginator("list_functions").paginate()
    return [one["FunctionName"] for page in pages for one in page["Functions"]]


def tables(deployed: Standing) -> list[str]:
    """The names of the tables."""
    told = deployed.environment()
    return [told["EVERLOOP_CATALOGUE"], told["EVERLOOP_WORKFLOW"]]


def kept(deployed: Standing) -> dict[str, float]:
    """Bytes in the tables and their index, of thumbnails, and of the search node's documents."""
    client, told = deployed.cloud.client("dynamodb"), deployed.environment()
    rows = [
        (size(row), "ipk" in row)
        for name in tables(deployed)
        for page in client.get_paginator("scan").paginate(TableName=name)
        for row in page["Items"]
    ]
    pages = deployed.cloud.client("s3").get_paginator("list_objects_v2").paginate(Bucket=told["EVERLOOP_BUCKET"])
    objects = [one for page in pages for one in page.get("Contents", [])]
    for path in ("_flush", "_forcemerge?max_num_segments=1", "_flush"):
        urllib.request.urlopen(urllib.request.Request(f"{deployed.node.url}/{path}", method="POST"), timeout=300).close()
    with urllib.request.urlopen(f"{deployed.node.url}/_stats/store", timeout=60) as answer:
        store = json.load(answer)["_all"]["primaries"]["store"]["size_in_bytes"]
    return {
        "tables": float(sum(bytes_ for bytes_, _ in rows)),
        "index": float(sum(bytes_ for bytes_, indexed in rows if indexed)),
        "thumbnails": float(sum(one["Size"] for one in objects if "/thumbnails/" in one["Key"])),
        "documents": float(store),  # with their earlier revisions, which the node keeps for hours
    }


def size(row: dict[str, Any]) -> int:
    """A row's bytes, as DynamoDB stores it."""
    return OF_A_ROW + sum(len(name.encode()) + _value(value) for name, value in row.items())


def _value(value: dict[str, Any]) -> int:
    [(kind, said)] = value.items()
    if kind in ("S", "B", "N"):
        return len(said.encode() if isinstance(said, str) else said)
    if kind == "L":
        return 3 + sum(1 + _value(one) for one in said)
    if kind == "M":
        return 3 + sum(1 + len(name.encode()) + _value(one) for name, one in said.items())
    return 1 if kind in ("BOOL", "NULL") else sum(len(str(one).encode()) for one in said)


def lines(deployed: Standing) -> tuple[int, int]:
    """Bytes of log that functions wrote because of pictures, and how many metrics those lines set."""
    unasked, written, metrics = asking(deployed), 0, set[tuple[str, str]]()
    for name in functions(deployed):
        for message in _messages(deployed, name):
            written += 0 if name in unasked else len(message.encode()) + OF_A_LINE
            if '"_aws"' in message:
                said = json.loads(message[message.index("{") :])
                metrics |= {(name, one["Name"]) for block in said["_aws"]["CloudWatchMetrics"] for one in block["Metrics"]}
    return written, len(metrics)


def _messages(deployed: Standing, function: str) -> Iterator[str]:
    client = deployed.cloud.client("logs")
    group = deployed.cloud.client("lambda").get_function_configuration(FunctionName=function)["LoggingConfig"]["LogGroup"]
    start: dict[str, Any] = {}
    while True:
        page = client.filter_log_events(logGroupName=group, **start)
        yield from (one["message"] for one in page["events"])
        if not page.get("nextToken"):
            return
        start = {"nextToken": page["nextToken"]}


if __name__ == "__main__":
    main(sys.argv[1:])

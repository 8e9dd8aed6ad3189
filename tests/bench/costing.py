"""What a deployment costs, in Markdown: the counts of one run (``counts.json``, written by ``cost``) times ``prices``.

``python -m tests.bench.costing`` prints the table that stands in the README; a test compares the two.

In it: everything that pictures cause from the bucket's event until they are searchable, and what a deployment costs by
standing. Not in it: what people's requests cost, traces, transfer, the pictures' own storage, and the retries of a bad day.
Pictures that come one by one make smaller batches than an upload does, so they cost more than this says.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra import sizing
from infra.stage import Stage
from tests.bench.prices import HOURS, MILLION, PRICES, REGION, SEEN, dollars

COUNTS = Path(__file__).with_name("counts.json")
SIZES = (100_000, MILLION, 10 * MILLION)
POLLS = 5 * HOURS * 3_600 / 20
"""Of a queue in a month: Lambda keeps five requests waiting for messages, each for 20 seconds."""
WEB_RULES, ALARMS_OF_DOMAIN = 4, 2
"""What the emulated stage lacks of the default one, or the emulator does not count."""
MINUTES = HOURS * 60


@dataclass(frozen=True, slots=True)
class Counts:
    """What one run counted.

    Attributes:
        day, pictures: When, and of how many.
        one: For one picture, by the names of ``prices``; ``kept``: the bytes that stay of it, by where.
        embedding_s: Seconds that a function worked to embed one picture, reading and writing included.
        clock_gigabyte_seconds: Of one tick of the clock.
        alarms, queues, metrics: In the deployment: how many there are; ``metrics``: while pictures come.
    """

    day: str
    pictures: int
    one: Mapping[str, float]
    kept: Mapping[str, float]
    embedding_s: float
    clock_gigabyte_seconds: float
    alarms: int
    queues: int
    metrics: int


Line = tuple[str, Sequence[float]]


def read(file: Path = COUNTS) -> Counts:
    """The counts that are kept."""
    said: dict[str, Any] = json.loads(file.read_text())
    return Counts(**said)


def table(counts: Counts) -> str:
    """The README's table, with what it stands on."""
    once, month = taking_in(counts), standing(counts)
    rows = [
        *_rows(once),
        _row("**to take in, once**", [0.0, *_sums(once)], bold=True),
        _row("to embed again, once, by SageMaker", [0.0, *_embedding_again(counts)]),
        *(_row(what, each) for what, each in month),
        _row("**a month**", _sums(month), bold=True),
    ]
    domains = [sizing.domain(size) for size in (SIZES[0], *SIZES)]
    sizes = " | ".join(f"{one.instance.removesuffix('.search')}, {one.gigabytes} GB" for one in domains)
    heads = " | ".join(f"{size:,}" for size in SIZES)
    return "\n".join(
        (
            f"| pictures | none (idle) | {heads} |",
            "|---" * (2 + len(SIZES)) + "|",
            *rows,
            f"| OpenSearch node | {sizes} |",
            "",
            _standing_on(counts),
        )
    )


def one_picture(counts: Counts) -> str:
    """A table of what one picture takes."""
    rows = [f"| {PRICES[of].of} | {number:.3f} | {dollars(of, number) * MILLION:,.2f} |" for of, number in counts.one.items()]
    return "\n".join(("| one picture takes | count | $ for a million |", "|---|---|---|", *rows))


def taking_in(counts: Counts) -> list[Line]:
    """What so many pictures cost once: (what, dollars by size)."""
    parts = {
        "tables: writes and reads": ("table write", "table read"),
        "S3: puts, gets and events": ("put", "get", "event"),
        "queues": ("queue request",),
        "functions and their logs": ("invocation", "gigabyte-second", "log"),
    }
    assert {of for names in parts.values() for of in names} == set(counts.one)
    return [
        (what, [size * sum(dollars(of, counts.one[of]) for of in names) for size in SIZES]) for what, names in parts.items()
    ]


def standing(counts: Counts) -> list[Line]:
    """What a month costs: (what, dollars when idle and by size)."""
    stage, sizes = Stage(), (0, *SIZES)
    domains = [sizing.domain(max(size, stage.items)) for size in sizes]
    search = [stage.search_nodes * (dollars(one.instance, HOURS) + dollars("disk month", one.gigabytes)) for one in domains]
    rows = [dollars("table month", size * _gigabytes(counts, "tables", "index")) for size in sizes]
    restore = [dollars("restore month", size * _gigabytes(counts, "tables", "index")) for size in sizes]
    thumbnails = [dollars("object month", size * _gigabytes(counts, "thumbnails")) for size in sizes]
    fixed = (
        dollars("alarm", counts.alarms + ALARMS_OF_DOMAIN)
        + dollars("dashboard", 1)
        + dollars("secret", 1)
        + dollars("web acl", 1)
        + dollars("web rule", WEB_RULES)
    )
    clock = (
        dollars("scheduled", MINUTES)
        + dollars("invocation", MINUTES)
        + dollars("gigabyte-second", MINUTES * counts.clock_gigabyte_seconds)
        + dollars("queue request", POLLS * counts.queues)
    )
    return [
        ("a month: OpenSearch's node and disk", search),
        ("a month: rows, restorable to any second", [a + b for a, b in zip(rows, restore, strict=True)]),
        ("a month: thumbnails", thumbnails),
        ("a month: alarms, dashboard, firewall, secret", [fixed] * len(sizes)),
        (f"a month: {counts.metrics} metrics, while pictures come", [0.0, *[dollars("metric", counts.metrics)] * len(SIZES)]),
        ("a month: the clock, and waiting at queues", [clock] * len(sizes)),
    ]


def _embedding_again(counts: Counts) -> list[float]:
    return [dollars(Stage().batch_instance, size * counts.embedding_s / 3_600) for size in SIZES]


def _gigabytes(counts: Counts, *places: str) -> float:
    return sum(counts.kept[place] for place in places) / 1e9


def _sums(lines: Sequence[Line]) -> list[float]:
    return [sum(column) for column in zip(*(each for _, each in lines), strict=True)]


def _rows(lines: Sequence[Line]) -> list[str]:
    return [_row(f"once: {what}", [0.0, *each]) for what, each in lines]


def _row(what: str, amounts: Sequence[float], *, bold: bool = False) -> str:
    said = [f"${amount:,.0f}" if amount >= 100 else f"${amount:,.2f}" if amount else "–" for amount in amounts]
    return f"| {what} | {' | '.join(f'**{one}**' if bold else one for one in said)} |"


def _standing_on(counts: Counts) -> str:
    doubtful = "; ".join(price.of for price in PRICES.values() if not price.source)
    return (
        f"Counted for {counts.pictures} pictures at the emulated deployment on {counts.day}, at prices of {REGION} without "
        f"free tiers, each with where it was read on {SEEN} in `tests/bench/prices.py`. No source confirmed: {doubtful}."
    )


if __name__ == "__main__":
    kept = read()
    print(f"{one_picture(kept)}\n\n{table(kept)}")

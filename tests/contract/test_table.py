"""One suite over both tables: SQLite, and Amazon's own DynamoDB Local."""

from __future__ import annotations

import itertools
import multiprocessing
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from everloop.adapters.aws.dynamo_items import create_tables
from everloop.adapters.aws.table import DynamoTable
from everloop.adapters.local.table import SqliteTable
from everloop.domain.errors import Conflict, Invalid
from everloop.domain.events import Hint
from everloop.domain.ids import UserId
from everloop.domain.limits import KEY_CHARS, ROW_BYTES, TRANSACTION_ROWS
from everloop.domain.pages import Page
from everloop.domain.principals import Cause
from everloop.ports import ABSENT, ANY, Check, Delete, Key, Put, Row, Table, TableName

CATALOGUE, WORKFLOW = TableName.CATALOGUE, TableName.WORKFLOW
CAUSE = Cause(UserId("ada"), "request-1")
_numbers = itertools.count()


@pytest.fixture(scope="module", params=["sqlite", "dynamodb"])
def table(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    if request.param == "sqlite":
        sqlite = SqliteTable(tmp_path_factory.mktemp("table") / "tables.db")
        yield sqlite
        sqlite.close()
    else:
        yield from _dynamo(request.getfixturevalue("dynamodb_local"))


def _dynamo(url: str) -> Iterator[Table]:
    common: Any = {
        "endpoint_url": url,
        "region_name": "us-east-1",
        "aws_access_key_id": "local",
        "aws_secret_access_key": "local",
        "config": Config(max_pool_connections=32, retries={"mode": "standard", "max_attempts": 6}),
    }
    client, streams = boto3.client("dynamodb", **common), boto3.client("dynamodbstreams", **common)
    names = {name: f"{name}-{uuid.uuid4().hex[:8]}" for name in TableName}
    create_tables(client, names)
    yield DynamoTable(client, names, streams=streams)
    client.close()
    streams.close()


@pytest.fixture
def place() -> str:
    """A partition of its own for each test."""
    return fresh()


def fresh() -> str:
    return f"w{next(_numbers)}-{uuid.uuid4().hex[:6]}#things"


def row(place: str, sort: str, body: bytes = b"{}", **more: object) -> Row:
    return Row(Key(CATALOGUE, place, sort), "thing", body, **more)  # type: ignore[arg-type]


def fill(table: Table, rows: Sequence[Row]) -> None:
    assert table.put_many([Put(one) for one in rows], cause=CAUSE) == [1] * len(rows)


def walk(read: Callable[[str | None], Page[Row]]) -> list[list[Row]]:
    pages, cursor = [], None
    while True:
        page = read(cursor)
        pages.append(page.items)
        if (cursor := page.cursor) is None:
            return pages


def end_of_feed(table: Table, name: TableName = CATALOGUE) -> str | None:
    cursor = None
    while (page := table.changes(name, cursor=cursor)).items:
        cursor = page.cursor
    return page.cursor


def hints_since(table: Table, cursor: str | None, count: int, name: TableName = CATALOGUE) -> list[Hint]:
    found: list[Hint] = []
    deadline = time.monotonic() + 20
    while len(found) < count and time.monotonic() < deadline:
        page = table.changes(name, cursor=cursor, limit=7)
        found, cursor = found + page.items, page.cursor
    return found + table.changes(name, cursor=cursor).items


def test_a_row_comes_back_as_it_was_put(table: Table, place: str) -> None:
    put = row(place, "a", '{"name": "Zoë 🐦"}'.encode(), index=(f"{place}-by", "é"), announced=False)
    assert table.put(Put(put), cause=CAUSE) == 1
    found = table.get(put.key)
    assert found == Row(put.key, put.kind, put.data, 1, put.index, False)


def test_nothing_is_found_where_nothing_is(table: Table, place: str) -> None:
    assert table.get(Key(CATALOGUE, place, "a")) is None
    assert table.query(CATALOGUE, place) == Page([])
    assert table.get_many([]) == []


def test_a_put_if_absent_fails_where_a_row_is(table: Table, place: str) -> None:
    table.put(Put(row(place, "a", b"1")), cause=CAUSE)
    with pytest.raises(Conflict):
        table.put(Put(row(place, "a", b"2")), cause=CAUSE)
    assert table.get(Key(CATALOGUE, place, "a")).data == b"1"  # type: ignore[union-attr]


def test_a_put_by_version_fails_unless_that_version_is_there(table: Table, place: str) -> None:
    table.put(Put(row(place, "a", b"1")), cause=CAUSE)
    assert table.put(Put(row(place, "a", b"2"), 1), cause=CAUSE) == 2
    for stale in (1, 3):
        with pytest.raises(Conflict):
            table.put(Put(row(place, "a", b"x"), stale), cause=CAUSE)
    with pytest.raises(Conflict):
        table.put(Put(row(place, "absent"), 1), cause=CAUSE)


def test_an_overwrite_goes_on_from_the_version_that_is_there(table: Table, place: str) -> None:
    assert table.put(Put(row(place, "a", index=(place, "x")), ANY), cause=CAUSE) == 1
    assert table.put(Put(row(place, "a", b"2"), ANY), cause=CAUSE) == 2
    assert table.get(Key(CATALOGUE, place, "a")) == row(place, "a", b"2", version=2)
    assert table.query_index(CATALOGUE, place).items == []


def test_many_puts_each_stand_or_fall_alone(table: Table, place: str) -> None:
    fill(table, [row(place, "old"), row(place, "held")])
    puts = [Put(row(place, f"new{number}")) for number in range(60)]
    puts += [Put(row(place, "old")), Put(row(place, "held", b"2"), 1), Put(row(place, "gone"), 4), Put(row(place, "any"), ANY)]
    puts += [Put(Row(Key(WORKFLOW, place, "old"), "thing", b"{}"))]
    assert table.put_many(puts, cause=CAUSE) == [1] * 60 + [None, 2, None, 1, 1]
    assert table.put_many(puts[:60], cause=CAUSE) == [None] * 60
    assert table.put_many([], cause=CAUSE) == []


def test_many_gets_keep_their_order_and_say_none_for_what_is_not_there(table: Table, place: str) -> None:
    fill(table, [row(place, f"{number:03d}", b"%d" % number) for number in range(230)])
    table.put(Put(Row(Key(WORKFLOW, place, "w"), "thing", b"w")), cause=CAUSE)
    keys = [Key(CATALOGUE, place, f"{number:03d}") for number in range(250)][::-1]
    keys += [Key(WORKFLOW, place, "w"), keys[100]]
    found = [one.data if one else None for one in table.get_many(keys)]
    assert found == [None] * 20 + [b"%d" % number for number in range(230)][::-1] + [b"w", b"149"]


def test_a_delete_says_whether_the_row_was_there(table: Table, place: str) -> None:
    fill(table, [row(place, "a"), row(place, "b")])
    assert table.delete(Delete(Key(CATALOGUE, place, "a")), cause=CAUSE)
    assert not table.delete(Delete(Key(CATALOGUE, place, "a")), cause=CAUSE)
    assert not table.delete(Delete(Key(CATALOGUE, place, "a"), 1), cause=CAUSE)
    with pytest.raises(Conflict):
        table.delete(Delete(Key(CATALOGUE, place, "b"), 2), cause=CAUSE)
    assert table.delete(Delete(Key(CATALOGUE, place, "b"), 1), cause=CAUSE)
    assert table.put(Put(row(place, "b")), cause=CAUSE) == 1


def test_a_transaction_is_all_or_nothing_and_names_what_failed(table: Table, place: str) -> None:
    fill(table, [row(place, "a"), row(place, "b")])
    other = Key(WORKFLOW, place, "w")
    table.transact(
        [
            Put(row(place, "a", b"2"), 1),
            Delete(Key(CATALOGUE, place, "b"), 1),
            Check(Key(CATALOGUE, place, "c"), ABSENT),
            Put(Row(other, "thing", b"{}")),
            Delete(Key(CATALOGUE, place, "never")),
            Put(row(place, "any"), ANY),
        ],
        cause=CAUSE,
    )
    assert [one.key.sort for one in table.query(CATALOGUE, place).items] == ["a", "any"]
    with pytest.raises(Conflict) as caught:
        table.transact(
            [
                Put(row(place, "new")),
                Check(Key(CATALOGUE, place, "a"), 1),
                Put(Row(other, "thing", b"{}")),
                Delete(Key(CATALOGUE, place, "b"), 1),
                Put(row(place, "any"), ANY),
            ],
            cause=CAUSE,
        )
    assert caught.value.facts["failed"] == [1, 2, 3]
    assert table.get(Key(CATALOGUE, place, "new")) is None
    table.transact([], cause=CAUSE)


@pytest.mark.parametrize("backwards", [False, True])
def test_pages_follow_each_other_in_the_order_of_utf8_bytes(table: Table, place: str, backwards: bool) -> None:
    sorts = [
        "",
        "A",
        "a",
        "a b",
        "aa",
        "z",
        "é",
        "ﬀ",
        "\uffff",
        "\U00010000",
        "🐦",
        "a\tb",
        "a\n",
        "a#b",
        "a/../b",
        "\x01",
        "\x7f",
    ]
    fill(table, [row(place, sort) for sort in sorts])
    pages = walk(lambda cursor: table.query(CATALOGUE, place, limit=4, cursor=cursor, backwards=backwards))
    assert [len(page) for page in pages] == [4, 4, 4, 4, 1]
    found = [one.key.sort for page in pages for one in page]
    assert found == sorted(sorts, key=str.encode, reverse=backwards)


def test_a_full_last_page_has_no_cursor(table: Table, place: str) -> None:
    fill(table, [row(place, str(number)) for number in range(4)])
    assert len(walk(lambda cursor: table.query(CATALOGUE, place, limit=2, cursor=cursor))) == 2


@pytest.mark.parametrize("prefix", ["a", "a\U0010ffff", "\U0010ffff", "\ud7ff", "ab", ""])
def test_a_prefix_takes_what_begins_with_it_and_nothing_else(table: Table, place: str, prefix: str) -> None:
    stems = ["a", "a\U0010ffff", "\U0010ffff", "\U0010ffff\U0010ffff", "\ud7ff", "\ue000", "ab", "abc", "b", "A"]
    fill(table, [row(place, stem) for stem in stems] + [row(f"{place}x", "a")])
    expected = sorted((stem for stem in stems if stem.startswith(prefix)), key=str.encode)
    assert [one.key.sort for one in table.query(CATALOGUE, place, prefix=prefix).items] == expected


@pytest.mark.parametrize("backwards", [False, True])
def test_the_index_orders_by_its_sort_then_by_key(table: Table, place: str, backwards: bool) -> None:
    by = f"{place}-by"
    rows = [row(f"{place}{n % 3}", f"s{n}", index=(by, f"{n % 4}")) for n in range(14)] + [row(place, "out")]
    rows += [row(place, "empty", index=(by, "")), row(place, "longer", index=(by, "0!"))]
    fill(table, rows)
    pages = walk(lambda cursor: table.query_index(CATALOGUE, by, limit=5, cursor=cursor, backwards=backwards))
    expected = sorted((one for one in rows if one.index), key=lambda one: (one.index, one.key), reverse=backwards)
    assert [one.key for page in pages for one in page] == [one.key for one in expected]
    prefixed = table.query_index(CATALOGUE, by, prefix="0").items
    assert {one.key.sort for one in prefixed} == {"s0", "s4", "s8", "s12", "longer"}


def test_large_rows_are_paged_in_full(table: Table, place: str) -> None:
    fill(table, [row(place, f"{number}", b"x" * 390_000) for number in range(9)])
    pages = walk(lambda cursor: table.query(CATALOGUE, place, limit=7, cursor=cursor))
    assert [len(page) for page in pages] == [7, 2]
    assert len([one for one in table.get_many([Key(CATALOGUE, place, f"{n}") for n in range(9)]) if one]) == 9


def test_the_feed_tells_every_announced_write_in_order(table: Table, place: str) -> None:
    cursor = end_of_feed(table)
    table.put(Put(row(place, "a")), cause=CAUSE)
    table.put(Put(row(place, "a", b"2"), 1), cause=Cause(UserId("ben"), "request-2"))
    table.put(Put(row(place, "silent", announced=False)), cause=CAUSE)
    fill(table, [row(place, f"many{number}") for number in range(10)])
    table.put_many([Put(row(place, "a")), Put(row(place, "many0", b"2"), 1)], cause=CAUSE)
    table.transact([Put(row(place, "in")), Put(row(place, "any"), ANY)], cause=CAUSE)
    table.delete(Delete(Key(CATALOGUE, place, "a")), cause=CAUSE)
    table.delete(Delete(Key(CATALOGUE, place, "silent")), cause=CAUSE)
    with pytest.raises(Conflict):
        table.transact([Put(row(place, "undone")), Check(Key(CATALOGUE, place, "in"), ABSENT)], cause=CAUSE)
    hints = hints_since(table, cursor, 16)
    assert [(one.row_version, one.actor, one.correlation_id) for one in hints if one.sort == "a"] == [
        (1, "ada", "request-1"),
        (2, "ben", "request-2"),
        (2, "everloop", ""),
    ]
    told = sorted((one.sort, one.row_version) for one in hints if one.sort != "a")
    assert told == sorted([("any", 1), ("in", 1), ("many0", 2), *((f"many{number}", 1) for number in range(10))])
    assert len({one.event_id for one in hints}) == len(hints)
    assert {(one.workspace, one.kind, one.table, one.partition) for one in hints} == {
        (place.partition("#")[0], "thing", "catalogue", place)
    }


def test_a_feed_with_nothing_new_gives_a_cursor_all_the_same(table: Table) -> None:
    cursor = end_of_feed(table, WORKFLOW)
    page = table.changes(WORKFLOW, cursor=cursor)
    assert page.items == []
    assert page.cursor is not None


def test_of_two_that_swap_the_same_row_one_wins(table: Table, place: str) -> None:
    fill(table, [row(place, f"{number}") for number in range(10)])

    def swap(name: bytes, number: int) -> bool:
        try:
            if number % 2:
                table.put(Put(row(place, f"{number}", name), 1), cause=CAUSE)
            else:
                table.transact([Put(row(place, f"{number}", name), 1)], cause=CAUSE)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        for number in range(10):
            wins = list(pool.map(lambda name, number=number: swap(name, number), [b"a", b"b", b"c", b"d"]))
            assert sum(wins) == 1
            assert table.get(Key(CATALOGUE, place, f"{number}")).data == b"abcd"[wins.index(True) :][:1]  # type: ignore[union-attr]


def test_counting_by_threads_loses_nothing(table: Table, place: str) -> None:
    key = Key(CATALOGUE, place, "count")

    def add(_: int) -> None:
        while True:
            there = table.get(key)
            value = int(there.data) if there else 0
            try:
                table.put(Put(Row(key, "thing", b"%d" % (value + 1)), there.version if there else ABSENT), cause=CAUSE)
            except Conflict:
                continue
            return

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(add, range(40)))
    assert table.get(key) == Row(key, "thing", b"40", 40)


@pytest.mark.parametrize(
    ("sort", "more"),
    [
        ("a\0b", {}),
        ("x" * (KEY_CHARS + 1), {}),
        ("é" * (KEY_CHARS // 2 + 1), {}),
        ("\ud800", {}),
        ("a", {"body": b"x" * ROW_BYTES}),
        ("a", {"body": b"\xff"}),
        ("a", {"index": ("", "x")}),
        ("a", {"index": ("by", "x\0")}),
        ("a", {"index": ("by", "x" * KEY_CHARS)}),
    ],
    ids=["NUL", "long", "long in bytes", "half a pair", "large", "not UTF-8", "no index", "NUL in the index", "long index"],
)
def test_what_one_house_cannot_store_both_refuse(table: Table, place: str, sort: str, more: dict[str, object]) -> None:
    bad = row(place, sort, **more)  # type: ignore[arg-type]
    for write in (
        lambda: table.put(Put(bad), cause=CAUSE),
        lambda: table.put_many([Put(row(place, "good")), Put(bad)], cause=CAUSE),
        lambda: table.transact([Put(bad)], cause=CAUSE),
    ):
        with pytest.raises(Invalid):
            write()
    assert table.query(CATALOGUE, place).items == []


def test_an_empty_partition_is_refused(table: Table) -> None:
    with pytest.raises(Invalid):
        table.put(Put(row("", "a")), cause=CAUSE)
    with pytest.raises(Invalid):
        table.query(CATALOGUE, "")


def test_the_longest_keys_and_the_largest_row_fit(table: Table, place: str) -> None:
    long = place + "p" * (KEY_CHARS - len(place))
    fill(table, [row(long, "s" * KEY_CHARS), row(place, "i", index=(long, "x" * (KEY_CHARS - len(place) - 3)))])
    size = ROW_BYTES - len(place) - len("large") - len("thing")
    fill(table, [row(place, "large", b"x" * size)])
    assert table.query(CATALOGUE, long).items[0].key.sort == "s" * KEY_CHARS
    with pytest.raises(Invalid):
        table.put(Put(row(place, "large", b"x" * (size + 1)), ANY), cause=CAUSE)


def test_too_large_a_transaction_is_refused(table: Table, place: str) -> None:
    with pytest.raises(Invalid):
        table.transact([Put(row(place, f"{n}")) for n in range(TRANSACTION_ROWS + 1)], cause=CAUSE)
    with pytest.raises(Invalid):
        table.transact([Put(row(place, f"{n}", b"x" * 390_000)) for n in range(11)], cause=CAUSE)
    table.transact([Put(row(place, f"{n:03d}")) for n in range(TRANSACTION_ROWS)], cause=CAUSE)
    assert len(table.query(CATALOGUE, place, limit=500).items) == TRANSACTION_ROWS


def test_two_writes_for_one_row_are_refused(table: Table, place: str) -> None:
    with pytest.raises(Invalid):
        table.put_many([Put(row(place, "a")), Put(row(place, "a"))], cause=CAUSE)
    with pytest.raises(Invalid):
        table.transact([Put(row(place, "a")), Delete(Key(CATALOGUE, place, "a"))], cause=CAUSE)


@pytest.mark.parametrize("cursor", ["", "nonsense", "WyJhIiwiYiIsImMiLCJkIl0", "💥"])
def test_a_cursor_that_is_none_is_refused(table: Table, place: str, cursor: str) -> None:
    with pytest.raises(Invalid):
        table.query(CATALOGUE, place, cursor=cursor)
    with pytest.raises(Invalid):
        table.query_index(CATALOGUE, place, cursor=cursor)
    with pytest.raises(Invalid):
        table.changes(CATALOGUE, cursor=cursor or "-")


# ── any operations, against a dict ────────────────────────────────────────────────────────────────

SORTS = st.sampled_from(["", "a", "ab", "a#b", "é", "🐦", "z"])
EXPECTS = st.sampled_from(["absent", "there", "stale", "any"])
BODIES = st.sampled_from([b"{}", '{"a":"ü"}'.encode(), b"[]"])
PLACES = st.sampled_from([None, "", "m", "ü"])
PUTS = st.tuples(st.just("put"), SORTS, EXPECTS, BODIES, PLACES, st.booleans())
DELETES = st.tuples(st.just("delete"), SORTS, EXPECTS, BODIES, PLACES, st.booleans())
CHECKS = st.tuples(st.just("check"), SORTS, EXPECTS, BODIES, PLACES, st.booleans())
STEPS = st.one_of(
    st.tuples(st.just("one"), st.one_of(PUTS, DELETES).map(lambda one: [one])),
    st.tuples(st.just("many"), st.lists(PUTS, max_size=5, unique_by=lambda one: one[1])),
    st.tuples(st.just("transaction"), st.lists(st.one_of(PUTS, DELETES, CHECKS), max_size=5, unique_by=lambda one: one[1])),
)


class Model:
    """What a table should be: rows by sort, and every hint that it should tell."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.rows: dict[str, Row] = {}
        self.told: list[tuple[str, int, str]] = []

    def write(self, drawn: tuple[str, str, str, bytes, str | None, bool]) -> Put | Delete | Check:
        what, sort, expecting, body, index, announced = drawn
        there = self.rows[sort].version if sort in self.rows else ABSENT
        expect = {"absent": ABSENT, "there": there, "stale": there + 1, "any": ANY}[expecting]
        if what == "put":
            named = (f"{self.place}-by", index) if index is not None else None
            return Put(row(self.place, sort, body, index=named, announced=announced), expect)
        if what == "delete":
            return Delete(Key(CATALOGUE, self.place, sort), expect)
        return Check(Key(CATALOGUE, self.place, sort), expect or ABSENT)

    def holds(self, write: Put | Delete | Check) -> bool:
        there = self.rows.get((write.row.key if isinstance(write, Put) else write.key).sort)
        return write.expect is ANY or write.expect == (there.version if there else ABSENT)

    def apply(self, write: Put | Delete | Check) -> int | None:
        sort = (write.row.key if isinstance(write, Put) else write.key).sort
        there = self.rows.get(sort)
        if isinstance(write, Put):
            version = (there.version if there else 0) + 1
            self.rows[sort] = Row(write.row.key, "thing", write.row.data, version, write.row.index, write.row.announced)
            self.told += [(sort, version, "ada")] if write.row.announced else []
            return version
        if isinstance(write, Delete) and there:
            del self.rows[sort]
            self.told += [(sort, there.version, "everloop")] if there.announced else []
        return None


def run_step(table: Table, model: Model, how: str, writes: Sequence[Put | Delete | Check]) -> None:
    holding = [model.holds(write) for write in writes]
    if how == "many":
        expected = [model.apply(write) if holds else None for write, holds in zip(writes, holding, strict=True)]
        assert table.put_many([one for one in writes if isinstance(one, Put)], cause=CAUSE) == expected
    elif how == "transaction":
        if all(holding):
            table.transact(writes, cause=CAUSE)
            for write in writes:
                model.apply(write)
        else:
            with pytest.raises(Conflict) as caught:
                table.transact(writes, cause=CAUSE)
            assert caught.value.facts["failed"] == [n for n, holds in enumerate(holding) if not holds]
    elif isinstance(writes[0], Put):
        if holding[0]:
            assert table.put(writes[0], cause=CAUSE) == model.apply(writes[0])
        else:
            with pytest.raises(Conflict):
                table.put(writes[0], cause=CAUSE)
    elif isinstance(writes[0], Delete):
        run_delete(table, model, writes[0], holds=holding[0])


def run_delete(table: Table, model: Model, delete: Delete, *, holds: bool) -> None:
    there = delete.key.sort in model.rows
    if there and not holds:
        with pytest.raises(Conflict):
            table.delete(delete, cause=CAUSE)
        return
    assert table.delete(delete, cause=CAUSE) == there
    model.apply(delete)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=st.lists(STEPS, max_size=12))
def test_any_operations_give_what_a_dict_would(
    table: Table, steps: list[tuple[str, list[tuple[str, str, str, bytes, str | None, bool]]]]
) -> None:
    model, cursor = Model(fresh()), end_of_feed_cached(table)
    for how, drawn in steps:
        run_step(table, model, how, [model.write(one) for one in drawn])
    expected = sorted(model.rows.values(), key=lambda one: one.key.sort.encode())
    pages = walk(lambda cursor: table.query(CATALOGUE, model.place, limit=2, cursor=cursor))
    assert [one for page in pages for one in page] == expected
    assert table.get_many([one.key for one in expected]) == expected
    indexed = sorted((one for one in expected if one.index), key=lambda one: (one.index, one.key.sort.encode()))
    by = f"{model.place}-by"
    assert [o for p in walk(lambda c: table.query_index(CATALOGUE, by, limit=2, cursor=c)) for o in p] == indexed
    hints = hints_since(table, cursor, len(model.told))
    for sort in {told[0] for told in model.told}:
        mine = [(one.sort, one.row_version, one.actor) for one in hints if one.sort == sort]
        assert mine == [told for told in model.told if told[0] == sort]
    assert len(hints) == len(model.told)


_ends: dict[int, str | None] = {}


def end_of_feed_cached(table: Table) -> str | None:
    """The feed's end, read on from where the last example left it."""
    cursor = _ends.get(id(table))
    while (page := table.changes(CATALOGUE, cursor=cursor)).items:
        cursor = page.cursor
    _ends[id(table)] = page.cursor
    return page.cursor


# ── only SQLite ───────────────────────────────────────────────────────────────────────────────────


def _count_up(path: str, times: int) -> None:
    table, key = SqliteTable(Path(path)), Key(CATALOGUE, "w#things", "count")
    while times:
        there = table.get(key)
        body = b"%d" % ((int(there.data) if there else 0) + 1)
        try:
            table.put(Put(Row(key, "thing", body), there.version if there else ABSENT), cause=CAUSE)
        except Conflict:
            continue
        times -= 1
    table.close()


def test_processes_share_a_file_and_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "tables.db"
    spawn = multiprocessing.get_context("spawn")
    workers = [spawn.Process(target=_count_up, args=(str(path), 50)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    table = SqliteTable(path)
    found = table.get(Key(CATALOGUE, "w#things", "count"))
    assert found is not None
    assert (found.data, found.version) == (b"150", 150)
    assert len(table.changes(CATALOGUE, cursor=None).items) == 150
    table.close()


def test_what_every_reader_has_can_be_pruned_and_positions_go_on(tmp_path: Path) -> None:
    table = SqliteTable(tmp_path / "tables.db")
    fill(table, [row("w#things", f"{number}") for number in range(5)])
    page = table.changes(CATALOGUE, cursor=None, limit=3)
    assert table.prune_feed(CATALOGUE, page.cursor or "") == 3
    assert [one.sort for one in table.changes(CATALOGUE, cursor=None).items] == ["3", "4"]
    rest = table.changes(CATALOGUE, cursor=page.cursor)
    table.prune_feed(CATALOGUE, rest.cursor or "")
    table.put(Put(row("w#things", "5")), cause=CAUSE)
    assert [one.sort for one in table.changes(CATALOGUE, cursor=rest.cursor).items] == ["5"]
    table.close()


def test_a_file_of_a_newer_everloop_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "tables.db"
    table = SqliteTable(path)
    with table._database.writing() as connection:
        connection.execute("PRAGMA user_version=99")
    table.close()
    with pytest.raises(Invalid, match="newer Everloop"):
        SqliteTable(path)

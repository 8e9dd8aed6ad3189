"""The Table port on two DynamoDB tables with streams."""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

from botocore.exceptions import ClientError

from everloop.adapters.aws import dynamo_items as items
from everloop.adapters.aws.failures import LATER, code_of, kind_of, translated, was_retried
from everloop.adapters.aws.stream import StreamReader
from everloop.adapters.row_rules import (
    cursor_of,
    parts_of,
    refuse_key,
    refuse_limit,
    refuse_puts,
    refuse_transaction,
    size_bytes,
)
from everloop.domain.errors import Conflict, Invalid, Transient
from everloop.domain.events import Hint
from everloop.domain.pages import Page
from everloop.domain.principals import Cause
from everloop.ports import ABSENT, ANY, Check, Delete, Key, Put, Row, TableName

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodbstreams import DynamoDBStreamsClient

GET_ROWS = 100
STATEMENTS = 25
THREADS = 16
TRIES = 8
LAG_S = 3.0
CHANGED = "This changed since it was read; read it again."

T = TypeVar("T")
R = TypeVar("R")


class DynamoTable:
    """Table on DynamoDB. The client is shared by threads: give it at least ``THREADS`` connections and standard retries."""

    def __init__(
        self,
        client: DynamoDBClient,
        names: Mapping[TableName, str],
        *,
        streams: DynamoDBStreamsClient | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """``names``: the tables' names in this account; ``streams``: only for ``changes`` (Lambda gets the records given)."""
        self._client, self._names, self._streams, self._sleep = client, names, streams, sleep
        self._readers: dict[TableName, StreamReader] = {}

    def get(self, key: Key) -> Row | None:
        """See ``ports.Table``."""
        refuse_key(key)
        with translated("Reading a row"):
            found = self._client.get_item(TableName=self._names[key.table], Key=items.key_of(key), ConsistentRead=True)
        return items.row_of(key.table, found["Item"]) if "Item" in found else None

    def get_many(self, keys: Sequence[Key]) -> list[Row | None]:
        """See ``ports.Table``."""
        for key in keys:
            refuse_key(key)
        distinct = list(dict.fromkeys(keys))
        batches = [distinct[start : start + GET_ROWS] for start in range(0, len(distinct), GET_ROWS)]
        found = {row.key: row for rows in _in_parallel(self._get_batch, batches) for row in rows}
        return [found.get(key) for key in keys]

    def put(self, put: Put, *, cause: Cause) -> int:
        """See ``ports.Table``."""
        size_bytes(put.row)
        version = self._put(put, cause, uuid.uuid4().hex)
        if version is None:
            raise Conflict(CHANGED, expected=put.expect)
        return version

    def put_many(self, puts: Sequence[Put], *, cause: Cause) -> list[int | None]:
        """See ``ports.Table``. Absent rows go 25 conditional statements a request, the others one by one, all in parallel."""
        refuse_puts(puts)
        write = uuid.uuid4().hex
        absent = [position for position, put in enumerate(puts) if put.expect == ABSENT]
        others = sorted(set(range(len(puts))) - set(absent))
        groups = [absent[start : start + STATEMENTS] for start in range(0, len(absent), STATEMENTS)]
        groups += [[position] for position in others]

        def written(group: list[int]) -> list[int | None]:
            batch = [puts[position] for position in group]
            if batch[0].expect != ABSENT:
                return [self._put(batch[0], cause, write)]
            return self._insert(batch, cause, write)

        versions: list[int | None] = [None] * len(puts)
        for group, results in zip(groups, _in_parallel(written, groups), strict=True):
            for position, version in zip(group, results, strict=True):
                versions[position] = version
        return versions

    def delete(self, delete: Delete, *, cause: Cause) -> bool:
        """See ``ports.Table``."""
        refuse_key(delete.key)
        request = items.delete_request(delete, self._names[delete.key.table])
        try:
            with translated("Deleting a row"):
                return "Attributes" in self._client.delete_item(**request, ReturnValues="ALL_OLD")
        except Conflict:
            if self.get(delete.key) is None:
                return False
            raise Conflict(CHANGED, expected=delete.expect) from None

    def transact(self, writes: Sequence[Put | Delete | Check], *, cause: Cause) -> None:
        """See ``ports.Table``. Waits its turn where another transaction holds one of the rows."""
        refuse_transaction(writes)
        token = uuid.uuid4().hex
        if not writes:
            return
        requests = [items.transact_item(write, self._names[_key(write).table], cause, token) for write in writes]
        for attempt in range(TRIES):
            try:
                with translated("A transaction"):
                    self._client.transact_write_items(TransactItems=requests)
            except ClientError as error:
                if code_of(error) != "TransactionCanceledException":
                    raise
                _refuse_cancelled(error)
                self._wait(attempt)
            else:
                return
        raise Transient("Others are changing the same rows; try again.")

    def query(
        self,
        table: TableName,
        partition: str,
        *,
        prefix: str = "",
        limit: int = 100,
        cursor: str | None = None,
        backwards: bool = False,
    ) -> Page[Row]:
        """See ``ports.Table``."""
        refuse_key(Key(table, partition, prefix))
        start = items.key_of(Key(table, partition, parts_of(cursor, 1)[0])) if cursor is not None else None
        request = {"ConsistentRead": True, "ScanIndexForward": not backwards}
        refuse_limit(limit)
        asked = self._asked(table, ("pk", "sk"), partition, prefix) | request
        found = [items.row_of(table, one) for one in self._found(asked, limit + 1, start)]
        return Page(found) if len(found) <= limit else Page(found[:limit], cursor_of(found[limit - 1].key.sort))

    def query_index(
        self,
        table: TableName,
        partition: str,
        *,
        prefix: str = "",
        limit: int = 100,
        cursor: str | None = None,
        backwards: bool = False,
    ) -> Page[Row]:
        """See ``ports.Table``. The index has keys only, so that a row's change costs no write there unless its place changes;
        rows are read by their keys, as they are now. One whose place has just changed may come at the old one.
        """
        refuse_key(Key(table, partition, prefix))
        refuse_limit(limit)
        start: dict[str, Any] | None = None
        if cursor is not None:
            sort, *key = parts_of(cursor, 3)
            start = items.key_of(Key(table, *key)) | items.index_key_of(Key(table, *key), (partition, sort))
        asked = self._asked(table, ("ipk", "isk"), partition, prefix)
        asked |= {"IndexName": items.INDEX, "ScanIndexForward": not backwards}
        found: list[tuple[str, Row]] = []
        while len(found) <= limit:
            wanted = limit + 1 - len(found)
            entries = self._found(asked, wanted, start)
            rows = self.get_many([Key(table, one["pk"]["S"], items.sort_of(one)) for one in entries])
            for entry, row in zip(entries, rows, strict=True):
                if row is not None and row.index and row.index[0] == partition and row.index[1].startswith(prefix):
                    found.append((items.index_sort_of(entry), row))
            if len(entries) < wanted:
                break
            start = {name: entries[-1][name] for name in ("pk", "sk", "ipk", "isk")}
        page = Page([row for _, row in found[:limit]])
        if len(found) <= limit:
            return page
        sort, last = found[limit - 1]
        return Page(page.items, cursor_of(sort, last.key.partition, last.key.sort))

    def catch_up(self) -> None:
        """See ``ports.Table``: DynamoDB says "usually within a fraction of a second" of its indexes, and promises nothing."""
        self._sleep(LAG_S)

    def changes(self, table: TableName, *, cursor: str | None, limit: int = 1_000) -> Page[Hint]:
        """See ``ports.Table``; needs ``streams``."""
        refuse_limit(limit)
        if table not in self._readers:
            if self._streams is None:
                raise Invalid("This table was opened without its streams.")
            with translated("Reading the change feed"):
                stream = self._client.describe_table(TableName=self._names[table])["Table"]["LatestStreamArn"]
            self._readers[table] = StreamReader(self._streams, stream, table)
        return self._readers[table].changes(cursor, limit)

    def _put(self, put: Put, cause: Cause, write: str) -> int | None:
        name = self._names[put.row.key.table]
        try:
            with translated("Writing a row"):
                if put.expect is ANY:
                    request = items.update_request(put, name, cause, write)
                    done = self._client.update_item(**request, ReturnValues="UPDATED_NEW")
                    return int(done["Attributes"]["version"]["N"])
                self._client.put_item(**items.put_request(put, name, cause, write))
                return put.expect + 1
        except Conflict as conflict:
            if put.expect is not ANY and was_retried(conflict) and self._is_written(put.row.key, write):
                return put.expect + 1
            return None

    def _insert(self, batch: Sequence[Put], cause: Cause, write: str) -> list[int | None]:
        versions: dict[Key, int | None] = {}
        waiting, retried = list(batch), False
        for attempt in range(TRIES):
            statements = [items.insert_statement(put, self._names[put.row.key.table], cause, write) for put in waiting]
            with translated("Writing rows"):
                answer = self._client.batch_execute_statement(Statements=statements)
            retried = retried or bool(answer["ResponseMetadata"].get("RetryAttempts"))
            again = []
            for put, said in zip(waiting, answer["Responses"], strict=True):
                code = said.get("Error", {}).get("Code")
                if code in LATER:
                    again.append(put)
                elif code in ("DuplicateItem", "ConditionalCheckFailed"):
                    versions[put.row.key] = 1 if retried and self._is_written(put.row.key, write) else None
                elif code is not None:
                    kind = kind_of(code) or Invalid
                    raise kind(f"Writing a row was refused: {said['Error'].get('Message', code)}")
                else:
                    versions[put.row.key] = 1
            if not again:
                return [versions[put.row.key] for put in batch]
            waiting, retried = again, True
            self._wait(attempt)
        raise Transient("The table is busy; try again.")

    def _is_written(self, key: Key, write: str) -> bool:
        """Whether the row is the work of this very write, whose first answer was lost on the way."""
        with translated("Reading a row"):
            found = self._client.get_item(TableName=self._names[key.table], Key=items.key_of(key), ConsistentRead=True)
        return bool(found.get("Item", {}).get("write", {}).get("S") == write)

    def _get_batch(self, keys: Sequence[Key]) -> list[Row]:
        tables = {self._names[key.table]: key.table for key in keys}
        asked: dict[str, Any] = {}
        for key in keys:
            asked.setdefault(self._names[key.table], {"Keys": [], "ConsistentRead": True})["Keys"].append(items.key_of(key))
        found: list[Row] = []
        for attempt in range(TRIES):
            with translated("Reading rows"):
                answer = self._client.batch_get_item(RequestItems=asked)
            found += [items.row_of(tables[name], item) for name, got in answer["Responses"].items() for item in got]
            asked = dict(answer.get("UnprocessedKeys", {}))
            if not asked:
                return found
            if not any(answer["Responses"].values()):
                self._wait(attempt)
        raise Transient("The table is busy; try again.")

    def _asked(self, table: TableName, names: tuple[str, str], partition: str, prefix: str) -> dict[str, Any]:
        """A query by a partition and the beginning of a sort, which have these names."""
        values = {":partition": {"S": partition}} | ({":prefix": {"S": prefix}} if prefix else {})
        condition = f"{names[0]} = :partition" + (f" AND begins_with({names[1]}, :prefix)" if prefix else "")
        return {"TableName": self._names[table], "KeyConditionExpression": condition, "ExpressionAttributeValues": values}

    def _found(self, asked: dict[str, Any], wanted: int, start: dict[str, Any] | None) -> list[dict[str, Any]]:
        """The first ``wanted`` items after ``start`` that a query finds; fewer where there are no more."""
        found: list[dict[str, Any]] = []
        while True:
            begin: Any = {"ExclusiveStartKey": start} if start else {}
            with translated("Reading rows"):
                answer: Any = self._client.query(**asked, **begin, Limit=wanted - len(found))
            found += answer["Items"]
            start = dict(answer.get("LastEvaluatedKey", {}))
            if not start or len(found) >= wanted:
                return found

    def _wait(self, attempt: int) -> None:
        self._sleep(random.uniform(0.5, 1.0) * min(0.025 * 2**attempt, 2.0))


def _refuse_cancelled(error: ClientError) -> None:
    """Raise what cancelled a transaction; nothing where it only has to wait for another one."""
    reasons: list[dict[str, Any]] = error.response.get("CancellationReasons", [])  # type: ignore[assignment]
    codes = [str(reason.get("Code", "None")) for reason in reasons]
    failed = [position for position, code in enumerate(codes) if code == "ConditionalCheckFailed"]
    if failed:
        raise Conflict("Something here changed since it was read; read it again.", failed=failed) from error
    for reason, code in zip(reasons, codes, strict=True):
        if code not in LATER and code != "None":
            raise Invalid(f"A transaction was refused: {reason.get('Message', code)}") from error


def _key(write: Put | Delete | Check) -> Key:
    return write.row.key if isinstance(write, Put) else write.key


def _in_parallel(work: Callable[[T], R], batches: Sequence[T]) -> Iterable[R]:
    if len(batches) <= 1:
        return [work(batch) for batch in batches]
    with ThreadPoolExecutor(min(THREADS, len(batches))) as pool:
        return list(pool.map(work, batches))

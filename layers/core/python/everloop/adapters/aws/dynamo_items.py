"""Rows as DynamoDB items, and the parts of requests that they are written with.

pk, sk          the key; an empty sort is one NUL, which no sort has
kind data version announced
ipk, isk        the index "by_index", which has keys only; isk is index sort, NUL, partition, NUL, sort, so that ties go by key
actor, correlation, write     the cause, and a token by which a write knows itself again
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from everloop.domain.principals import Cause
from everloop.ports import ABSENT, Check, Delete, Key, Put, Row, TableName

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

INDEX = "by_index"
NUL = "\0"
NAMES = {"#v": "version"}


def key_of(key: Key) -> dict[str, Any]:
    """A key as DynamoDB takes it."""
    return {"pk": {"S": key.partition}, "sk": {"S": key.sort or NUL}}


def index_key_of(key: Key, place: tuple[str, str]) -> dict[str, Any]:
    """Where a row stands in the index."""
    return {"ipk": {"S": place[0]}, "isk": {"S": NUL.join((place[1], key.partition, key.sort))}}


def item_of(row: Row, version: int, cause: Cause, write: str) -> dict[str, Any]:
    """A row as an item."""
    place = index_key_of(row.key, row.index) if row.index else {}
    return key_of(row.key) | _body(row, cause, write) | {"version": {"N": str(version)}} | place


def row_of(table: TableName, item: Mapping[str, Any]) -> Row:
    """An item as a row."""
    place = (item["ipk"]["S"], index_sort_of(item)) if "ipk" in item else None
    return Row(
        key=Key(table, item["pk"]["S"], sort_of(item)),
        kind=item["kind"]["S"],
        data=item["data"]["S"].encode(),
        version=int(item["version"]["N"]),
        index=place,
        announced=item["announced"]["BOOL"],
    )


def index_sort_of(item: Mapping[str, Any]) -> str:
    """The index sort of an entry of the index."""
    sort: str = item["isk"]["S"].partition(NUL)[0]
    return sort


def sort_of(item: Mapping[str, Any]) -> str:
    """The sort of an item's key."""
    sort: str = item["sk"]["S"]
    return "" if sort == NUL else sort


def put_request(put: Put, table: str, cause: Cause, write: str) -> dict[str, Any]:
    """PutItem for a put that expects something: absent, or a version."""
    assert put.expect is not None
    return {
        "TableName": table,
        "Item": item_of(put.row, put.expect + 1, cause, write),
        **_condition(put.expect),
    }


def update_request(put: Put, table: str, cause: Cause, write: str) -> dict[str, Any]:
    """UpdateItem for a put that overwrites anything: only so does the version go on from the one that is there."""
    values = _body(put.row, cause, write) | (index_key_of(put.row.key, put.row.index) if put.row.index else {})
    sets = ", ".join(f"#{name} = :{name}" for name in values)
    removes = "" if put.row.index else " REMOVE ipk, isk"
    return {
        "TableName": table,
        "Key": key_of(put.row.key),
        "UpdateExpression": f"SET {sets}{removes} ADD #v :one",
        "ExpressionAttributeNames": NAMES | {f"#{name}": name for name in values},
        "ExpressionAttributeValues": {":one": {"N": "1"}} | {f":{name}": value for name, value in values.items()},
    }


def delete_request(delete: Delete, table: str) -> dict[str, Any]:
    """DeleteItem."""
    return {"TableName": table, "Key": key_of(delete.key), **({} if delete.expect is None else _condition(delete.expect))}


def insert_statement(put: Put, table: str, cause: Cause, write: str) -> Any:
    """A statement that writes an absent row, and fails where one is: unlike BatchWriteItem, batches of it have conditions."""
    item = item_of(put.row, 1, cause, write)
    fields = ", ".join(f"'{name}': ?" for name in item)
    return {"Statement": f'INSERT INTO "{table}" VALUE {{{fields}}}', "Parameters": list(item.values())}


def transact_item(write: Put | Delete | Check, table: str, cause: Cause, token: str) -> Any:
    """One write of a transaction."""
    if isinstance(write, Check):
        return {"ConditionCheck": {"TableName": table, "Key": key_of(write.key), **_condition(write.expect)}}
    if isinstance(write, Delete):
        return {"Delete": delete_request(write, table)}
    if write.expect is None:
        return {"Update": update_request(write, table, cause, token)}
    return {"Put": put_request(write, table, cause, token)}


def create_tables(client: DynamoDBClient, names: Mapping[TableName, str]) -> None:
    """Make both tables as the stack makes them, and wait until they are there (tests and tools)."""
    for name in names.values():
        client.create_table(
            TableName=name,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": part, "AttributeType": "S"} for part in ("pk", "sk", "ipk", "isk")],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
            GlobalSecondaryIndexes=[
                {
                    "IndexName": INDEX,
                    "KeySchema": [{"AttributeName": "ipk", "KeyType": "HASH"}, {"AttributeName": "isk", "KeyType": "RANGE"}],
                    "Projection": {"ProjectionType": "KEYS_ONLY"},
                }
            ],
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
        )
    for name in names.values():
        client.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 120})


def _body(row: Row, cause: Cause, write: str) -> dict[str, Any]:
    return {
        "kind": {"S": row.kind},
        "data": {"S": row.data.decode()},
        "announced": {"BOOL": row.announced},
        "actor": {"S": cause.actor},
        "correlation": {"S": cause.correlation_id},
        "write": {"S": write},
    }


def _condition(expect: int) -> dict[str, Any]:
    if expect == ABSENT:
        return {"ConditionExpression": "attribute_not_exists(pk)"}
    return {
        "ConditionExpression": "#v = :expect",
        "ExpressionAttributeNames": NAMES,
        "ExpressionAttributeValues": {":expect": {"N": str(expect)}},
    }

"""What DynamoDB does on a bad day: throttles, cancels for others' sake, takes part of a batch, answers twice."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from everloop.adapters.aws import table as module
from everloop.adapters.aws.stream import hint_of
from everloop.adapters.aws.table import DynamoTable
from everloop.domain.errors import Conflict, Transient
from everloop.domain.principals import Cause
from everloop.ports import Key, Put, Row, TableName

NAMES = {name: f"{name}-table" for name in TableName}
TOKEN = uuid.UUID(int=7)


@pytest.fixture
def stub() -> Iterator[Stubber]:
    keys = {"region_name": "eu-west-1", "aws_access_key_id": "local", "aws_secret_access_key": "local"}
    client = boto3.client("dynamodb", **keys)
    with Stubber(client) as made:
        yield made
        made.assert_no_pending_responses()
    client.close()


@pytest.fixture
def table(stub: Stubber, monkeypatch: pytest.MonkeyPatch) -> DynamoTable:
    monkeypatch.setattr(module.uuid, "uuid4", lambda: TOKEN)
    return DynamoTable(stub.client, NAMES, sleep=lambda _: None)


def row(sort: str = "a") -> Row:
    return Row(Key(TableName.CATALOGUE, "home#things", sort), "thing", b"{}")


def refused(stub: Stubber, operation: str, code: str, **more: Any) -> None:
    stub.add_client_error(operation, code, "Not now", 400, **more)


def answered(stub: Stubber, *statements: dict[str, Any]) -> None:
    answer = {"Responses": list(statements), "ResponseMetadata": {"RetryAttempts": 0}}
    stub.add_response("batch_execute_statement", answer)


def test_throttling_passes(stub: Stubber, table: DynamoTable) -> None:
    refused(stub, "put_item", "ProvisionedThroughputExceededException")
    with pytest.raises(Transient, match="Not now"):
        table.put(Put(row()), cause=Cause())


@pytest.mark.parametrize(("write", "version"), [(TOKEN.hex, 1), ("another", None)])
def test_a_put_whose_first_answer_was_lost_knows_itself_again(
    stub: Stubber, table: DynamoTable, write: str, version: int | None
) -> None:
    refused(stub, "put_item", "ConditionalCheckFailedException", response_meta={"RetryAttempts": 1})
    stub.add_response("get_item", {"Item": {"write": {"S": write}}})
    if version is None:
        with pytest.raises(Conflict):
            table.put(Put(row()), cause=Cause())
    else:
        assert table.put(Put(row()), cause=Cause()) == version


def test_a_put_that_was_sent_once_asks_nothing_more(stub: Stubber, table: DynamoTable) -> None:
    refused(stub, "put_item", "ConditionalCheckFailedException")
    with pytest.raises(Conflict):
        table.put(Put(row()), cause=Cause())


def test_what_a_batch_did_not_take_is_sent_again_and_told_from_what_was_there(stub: Stubber, table: DynamoTable) -> None:
    busy, there = {"Error": {"Code": "ThrottlingError"}}, {"Error": {"Code": "DuplicateItem"}}
    answered(stub, {}, busy, there, busy)
    answered(stub, {}, there)
    stub.add_response("get_item", {"Item": {"write": {"S": TOKEN.hex}}})
    assert table.put_many([Put(row(sort)) for sort in "abcd"], cause=Cause()) == [1, 1, None, 1]


def test_a_batch_that_is_never_taken_is_an_error_that_passes(stub: Stubber, table: DynamoTable) -> None:
    for _ in range(module.TRIES):
        answered(stub, {"Error": {"Code": "ThrottlingError"}})
    with pytest.raises(Transient):
        table.put_many([Put(row())], cause=Cause())


def test_keys_that_were_not_read_are_asked_for_again(stub: Stubber, table: DynamoTable) -> None:
    name = NAMES[TableName.CATALOGUE]
    rest = {name: {"Keys": [{"pk": {"S": "home#things"}, "sk": {"S": "a"}}], "ConsistentRead": True}}
    stub.add_response("batch_get_item", {"Responses": {name: []}, "UnprocessedKeys": rest})
    stub.add_response("batch_get_item", {"Responses": {name: []}}, {"RequestItems": rest})
    assert table.get_many([row().key, row("b").key]) == [None, None]


def test_a_transaction_waits_for_another_one_and_then_says_what_failed(stub: Stubber, table: DynamoTable) -> None:
    def cancelled(*codes: str) -> None:
        reasons = [{"Code": code} for code in codes]
        refused(stub, "transact_write_items", "TransactionCanceledException", modeled_fields={"CancellationReasons": reasons})

    cancelled("None", "TransactionConflict")
    cancelled("None", "ConditionalCheckFailed")
    with pytest.raises(Conflict) as caught:
        table.transact([Put(row("a")), Put(row("b"))], cause=Cause())
    assert caught.value.facts["failed"] == [1]


def test_a_record_as_lambda_gets_it_is_a_hint() -> None:
    image = {
        "pk": {"S": "home#item#x"},
        "sk": {"S": "\0"},
        "kind": {"S": "item"},
        "data": {"S": "{}"},
        "version": {"N": "3"},
        "announced": {"BOOL": True},
        "actor": {"S": "ada"},
        "correlation": {"S": "request-1"},
        "write": {"S": "w"},
    }
    record = {"eventID": "e1", "eventName": "MODIFY", "dynamodb": {"NewImage": image, "OldImage": image}}
    hint = hint_of(record, table=TableName.CATALOGUE)
    assert hint is not None
    assert (hint.event_id, hint.workspace, hint.kind, hint.partition, hint.sort) == ("e1", "home", "item", "home#item#x", "")
    assert (hint.row_version, hint.actor, hint.correlation_id) == (3, "ada", "request-1")
    removed = record | {"eventName": "REMOVE", "dynamodb": {"OldImage": image}}
    assert (gone := hint_of(removed, table=TableName.CATALOGUE)) is not None
    assert gone.actor == "everloop"
    silent = record | {"dynamodb": {"NewImage": image | {"announced": {"BOOL": False}}}}
    assert hint_of(silent, table=TableName.CATALOGUE) is None

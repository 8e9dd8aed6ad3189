"""The change feed on DynamoDB Streams: what a record says, and a reader for those who have no Lambda."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import orjson

from everloop.adapters.aws.dynamo_items import sort_of
from everloop.adapters.aws.failures import translated
from everloop.domain.errors import Invalid
from everloop.domain.events import Hint
from everloop.domain.ids import UserId, workspace_of
from everloop.domain.pages import Page
from everloop.domain.principals import Cause
from everloop.ports import TableName

if TYPE_CHECKING:
    from mypy_boto3_dynamodbstreams import DynamoDBStreamsClient

GET_RECORDS = 1_000
ENDED = "ended"


def hint_of(record: Mapping[str, Any], *, table: TableName) -> Hint | None:
    """What a stream record says, as Lambda or ``GetRecords`` gives it; None for a row that is not announced.

    A delete's hint carries the removed row's version, and no cause: the stream does not know who deleted.
    """
    change = record["dynamodb"]
    removed = record["eventName"] == "REMOVE"
    image = change["OldImage" if removed else "NewImage"]
    if not image["announced"]["BOOL"]:
        return None
    cause = Cause() if removed else Cause(UserId(image["actor"]["S"]), image["correlation"]["S"])
    partition = image["pk"]["S"]
    return Hint(
        event_id=record["eventID"],
        workspace=workspace_of(partition),
        kind=image["kind"]["S"],
        table=table,
        partition=partition,
        sort=sort_of(image),
        row_version=int(image["version"]["N"]),
        actor=cause.actor,
        correlation_id=cause.correlation_id,
    )


class StreamReader:
    """Reads a table's stream by a cursor: the last sequence number of each shard. A shard is read after its parent."""

    def __init__(self, client: DynamoDBStreamsClient, stream: str, table: TableName) -> None:
        """``stream``: the stream's ARN."""
        self._client, self._stream, self._table = client, stream, table

    def changes(self, cursor: str | None, limit: int) -> Page[Hint]:
        """See ``ports.Table``. A row's changes are in order; those of two rows need not be."""
        seen = _decoded(cursor)
        hints: list[Hint] = []
        kept: dict[str, str] = {}
        for shard, parent in self._shards():
            kept[shard] = seen.get(shard, "")
            if kept[shard] == ENDED or len(hints) >= limit or kept.get(parent, ENDED) != ENDED:
                continue
            for sequence, hint in self._records(shard, kept[shard]):
                kept[shard] = sequence
                hints += [hint] if hint else []
                if len(hints) >= limit:
                    break
        return Page(hints, base64.urlsafe_b64encode(orjson.dumps(kept)).decode())

    def _shards(self) -> Iterator[tuple[str, str]]:
        """Shards and their parents, oldest first."""
        start: dict[str, Any] = {}
        while True:
            with translated("Reading the change feed"):
                found = self._client.describe_stream(StreamArn=self._stream, **start)["StreamDescription"]
            for shard in found.get("Shards", []):
                yield shard["ShardId"], shard.get("ParentShardId", "")
            if "LastEvaluatedShardId" not in found:
                return
            start = {"ExclusiveStartShardId": found["LastEvaluatedShardId"]}

    def _records(self, shard: str, after: str) -> Iterator[tuple[str, Hint | None]]:
        place: dict[str, Any] = {"ShardIteratorType": "TRIM_HORIZON"}
        if after:
            place = {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": after}
        with translated("Reading the change feed"):
            iterator = self._client.get_shard_iterator(StreamArn=self._stream, ShardId=shard, **place).get("ShardIterator")
        while iterator:
            with translated("Reading the change feed"):
                found = self._client.get_records(ShardIterator=iterator, Limit=GET_RECORDS)
            for record in found["Records"]:
                yield record["dynamodb"]["SequenceNumber"], hint_of(record, table=self._table)
            iterator = found.get("NextShardIterator")
            if not found["Records"]:
                break
        if not iterator:
            yield ENDED, None


def _decoded(cursor: str | None) -> dict[str, str]:
    if cursor is None:
        return {}
    try:
        found = orjson.loads(base64.urlsafe_b64decode(cursor))
    except (ValueError, binascii.Error):
        found = None
    if not isinstance(found, dict):
        raise Invalid("This cursor is not one of this feed; begin again without a cursor.")
    return found

"""What tests of functions share: handlers loaded as Lambda loads them, envelopes as AWS sends them, queues in moto."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from everloop.adapters.aws.bus import body_of
from everloop.domain.events import Hint

FUNCTIONS = Path(__file__).resolve().parents[2] / "functions"
REGION = "eu-west-1"
ENVIRONMENT = {
    "AWS_DEFAULT_REGION": REGION,
    "AWS_REGION": REGION,
    "AWS_ACCESS_KEY_ID": "local",
    "AWS_SECRET_ACCESS_KEY": "local",
    "EVERLOOP_CATALOGUE": "tests-catalogue",
    "EVERLOOP_WORKFLOW": "tests-workflow",
    "EVERLOOP_BUCKET": "tests-objects",
    "EVERLOOP_SEARCH": "https://search.example",
    "POWERTOOLS_TRACE_DISABLED": "true",
    "POWERTOOLS_SERVICE_NAME": "tests",
}


@dataclass(frozen=True)
class Context:
    """Of an invocation."""

    function_name: str = "tests"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = f"arn:aws:lambda:{REGION}:123456789012:function:tests"
    aws_request_id: str = "a-request"


def handler_of(folder: str) -> Callable[[Any], Any]:
    """A function, as a new process has it."""
    spec = importlib.util.spec_from_file_location(f"loaded_{folder}", FUNCTIONS / folder / "handler.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    def invoke(event: Any) -> Any:
        return json.loads(json.dumps(module.handler(event, Context())))

    return invoke


def sqs(bodies: Sequence[str | Mapping[str, Any] | Hint], *, receives: int = 1, receipts: Sequence[str] = ()) -> dict[str, Any]:
    """A batch of a queue's messages."""
    return {
        "Records": [
            {
                "messageId": f"message-{number}",
                "receiptHandle": receipts[number] if receipts else f"receipt-{number}",
                "body": body_of(body) if isinstance(body, Hint) else body if isinstance(body, str) else json.dumps(body),
                "attributes": {
                    "ApproximateReceiveCount": str(receives),
                    "SentTimestamp": "1764000000000",
                    "SenderId": "AIDAEXAMPLE",
                    "ApproximateFirstReceiveTimestamp": "1764000000001",
                },
                "messageAttributes": {},
                "md5OfBody": "00000000000000000000000000000000",
                "eventSource": "aws:sqs",
                "eventSourceARN": f"arn:aws:sqs:{REGION}:123456789012:tests",
                "awsRegion": REGION,
            }
            for number, body in enumerate(bodies)
        ]
    }


def change(
    partition: str, sort: str, *, kind: str = "item", number: int = 1, announced: bool = True, removed: bool = False
) -> Any:
    """A record of the catalogue's stream."""
    image = {
        "pk": {"S": partition},
        "sk": {"S": sort},
        "kind": {"S": kind},
        "data": {"S": "{}"},
        "version": {"N": "3"},
        "announced": {"BOOL": announced},
        "actor": {"S": "anna"},
        "correlation": {"S": "a-request"},
        "write": {"S": "00"},
    }
    return {
        "eventID": f"change-{number}",
        "eventName": "REMOVE" if removed else "MODIFY",
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": REGION,
        "dynamodb": {
            "ApproximateCreationDateTime": 1764000000.0,
            "Keys": {"pk": image["pk"], "sk": image["sk"]},
            "OldImage" if removed else "NewImage": image,
            "SequenceNumber": f"{number:021d}",
            "SizeBytes": 300,
            "StreamViewType": "NEW_AND_OLD_IMAGES",
        },
        "eventSourceARN": f"arn:aws:dynamodb:{REGION}:123456789012:table/tests-catalogue/stream/2026-11-24T00:00:00.000",
    }


def object_created(bucket: str, key: str, *, kind: str = "Object Created") -> dict[str, Any]:
    """S3's event as EventBridge passes it on."""
    return {
        "version": "0",
        "id": "00000000-0000-0000-0000-000000000000",
        "detail-type": kind,
        "source": "aws.s3",
        "account": "123456789012",
        "time": "2026-11-24T00:00:00Z",
        "region": REGION,
        "resources": [f"arn:aws:s3:::{bucket}"],
        "detail": {
            "version": "0",
            "bucket": {"name": bucket},
            "object": {"key": key, "size": 1, "etag": "00", "sequencer": "0062E99A88DC407460"},
            "request-id": "R",
            "requester": "123456789012",
            "source-ip-address": "127.0.0.1",
            "reason": "PutObject",
        },
    }


def object_records(bucket: str, key: str) -> dict[str, Any]:
    """S3's own notification; ``key`` as S3 writes it, escaped."""
    return {
        "Records": [
            {
                "eventVersion": "2.1",
                "eventSource": "aws:s3",
                "awsRegion": REGION,
                "eventTime": "2026-11-24T00:00:00.000Z",
                "eventName": "ObjectCreated:Put",
                "s3": {
                    "s3SchemaVersion": "1.0",
                    "bucket": {"name": bucket, "arn": f"arn:aws:s3:::{bucket}"},
                    "object": {"key": key, "size": 1, "eTag": "00", "sequencer": "0062E99A88DC407460"},
                },
            }
        ]
    }


def request(method: str, path: str, *, token: str | None = None) -> dict[str, Any]:
    """API Gateway's request, payload version 2."""
    headers = {"host": "api.example", "accept": "application/json"} | ({"authorization": f"Bearer {token}"} if token else {})
    return {
        "version": "2.0",
        "routeKey": "ANY /{proxy+}",
        "rawPath": path,
        "rawQueryString": "",
        "headers": headers,
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "api",
            "domainName": "api.example",
            "http": {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1", "userAgent": "tests"},
            "requestId": "R",
            "routeKey": "ANY /{proxy+}",
            "stage": "$default",
            "time": "24/Nov/2026:00:00:00 +0000",
            "timeEpoch": 1764000000000,
        },
        "isBase64Encoded": False,
    }

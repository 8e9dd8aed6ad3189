"""The deployed house, from the environment that the stack gives to each function and processing job.

``EVERLOOP_CATALOGUE``, ``EVERLOOP_WORKFLOW`` (tables) · ``EVERLOOP_BUCKET`` · ``EVERLOOP_SEARCH`` (the domain's URL) ·
``EVERLOOP_QUEUES`` (JSON, by consumer ``{"url", "dead_url"}``) · ``EVERLOOP_BATCH_FUNCTION`` and ``EVERLOOP_BATCH`` (JSON, the
fields of ``adapters.aws.runner.Batch``; its jobs get this environment without queues) · ``EVERLOOP_ISSUER`` and
``EVERLOOP_CLIENTS`` (Cognito, comma between clients).
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import boto3
import msgspec
from botocore.config import Config
from obstore.store import S3Store
from opensearchpy import OpenSearch, Urllib3AWSV4SignerAuth, Urllib3HttpConnection

from everloop.adapters.aws.bus import Queue, SqsBus
from everloop.adapters.aws.identity import CognitoIdentity
from everloop.adapters.aws.index import OpenSearchIndex
from everloop.adapters.aws.runner import Batch, CloudRunner
from everloop.adapters.aws.table import THREADS, DynamoTable
from everloop.adapters.local.encoder import OnnxEncoder
from everloop.adapters.objects import Sources, StoreObjects
from everloop.domain.errors import Invalid
from everloop.house import House
from everloop.ports import TableName
from everloop.store import tokens
from everloop.store.columns import Columns

CLIENT = Config(max_pool_connections=2 * THREADS, retries={"mode": "standard", "max_attempts": 6})
NEEDED = ("CATALOGUE", "WORKFLOW", "BUCKET", "SEARCH", "ISSUER")
OTHERS = ("CLIENTS", "QUEUES", "BATCH_FUNCTION", "BATCH")


def aws(environment: Mapping[str, str]) -> House:
    """The house of a deployment. Raises Invalid for an environment that does not name one."""
    given = {name: environment.get(f"EVERLOOP_{name}", "") for name in (*NEEDED, *OTHERS)}
    lacking = [f"EVERLOOP_{name}" for name in NEEDED if not given[name]]
    if lacking:
        raise Invalid(f"The environment does not say {', '.join(lacking)} (or EVERLOOP_DATA, for a data folder).")
    session = boto3.Session()
    client = partial(session.client, config=CLIENT)
    names = {TableName.CATALOGUE: given["CATALOGUE"], TableName.WORKFLOW: given["WORKFLOW"]}
    table = DynamoTable(client("dynamodb"), names)
    objects = StoreObjects(S3Store(given["BUCKET"]))
    return House(
        table=table,
        objects=objects,
        open_source=Sources(folders=False),
        columns=Columns(objects, Path(tempfile.gettempdir()) / "columns"),
        index=OpenSearchIndex(_search(session, given["SEARCH"])),
        encoder=OnnxEncoder(),
        runner=_runner(client, environment, given),
        bus=SqsBus(client("sqs"), msgspec.json.decode(given["QUEUES"] or "{}", type=dict[str, Queue])),
        identity=CognitoIdentity(
            given["ISSUER"], given["CLIENTS"].split(","), partial(tokens.find, table=table), now_ms=_now_ms
        ),
    )


def _runner(client: Any, environment: Mapping[str, str], given: Mapping[str, str]) -> CloudRunner:
    batch = msgspec.json.decode(given["BATCH"] or '{"image":"","code":"","role":""}', type=Batch)
    own = {name: value for name, value in environment.items() if name.startswith("EVERLOOP_")}
    own.pop("EVERLOOP_QUEUES", None)
    own.pop("EVERLOOP_BATCH", None)  # a value of a processing job's environment has at most 256 characters
    batch = replace(batch, environment=own)
    return CloudRunner(client("lambda"), client("sagemaker"), function=given["BATCH_FUNCTION"], batch=batch)


def _search(session: boto3.Session, url: str) -> OpenSearch:
    signer = Urllib3AWSV4SignerAuth(session.get_credentials(), session.region_name, "es")
    return OpenSearch(url, http_auth=signer, connection_class=Urllib3HttpConnection, timeout=30)


def _now_ms() -> int:
    return time.time_ns() // 1_000_000

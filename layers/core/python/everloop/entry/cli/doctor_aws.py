"""``everloop doctor --aws STAGE``: looks at a deployment, and says how to mend what is wrong."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from botocore.exceptions import BotoCoreError, ClientError

from everloop.domain.errors import Invalid
from everloop.entry.cli.findings import Finding

STACKS = ("storage", "search", "pipeline", "identity", "api", "web", "observability")
SHARDS = 20
"""Reserved for each of two functions where a stage says nothing else (``infra.stage``)."""
LEAST_CONCURRENCY = 100
"""AWS wants so many beside what is reserved."""
ANSWER_S = 15
Client = Callable[[str], Any]


class Stage(NamedTuple):
    """What is looked at: a stage of ``infra.stage``, as far as the doctor must know it. None: the machine's own region."""

    name: str = "everloop"
    region: str | None = None
    sources: tuple[str, ...] = ()
    shards: int | None = SHARDS


def stage_of(word: str) -> Stage:
    """The stage that a word names: the path of its file (``.json``), or its name. Raises Invalid: no such file."""
    if not word.endswith(".json"):
        return Stage(word)
    try:
        said = json.loads(Path(word).read_text())
    except (OSError, ValueError) as error:
        raise Invalid(f"{word} describes no stage: {error}.") from None
    known = Stage()
    return Stage(
        said.get("name", known.name), said.get("region"), tuple(said.get("sources", ())), said.get("shards", known.shards)
    )


def findings(stage: Stage, client: Client) -> Iterator[Finding]:
    """What was looked at. ``client``: makes a boto3 client by a service's name."""
    outputs: dict[str, dict[str, str]] = {}
    for stack in STACKS:
        yield _looked(f"stack {stack}", lambda stack=stack: _stack(stage.name, stack, client, outputs), "Run `make deploy`.")  # type: ignore[misc]
    if "api" in outputs:
        yield _looked("API", lambda: _answers(outputs["api"]["Url"]), "Read the log of the function serve_api.")
    if "identity" in outputs:
        fix = "Make the first admin: `make admin EMAIL=you@example.org`."
        yield _looked("people", lambda: _people(outputs["identity"]["PoolId"], client), fix)
    fix = "See them with `everloop dead-letters list`, mend the cause, `everloop dead-letters resend`; or read the alarm."
    yield _looked("alarms", lambda: _alarms(stage.name, client), fix)
    reserved = 2 * (stage.shards or 0)
    fix = (
        f"Ask AWS for more concurrent executions (Service Quotas, Lambda): {reserved} are reserved for shards, and 100 are to "
        'be left. Or reserve none: put "shards": null into the stage\'s file.'
    )
    yield _looked("functions at once", lambda: _concurrency(reserved, client), fix)
    for bucket in stage.sources:
        yield from _source(bucket, client)
    if "storage" in outputs:
        fix = "Run `make deploy` again: its last step lets the site's address use the store."
        yield _looked("uploads by browsers", lambda: _cors(outputs["storage"]["ObjectsBucket"], client), fix)


def _looked(what: str, look: Callable[[], tuple[bool, str]], fix: str) -> Finding:
    try:
        ok, found = look()
    except (ClientError, BotoCoreError, urllib.error.URLError, KeyError) as error:
        return Finding(what, False, str(error), fix)
    return Finding(what, ok, found, fix)


def _stack(stage: str, stack: str, client: Client, outputs: dict[str, dict[str, str]]) -> tuple[bool, str]:
    [found] = client("cloudformation").describe_stacks(StackName=f"{stage}-{stack}")["Stacks"]
    outputs[stack] = {one["OutputKey"]: one["OutputValue"] for one in found.get("Outputs", [])}
    state: str = found["StackStatus"]
    return state.endswith("_COMPLETE") and "ROLLBACK" not in state and not state.startswith("DELETE"), state


def _answers(url: str) -> tuple[bool, str]:
    with urllib.request.urlopen(f"{url}/api/v1/health", timeout=ANSWER_S) as answer:
        return answer.status == 200, f"{answer.status} from {url}"


def _people(pool: str, client: Client) -> tuple[bool, str]:
    found = client("cognito-idp").list_users(UserPoolId=pool, Limit=1)["Users"]
    return bool(found), "there are some" if found else "nobody can sign in yet"


def _alarms(stage: str, client: Client) -> tuple[bool, str]:
    ringing = [
        alarm["AlarmName"]
        for page in client("cloudwatch").get_paginator("describe_alarms").paginate(StateValue="ALARM")
        for alarm in page["MetricAlarms"]
        if alarm["AlarmName"].startswith(f"{stage}-")
    ]
    return not ringing, ", ".join(ringing) or "none rings"


def _concurrency(reserved: int, client: Client) -> tuple[bool, str]:
    limit = client("lambda").get_account_settings()["AccountLimit"]["ConcurrentExecutions"]
    return not reserved or limit >= LEAST_CONCURRENCY + reserved, f"{limit:,} in this account and region"


def _source(bucket: str, client: Client) -> Iterator[Finding]:
    store, what = client("s3"), f"source {bucket}"
    fix = "Switch EventBridge on in the bucket's properties (event notifications): else new objects become no items."
    yield _looked(f"{what}: events", lambda: _tells(bucket, store), fix)
    fix = "Name buckets of the stage's region: events of others are not heard, and their pictures are not shown."
    yield _looked(f"{what}: region", lambda: _near(bucket, store), fix)
    fix = "Functions may not use your KMS key: let S3 encrypt the bucket itself, or copy the pictures to one where it does."
    yield _looked(f"{what}: encryption", lambda: _readable(bucket, store), fix)


def _tells(bucket: str, store: Any) -> tuple[bool, str]:
    told = "EventBridgeConfiguration" in store.get_bucket_notification_configuration(Bucket=bucket)
    return told, "sent to EventBridge" if told else "not sent to EventBridge"


def _near(bucket: str, store: Any) -> tuple[bool, str]:
    region = store.get_bucket_location(Bucket=bucket).get("LocationConstraint") or "us-east-1"
    return region == store.meta.region_name, region


def _readable(bucket: str, store: Any) -> tuple[bool, str]:
    rules = store.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"]
    keys = [key for one in rules if (key := one.get("ApplyServerSideEncryptionByDefault", {}).get("KMSMasterKeyID"))]
    own = [key for key in keys if not key.endswith("alias/aws/s3")]
    return not own, ", ".join(own) or "by AWS's own keys"


def _cors(bucket: str, client: Client) -> tuple[bool, str]:
    rules = client("s3").get_bucket_cors(Bucket=bucket)["CORSRules"]
    origins = sorted({origin for rule in rules for origin in rule["AllowedOrigins"]})
    return "*" not in origins, ", ".join(origins)

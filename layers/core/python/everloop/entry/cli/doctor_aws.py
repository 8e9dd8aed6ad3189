"""``everloop doctor --aws STAGE``: looks at a deployment, and says how to mend what is wrong."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from everloop.entry.cli.findings import Finding

STACKS = ("storage", "search", "pipeline", "identity", "api", "web", "observability")
LEAST_CONCURRENCY = 100
ANSWER_S = 15
Client = Callable[[str], Any]


def findings(stage: str, client: Client) -> Iterator[Finding]:
    """What was looked at. ``client``: makes a boto3 client by a service's name."""
    outputs: dict[str, dict[str, str]] = {}
    for stack in STACKS:
        yield _looked(f"stack {stack}", lambda stack=stack: _stack(stage, stack, client, outputs), "Run `make deploy`.")  # type: ignore[misc]
    if "api" in outputs:
        yield _looked("API", lambda: _answers(outputs["api"]["Url"]), "Read the log of the function serve_api.")
    if "identity" in outputs:
        fix = "Make the first admin: `make admin EMAIL=you@example.org`."
        yield _looked("people", lambda: _people(outputs["identity"]["PoolId"], client), fix)
    fix = "See them with `everloop dead-letters list`, mend the cause, `everloop dead-letters resend`; or read the alarm."
    yield _looked("alarms", lambda: _alarms(stage, client), fix)
    fix = "Ask AWS for more concurrent executions (Service Quotas, Lambda): functions with reserved ones need 100 beside them."
    yield _looked("functions at once", lambda: _concurrency(client), fix)
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


def _concurrency(client: Client) -> tuple[bool, str]:
    limit = client("lambda").get_account_settings()["AccountLimit"]["ConcurrentExecutions"]
    return limit > LEAST_CONCURRENCY, f"{limit:,} in this account and region"


def _cors(bucket: str, client: Client) -> tuple[bool, str]:
    rules = client("s3").get_bucket_cors(Bucket=bucket)["CORSRules"]
    origins = sorted({origin for rule in rules for origin in rule["AllowedOrigins"]})
    return "*" not in origins, ", ".join(origins)

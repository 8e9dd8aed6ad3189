"""The only settings of a deployment."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

NAME = re.compile(r"[a-z]([a-z0-9-]{0,19}[a-z0-9])?")
"""OpenSearch takes names of at most 28 characters, and "-search" follows."""
HELD_BACK = ("aws", "amazon", "cognito")


@dataclass(frozen=True, slots=True)
class Stage:
    """One deployment.

    Attributes:
        name: Leads every stack's name: several stages live in one account side by side.
        account, region: Where; None takes the command line's.
        python: The functions' runtime, "3.13" in production. The emulator runs functions in the host's interpreter.
        architecture: "arm64" or "x86_64"; wheels are fetched for it.
        wheels: Whether layers hold wheels; False where the interpreter has them already (an emulator), or to look at templates
            without a network.
        keep: Data outlives the stacks, and tables refuse deletion. False for stages that come and go.
        log_days: How long logs are kept.
        search_endpoint: An OpenSearch node that is there already; None: the search stack makes a domain.
        items: How many items the index is to hold: the domain's machine, disk and shards follow (``infra.sizing``).
        search_instance, search_gigabytes: Of each of its nodes, where they are not to follow ("", 0: they do).
        search_nodes: One, or an even number in two zones, which then hold two copies.
        search_engine: Of vector fields: "faiss" on AWS; "lucene" on a node without native code.
        concurrency: Functions of one consumer at once, at most.
        requests_per_second, burst: The API's throttle.
        batch_image: The container of SageMaker jobs (``functions/batch_job/Dockerfile``), as a registry address; None: Lambda
            runs every shard.
        batch_instance: SageMaker's instance type. (Processing jobs know no spot capacity.)
        shards: Functions of each of the two kinds that run shards at once, at most. So many are reserved, and AWS wants 100 of
            the account's beside them: an account with a smaller quota cannot be deployed to. None: none are reserved, and as
            many run as the account allows.
        sources: Names of the buckets that sources may be made of: functions may read them, and their events are heard. Each is
            in the stage's region, sends its events to EventBridge (without that, objects that are put there become no items
            until the source is compared again), and is not encrypted with a KMS key of your own, which no function may use.
        patience: A message whose function was killed comes back after so many of its timeouts.
        alarm_email: Who hears of alarms; None: nobody is written to, the dashboard shows them.
        web_acl_arn: A web ACL (us-east-1) made elsewhere; None: made here where the stage's region is us-east-1.
        snap_start: Start the API's functions from a snapshot.
        media_key: Raise it to have a new key made that media's cookies are signed with. The old key ends with it: thumbnails
            are refused until the distribution and the functions know the new one (ten minutes after the deployment at most),
            and pages that are open get new cookies when they next ask for them.
        password_sign_in: The site's client takes passwords themselves too, without the sign-in page: for tests.
    """

    name: str = "everloop"
    account: str | None = None
    region: str | None = None
    python: str = "3.13"
    architecture: str = "arm64"
    wheels: bool = True
    keep: bool = True
    log_days: int = 30
    search_endpoint: str | None = None
    items: int = 100_000
    search_instance: str = ""
    search_nodes: int = 1
    search_gigabytes: int = 0
    search_engine: str = "faiss"
    concurrency: int = 10
    requests_per_second: int = 200
    burst: int = 400
    batch_image: str | None = None
    batch_instance: str = "ml.c6i.2xlarge"
    shards: int | None = 20
    sources: tuple[str, ...] = ()
    patience: int = 6
    alarm_email: str | None = None
    web_acl_arn: str | None = None
    snap_start: bool = True
    media_key: int = 1
    password_sign_in: bool = False

    def __post_init__(self) -> None:
        """Raises ValueError for what AWS would refuse in the middle of a deployment."""
        if not NAME.fullmatch(self.name):
            raise ValueError(
                f"A stage cannot be named {self.name!r}: lower-case letters, digits and '-', at most 21, a letter first and no "
                "'-' last (its domain's and its sign-in page's names are made of it)."
            )
        if held := [word for word in HELD_BACK if word in self.name]:
            raise ValueError(f"A stage cannot be named {self.name!r}: Cognito takes no sign-in address with {held[0]!r} in it.")
        if self.search_nodes != 1 and (self.search_nodes < 2 or self.search_nodes % 2):
            raise ValueError(
                f"search_nodes is {self.search_nodes}: it is one, or an even number, half of it in each of two zones."
            )

    @classmethod
    def read(cls, context: Mapping[str, Any]) -> Stage:
        """The stage that CDK's context describes: ``-c stage=file.json`` (a JSON object of these attributes) and single
        ``-c name=value``.

        Raises:
            ValueError: An attribute that a stage has not.
        """
        file = context.get("stage")
        said = json.loads(Path(file).read_text()) if file else {}
        known = {one.name for one in fields(cls)}
        if unknown := set(said) - known:
            raise ValueError(f"a stage has no {', '.join(sorted(unknown))}; it has: {', '.join(sorted(known))}")
        single = {name: context[name] for name in known if context.get(name) is not None}
        return replace(cls(), **{name: _typed(cls, name, value) for name, value in (said | single).items()})

    @property
    def parameters(self) -> str:
        """Where in the parameter store stacks leave what those to their left read at run time."""
        return f"/everloop/{self.name}"


def _typed(stage: type[Stage], name: str, value: Any) -> Any:
    """A value as its attribute has it: the command line gives words, JSON gives lists."""
    default = {one.name: one.default for one in fields(stage)}[name]
    if isinstance(default, tuple):
        return tuple(value.split(",") if isinstance(value, str) else value)
    if isinstance(default, bool) and isinstance(value, str):
        return value.lower() in ("true", "yes", "1")
    if isinstance(default, int) and isinstance(value, str):
        return int(value)
    return value

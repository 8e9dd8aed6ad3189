"""Synthesizes the app once per content and deploys it, stack by stack and by change set, to an endpoint of AWS.

Not as ``cdk deploy`` would have it: the account was never bootstrapped (its version is written where templates look for it,
and no roles of CDK's are taken on); layers are compiled first; and the address of the search node, which only a run knows,
stands in the templates as ``NODE`` and is put in here.
"""

from __future__ import annotations

import fcntl
import importlib.util
import io
import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.deployed.emulator import ACCOUNT, REGION
from tests.services import ports

ROOT = Path(__file__).resolve().parents[2]
NODE = "http://search.test"
PICTURES = "everloop-test-pictures"
STAGE: dict[str, Any] = {
    "name": "everloop",
    "account": ACCOUNT,
    "region": REGION,
    "python": f"{sys.version_info.major}.{sys.version_info.minor}",
    "architecture": "x86_64",
    "keep": False,
    "search_endpoint": NODE,
    "search_engine": "lucene",
    "concurrency": 2,
    "sources": [PICTURES],
    "patience": 1,
    "snap_start": False,
    "password_sign_in": True,
}
SYNTH_S = 900
STACK_S = 120


@dataclass
class Cloud:
    """An endpoint of AWS and what is deployed there: each stack's outputs, and the names of its resources by type."""

    endpoint: str
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)
    resources: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    clients: dict[str, Any] = field(default_factory=dict)

    def client(self, name: str) -> Any:
        """A boto3 client, kept until ``close``."""
        if name not in self.clients:
            self.clients[name] = boto3.client(
                name,
                endpoint_url=self.endpoint,
                region_name=REGION,
                aws_access_key_id="test",
                aws_secret_access_key="test",
                config=Config(
                    read_timeout=120, retries={"max_attempts": 2}, signature_version="s3v4" if name == "s3" else None
                ),
            )
        return self.clients[name]

    def close(self) -> None:
        """Close the clients' connections."""
        for client in self.clients.values():
            client.close()

    def named(self, kind: str, words: str) -> str:
        """The physical name of the one resource of this type whose logical id begins with ``words``."""
        found = [
            one["PhysicalResourceId"]
            for stack in self.resources.values()
            for one in stack
            if one["ResourceType"] == kind and one["LogicalResourceId"].startswith(words)
        ]
        assert len(found) == 1, (kind, words, found)
        return found[0]


def assembly() -> Path:
    """The cloud assembly of ``STAGE``, synthesized where this content is not kept. Skips the tests without CDK or node."""
    if importlib.util.find_spec("aws_cdk") is None or importlib.util.find_spec("cdk_nag") is None:
        pytest.skip("CDK is not installed here: pip install '.[infra]'")
    if shutil.which("node") is None:
        pytest.skip("CDK needs node, which is not here.")
    with (ports.cache() / "assembly.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        place = _synthesized()
        if not (place / "compiled").exists():
            _compile(place)
            (place / "compiled").touch()
    return place


def deploy(cloud: Cloud, out: Path, *, search: str) -> Cloud:
    """Deploy all stacks of an assembly, in order."""
    cloud.client("ssm").put_parameter(Name="/cdk-bootstrap/hnb659fds/version", Value="30", Type="String", Overwrite=True)
    for stack in _stacks(out):
        template = _upload(cloud, out, stack, search)
        _change(cloud, stack, template)
        made = cloud.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]
        cloud.outputs[stack] = {one["OutputKey"]: one["OutputValue"] for one in made.get("Outputs", [])}
        pages = cloud.client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=stack)
        cloud.resources[stack] = [one for page in pages for one in page["StackResourceSummaries"]]
    return cloud


def _synthesized() -> Path:
    """In a process of its own: CDK starts node, and warns of its age."""
    program = "import sys, json; from infra.assembly import synthesized; from infra.stage import Stage; "
    program += "print(synthesized(Stage(**json.loads(sys.argv[1]))))"
    environment = {**os.environ, "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "1"}
    done = subprocess.run(
        [sys.executable, "-c", program, json.dumps(STAGE)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=SYNTH_S,
    )
    if done.returncode:
        pytest.fail(f"The app cannot be synthesized:\n{(done.stdout + done.stderr)[-6000:]}")
    return Path(done.stdout.strip().splitlines()[-1])


def _compile(out: Path) -> None:
    """Functions start in seconds less when their layers' modules need not be compiled anew by each process."""
    for asset in out.glob("asset.*"):
        if asset.is_dir():
            command = [sys.executable, "-m", "compileall", "-q", "-j", "2", "--invalidation-mode", "unchecked-hash", str(asset)]
            subprocess.run(command, check=False, capture_output=True)


def _stacks(out: Path) -> Iterator[str]:
    """Stacks such that each comes after those that it needs."""
    artifacts: Mapping[str, Any] = json.loads((out / "manifest.json").read_text())["artifacts"]
    stacks = {name: one for name, one in artifacts.items() if one["type"] == "aws:cloudformation:stack"}
    done: set[str] = set()
    while len(done) < len(stacks):
        ready = [
            name
            for name, one in stacks.items()
            if name not in done and all(need in done for need in one.get("dependencies", []) if need in stacks)
        ]
        assert ready, "stacks need each other in a circle"
        done |= set(ready)
        yield from ready


def _upload(cloud: Cloud, out: Path, stack: str, search: str) -> str:
    """Put a stack's assets where its template expects them; the template's address."""
    s3, template = cloud.client("s3"), ""
    for one in json.loads((out / f"{stack}.assets.json").read_text())["files"].values():
        [place] = one["destinations"].values()
        bucket, key = _filled(place["bucketName"]), _filled(place["objectKey"])
        source = out / one["source"]["path"]
        if bucket not in [found["Name"] for found in s3.list_buckets()["Buckets"]]:
            s3.create_bucket(Bucket=bucket)
        if one["source"]["path"].endswith(".template.json"):
            s3.put_object(Bucket=bucket, Key=key, Body=source.read_text().replace(NODE, search))
            template = f"{cloud.endpoint}/{bucket}/{key}"
        elif s3.list_objects_v2(Bucket=bucket, Prefix=key)["KeyCount"] == 0:
            s3.put_object(Bucket=bucket, Key=key, Body=_zipped(source) if source.is_dir() else source.read_bytes())
    return template


def _zipped(folder: Path) -> bytes:
    """Stored, not squeezed: it goes no farther than this machine."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_STORED) as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                archive.write(file, file.relative_to(folder))
    return data.getvalue()


def _filled(text: str) -> str:
    for name, value in {"AccountId": ACCOUNT, "Region": REGION, "Partition": "aws"}.items():
        text = text.replace(f"${{AWS::{name}}}", value)
    return text


def _change(cloud: Cloud, stack: str, template: str) -> None:
    cloudformation = cloud.client("cloudformation")
    capabilities = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
    change = cloudformation.create_change_set(
        StackName=stack,
        ChangeSetName="deploy",
        ChangeSetType="CREATE",
        TemplateURL=template,
        Capabilities=capabilities,
    )["Id"]
    deadline = time.monotonic() + STACK_S
    while (said := cloudformation.describe_change_set(ChangeSetName=change))["Status"] not in ("CREATE_COMPLETE", "FAILED"):
        _pause(deadline, stack)
    assert said["Status"] == "CREATE_COMPLETE", (stack, said.get("StatusReason"))
    cloudformation.execute_change_set(ChangeSetName=change)
    while (state := _state(cloudformation, stack)).endswith("IN_PROGRESS"):
        _pause(deadline, stack, cloudformation)
    assert state == "CREATE_COMPLETE", (stack, state, *_failed(cloudformation, stack))


def _state(cloudformation: Any, stack: str) -> str:
    return str(cloudformation.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"])


def _failed(cloudformation: Any, stack: str) -> list[str]:
    events = cloudformation.describe_stack_events(StackName=stack)["StackEvents"]
    return [
        f"{one['LogicalResourceId']} ({one['ResourceType']}): {one.get('ResourceStatusReason')}"
        for one in events
        if "FAILED" in one["ResourceStatus"]
    ]


def _pause(deadline: float, stack: str, cloudformation: Any = None) -> None:
    if time.monotonic() > deadline:
        try:
            said = _failed(cloudformation, stack) if cloudformation else []
        except ClientError as error:
            said = [str(error)]
        pytest.fail(f"{stack} was not deployed within {STACK_S} s: {said}")
    time.sleep(0.2)

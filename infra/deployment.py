"""What a deployed stage says of itself: the outputs of its stacks. ``AWS_ENDPOINT_URL`` leads to an emulator."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import boto3

from infra.app import NAMES
from infra.stage import Stage


class Deployment:
    """A stage in the account that the machine's credentials are for."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self._session = boto3.Session(region_name=stage.region)

    def client(self, name: str) -> Any:
        """A client of one of AWS's services."""
        return self._session.client(name)

    def outputs(self, stack: str) -> dict[str, str]:
        """The outputs of one of ``NAMES``. Raises botocore's ClientError: it is not deployed."""
        assert stack in NAMES
        [found] = self.client("cloudformation").describe_stacks(StackName=f"{self.stage.name}-{stack}")["Stacks"]
        return {one["OutputKey"]: one["OutputValue"] for one in found.get("Outputs", [])}


def stage_of(arguments: Sequence[str]) -> Stage:
    """The stage that a command's words name: a file, or none for the default one. Exits on anything else."""
    if len(arguments) > 1:
        sys.exit("Name one file that describes the stage, or none.")
    return Stage.read({"stage": arguments[0]} if arguments else {})

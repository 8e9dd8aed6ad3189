"""The synthesized stacks, as JSON: made once per content of ``infra``, ``functions`` and ``layers``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from infra.app import NAMES
from infra.assembly import synthesized
from infra.stage import Stage

PRODUCTION = Stage(
    name="tests",
    account="123456789012",
    region="us-east-1",
    wheels=False,
    sources=("pictures", "more-pictures"),
    batch_image="123456789012.dkr.ecr.us-east-1.amazonaws.com/everloop:1",
    alarm_email="team@example.org",
)
Templates = dict[str, dict[str, Any]]


class Found(NamedTuple):
    """A resource: its stack, its logical id, its properties, and all of it."""

    stack: str
    id: str
    properties: dict[str, Any]
    whole: dict[str, Any]


@pytest.fixture(scope="session")
def templates() -> Templates:
    """The templates of a stage as teams deploy it, by stack; cdk-nag has passed them."""
    place = synthesized(PRODUCTION)
    return {name: json.loads((place / f"tests-{name}.template.json").read_text()) for name in NAMES}


def of_type(templates: Templates, kind: str) -> Iterator[Found]:
    """Every resource of a type."""
    for stack, template in templates.items():
        for id_, one in template["Resources"].items():
            if one["Type"] == kind:
                yield Found(stack, id_, one.get("Properties", {}), one)


def statements(templates: Templates) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every statement of a role's policies, with the policy's id."""
    for policy in of_type(templates, "AWS::IAM::Policy"):
        for statement in policy.properties["PolicyDocument"]["Statement"]:
            yield policy.id, statement

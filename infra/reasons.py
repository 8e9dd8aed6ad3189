"""Why a finding of cdk-nag is no fault here: each acknowledgement carries its reason."""

from __future__ import annotations

from aws_cdk import Acknowledgment, Validations
from constructs import IConstruct


def acknowledge(construct: IConstruct, reason: str, *findings: str) -> None:
    """Let ``findings`` ("IAM5[Resource::*]") stand on ``construct`` and what is in it, for this reason."""
    for finding in findings:
        Validations.of(construct).acknowledge(Acknowledgment(id=f"AwsSolutions-{finding}", reason=reason))

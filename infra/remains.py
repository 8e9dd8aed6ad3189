"""Says what stays in the account when the stacks are gone: ``python -m infra.remains [STAGE.json]``, before they go."""

from __future__ import annotations

import sys

from botocore.exceptions import ClientError

from infra.deployment import Deployment, stage_of

KEPT = {"storage": ("ObjectsBucket", "CatalogueTable", "WorkflowTable"), "identity": ("PoolId",)}


def remains(deployment: Deployment) -> list[str]:
    """A line for each thing that outlives its stack."""
    if not deployment.stage.keep:
        return ["Nothing is kept, by the stage's own word; buckets that are not empty stop the end of their stack."]
    lines = ["These stay, with all that is in them, until you delete them yourself:"]
    for stack, names in KEPT.items():
        try:
            said = deployment.outputs(stack)
        except ClientError:
            continue
        lines += [f"  {name}: {said[name]}" for name in names if name in said]
    return [*lines, "  and the buckets of access logs, and the functions' logs until their time is over."]


if __name__ == "__main__":
    sys.stdout.write("\n".join(remains(Deployment(stage_of(sys.argv[1:])))) + "\n")

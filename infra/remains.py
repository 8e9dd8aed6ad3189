"""Says what stays in the account when the stacks are gone, and empties the site's bucket, which else stops the end of its
stack: ``python -m infra.remains [STAGE.json]``, before they go. ``infra.publish`` fills it again.
"""

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
        said = _outputs(deployment, stack)
        lines += [f"  {name}: {said[name]}" for name in names if name in said]
    return [
        *lines,
        "  and the buckets of access logs, and the functions' logs until their time is over.",
        "A later `make deploy` makes new tables, a new bucket and a new pool: it does not take these up again.",
    ]


def empty_site(deployment: Deployment) -> int:
    """Delete the published site; the number of its files, 0 where it is not deployed."""
    bucket, store, gone = _outputs(deployment, "web").get("SiteBucket"), deployment.client("s3"), 0
    if bucket is None:
        return 0
    for page in store.get_paginator("list_objects_v2").paginate(Bucket=bucket):
        keys = [{"Key": one["Key"]} for one in page.get("Contents", [])]
        if keys:
            store.delete_objects(Bucket=bucket, Delete={"Objects": keys, "Quiet": True})
        gone += len(keys)
    return gone


def _outputs(deployment: Deployment, stack: str) -> dict[str, str]:
    try:
        return deployment.outputs(stack)
    except ClientError:
        return {}


if __name__ == "__main__":
    named = Deployment(stage_of(sys.argv[1:]))
    sys.stdout.write("\n".join(remains(named)) + "\n")
    sys.stdout.write(f"The site is offline: its {empty_site(named):,} files are removed; `make deploy` publishes them again.\n")

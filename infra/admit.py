"""Makes the first admin of a deployment: ``python -m infra.admit EMAIL [STAGE.json]`` (``make admin EMAIL=…``).

Cognito sends the person a password for once; further people are added by admins. May be repeated.
"""

from __future__ import annotations

import json
import sys

from infra.deployment import Deployment, stage_of


def admit(deployment: Deployment, email: str) -> str:
    """Make the person in the pool where he is not there, and the member who is the workspace's admin; the person's id.

    Raises:
        RuntimeError: The function that makes the member failed; what it said.
    """
    pool, people = deployment.outputs("identity")["PoolId"], deployment.client("cognito-idp")
    try:
        said = people.admin_create_user(
            UserPoolId=pool,
            Username=email,
            UserAttributes=[{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}],
            DesiredDeliveryMediums=["EMAIL"],
        )["User"]["Attributes"]
    except people.exceptions.UsernameExistsException:
        said = people.admin_get_user(UserPoolId=pool, Username=email)["UserAttributes"]
    person = next(one["Value"] for one in said if one["Name"] == "sub")
    answer = deployment.client("lambda").invoke(
        FunctionName=deployment.outputs("pipeline")["AdminMaker"],
        Payload=json.dumps({"id": person, "name": email.partition("@")[0], "email": email}).encode(),
    )
    if "FunctionError" in answer:
        raise RuntimeError(answer["Payload"].read().decode())
    return str(person)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("Say whose email: make admin EMAIL=you@example.org")
    print(f"{sys.argv[1]} is an admin now: {admit(Deployment(stage_of(sys.argv[2:])), sys.argv[1])}")  # noqa: T201

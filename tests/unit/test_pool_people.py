"""People of a user pool are invited by their address, once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from everloop.adapters.aws.people import PoolPeople
from everloop.domain.errors import Invalid

REGION = "eu-west-1"


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Any, str]]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "local")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "local")
    with mock_aws():
        client = boto3.client("cognito-idp", region_name=REGION)
        made = client.create_user_pool(PoolName="people", UsernameAttributes=["email"])["UserPool"]["Id"]
        yield client, made


def test_somebody_new_is_made_with_the_address_as_theirs(pool: tuple[Any, str]) -> None:
    client, made = pool
    name = PoolPeople(client, made).invite("ada@example.org")
    [user] = client.list_users(UserPoolId=made)["Users"]
    attributes = {one["Name"]: one["Value"] for one in user["Attributes"]}
    assert (attributes["sub"], attributes["email"], attributes["email_verified"]) == (name, "ada@example.org", "true")
    assert user["UserStatus"] == "FORCE_CHANGE_PASSWORD"


def test_somebody_known_is_found(pool: tuple[Any, str]) -> None:
    people = PoolPeople(*pool)
    assert people.invite("ada@example.org") == people.invite("ada@example.org")


def test_an_address_that_is_none_is_refused_with_a_sentence(pool: tuple[Any, str]) -> None:
    with pytest.raises(Invalid, match="Nobody can be invited at ada"):
        PoolPeople(*pool).invite("ada")

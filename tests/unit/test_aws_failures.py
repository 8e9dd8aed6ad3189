"""What botocore raises, as errors of ours: what was not reached may be tried again, a fault of ours is seen as it is."""

from __future__ import annotations

import boto3
import pytest
from botocore import exceptions
from botocore.config import Config

from everloop.adapters.aws.failures import translated
from everloop.domain.errors import EverloopError, Forbidden, Transient
from tests.services import ports

UNREACHED = [
    exceptions.EndpointConnectionError(endpoint_url="https://sqs"),
    exceptions.ConnectTimeoutError(endpoint_url="https://sqs"),
    exceptions.ReadTimeoutError(endpoint_url="https://sqs"),
    exceptions.ConnectionClosedError(endpoint_url="https://sqs"),
    exceptions.ProxyConnectionError(proxy_url="https://proxy"),
    exceptions.SSLError(endpoint_url="https://sqs", error="handshake"),
    exceptions.CredentialRetrievalError(provider="container-role", error_msg="timed out"),
    exceptions.MetadataRetrievalError(error_msg="timed out"),
    exceptions.HTTPClientError(error="reset"),
]


@pytest.mark.parametrize("error", UNREACHED, ids=lambda error: type(error).__name__)
def test_what_was_not_reached_passes(error: Exception) -> None:
    with pytest.raises(Transient, match="Sending did not reach AWS") as caught, translated("Sending"):
        raise error
    assert caught.value.__cause__ is error


def test_a_port_that_nobody_listens_at_passes() -> None:
    keys = {"region_name": "eu-west-1", "aws_access_key_id": "local", "aws_secret_access_key": "local"}
    once = Config(retries={"total_max_attempts": 1})
    client = boto3.client("sqs", endpoint_url=f"http://127.0.0.1:{ports.take()}", config=once, **keys)
    with pytest.raises(Transient, match="did not reach"), translated("Sending to a queue"):
        client.list_queues()
    client.close()


def test_a_refusal_is_no_passing_error() -> None:
    with pytest.raises(Forbidden, match="Sending was refused: No"), translated("Sending"):
        raise exceptions.ClientError({"Error": {"Code": "AccessDenied", "Message": "No"}}, "SendMessage")


@pytest.mark.parametrize("error", [exceptions.ParamValidationError(report="no body"), exceptions.NoRegionError()])
def test_a_fault_of_ours_is_seen_as_it_is(error: Exception) -> None:
    with pytest.raises(type(error)) as caught, translated("Sending"):
        raise error
    assert not isinstance(caught.value, EverloopError)

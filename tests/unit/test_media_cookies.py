"""The cookies that open media: what CloudFront will find in them, verified with the public half that the key group is given."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from everloop.adapters.aws import media_key

RESOURCE = "https://*/media/default/*"


@pytest.fixture(scope="module")
def private() -> str:
    return media_key.new_key()


@pytest.fixture(scope="module")
def told(private: str) -> str:
    """The public key that ``Custom::MediaKey`` answers and the template gives to the key group."""

    class Secrets:
        def get_secret_value(self, **asked: str) -> dict[str, str]:
            return {"SecretString": private}

    answers: list[dict[str, Any]] = []
    event = {
        "RequestType": "Update",
        "ResourceProperties": {"Secret": "a-secret", "Number": "1"},
        "OldResourceProperties": {"Secret": "a-secret", "Number": "1"},
        "StackId": "stack",
        "RequestId": "request",
        "LogicalResourceId": "Made",
        "ResponseURL": "https://answer.example",
    }
    media_key.make(event, Secrets(), answer=lambda _, body: answers.append(json.loads(body)))
    public: str = answers[0]["Data"]["PublicKey"]
    return public


def read(text: str) -> bytes:
    """Base64 as CloudFront reads it from cookies."""
    return base64.b64decode(text.translate(str.maketrans("-_~", "+=/")))


def verify(told: str, policy: bytes, seal: bytes) -> None:
    key = serialization.load_pem_public_key(told.encode())
    assert isinstance(key, rsa.RSAPublicKey)
    key.verify(seal, policy, padding.PKCS1v15(), hashes.SHA1())


def test_the_policy_names_the_workspaces_media_and_an_end_sealed_by_the_key_groups_key(private: str, told: str) -> None:
    made = media_key.cookies(private, "K123", resource=RESOURCE, expires_s=1_800_000_000)
    policy, seal = read(made["CloudFront-Policy"]), read(made["CloudFront-Signature"])
    verify(told, policy, seal)
    condition = {"DateLessThan": {"AWS:EpochTime": 1_800_000_000}}
    assert json.loads(policy) == {"Statement": [{"Resource": RESOURCE, "Condition": condition}]}
    assert made["CloudFront-Key-Pair-Id"] == "K123"
    assert not set(";, \t+=/") & set("".join(made.values()))


def test_a_longer_end_or_another_workspace_breaks_the_seal(private: str, told: str) -> None:
    made = media_key.cookies(private, "K123", resource=RESOURCE, expires_s=1_800_000_000)
    seal = read(made["CloudFront-Signature"])
    for forged in (b"1800000000", b"9800000000"), (b"/default/", b"/another/"):
        with pytest.raises(InvalidSignature):
            verify(told, read(made["CloudFront-Policy"]).replace(*forged), seal)


def test_cookies_are_signed_with_the_newest_key_once_it_is_raised(private: str, told: str) -> None:
    other = media_key.new_key()
    made = media_key.cookies(other, "K124", resource=RESOURCE, expires_s=1_800_000_000)
    with pytest.raises(InvalidSignature):
        verify(told, read(made["CloudFront-Policy"]), read(made["CloudFront-Signature"]))

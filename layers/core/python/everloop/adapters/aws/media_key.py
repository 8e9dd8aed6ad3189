"""The key that media's cookies are signed with: made in the account, kept as a secret, its public half told to CloudFront."""

from __future__ import annotations

import base64
import hashlib
import urllib.request
from collections.abc import Callable, Mapping
from typing import Any

import orjson
from botocore.exceptions import BotoCoreError, ClientError
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

BITS = 2_048
COOKIES = ("CloudFront-Policy", "CloudFront-Signature", "CloudFront-Key-Pair-Id")
ANSWER_S = 10
REASON = 1_000
"""Characters of it: CloudFormation takes answers of at most 4,096 bytes."""


def new_key() -> str:
    """A private key, PEM."""
    made = rsa.generate_private_key(public_exponent=65_537, key_size=BITS)
    return made.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def public_half(private: str) -> str:
    """The public key, PEM."""
    return (
        _loaded(private)
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )


def make(event: Mapping[str, Any], secrets: Any, *, answer: Callable[[str, bytes], None] | None = None) -> str:
    """Answer CloudFormation's request for a ``Custom::MediaKey``: a new key where its ``Number`` is new, else the one there is.

    A failure is answered too and not raised: CloudFormation would wait an hour for an answer, and Lambda would make another key
    when it tries again.

    Returns:
        The public half; "" where the stack goes away, or no key could be made.
    """
    public, place, reason = "", event.get("PhysicalResourceId", ""), ""
    if event["RequestType"] != "Delete":
        try:
            public = _made(event, secrets)
            place = hashlib.sha256(public.encode()).hexdigest()[:16]
        except (BotoCoreError, ClientError, KeyError, ValueError) as error:
            reason = f"No key for media was made: {error!r}"[:REASON]
    body = {
        "Status": "FAILED" if reason else "SUCCESS",
        "Reason": reason,
        "PhysicalResourceId": place or "none",
        "StackId": event["StackId"],
        "RequestId": event["RequestId"],
        "LogicalResourceId": event["LogicalResourceId"],
        "Data": {"PublicKey": public},
    }
    (answer or _put)(event["ResponseURL"], orjson.dumps(body))
    return public


def cookies(private: str, key_id: str, *, resource: str, expires_s: int) -> dict[str, str]:
    """Cookies by which CloudFront gives out what ``resource`` (an address, "*" for the rest of it) names until ``expires_s``
    (UTC epoch seconds): a custom policy, RSA with SHA-1 as CloudFront wants it.
    """
    policy = orjson.dumps({"Statement": [{"Resource": resource, "Condition": {"DateLessThan": {"AWS:EpochTime": expires_s}}}]})
    seal = _loaded(private).sign(policy, padding.PKCS1v15(), hashes.SHA1())
    return dict(zip(COOKIES, (_text(policy), _text(seal), key_id), strict=True))


def _made(event: Mapping[str, Any], secrets: Any) -> str:
    given = event["ResourceProperties"]
    is_new = event["RequestType"] == "Create" or event["OldResourceProperties"].get("Number") != given["Number"]
    if is_new:
        secrets.put_secret_value(SecretId=given["Secret"], SecretString=new_key())
    return public_half(secrets.get_secret_value(SecretId=given["Secret"])["SecretString"])


def _loaded(private: str) -> rsa.RSAPrivateKey:
    found = serialization.load_pem_private_key(private.encode(), None)
    assert isinstance(found, rsa.RSAPrivateKey)
    return found


def _text(data: bytes) -> str:
    """Base64 as CloudFront's cookies have it."""
    return base64.b64encode(data).decode().translate(str.maketrans("+=/", "-_~"))


def _put(url: str, body: bytes) -> None:
    request = urllib.request.Request(url, data=body, method="PUT", headers={"Content-Type": ""})
    with urllib.request.urlopen(request, timeout=ANSWER_S):
        return

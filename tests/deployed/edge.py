"""The distribution of a deployment, served on loopback: MiniStack keeps distributions, but serves neither an API behind one nor
signed cookies.

``edge.mjs`` does what the deployed distribution says (its behaviours, origins, functions, headers and key groups are read back
as CloudFormation made them of the template): path patterns choose origins, the template's own functions run, a key group's
media need cookies whose signature, address and time hold, answers carry the headers policy. It also answers for the hosts
beside the distribution, the user pool's two and the store's, so that a browser works with the very names that stand in the
site's configuration and in its content policy: it resolves them all to this one server (``FLAG``); nothing leaves the machine.

Four things differ from Amazon's: the certificate is our own, nothing is cached, few requests reach the API at once (MiniStack
starts a process for each), and addresses that functions signed for the emulator are given out with the store's host.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.deployed.deploy import Cloud
from tests.deployed.emulator import REGION

SCRIPT = Path(__file__).with_name("edge.mjs")
FLAG = "--host-resolver-rules=MAP * 127.0.0.1:{port}, EXCLUDE 127.0.0.1"
AT_ONCE = 2
"""Requests to the API: MiniStack starts one more process of a function for each that comes while the others work."""
ALL_BUT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac"
"""Amazon's policy "AllViewerExceptHostHeader"."""


@dataclass
class Edge:
    """A running one. ``url``: the site's address, for browsers that resolve names here. ``domain``: its host."""

    url: str
    port: int
    process: subprocess.Popen[str]

    @property
    def domain(self) -> str:
        return str(urlsplit(self.url).hostname)

    @property
    def flag(self) -> str:
        """Chromium's option that resolves names here."""
        return FLAG.format(port=self.port)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)
        assert self.process.stdout is not None
        self.process.stdout.close()


def start(cloud: Cloud) -> Edge:
    """Serve the distribution of a deployment whose site is published."""
    process = subprocess.Popen(["node", str(SCRIPT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    with process.stdin as told:
        json.dump(facts(cloud), told)
    said = process.stdout.readline()
    assert said, "edge.mjs did not start"
    return Edge(cloud.outputs["everloop-web"]["Url"], json.loads(said)["port"], process)


def facts(cloud: Cloud) -> dict[str, Any]:
    """What ``edge.mjs`` is told."""
    web, edge = cloud.outputs["everloop-web"], cloud.client("cloudfront")
    config = edge.get_distribution_config(Id=web["DistributionId"])["DistributionConfig"]
    origins = {one["Id"]: _origin(cloud, one) for one in config["Origins"]["Items"]}
    behaviours = [*config["CacheBehaviors"]["Items"], {**config["DefaultCacheBehavior"], "PathPattern": "*"}]
    hosts = {"domain": urlsplit(web["Url"]).hostname, "signIn": urlsplit(web["SignInUrl"]).hostname}
    hosts |= {"issuer": urlsplit(web["Issuer"]).hostname, "store": f"s3.{REGION}.amazonaws.com"}
    cert, key = _certificate([str(host) for host in hosts.values()])
    objects = cloud.outputs["everloop-storage"]["ObjectsBucket"]
    return {
        **hosts,
        "emulator": cloud.endpoint,
        "atOnce": AT_ONCE,
        "cert": cert,
        "key": key,
        "root": config["DefaultRootObject"],
        "cors": {objects: cloud.client("s3").get_bucket_cors(Bucket=objects)["CORSRules"]},
        "behaviours": [
            {
                "pattern": one["PathPattern"],
                "origin": origins[one["TargetOriginId"]],
                "methods": one.get("AllowedMethods", {}).get("Items", ["GET", "HEAD"]),
                "forwardsAll": one.get("OriginRequestPolicyId") == ALL_BUT_HOST,
                "keys": dict(_keys(edge, one)) or None,
                "code": _code(edge, one),
                "headers": list(_headers(edge, one["ResponseHeadersPolicyId"])),
            }
            for one in behaviours
        ],
    }


def _origin(cloud: Cloud, origin: dict[str, Any]) -> str:
    """Where MiniStack has what an origin's name stands for: a bucket, or the API."""
    host, _, rest = str(origin["DomainName"]).partition(".")
    if rest.startswith("execute-api."):
        return f"{cloud.endpoint}/_aws/execute-api/{host}/$default"
    assert rest.startswith("s3."), origin
    assert origin["OriginAccessControlId"], "a bucket is read with the distribution's identity"
    return f"{cloud.endpoint}/{host}"


def _keys(edge: Any, behaviour: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The public keys of a behaviour's trusted groups, by CloudFront's names."""
    for group in behaviour.get("TrustedKeyGroups", {}).get("Items", []):
        for key in edge.get_key_group(Id=group)["KeyGroup"]["KeyGroupConfig"]["Items"]:
            yield key, edge.get_public_key(Id=key)["PublicKey"]["PublicKeyConfig"]["EncodedKey"]


def _code(edge: Any, behaviour: dict[str, Any]) -> str | None:
    functions = behaviour.get("FunctionAssociations", {}).get("Items", [])
    assert [one["EventType"] for one in functions] in ([], ["viewer-request"])
    if not functions:
        return None
    name = functions[0]["FunctionARN"].rpartition("/")[2]
    return str(edge.get_function(Name=name, Stage="LIVE")["FunctionCode"].read().decode())


def _headers(edge: Any, policy: str) -> Iterator[dict[str, Any]]:
    """A headers policy as headers; ``override``: whether an origin's own give way."""
    found = edge.get_response_headers_policy(Id=policy)["ResponseHeadersPolicy"]["ResponseHeadersPolicyConfig"]
    security = found["SecurityHeadersConfig"]
    texts = {
        "ContentSecurityPolicy": ("content-security-policy", lambda one: one["ContentSecurityPolicy"]),
        "ContentTypeOptions": ("x-content-type-options", lambda one: "nosniff"),
        "FrameOptions": ("x-frame-options", lambda one: one["FrameOption"]),
        "ReferrerPolicy": ("referrer-policy", lambda one: one["ReferrerPolicy"]),
        "StrictTransportSecurity": (
            "strict-transport-security",
            lambda one: f"max-age={one['AccessControlMaxAgeSec']}" + "; includeSubDomains" * one["IncludeSubdomains"],
        ),
    }
    for kind, (name, text) in texts.items():
        yield {"name": name, "value": text(security[kind]), "override": security[kind]["Override"]}
    for one in found["CustomHeadersConfig"]["Items"]:
        yield {"name": one["Header"].lower(), "value": one["Value"], "override": one["Override"]}


def _certificate(hosts: list[str]) -> tuple[str, str]:
    """A certificate for these hosts that we sign ourselves, and its key, PEM."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Everloop's tests")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    return certificate.public_bytes(serialization.Encoding.PEM).decode(), private.decode()

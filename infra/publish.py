"""After the stacks: puts the site into its bucket, tells it where to sign in, and lets its address alone use the store's
presigned ones.

``python -m infra.publish [STAGE.json]``; the last step of ``make deploy``. May be repeated.
"""

from __future__ import annotations

import json
import mimetypes
import sys
import time
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from infra.constructs.layers import ROOT
from infra.deployment import Deployment, stage_of

SITE = ROOT / "layers/core/python/everloop/site"
HASHED, ICON = "assets/", "icon.svg"
FOREVER, A_DAY, ASK_AGAIN = "public, max-age=31536000, immutable", "public, max-age=86400", "no-cache"
CONFIGURATION = "config.json"
ONE_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Everloop</title>
<p>Everloop answers at <a href="/api/v1/health">/api/v1</a>.</p></html>
"""


class File(NamedTuple):
    """A file of the site: its key, bytes and media type."""

    key: str
    data: bytes
    media_type: str


def publish(deployment: Deployment, site: Path = SITE) -> str:
    """Put the site where the distribution finds it; its address."""
    web = deployment.outputs("web")
    store = deployment.client("s3")
    for file in (configuration(web), *files(site)):
        store.put_object(
            Bucket=web["SiteBucket"],
            Key=file.key,
            Body=file.data,
            ContentType=file.media_type,
            CacheControl=FOREVER if file.key.startswith(HASHED) else A_DAY if file.key == ICON else ASK_AGAIN,
        )
    admit(deployment, web["Url"])
    deployment.client("cloudfront").create_invalidation(
        DistributionId=web["DistributionId"],
        InvalidationBatch={
            "Paths": {"Quantity": 2, "Items": ["/index.html", f"/{CONFIGURATION}"]},
            "CallerReference": str(time.time_ns()),
        },
    )
    return web["Url"]


def configuration(web: Mapping[str, str]) -> File:
    """What the site reads when it starts: how people sign in (``web``: the outputs of the web stack)."""
    said = {
        "auth": "oidc",
        "version": version("everloop"),
        "authority": web["Issuer"],
        "clientId": web["ClientId"],
        "scope": "openid email",
        "logoutUrl": f"{web['SignInUrl']}/logout",
    }
    return File(CONFIGURATION, json.dumps(said).encode(), "application/json")


def admit(deployment: Deployment, origin: str) -> None:
    """Let pages of ``origin``, and no others, upload to and read from presigned addresses of the house's own bucket.

    It is done here and not in the storage stack, which knows no distribution: it outlives it.
    """
    rule = {
        "AllowedOrigins": [origin],
        "AllowedMethods": ["GET", "PUT", "HEAD"],
        "AllowedHeaders": ["*"],
        "ExposeHeaders": ["ETag"],
        "MaxAgeSeconds": 3600,
    }
    bucket = deployment.outputs("storage")["ObjectsBucket"]
    deployment.client("s3").put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": [rule]})


def files(site: Path) -> Iterator[File]:
    """The built site; one page that names the API where none was built. The first page comes last: it names the others."""
    if not (site / "index.html").is_file():
        yield File("index.html", ONE_PAGE.encode(), "text/html; charset=utf-8")
        return
    found = sorted((one for one in site.rglob("*") if one.is_file()), key=lambda one: one.name == "index.html")
    for one in found:
        media_type = mimetypes.guess_type(one.name)[0] or "application/octet-stream"
        yield File(one.relative_to(site).as_posix(), one.read_bytes(), media_type)


if __name__ == "__main__":
    print(f"Everloop is at {publish(Deployment(stage_of(sys.argv[1:])))}")  # noqa: T201

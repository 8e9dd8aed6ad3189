"""Listing an S3 bucket by boto3: for the rest of a listing in which obstore met a key that it cannot say, such as a//b."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from obstore.store import S3Store

from everloop.domain.errors import Forbidden, NotFound, Transient
from everloop.ports import ObjectFacts


def list_rest(store: S3Store, prefix: str, *, after: str | None) -> Iterator[ObjectFacts]:
    """Every object under ``prefix`` whose path comes after ``after``, in order, whatever its key. Folder markers lose their
    slash, as obstore's do.
    """
    from botocore.exceptions import BotoCoreError, ClientError  # slow, and only odd keys need it

    base = f"{store.prefix.rstrip('/')}/" if store.prefix else ""
    client = _client(store)
    try:
        pages = client.get_paginator("list_objects_v2").paginate(
            Bucket=store.config["bucket"], Prefix=base + prefix, **({"StartAfter": base + after} if after else {})
        )
        for page in pages:
            for found in page.get("Contents", ()):
                path = found["Key"][len(base) :].rstrip("/")
                if path and path != after:
                    modified_ms = int(found["LastModified"].timestamp() * 1000)
                    yield ObjectFacts(path, found["Size"], found["ETag"].removeprefix("W/").strip('"'), modified_ms)
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        kind = Forbidden if status in (401, 403) else NotFound if status == 404 else Transient
        raise kind(f"The store did not list {prefix!r}: {error}.", path=prefix) from None
    except BotoCoreError as error:
        raise Transient(f"The store did not list {prefix!r}: {error}", path=prefix) from None
    finally:
        client.close()


def _client(store: S3Store) -> Any:
    """A client with the store's own settings; without keys among them, the machine's credentials are asked for."""
    import boto3
    from botocore import UNSIGNED
    from botocore.config import Config

    said: dict[str, Any] = dict(store.config)
    unsigned = str(said.get("skip_signature", "")).lower() == "true"
    return boto3.client(
        "s3",
        region_name=said.get("region") or "us-east-1",
        endpoint_url=said.get("endpoint"),
        aws_access_key_id=said.get("access_key_id"),
        aws_secret_access_key=said.get("secret_access_key"),
        aws_session_token=said.get("token"),
        config=Config(signature_version=UNSIGNED) if unsigned else None,
    )

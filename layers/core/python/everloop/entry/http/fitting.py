"""Answers as they fit through Lambda, which gives 6 MB at most: squeezed, or as base64 where their quotes would not fit."""

from __future__ import annotations

import base64
import gzip
from collections.abc import Mapping
from typing import Any

LAMBDA_BYTES = 6_000_000
"""Of a function's answer, its headers aside: 6 MiB are the limit."""
SQUEEZED_FROM = 50_000
LEVEL = 5


def fitting(event: Mapping[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    """The same answer: as gzip where it is long text and the client takes that."""
    text = answer.get("body") or ""
    if answer.get("isBase64Encoded") or len(text) < SQUEEZED_FROM:
        return answer
    asked = {name.lower(): value for name, value in event.get("headers", {}).items()}
    headers = {name.lower(): value for name, value in answer.get("headers", {}).items()}
    data = text.encode()
    if "gzip" in asked.get("accept-encoding", "") and "content-encoding" not in headers:
        data = gzip.compress(data, LEVEL, mtime=0)
        headers |= {"content-encoding": "gzip", "content-length": str(len(data)), "vary": "accept-encoding"}
    elif len(data) + text.count('"') + text.count("\\") + text.count("\n") <= LAMBDA_BYTES:
        return answer
    return {**answer, "headers": headers, "body": base64.b64encode(data).decode("ascii"), "isBase64Encoded": True}

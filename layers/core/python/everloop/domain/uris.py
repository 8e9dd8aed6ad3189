"""Addresses of media: ``<root>/<key>``, as text without any escaping (``file:///data/a b#1.jpg``, ``s3://bucket/a b#1.jpg``).

Names of files that are not UTF-8 have a valid text too: each byte that does not decode stands as U+10DC00 + byte (where Python
has the lone surrogate U+DC00 + byte), reversibly.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from everloop.domain.errors import Invalid

SCHEMES: dict[str, str] = {"file": "folder", "s3": "s3", "gs": "gcs", "az": "azure"}
"""Scheme of an address → kind of source."""

_SHIFT = 0x10DC00 - 0xDC00
_LONE = re.compile("[\udc80-\udcff]")
_PRIVATE = re.compile("[\U0010dc80-\U0010dcff]")


def file_text(name: str) -> str:
    """A file name (as ``os`` gives it) as valid text; ``file_name`` is its inverse."""
    if name.isascii():
        return name
    if _PRIVATE.search(name):
        name = _PRIVATE.sub(lambda found: "".join(chr(0xDC00 + byte) for byte in found[0].encode()), name)
    return _LONE.sub(lambda found: chr(ord(found[0]) + _SHIFT), name)


def file_name(text: str) -> str:
    """The file name (as ``os`` takes it) that ``text`` stands for."""
    if text.isascii():
        return text
    return _PRIVATE.sub(lambda found: chr(ord(found[0]) - _SHIFT), text)


def scheme_of(uri: str) -> str:
    """``file``, ``s3``, ``gs`` or ``az``. Raises Invalid for any other address."""
    scheme, colon, _ = uri.partition("://")
    if not colon or scheme not in SCHEMES:
        raise Invalid(f"{uri!r} is no address of a source: it begins with file://, s3://, gs:// or az://.", uri=uri)
    return scheme


def normal_root(root: str) -> str:
    """A source's root in its one form: no slash at its end; an absolute path becomes ``file://``.

    Raises:
        Invalid: It is no address of a source, or has empty or dotted parts.
    """
    text = f"file://{root}" if root.startswith("/") else root
    scheme = scheme_of(text)
    rest = text[len(scheme) + 3 :].rstrip("/")
    parts = rest.split("/")
    if scheme == "file" and rest:
        if parts[0]:
            raise Invalid("A folder's address has three slashes and the whole path: file:///data/pictures.", root=root)
        parts = parts[1:]
    if any(part in ("", ".", "..") or "\0" in part for part in parts) and rest:
        raise Invalid(f"{root!r} has an empty or dotted part.", root=root)
    least = {"file": 0, "s3": 1, "gs": 1, "az": 2}[scheme]
    if len(parts if rest else []) < least:
        raise Invalid(f"{root!r} names no {'container' if scheme == 'az' else 'bucket'}.", root=root)
    return f"{scheme}://{rest}"


def normal_uri(uri: str) -> str:
    """A file's address in its one form. Web addresses of S3, GCS and Azure (percent-encoded) become ``s3://``, ``gs://``,
    ``az://``; an absolute path becomes ``file://``; others stay as they are.
    """
    if uri.startswith("/"):
        return f"file://{uri}"
    if not uri.startswith("https://"):
        return uri
    split = urlsplit(uri)
    host, path = split.hostname or "", unquote(split.path.lstrip("/"))
    if host == "storage.googleapis.com":
        return f"gs://{path}"
    if host.endswith(".storage.googleapis.com"):
        return f"gs://{host.removesuffix('.storage.googleapis.com')}/{path}"
    if host.endswith(".blob.core.windows.net"):
        return f"az://{host.removesuffix('.blob.core.windows.net')}/{path}"
    if found := re.fullmatch(r"(?:(.+)\.)?s3[.-](?:dualstack\.)?(?:[a-z0-9-]+\.)?amazonaws\.com(?:\.cn)?", host):
        return f"s3://{found[1]}/{path}" if found[1] else f"s3://{path}"
    return uri


def key_below(root: str, uri: str) -> str | None:
    """The key of ``uri`` below ``root`` (both normal), or None where the root does not cover it."""
    return uri[len(root) + 1 :] if uri.startswith(f"{root}/") and len(uri) > len(root) + 1 else None


def bucket_of(uri: str) -> str:
    """The bucket that an address of S3 begins with: ``s3://bucket``."""
    scheme, _, rest = uri.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}"


def good_key(key: str) -> bool:
    """Whether a key can name a file below a root without leaving it."""
    return bool(key) and "\0" not in key and not key.startswith("/") and (".." not in key or ".." not in key.split("/"))

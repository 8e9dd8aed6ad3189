"""Which names claim a medium. The name only claims; the bytes decide what a file is (``decode``)."""

from __future__ import annotations

from everloop.domain.items import extension

CLAIMS: dict[str, str] = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".jpe": "image/jpeg",
    ".jfif": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".bmp": "image/bmp",
    ".dib": "image/bmp",
    ".gif": "image/gif",
    ".avif": "image/avif",
    ".pbm": "image/x-portable-bitmap",
    ".pgm": "image/x-portable-graymap",
    ".ppm": "image/x-portable-pixmap",
    ".pnm": "image/x-portable-anymap",
    ".svg": "image/svg+xml",
    ".heic": "image/heic",
    ".heif": "image/heif",
    ".jp2": "image/jp2",
}
"""Lower-case extension → the media type that it claims. Files of a folder whose name is not here are skipped."""


def claimed(name: str) -> str | None:
    """The media type that a file name claims, or None."""
    return CLAIMS.get(extension(name.rpartition("/")[2]))

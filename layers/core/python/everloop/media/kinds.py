"""What a file is by its first bytes: enough to serve it under the right name."""

from __future__ import annotations

_STARTS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
)
HEAD_BYTES = 16
MEDIA_TYPE = "image/jpeg"
"""Of thumbnails, whose names end in ``EXTENSION``."""
EXTENSION = ".jpg"


def kind(start: bytes) -> str:
    """The media type of a file that begins with ``start`` (16 bytes); what is not known is plain bytes."""
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return "image/webp"
    if start[4:12] == b"ftypavif":
        return "image/avif"
    return next((media_type for begin, media_type in _STARTS if start.startswith(begin)), "application/octet-stream")

"""Writes the API's OpenAPI document: ``python -m tests.http.openapi``, or ``make openapi``."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from everloop.entry.http.app import create_app
from tests import house as houses

FILE = Path(__file__).parent / "openapi.json"


def document() -> dict[str, Any]:
    """The document as the app gives it now."""
    with tempfile.TemporaryDirectory() as folder:
        return create_app(houses.build(Path(folder)).house).openapi()


def text(document: dict[str, Any]) -> str:
    """A document as it is committed."""
    return json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(document()), encoding="utf-8")

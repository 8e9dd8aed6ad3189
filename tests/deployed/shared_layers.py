"""Layers that are unpacked once: MiniStack unpacks a function's layers, hundreds of megabytes, for each process that runs it.

It imports no test.
"""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
import threading
import zipfile
from pathlib import Path
from typing import Any

from ministack.core import lambda_runtime
from ministack.services import lambda_svc

UNPACKING = threading.Lock()


def share() -> None:
    """Have each process of a function read the same folders."""
    spawn = lambda_runtime.Worker._spawn

    def spawned(worker: Any) -> None:
        whole = worker.config
        found = [data for layer in whole.get("Layers", []) if (data := lambda_svc._resolve_layer_zip(layer))]
        told = {
            **whole.get("Environment", {}).get("Variables", {}),
            "_LAMBDA_LAYERS_DIRS": os.pathsep.join(map(_unpacked, found)),
        }
        worker.config = {**whole, "Layers": [], "Environment": {"Variables": told}}
        try:
            spawn(worker)
        finally:
            worker.config = whole

    lambda_runtime.Worker._spawn = spawned


def _unpacked(layer: bytes) -> str:
    place = Path(tempfile.gettempdir()) / f"layer-{hashlib.sha256(layer).hexdigest()[:16]}"
    with UNPACKING:
        if not place.exists():
            partial = place.with_suffix(".partial")
            zipfile.ZipFile(io.BytesIO(layer)).extractall(partial)
            partial.rename(place)
    return str(place)

"""What a first look at a large file found, as arrays: kept in Objects, so that a shard that goes on need not look again."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from everloop.domain.ids import WorkspaceId
from everloop.ports import Objects


def save(objects: Objects, workspace: WorkspaceId, job: str, arrays: Mapping[str, NDArray[Any]]) -> str:
    """Store the arrays; their path."""
    path = f"{workspace}/jobs/{job}/outline.npz"
    with tempfile.TemporaryDirectory(prefix="everloop-outline-") as folder:
        file = Path(folder) / "arrays.npz"
        np.savez(file, **arrays)  # type: ignore[arg-type]
        objects.write(path, file)
    return path


def load(objects: Objects, path: str) -> dict[str, NDArray[Any]]:
    """The arrays. Raises NotFound."""
    with tempfile.TemporaryDirectory(prefix="everloop-outline-") as folder:
        file = Path(folder) / "arrays.npz"
        objects.download(path, file)
        with np.load(file) as arrays:
            return {name: arrays[name] for name in arrays.files}

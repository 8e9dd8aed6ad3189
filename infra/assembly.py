"""The synthesized app, kept by content: what did not change is not synthesized again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from aws_cdk import App, Validations
from cdk_nag import AwsSolutionsChecks

from infra.app import stacks
from infra.constructs.layers import ROOT, forget, put
from infra.stage import Stage

KEPT = ROOT / "build" / "assemblies"
SOURCES = ("infra", "functions", "layers")


def synthesized(stage: Stage, *, kept: Path = KEPT) -> Path:
    """The folder of a stage's assembly: ``<stage>-<stack>.template.json`` and its assets, checked by cdk-nag.

    Raises:
        RuntimeError: cdk-nag found something; ``validation-report.json`` beside the assembly says what.
    """
    place = kept / f"{stage.name}-{content(stage)}"
    if (place / "manifest.json").exists():
        return place
    partial = place.with_suffix(f".{os.getpid()}")
    app = App(outdir=str(partial))
    stacks(app, stage)
    Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    app.synth()
    put(partial, place)
    forget(kept, f"{stage.name}-*", keep=3)
    return place


def content(stage: Stage) -> str:
    """A hash of all that goes into an assembly."""
    digest = hashlib.sha256(repr(stage).encode())
    for file in _files():
        digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


def _files() -> Iterator[Path]:
    for folder in SOURCES:
        for file in sorted((ROOT / folder).rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts and "site" not in file.parts:
                yield file

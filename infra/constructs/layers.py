"""The Lambda layers: built here by pip, without Docker, once per content.

A layer's folder is named by the hash of all that goes into it (requirements, sources, platform), so a build is reused until one
of them changes, and two machines with the same inputs deploy the same thing.
"""

from __future__ import annotations

import compileall
import hashlib
import os
import py_compile
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.stage import Stage

ROOT = Path(__file__).resolve().parents[2]
BUILT = ROOT / "build" / "layers"
LIMIT_BYTES = 250 * 1024 * 1024
MACHINES = {"arm64": "aarch64", "x86_64": "x86_64"}
GLIBC = (17, 24, 26, 27, 28, 31, 34)
"""Wheels for glibc 2.x: Amazon Linux 2023, on which python3.12 and later run, has 2.34; pip takes each name as it is."""
NAMES = ("core", "deps", "columns", "vision", "encoder")
UNUSED = ("tests", "test", "__pycache__")
UNSHIPPED = shutil.ignore_patterns("__pycache__", "site", "cli", "demo")
"""Of the package: the laptop's own doors."""


class Layers(Construct):
    """The layers of one stack, made when a function asks for them."""

    def __init__(self, scope: Construct, name: str, *, stage: Stage) -> None:
        super().__init__(scope, name)
        self._stage = stage
        self._made: dict[str, lambda_.LayerVersion] = {}

    def of(self, names: tuple[str, ...]) -> list[lambda_.ILayerVersion]:
        """The layers called ``names``."""
        return [self._layer(name) for name in names]

    def _layer(self, name: str) -> lambda_.ILayerVersion:
        if name not in self._made:
            self._made[name] = lambda_.LayerVersion(
                self,
                name.capitalize(),
                code=lambda_.Code.from_asset(str(build(name, self._stage))),
                compatible_runtimes=[runtime(self._stage)],
                compatible_architectures=[architecture(self._stage)],
                description=f"Everloop {name}",
            )
        return self._made[name]


def architecture(stage: Stage) -> lambda_.Architecture:
    """The processor of a stage's functions."""
    return lambda_.Architecture.ARM_64 if stage.architecture == "arm64" else lambda_.Architecture.X86_64


def runtime(stage: Stage) -> lambda_.Runtime:
    """The language of a stage's functions."""
    return lambda_.Runtime(f"python{stage.python}", lambda_.RuntimeFamily.PYTHON, supports_snap_start=stage.snap_start)


def build(name: str, stage: Stage) -> Path:
    """The folder of a layer's content, ``python/…``; built where it is not there yet. Compiled too where this Python is the
    functions' own: a function cannot keep what it compiles.

    Raises:
        subprocess.CalledProcessError: pip could not fetch a wheel; its output says which.
    """
    place = BUILT / f"{name}-{_hash(name, stage)}"
    if place.exists():
        return place
    partial = place.with_suffix(f".{os.getpid()}")
    target = partial / "python"
    target.mkdir(parents=True)
    if name == "core":
        shutil.copytree(ROOT / "layers/core/python/everloop", target / "everloop", ignore=UNSHIPPED)
    elif stage.wheels:
        _install(ROOT / "layers" / name / "requirements.txt", target, stage)
    else:
        shutil.copy(ROOT / "layers" / name / "requirements.txt", target)
    if stage.wheels and stage.python == f"{sys.version_info.major}.{sys.version_info.minor}":
        compileall.compile_dir(target, quiet=2, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
    put(partial, place)
    forget(BUILT, f"{name}-*", keep=6)
    return place


def put(partial: Path, place: Path) -> None:
    """Give what was built its name; another process may have built the same meanwhile."""
    try:
        partial.rename(place)
    except OSError:
        if not place.exists():
            raise
        shutil.rmtree(partial)


def forget(folder: Path, pattern: str, *, keep: int) -> None:
    """Remove the oldest of a kind of builds."""
    built = sorted(folder.glob(pattern), key=lambda one: one.stat().st_mtime, reverse=True)
    for old in built[keep:]:
        shutil.rmtree(old, ignore_errors=True)


def size_bytes(folder: Path) -> int:
    """The unzipped size of a built layer or function."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _install(requirements: Path, target: Path, stage: Stage) -> None:
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile"),
            *("--target", str(target), *_platforms(stage), "--python-version", stage.python),
            *("--only-binary", ":all:", "--no-deps", "--requirement", str(requirements)),
        ],
        check=True,
    )
    for folder in [*target.rglob("*")]:
        if folder.is_dir() and folder.name in UNUSED and folder.exists():
            shutil.rmtree(folder)
    shutil.rmtree(target / "bin", ignore_errors=True)


def _platforms(stage: Stage) -> list[str]:
    machine = MACHINES[stage.architecture]
    names = [f"manylinux2014_{machine}", *(f"manylinux_2_{minor}_{machine}" for minor in GLIBC)]
    return [word for name in names for word in ("--platform", name)]


def _hash(name: str, stage: Stage) -> str:
    digest = hashlib.sha256(f"{name} {stage.python} {stage.architecture} {stage.wheels}".encode())
    for file in _sources(name):
        digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


def _sources(name: str) -> Iterator[Path]:
    if name == "core":
        folder = ROOT / "layers/core/python/everloop"
        yield from (file for file in sorted(folder.rglob("*")) if file.is_file() and "__pycache__" not in file.parts)
    else:
        yield ROOT / "layers" / name / "requirements.txt"

"""What functions are made of: pinned, known to the project, and small enough."""

from __future__ import annotations

import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from infra.constructs.function import FUNCTIONS
from infra.constructs.layers import LIMIT_BYTES, NAMES, ROOT, build, size_bytes
from infra.stage import Stage
from tests.infra.conftest import Templates, of_type

NOT_IN_FUNCTIONS = {
    "boto3": "the runtime's own",
    "httpx": "the client's",
    "rich": "the command's",
    "typer": "the command's",
    "usearch": "the laptop's index",
    "uvicorn": "the laptop's server",
}


def pinned() -> dict[str, str]:
    """Versions by name, of all layers."""
    lines = [
        line
        for name in NAMES
        if name != "core"
        for line in (ROOT / "layers" / name / "requirements.txt").read_text().splitlines()
        if line and not line.startswith("#")
    ]
    assert all("==" in line for line in lines)
    found = [line.split("==") for line in lines]
    assert len({canonicalize_name(name) for name, _ in found}) == len(found), "one package in two layers"
    return {canonicalize_name(name): version for name, version in found}


def test_layers_hold_what_the_project_depends_on_in_versions_that_it_allows() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = {canonicalize_name(one.name): one for one in map(Requirement, project["dependencies"])}
    versions = pinned()
    assert wanted.keys() - versions.keys() == NOT_IN_FUNCTIONS.keys()
    for name, requirement in wanted.items():
        if name in versions:
            assert requirement.specifier.contains(versions[name]), name


def test_every_functions_layers_fit(templates: Templates) -> None:
    """Unzipped, with the function itself: 250 MB is Lambda's limit."""
    stage = Stage()
    try:
        sizes = {name: size_bytes(build(name, stage)) for name in NAMES}
    except subprocess.CalledProcessError as error:
        pytest.skip(f"the wheels of {stage.architecture} cannot be fetched here: {error}")
    over = {}
    for function in of_type(templates, "AWS::Lambda::Function"):
        folder = function.properties["Environment"]["Variables"]["POWERTOOLS_SERVICE_NAME"]
        used = [name for name in NAMES if any(name.capitalize() in str(layer) for layer in function.properties["Layers"])]
        size = sum(sizes[name] for name in used) + size_bytes(FUNCTIONS / folder)
        assert "core" in used
        if size >= LIMIT_BYTES:
            over[folder] = size
    assert not over, sizes


def test_a_layer_is_built_once_for_its_content(tmp_path: Path) -> None:
    stage = Stage(wheels=False)
    assert build("core", stage) == build("core", stage)
    assert build("deps", stage) != build("deps", Stage(wheels=False, architecture="x86_64"))
    assert not list(build("core", stage).rglob("__pycache__"))

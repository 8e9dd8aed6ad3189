"""The container of SageMaker's jobs, as its Dockerfile describes it: nobody builds it here, so its parts are tried."""

from __future__ import annotations

import ast
import fnmatch
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from everloop.adapters.aws.runner import Batch, processing_job
from everloop.domain.ids import DEFAULT_WORKSPACE
from infra.constructs.layers import ROOT

FILE = ROOT / "functions/batch_job/Dockerfile"
DOCKERFILE = FILE.read_text()
COPIED = dict(re.findall(r"^COPY (\S+) (\S+)$", DOCKERFILE, re.M))
PACKAGE = "layers/core/python/everloop"
ELSEWHERE = ("everloop", "everloop.wiring")
"""Which offer the client, and choose the laptop's adapters; a deployment's are chosen by ``everloop.wiring_aws``."""


def installed() -> Iterator[Path]:
    """The files of requirements that the image installs."""
    [line] = re.findall(r"^RUN pip install (.*)$", DOCKERFILE, re.M)
    names = {to: source for source, to in COPIED.items()}
    words = shlex.split(line)
    yield from (ROOT / names[words[at + 1]] for at, word in enumerate(words) if word == "-r")


def pinned() -> dict[str, str]:
    lines = [line for file in installed() for line in file.read_text().splitlines() if line and not line.startswith("#")]
    found = [line.split("==") for line in lines]
    assert len({canonicalize_name(name) for name, _ in found}) == len(found), "one package twice"
    return {canonicalize_name(name): version for name, version in found}


def modules(start: str) -> dict[str, ast.Module]:
    """The package's modules that may be imported from one on, at whatever depth, and their trees."""
    found: dict[str, ast.Module] = {}
    waiting = [start, "everloop.wiring_aws"]
    while waiting:
        name = waiting.pop()
        if name in found or name in ELSEWHERE:
            continue
        file = ROOT / PACKAGE / "/".join(name.split(".")[1:]) if name.startswith("everloop") else ROOT / name.replace(".", "/")
        file = file / "__init__.py" if file.is_dir() else file.with_suffix(".py")
        if not file.exists():
            continue
        found[name] = ast.parse(file.read_text())
        waiting += [one for one in imports(found[name]) if one.startswith("everloop")]
    return found


def imports(tree: ast.Module) -> Iterator[str]:
    """Every name that is imported when it runs, also within functions."""
    told = [block for block in ast.walk(tree) if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"]
    untold = {id(node) for block in told for node in ast.walk(block)}
    for node in ast.walk(tree):
        if id(node) in untold:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_what_is_copied_is_there_and_let_in() -> None:
    ignored = (FILE.parent / "Dockerfile.dockerignore").read_text().split()
    let_in = [line.removeprefix("!") for line in ignored if line.startswith("!")]
    assert PACKAGE in COPIED
    for source in COPIED:
        assert (ROOT / source).exists(), source
        assert any(fnmatch.fnmatch(f"{source}/", f"{one}/*") for one in let_in), source


def test_the_images_requirements_cover_every_import_of_its_script() -> None:
    names = {name.partition(".")[0] for tree in modules("functions.batch_job.handler").values() for name in imports(tree)}
    places = packages_distributions()
    wanted = {canonicalize_name(places[name][0]) for name in names - {"everloop", "functions"} if name in places}
    assert {"duckdb", "onnxruntime", "opensearch-py", "pillow", "umap-learn"} <= wanted
    assert wanted - {"botocore"} <= pinned().keys(), "boto3 brings botocore; all else is to be named"


def test_the_image_has_what_functions_have_and_no_more_than_the_project_allows() -> None:
    layers = {path.parent.name for path in installed()} - {"batch_job"}
    assert layers == {path.parent.name for path in (ROOT / "layers").glob("*/requirements.txt")}
    versions = pinned()
    for line in (ROOT / "functions/batch_job/requirements.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            assert Requirement(line).name in {"boto3", "umap-learn"}
    assert versions["umap-learn"]


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """The image's working folder, made of what the Dockerfile copies."""
    place = tmp_path / "image"
    for source, to in COPIED.items():
        (place / to).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, place / to, ignore=shutil.ignore_patterns("__pycache__", "site"))
        else:
            shutil.copy(ROOT / source, place / to)
    return place


def test_the_images_command_runs_in_its_folder_and_is_the_one_that_is_asked_for(image: Path, tmp_path: Path) -> None:
    [command] = re.findall(r"^ENTRYPOINT (\[.*\])$", DOCKERFILE, re.M)
    asked = processing_job(DEFAULT_WORKSPACE, "no-job", 0, 0, Batch(image="i", code="", role="r"), name="n")["AppSpecification"]
    assert ast.literal_eval(command) == asked["ContainerEntrypoint"]
    program = [sys.executable, *asked["ContainerEntrypoint"][1:], *asked["ContainerArguments"]]
    environment = {**os.environ, "PYTHONPATH": str(image), "EVERLOOP_DATA": str(tmp_path / "data")}
    (tmp_path / "data").mkdir()
    done = subprocess.run(program, cwd=image, env=environment, capture_output=True, text=True, check=False)
    assert "There is no such job" in done.stderr or "NotFound" in done.stderr, done.stderr
    assert str(image / "everloop") in done.stderr

"""``everloop doctor``: looks at this machine and the data folder, and says how to mend what is wrong."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Annotated

import typer

from everloop.domain.errors import EverloopError
from everloop.entry.cli.findings import Finding, tell
from everloop.entry.cli.options import Data, Json
from everloop.entry.cli.session import client
from everloop.sdk import local

PYTHON = (3, 11)
FREE_GB = 2
MODELS = "adapters/local/models"
MODEL_FILES = ("lite0.onnx", "classes.npy", "words.npy", "lexicon.txt.gz", "tokenizer.json")


def doctor(
    data: Data = None,
    start: Annotated[bool, typer.Option(help="Start the server where none runs, to look into its index.")] = True,
    aws: Annotated[
        str | None, typer.Option(help="Look at the deployment of this stage instead: its name, or its file.", metavar="STAGE")
    ] = None,
    as_json: Json = False,
) -> None:
    """Check this machine and the data folder, or a deployment; exit 1 where something is wrong."""
    if aws is not None:
        import boto3

        from everloop.entry.cli import doctor_aws

        stage = doctor_aws.stage_of(aws)
        tell(list(doctor_aws.findings(stage, boto3.Session(region_name=stage.region).client)), as_json=as_json)
        return
    folder = local.data_folder(data)
    tell([_python(), _models(), _folder(folder), _disk(folder), _owner(folder), *_server(folder, start=start)], as_json=as_json)


def _python() -> Finding:
    found = ".".join(map(str, sys.version_info[:3]))
    return Finding("python", sys.version_info[:2] >= PYTHON, found, "Install Python 3.11 or later, then run `make setup`.")


def _models() -> Finding:
    folder = resources.files("everloop").joinpath(MODELS)
    missing = [name for name in MODEL_FILES if not folder.joinpath(name).is_file()]
    found = f"{', '.join(missing)} not there" if missing else "all there"
    return Finding("models", not missing, found, "Install Everloop again: `make setup`.")


def _folder(folder: Path) -> Finding:
    at = _existing(folder)
    usable = at.is_dir() and os.access(at, os.R_OK | os.W_OK | os.X_OK)
    found = str(folder) if at == folder else f"{folder} (made at the first start)"
    return Finding("data folder", usable, found, f"Make {at} a folder that you may write to, or name another with --data.")


def _disk(folder: Path) -> Finding:
    free = shutil.disk_usage(_existing(folder)).free / 1e9
    return Finding("disk", free >= FREE_GB, f"{free:.1f} GB free", f"Free some space: at least {FREE_GB} GB.")


def _owner(folder: Path) -> Finding:
    file = folder / "owner-token"
    if not file.exists():
        return Finding("owner token", True, "made at the first start")
    private = not stat.S_IMODE(file.stat().st_mode) & 0o077
    return Finding("owner token", private, "private" if private else "others can read it", f"chmod 600 {file}")


def _server(folder: Path, *, start: bool) -> list[Finding]:
    log = folder / "server.log"
    if _remote():
        return [
            Finding("server", True, f"EVERLOOP_URL names {os.environ['EVERLOOP_URL']}"),
            _asked("index", _index, folder, log),
        ]
    if not start and local.running(folder) is None:
        return [Finding("server", True, "none runs; the next command starts one")]
    return [_asked("server", _version, folder, log), _asked("index", _index, folder, log)]


def _asked(what: str, ask: Callable[[Path], str], folder: Path, log: Path) -> Finding:
    try:
        return Finding(what, True, ask(folder))
    except EverloopError as error:
        fix = "Run `everloop reindex`: the index is rebuilt from the table." if what == "index" else f"Read {log}."
        return Finding(what, False, error.message, fix)


def _version(folder: Path) -> str:
    with client(folder) as everloop:
        said = everloop.http.json("GET", "/server")
        return f"version {said['version']} at {everloop.http.url}"


def _index(folder: Path) -> str:
    with client(folder) as everloop:
        return f"{everloop.search.count({'all': {}}):,} items are searchable"


def _remote() -> bool:
    return bool(os.environ.get("EVERLOOP_URL") and os.environ.get("EVERLOOP_TOKEN"))


def _existing(folder: Path) -> Path:
    return next(one for one in (folder, *folder.parents) if one.exists())

"""The house rules that a program can check; what a linter knows is in pyproject.toml."""

from __future__ import annotations

import ast
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import everloop

ROOT = Path(everloop.__file__).parent
REPOSITORY = ROOT.parents[3]
LINES = 400
FUNCTION_LINES = 70


def modules(below: str = "") -> Iterator[Path]:
    return (file for file in sorted((ROOT / below).rglob("*.py")))


def trees(below: str = "") -> Iterator[tuple[Path, ast.Module]]:
    return ((file, ast.parse(file.read_text())) for file in modules(below))


def test_no_module_holds_more_than_one_screenful_of_ideas() -> None:
    long = {str(file.relative_to(ROOT)): len(file.read_text().splitlines()) for file in modules()}
    assert not {name: lines for name, lines in long.items() if lines > LINES}


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{file.relative_to(ROOT)}:{node.name}"
        for file, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and (node.end_lineno or 0) - node.lineno > FUNCTION_LINES
    ]
    assert not long


def test_only_keys_spells_a_key() -> None:
    """A "#" between braces or words in a string is a key being spelled by hand."""
    spelled = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for layer in ("domain", "store", "usecases")
        for file, tree in trees(layer)
        if file.name != "keys.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        and any(isinstance(part, ast.Constant) and re.search(r"^#|#$", str(part.value)) for part in node.values)
    ]
    assert not spelled


def test_nobody_catches_everything() -> None:
    caught = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException")))
    ]
    assert not caught


def test_no_verb_names_the_house() -> None:
    assert not [file.name for file in modules("usecases") if re.search(r"\bHouse\b", file.read_text())]


def test_only_the_dispatcher_publishes() -> None:
    publishing = {
        str(file.relative_to(ROOT))
        for file in modules()
        if re.search(r"\bbus\.publish\(|\.publish\(consumer", file.read_text())
    }
    # the dispatcher where the feed calls it; a rebuild sends all items again; the clock wakes jobs
    allowed = {"entry/stream.py", "usecases/index.py", "entry/clock.py"}
    assert not {name for name in publishing - allowed if not name.startswith("adapters/")}


def test_every_folder_has_a_name_that_says_something() -> None:
    empty_words = {"utils", "helpers", "common", "manager", "base", "misc", "core"}
    assert not [file for file in modules() if file.stem in empty_words or file.parent.name in empty_words]


@pytest.mark.slow
def test_nothing_happens_on_import() -> None:
    """Every module imports in an empty environment, without a network and without starting a thread."""
    names = [module.name for module in pkgutil.walk_packages([str(ROOT)], "everloop.") if not module.name.endswith("__main__")]
    program = (
        "import importlib, socket, sys, threading\n"
        "def refuse(*a, **k): raise RuntimeError('a socket on import')\n"
        "socket.socket.connect = refuse\n"
        f"for name in {names!r}: importlib.import_module(name)\n"
        "assert threading.active_count() == 1, threading.enumerate()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], env={}, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr


def test_no_commit_names_this_machine() -> None:
    """Paths of one machine and package hosts have no place in the sources."""
    forbidden = re.compile(r"(?<![\w])/(?:work|root)/|files\.pythonhosted|registry\.npmjs|repo1\.maven")
    places = [
        REPOSITORY / "layers",
        REPOSITORY / "functions",
        REPOSITORY / "infra",
        REPOSITORY / "tests",
        REPOSITORY / "web" / "src",
    ]
    found = [
        str(file)
        for place in places
        for file in place.rglob("*")
        if file.suffix in (".py", ".ts", ".tsx", ".toml", ".md", ".sh")
        and file != Path(__file__)
        and forbidden.search(file.read_text())
    ]
    assert not found

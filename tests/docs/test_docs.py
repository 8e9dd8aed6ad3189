"""What the documents say exists."""

from __future__ import annotations

import inspect
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer

from everloop import Client
from everloop.entry.cli.main import app
from everloop.sdk.client import Client as TheClient
from tests.bench import costing
from tests.bench.prices import PRICES

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text()
COMMANDS = [line.split("#")[0].strip() for line in re.findall(r"^\$ (everloop .*)$", README, re.M)]


def resolved(words: list[str]) -> Any:
    """The command that words name (typer brings a click of its own, so nothing is said of its class)."""
    command: Any = typer.main.get_command(app())
    for word in words:
        if word not in getattr(command, "commands", {}):
            break
        command = command.commands[word]
    return command


@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_in_the_readme_exists_with_its_options(line: str) -> None:
    words = shlex.split(line)[1:]
    command = resolved(words)
    assert not hasattr(command, "commands"), f"{line} names no command"
    known = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= known


def test_every_noun_of_the_client_in_the_readme_exists() -> None:
    client = TheClient("http://127.0.0.1:9", "nobody")
    for noun, verb in re.findall(r"everloop\.(\w+)\.(\w+)\(", README):
        assert callable(getattr(getattr(client, noun), verb)), f"{noun}.{verb}"
    client.close()
    assert inspect.isclass(Client)


def test_every_file_that_the_documents_link_or_name_is_there() -> None:
    linked = re.findall(r"\]\((?!https?:)([^)#]+)\)", README + CONTRIBUTING)
    named = re.findall(r"`((?:tests|layers|infra|functions|web)/[\w./-]+)`", README + CONTRIBUTING)
    assert not [name for name in {*linked, *named} if "<" not in name and not (ROOT / name).exists()]


def test_no_recipe_names_more_than_four_files() -> None:
    recipes = re.findall(r"^\*\*Add .*?(?=\n\n)", CONTRIBUTING.split("## Decisions")[0], re.M | re.S)
    assert len(recipes) == 5
    for recipe in recipes:
        assert len(re.findall(r"`[\w<>/]+\.\w+`", recipe)) <= 4, recipe


def test_every_decision_names_its_guard() -> None:
    decisions = CONTRIBUTING.split("## Decisions")[1].split("\n### ")[1:]
    assert decisions
    assert all("*Guard.*" in decision and "*Decision.*" in decision for decision in decisions)


def test_the_cost_in_the_readme_is_what_was_counted_at_the_prices_that_are_listed() -> None:
    assert costing.table(costing.read()) in README, "put it in anew: python -m tests.bench.costing"
    assert all(price.source.startswith("https://") or price.of in README for price in PRICES.values())

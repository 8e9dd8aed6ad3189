"""How the command prints: tables for people, one JSON value with --json; errors as a sentence on stderr and an exit code.

Exit codes: 0 done · 1 it failed · 2 the command was not understood (or more than one thing could be meant) · 3 not found ·
4 not allowed · 5 changed meanwhile · 6 the server does not answer.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from pydantic import BaseModel
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from everloop.domain.errors import Conflict, EverloopError, Forbidden, Invalid, NotFound, Transient, Unauthenticated
from everloop.domain.jobs import Job

UNCUT = 10_000  # columns: nothing is cut short where a program reads

CODES: dict[type[EverloopError], int] = {
    Invalid: 2,
    NotFound: 3,
    Forbidden: 4,
    Unauthenticated: 4,
    Conflict: 5,
    Transient: 6,
}


def code(error: EverloopError) -> int:
    """The exit code of an error."""
    return next((CODES[kind] for kind in type(error).__mro__ if kind in CODES), 1)


def show(value: object, *, as_json: bool, columns: Sequence[str] = ()) -> None:
    """Print JSON, or for people: rows as a table of ``columns``, one thing as a line for each of its names."""
    plain = _plain(value)
    if as_json:
        sys.stdout.write(json.dumps(plain, ensure_ascii=False) + "\n")
        return
    console = Console() if sys.stdout.isatty() else Console(width=UNCUT)
    if plain == []:
        console.print("[dim]nothing[/dim]")
        return
    if isinstance(plain, list):
        names = list(columns) or list(plain[0])
        table = Table(*names, box=None, pad_edge=False, header_style="bold")
        for row in plain:
            table.add_row(*(_cell(row.get(name)) for name in names))
    else:
        table = Table.grid(padding=(0, 2))
        for name in columns or plain:
            table.add_row(Text(name, "bold"), _cell(plain.get(name)))
    console.print(table)


def line(text: str) -> None:
    """A line for people, on stderr, so that stdout stays what a script reads."""
    Console(stderr=True, highlight=False, soft_wrap=True).print(text, markup=False)


@contextmanager
def progress(title: str, *, quiet: bool) -> Iterator[Callable[[Job], None]]:
    """A progress bar on stderr for a job; nothing where ``quiet`` or where nobody looks."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda job: None
        return
    bars = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*bars, console=console, transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda job: bar.update(task, completed=job.done, total=job.total or None, description=f"{title}: {job.state}")


def _plain(value: object) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", by_alias=True)
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, (str, bytes)):
        return [_plain(one) for one in value]
    return value


def _cell(value: object) -> Text:
    """Text as it is: a name may look like markup."""
    return Text(_said(value), overflow="fold")


def _said(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        return ", ".join(f"{name} {_said(one)}" for name, one in value.items())
    if isinstance(value, list):
        return ", ".join(_said(one) for one in value)
    return str(value)

"""What a doctor finds, and how it is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import typer

from everloop.entry.cli import output


class Finding(NamedTuple):
    """What was looked at; ``fix``: what to do where it is not ``ok``."""

    what: str
    ok: bool
    found: str
    fix: str = ""


def tell(findings: Sequence[Finding], *, as_json: bool) -> None:
    """Print them; exit 1 where something is wrong."""
    well = all(one.ok for one in findings)
    if as_json:
        output.show({"ok": well, "checks": [one._asdict() for one in findings]}, as_json=True)
    else:
        for one in findings:
            typer.echo(f"{'ok  ' if one.ok else 'BAD '} {one.what}: {one.found}")
            if not one.ok:
                typer.echo(f"     → {one.fix}")
    if not well:
        raise typer.Exit(1)

"""Options that every command has."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Data = Annotated[Path | None, typer.Option(help="The data folder (default: .everloop).")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]

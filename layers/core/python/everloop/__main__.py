"""``python -m everloop serve``: the server. Every other word goes to the command."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path


def main(words: Sequence[str]) -> int:
    """Serve, or run the command."""
    if words[:1] != ["serve"]:
        from everloop.entry.cli.main import run

        run()
        return 0
    from everloop.domain.errors import EverloopError
    from everloop.server import Options, serve

    parser = argparse.ArgumentParser(prog="everloop serve", description="Serve a data folder on this machine.")
    parser.add_argument("--data", type=Path, default=Path(".everloop"), help="the data folder")
    parser.add_argument("--port", type=int, default=8700, help="0: any that is free")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--idle-exit", type=float, metavar="S", help="end when nobody has asked anything for S seconds")
    given = parser.parse_args(words[1:])
    try:
        return serve(Options(given.data, given.port, given.host, given.idle_exit))
    except EverloopError as error:
        sys.stderr.write(f"{error.message}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Build the site into the package, if its sources changed since the last time: ``python web/scripts/build.py``.

What was built is told by a hash of the sources, not by times, so that a fresh clone or a changed branch is seen.
"""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

WEB = Path(__file__).resolve().parent.parent
SITE = WEB.parent / "layers/core/python/everloop/site"
BUILT = SITE / ".built"
INSTALLED = WEB / "node_modules/.installed"
ENTRY_BYTES = 250_000
"""The JavaScript that every screen needs may be so large, gzipped."""
SOURCES = ("index.html", "package-lock.json", "public", "src", "tsconfig.json", "vite.config.ts")


class TooLarge(Exception):
    """The site would be slow to start."""


def main() -> int:
    """Install and build what is not as the sources are; the exit code."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        kept = "The site as it was built before is served." if BUILT.exists() else "The address shows the API's documentation."
        say(f"Node 20.19 or later is not here, so the web site is not built. {kept}")
        return 0
    with (WEB / ".build.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            install()
            if "--install" not in sys.argv[1:]:
                build()
        except TooLarge as error:
            say(str(error))
            return 1
        except subprocess.CalledProcessError:
            say("The web site could not be built; npm's reason stands above.")
            return 1
    return 0


def install() -> None:
    """The libraries that the lock file names."""
    wanted = digest([WEB / "package-lock.json"])
    if not INSTALLED.exists() or INSTALLED.read_text() != wanted:
        say("Installing the web site's libraries …")
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=WEB, check=True)
        INSTALLED.write_text(wanted)


def build() -> None:
    """The site, once for the same sources."""
    wanted = digest(sources())
    if BUILT.exists() and BUILT.read_text() == wanted:
        return
    say("Building the web site …")
    subprocess.run(["npm", "run", "--silent", "build", "--", "--logLevel=warn"], cwd=WEB, check=True)
    entry = entry_bytes(SITE)
    if entry > ENTRY_BYTES:
        raise TooLarge(
            f"The JavaScript that every screen needs has {entry:,} bytes gzipped, more than {ENTRY_BYTES:,}: load what is new "
            "where it is first needed (import() in a route or a dialog)."
        )
    BUILT.write_text(wanted)


def entry_bytes(site: Path) -> int:
    """The scripts that the first page names, each gzipped."""
    named = re.findall(r'(?:src|href)="/([^"]+\.js)"', (site / "index.html").read_text())
    return sum(len(gzip.compress((site / name).read_bytes(), 9)) for name in dict.fromkeys(named))


def sources() -> Iterator[Path]:
    """Every file that the build reads, in one order."""
    for name in SOURCES:
        path = WEB / name
        yield from sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]


def digest(files: Iterator[Path] | list[Path]) -> str:
    """A hash of files' names and bytes."""
    found = hashlib.sha256()
    for file in files:
        data = file.read_bytes()
        found.update(f"{file.relative_to(WEB)} {len(data)}\n".encode())
        found.update(data)
    return found.hexdigest()


def say(text: str) -> None:
    """A line for whoever waits."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

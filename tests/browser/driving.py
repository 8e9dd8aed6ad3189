"""Node scripts that drive a headless Chromium against a server: how they are found, run and heard."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
WEB = HERE.parent.parent / "web"
SITE = WEB.parent / "layers/core/python/everloop/site"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LONGEST_S = 420


def missing() -> str | None:
    """Why this machine cannot drive a browser; None where it can."""
    if shutil.which("node") is None:
        return "Node 20.19 or later is not here (the browser is driven through it)"
    if chromium() is None:
        return "no Chromium is here; set EVERLOOP_CHROMIUM to one, or install Debian's `chromium`"
    if not (WEB / "node_modules/playwright-core").exists():
        return "the web site's libraries are not installed; `make site` installs them"
    return None


def chromium() -> str | None:
    """The browser's executable."""
    given = os.environ.get("EVERLOOP_CHROMIUM")
    return given or next((found for name in CHROMIUMS if (found := shutil.which(name))), None)


def build_site() -> None:
    """The site as its sources are now."""
    subprocess.run([sys.executable, str(WEB / "scripts/build.py")], check=True, capture_output=True, text=True)


def run(script: str, told: dict[str, Any], *, out: Path, longest_s: float = LONGEST_S) -> dict[str, Any]:
    """Run a script of this folder; what it wrote to ``result.json`` of ``out``. A failure is told with all that it said.

    Args:
        told: What the script reads from standard input, as JSON: ``url``, ``token`` and its own facts.
        out: Where screenshots and the result go.
    """
    out.mkdir(parents=True, exist_ok=True)
    facts = {**told, "out": str(out), "web": str(WEB), "chromium": chromium()}
    with subprocess.Popen(
        ["node", str(HERE / script)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            said, _ = process.communicate(json.dumps(facts), timeout=longest_s)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            said, _ = process.communicate()
            raise AssertionError(f"{script} did not end in {longest_s} s:\n{said[-6_000:]}") from None
    assert process.returncode == 0, f"{script} failed; screenshots are in {out}\n{said[-6_000:]}"
    found: dict[str, Any] = json.loads((out / "result.json").read_text())
    return found

"""MiniStack, an emulator of AWS: a process on loopback, in a virtual environment of its own (it pins botocore), which is also
the runtime of the functions that it runs.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.services import ports

PACKAGES = ("ministack==1.5.33", "cryptography", "boto3")
LAUNCHER = Path(__file__).with_name("counting.py")
START_S = 60
INSTALL_S = 300
REGION = "us-east-1"
ACCOUNT = "000000000000"
KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": REGION, "AWS_REGION": REGION}


@dataclass
class MiniStack:
    """A running emulator; ``log`` has what it and the functions said."""

    url: str
    process: subprocess.Popen[bytes]
    folder: Path

    @property
    def log(self) -> Path:
        return self.folder / "ministack.log"

    def counts(self, *, forget: bool = False) -> dict[str, dict[str, float]]:
        """Requests since they were last forgotten, and capacity units: see ``counting``."""
        found: dict[str, dict[str, float]] = self._asked("/_counts", "DELETE" if forget else "GET")
        return found

    def workers(self, function: str) -> list[dict[str, Any]]:
        """The processes that run a function now."""
        return [one for one in self._asked("/_workers") if one["function"] == function]

    def stop(self) -> None:
        """End it and the functions' processes; its folder goes too."""
        workers = self._asked("/_workers")
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for one in workers:
            try:
                os.kill(one["pid"], signal.SIGKILL)
            except ProcessLookupError:
                continue
        shutil.rmtree(self.folder / "tmp", ignore_errors=True)

    def _asked(self, path: str, method: str = "GET") -> Any:
        with urllib.request.urlopen(urllib.request.Request(self.url + path, method=method), timeout=60) as answer:
            return json.load(answer)


def start(folder: Path) -> MiniStack:
    """Start it on a free port; skips the tests where it cannot be had."""
    python, port = _python(), ports.take()
    (folder / "tmp").mkdir(parents=True)
    with (folder / "ministack.log").open("wb") as log:
        process = subprocess.Popen(
            [str(python), str(LAUNCHER)], cwd=folder, env=_environment(port, folder), stdout=log, stderr=log
        )
    started = MiniStack(f"http://127.0.0.1:{port}", process, folder)
    deadline = time.monotonic() + START_S
    while not _is_ready(started.url):
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            pytest.fail(f"MiniStack did not start:\n{started.log.read_text()[-3000:]}")
        time.sleep(0.1)
    return started


def _python() -> Path:
    """The interpreter of MiniStack's environment, made once."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    place = ports.cache() / f"{PACKAGES[0].replace('==', '-')}-python{version}"
    with (ports.cache() / "ministack.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / "made").exists():
            shutil.rmtree(place, ignore_errors=True)
            pip = [str(place / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES]
            try:
                for command in ([sys.executable, "-m", "venv", str(place)], pip):
                    subprocess.run(command, check=True, capture_output=True, text=True, timeout=INSTALL_S)
            except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
                said = getattr(error, "stderr", None) or str(error)
                pytest.skip(f"MiniStack cannot be installed here: {str(said).strip()[-300:]}")
            (place / "made").touch()
    return place / "bin" / "python"


def _environment(port: int, folder: Path) -> dict[str, str]:
    """Functions inherit it: nothing of this process' own goes in."""
    return {
        **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
        **KEYS,
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",
        "MINISTACK_HOST": "localhost",
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "TMPDIR": str(folder / "tmp"),
        "STATE_DIR": str(folder / "state"),
        "S3_DATA_DIR": str(folder / "s3"),
        "LAMBDA_WARM_TTL_SECONDS": "3600",
        "POWERTOOLS_TRACE_DISABLED": "true",
        "AWS_XRAY_SDK_ENABLED": "false",
        "AWS_XRAY_CONTEXT_MISSING": "IGNORE_ERROR",
    }


def _is_ready(url: str) -> bool:
    try:
        urllib.request.urlopen(f"{url}/_ministack/ready", timeout=5).close()
    except (urllib.error.URLError, OSError):
        return False
    return True

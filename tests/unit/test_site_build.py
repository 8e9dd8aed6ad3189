"""The site's build knows how much JavaScript every screen needs, and says so where it is too much."""

from __future__ import annotations

import random
import runpy
import tomllib
from pathlib import Path

import pytest

BUILD = Path(__file__).parents[2] / "web/scripts/build.py"


def test_the_scripts_that_the_first_page_names_are_weighed_once_each(tmp_path: Path) -> None:
    build = runpy.run_path(str(BUILD))
    noise = random.Random(1).randbytes
    for name, size in (("index.js", 9_000), ("shared.js", 5_000), ("later.js", 90_000)):
        (tmp_path / name).write_bytes(noise(size))
    names = (
        '<script type="module" src="/index.js">',
        '<link rel="modulepreload" href="/shared.js">',
        '<link href="/index.js">',
    )
    (tmp_path / "index.html").write_text("\n".join((*names, '<link rel="stylesheet" href="/look.css">')))
    assert build["entry_bytes"](tmp_path) == pytest.approx(14_000, rel=0.02)


def test_the_wheel_carries_the_site_though_git_does_not() -> None:
    site: Path = runpy.run_path(str(BUILD))["SITE"]
    root = BUILD.parents[2]
    hatch = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["hatch"]["build"]
    assert [site.is_relative_to(root / package) for package in hatch["targets"]["wheel"]["packages"]] == [True]
    assert f"{site.relative_to(root).as_posix()}/" in hatch["artifacts"]
    assert not any(site.is_relative_to(root / left_out) for left_out in hatch["exclude"])

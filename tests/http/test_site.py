"""The web site beside the API at one address."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from everloop.entry.http.app import create_app
from everloop.entry.http.site import Site
from tests.house import TestHouse


@pytest.fixture
def at_home(lived: TestHouse, tmp_path: Path) -> Iterator[TestClient]:
    folder = tmp_path / "site"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>site</title>")
    (folder / "assets" / "index-abc.js").write_text("export {}")
    (folder / "icon.svg").write_text("<svg/>")
    (folder / ".built").write_text("hash")
    (tmp_path / "secret.txt").write_text("secret")
    with TestClient(Site(create_app(lived.house), folder), follow_redirects=False) as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/explore", "/projects/p1/tasks/t1?rev=2"])
def test_every_screen_answers_the_first_page_with_a_policy_that_lets_no_inline_code_run(at_home: TestClient, path: str) -> None:
    answer = at_home.get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert (answer.status_code, "site" in answer.text, answer.headers["Cache-Control"]) == (200, True, "no-cache")
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


def test_hashed_files_are_kept_for_ever(at_home: TestClient) -> None:
    answer = at_home.get("/assets/index-abc.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "immutable" in answer.headers["Cache-Control"]


def test_the_icon_is_kept_for_a_day(at_home: TestClient) -> None:
    assert at_home.get("/icon.svg").headers["Cache-Control"] == "public, max-age=86400"


@pytest.mark.parametrize(
    "path", ["/missing.png", "/assets/old.js", "/.built", "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt"]
)
def test_a_file_that_is_not_of_the_site_is_not_found(at_home: TestClient, path: str) -> None:
    answer = at_home.get(path)
    assert (answer.status_code, "secret" in answer.text) == (404, False)


def test_the_api_its_documentation_and_media_stay_their_own(at_home: TestClient) -> None:
    assert at_home.get("/api/v1/health").status_code == 200
    assert at_home.get("/api/v1/nothing").status_code == 404
    assert "API" in at_home.get("/docs").text
    assert at_home.get("/media/default/thumbnails/ab/cd").status_code == 401


def test_the_configuration_says_how_to_sign_in(at_home: TestClient) -> None:
    assert at_home.get("/config.json").json()["auth"] == "local"


def test_without_a_site_the_address_shows_the_documentation(lived: TestHouse) -> None:
    with TestClient(create_app(lived.house), follow_redirects=False) as client:
        assert client.get("/").headers["Location"] == "/docs"

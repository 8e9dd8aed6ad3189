"""The loop in a headless Chromium against the deployment: the site that ``infra.publish`` put into its bucket, people of the
Cognito pool who sign in at its page, pictures that go straight to the store and media by signed cookies, all through the
distribution as the template describes it (``edge``: the part of it that MiniStack lacks). The steps are ``tests/browser``'s.

It wants a workspace without pictures, so it is the first of this folder's tests (they run by name).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.browser import driving, scenes
from tests.deployed import deploy, edge
from tests.deployed.edge import AT_ONCE, Edge
from tests.deployed.emulator import KEYS
from tests.deployed.standing import PASSWORD, Standing

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]
PATIENCE = 8
"""Functions start one by one, each in a process of its own that imports what it needs."""
LONGEST_S = 1200
JPEG = b"\xff\xd8"
FIRST_PASSWORD = "Mailed-horse-1-battery"


@pytest.fixture(scope="module")
def distribution(deployed: Standing, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Edge]:
    """The deployment's distribution, with the site published. Skipped where no browser can be driven."""
    if reason := driving.missing():
        pytest.skip(reason)
    driving.build_site()
    publish(deployed, tmp_path_factory.mktemp("stage") / "stage.json")
    wake(deployed)
    running = edge.start(deployed.cloud)
    yield running
    running.stop()


def wake(deployed: Standing) -> None:
    """Have the API's functions start, as many of each as the edge asks at once: a cold one keeps all pages waiting."""
    with ThreadPoolExecutor() as threads:
        asked = [deployed.admin.search.count, deployed.admin.members.me] * AT_ONCE
        for one in [threads.submit(ask) for ask in asked]:
            one.result()


def publish(deployed: Standing, stage: Path) -> None:
    """As ``make deploy`` does at its end."""
    stage.write_text(json.dumps(deploy.STAGE))
    environment = {**os.environ, **KEYS, "AWS_ENDPOINT_URL": deployed.cloud.endpoint}
    environment["JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION"] = "1"
    command = [sys.executable, "-m", "infra.publish", str(stage)]
    done = subprocess.run(command, cwd=deploy.ROOT, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def journey(deployed: Standing, distribution: Edge, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the journey came to."""
    facts = {
        "url": distribution.url,
        "api": deployed.url,
        "flags": [distribution.flag],
        "patience": PATIENCE,
        "token": deployed.token("Anna"),
        "owner": deployed.admin.members.me().id,
        "pool": {
            "endpoint": deployed.cloud.endpoint,
            "id": deployed.cloud.outputs["everloop-identity"]["PoolId"],
            "known": ["anna@example.org"],
            "password": PASSWORD,
            "firstPassword": FIRST_PASSWORD,
        },
        "pictures": [str(path) for path in scenes.drawn(tmp_path_factory.mktemp("pictures"))],
    }
    given = os.environ.get("EVERLOOP_TEST_OUTPUT")
    out = Path(given) / "deployed" if given else tmp_path_factory.mktemp("browser")
    return driving.run("journey.mjs", facts, out=out / "journey", longest_s=LONGEST_S)


def test_three_people_of_the_pool_go_round_the_loop_in_browsers(journey: dict[str, Any]) -> None:
    assert journey["errors"] == []
    assert journey["exported"]["annotations"] >= 2
    assert journey["reopened"] >= 1


def asked(distribution: Edge, path: str, method: str = "GET", host: str = "", **headers: str) -> httpx.Response:
    """The edge's answer to a request that a browser would send to ``host`` (the distribution)."""
    given = {"Host": host or distribution.domain, **headers}
    return httpx.request(method, f"https://127.0.0.1:{distribution.port}{path}", headers=given, verify=False, timeout=120)


def cookies(**given: str) -> str:
    return "; ".join(f"{name.replace('_', '-')}={value}" for name, value in given.items())


@pytest.fixture(scope="module")
def media_cookies(deployed: Standing, distribution: Edge) -> Mapping[str, str]:
    """What the session's answer sets."""
    answer = asked(distribution, "/api/v1/session", Authorization=f"Bearer {deployed.token('Anna')}")
    found = SimpleCookie()
    for line in answer.headers.get_list("Set-Cookie"):
        found.load(line)
    for one in found.values():
        assert (one["path"], one["secure"], one["httponly"]) == ("/media/default/", True, True)
    return {name.replace("-", "_"): one.value for name, one in found.items()}


@pytest.fixture(scope="module")
def thumbnail(deployed: Standing, journey: dict[str, Any]) -> str:
    """The path of a thumbnail."""
    found = next(one.thumbnail for one in deployed.admin.search.items() if one.thumbnail)
    return f"/{found.lstrip('/')}"


def test_media_are_given_out_by_the_sessions_signed_cookies_alone(
    distribution: Edge, media_cookies: Mapping[str, str], thumbnail: str
) -> None:
    given = asked(distribution, thumbnail, Cookie=cookies(**media_cookies))
    assert (given.status_code, given.content[:2]) == (200, JPEG)
    assert asked(distribution, thumbnail).status_code == 403
    seal = media_cookies["CloudFront_Signature"]
    for name, wrong in (
        ("CloudFront_Signature", seal[:-6] + ("AAAA__" if seal[-6:] != "AAAA__" else "BBBB__")),
        ("CloudFront_Policy", "eyJTdGF0ZW1lbnQiOltdfQ__"),
        ("CloudFront_Key_Pair_Id", "KOTHER"),
    ):
        assert asked(distribution, thumbnail, Cookie=cookies(**{**media_cookies, name: wrong})).status_code == 403
    elsewhere = thumbnail.replace("/default/", "/another/")
    assert asked(distribution, elsewhere, Cookie=cookies(**media_cookies)).status_code == 403


def test_every_screen_is_the_first_page_and_no_answer_lets_inline_code_run(distribution: Edge) -> None:
    page = asked(distribution, "/projects/p1?tab=queue")
    assert (page.status_code, page.headers["Content-Type"], page.headers["Cache-Control"]) == (200, "text/html", "no-cache")
    for path in ("/", "/config.json", "/api/v1/health"):
        policy = asked(distribution, path).headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
    assert asked(distribution, "/config.json").json()["auth"] == "oidc"
    assert asked(distribution, "/assets/none.js").status_code in (403, 404)
    assert asked(distribution, "/", "POST").status_code == 403


def test_the_store_takes_signed_addresses_and_pages_of_the_site_alone(deployed: Standing, distribution: Edge) -> None:
    bucket = deployed.cloud.outputs["everloop-storage"]["ObjectsBucket"]
    store = {"host": "s3.us-east-1.amazonaws.com", "Access-Control-Request-Method": "PUT"}
    assert asked(distribution, f"/{bucket}/x", **store).status_code == 403
    assert asked(distribution, f"/{bucket}/x", "OPTIONS", **store, Origin=distribution.url).status_code == 200
    assert asked(distribution, f"/{bucket}/x", "OPTIONS", **store, Origin="https://elsewhere.example").status_code == 403

"""Curation as people do it, on a served folder of pictures: by the command and by the client."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageFilter
from typer.testing import CliRunner

from everloop.domain.errors import Conflict, Invalid
from everloop.entry.cli import main
from everloop.sdk.client import Client
from tests.journeys.serving import Served, serve

COUNT = 12
Run = Callable[..., Any]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Twelve noisy pictures of different widths, a resized copy of one, and a blurred one."""
    pictures = tmp_path_factory.mktemp("pictures")
    rng = np.random.default_rng(7)
    for n in range(COUNT):
        coarse = Image.fromarray(rng.integers(0, 256, (6, 8, 3), dtype=np.uint8))
        coarse.resize((320 + 16 * n, 240), Image.Resampling.BICUBIC).save(pictures / f"scene {n}.png")
    with Image.open(pictures / "scene 3.png") as one:
        one.resize((one.width // 2, one.height // 2)).save(pictures / "copy of 3.jpg", quality=90)
        one.filter(ImageFilter.GaussianBlur(9)).save(pictures / "blurred 3.png")
    server = serve(tmp_path_factory.mktemp("served"))
    with client_of(server) as client:
        client.http.json("GET", "/health")
    run_of(server)("register", str(pictures))
    yield server
    server.stop()


def client_of(server: Served) -> Client:
    return Client(server.url, (server.folder / "owner-token").read_text().strip())


def run_of(server: Served) -> Run:
    token = (server.folder / "owner-token").read_text().strip()

    def run(*words: str) -> Any:
        environment = {"EVERLOOP_URL": server.url, "EVERLOOP_TOKEN": token}
        done = CliRunner().invoke(main.app(), [*words, "--json"], env=environment, catch_exceptions=False)
        assert done.exit_code == 0, (words, done.output)
        return json.loads(done.stdout)

    return run


@pytest.fixture
def everloop(served: Served) -> Run:
    return run_of(served)


@pytest.fixture
def client(served: Served) -> Iterator[Client]:
    with client_of(served) as opened:
        yield opened


def test_what_was_registered_is_found_by_filter_sort_and_count(everloop: Run) -> None:
    assert everloop("search", "count") == {"items": COUNT + 2}
    wide = everloop("search", "items", "--filter", '{"range": {"f": "width", "gte": 400}}', "--sort=-width", "--limit", "3")
    assert [one["name"] for one in wide] == ["scene 11.png", "scene 10.png", "scene 9.png"]
    assert everloop("search", "facets", "state", "media_type") == {
        "state": {"ready": COUNT + 2},
        "media_type": {"image/png": COUNT + 1, "image/jpeg": 1},
    }
    assert sum(everloop("search", "histogram", "metrics.sharpness", "--bins", "4")["counts"]) == COUNT + 2
    assert {"metrics.sharpness", "width", "duplicates.phash"} <= {one["name"] for one in everloop("search", "fields")}


def test_the_copy_is_most_like_its_original_and_in_its_near_duplicate_group(everloop: Run) -> None:
    (original,) = everloop("search", "items", "--filter", '{"in": {"f": "name", "v": ["scene 3.png"]}}')
    first, *_ = everloop("search", "similar", original["id"], "--limit", "3")
    assert first["name"] in ("copy of 3.jpg", "blurred 3.png")
    assert first["score"] > 0.5
    done = everloop("search", "duplicates", "--method", "phash")
    assert done["state"] == "done"
    (group,) = everloop("search", "facets", "duplicates.phash")["duplicates.phash"].items()
    names = everloop("search", "items", "--filter", json.dumps({"in": {"f": "duplicates.phash", "v": [group[0]]}}))
    assert {"scene 3.png", "copy of 3.jpg"} <= {one["name"] for one in names}
    assert len(names) == group[1]


def test_words_without_a_match_say_so(everloop: Run, client: Client) -> None:
    assert everloop("search", "text", "qzxv wvut") == []
    found = client.search.text("qzxv wvut")
    assert found.reason is not None
    assert "No match" in found._repr_html_()


def test_a_notebook_shows_pictures_that_can_be_fetched(client: Client) -> None:
    found = client.search.first(sort="name", limit=3)
    shown = found._repr_html_()
    assert shown.count("<img") == 3
    assert found[0].thumbnail is not None
    answer = client.http._client.get(found[0].server + found[0].thumbnail)
    assert answer.status_code == 200
    assert answer.content[:2] == b"\xff\xd8" or answer.content[:4] == b"RIFF"


def test_an_order_is_an_array_through_which_any_place_is_shown(client: Client) -> None:
    order = client.search.order(sort="width")
    assert (len(order), order.dtype) == (COUNT + 2, np.uint32)
    last = client.search.by_seq(order[-2:].tolist())
    assert [one.name for one in last] == ["scene 10.png", "scene 11.png"]
    assert [one.seq for one in client.search.items(sort="width", page=5)] == order.tolist()


def test_a_collection_grows_by_commits_and_goes_back(everloop: Run, client: Client) -> None:
    made = everloop("collection", "create", "Wide", "--filter", '{"range": {"f": "width", "gte": 400}}', "-m", "wide ones")
    narrow = client.sets.create(where={"range": {"f": "width", "lt": 200}})
    grown = everloop("collection", "commit", made["id"], "--set", narrow.hash, "--mode", "add", "--parent", "1")
    assert (grown["number"], grown["items"]) == (2, made["items"] + narrow.items)
    with pytest.raises(Conflict):
        client.collections.commit(made["id"], of_set=narrow.hash, mode="remove", parent=1)
    diff = everloop("collection", "diff", made["id"], "1", "2")
    assert (diff["added"], diff["added_items"], diff["removed_items"]) == (narrow.hash, narrow.items, 0)
    assert everloop("collection", "restore", made["id"], "1")["members"] == made["members"]
    assert [one["number"] for one in everloop("collection", "history", made["id"])] == [3, 2, 1]
    assert everloop("collection", "archive", made["id"])["archived"] is True
    assert client.search.count({"set": made["members"]}) == made["items"]


def test_a_map_is_points_and_a_lasso_takes_them(everloop: Run, client: Client) -> None:
    made = everloop("search", "map", "--method", "pca", "--name", "All")
    assert (made["items"], made["method"]) == (COUNT + 2, "pca")
    points = client.maps.points(made["id"])
    assert sorted(points.seq.tolist()) == points.seq.tolist()
    assert len(points.seq) == len(points.x) == len(points.y) == COUNT + 2
    left, bottom, right, top = (made["bounds"][0] - 1, made["bounds"][1] - 1, made["bounds"][2] + 1, made["bounds"][3] + 1)
    assert client.maps.lasso(made["id"], [(left, bottom), (right, bottom), (right, top), (left, top)]).items == COUNT + 2
    with pytest.raises(Invalid):
        client.maps.lasso(made["id"], [(0, 0), (1, 1)])


def test_the_index_is_rebuilt_by_one_command(everloop: Run) -> None:
    assert everloop("reindex")["state"] == "done"
    assert everloop("search", "count") == {"items": COUNT + 2}

"""Search, sets and collections over HTTP: what is answered, and that nobody sees more than his scope."""

from __future__ import annotations

from typing import Any

import httpx
import numpy as np
import orjson
import pytest
from starlette.testclient import TestClient

from everloop.domain.ids import DEFAULT_WORKSPACE, ItemId
from everloop.domain.items import vector_to_json
from everloop.domain.jobs import WORKSPACE_WIDE
from everloop.domain.near_duplicates import group_name
from everloop.domain.principals import Cause
from everloop.domain.vectors import LITE0, rounded
from everloop.ports import ANY, Put, Row
from everloop.store import keys, registration, rows
from everloop.usecases.curate import grouping, mapping
from tests.house import TestHouse
from tests.http.conftest import As


def made(answer: httpx.Response) -> Any:
    assert answer.is_success, answer.text
    return answer.json()


class Filled:
    """Twelve items: seqs 1…12, even ones in the folder Yard, widths 100…1200, no width on the last."""

    def __init__(self, lived: TestHouse, admin: TestClient) -> None:
        self.lived = lived
        self.yard = str(made(admin.post("folders", json={"name": "Yard"}))["id"])
        self.inner = str(made(admin.post("folders", json={"name": "Inner", "parent": self.yard}))["id"])
        files = [
            registration.Listed("src", f"img {n}.jpg", (self.inner if n % 4 == 0 else self.yard) if n % 2 == 0 else "root")
            for n in range(1, 13)
        ]
        registration.register(files, registration.Origin(DEFAULT_WORKSPACE, "job", 1), cause=Cause(), table=lived.house.table)
        lived.settle()
        found = made(admin.post("search", json={"limit": 100, "sort": "seq"}))["items"]
        self.ids = [str(one["id"]) for one in found]
        assert [one["seq"] for one in found] == list(range(1, 13))
        rng = np.random.default_rng(1)
        self.vectors = rounded(rng.standard_normal((12, LITE0.dimension)).astype(np.float32))
        for n, item in enumerate(self.ids, 1):
            self.vector(item, self.vectors[n - 1])
            values: dict[str, object] = {"state": "ready" if n < 9 else "failed", "vectors": {"lite0": 1}}
            self.change(item, **values, **({"width": n * 100} if n < 12 else {}))
        lived.settle()

    def change(self, item: str, **values: object) -> None:
        table = self.lived.house.table
        row = table.get(keys.head(DEFAULT_WORKSPACE, ItemId(item)))
        assert row is not None
        body = {**rows.body(row), **values}
        table.put(Put(Row(row.key, row.kind, orjson.dumps(body), index=row.index), row.version), cause=Cause())

    def vector(self, item: str, vector: Any) -> None:
        key = keys.vector(DEFAULT_WORKSPACE, ItemId(item), "lite0")
        row = rows.row(key, "vector", vector_to_json(1, vector), announced=False)
        self.lived.house.table.put(Put(row, ANY), cause=Cause())


@pytest.fixture
def filled(lived: TestHouse, api: As) -> Filled:
    return Filled(lived, api())


@pytest.fixture
def ben(filled: Filled, api: As) -> TestClient:
    """Ben sees the folder Yard and what is below it: the even seqs."""
    client = api("ben")
    made(api().put(f"folders/{filled.yard}/grants/user:ben", json={"role": "viewer"}))
    return client


def test_pages_follow_one_another_in_order_with_missing_values_last(api: As, filled: Filled) -> None:
    admin, seen, cursor = api(), [], None
    while True:
        page = made(admin.post("search", json={"sort": "-width", "limit": 5, "cursor": cursor}))
        assert page["total"] == 12
        seen += [one["width"] for one in page["items"]]
        if (cursor := page["cursor"]) is None:
            break
    assert seen == [*range(1100, 0, -100), None]


def test_a_folder_in_a_filter_means_all_that_is_below_it(api: As, filled: Filled) -> None:
    query = {"filter": {"in": {"f": "folder", "v": [filled.yard]}}, "limit": 100, "sort": "seq"}
    assert [one["seq"] for one in made(api().post("search", json=query))["items"]] == [2, 4, 6, 8, 10, 12]


def test_a_whole_order_is_packed_and_any_place_of_it_can_be_shown(api: As, filled: Filled) -> None:
    answer = api().post("search/order", json={"sort": "-width", "offset": 2, "limit": 4})
    assert answer.headers["everloop-total"] == "12"
    seqs = np.frombuffer(answer.content, "<u4").tolist()
    assert seqs == [9, 8, 7, 6]
    assert [one["seq"] for one in made(api().post("search/items", json={"seqs": [*seqs, 999]}))] == seqs


def test_members_see_their_scope_in_every_answer(filled: Filled, ben: TestClient) -> None:
    assert made(ben.post("search", json={}))["total"] == 6
    assert np.frombuffer(ben.post("search/order", json={"sort": "seq"}).content, "<u4").tolist() == [2, 4, 6, 8, 10, 12]
    assert [one["seq"] for one in made(ben.post("search/items", json={"seqs": [1, 2, 3, 4]}))] == [2, 4]
    states = made(ben.post("search/facets", json={"fields": ["state"]}))
    assert states["facets"][0]["values"] == [{"value": "ready", "items": 4}, {"value": "failed", "items": 2}]
    width = made(ben.post("search/histogram", json={"field": "width", "bins": 2}))
    assert (width["counts"], width["items"], width["missing"], width["greatest"]) == ([2, 3], 5, 1, 1000.0)
    assert made(ben.post("search/stats", json={"fields": ["seq"]}))[0]["least"] == 2.0
    near = made(ben.post("search/similar", json={"item": filled.ids[1], "limit": 50}))["items"]
    assert {one["seq"] for one in near} == {4, 6, 8, 10, 12}
    assert ben.post("search/similar", json={"item": filled.ids[0]}).status_code == 404
    assert ben.post("sets", json={"ids": [filled.ids[0]]}).status_code == 404
    assert made(ben.post("sets", json={"seqs": [1, 2, 3]}))["items"] == 1


def test_an_item_out_of_scope_changes_nothing_that_a_member_sees(filled: Filled, api: As, ben: TestClient) -> None:
    """Counts, facets, histograms, orders, neighbours, duplicate groups and map stay as they were to the byte."""
    admin, lived = api(), filled.lived
    rng = np.random.default_rng(9)
    near = filled.vectors[1].astype(np.float32) + rng.standard_normal(LITE0.dimension).astype(np.float32) * 0.002
    filled.vector(filled.ids[3], rounded(near))
    for item in filled.ids[5:7]:
        filled.change(item, phash="00000000000000ff", computed=1)
    made(admin.post("duplicates/find", json={}))
    plan = made(admin.post("maps", json={"method": "pca", "seed": 3}))["id"]
    lived.settle()
    asked: list[tuple[str, dict[str, Any]]] = [
        ("search", {"limit": 100}), ("search/order", {"sort": "-width"}), ("search/histogram", {"field": "width", "bins": 3}),
        ("search/facets", {"fields": ["state", "folder", "duplicates.phash", "duplicates.lite0"]}),
        ("search/similar", {"item": filled.ids[1], "limit": 5}), ("search/stats", {"fields": ["seq", "width"]}),
        (f"maps/{plan}/points", {}), ("search/items", {"seqs": list(range(20))}),
    ]  # fmt: skip

    def seen() -> list[bytes]:
        answers = [ben.post(path, json=body) for path, body in asked] + [ben.get(f"maps/{plan}"), ben.get("folders")]
        assert all(one.is_success for one in answers)
        told = [one.json() if "json" in one.headers["content-type"] else {"packed": one.content.hex()} for one in answers]
        return [orjson.dumps({key: of for key, of in one.items() if key not in ("as_of", "updated_at", "members", "points")})
                if isinstance(one, dict) else orjson.dumps(one) for one in told]  # fmt: skip

    before = seen()
    registration.register(
        [registration.Listed("src", "hidden.jpg", "root")],
        registration.Origin(DEFAULT_WORKSPACE, "job", 1),
        cause=Cause(),
        table=lived.house.table,
    )
    lived.settle()
    (hidden,) = made(admin.post("search", json={"filter": {"in": {"f": "key", "v": ["hidden.jpg"]}}}))["items"]
    filled.vector(hidden["id"], filled.vectors[1])
    filled.change(hidden["id"], state="ready", width=200, phash="00000000000000ff", computed=1, vectors={"lite0": 1})
    made(admin.post("duplicates/find", json={}))
    lived.settle()
    made(admin.post(f"maps/{plan}/place", json={}))
    lived.settle()
    groups = made(admin.post("search/facets", json={"fields": ["duplicates.phash", "duplicates.lite0"]}))["facets"]
    assert [one["values"][0]["items"] for one in groups] == [3, 3], "the admin sees it in both groups"
    assert made(admin.get(f"maps/{plan}"))["items"] == 13
    assert seen() == before
    assert ben.get(f"items/{hidden['id']}").status_code == 404


def test_an_item_that_left_the_scope_is_not_shown_before_it_is_indexed_again(filled: Filled, ben: TestClient) -> None:
    filled.change(filled.ids[1], folder="root")
    assert filled.ids[1] not in {one["id"] for one in made(ben.post("search", json={"limit": 100}))["items"]}


def test_more_like_a_vector_is_ordered_by_cosine(api: As, filled: Filled) -> None:
    near = made(api().post("search/similar", json={"vector": filled.vectors[4].astype(float).tolist(), "limit": 3}))
    assert near["items"][0]["id"] == filled.ids[4]
    assert near["items"][0]["score"] == pytest.approx(1.0, abs=2e-3)
    assert api().post("search/similar", json={"vector": [1.0]}).status_code == 422
    assert api().post("search/similar", json={"vector": [1.0], "space": "none"}).status_code == 422
    assert api().post("search/similar", json={}).status_code == 422


def test_words_that_are_unknown_match_nothing_and_say_so(api: As, filled: Filled) -> None:
    said = made(api().post("search/text", json={"text": "qzxv"}))
    assert said["items"] == []
    assert said["reason"].startswith("No match")


@pytest.mark.parametrize(
    "body",
    [
        {"filter": {"nothing": 1}}, {"filter": {"in": {"f": "no.such", "v": []}}},
        {"filter": {"range": {"f": "name", "gt": 1}}},
        {"sort": "nothing"}, {"sort": "spaces"}, {"cursor": "x"}, {"limit": 0}, {"other": 1},
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_with_a_sentence(api: As, filled: Filled, body: dict[str, Any]) -> None:
    answer = api().post("search", json=body)
    assert answer.status_code == 422
    assert len(answer.json()["detail"]) > 10


def test_what_is_not_there_or_not_yours_cannot_be_filtered_by(filled: Filled, ben: TestClient) -> None:
    for node in (
        {"set": "f" * 40}, {"object": {"project": "p", "where": {"all": {}}}},
        {"match": {"evaluation": "e", "where": {"all": {}}}},
        {"prediction": {"set": "s", "where": {"all": {}}}}, {"exists": "project.p.status"}, {"exists": "prediction.s.max"},
    ):  # fmt: skip
        assert ben.post("search", json={"filter": node}).status_code == 404, node


def test_sets_are_united_intersected_and_taken_away(api: As, filled: Filled) -> None:
    admin = api()
    low = made(admin.post("sets", json={"filter": {"range": {"f": "width", "lte": 600}}}))
    even = made(admin.post("sets", json={"filter": {"in": {"f": "folder", "v": [filled.yard]}}}))
    assert (low["items"], even["items"]) == (6, 6)
    again = made(admin.post("sets", json={"ids": filled.ids[:6]}))
    assert again["hash"] == low["hash"], "the same items have the same name"
    for operation, items in (("union", 9), ("intersect", 3), ("minus", 3)):
        body = {"operation": operation, "sets": [low["hash"], even["hash"]]}
        combined = made(admin.post("sets/combine", json=body))
        assert combined["items"] == items, operation
        assert made(admin.post("search", json={"filter": {"set": combined["hash"]}}))["total"] == items
    assert admin.post("sets", json={"ids": [], "filter": {"all": {}}}).status_code == 422
    assert admin.post("sets", json={}).status_code == 422


def test_a_collection_is_committed_compared_and_restored(api: As, filled: Filled) -> None:
    admin = api()
    body = {"name": "Wide", "message": "first", "items": {"filter": {"range": {"f": "width", "gte": 600}}}}
    wide = made(admin.post("collections", json=body))
    assert (wide["version"], wide["items"]) == (1, 6)
    added = made(
        admin.post(f"collections/{wide['id']}/versions", json={"items": {"ids": filled.ids[:2]}, "mode": "add", "parent": 1})
    )
    assert (added["number"], added["parent"], added["items"], added["added"], added["removed"]) == (2, 1, 8, 2, 0)
    late = admin.post(f"collections/{wide['id']}/versions", json={"items": {"ids": filled.ids[:1]}, "parent": 1})
    assert late.status_code == 409
    assert late.json()["facts"]["version"] == 2
    same = made(admin.post(f"collections/{wide['id']}/versions", json={"items": {"set": added["members"]}}))
    assert same["number"] == 2, "nothing changed, so there is no new version"
    gone = made(admin.post(f"collections/{wide['id']}/versions", json={"items": {"ids": filled.ids[5:7]}, "mode": "remove"}))
    assert (gone["number"], gone["items"], gone["removed"]) == (3, 6, 2)
    diff = made(admin.get(f"collections/{wide['id']}/diff", params={"before": 1, "after": 3}))
    assert (diff["added_items"], diff["removed_items"], diff["kept_items"]) == (2, 2, 4)
    assert made(admin.post("search", json={"filter": {"set": diff["removed"]}}))["total"] == 2
    back = made(admin.post(f"collections/{wide['id']}/restore", json={"version": 1}))
    assert (back["number"], back["restores"], back["members"]) == (4, 1, wide["members"])
    history = made(admin.get(f"collections/{wide['id']}/versions"))["items"]
    assert [one["number"] for one in history] == [4, 3, 2, 1]
    assert history[-1]["filter"] == body["items"]["filter"]
    assert made(admin.get(f"collections/{wide['id']}"))["version"] == 4


def test_a_collection_version_pins_the_revisions_of_its_items(api: As, filled: Filled) -> None:
    filled.change(filled.ids[0], revision=3)
    filled.lived.settle()
    made_ = made(api().post("collections", json={"name": "All", "items": {"filter": {"all": {}}}}))
    version = made(api().get(f"collections/{made_['id']}/versions/1"))
    columns = filled.lived.house.columns
    pinned = columns.scan(columns.table(version["revisions"]), ["seq", "item_id", "item_revision"])
    assert pinned["seq"].tolist() == list(range(1, 13))
    assert pinned["item_revision"].tolist() == [3, *[1] * 11]
    assert pinned["item_id"].tolist() == filled.ids


def test_a_collection_made_twice_under_one_key_is_one(api: As, filled: Filled) -> None:
    body = {"name": "Once", "items": {"ids": filled.ids[:1]}}
    answers = [api().post("collections", json=body, headers={"Idempotency-Key": "k"}) for _ in range(2)]
    assert answers[0].json()["id"] == answers[1].json()["id"]
    other = api().post("collections", json={**body, "name": "Twice"}, headers={"Idempotency-Key": "k"})
    assert other.status_code == 409


def test_collections_are_seen_by_folder_and_count_what_the_reader_sees(api: As, filled: Filled, ben: TestClient) -> None:
    admin = api()
    everything = {"filter": {"all": {}}}
    shared = made(admin.post("collections", json={"name": "Shared", "folder": filled.yard, "items": everything}))
    made(admin.post("collections", json={"name": "Private", "items": everything}))
    seen = made(ben.get("collections"))["items"]
    assert [(one["name"], one["items"]) for one in seen] == [("Shared", 6)]
    assert made(ben.get(f"collections/{shared['id']}/versions/1"))["added"] == 6
    assert ben.patch(f"collections/{shared['id']}", json={"name": "Mine"}).status_code == 403
    made(admin.put(f"folders/{filled.yard}/grants/user:ben", json={"role": "editor"}))
    assert made(ben.patch(f"collections/{shared['id']}", json={"name": "Ours"}))["name"] == "Ours"
    fewer = made(ben.post(f"collections/{shared['id']}/versions", json={"items": {"ids": [filled.ids[1]]}}))
    assert (fewer["items"], fewer["removed"]) == (1, 5)
    assert made(admin.get(f"collections/{shared['id']}"))["items"] == 7, "what Ben does not see stays"


def test_an_index_is_rebuilt_by_admins_only(api: As, filled: Filled, ben: TestClient) -> None:
    assert ben.post("index/rebuild").status_code == 403
    job = made(api().post("index/rebuild"))
    filled.lived.settle()
    assert made(api().get(f"jobs/{job['id']}"))["state"] == "done"


def test_near_duplicates_are_groups_of_two_or_more_in_scope(api: As, filled: Filled, ben: TestClient) -> None:
    admin, ids = api(), filled.ids
    rng = np.random.default_rng(5)
    for one, other in ((2, 4), (1, 3), (5, 6)):
        near = filled.vectors[one - 1].astype(np.float32) + rng.standard_normal(LITE0.dimension).astype(np.float32) * 0.002
        filled.vector(ids[other - 1], rounded(near))
    for n, phash in ((7, "00000000000000ff"), (8, "000000000000000f"), (9, "ffffffffffffffff")):
        filled.change(ids[n - 1], phash=phash, computed=1)
    job = made(admin.post("duplicates/find", json={}))
    filled.lived.settle()
    done = made(admin.get(f"jobs/{job['id']}"))
    assert (done["state"], done["counts"]["changed"]) == ("done", 8)

    def groups(client: TestClient) -> dict[str, dict[str, int]]:
        said = made(client.post("search/facets", json={"fields": ["duplicates.phash", "duplicates.lite0"]}))
        return {one["field"]: {value["value"]: value["items"] for value in one["values"]} for one in said["facets"]}

    def named(method: str, *oldest: int) -> dict[str, int]:
        return {group_name(DEFAULT_WORKSPACE, method, ids[at]): 2 for at in oldest}

    assert groups(admin) == {"duplicates.phash": named("phash", 6), "duplicates.lite0": named("lite0", 0, 1, 4)}
    assert groups(ben) == {"duplicates.phash": {}, "duplicates.lite0": named("lite0", 1)}, "one visible item is no group"
    assert not set(ids) & {name for one in groups(admin).values() for name in one}, "a name tells no hidden item"
    asked = made(ben.post("duplicates/find", json={}))
    filled.lived.settle()
    told = made(ben.get(f"jobs/{asked['id']}"))
    assert (told["state"], told["counts"], told["result"]) == ("done", {}, {}), "a job tells a member nothing of others' items"
    assert made(ben.get("jobs"))["items"] == [told]
    assert {grouping.KIND, mapping.FIT, mapping.PLACE} == WORKSPACE_WIDE
    assert made(admin.get(f"jobs/{asked['id']}"))["counts"]["items"] > 6
    again = made(admin.post("duplicates/find", json={"methods": ["lite0"]}))
    filled.lived.settle()
    assert made(admin.get(f"jobs/{again['id']}"))["counts"]["changed"] == 0, "only what changes is written"
    filled.change(ids[3], deleted=True)
    made(admin.post("duplicates/find", json={"methods": ["lite0"]}))
    filled.lived.settle()
    assert groups(admin)["duplicates.lite0"] == named("lite0", 0, 4)


def test_a_map_shows_points_in_scope_and_a_lasso_is_a_set(api: As, filled: Filled, ben: TestClient) -> None:
    admin = api()
    asked = made(admin.post("maps", json={"name": "All", "method": "pca", "seed": 3}))
    assert admin.post(f"maps/{asked['id']}/points", json={}).status_code == 422
    filled.lived.settle()
    ready = made(admin.get(f"maps/{asked['id']}"))
    assert (ready["state"], ready["items"], ready["method"]) == ("ready", 12, "pca")

    def points(client: TestClient, **query: object) -> tuple[list[int], np.ndarray, int]:  # type: ignore[type-arg]
        answer = client.post(f"maps/{asked['id']}/points", json=query)
        count = len(answer.content) // 12
        places = np.frombuffer(answer.content, "<f4", offset=4 * count).reshape(2, count).T
        return np.frombuffer(answer.content, "<u4", count=count).tolist(), places, int(answer.headers["everloop-total"])

    seqs, places, total = points(admin)
    assert (seqs, total) == (list(range(1, 13)), 12)
    mine, there, _ = points(ben)
    assert mine == [2, 4, 6, 8, 10, 12]
    assert np.array_equal(there, places[1::2])
    assert made(ben.get(f"maps/{asked['id']}"))["items"] == 6
    assert points(admin, offset=10, limit=5)[0] == [11, 12]
    x, y = (float(one) for one in places[3])
    around = [[x - 1e-4, y - 1e-4], [x + 1e-4, y - 1e-4], [x + 1e-4, y + 1e-4], [x - 1e-4, y + 1e-4]]
    caught = made(admin.post(f"maps/{asked['id']}/lasso", json={"polygon": around}))
    assert made(admin.post("search", json={"filter": {"set": caught["hash"]}}))["items"][0]["seq"] == 4
    everywhere = [[-1e9, -1e9], [1e9, -1e9], [1e9, 1e9], [-1e9, 1e9]]
    assert made(ben.post(f"maps/{asked['id']}/lasso", json={"polygon": everywhere}))["items"] == 6
    assert [one["name"] for one in made(ben.get("maps"))["items"]] == ["All"]


def test_new_items_are_placed_on_a_map_beside_their_like(api: As, filled: Filled) -> None:
    admin = api()
    asked = made(admin.post("maps", json={"method": "pca"}))
    filled.lived.settle()
    registration.register(
        [registration.Listed("src", "new.jpg", "root")],
        registration.Origin(DEFAULT_WORKSPACE, "job", 1),
        cause=Cause(),
        table=filled.lived.house.table,
    )
    filled.lived.settle()
    (new,) = (
        one["id"] for one in made(admin.post("search", json={"filter": {"in": {"f": "name", "v": ["new.jpg"]}}}))["items"]
    )
    filled.vector(new, filled.vectors[6])
    filled.change(new, state="ready", vectors={"lite0": 1})
    made(admin.post(f"maps/{asked['id']}/place"))
    filled.lived.settle()
    ready = made(admin.get(f"maps/{asked['id']}"))
    assert (ready["items"], ready["placed"]) == (13, 1)
    answer = admin.post(f"maps/{asked['id']}/points", json={})
    places = np.frombuffer(answer.content, "<f4", offset=4 * 13).reshape(2, 13).T
    spread = np.ptp(places, axis=0).max()
    assert np.linalg.norm(places[12] - places[6]) < spread / 10
    made(admin.post(f"maps/{asked['id']}/place"))
    filled.lived.settle()
    assert made(admin.get(f"maps/{asked['id']}"))["placed"] == 1, "placing again places nothing"


def test_a_map_of_nothing_fails_with_a_sentence(api: As, lived: TestHouse) -> None:
    asked = made(api().post("maps", json={}))
    lived.settle()
    job = made(api().get(f"jobs/{asked['job']}"))
    assert job["state"] == "failed"
    assert "No item has a vector" in job["reason"]
    assert api().post("maps", json={"space": "none"}).status_code == 422


@pytest.mark.parametrize("path", ["search", "search/facets"])
def test_a_filter_that_cannot_even_be_told_back_is_refused_and_not_our_fault(api: As, path: str) -> None:
    content, headers = rb'{"filter": {"\ud800": 1}, "fields": ["state"]}', {"Content-Type": "application/json"}
    answer = api().post(path, content=content, headers=headers)
    assert answer.status_code == 422, answer.text
    assert answer.json()["type"] == "about:everloop:invalid"

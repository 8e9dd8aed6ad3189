"""Custom metadata over HTTP: the schema, values by the item and by the filter, and filters that know them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import httpx
import orjson
import pytest

from everloop.domain.filters import In, Range
from everloop.domain.ids import DEFAULT_WORKSPACE, ItemId
from everloop.domain.items import Head
from everloop.ports import Put, Row
from everloop.store import counters, keys, registration, rows, selecting
from everloop.store import jobs as job_store
from everloop.usecases import metadata
from tests.house import TestHouse, a_call
from tests.http.conftest import As


def made(answer: httpx.Response) -> Any:
    assert answer.is_success, answer.text
    return answer.json()


def items(lived: TestHouse, count: int, folder: str = "root") -> list[str]:
    """Heads as registration leaves them."""
    call = a_call()
    first = counters.allot(lived.house.table, DEFAULT_WORKSPACE, registration.SEQ, count, cause=call.cause)
    heads: list[Head] = [
        {"schema": 1, "id": f"item{seq}", "seq": seq, "source": "s", "key": f"{seq}.jpg", "name": f"{seq}.jpg"}
        | {"folder": folder, "state": "ready", "revision": 1, "created_at": call.now_ms}
        for seq in range(first, first + count)
    ]
    puts = [
        Put(
            Row(
                keys.head(DEFAULT_WORKSPACE, ItemId(head["id"])),
                "item",
                orjson.dumps(head),
                index=keys.by_seq(DEFAULT_WORKSPACE, head["seq"]),
            )
        )
        for head in heads
    ]
    lived.house.table.put_many(puts, cause=call.cause)
    return [head["id"] for head in heads]


def meta(lived: TestHouse, item: str) -> dict[str, Any]:
    row = lived.house.table.get(keys.head(DEFAULT_WORKSPACE, ItemId(item)))
    assert row is not None
    found: dict[str, Any] = rows.body(row).get("meta", {})
    return found


def members(lived: TestHouse, node: In | Range) -> list[int]:
    house = lived.house
    found = selecting.members(
        a_call(), node, table=house.table, index=house.index, objects=house.objects, columns=house.columns
    )
    return list(found)


def define(api: As, keys_: Sequence[tuple[str, dict[str, Any]]]) -> None:
    for key, body in keys_:
        made(api().put(f"metadata/keys/{key}", json=body))


def test_a_key_is_added_retitled_deleted_and_brought_back(api: As) -> None:
    admin = api()
    assert made(admin.get("metadata"))["keys"] == {}
    schema = made(admin.put("metadata/keys/weather", json={"type": "enum", "values": ["sun"]}))
    assert schema["keys"]["weather"]["values"] == ["sun"]
    schema = made(admin.post("metadata/keys/weather/values", json={"values": ["rain", "sun"]}))
    assert schema["keys"]["weather"]["values"] == ["sun", "rain"]
    assert admin.put("metadata/keys/weather", json={"type": "string"}).status_code == 422
    assert made(admin.delete("metadata/keys/weather"))["keys"]["weather"]["deleted"]
    assert admin.delete("metadata/keys/weather").status_code == 404
    assert admin.post("metadata/keys/weather/values", json={"values": ["fog"]}).status_code == 404
    again = made(admin.put("metadata/keys/weather", json={"type": "enum", "values": ["sun", "rain"]}))
    assert not again["keys"]["weather"]["deleted"]


def test_a_stale_schema_is_not_overwritten(api: As) -> None:
    admin = api()
    etag = admin.put("metadata/keys/a", json={"type": "number"}).headers["ETag"]
    made(admin.put("metadata/keys/b", json={"type": "number"}, headers={"If-Match": etag}))
    assert admin.put("metadata/keys/c", json={"type": "number"}, headers={"If-Match": etag}).status_code in (409, 412)


def test_values_are_written_and_wrong_ones_reported_row_by_row(api: As, lived: TestHouse) -> None:
    define(api, [("count", {"type": "number"}), ("at", {"type": "datetime"}), ("place", {"type": "geospatial"})])
    one, two, three = items(lived, 3)
    report = made(
        api().post(
            "metadata/values",
            json={
                "rows": [
                    {"item": one, "values": {"count": 3, "at": "2026-01-01T00:00:00Z", "place": {"lat": 1, "lon": 2}}},
                    {"item": two, "values": {"count": "three", "at": "2026-01-01"}},
                    {"item": three, "values": {"size": 3}},
                    {"item": "nothing", "values": {"count": 1}},
                ]
            },
        )
    )
    assert (report["written"], report["unchanged"], report["failed"]) == (2, 0, 3)
    assert [(one["row"], one["key"]) for one in report["refused"]] == [(1, "count"), (2, "size"), (3, "")]
    assert meta(lived, one) == {"count": 3.0, "at": 1_767_225_600_000, "place.lat": 1.0, "place.lon": 2.0}
    assert meta(lived, two) == {"at": 1_767_225_600_000}
    again = made(api().post("metadata/values", json={"rows": [{"item": one, "values": {"count": 3.0}}]}))
    assert (again["written"], again["unchanged"]) == (0, 1)
    made(api().post("metadata/values", json={"rows": [{"item": one, "values": {"count": None, "place": None}}]}))
    assert meta(lived, one) == {"at": 1_767_225_600_000}


def test_filters_find_what_was_set(api: As, lived: TestHouse) -> None:
    define(api, [("count", {"type": "number"}), ("site", {"type": "string"}), ("place", {"type": "geospatial"})])
    one, two = items(lived, 2)
    values = {"count": 3, "site": "Łódź", "place": {"lat": -5, "lon": 7}}
    made(api().post("metadata/values", json={"rows": [{"item": one, "values": values}, {"item": two, "values": {"count": 9}}]}))
    lived.settle()
    assert members(lived, Range("meta.count", gte=4)) == [2]
    assert members(lived, In("meta.site", ("Łódź",))) == [1]
    assert members(lived, Range("meta.place.lat", lt=0)) == [1]
    made(api().delete("metadata/keys/site"))
    made(api().post("metadata/values", json={"rows": [{"item": one, "values": {"count": 5}}]}))
    lived.settle()
    assert members(lived, Range("meta.count", gte=4)) == [1, 2]


def test_an_item_is_named_once_and_a_thousand_at_most(api: As, lived: TestHouse) -> None:
    (one,) = items(lived, 1)
    row = {"item": one, "values": {}}
    assert api().post("metadata/values", json={"rows": [row, row]}).status_code == 422
    many = [{"item": str(number), "values": {}} for number in range(1_001)]
    assert api().post("metadata/values", json={"rows": many}).status_code == 422


def test_only_an_editor_of_the_folder_sets_values(api: As, lived: TestHouse) -> None:
    define(api, [("count", {"type": "number"})])
    admin, ben = api(), api("ben")
    mine = made(admin.post("folders", json={"name": "mine"}))["id"]
    seen = made(admin.post("folders", json={"name": "seen"}))["id"]
    made(admin.put(f"folders/{mine}/grants/user:ben", json={"role": "editor"}))
    made(admin.put(f"folders/{seen}/grants/user:ben", json={"role": "viewer"}))
    (a,), (b,), (c,) = items(lived, 1, mine), items(lived, 1, seen), items(lived, 1)
    rows_ = [{"item": item, "values": {"count": 1}} for item in (a, b, c)]
    report = made(ben.post("metadata/values", json={"rows": rows_}))
    assert report["written"] == 1
    assert [one["reason"] for one in report["refused"]] == [
        "This takes the role of editor in the item's folder.",
        "There is no such item.",
    ]
    assert ben.put("metadata/keys/other", json={"type": "number"}).status_code == 403


def test_a_filter_s_items_get_a_value_by_a_job_that_ends_when_they_are_searchable(api: As, lived: TestHouse) -> None:
    define(api, [("count", {"type": "number"})])
    items(lived, 700)
    admin, ben = api(), api("ben")
    lived.settle()
    assert admin.post("metadata/jobs", json={"filter": {"all": {}}, "values": {"count": "x"}}).status_code == 422
    some = {"range": {"f": "seq", "lte": 650}}
    job = made(admin.post("metadata/jobs", json={"filter": some, "values": {"count": 4}}))
    lived.settle()
    ended = made(admin.get(f"jobs/{job['id']}"))
    assert (ended["state"], ended["counts"]) == ("done", {"written": 650, "unchanged": 0, "failed": 0})
    assert len(members(lived, In("meta.count", (4.0,)))) == 650
    nothing = made(ben.post("metadata/jobs", json={"filter": {"all": {}}, "values": {"count": 5}}))
    lived.settle()
    assert made(admin.get(f"jobs/{nothing['id']}"))["total"] == 0


def test_a_job_whose_items_never_become_searchable_ends_all_the_same(api: As, lived: TestHouse) -> None:
    define(api, [("count", {"type": "number"})])
    items(lived, 3)
    lived.settle()
    lived.held = frozenset({"index"})
    asked = made(api().post("metadata/jobs", json={"filter": {"all": {}}, "values": {"count": 4}}))
    lived.settle()
    assert made(api().get(f"jobs/{asked['id']}"))["state"] == "settling"
    table = lived.house.table
    stored = job_store.get(DEFAULT_WORKSPACE, asked["id"], table=table)
    begun = stored.value.model_copy(update={"started_at": 1})
    job_store.save(DEFAULT_WORKSPACE, begun, stored.version, cause=a_call().cause, table=table)
    lived.settle()
    assert made(api().get(f"jobs/{asked['id']}"))["state"] == "done"


@pytest.mark.parametrize("body", ['{"\\ud800": 1}', '{"count": NaN}', '{"count": 1e999}', '{"count": "\\ud800"}'])
def test_values_that_json_cannot_say_again_are_refused(api: As, body: str) -> None:
    define(api, [("count", {"type": "number"})])
    raw = '{"rows": [{"item": "a", "values": ' + body + "}]}"
    answer = api().post("metadata/values", content=raw, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422 or answer.json()["failed"] == 1


def test_an_embedding_is_kept_beside_the_head(api: As, lived: TestHouse) -> None:
    define(api, [("vector", {"type": "embedding", "size": 3})])
    (one,) = items(lived, 1)
    made(api().post("metadata/values", json={"rows": [{"item": one, "values": {"vector": [1, 0.5, -2]}}]}))
    row = lived.house.table.get(keys.head(DEFAULT_WORKSPACE, ItemId(one)))
    assert row is not None
    head: Head = rows.body(row)  # type: ignore[assignment]
    assert metadata.values(a_call(), head, embeddings=True, table=lived.house.table) == {"vector": [1.0, 0.5, -2.0]}

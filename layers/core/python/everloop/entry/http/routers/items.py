"""Items: read one, change many, reach their originals."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from everloop.domain.ids import ItemId
from everloop.domain.item_views import Item
from everloop.domain.limits import IDS
from everloop.entry.http.access import needs
from everloop.entry.http.deps import CallDep, HouseDep, tag
from everloop.entry.http.pages import Cursor, Limit, PageOf, said
from everloop.usecases import items
from everloop.usecases.items import ItemChange, Original

router = APIRouter(prefix="/items", tags=["items"])


class Items(BaseModel):
    """Items by id."""

    model_config = ConfigDict(extra="forbid")
    items: list[str] = Field(max_length=IDS)


class Move(Items):
    """Items, and the folder they go to."""

    folder: str


@router.get("/unreadable", operation_id="listUnreadable", dependencies=[needs("workspace:member")])
def unreadable(
    call: CallDep,
    house: HouseDep,
    source: Annotated[str | None, Query(max_length=64, description="Only of this source.")] = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> PageOf[Item]:
    """The items you see whose file could not be read or is missing, each with its reason."""
    return said(items.unreadable(call, source=source, limit=limit, cursor=cursor, table=house.table, index=house.index))


@router.get("/{item_id}", operation_id="getItem", dependencies=[needs("item:viewer", "item_id")])
def get(item_id: str, call: CallDep, house: HouseDep, response: Response) -> Item:
    """An item; ``indexed_rev`` is the rev that searches see."""
    found = items.get_item(call, ItemId(item_id), table=house.table, index=house.index)
    tag(response, found.rev)
    return found


@router.post("/move", operation_id="moveItems", dependencies=[needs("folder:editor", "body.folder")])
def move(body: Move, call: CallDep, house: HouseDep) -> list[ItemChange]:
    """Move up to 1,000 items into a folder; each needs the role of editor where it is."""
    return items.move_items(call, body.items, body.folder, table=house.table)


@router.post("/delete", operation_id="deleteItems", dependencies=[needs("workspace:member")])
def delete(body: Items, call: CallDep, house: HouseDep) -> list[ItemChange]:
    """Delete up to 1,000 items; each needs the role of admin in its folder. They can be restored."""
    return items.delete_items(call, body.items, table=house.table)


@router.post("/restore", operation_id="restoreItems", dependencies=[needs("workspace:member")])
def restore(body: Items, call: CallDep, house: HouseDep) -> list[ItemChange]:
    """Bring deleted items back, each into its folder, or, if that is gone, the nearest one above: `folder` says so."""
    return items.restore_items(call, body.items, table=house.table)


@router.post("/retry", operation_id="retryItems", dependencies=[needs("workspace:member")])
def retry(body: Items, call: CallDep, house: HouseDep) -> list[ItemChange]:
    """Have failed or missing items read again; each needs the role of editor in its folder."""
    return items.retry_items(call, body.items, table=house.table)


@router.post("/originals", operation_id="addressOriginals", dependencies=[needs("workspace:member")])
def originals(body: Items, call: CallDep, house: HouseDep) -> list[Original]:
    """Addresses of items' own files, good for an hour."""
    return items.originals(call, body.items, table=house.table, objects=house.objects, open_source=house.open_source)

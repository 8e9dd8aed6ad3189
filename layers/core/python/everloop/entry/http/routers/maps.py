"""2-D maps of vector spaces: points as packed arrays, lassos as sets."""

from __future__ import annotations

from typing import Any

import numpy as np
from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from everloop.domain.curation import Projection, ProjectionMethod, StoredSet
from everloop.domain.filters import All, Filter, parse
from everloop.domain.jobs import Job
from everloop.entry.http.access import needs
from everloop.entry.http.deps import CallDep, HouseDep
from everloop.entry.http.pages import Cursor, Limit, PageOf, said
from everloop.usecases.curate import mapping

router = APIRouter(prefix="/maps", tags=["maps"])

MEMBER = [needs("workspace:member")]
PACKED: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "N seqs as uint32, then N x, then N y as float32, all little-endian; N is a twelfth of the bytes. The "
        "header Everloop-Total says how many points there are in all.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


class NewMap(BaseModel):
    """Of which space, how; the same seed gives the same map."""

    model_config = ConfigDict(extra="forbid")
    name: str = Field(default="", max_length=256)
    space: str = Field(default="lite0", max_length=64)
    method: ProjectionMethod = ProjectionMethod.AUTO
    seed: int = Field(default=0, ge=0, lt=2**31)


class PointQuery(BaseModel):
    """Which points, from which on."""

    model_config = ConfigDict(extra="forbid")
    filter: dict[str, Any] | None = None
    offset: int = Field(default=0, ge=0, lt=2**31)
    limit: int = Field(default=mapping.POINTS_PAGE, ge=1, le=mapping.POINTS_PAGE)


class Lasso(BaseModel):
    """A polygon on the map; its last edge closes it."""

    model_config = ConfigDict(extra="forbid")
    polygon: list[tuple[float, float]] = Field(min_length=3, max_length=10_000)
    filter: dict[str, Any] | None = None


@router.post("", operation_id="createMap", status_code=202, dependencies=MEMBER)
def create(body: NewMap, call: CallDep, house: HouseDep) -> Projection:
    """Fit a map of all vectors of a space; its `job` says how far it is."""
    return mapping.request(
        call, name=body.name, space=body.space, method=body.method, seed=body.seed, table=house.table, runner=house.runner
    )


@router.get("", operation_id="listMaps", dependencies=MEMBER)
def listing(call: CallDep, house: HouseDep, limit: Limit = 50, cursor: Cursor = None) -> PageOf[Projection]:
    """The maps, by id."""
    return said(mapping.listing(call, limit=limit, cursor=cursor, table=house.table, objects=house.objects, index=house.index))


@router.get("/{map_id}", operation_id="getMap", dependencies=MEMBER)
def get(map_id: str, call: CallDep, house: HouseDep) -> Projection:
    """A map."""
    return mapping.get(call, map_id, table=house.table, objects=house.objects, index=house.index)


@router.post("/{map_id}/place", operation_id="placeOnMap", status_code=202, dependencies=MEMBER)
def place(map_id: str, call: CallDep, house: HouseDep) -> Job:
    """Put the items that came after the fit beside their neighbours. Done on request only."""
    return mapping.place_new(call, map_id, table=house.table)


@router.post("/{map_id}/points", operation_id="getMapPoints", dependencies=MEMBER, response_class=Response, responses=PACKED)
def points(map_id: str, body: PointQuery, call: CallDep, house: HouseDep) -> Response:
    """The points in your scope, by seq, 250,000 at most in one answer."""
    seqs, places, total = mapping.points(
        call,
        map_id,
        _node(body.filter),
        offset=body.offset,
        limit=body.limit,
        table=house.table,
        objects=house.objects,
        columns=house.columns,
        index=house.index,
    )
    packed = seqs.astype("<u4").tobytes() + np.ascontiguousarray(places.T, dtype="<f4").tobytes()
    return Response(packed, media_type="application/octet-stream", headers={"Everloop-Total": str(total)})


@router.post("/{map_id}/lasso", operation_id="lassoMap", status_code=201, dependencies=MEMBER)
def lasso(map_id: str, body: Lasso, call: CallDep, house: HouseDep) -> StoredSet:
    """The items whose points lie in a polygon, as a set."""
    return mapping.lasso(
        call,
        map_id,
        body.polygon,
        _node(body.filter),
        table=house.table,
        objects=house.objects,
        columns=house.columns,
        index=house.index,
    )


def _node(filter_json: dict[str, Any] | None) -> Filter:
    return All() if filter_json is None else parse(filter_json)

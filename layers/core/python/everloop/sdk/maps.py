"""2-D maps and near-duplicates from Python."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from everloop.domain.curation import DuplicateMethod, Projection, ProjectionMethod, StoredSet
from everloop.domain.jobs import Job
from everloop.sdk.jobs import Jobs
from everloop.sdk.transport import Transport, each

Json = Mapping[str, Any]


class MapPoints(NamedTuple):
    """``seq`` ``(N,)`` uint32 ascending, ``x`` and ``y`` ``(N,)`` float32."""

    seq: NDArray[np.uint32]
    x: NDArray[np.float32]
    y: NDArray[np.float32]


class Maps:
    """The maps of the workspace."""

    def __init__(self, transport: Transport) -> None:
        self._http = transport

    def create(
        self,
        *,
        name: str = "",
        space: str = "lite0",
        method: ProjectionMethod | str = ProjectionMethod.AUTO,
        seed: int = 0,
    ) -> Projection:
        """Ask for a map; its ``job`` says how far it is."""
        body = {"name": name, "space": space, "method": str(method), "seed": seed}
        return Projection.model_validate(self._http.json("POST", "/maps", body=body))

    def fit(self, **options: Any) -> Projection:
        """The map once it is ready; options as of ``create``. Raises JobFailed."""
        asked = self.create(**options)
        Jobs(self._http).wait(asked.job)
        return self.get(asked.id)

    def list(self) -> Iterator[Projection]:
        """The maps, by id."""
        return each(self._http.pages("/maps"), Projection.model_validate)

    def get(self, projection: str) -> Projection:
        """A map."""
        return Projection.model_validate(self._http.json("GET", f"/maps/{projection}"))

    def place(self, projection: str) -> Job:
        """Put the items that came after the fit beside their neighbours."""
        return Job.model_validate(self._http.json("POST", f"/maps/{projection}/place"))

    def points(self, projection: str, *, where: Json | None = None) -> MapPoints:
        """The points of the items that pass a filter."""
        pages: list[MapPoints] = []
        have, total = 0, 1
        while have < total:
            answer = self._http.send("POST", f"/maps/{projection}/points", body={"filter": where, "offset": have})
            total, count = int(answer.headers["Everloop-Total"]), len(answer.content) // 12
            if not count:
                break
            x, y = np.frombuffer(answer.content, dtype="<f4", offset=4 * count).reshape(2, count)
            pages.append(MapPoints(np.frombuffer(answer.content, dtype="<u4", count=count), x, y))
            have += count
        if not pages:
            return MapPoints(np.empty(0, np.uint32), np.empty(0, np.float32), np.empty(0, np.float32))
        seqs, xs, ys = zip(*pages, strict=True)
        return MapPoints(np.concatenate(seqs), np.concatenate(xs), np.concatenate(ys))

    def lasso(self, projection: str, polygon: Sequence[tuple[float, float]], *, where: Json | None = None) -> StoredSet:
        """The items whose points lie in a polygon, as a set."""
        corners = [(float(x), float(y)) for x, y in polygon]
        body = {"polygon": corners, "filter": where}
        return StoredSet.model_validate(self._http.json("POST", f"/maps/{projection}/lasso", body=body))


class Duplicates:
    """Near-duplicates: groups are the facets ``duplicates.phash`` and ``duplicates.lite0``."""

    def __init__(self, transport: Transport) -> None:
        self._http = transport

    def find(self, *methods: DuplicateMethod | str) -> Job:
        """Group all near-duplicates anew, by all methods or some."""
        body = {"methods": [str(one) for one in methods or tuple(DuplicateMethod)]}
        return Job.model_validate(self._http.json("POST", "/duplicates/find", body=body))

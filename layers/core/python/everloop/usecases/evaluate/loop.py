"""Close the loop: the failures of an evaluation become a set and a collection, which tasks, datasets and exports can name."""

from __future__ import annotations

from pyroaring import BitMap

from everloop.domain.errors import Invalid
from everloop.domain.evaluations import Collected, OperatingPoint
from everloop.domain.metrics.failures import WORST
from everloop.domain.principals import Call
from everloop.ports import Index, Objects, Table
from everloop.store import collections
from everloop.store.columns import Columns
from everloop.usecases.evaluate.reading import failures, ready


def collect(
    call: Call,
    evaluation: str,
    *,
    worst: int = WORST,
    name: str = "",
    operating_point: OperatingPoint | None = None,
    table: Table,
    index: Index,
    objects: Objects,
    columns: Columns,
) -> Collected:
    """Make a collection of the items on which the model fails worst; its filter names the evaluation as its source.

    Raises:
        NotFound: No such evaluation.
        Conflict: It is not ready.
        Invalid: There are no failures at this operating point.
    """
    found = ready(call, evaluation, table=table)
    ranked = failures(
        call,
        evaluation,
        worst=worst,
        iou_threshold=operating_point.iou_threshold if operating_point else None,
        confidence=operating_point.confidence if operating_point else None,
        table=table,
        columns=columns,
    )
    if not ranked:
        raise Invalid("There are no failures at this operating point: nothing is missed and nothing is false.")
    made = collections.create(
        call,
        BitMap(one.seq for one in ranked),
        name=name or f"Failures of {found.name}",
        message=f"The {len(ranked)} worst items of the evaluation {found.name}, by false positives and missed objects.",
        project=found.project,
        filter_json={"match": {"evaluation": evaluation, "where": {"in": {"f": "outcome", "v": ["fp", "fn"]}}}},
        table=table,
        objects=objects,
        columns=columns,
        index=index,
    ).value
    return Collected(
        collection=made.id,
        version=made.version,
        members=made.members,
        items=tuple(one.item_id for one in ranked),
        failures=tuple(ranked),
    )

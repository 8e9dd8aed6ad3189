"""The column tables (decision 9): immutable, sharded by seq, scanned where they lie. Here: what columns each has.

Types are DuckDB's. A table is named by a ``ColumnTable``, itself immutable JSON in Objects named by its hash; shards are
Parquet files named by theirs, so a new table shares the shards that did not change.
"""

from __future__ import annotations

from pydantic import Field

from everloop.domain.annotations import Frozen
from everloop.domain.errors import Invalid
from everloop.domain.filters import All, And, Exists, Filter, In, Not, Or, Range

SHARD_BITS = 13
"""A shard holds the rows of 8,192 consecutive seqs."""

LABELS = {
    "seq": "UINTEGER",
    "item_id": "VARCHAR",
    "item_revision": "INTEGER",
    "branch": "VARCHAR",
    "rev": "INTEGER",
    "ontology_version": "INTEGER",
    "state": "VARCHAR",
    "objects": "INTEGER",
    "name": "VARCHAR",
    "key": "VARCHAR",
    "width": "INTEGER",
    "height": "INTEGER",
}
"""A label version's manifest: one row per label row."""

OBJECTS = {
    "seq": "UINTEGER",
    "item_id": "VARCHAR",
    "part": "INTEGER",
    "ordinal": "INTEGER",
    "object_id": "VARCHAR",
    "class_id": "VARCHAR",
    "class": "VARCHAR",
    "category_id": "BIGINT",
    "x": "DOUBLE",
    "y": "DOUBLE",
    "w": "DOUBLE",
    "h": "DOUBLE",
    "area": "DOUBLE",
    "is_crowd": "BOOLEAN",
    "coco_id": "BIGINT",
    "origin": "VARCHAR",
    "confidence": "DOUBLE",
    "annotation": "VARCHAR",
}
"""A label version's objects and classifications (x … h null for these), in the order of seq and ``ordinal``, the place in the
label row: ``class`` is the class's name; ``annotation`` is the annotation's JSON as ``domain.annotations`` has it, exact."""

PREDICTIONS = {
    "seq": "UINTEGER",
    "item_id": "VARCHAR",
    "part": "INTEGER",
    "row": "BIGINT",
    "class_id": "VARCHAR",
    "class": "VARCHAR",
    "category_id": "BIGINT",
    "confidence": "DOUBLE",
    "x": "DOUBLE",
    "y": "DOUBLE",
    "w": "DOUBLE",
    "h": "DOUBLE",
    "area": "DOUBLE",
    "mask": "VARCHAR",
}
"""A prediction set: ``row`` is the row of the file it came in (ties in score go by it); ``class_id`` null where unmapped;
``mask`` JSON ``{"size", "counts"}`` or null."""

RUNS = {"seq": "UINTEGER", "item_id": "VARCHAR", "item_revision": "INTEGER", "part": "INTEGER"}
"""What a model was run on."""

MEMBERS = {"seq": "UINTEGER", "item_id": "VARCHAR", "item_revision": "INTEGER"}
"""The revisions of its items that a collection version pins."""

LEDGER_IMAGES = {"seq": "UINTEGER", "item_id": "VARCHAR", "image": "BIGINT", "file_name": "VARCHAR"}
"""A project's COCO image ids (decision 13); ``file_name`` as exported, unique in the project."""

LEDGER_OBJECTS = {"seq": "UINTEGER", "object_id": "VARCHAR", "coco_id": "BIGINT"}
"""The COCO annotation ids of objects that were allotted one at an export; those of imports stand in their annotations."""

PAIRS = {
    "seq": "UINTEGER",
    "item_id": "VARCHAR",
    "part": "INTEGER",
    "row": "BIGINT",
    "number": "BIGINT",
    "object_id": "VARCHAR",
    "iou": "DOUBLE",
}
"""Every (prediction, truth) pair of one image with IoU ≥ 0.1, any classes: ``row`` as in ``DETECTIONS``, ``number`` as in
``TRUTHS``."""

TRUTHS = {
    "seq": "UINTEGER",
    "item_id": "VARCHAR",
    "part": "INTEGER",
    "image": "BIGINT",
    "number": "BIGINT",
    "object_id": "VARCHAR",
    "class": "INTEGER",
    "crowd": "BOOLEAN",
    "ignored": "UBIGINT",
    "x": "DOUBLE",
    "y": "DOUBLE",
    "w": "DOUBLE",
    "h": "DOUBLE",
}
"""What an evaluation compared with: ``image`` is the ledger's id, ``number`` names the truth in the evaluation, ``class`` is
the place of its class in the list, ``ignored`` is ``metrics.detection.Matched.truth_ignored``."""

DETECTIONS = {
    "seq": "UINTEGER",
    "item_id": "VARCHAR",
    "part": "INTEGER",
    "image": "BIGINT",
    "row": "BIGINT",
    "class": "INTEGER",
    "confidence": "DOUBLE",
    "rank": "INTEGER",
    "hit": "UBIGINT",
    "ignored": "UBIGINT",
    "x": "DOUBLE",
    "y": "DOUBLE",
    "w": "DOUBLE",
    "h": "DOUBLE",
}
"""What an evaluation compared, and how the COCO matching went: ``rank``, ``hit``, ``ignored`` are ``detection.Matched``'s."""

MATCHES = {
    "seq": "UINTEGER",
    "item_id": "VARCHAR",
    "part": "INTEGER",
    "outcome": "VARCHAR",
    "class": "VARCHAR",
    "predicted_class": "VARCHAR",
    "confidence": "DOUBLE",
    "iou": "DOUBLE",
    "object_id": "VARCHAR",
    "row": "BIGINT",
    "x": "DOUBLE",
    "y": "DOUBLE",
    "w": "DOUBLE",
    "h": "DOUBLE",
}
"""An evaluation's outcome of each object and prediction at its operating point: ``outcome`` is tp | fp | fn | ignored."""

POINTS = {"seq": "UINTEGER", "x": "FLOAT", "y": "FLOAT"}
"""A map projection."""

SCHEMAS: dict[str, dict[str, str]] = {
    "labels": LABELS,
    "objects": OBJECTS,
    "predictions": PREDICTIONS,
    "runs": RUNS,
    "members": MEMBERS,
    "ledger-images": LEDGER_IMAGES,
    "ledger-objects": LEDGER_OBJECTS,
    "pairs": PAIRS,
    "truths": TRUTHS,
    "detections": DETECTIONS,
    "matches": MATCHES,
    "points": POINTS,
}


class ColumnShard(Frozen):
    """Rows of the seqs whose high bits are ``number``."""

    number: int
    path: str
    rows: int
    size_bytes: int


class ColumnTable(Frozen):
    """A whole table."""

    schema_: int = Field(default=1, alias="schema")
    name: str
    shards: tuple[ColumnShard, ...] = ()

    @property
    def rows(self) -> int:
        """All its rows."""
        return sum(shard.rows for shard in self.shards)


def condition(node: Filter, schema: dict[str, str], bound: list[object]) -> str:
    """A ``where`` over a table's columns as SQL; values are appended to ``bound``.

    Raises:
        Invalid: A column that the table has not, or a node that columns do not know.
    """

    def column(name: str) -> str:
        if name not in schema:
            raise Invalid(f"There is no column called {name!r}; there are: {', '.join(schema)}.", field=name)
        return f'"{name}"'

    match node:
        case All():
            return "true"
        case And(of):
            return "(" + (" and ".join(condition(part, schema, bound) for part in of) or "true") + ")"
        case Or(of):
            return "(" + (" or ".join(condition(part, schema, bound) for part in of) or "false") + ")"
        case Not(of):
            return f"(not coalesce({condition(of, schema, bound)}, false))"
        case Exists(name):
            return f"({column(name)} is not null)"
        case In(name, values):
            wanted = column(name)
            for value in values:
                _refuse_other_type(name, schema[name], value)
            if not values:
                return "false"
            bound.append(list(values))
            return f"({wanted} in (select unnest(?)))"
        case Range(name):
            if schema.get(name) in ("VARCHAR", "BOOLEAN"):
                raise Invalid(f"The column {name!r} has no range.", field=name)
            tests = []
            for bound_name, sign in (("gte", ">="), ("gt", ">"), ("lte", "<="), ("lt", "<")):
                value = getattr(node, bound_name)
                if value is not None:
                    bound.append(value)
                    tests.append(f"{column(name)} {sign} ?")
            return "(" + (" and ".join(tests) or f"{column(name)} is not null") + ")"
        case _:
            raise Invalid("Inside `where` a filter has: and, or, not, in, range, exists, all.")


def _refuse_other_type(name: str, kind: str, value: str | float | bool) -> None:
    """Raises Invalid for a value that is never in a column of this type."""
    if kind == "VARCHAR":
        right, what = isinstance(value, str), "text"
    elif kind == "BOOLEAN":
        right, what = isinstance(value, bool), "true or false"
    else:
        right, what = isinstance(value, (int, float)) and not isinstance(value, bool), "numbers"
    if not right:
        raise Invalid(f"The column {name!r} is compared with {what}, not {value!r}.", field=name)

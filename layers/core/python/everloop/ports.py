"""The seven ports. Everything that thinks speaks to the world through these, in domain words; only adapters know more.

Every adapter refuses what is beyond ``domain.limits`` and raises only the kinds of ``domain.errors``. One contract suite per
port (``tests/contract``) runs over every adapter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Literal, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from everloop.domain.documents import Bucket as Bucket
from everloop.domain.documents import Document as Document
from everloop.domain.documents import Hit as Hit
from everloop.domain.documents import Order as Order
from everloop.domain.documents import Selection as Selection
from everloop.domain.documents import Sort as Sort
from everloop.domain.documents import Stats as Stats
from everloop.domain.documents import Value as Value
from everloop.domain.events import Hint
from everloop.domain.fields import Field
from everloop.domain.ids import ItemId, WorkspaceId
from everloop.domain.pages import Page
from everloop.domain.principals import Cause, Principal
from everloop.domain.vectors import Space

# ── Table ─────────────────────────────────────────────────────────────────────────────────────────


class TableName(StrEnum):
    """catalogue: what exists. workflow: who does what next."""

    CATALOGUE = "catalogue"
    WORKFLOW = "workflow"


class Key(NamedTuple):
    """Where a row is: rows of one partition are read together, in the order of ``sort``. Made by ``store/keys.py`` alone."""

    table: TableName
    partition: str
    sort: str


@dataclass(frozen=True, slots=True)
class Row:
    """A stored row: an opaque JSON body under a key, with the version that its last write gave it.

    Attributes:
        kind: What it is ("item", "task", …); the change feed's hints carry it.
        data: JSON, UTF-8.
        version: 1 after the first write and one more after each; 0 on a row that is not stored yet.
        index: Where the row also stands in the table's secondary index, as (partition, sort), or None. Read by
            ``query_index``, eventually consistent.
        announced: Whether its writes appear in the change feed.
    """

    key: Key
    kind: str
    data: bytes
    version: int = 0
    index: tuple[str, str] | None = None
    announced: bool = True


ANY: None = None
ABSENT: int = 0


@dataclass(frozen=True, slots=True)
class Put:
    """Write ``row``. ``expect``: ABSENT (0), the version that must be there now, or ANY (None; only where the content follows
    from the key, or where the last writer should win).
    """

    row: Row
    expect: int | None = ABSENT


@dataclass(frozen=True, slots=True)
class Delete:
    """Remove the row at ``key`` (queue entries, leases, expired tokens: everything else becomes a tombstone)."""

    key: Key
    expect: int | None = ANY


@dataclass(frozen=True, slots=True)
class Check:
    """Change nothing; the transaction fails unless the row at ``key`` has this version (ABSENT: is not there)."""

    key: Key
    expect: int


class Table(Protocol):
    """Rows under keys, optimistic versions, small transactions and a change feed. Reads are strongly consistent, except
    ``query_index``.
    """

    def get(self, key: Key) -> Row | None:
        """The row at ``key``."""

    def get_many(self, keys: Sequence[Key]) -> list[Row | None]:
        """The rows at ``keys``, in that order; any number of keys, of one table or several."""

    def put(self, put: Put, *, cause: Cause) -> int:
        """Write one row; the version it has now.

        Raises:
            Conflict: ``expect`` does not hold.
            Invalid: The row is over ``limits.ROW_BYTES``.
        """

    def put_many(self, puts: Sequence[Put], *, cause: Cause) -> list[int | None]:
        """Write many rows, each on its own condition and not all or nothing: the new version, or None where ``expect`` did
        not hold. Any number of puts, distinct keys.
        """

    def delete(self, delete: Delete, *, cause: Cause) -> bool:
        """Remove a row; False where it was not there.

        Raises:
            Conflict: It is there with another version than ``expect``.
        """

    def transact(self, writes: Sequence[Put | Delete | Check], *, cause: Cause) -> None:
        """All of these or none; distinct keys.

        Raises:
            Conflict: One ``expect`` did not hold; ``facts["failed"]`` has its positions.
            Invalid: More than 100 writes or 4 MB.
        """

    def query(
        self,
        table: TableName,
        partition: str,
        *,
        prefix: str = "",
        limit: int = 100,
        cursor: str | None = None,
        backwards: bool = False,
    ) -> Page[Row]:
        """The rows of a partition whose ``sort`` begins with ``prefix``, in order of ``sort`` (UTF-8 bytes)."""

    def query_index(
        self,
        table: TableName,
        partition: str,
        *,
        prefix: str = "",
        limit: int = 100,
        cursor: str | None = None,
        backwards: bool = False,
    ) -> Page[Row]:
        """The same over the secondary index; a write may show up in it a moment later. Ties in ``sort`` go by ``key``."""

    def catch_up(self) -> None:
        """Wait as long as it takes, as a rule, until ``query_index`` shows what is written now."""

    def changes(self, table: TableName, *, cursor: str | None, limit: int = 1_000) -> Page[Hint]:
        """The change feed from ``cursor`` (None: its beginning): a hint per write or delete of an announced row. The cursor is
        never None; a page without items says that nothing new is there. At least once; per key in order.
        """


# ── Objects ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class ObjectFacts:
    """What a store says of an object. ``modified_ms``: UTC epoch milliseconds; ``etag`` changes when the bytes do."""

    path: str
    size_bytes: int
    etag: str
    modified_ms: int


class Objects(Protocol):
    """A bucket or folder: immutable bytes by path. Paths are relative, "/"-separated, any other characters allowed."""

    def read(self, path: str, *, start: int = 0, length: int | None = None) -> bytes:
        """The object's bytes from ``start``. Raises NotFound; Forbidden; Transient."""

    def download(self, path: str, to: Path) -> None:
        """Copy the object to a local file, streaming. Raises NotFound; Transient."""

    def write(self, path: str, data: bytes | Path | Iterable[bytes]) -> ObjectFacts:
        """Write or overwrite, atomically: a reader sees the old object or the whole new one. A Path is streamed from."""

    def create(self, path: str, data: bytes | Path) -> bool:
        """Write only if nothing is there; False where something was."""

    def create_many(self, objects: Mapping[str, bytes]) -> None:
        """Write those of some small objects that are not there, at once; all are durable when this returns. Where it raises,
        some may have been written, each whole.
        """

    def head(self, path: str) -> ObjectFacts:
        """Raises NotFound; Forbidden; Transient."""

    def delete(self, path: str) -> None:
        """Remove; nothing happens where nothing is."""

    def list(self, prefix: str = "", *, after: str | None = None) -> Iterator[ObjectFacts]:
        """Everything under ``prefix``, streaming, each object once; ``after``: only paths greater than this one (a folder may
        ignore the order, then ``after`` is a filter). Nothing is hidden: what cannot be read is listed all the same.
        """

    def presign(self, path: str, *, method: Literal["GET", "PUT"] = "GET", expires_s: int = 3600) -> str:
        """An address by which anybody can read or write this one object until it expires."""


class OpenSource(Protocol):
    """Opens the Objects below a source's root."""

    def __call__(self, root: str) -> Objects:
        """``root``: ``file:///folder``, ``s3://bucket/prefix``, ``gs://bucket/prefix``, ``az://account/container/prefix``.

        Raises:
            Invalid: Not such an address.
        """


# ── Index ─────────────────────────────────────────────────────────────────────────────────────────


class Index(Protocol):
    """Searchable documents. Documents outside a selection's scope change no answer."""

    def ensure(self, workspace: WorkspaceId, fields: Sequence[Field], spaces: Sequence[Space]) -> None:
        """Make the index ready for these fields and spaces; may be called again with more."""

    def upsert(self, workspace: WorkspaceId, documents: Sequence[Document]) -> list[bool]:
        """Keep each document unless one of the same or a newer ``rev`` is there: False for those. Visible after ``refresh``."""

    def refresh(self, workspace: WorkspaceId) -> None:
        """Make all earlier upserts visible (tests and ends of jobs)."""

    def search(
        self, selection: Selection, *, sort: Sort | None = None, limit: int = 50, cursor: str | None = None
    ) -> Page[Hit]:
        """A page in the order of ``sort`` (None: by id). Raises Invalid for a cursor that is not one."""

    def count(self, selection: Selection) -> int:
        """How many items pass."""

    def facet(self, selection: Selection, of: Field, *, limit: int = 100) -> list[Bucket]:
        """The values of a countable field, by count descending then value ascending (UTF-8 bytes)."""

    def histogram(self, selection: Selection, of: Field, *, edges: Sequence[float]) -> list[int]:
        """Counts of a sortable NUMBER or DATE field between ascending ``edges``: ``[e0, e1)``, …; len(edges) − 1 numbers."""

    def stats(self, selection: Selection, of: Field) -> Stats:
        """The range of a sortable NUMBER or DATE field."""

    def knn(self, selection: Selection, space: Space, vector: NDArray[np.float16], *, k: int, floor: float = -1.0) -> list[Hit]:
        """The ``k`` nearest by cosine that pass the filter, best first, ties by id; none below ``floor``."""

    def scan(self, selection: Selection, *, sort: Sort | None = None) -> Order:
        """All items that pass, in order."""

    def seqs(self, selection: Selection, *, sort: Sort | None = None) -> NDArray[np.uint32]:
        """Only their seqs, ``(N,)``, which is much less work; without a sort they ascend."""

    def vectors(self, selection: Selection, space: Space) -> tuple[Order, NDArray[np.float16]]:
        """All vectors of the space that pass, by id: the order of the items and ``(N, D)`` float16."""

    def revs(self, workspace: WorkspaceId, ids: Sequence[ItemId]) -> dict[ItemId, int]:
        """The rev that is indexed (and visible) for each of these; those unknown are absent."""


# ── Runner ────────────────────────────────────────────────────────────────────────────────────────


RunStatus = Literal["unknown", "waiting", "running", "ended"]


@dataclass(frozen=True, slots=True)
class ShardRef:
    """One shard of a job. ``size``: how many units it works on; ``heavy``: too much for a function; ``encodes``: it needs the
    encoder. ``asked_ms``: when a runner was last asked to start it, which is no part of which shard it is.
    """

    workspace: WorkspaceId
    job: str
    shard: int
    size: int = 0
    heavy: bool = False
    encodes: bool = False
    asked_ms: int = field(default=0, compare=False)


class Runner(Protocol):
    """Gets shards done somewhere by ``functions/batch_job``. At least once: the shard's lease decides who works."""

    def start(self, shards: Sequence[ShardRef]) -> None:
        """See to it that each shard is run. Raises Transient where there is no room now."""

    def cancel(self, workspace: WorkspaceId, job: str) -> None:
        """Stop what can be stopped; shards also read the job's state between steps."""

    def statuses(self, shards: Sequence[ShardRef]) -> list[RunStatus]:
        """What the runner knows of some shards; their rows are the truth. Raises Transient."""

    def has(self, library: str) -> bool:
        """Whether a heavy shard finds a library that not everything which runs shards has (umap)."""


# ── Encoder ───────────────────────────────────────────────────────────────────────────────────────


class Encoder(Protocol):
    """Turns pictures and words into vectors."""

    def spaces(self) -> Sequence[Space]:
        """The spaces this encoder fills."""

    def images(self, pictures: Sequence[NDArray[np.uint8]]) -> dict[str, NDArray[np.float16]]:
        """Vectors of upright RGB pictures ``(H, W, 3)`` uint8: by space ``(N, D)`` float16, unit rows."""

    def text(self, space: Space, words: str) -> NDArray[np.float16]:
        """The vector of a query, ``(D,)`` float16 unit; zero where no word is known.

        Raises:
            Invalid: The space takes no text.
        """


# ── Bus ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A hint that a consumer gave up on, with the last reason as a sentence."""

    id: str
    consumer: str
    hint: Hint
    reason: str
    attempts: int
    failed_at_ms: int


class Bus(Protocol):
    """Carries hints to consumers, each with its own queue, retries and dead letters. Only the dispatcher publishes."""

    def publish(self, consumer: str, hints: Sequence[Hint]) -> None:
        """Put hints into a consumer's queue; at least once, unordered."""

    def dead_letters(self, workspace: WorkspaceId, *, limit: int = 100, cursor: str | None = None) -> Page[DeadLetter]:
        """What consumers gave up on, newest first."""

    def resend(self, workspace: WorkspaceId, ids: Sequence[str]) -> int:
        """Send dead letters again to the consumers they failed in; how many there were."""

    def discard(self, workspace: WorkspaceId, ids: Sequence[str]) -> int:
        """Forget dead letters; how many there were."""


# ── Identity ──────────────────────────────────────────────────────────────────────────────────────


class Identity(Protocol):
    """Says who a request is from."""

    def principal(self, credential: str) -> Principal:
        """The verified caller of a bearer token. Raises Unauthenticated."""

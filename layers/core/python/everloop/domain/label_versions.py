"""Label versions (decision 12): immutable manifests of label rows, with their objects as columns (decision 9)."""

from __future__ import annotations

from pydantic import Field

from everloop.domain.annotations import MAIN, Frozen
from everloop.domain.columns import ColumnShard
from everloop.domain.errors import NotFound
from everloop.domain.ids import LabelVersionId, ProjectId, content_hash
from everloop.domain.ontologies import Ontology


class Contents(Frozen):
    """Which label rows go into a version. Without ``set`` and ``stages``: all of the project. Items that left it (their task is
    archived) are out, unless ``stages`` are named.

    Attributes:
        set: The hash of a set of items.
        stages: Only items whose task is in one of these stages.
    """

    set: str | None = None
    stages: tuple[str, ...] | None = None
    branch: str = MAIN

    @property
    def whole(self) -> bool:
        """Whether it is all that the project has."""
        return self.set is None and self.stages is None and self.branch == MAIN


class LabelVersion(Frozen):
    """A version.

    Attributes:
        id: ``<project>-<hash>``: it names its project.
        name: None: an unnamed one, cut because something had to be pinned.
        rows: Label rows, one an item.
        objects: Objects and classifications, pre-labels not counted.
        states, classes: Rows by state; objects by class id.
        tables: Paths of the column tables ``labels`` and ``objects``.
        names: Hash of the ontology's class names and category ids, which the columns hold.
        as_of: When cutting began; labels saved later may be missing. UTC epoch ms.
    """

    schema_: int = Field(default=1, alias="schema")
    id: str
    project: str
    name: str | None = None
    message: str = ""
    ontology: str
    ontology_version: int
    contents: Contents = Contents()
    rows: int = 0
    objects: int = 0
    states: dict[str, int] = Field(default_factory=dict)
    classes: dict[str, int] = Field(default_factory=dict)
    tables: dict[str, str] = Field(default_factory=dict)
    names: str = ""
    as_of: int = 0
    created_by: str = ""
    created_at: int = 0


class VersionShard(Frozen):
    """One column shard of a version that is being cut. ``reused``: nothing in it changed since the version before."""

    number: int
    labels: ColumnShard | None = None
    objects: ColumnShard | None = None
    rows: int = 0
    states: dict[str, int] = Field(default_factory=dict)
    classes: dict[str, int] = Field(default_factory=dict)
    reused: bool = False


class ClassChange(Frozen):
    """Objects of a class by what became of them between two versions."""

    class_id: str
    name: str
    added: int = 0
    removed: int = 0
    changed: int = 0


class VersionDiff(Frozen):
    """What differs from one version to another: items, objects and, by class, objects. An object that changed its class is
    removed from one and added to the other.
    """

    before: str
    after: str
    items_added: int = 0
    items_removed: int = 0
    items_changed: int = 0
    objects_added: int = 0
    objects_removed: int = 0
    objects_changed: int = 0
    classes: tuple[ClassChange, ...] = ()
    items: tuple[str, ...] = Field(default=(), description="The first thousand items that differ, by seq.")


class Live(Frozen):
    """A project's objects as they are known now: its newest whole version; ``as_of`` UTC epoch ms.

    Attributes:
        version: None: none was cut yet.
        stale: Labels were saved since; ``job`` cuts the next one.
    """

    project: str
    version: LabelVersion | None = None
    stale: bool = False
    job: str | None = None

    @property
    def as_of(self) -> int | None:
        """Up to when the version knows."""
        return self.version.as_of if self.version else None


def version_id(project: str, unique: str) -> LabelVersionId:
    """The id of a version of a project."""
    return LabelVersionId(f"{project}-{unique}")


def project_of(version: str) -> ProjectId:
    """The project that a version's id names. Raises NotFound."""
    project, dash, _ = version.rpartition("-")
    if not dash or not project:
        raise NotFound("There is no such label version.", version=version)
    return ProjectId(project)


def names_of(ontology: Ontology) -> str:
    """A hash of all that the columns take from an ontology."""
    said = [f"{one.id}\n{one.name}\n{one.category_id}" for one in ontology.classes]
    return content_hash("\n\n".join(sorted(said)).encode())[:16]

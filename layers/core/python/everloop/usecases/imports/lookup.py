"""What the ids of a results file mean: images and classes by the ledger that the import names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pyroaring import BitMap

from everloop.domain.errors import Invalid
from everloop.domain.formats.coco import reading
from everloop.domain.formats.coco.reading import Id
from everloop.domain.ids import SetHash, UserId
from everloop.domain.jobs import Job
from everloop.domain.json_rows import Rows
from everloop.domain.predictions import MappedClass
from everloop.domain.principals import Call, Principal
from everloop.domain.transfers import PredictionImport
from everloop.ports import Index, Objects, Selection, Table
from everloop.store import access, files, jobs, ontologies, projects, sets, walking
from everloop.store.columns import Columns
from everloop.store.ledgers import Ledgers
from everloop.store.reports import Report
from everloop.usecases.imports.targets import Target, find_items


@dataclass(slots=True)
class Lookup:
    """Images and categories of a ledger.

    Attributes:
        images: The item of each image id.
        names: The item of each file name.
        categories: The class of each category id.
    """

    images: dict[Id, Target]
    names: dict[str, Target] = field(default_factory=dict)
    categories: dict[Id, MappedClass] = field(default_factory=dict)

    def of(self, category: Id) -> MappedClass:
        """The class of a category, unmapped where the ledger does not have it."""
        return self.categories.get(category) or MappedClass(category_id=category, name=f"category {category}")


def candidates(job: Job, call: Call, asked: PredictionImport, *, table: Table, objects: Objects, index: Index) -> BitMap:
    """The items that may be meant: the project's, else all that the one who asked sees."""
    if asked.project is not None:
        project = projects.get(call.workspace, asked.project, table=table).value
        return walking.members(call.workspace, project, objects=objects)
    who = Principal(call.workspace, UserId(job.created_by))
    return BitMap(index.seqs(Selection(access.scope(who, table=table))))


def lookup(
    call: Call, asked: PredictionImport, among: BitMap, report: Report, *, table: Table, objects: Objects, columns: Columns
) -> Lookup:
    """What the ledger's ids mean.

    Raises:
        Invalid: The ledger has no images, or its file is no COCO annotation file.
    """
    by_name: dict[str, tuple[str, int]] = {}
    if asked.project is not None:
        project = projects.get(call.workspace, asked.project, table=table).value
        ontology = ontologies.newest(call.workspace, project.ontology, table=table).value
        by_name = {one.name: (one.id, one.category_id) for one in ontology.classes}
    if asked.ledger.upload is not None:
        return _of_file(call, asked.ledger.upload, among, by_name, report, table=table, objects=objects)
    assert asked.project is not None
    found = _of_project(call, asked, among, table=table, objects=objects, columns=columns)
    found.categories = {
        number: MappedClass(category_id=number, name=name, class_id=class_id) for name, (class_id, number) in by_name.items()
    }
    return found


def _of_file(
    call: Call,
    upload: str,
    among: BitMap,
    by_name: dict[str, tuple[str, int]],
    report: Report,
    *,
    table: Table,
    objects: Objects,
) -> Lookup:
    with files.opened(objects, call.workspace, upload) as data:
        file = reading.read(data)
        file.annotations = Rows()
    found, missing = find_items(call, (one.file_name for one in file.images.values()), among, table=table)
    for image in file.images.values():
        if image.file_name in missing:
            report.add(missing[image.file_name], where="ledger", image=image.id)
    categories: dict[Id, MappedClass] = {}
    for one in file.categories.values():
        class_id = by_name[one.name][0] if one.name in by_name else None
        categories[one.id] = MappedClass(category_id=one.id, name=one.name, class_id=class_id)
    images = {one.id: found[one.file_name] for one in file.images.values() if one.file_name in found}
    return Lookup(images, found, categories)


def _of_project(
    call: Call, asked: PredictionImport, among: BitMap, *, table: Table, objects: Objects, columns: Columns
) -> Lookup:
    ledgers = Ledgers(call.workspace, str(asked.project), table, objects, columns)
    inside = among
    if asked.ledger.export is not None:
        result: dict[str, Any] = jobs.get(call.workspace, asked.ledger.export, table=table).value.result or {}
        if "items" not in result:
            raise Invalid("This export is not done, so its ids are not known; wait for its job.", job=asked.ledger.export)
        inside = sets.load(objects, call.workspace, SetHash(result["items"]))
    entries = ledgers.images(seqs=inside)
    if not entries:
        raise Invalid("The project has no image ids yet: import labels into it or export it first, or name a truth file.")
    found = Lookup({})
    for head in walking.heads(call.workspace, BitMap(entries), table=table):
        entry = entries[head["seq"]]
        size = (head.get("width"), head.get("height"))
        target = Target(head["seq"], head["id"], head["source"], head["key"], head.get("revision", 1), *size)
        found.images[entry.image] = target
        found.names[entry.file_name] = target
    return found

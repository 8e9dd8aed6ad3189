"""Labels from COCO annotation files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray
from pyroaring import BitMap, BitMap64

from everloop.domain.annotations import Origin
from everloop.domain.formats.coco import answers, reading
from everloop.domain.formats.coco.reading import File, Id, Image, Row, Survey
from everloop.domain.ids import content_hash
from everloop.domain.json_rows import Rows
from everloop.domain.ledgers import ImageClaim
from everloop.domain.ontologies import Ontology, OntologyClass, Shape
from everloop.domain.ontology_making import NewClass
from everloop.usecases.imports.bodies import Labelled, Session, write
from everloop.usecases.imports.targets import Target, extend_ontology, find_items

IDS_AT_ONCE = 200_000
HOMELESS_AT_ONCE = 5_000


def run(session: Session, data: memoryview, members: BitMap) -> dict[str, Any]:
    """Read the file into the project; what came of it.

    Raises:
        Invalid: It is no COCO annotation file.
    """
    file, seen = _looked_at(session, data)
    places = {image: place for place, image in enumerate(file.images)}
    rows_of = seen.by_image(len(places))
    found, missing = find_items(session.call, (one.file_name for one in file.images.values()), members, table=session.table)
    for image in file.images.values():
        if image.file_name in missing:
            lost = len(rows_of(places[image.id]))
            session.report.add(missing[image.file_name], where="images", image=image.id, annotations=lost)
            session.counts["images_missing"] += 1
    targets = _targets(session, file, found)
    asked = session.asked
    extended = extend_ontology(
        session.call, session.project, _drafts(file, seen), extend=asked.extend, dry_run=asked.dry_run, table=session.table
    )
    session.added = list(extended.added)
    classes = _classes(session, file, extended.ontology)
    contested = _claim(session, file, seen, [places[image_id] for image_id in targets], targets)
    _tell(session, file)
    left = session.left(targets)
    wanted = ((target, file.images[image_id], rows_of(places[image_id])) for image_id, target in left.items())
    labelled = _labelled(session, file, seen, wanted, classes)
    write(session, labelled, ontology_version=extended.ontology.version, contested=contested)
    session.done = max((target.seq for target in left.values()), default=session.done)
    _tell_homeless(session, file, seen)
    session.counts["categories"] = len(file.categories)
    unread = dict(session.unread)
    return {"classes_added": session.added, "ontology_version": extended.ontology.version, "unread": unread}


def _looked_at(session: Session, data: memoryview) -> tuple[File, Survey]:
    """The file and its survey, from what an earlier go has kept, or anew."""
    if kept := session.outlined():
        file = reading.read(data, {name: Rows(data, kept[name]) for name in reading.LISTS if name in kept}, tick=session.tick)
        shapes: dict[Id, set[Shape]] = {}
        for category, shape in orjson.loads(kept["shapes"].tobytes()):
            shapes.setdefault(category, set()).add(Shape(shape))
        return file, Survey(kept["image"], kept["number"], shapes)
    lists = reading.lists_of(data, tick=session.tick)
    file = reading.read(data, lists, tick=session.tick)
    seen = reading.survey(file, tick=session.tick)

    def outline() -> dict[str, NDArray[Any]]:
        drawn = [(category, shape) for category, shapes in seen.shapes.items() for shape in shapes]
        told: dict[str, NDArray[Any]] = {
            "shapes": np.frombuffer(orjson.dumps(drawn), np.uint8),
            "image": seen.image,
            "number": seen.number,
        }
        return told | {name: rows.bounds for name, rows in lists.items()}

    session.outline = outline
    return file, seen


def _targets(session: Session, file: File, found: dict[str, Target]) -> dict[Id, Target]:
    """The item of each image, in order of seq; of two images with one name the first has it."""
    taken: set[int] = set()
    result: dict[Id, Target] = {}
    for image in file.images.values():
        target = found.get(image.file_name)
        if target is None:
            continue
        if target.seq in taken:
            session.report.add(f"The image {image.file_name!r} is there twice.", where="images", image=image.id)
            continue
        if _other_size(image, target):
            there, here = f"{image.width} × {image.height}", f"{target.width} × {target.height}"
            reason = f"The image {image.file_name!r} is {there} in the file, but its item is {here}."
            session.report.add(reason, kept=True, where="images", image=image.id)
        taken.add(target.seq)
        result[image.id] = target
    return dict(sorted(result.items(), key=lambda pair: pair[1].seq))


def _other_size(image: Image, target: Target) -> bool:
    known = image.width and image.height and target.width and target.height
    return bool(known) and (image.width, image.height) != (target.width, target.height)


def _drafts(file: File, seen: Survey) -> list[NewClass]:
    return [
        NewClass(
            name=one.name[:256],
            shapes=tuple(shape for shape in Shape if shape in (seen.shapes.get(one.id) or {Shape.BOX})),
            category_id=one.id if isinstance(one.id, int) and 0 <= one.id < 2**53 else None,
            supercategory=one.supercategory,
        )
        for one in file.categories.values()
    ]


def _classes(session: Session, file: File, ontology: Ontology) -> dict[Id, OntologyClass]:
    """The class of each category, by name."""
    by_name = {one.name: one for one in ontology.classes}
    found: dict[Id, OntologyClass] = {}
    for category in file.categories.values():
        one = by_name.get(category.name[:256])
        if one is None:
            session.report.add(f"The ontology has no class {category.name!r}.", where="categories", category=category.id)
        elif not one.shapes:
            reason = f"The class {category.name!r} classifies whole items; it has no objects."
            session.report.add(reason, where="categories", category=category.id)
        else:
            found[category.id] = one
            if one.category_id != category.id:
                reason = f"The category {category.name!r} has the id {one.category_id} here, not {category.id!r}."
                session.report.add(reason, kept=True, where="categories", category=category.id)
    return found


def _claim(session: Session, file: File, seen: Survey, there: list[int], targets: dict[Id, Target]) -> BitMap64:
    """Take the file's ids into the project's ledger; the annotation ids that were taken before.

    Args:
        there: The places in the file of the images that have an item.
    """
    ids = _ids(seen, np.array(there, np.int32))
    if session.asked.dry_run:
        return session.ledgers.taken(ids)
    images = [
        ImageClaim(
            target.seq, target.id, target.source, target.key, image_id if isinstance(image_id, int) else None,
            file.images[image_id].file_name,
        )
        for image_id, target in targets.items()
    ]  # fmt: skip
    entries, before = session.ledgers.claim(session.job.id, images, annotation_ids=ids, cause=session.call.cause)
    for image_id, target in targets.items():
        entry = entries[target.seq]
        if entry.image != image_id:
            reason = f"The image {image_id!r} has the id {entry.image} here."
            session.report.add(reason, kept=True, where="images", image=image_id)
    return before


def _ids(seen: Survey, places: NDArray[np.int32]) -> BitMap64:
    """The good annotation ids of the images at these places."""
    has_item = np.zeros(max(int(seen.image.max(initial=-1)), int(places.max(initial=-1))) + 2, np.bool_)
    has_item[places] = True
    found = BitMap64()
    for start in range(0, len(seen.image), IDS_AT_ONCE):
        number = seen.number[start : start + IDS_AT_ONCE]
        found |= BitMap64(number[has_item[seen.image[start : start + IDS_AT_ONCE]] & (number > 0)].tolist())
    return found


def _labelled(
    session: Session,
    file: File,
    seen: Survey,
    images: Iterable[tuple[Target, Image, NDArray[np.uint32]]],
    classes: dict[Id, OntologyClass],
) -> Iterator[Labelled]:
    """What is to be written, of items with their images and the rows of these."""
    for target, image, rows in images:
        wanted = rows.tolist()
        body: list[dict[str, Any]] = []
        seen_ids: dict[str, int] = {}
        for row in reading.rows(file, wanted):
            if _may_be(session, row, classes):
                one = _annotation(session, file, row, target, classes[row.category.id], seen)
                body.append(_told_apart(one, seen_ids))
        _tell(session, file)
        if body or not wanted:
            yield Labelled(target, body)
        else:
            reason = "None of its annotations could be read, so it stays as it is."
            session.report.add(reason, where="images", image=image.id)


def _may_be(session: Session, row: Row, classes: dict[Id, OntologyClass]) -> bool:
    """Whether the class is known and may be drawn so; else a line in the report (a category's own problem has one already)."""
    one = classes.get(row.category.id)
    if one is None:
        session.report.add(f"Its category {row.category.name!r} is not in the ontology.", where="annotations", row=row.row)
        return False
    drawn = row.body["shapes"]["0"].keys()
    wrong = (drawn - {Shape.BOX} if len(drawn) > 1 else drawn) - set(one.shapes)
    if wrong:
        reason = f"The class {one.name!r} may not be drawn as a {min(wrong)}."
        session.report.add(reason, where="annotations", row=row.row)
    return not wrong


def _annotation(session: Session, file: File, row: Row, target: Target, one: OntologyClass, seen: Survey) -> dict[str, Any]:
    body = row.body
    number = int(seen.number[row.row])
    unique = str(number) if number else content_hash(bytes(file.annotations[row.row]))
    said, unknown = answers.to_answers(one, row.attributes) if row.attributes else ({}, [])
    for name in unknown:
        file.unread[f"attributes.{name}"] += 1
    return {
        "object_id": _object_id(session.project.id, target.id, unique),
        "class_id": one.id,
        **body,
        **({"answers": said} if said else {}),
        **({"coco_id": number} if number else {}),
        "origin": Origin.IMPORT.value,
        "created_by": session.job.created_by,
        "created_at": session.job.created_at,
    }


def _object_id(project: str, item: str, unique: str) -> str:
    """The id that follows from the item and the file's id, so that the same file read again brings the same objects."""
    return hashlib.blake2b(f"{project}\n{item}\n{unique}".encode(), digest_size=12, person=b"coco object").hexdigest()


def _told_apart(annotation: dict[str, Any], seen: dict[str, int]) -> dict[str, Any]:
    """The annotation under an object id of its own, however often the file has the very same row."""
    name = annotation["object_id"]
    seen[name] = seen.get(name, 0) + 1
    return annotation if seen[name] == 1 else annotation | {"object_id": f"{name}-{seen[name]}"}


def _tell_homeless(session: Session, file: File, seen: Survey) -> None:
    """Report the annotations that belong to no image of the file."""
    homeless = np.flatnonzero(seen.image < 0)
    homeless = homeless[np.searchsorted(homeless, session.homeless) :]
    for start in range(0, len(homeless), HOMELESS_AT_ONCE):
        some = homeless[start : start + HOMELESS_AT_ONCE].tolist()
        for _ in reading.rows(file, some):
            raise AssertionError("a row without an image of the file cannot be good")
        _tell(session, file)
        session.homeless = some[-1] + 1
        session.moved()
        session.keep()


def _tell(session: Session, file: File) -> None:
    """Move the file's problems into the report, and what was not taken over into the session."""
    for problem in file.problems:
        session.report.add(problem.reason, kept=problem.kept, where=problem.where, row=problem.row)
    file.problems.clear()
    session.pass_over(file.unread)
    file.unread.clear()

"""What an import asks of an ontology: classes of the file that it has not, and shapes that its classes do not allow yet."""

from __future__ import annotations

from collections.abc import Iterable

from everloop.domain.ontologies import Ontology, Shape
from everloop.domain.ontology_changes import AddClass, Change, ChangeClass
from everloop.domain.ontology_making import NewClass


def extending(ontology: Ontology, drafts: Iterable[NewClass]) -> list[Change]:
    """The changes after which the ontology has every draft, by name: a new class keeps its category id where that is free."""
    classes = {one.name: one for one in ontology.classes}
    taken = {one.category_id for one in ontology.classes}
    found: list[Change] = []
    for draft in drafts:
        there = classes.get(draft.name)
        if there is None:
            free = draft.category_id is not None and draft.category_id not in taken
            found.append(AddClass(add=draft if free else draft.model_copy(update={"category_id": None})))
            if draft.category_id is not None:
                taken.add(draft.category_id)
        elif there.shapes and set(draft.shapes) - set(there.shapes):
            wider = tuple(shape for shape in Shape if shape in {*there.shapes, *draft.shapes})
            found.append(ChangeClass(class_id=there.id, shapes=wider))
    return found

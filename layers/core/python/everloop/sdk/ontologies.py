"""Ontologies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from everloop.domain import ontology_files
from everloop.domain.errors import Invalid
from everloop.domain.ontologies import Ontology, Shape
from everloop.domain.ontology_changes import AddClass, Change
from everloop.domain.ontology_making import NewClass
from everloop.sdk.transport import Transport, each


class Ontologies:
    """The ontologies of the workspace."""

    def __init__(self, transport: Transport) -> None:
        self._http = transport

    def list(self) -> Iterator[Ontology]:
        """The newest version of each."""
        return each(self._http.pages("/ontologies"), Ontology.model_validate)

    def get(self, ontology: str, *, version: int | None = None) -> Ontology:
        """The newest version, or one by its number."""
        path = f"/ontologies/{ontology}" + ("" if version is None else f"/versions/{version}")
        return Ontology.model_validate(self._http.json("GET", path))

    def versions(self, ontology: str) -> Iterator[Ontology]:
        """All versions, newest first."""
        return each(self._http.pages(f"/ontologies/{ontology}/versions"), Ontology.model_validate)

    def create(self, name: str, classes: Sequence[NewClass | str], *, idempotency_key: str | None = None) -> Ontology:
        """Make an ontology; a class given by its name alone is drawn as boxes."""
        said = [NewClass(name=one, shapes=(Shape.BOX,)) if isinstance(one, str) else one for one in classes]
        body = {"name": name, "classes": [one.model_dump(mode="json", exclude_defaults=True) for one in said]}
        return Ontology.model_validate(self._http.json("POST", "/ontologies", body=body, idempotency_key=idempotency_key))

    def create_from_file(self, file: Path, *, name: str | None = None, shapes: Sequence[Shape] = (Shape.BOX,)) -> Ontology:
        """Make one from our JSON, a COCO file's categories, or a list of names.

        Args:
            name: Default: the file's own, else the file's name.
            shapes: Of classes that come from COCO or by name alone.

        Raises:
            Invalid: The file is none of these, or cannot be read.
        """
        try:
            data = file.read_bytes()
        except OSError as error:
            raise Invalid(f"{file} cannot be read: {error.strerror}.") from error
        said, classes = ontology_files.read(data, shapes=shapes)
        return self.create(name or said or file.stem, classes)

    def change(self, ontology: str, changes: Sequence[Change], *, version: int | None = None) -> Ontology:
        """The next version. ``version``: the one that was read; Conflict where there is a newer one."""
        headers = {"If-Match": f'"{version}"'} if version is not None else None
        body = {"changes": [one.model_dump(mode="json", exclude_none=True) for one in changes]}
        return Ontology.model_validate(self._http.json("POST", f"/ontologies/{ontology}/changes", body=body, headers=headers))

    def add_class(self, ontology: str, new: NewClass) -> Ontology:
        """The next version, with one more class."""
        return self.change(ontology, [AddClass(add=new)])

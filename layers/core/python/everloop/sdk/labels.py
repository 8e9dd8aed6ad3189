"""Labels of items in projects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from everloop.domain.annotations import MAIN, Annotation, LabelState, to_json
from everloop.domain.labels import LabelRevision, LabelRow, Operation, PutObject, SavedLabels
from everloop.sdk.transport import Transport, each


class Labels:
    """Read and save labels. A save names the revision it was made on; Conflict carries the newer row in ``facts["row"]``."""

    def __init__(self, transport: Transport) -> None:
        self._http = transport

    def list(self, project: str) -> Iterator[LabelRow]:
        """The project's rows, without their annotations."""
        return each(self._http.pages(f"/projects/{project}/labels"), LabelRow.model_validate)

    def get(self, project: str, item: str, *, rev: int | None = None, branch: str = MAIN) -> LabelRow:
        """The labels of an item now, or at a revision."""
        params = {"rev": rev, "branch": branch}
        return LabelRow.model_validate(self._http.json("GET", f"/projects/{project}/labels/{item}", params=params))

    def history(self, project: str, item: str, *, branch: str = MAIN) -> Iterator[LabelRevision]:
        """The revisions, newest first."""
        rows = self._http.pages(f"/projects/{project}/labels/{item}/history", params={"branch": branch})
        return each(rows, LabelRevision.model_validate)

    def save(
        self,
        project: str,
        item: str,
        operations: Sequence[Operation | Annotation],
        *,
        base_rev: int,
        token: int | None = None,
        branch: str = MAIN,
        idempotency_key: str | None = None,
    ) -> SavedLabels:
        """Do operations; an annotation alone means to put it.

        Args:
            token: Of the lease on the item's task.

        Raises:
            Conflict: An object changed on both sides, or the lease is over.
            Invalid: An annotation does not fit the ontology; ``facts["problems"]``.
        """
        said = [PutObject(annotation=one) if isinstance(one, Annotation) else one for one in operations]
        body = {"base_rev": base_rev, "token": token, "operations": [_operation(one) for one in said]}
        path = f"/projects/{project}/labels/{item}"
        answer = self._http.json("POST", path, body=body, params={"branch": branch}, idempotency_key=idempotency_key)
        return SavedLabels.model_validate(answer)

    def put(
        self,
        project: str,
        item: str,
        annotations: Sequence[Annotation],
        *,
        base_rev: int,
        state: LabelState | None = None,
        token: int | None = None,
        branch: str = MAIN,
    ) -> SavedLabels:
        """Save all annotations of an item: a three-way merge by object id with what others saved since ``base_rev``."""
        body = {
            "base_rev": base_rev,
            "annotations": [to_json(one) for one in annotations],
            "state": state,
            "token": token,
        }
        answer = self._http.json("PUT", f"/projects/{project}/labels/{item}", body=body, params={"branch": branch})
        return SavedLabels.model_validate(answer)

    def restore(
        self, project: str, item: str, rev: int, *, base_rev: int, token: int | None = None, branch: str = MAIN
    ) -> SavedLabels:
        """Make the labels what they were at ``rev``, as a new revision."""
        body = {"rev": rev, "base_rev": base_rev, "token": token}
        path = f"/projects/{project}/labels/{item}/restore"
        return SavedLabels.model_validate(self._http.json("POST", path, body=body, params={"branch": branch}))


def _operation(operation: Operation) -> dict[str, object]:
    if isinstance(operation, PutObject):
        return {"op": operation.op, "annotation": to_json(operation.annotation)}
    return operation.model_dump(mode="json")

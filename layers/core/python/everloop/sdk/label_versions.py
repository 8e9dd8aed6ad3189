"""Label versions of projects."""

from __future__ import annotations

from collections.abc import Iterator

from everloop.domain.errors import NotFound
from everloop.domain.jobs import Job
from everloop.domain.label_versions import Contents, LabelVersion, Live, VersionDiff
from everloop.domain.labels import LabelRow
from everloop.sdk.transport import Transport, each


class LabelVersions:
    """Immutable versions of a project's labels. Cutting is a job: ``client.jobs.wait(job).result["version"]``."""

    def __init__(self, transport: Transport) -> None:
        self._http = transport

    def list(self, project: str, *, named: bool = False) -> Iterator[LabelVersion]:
        """The versions, newest first. ``named``: those with a name."""
        rows = self._http.pages(_path(project), params={"named": named})
        return each(rows, LabelVersion.model_validate)

    def get(self, project: str, version: str) -> LabelVersion:
        """A version by its id."""
        return LabelVersion.model_validate(self._http.json("GET", _path(project, version)))

    def find(self, project: str, version: str) -> LabelVersion:
        """A version by its id, or the newest one of this name. Raises NotFound."""
        try:
            return self.get(project, version)
        except NotFound:
            for one in self.list(project, named=True):
                if one.name == version:
                    return one
            raise

    def cut(
        self,
        project: str,
        *,
        name: str | None = None,
        message: str = "",
        contents: Contents | None = None,
        idempotency_key: str | None = None,
    ) -> Job:
        """Ask for the job that cuts a version, of all labels unless ``contents`` says less."""
        body = {
            "name": name,
            "message": message,
            "contents": (contents or Contents()).model_dump(mode="json", exclude_none=True),
        }
        return Job.model_validate(self._http.json("POST", _path(project), body=body, idempotency_key=idempotency_key))

    def live(self, project: str) -> Live:
        """The newest version of all labels; where it is stale, a job cuts the next one."""
        return Live.model_validate(self._http.json("GET", _path(project, "live")))

    def diff(self, project: str, before: str, after: str) -> VersionDiff:
        """What differs from one version to another."""
        answer = self._http.json("GET", f"{_path(project, after)}/diff", params={"since": before})
        return VersionDiff.model_validate(answer)

    def labels_of(self, project: str, version: str, item: str) -> LabelRow:
        """The labels of an item as the version has them."""
        return LabelRow.model_validate(self._http.json("GET", f"{_path(project, version)}/items/{item}"))

    def restore(self, project: str, version: str) -> Job:
        """Ask for the job that makes the labels what they were in the version, as new revisions."""
        return Job.model_validate(self._http.json("POST", f"{_path(project, version)}/restore"))


def _path(project: str, version: str = "") -> str:
    return f"/projects/{project}/label-versions" + (f"/{version}" if version else "")

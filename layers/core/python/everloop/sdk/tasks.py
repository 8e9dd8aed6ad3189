"""Tasks: take the next one, work, hand over, judge; and for those who lead: assign, order, move, reopen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from everloop.domain.issues import Anchor, Opinion, Verdict
from everloop.domain.tasks import Task, TaskStatus
from everloop.sdk.transport import Transport, each

Given = Task | str
"""A task as it was read (then its lease's token goes with what you do), or its id, or its item's id."""


class Tasks:
    """The tasks of all projects."""

    def __init__(self, transport: Transport) -> None:
        self._http = transport

    def list(
        self,
        project: str,
        *,
        stage: str | None = None,
        status: TaskStatus | str | None = None,
        assignee: str | None = None,
    ) -> Iterator[Task]:
        """The project's tasks by item, or one person's, held ones first."""
        params = {"stage": stage, "status": status, "assignee": assignee}
        return each(self._http.pages(f"/projects/{project}/tasks", params=params), Task.model_validate)

    def get(self, project: str, task: str) -> Task:
        """A task, by its own or its item's id."""
        return Task.model_validate(self._http.json("GET", f"/projects/{project}/tasks/{task}"))

    def next(self, project: str, *, stage: str | None = None) -> Task | None:
        """Take a lease on the next task that waits for you; None where nothing does. Nobody else holds it meanwhile."""
        taken = self._http.json("POST", f"/projects/{project}/tasks/next" + (f"?stage={stage}" if stage else ""))
        return Task.model_validate(taken) if taken is not None else None

    def claim(self, project: str, task: Given) -> Task:
        """Take a lease on this very task."""
        return self._do(project, task, "claim")

    def renew(self, project: str, task: Given) -> Task:
        """Keep the lease for longer."""
        return self._do(project, task, "renew", _held(task))

    def release(self, project: str, task: Given) -> Task:
        """Give it back."""
        return self._do(project, task, "release", _held(task))

    def skip(self, project: str, task: Given) -> Task:
        """Give it back to the end of the queue."""
        return self._do(project, task, "skip", _held(task))

    def submit(self, project: str, task: Given, *, rev: int | None = None) -> Task:
        """Hand over the labels. ``rev``: what you looked at. Raises Invalid where something required is missing."""
        return self._do(project, task, "submit", {**_held(task), "rev": rev})

    def approve(self, project: str, task: Given, *, rev: int | None = None) -> Task:
        """Say that the labels are right."""
        return self._do(project, task, "approve", {**_held(task), "rev": rev})

    def reject(
        self,
        project: str,
        task: Given,
        reason: str,
        *,
        anchor: Anchor | None = None,
        tags: Sequence[str] = (),
        rev: int | None = None,
    ) -> Task:
        """Say what is wrong, and where: the task returns to its annotator, and an issue is open."""
        body = {
            **_held(task),
            "rev": rev,
            "reason": reason,
            "anchor": anchor.model_dump(exclude_none=True) if anchor else None,
            "tags": list(tags),
        }
        return self._do(project, task, "reject", body)

    def judge(self, project: str, task: Given, object_id: str, opinion: Opinion | str, *, reason: str = "") -> Verdict:
        """Say what one object is like; a rejection opens an issue on it."""
        body = {**_held(task), "object_id": object_id, "opinion": str(opinion), "reason": reason}
        return Verdict.model_validate(self._http.json("POST", f"{_path(project, task)}/verdicts", body=body))

    def verdicts(self, project: str, task: Given) -> tuple[Verdict, ...]:
        """All that reviews said of a task, by round."""
        return tuple(Verdict.model_validate(one) for one in self._http.json("GET", f"{_path(project, task)}/verdicts"))

    def assign(self, project: str, task: Given, to: str) -> Task:
        """Make it somebody's own."""
        return self._do(project, task, "assign", {"to": to})

    def unassign(self, project: str, task: Given) -> Task:
        """Put it back into the open queue."""
        return self._do(project, task, "unassign")

    def prioritise(self, project: str, task: Given, priority: float) -> Task:
        """Change its place in the queue: 1 comes first."""
        return self._do(project, task, "prioritise", {"priority": priority})

    def move(self, project: str, task: Given, stage: str) -> Task:
        """Put it into another stage."""
        return self._do(project, task, "move", {"stage": stage})

    def reopen(self, project: str, task: Given, *, priority: float = 1.0, stage: str | None = None) -> Task:
        """Send it to work again, in a new round."""
        return self._do(project, task, "reopen", {"priority": priority, "stage": stage})

    def archive(self, project: str, task: Given) -> Task:
        """Take it out of the work."""
        return self._do(project, task, "archive")

    def change_many(
        self,
        project: str,
        items: Sequence[str],
        action: Literal["assign", "unassign", "prioritise", "move", "reopen", "archive"],
        *,
        to: str | None = None,
        priority: float | None = None,
        stage: str | None = None,
    ) -> dict[str, Any]:
        """Do one thing with the tasks of up to 1,000 items: ``{"moved", "same", "refused": [{"task", "reason"}]}``."""
        body = {"items": list(items), "action": action, "to": to, "priority": priority, "stage": stage}
        done: dict[str, Any] = self._http.json("POST", f"/projects/{project}/tasks/bulk", body=body)
        return done

    def _do(self, project: str, task: Given, verb: str, body: dict[str, Any] | None = None) -> Task:
        return Task.model_validate(self._http.json("POST", f"{_path(project, task)}/{verb}", body=body))


def _path(project: str, task: Given) -> str:
    return f"/projects/{project}/tasks/{task if isinstance(task, str) else task.id}"


def _held(task: Given) -> dict[str, Any]:
    return {"token": task.lease.token if isinstance(task, Task) and task.lease else None}

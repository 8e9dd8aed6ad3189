"""Issues: what people say of an item, a point or an object, until it is resolved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from everloop.domain.issues import Anchor, Issue, IssueState
from everloop.sdk.transport import Transport, each


class Issues:
    """The issues of all projects."""

    def __init__(self, transport: Transport) -> None:
        self._http = transport

    def create(self, project: str, item: str, text: str, *, anchor: Anchor | None = None, tags: Sequence[str] = ()) -> Issue:
        """Raise one; without ``anchor`` on the whole item."""
        body = {
            "item": item,
            "text": text,
            "anchor": anchor.model_dump(exclude_none=True) if anchor else None,
            "tags": list(tags),
        }
        return Issue.model_validate(self._http.json("POST", f"/projects/{project}/issues", body=body))

    def list(self, project: str, *, item: str | None = None, state: IssueState | str = IssueState.OPEN) -> Iterator[Issue]:
        """An item's issues (all), or the project's in a state, newest first."""
        params = {"item": item, "state": str(state)}
        return each(self._http.pages(f"/projects/{project}/issues", params=params), Issue.model_validate)

    def get(self, project: str, issue: str) -> Issue:
        """One, with all that was said."""
        return Issue.model_validate(self._http.json("GET", f"/projects/{project}/issues/{issue}"))

    def comment(self, project: str, issue: str, text: str) -> Issue:
        """Say something."""
        path = f"/projects/{project}/issues/{issue}/comments"
        return Issue.model_validate(self._http.json("POST", path, body={"text": text}))

    def resolve(self, project: str, issue: str) -> Issue:
        """Nobody need look any more."""
        return Issue.model_validate(self._http.json("POST", f"/projects/{project}/issues/{issue}/resolve"))

    def reopen(self, project: str, issue: str) -> Issue:
        """Somebody should look again."""
        return Issue.model_validate(self._http.json("POST", f"/projects/{project}/issues/{issue}/reopen"))

    def tag(self, project: str, issue: str, tags: Sequence[str]) -> Issue:
        """Give it exactly these tags."""
        path = f"/projects/{project}/issues/{issue}/tags"
        return Issue.model_validate(self._http.json("PUT", path, body={"tags": list(tags)}))

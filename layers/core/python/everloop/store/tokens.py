"""Tokens and passwords as rows: both houses share them. Only hashes are stored."""

from __future__ import annotations

from pydantic import Field

from everloop.domain.annotations import Frozen
from everloop.domain.errors import Conflict, NotFound
from everloop.domain.ids import WorkspaceId
from everloop.domain.members import Token, TokenKind
from everloop.domain.principals import Call
from everloop.ports import ABSENT, ANY, Delete, Key, Put, Row, Table
from everloop.store import keys, requests, rows
from everloop.store.rows import Stored

FREE_TRIES = 5
WAIT_MS = 60_000


class _Password(Frozen):
    """``tries``: attempts since the last one that was right; none is judged before ``next_at``."""

    schema_: int = Field(default=1, alias="schema")
    hash: str
    tries: int = 0
    next_at: int = 0


def add(call: Call, token: Token, *, table: Table) -> Token:
    """Store a new token; a request makes one of a kind, so that asked twice under one idempotency key it is the first one that
    is given back, whose ``id`` then is another. Sessions begin as often as somebody signs in. Raises Conflict: its secret is in
    use.
    """
    wanted = [Put(_row(call.workspace, token), ABSENT)]
    if token.kind is not TokenKind.SESSION:
        wanted.append(Put(requests.made_row(call, token.kind, token.id), ABSENT))
    try:
        table.transact(wanted, cause=call.cause)
    except Conflict:
        name = requests.made(call, token.kind, table=table)
        there = find(call.workspace, name, table=table) if name else None
        if there is None:
            raise
        return there
    return token


def find(workspace: WorkspaceId, name: str, *, table: Table) -> Token | None:
    """The token of this hash, good or not."""
    stored = rows.find(table, _key(workspace, name), Token)
    return stored.value if stored else None


def of_user(workspace: WorkspaceId, user: str, *, table: Table) -> list[Token]:
    """A member's tokens, oldest first: at most a thousand."""
    place, _ = keys.index("token", workspace, user)
    page = table.query_index(keys.PATTERNS["token"].table, place, limit=1_000)
    found = table.get_many([row.key for row in page.items])
    return [rows.load(row, Token).value for row in found if row is not None]


def revoke(call: Call, name: str, *, table: Table) -> Stored[Token]:
    """Make a token useless, for ever. Raises NotFound."""
    return rows.update(
        table,
        _key(call.workspace, name),
        "token",
        Token,
        lambda token: token.model_copy(update={"revoked": True}),
        call=call,
        index=lambda token: _index(call.workspace, token),
        what="token",
    )


def use_up(call: Call, name: str, *, table: Table) -> Token:
    """Take a token that works once: of two callers at the same time one gets it. Raises NotFound where it is gone."""
    stored = rows.find(table, _key(call.workspace, name), Token)
    try:
        if stored and table.delete(Delete(_key(call.workspace, name), stored.version), cause=call.cause):
            return stored.value
    except Conflict:
        pass
    raise NotFound("There is no such token, or it was used already.")


def forget(call: Call, name: str, *, table: Table) -> None:
    """Remove a token that has expired."""
    table.delete(Delete(_key(call.workspace, name), ANY), cause=call.cause)


def set_password(call: Call, user: str, hashed: str, *, table: Table) -> None:
    """Store a password's hash."""
    _put_password(call, user, _Password(hash=hashed, schema=1), ANY, table)


def has_password(workspace: WorkspaceId, user: str, *, table: Table) -> bool:
    """Whether a member has a password."""
    return rows.find(table, _password_key(workspace, user), _Password) is not None


def try_password(call: Call, user: str, *, table: Table) -> str | None:
    """The hash of a member's password, to judge one attempt by, which is counted first: whoever guesses at once in many places
    is counted too. From the fifth wrong one on each costs a wait, of a second first, then twice as much, of a minute at most.
    None: he has none, or must wait.
    """
    stored = rows.find(table, _password_key(call.workspace, user), _Password)
    if stored is None or call.now_ms < stored.value.next_at:
        return None
    tries = stored.value.tries + 1
    wait_ms = 0 if tries < FREE_TRIES else min(WAIT_MS, 1_000 << min(tries - FREE_TRIES, 10))
    counted = stored.value.model_copy(update={"tries": tries, "next_at": call.now_ms + wait_ms})
    try:
        _put_password(call, user, counted, stored.version, table)
    except Conflict:
        return None
    return stored.value.hash


def forgive(call: Call, user: str, *, table: Table) -> None:
    """The last attempt was right: count anew."""
    stored = rows.find(table, _password_key(call.workspace, user), _Password)
    if stored is not None:
        fresh = stored.value.model_copy(update={"tries": 0, "next_at": 0})
        _put_password(call, user, fresh, ANY, table)


def _put_password(call: Call, user: str, password: _Password, version: int | None, table: Table) -> None:
    row = rows.row(_password_key(call.workspace, user), "password", password, announced=False)
    table.put(Put(row, version), cause=call.cause)


def _row(workspace: WorkspaceId, token: Token) -> Row:
    return rows.row(_key(workspace, token.id), "token", token, index=_index(workspace, token), announced=False)


def _index(workspace: WorkspaceId, token: Token) -> tuple[str, str]:
    return keys.index("token", workspace, token.user, f"{token.created_at:015d}", token.id)


def _key(workspace: WorkspaceId, name: str) -> Key:
    return keys.entry("token", workspace, name)


def _password_key(workspace: WorkspaceId, user: str) -> Key:
    return keys.entry("token", workspace, "password", user)

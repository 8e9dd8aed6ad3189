"""Signing in, and tokens for programs."""

from __future__ import annotations

import functools

from everloop.domain.access import WorkspaceRole
from everloop.domain.errors import Conflict, Forbidden, Invalid, NotFound, Unauthenticated
from everloop.domain.ids import WorkspaceId
from everloop.domain.members import (
    Given,
    Member,
    Token,
    TokenKind,
    password_fits,
    password_hash,
    token_hash,
    token_text,
    token_workspace,
)
from everloop.domain.principals import Call
from everloop.ports import Table
from everloop.store import keys, rows
from everloop.store import tokens as store

LINK_MS = 24 * 3_600_000
SESSION_MS = 14 * 24 * 3_600_000
_REFUSED = (
    "This address and password do not belong together, the account is not active, "
    "or it was tried too often: then wait a minute."
)


def make_link(call: Call, member: str, *, secret: str, table: Table, expires_ms: int = LINK_MS) -> Given:
    """A token that signs ``member`` in once; its text is in the request's first answer only. Raises NotFound."""
    _active(call.workspace, member, table)
    return _give(call, TokenKind.LINK, member, "sign-in link", secret, expires_ms, table)


def open_link(call: Call, text: str, *, secret: str, table: Table) -> Given:
    """Trade a sign-in link for a session; the link is used up.

    Raises:
        Unauthenticated: It is unknown, was used, has expired, or the member is not active.
    """
    name = token_hash(text)
    held = store.find(call.workspace, name, table=table) if token_workspace(text) == call.workspace else None
    if held is None or held.kind is not TokenKind.LINK:
        raise Unauthenticated("This sign-in link is not known or was used; ask for a new one.")
    try:
        used = store.use_up(call, name, table=table)
        if not used.good(call.now_ms):
            raise Unauthenticated("This sign-in link has expired; ask for a new one.")
        _active(call.workspace, used.user, table)
    except NotFound as error:
        raise Unauthenticated("This sign-in link was used, or its account is not active.") from error
    return _session(call, used.user, secret, table)


def sign_in(call: Call, email: str, password: str, *, secret: str, table: Table) -> Given:
    """Begin a session by address and password. Raises Unauthenticated, with the same sentence whatever is wrong."""
    found = [
        one
        for one in rows.everything(table, "member", call.workspace, Member)
        if one.email and one.email.casefold() == email.casefold() and one.active
    ]
    stored = store.try_password(call, found[0].id, table=table) if found else None
    if not password_fits(password, stored or _nobodys()) or stored is None:
        raise Unauthenticated(_REFUSED)
    store.forgive(call, found[0].id, table=table)
    return _session(call, found[0].id, secret, table)


def set_password(call: Call, password: str, *, old: str | None, salt: bytes, table: Table) -> None:
    """Set the caller's own password; who has one must say it.

    Raises:
        Forbidden: ``old`` is not the password so far.
        Invalid: The new one is too short or too long, or the caller has no address to sign in with.
    """
    if store.has_password(call.workspace, call.actor, table=table):
        stored = store.try_password(call, call.actor, table=table)
        if stored is None or not password_fits(old or "", stored):
            raise Forbidden("The password so far is another one, or it was tried too often: then wait a minute.")
    if _active(call.workspace, call.actor, table).email is None:
        raise Invalid("You have no email address to sign in with; have an admin add it.")
    store.set_password(call, call.actor, password_hash(password, salt=salt), table=table)


def sign_out(call: Call, credential: str, *, table: Table) -> None:
    """End the session whose token ``credential`` is; tokens of programs and the owner's stay."""
    held = store.find(call.workspace, token_hash(credential), table=table)
    if held is not None and held.kind is TokenKind.SESSION:
        store.forget(call, held.id, table=table)


def create_token(
    call: Call, *, name: str, secret: str, user: str | None = None, expires_ms: int | None = None, table: Table
) -> Given:
    """A token for a program that acts as ``user`` (default: the caller). For others: admins only. Asked twice under one
    idempotency key it is made once, and its text is in the first answer only: nothing that is kept could tell it again.

    Raises:
        Forbidden: Another's token, and the caller is no admin.
        NotFound: No such active member.
    """
    owner = user or call.actor
    if owner != call.actor:
        _only_admins(call, table)
    _active(call.workspace, owner, table)
    return _give(call, TokenKind.SERVICE, owner, name, secret, expires_ms, table)


def tokens(call: Call, *, user: str | None = None, table: Table) -> list[Token]:
    """A member's tokens and sessions, oldest first; another's: admins only. Raises Forbidden."""
    owner = user or call.actor
    if owner != call.actor:
        _only_admins(call, table)
    return store.of_user(call.workspace, owner, table=table)


def revoke_token(call: Call, name: str, *, table: Table) -> Token:
    """Make a token useless: one's own, or as an admin anybody's. Raises NotFound."""
    held = store.find(call.workspace, name, table=table)
    if held is None or (held.user != call.actor and not _is_admin(call, table)):
        raise NotFound("There is no such token.")
    return store.revoke(call, name, table=table).value


@functools.cache
def _nobodys() -> str:
    """A hash to compare with where there is none, so that the answer takes as long."""
    return password_hash("nobody's password", salt=bytes(16))


def _session(call: Call, user: str, secret: str, table: Table) -> Given:
    for old in store.of_user(call.workspace, user, table=table):
        if old.expires_at is not None and old.expires_at < call.now_ms:
            store.forget(call, old.id, table=table)
    return _give(call, TokenKind.SESSION, user, "session", secret, SESSION_MS, table)


def _give(call: Call, kind: TokenKind, user: str, name: str, secret: str, expires_ms: int | None, table: Table) -> Given:
    text = token_text(kind, call.workspace, secret)
    token = Token(
        id=token_hash(text),
        kind=kind,
        user=user,
        name=name,
        hint=text[-4:],
        expires_at=None if expires_ms is None else call.now_ms + expires_ms,
        created_at=call.now_ms,
        created_by=call.actor,
        schema=1,
    )
    try:
        held = store.add(call, token, table=table)
    except Conflict as error:
        raise Conflict("This secret is in use; try again.") from error
    shown = text if held.id == token.id else ""
    return Given(token=shown, kind=kind, user=held.user, name=held.name, id=held.id, expires_at=held.expires_at)


def _active(workspace: WorkspaceId, member: str, table: Table) -> Member:
    stored = rows.get(table, keys.entry("member", workspace, member), Member, "member")
    if not stored.value.active:
        raise NotFound("This member is not active.", member=member)
    return stored.value


def _is_admin(call: Call, table: Table) -> bool:
    stored = rows.find(table, keys.entry("member", call.workspace, call.actor), Member)
    return stored is not None and stored.value.active and stored.value.role is WorkspaceRole.ADMIN


def _only_admins(call: Call, table: Table) -> None:
    if not _is_admin(call, table):
        raise Forbidden("Only an admin of the workspace may do this for somebody else.")

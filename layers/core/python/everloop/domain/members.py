"""People and programs of a workspace, their groups, and how they prove who they are.

Secrets are never stored: a token by its SHA-256 (it has 256 random bits), a password by scrypt.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from enum import StrEnum

from pydantic import Field

from everloop.domain.access import WorkspaceRole
from everloop.domain.annotations import Frozen
from everloop.domain.errors import Invalid
from everloop.domain.ids import WorkspaceId

OWNER = "owner"
"""The first admin of a local workspace: who holds the data folder."""

SCRYPT_N, SCRYPT_R, SCRYPT_P = 2**14, 8, 1
PASSWORD_CHARS = (10, 200)
EMAIL = r"[^@\s]{1,64}@[^@\s]{1,190}"

_WORKSPACE = re.compile(r"[a-z0-9-]{1,40}")
_TOKEN = re.compile(r"evl_([a-z]+)\.([a-z0-9-]{1,40})\.[A-Za-z0-9_-]{43}")


class Member(Frozen):
    """Somebody who may sign in. ``service``: a program. An inactive member keeps his work and may do nothing."""

    schema_: int = Field(default=1, alias="schema")
    id: str
    name: str
    email: str | None = None
    role: WorkspaceRole = WorkspaceRole.MEMBER
    groups: tuple[str, ...] = ()
    active: bool = True
    service: bool = False
    created_at: int = 0
    created_by: str = ""


class Group(Frozen):
    """Members who are given roles together; who is in it stands at the members."""

    schema_: int = Field(default=1, alias="schema")
    id: str
    name: str
    deleted: bool = False
    created_at: int = 0
    created_by: str = ""


class TokenKind(StrEnum):
    """SERVICE: for programs. SESSION: of a browser or a notebook. LINK: signs in once."""

    SERVICE = "service"
    SESSION = "session"
    LINK = "link"


class Token(Frozen):
    """What is stored of a token: its SHA-256 as ``id``, whose it is and until when (UTC epoch ms; None: no end)."""

    schema_: int = Field(default=1, alias="schema")
    id: str
    kind: TokenKind
    user: str
    name: str = ""
    hint: str = ""
    expires_at: int | None = None
    revoked: bool = False
    created_at: int = 0
    created_by: str = ""

    def good(self, now_ms: int) -> bool:
        """Whether it still opens anything."""
        return not self.revoked and (self.expires_at is None or now_ms < self.expires_at)


class Given(Frozen):
    """A new token. ``token`` is shown this once; only its hash is kept: where the same request is repeated it is empty."""

    token: str
    kind: TokenKind
    user: str
    name: str = ""
    id: str = Field(description="What revokes it.")
    expires_at: int | None = None


class SignInLink(Frozen):
    """An address that signs a member in, once. Empty where the same request is repeated: it was shown already."""

    url: str
    expires_at: int | None


class SignedIn(Frozen):
    """Who is signed in, where."""

    workspace: str
    member: Member


def token_text(kind: str, workspace: WorkspaceId, secret: str) -> str:
    """A token as it is given out, once. ``secret``: 43 URL-safe characters (256 random bits)."""
    return f"evl_{kind}.{workspace}.{secret}"


def token_workspace(text: str) -> WorkspaceId | None:
    """The workspace that a token names (it is not yet verified), or None where this is no token of ours."""
    found = _TOKEN.fullmatch(text)
    return WorkspaceId(found[2]) if found else None


def token_hash(text: str) -> str:
    """The name under which a token is stored."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def password_hash(password: str, *, salt: bytes) -> str:
    """A password as it is stored: parameters, salt and scrypt's answer. ``salt``: 16 random bytes.

    Raises:
        Invalid: It is too short or too long.
    """
    least, most = PASSWORD_CHARS
    if not least <= len(password) <= most:
        raise Invalid(f"A password has {least} to {most} characters.")
    answer = _scrypt(password, salt, SCRYPT_N, SCRYPT_R, SCRYPT_P)
    return f"scrypt${SCRYPT_N}${SCRYPT_R}${SCRYPT_P}${salt.hex()}${answer.hex()}"


def password_fits(password: str, stored: str) -> bool:
    """Whether ``password`` is the one that ``stored`` was made of; takes the same time either way."""
    _, n, r, p, salt, answer = stored.split("$")
    given = _scrypt(password[: PASSWORD_CHARS[1]], bytes.fromhex(salt), int(n), int(r), int(p))
    return hmac.compare_digest(given, bytes.fromhex(answer))


def check_workspace(name: str) -> WorkspaceId:
    """The id of a workspace, if it is one. Raises Invalid."""
    if not _WORKSPACE.fullmatch(name):
        raise Invalid("A workspace's id has 1 to 40 lower-case letters, digits and hyphens.")
    return WorkspaceId(name)


def _scrypt(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    raw = password.encode("utf-8", "replace")
    return hashlib.scrypt(raw, salt=salt, n=n, r=r, p=p, maxmem=64 * 1024 * 1024, dklen=32)

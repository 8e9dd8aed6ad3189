"""Identity on AWS: Cognito's tokens, verified here against the pool's public keys, and the tokens that Everloop gives out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import jwt

from everloop.adapters.own_tokens import FindToken, OwnTokens
from everloop.domain.errors import Transient, Unauthenticated
from everloop.domain.ids import DEFAULT_WORKSPACE, GroupId, UserId, WorkspaceId
from everloop.domain.members import token_workspace
from everloop.domain.principals import Principal

KEYS_S = 3_600
LEEWAY_S = 10
MOST_CHARS = 8_192


class CognitoIdentity:
    """A user pool's access and id tokens (RS256)."""

    def __init__(
        self,
        issuer: str,
        clients: Sequence[str],
        find: FindToken,
        *,
        now_ms: Callable[[], int],
        workspace: WorkspaceId = DEFAULT_WORKSPACE,
        refetch_s: float = 30,
        keys_url: str = "",
    ) -> None:
        """Where to verify.

        Args:
            issuer: ``https://cognito-idp.<region>.amazonaws.com/<pool>``.
            clients: The app clients whose tokens are taken.
            find: For Everloop's own tokens.
            refetch_s: An unknown key id makes the keys be fetched again, at most this often.
            keys_url: Where the pool's public keys are; "": where the issuer keeps them.
        """
        self._issuer = issuer.rstrip("/")
        self._clients = frozenset(clients)
        self._workspace = workspace
        self._tokens = OwnTokens(find, now_ms=now_ms)
        self._keys = jwt.PyJWKClient(
            keys_url or f"{self._issuer}/.well-known/jwks.json", lifespan=KEYS_S, timeout=5, cooldown_duration=refetch_s
        )

    def principal(self, credential: str) -> Principal:
        """See ``ports.Identity``. Raises Transient where the pool's keys cannot be fetched."""
        if token_workspace(credential):
            return self._tokens.principal(credential)
        claims = self._claims(credential)
        client = claims.get("client_id") if claims.get("token_use") == "access" else claims.get("aud")
        if claims.get("token_use") not in ("access", "id") or client not in self._clients:
            raise Unauthenticated("This token was made for another application.")
        groups = claims.get("cognito:groups", [])
        return Principal(self._workspace, UserId(str(claims["sub"])), frozenset(GroupId(str(group)) for group in groups))

    def _claims(self, credential: str) -> dict[str, Any]:
        if not credential.isascii() or len(credential) > MOST_CHARS:
            raise Unauthenticated("This is no token of ours; sign in again.")
        try:
            key = self._keys.get_signing_key_from_jwt(credential)
            found: dict[str, Any] = jwt.decode(
                credential,
                key,
                algorithms=["RS256"],
                issuer=self._issuer,
                leeway=LEEWAY_S,
                options={"require": ["exp", "iss", "sub", "token_use"], "verify_aud": False},
            )
        except jwt.PyJWKClientConnectionError as error:
            raise Transient("The keys of the user pool cannot be fetched now; try again.") from error
        except jwt.ExpiredSignatureError as error:
            raise Unauthenticated("This token has expired; sign in again.") from error
        except jwt.PyJWTError as error:
            raise Unauthenticated("This token is not one of this deployment's; sign in again.") from error
        return found

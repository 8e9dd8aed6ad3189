"""Signs cookies for media with the key that the web stack made and rotates."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from everloop.adapters.aws.failures import translated
from everloop.adapters.aws.media_key import cookies
from everloop.domain.errors import NotFound

KEPT_S = 600.0


class KeptMediaKey:
    """The key, read again every ten minutes: it may have been rotated."""

    def __init__(self, secrets: Any, parameters: Any, name: str, *, now_s: Callable[[], float] = time.monotonic) -> None:
        """``name``: of the secret and of the parameter that has CloudFront's name for the key."""
        self._secrets, self._parameters, self._name, self._now_s = secrets, parameters, name, now_s
        self._kept: tuple[float, str, str] | None = None

    def cookies(self, workspace: str, *, expires_s: int) -> Mapping[str, str]:
        """See ``house.MediaCookies``. None where the web stack, which makes the key, is not there."""
        try:
            private, key_id = self._key()
        except NotFound:
            return {}
        return cookies(private, key_id, resource=f"https://*/media/{workspace}/*", expires_s=expires_s)

    def _key(self) -> tuple[str, str]:
        if self._kept is None or self._now_s() - self._kept[0] > KEPT_S:
            with translated("Reading the key of media"):
                private = self._secrets.get_secret_value(SecretId=self._name)["SecretString"]
                key_id = self._parameters.get_parameter(Name=self._name)["Parameter"]["Value"]
            self._kept = (self._now_s(), private, key_id)
        return self._kept[1], self._kept[2]

"""The web site, served beside the API by the laptop's server (a deployment has a static host for it).

Files with hashed names are kept for ever; a path without a dot that is not the API's is a screen, so it answers the first page.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from starlette.responses import FileResponse, JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from everloop import __version__

OTHERS = ("api", "media", "docs")
"""First parts of paths that the site does not have."""
HASHED = "assets"
ICON = "icon.svg"
KEPT = {HASHED: "public, max-age=31536000, immutable", ICON: "public, max-age=86400"}
"""How long a browser may keep what lies at a path's first part; everything else it asks for again."""
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' https: blob: data:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
    ".woff2": "font/woff2",
}


class Site:
    """The app with the site of ``folder`` (a build of ``web/``) around it."""

    def __init__(self, app: ASGIApp, folder: Path) -> None:
        self._app, self._folder = app, folder.resolve()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a file of the site, or let the app answer."""
        found = self._answer(scope["path"]) if scope["type"] == "http" and scope["method"] in ("GET", "HEAD") else None
        await (found or self._app)(scope, receive, send)

    def _answer(self, path: str) -> Response | None:
        inner = path.lstrip("/")
        first, _, _ = inner.partition("/")
        if first in OTHERS:
            return None
        if inner == "config.json":
            return JSONResponse({"auth": "local", "version": __version__}, headers={**HEADERS, "Cache-Control": "no-store"})
        file = self._file(inner if "." in PurePosixPath(inner).name else "index.html")
        if file is None:
            return None
        media_type = TYPES.get(file.suffix, "application/octet-stream")
        return FileResponse(file, media_type=media_type, headers={**HEADERS, "Cache-Control": KEPT.get(first, "no-cache")})

    def _file(self, inner: str) -> Path | None:
        """The file at a path inside the folder; none where there is none, or where the path leads out."""
        if "\0" in inner or any(part.startswith(".") for part in inner.split("/")):
            return None
        file = (self._folder / inner).resolve()
        return file if file.is_relative_to(self._folder) and file.is_file() else None

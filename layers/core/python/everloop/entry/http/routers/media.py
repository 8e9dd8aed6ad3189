"""Media under the page's own origin: thumbnails at stable paths, and on the laptop what signed addresses allow.

On AWS the distribution serves both; there the originals' addresses are the bucket's own.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse

from everloop.domain.errors import Invalid, NotFound
from everloop.domain.limits import FILE_BYTES
from everloop.entry.http.access import needs
from everloop.entry.http.deps import CallDep, HouseDep
from everloop.house import House, SignedFiles
from everloop.media.kinds import HEAD_BYTES, MEDIA_TYPE, kind

router = APIRouter(prefix="/media", tags=["media"])

INERT = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""Whatever a file holds, it does nothing here."""
FOREVER = {**INERT, "Cache-Control": "private, max-age=31536000, immutable"}
SOME_TIME = {**INERT, "Cache-Control": "private, max-age=600"}


@router.get(
    "/signed/{token}",
    operation_id="readSigned",
    dependencies=[needs("public")],
    response_class=FileResponse,
    responses={200: {"content": {"image/*": {}}}},
)
def read(token: str, house: HouseDep) -> FileResponse:
    """The file that a signed address is for; ranges are answered."""
    file = _files(house).reading(token)
    with file.open("rb") as opened:
        media_type = kind(opened.read(HEAD_BYTES))
    return FileResponse(file, media_type=media_type, headers=SOME_TIME)


@router.put("/signed/{token}", operation_id="writeSigned", status_code=204, dependencies=[needs("public")])
async def write(token: str, request: Request, house: HouseDep) -> Response:
    """Write the file that a signed address is for."""
    files = _files(house)
    files.check_writing(token)
    with tempfile.TemporaryDirectory(prefix="everloop-upload-") as folder:
        received = Path(folder) / "body"
        size = 0
        with received.open("wb") as out:
            async for chunk in request.stream():
                size += len(chunk)
                if size > FILE_BYTES:
                    raise Invalid(f"A file has at most {FILE_BYTES:,} bytes.")
                out.write(chunk)
        await run_in_threadpool(files.write, token, received)
    return Response(status_code=204)


@router.get(
    "/{workspace}/thumbnails/{shelf}/{name}",
    operation_id="readThumbnail",
    dependencies=[needs("workspace:member")],
    response_class=Response,
    responses={200: {"content": {MEDIA_TYPE: {}}}},
)
def thumbnail(workspace: str, shelf: str, name: str, call: CallDep, house: HouseDep) -> Response:
    """A thumbnail by its content: the path says it all, so it may be kept for ever."""
    if workspace != call.workspace or not (shelf + name).replace(".", "").isalnum():
        raise NotFound("There is no such thumbnail.")
    data = house.objects.read(f"{workspace}/thumbnails/{shelf}/{name}")
    return Response(data, media_type=MEDIA_TYPE, headers=FOREVER)


def _files(house: House) -> SignedFiles:
    if house.files is None:
        raise NotFound("This house serves no files itself.")
    return house.files

"""Files as the browser may open them: looked at, listened to, read, or only put aside."""

from collections.abc import Mapping
from urllib.parse import quote

from starlette.responses import Response

from bot.demo.files import StoredFile

SEEN = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
"""Pictures without scripts in them."""

HEARD = ("audio/", "video/")
READ = frozenset({"text/plain", "text/markdown", "application/json"})

SANDBOX = (
    "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""For a document that somebody has sent: it may look as it likes, and do nothing."""


def opened(file: StoredFile, protection: Mapping[str, str], *, to_keep: bool) -> Response:
    """The file in a response. `to_keep` puts it into the folder for downloads, whatever it is.

    Pages are shown without rights, texts as nothing but text; of what is neither picture, sound
    nor text the browser is told to keep a copy, and to guess nothing.
    """
    kind = file.mime.partition(";")[0].strip().lower()
    headers = dict(protection)
    if to_keep:
        return _kept(file, headers)
    if kind in SEEN or kind.startswith(HEARD):
        return Response(file.content, media_type=kind, headers=headers)
    if kind == "text/html":
        headers["content-security-policy"] = SANDBOX
        return Response(file.content, media_type="text/html", headers=headers)
    if kind in READ:
        return Response(file.content, media_type="text/plain", headers=headers)
    return _kept(file, headers)


def _kept(file: StoredFile, headers: dict[str, str]) -> Response:
    headers["content-disposition"] = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
    return Response(file.content, media_type="application/octet-stream", headers=headers)

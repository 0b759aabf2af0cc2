"""What a request asks for, whichever of the four ways it was written in."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request

from bot.demo.refusals import BODY_UNREADABLE, RefusedError

STRUCTURED = frozenset(
    {
        "allowed_updates",
        "caption_entities",
        "commands",
        "entities",
        "link_preview_options",
        "message_ids",
        "reaction",
        "reply_markup",
        "reply_parameters",
        "scope",
    }
)
"""Parameters that are JSON inside the request; the record shows them read."""


@dataclass(frozen=True)
class Upload:
    """A file that came with a request."""

    name: str
    mime: str
    content: bytes


class Params:
    """The parameters of one request, every value as the text it was sent as."""

    def __init__(
        self, values: Mapping[str, str], uploads: Mapping[str, Upload] | None = None
    ) -> None:
        self.values = dict(values)
        self.uploads = dict(uploads or {})

    def text(self, name: str, default: str = "") -> str:
        """The value as it is."""
        return self.values.get(name, default)

    def integer(
        self, name: str, default: int = 0, low: int | None = None, high: int | None = None
    ) -> int:
        """The value as a number, held between `low` and `high`; anything else counts as 0."""
        value = _integer(self.values[name]) if self.values.get(name) else default
        value = value if low is None else max(value, low)
        return value if high is None else min(value, high)

    def flag(self, name: str) -> bool:
        """Whether the value says yes, in the Bot API server's three ways."""
        return self.values.get(name, "").lower() in ("true", "yes", "1")

    def json(self, name: str) -> Any:
        """The value read as JSON; None if it is missing. Raises ValueError if it cannot be read."""
        value = self.values.get(name)
        return json.loads(value) if value else None

    def record(self) -> dict[str, Any]:
        """Everything that was asked, for those who look at it afterward."""
        shown: dict[str, Any] = dict(self.values)
        for name in STRUCTURED & shown.keys():
            try:
                shown[name] = json.loads(shown[name])
            except ValueError:
                continue
        return {**shown, **self.uploads}


async def read_params(request: Request) -> Params:
    """Gather query, form, multipart and JSON. Raises RefusedError if the JSON is no object."""
    values = dict(request.query_params)
    uploads: dict[str, Upload] = {}
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        values |= _from_json(await request.body())
    elif kind.startswith(("multipart/form-data", "application/x-www-form-urlencoded")):
        async with request.form(max_files=100, max_part_size=1 << 24) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    uploads[name] = Upload(
                        value.filename or name,
                        value.content_type or "application/octet-stream",
                        await value.read(),
                    )
                else:
                    values[name] = value
    return Params(values, uploads)


def _from_json(body: bytes) -> dict[str, str]:
    try:
        read = json.loads(body) if body else {}
    except ValueError:
        raise RefusedError(BODY_UNREADABLE) from None
    if not isinstance(read, dict):
        raise RefusedError(BODY_UNREADABLE)
    return {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in read.items()
        if value is not None
    }


def _integer(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        return 0

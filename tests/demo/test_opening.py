"""Files as the browser may open them."""

import pytest

from bot.demo.files import FileStore
from bot.demo.opening import opened

PROTECTION = {"content-security-policy": "default-src 'none'", "x-content-type-options": "nosniff"}


@pytest.mark.parametrize(
    ("mime", "shown_as"),
    [
        ("image/png", "image/png"),
        ("audio/webm", "audio/webm"),
        ("video/mp4", "video/mp4"),
        ("text/html", "text/html; charset=utf-8"),
        ("text/html; charset=latin-1", "text/html; charset=utf-8"),
        ("text/markdown", "text/plain; charset=utf-8"),
        ("application/json", "text/plain; charset=utf-8"),
        ("image/svg+xml", "application/octet-stream"),
        ("application/pdf", "application/octet-stream"),
        ("application/xhtml+xml", "application/octet-stream"),
        ("text/javascript", "application/octet-stream"),
    ],
)
def test_a_file_is_opened_as_what_it_can_safely_be(mime: str, shown_as: str) -> None:
    file = FileStore().add("documents", "file", mime, b"content")
    response = opened(file, PROTECTION, to_keep=False)
    assert response.headers["content-type"] == shown_as
    assert response.headers["x-content-type-options"] == "nosniff"
    put_aside = "content-disposition" in response.headers
    assert put_aside == (shown_as == "application/octet-stream")


def test_a_page_that_somebody_sent_has_no_rights() -> None:
    file = FileStore().add("documents", "page.html", "text/html", b"<script>alert(1)</script>")
    policy = opened(file, PROTECTION, to_keep=False).headers["content-security-policy"]
    assert policy.startswith("sandbox ")
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy
    assert "default-src 'none'" in policy


@pytest.mark.parametrize("mime", ["image/png", "text/html", "application/zip"])
def test_a_copy_is_kept_under_its_own_name(mime: str) -> None:
    file = FileStore().add("documents", 'Ünser "Jahr"\r\n.html', mime, b"content")
    headers = opened(file, PROTECTION, to_keep=True).headers
    named = "filename*=UTF-8''%C3%9Cnser%20%22Jahr%22%0D%0A.html"
    assert headers["content-disposition"] == f"attachment; {named}"
    assert headers["content-type"] == "application/octet-stream"

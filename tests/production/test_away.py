"""The page that nginx shows while no web process answers."""

import http.server
import json
import re
import ssl
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

import pytest
from django.utils.translation import override

from quiz.refusals import REFUSALS
from tests.house import tree
from tests.proxy import HOST, Nginx
from tests.servers import WebServer

PAGE = tree.text("config/away.html")
COLOUR = re.compile(r"--\w+: #\w+;")


@pytest.fixture
def nginx(tmp_path: Path) -> Iterator[Nginx]:
    """nginx before two servers that were never started."""
    behind = [WebServer(tmp_path / name) for name in ("web", "pages")]
    made = Nginx(tmp_path / "nginx", behind[:1], behind[1:])
    made.start()
    yield made
    made.stop()


def asked(
    nginx: Nginx, path: str, language: str = "", body: bytes | None = None
) -> tuple[int, Message, str]:
    trusted = ssl.create_default_context(cafile=str(nginx.certificate))
    headers = {"Accept-Language": language} if language else {}
    request = urllib.request.Request(f"{nginx.url}{path}", body, headers)
    try:
        urllib.request.urlopen(request, timeout=20, context=trusted)
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read().decode()
    raise AssertionError("something answered")


@pytest.mark.servers
@pytest.mark.parametrize("path", ["/", "/p/2026/", "/apis", "/ws/play/"])
def test_who_asks_while_nobody_answers_reads_it(nginx: Nginx, path: str) -> None:
    status, headers, said = asked(nginx, path)
    assert (status, said) == (502, PAGE)
    assert headers["Content-Type"].startswith("text/html")
    assert (headers["Retry-After"], headers["Cache-Control"]) == ("10", "no-store")
    assert "default-src 'none'" in headers["Content-Security-Policy"]


@pytest.mark.servers
def test_nobody_reads_it_by_its_own_address(nginx: Nginx) -> None:
    assert asked(nginx, "/away.html")[0] == 404


LANGUAGES = [("", "zh-hans"), ("zh-CN", "zh-hans"), ("zh-TW,zh", "zh-hant"), ("en-GB,en", "en")]


@pytest.mark.servers
def test_programs_read_codes_in_their_language(nginx: Nginx) -> None:
    for path, body, code, status in (
        ("/api/contests/2026", None, "unavailable", 503),
        ("/api/bank/questions/", None, "unavailable", 503),
        ("/api/join", b"x" * 70_000, "too_large", 413),
    ):
        for language, ours in LANGUAGES:
            answer, headers, said = asked(nginx, path, language, body)
            with override(ours):
                words = str(REFUSALS[code][1])
            assert (answer, json.loads(said)) == (status, {"code": code, "message": words})
            assert headers["Content-Type"] == "application/json"
            assert headers["Cache-Control"] == "no-store"
            assert headers["Retry-After"] == ("10" if status == 503 else None)


class Busy(http.server.BaseHTTPRequestHandler):
    """A web process that says itself that it is busy."""

    def do_GET(self) -> None:
        self.send_response(503)
        self.end_headers()
        self.wfile.write(b"its own words")

    def log_message(self, *_said: object) -> None:
        """Nothing is written down."""


@pytest.mark.servers
def test_what_a_web_process_says_of_itself_is_passed_on(nginx: Nginx) -> None:
    (pages,) = nginx.behind["pages"]
    with http.server.HTTPServer((HOST, pages.port), Busy) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        assert asked(nginx, "/")[::2] == (503, "its own words")
        server.shutdown()


def test_it_has_the_colours_of_our_pages() -> None:
    ours = set(COLOUR.findall(tree.text("frontend/static/shared/base.css")))
    assert set(COLOUR.findall(PAGE)) <= ours


def test_it_speaks_three_languages_and_asks_for_nothing() -> None:
    assert set(re.findall(r'lang="([\w-]+)"', PAGE)) == {"zh-hans", "zh-Hant", "en"}
    assert set(re.findall(r'(?:href|src)="([^"]*)"|url\(', PAGE)) == {""}
    assert "<script" not in PAGE

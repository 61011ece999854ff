"""Static files from a thread: whole, in part, unchanged, or somebody else's."""

from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from config.static import StaticFiles
from tests.servers import ROOT

FILE = ROOT / "frontend/static/shared/dom.js"
ADDRESS = "/static/shared/dom.js"
BYTES = FILE.read_bytes()


def other(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("other", status=404)


def asked(method: str, address: str = ADDRESS, **headers: str) -> HttpResponse:
    request = RequestFactory().generic(method, address, headers=headers)
    response = StaticFiles(other)(request)
    assert isinstance(response, HttpResponse)
    return response


def test_a_file_comes_whole_with_its_type() -> None:
    response = asked("GET")
    assert (response.status_code, response.content) == (200, BYTES)
    assert response["Content-Type"].startswith("text/javascript")
    assert response["Content-Length"] == str(len(BYTES))


def test_only_its_headers_are_sent_when_nobody_wants_more() -> None:
    response = asked("HEAD")
    assert (response.status_code, response.content) == (200, b"")
    assert response["Content-Length"] == str(len(BYTES))


def test_a_part_is_sent_alone() -> None:
    response = asked("GET", range="bytes=3-9")
    assert (response.status_code, response.content) == (206, BYTES[3:10])
    assert response["Content-Range"] == f"bytes 3-9/{len(BYTES)}"


def test_what_a_browser_holds_is_not_sent_again() -> None:
    known = asked("GET")["Last-Modified"]
    response = asked("GET", **{"if-modified-since": known})
    assert (response.status_code, response.content) == (304, b"")


def test_what_is_no_static_file_is_left_to_the_pages() -> None:
    for address in ("/static/none.js", "/static/../manage.py", "/", "/static/"):
        assert asked("GET", address).content == b"other"


def test_nothing_may_be_written_there() -> None:
    assert asked("POST").status_code == 405

"""No header of one person's request changes what others are sent."""

import urllib.request

import pytest

from tests.servers import WebServer

pytestmark = [pytest.mark.faults, pytest.mark.usefixtures("unharmed")]
PAGES = ("/p/2026/", "/boards/2026/", "/boards/2026/440000/days/", "/api/contests/2026")


def said(server: WebServer, page: str, **headers: str) -> str:
    request = urllib.request.Request(f"{server.url}{page}", headers=headers)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return str(answer.read().decode())


@pytest.mark.parametrize("page", PAGES)
def test_a_root_that_a_stranger_names_is_nobodys(server: WebServer, page: str) -> None:
    poisoned = said(server, page, **{"Daphne-Root-Path": "/strangers-7k"})
    assert "strangers-7k" not in poisoned
    assert "strangers-7k" not in said(server, page)

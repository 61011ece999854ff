"""Whoever reads English meets no Chinese punctuation on any page of the desk, of hosts, of the bank
and of the public: none of the things that people wrote on these stages has any."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from questionbank.models import Status
from tests.addresses import everything
from tests.house.test_punctuation import CHINESE
from tests.leaderboard.test_staff_addresses import ROWS, address, things
from tests.questionbank import test_access
from tests.questionbank.test_grants import COUNTY, stored

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
__all__ = ["things"]
OK = 200
# There are no regulations in English.
RULES = "boards/<str:contest>/rules/"
CODES = {"bo": "award", "ra": "shenzhen"}
# Questions as they are typed, and an example of one: banks are in Chinese.
TYPED = re.compile(r'placeholder="台[^"]*"|<textarea.*?</textarea>', re.DOTALL)
STAFF = ("desk/", "host/", "bank/", "api/", "admin/", "accounts/", "^")


@pytest.fixture
def reader() -> Client:
    """Somebody who may read everything, in English."""
    client = Client(headers={"Accept-Language": "en"}, raise_request_exception=False)
    client.force_login(User.objects.create_superuser("root"))
    return client


def signs(client: Client, url: str) -> list[str]:
    """Each Chinese sign of a page with what stands around it; [] of what is no page."""
    answer: Any = client.get(url)
    assert answer.status_code < 500, url
    if answer.status_code != OK or "html" not in answer.headers["Content-Type"]:
        return []
    page = TYPED.sub("", answer.content.decode())
    return [page[max(one.start() - 30, 0) : one.end() + 30] for one in CHINESE.finditer(page)]


def test_no_page_of_the_desk_or_of_hosts_has_any(reader: Client, things: dict[str, Any]) -> None:
    pages = [address(name, things) for name, method, _who in ROWS if method == "GET"]
    assert {url: found for url in pages if (found := signs(reader, url))} == {}


def test_no_page_of_the_bank_has_any(reader: Client) -> None:
    question = stored(COUNTY, Status.DRAFT)
    rows = test_access.rows(test_access.WORKBENCH)
    pages = [test_access.address(row.name, question) for row in rows if row.method == "GET"]
    assert {url: found for url in pages if (found := signs(reader, url))} == {}


def test_no_public_page_has_any(reader: Client, things: dict[str, Any]) -> None:
    named = {"contest": "GD26", "code": "", "region": "4403", "lang": "en"}
    pages = []
    for path, entry in everything():
        if not path.startswith((*STAFF, RULES)) and set(entry.pattern.converters) <= set(named):
            told = named | {"code": CODES.get(path[:2], "GD26")}
            pages.append("/" + re.sub(r"<\w+:(\w+)>", r"{\1}", path).format(**told))
    assert len(pages) > 25
    assert {url: found for url in pages if (found := signs(reader, url))} == {}

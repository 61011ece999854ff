"""The record of annulments is read page by page, whatever its length."""

import re
from typing import Final

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from leaderboard.desk import annul_log
from questionbank import grants
from quiz.models import Annulment, Attempt
from tests.leaderboard import test_annul_pages

contest, live = test_annul_pages.contest, test_annul_pages.live
lin, racer = test_annul_pages.lin, test_annul_pages.racer
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
HERE: Final = "/desk/annulments/"
STEPS: Final = 7


@pytest.fixture
def steps(racer: Attempt, lin: Client, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The notes of more steps than two pages have, the newest first."""
    monkeypatch.setattr(annul_log, "PER_PAGE", 3)
    user = User.objects.get(username="lin")
    assert grants.paths(user, "annul") == [racer.region_path.split("/")[0]]
    told = {"reason": "program", "region_path": racer.region_path, "who": "lin", "at": 1}
    Annulment.objects.bulk_create(
        Annulment(attempt=racer, step=n, note=f"第{n}条", **told) for n in range(1, STEPS + 1)
    )
    return [f"第{n}条" for n in range(STEPS, 0, -1)]


def page(client: Client, where: str) -> tuple[list[str], dict[str, str]]:
    """The notes on it, and where the links to its neighbours lead."""
    text = client.get(HERE + where).content.decode()
    links = dict(re.findall(r'<a rel="(\w+)" href="(\?\w+=\d+)"', text))
    return re.findall(r"第\d+条", text), links


def test_every_step_is_on_one_page_to_and_fro(lin: Client, steps: list[str]) -> None:
    first, links = page(lin, "")
    assert (first, sorted(links)) == (steps[:3], ["next"])
    second, links = page(lin, links["next"])
    assert (second, sorted(links)) == (steps[3:6], ["next", "prev"])
    third, links = page(lin, links["next"])
    assert (third, sorted(links)) == (steps[6:], ["prev"])
    second, links = page(lin, links["prev"])
    assert second == steps[3:6]
    assert page(lin, links["prev"])[0] == first


def test_newer_than_the_newest_are_the_newest(lin: Client, steps: list[str]) -> None:
    newest = Annulment.objects.latest("pk").pk
    assert page(lin, f"?after={newest}")[0] == steps[:3]
    assert page(lin, f"?after={newest - 1}")[0] == steps[:3]


@pytest.mark.usefixtures("steps")
def test_nothing_is_counted(lin: Client) -> None:
    with CaptureQueriesContext(connection) as seen:
        lin.get(HERE)
    asked = [one["sql"] for one in seen.captured_queries if "quiz_annulment" in one["sql"]]
    assert asked
    assert not [one for one in asked if "COUNT(" in one or "LIMIT" not in one]

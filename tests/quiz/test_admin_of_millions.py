"""Tables of millions are leafed through from the newest row on, and never counted whole."""

import re

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from quiz import admin
from quiz.models import Contestant
from tests.quiz import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("organiser"))
    return client


@pytest.mark.parametrize("table", ["contestant", "attempt"])
def test_no_count_goes_beyond_what_can_be_leafed_through(organiser: Client, table: str) -> None:
    with CaptureQueriesContext(connection) as seen:
        page = organiser.get(f"/admin/quiz/{table}/").content.decode()
    counts = [one["sql"] for one in seen.captured_queries if "COUNT(" in one["sql"]]
    assert len(counts) == 1
    assert re.search(rf"LIMIT {admin.MOST}\) subquery$", counts[0])
    assert "只列出最近的一部分" in page


def test_the_newest_are_shown_and_older_ones_are_found_by_name(
    organiser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    contest = world.make_contest()
    for name in ("Mei", "Lan", "Zhu"):
        world.make_contestant(contest, name)
    monkeypatch.setattr(admin, "MOST", 2)
    monkeypatch.setattr(admin.ContestantAdmin, "list_per_page", 1)
    assert [names(organiser, f"?p={number}") for number in (1, 2, 3)] == [{"Zhu"}, {"Lan"}, set()]
    assert names(organiser, "?q=Mei") == {"Mei"}


def names(organiser: Client, query: str) -> set[str]:
    """Whose rows the list shows."""
    page = organiser.get(f"/admin/quiz/contestant/{query}").content.decode()
    known = Contestant.objects.values_list("nickname", flat=True)
    return {name for name in known if f">{name}</a>" in page}

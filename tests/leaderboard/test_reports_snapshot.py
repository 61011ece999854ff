"""Snapshots of reports are made beside the server: what it reads is ready, at any size."""

import re

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from leaderboard.models import ReportContest, ReportSheet, ReportState
from leaderboard.reports import counting, follower, keeping, making, snapshot
from leaderboard.reports.making import REST_MS, REST_TIMES
from leaderboard.rules.figures import ALL
from questionbank import grants
from quiz import clock
from tests.leaderboard import crowd
from tests.leaderboard.cast import OPENS_AT, Scene
from tests.leaderboard.crowd import counted, fresh, papers, tell

__all__ = ["fresh"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh")]
# From what is counted, of whatever is joined to it; flags and appeals ask of their own papers.
TABLES = "leaderboard_reportshelf|leaderboard_personfacts|quiz_attempt|quiz_entry"
READS = re.compile(rf'FROM "?({TABLES})\b')
# How boards see whether anything new is in the journal: a page of it at the most.
FOLLOWS = re.compile(r"ORDER BY (e\.xid, )?e\.id LIMIT")
PAGES = ["/desk/", "/desk/reports/", "/desk/reports/?by=unit", "/desk/bulletins/"]


def people() -> int:
    return snapshot.of("GD26", 0).figures(("44", "", ALL, 0)).people


@pytest.fixture
def organiser() -> Client:
    user = User.objects.create_user("of-44")
    grants.give(user, "organiser", "44", by=None)
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("page", PAGES)
def test_no_page_reads_what_is_counted_or_of_whom(
    stage: Scene, organiser: Client, page: str
) -> None:
    crowd.small_world(stage.ranked)
    organiser.get(page)
    snapshot.forget()
    with CaptureQueriesContext(connection) as asked:
        assert organiser.get(page).status_code == 200
    said = [one["sql"] for one in asked]
    assert any("reportsheet" in one for one in said)
    assert not [one for one in said if READS.search(one) and not FOLLOWS.search(one)]


def test_a_snapshot_costs_three_queries_and_known_ones_two(
    stage: Scene, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    crowd.small_world(stage.ranked)
    with django_assert_num_queries(3):  # type: ignore[operator]
        people()
    with django_assert_num_queries(2):  # type: ignore[operator]
        people()


def test_what_was_counted_since_is_shown_when_it_is_made(stage: Scene) -> None:
    tell(papers(stage.ranked, 20))
    counted(papers(stage.ranked, 10, first=101), as_of=OPENS_AT + 9)
    assert (people(), snapshot.of("GD26", 0).as_of) == (20, OPENS_AT)
    assert making.step(OPENS_AT + REST_MS) == 1
    assert (people(), snapshot.of("GD26", 0).as_of) == (30, OPENS_AT + 9)


def test_it_is_made_once_and_not_too_often(stage: Scene) -> None:
    tell(papers(stage.ranked, 20))
    assert not making.waits(OPENS_AT + REST_MS)
    counted(papers(stage.ranked, 10, first=101))
    assert not making.waits(OPENS_AT + REST_MS - 1)
    assert making.waits(OPENS_AT + REST_MS)
    ReportContest.objects.update(took_ms=REST_MS)
    assert making.step(OPENS_AT + REST_TIMES * REST_MS - 1) == 0
    assert making.step(OPENS_AT + REST_TIMES * REST_MS) == 1
    assert making.step(OPENS_AT + 9 * REST_TIMES * REST_MS) == 0


def test_what_was_made_while_the_clock_was_far_ahead_holds_nothing(stage: Scene) -> None:
    tell(papers(stage.ranked, 20))
    counted(papers(stage.ranked, 10, first=101))
    ReportContest.objects.update(made_at=OPENS_AT + 1_000 * REST_MS)
    assert making.waits(OPENS_AT + REST_MS)
    assert making.step(OPENS_AT + REST_MS) == 1
    assert people() == 30
    counted(papers(stage.ranked, 10, first=201))
    assert not making.waits(OPENS_AT + REST_MS - 1)


def test_what_is_counted_of_another_contest_makes_none_anew(stage: Scene) -> None:
    tell(papers(stage.ranked, 20))
    keeping.store(keeping.Changes({}, {}), "", turn=1, as_of=OPENS_AT + 5)
    assert not making.waits(OPENS_AT + REST_MS)
    assert snapshot.of("GD26", 0).as_of == OPENS_AT + 5


@pytest.mark.django_db(transaction=True)
def test_what_a_release_before_has_counted_since_is_shown_when_it_is_made(stage: Scene) -> None:
    """While servers are changed one after another, one of that release may be the last to count."""
    now = OPENS_AT + 3_600_000
    stage.close("梅", 80)
    counting.catch_up(now)
    making.step(now)
    sheets = ReportContest.objects.get()
    stage.close("兰", 80)
    counting.catch_up(now)
    place = keeping.state().place.replace(',"behind":false', "")
    ReportState.objects.update(place=place)
    ReportContest.objects.update(turn=sheets.turn)
    assert (counting.waits(now), making.step(now + REST_MS)) == (True, 0)
    counting.catch_up(now)
    assert making.step(now + REST_MS) == 1
    assert people() == 2
    assert not counting.waits(now)


def test_another_rule_of_hiding_makes_them_anew(stage: Scene) -> None:
    tell(papers(stage.ranked, 20))
    assert people() == 20
    ReportContest.objects.update(rule="1|44")
    ReportSheet.objects.all().delete()
    assert making.step(OPENS_AT + REST_MS) == 1
    snap = snapshot.of("GD26", 0)
    assert (people(), snap.ready, ReportSheet.objects.count()) == (20, True, 4)


def test_the_command_makes_what_the_server_waits_for(
    stage: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: OPENS_AT + 2 * REST_MS)
    counted(papers(stage.ranked, 20))
    assert follower.waits()
    call_command("count_reports")
    assert (people(), making.waits(OPENS_AT + 9 * REST_MS)) == (20, False)


def test_counting_all_anew_leaves_the_sheets_before_to_be_read(stage: Scene) -> None:
    """Until all is counted, whoever else looks meanwhile."""
    tell(papers(stage.ranked, 20))
    keeping.empty()
    counted(papers(stage.ranked, 5), as_of=0)
    assert (making.waits(OPENS_AT + REST_MS), making.step(OPENS_AT, at_once=True)) == (False, 0)
    assert people() == 20
    keeping.empty()
    counting.catch_up(OPENS_AT)
    making.step(OPENS_AT, at_once=True)
    assert (people(), ReportSheet.objects.count()) == (0, 0)


def test_before_the_first_is_made_pages_say_so(stage: Scene, organiser: Client) -> None:
    """And nothing that is not so: neither that there are no figures, nor that there is a file."""
    counted(papers(stage.ranked, 20))
    for page in PAGES:
        text = organiser.get(page).content.decode()
        assert "正在统计，几秒钟后刷新本页就有数字。" in text, page
        assert "还没有数据" not in text, page
        assert " download>" not in text, page
    assert organiser.get(f"{PAGES[1]}?as=csv").status_code == 503

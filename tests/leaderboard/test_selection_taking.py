"""Whom a selection takes from the board, and what stays when it is taken again."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from leaderboard.desk import selection as page
from leaderboard.models import Selection
from leaderboard.projector import Projector
from leaderboard.selection import choosing, taking
from quiz import annulling, clock
from quiz.models import Attempt, Contestant, Entry
from tests.leaderboard import test_selection_page
from tests.leaderboard.cast import Scene
from tests.leaderboard.test_selection_page import make, one, say, shown

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
client = test_selection_page.client


def follower() -> Projector:
    """Who follows the journal for the page."""
    found: Projector = vars(page)["projector"]
    return found


def annul(name: str) -> None:
    """Their paper is annulled, and the boards know it."""
    paper = Attempt.objects.get(contestant__nickname=name).pk
    by = User.objects.get_or_create(username="annuls")[0]
    annulling.annul({paper: 1}, annulling.Why("program", ""), by, clock.now())
    follower().catch_up(clock.now())


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Have somebody else act just before the next one who acts has the selection to themselves."""
    held = choosing._held

    def wait(of: Selection) -> Selection:
        monkeypatch.setattr(choosing, "_held", held)
        act()
        return held(of)

    monkeypatch.setattr(choosing, "_held", wait)


def test_whoever_is_as_good_as_the_last_candidate_is_one(client: Client, stage: Scene) -> None:
    for n in range(13):
        stage.close(f"并列{n:02}", 95)
    # Later by some seconds: a worse rank, and as good for a team (13.3).
    late = Entry.objects.filter(attempt__contestant__nickname="并列07")
    late.update(received_at=late.get().received_at + 9_000)
    follower().catch_up(clock.now())
    of = make(client, **{"seats-youth": "1", "seats-farmers": "0", "women": "0", "men": "0"})
    assert of.candidates.filter(score=95).count() == 13
    assert one("并列07").rank == 13
    assert "有 13 个组合" in shown(client, of)


def test_bots_and_who_is_gone_take_no_candidate_s_place(
    client: Client, stage: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "PAGE", 5)
    for n in range(24):
        stage.close(f"前{n:02}", 99)
    ahead = Contestant.objects.filter(nickname__startswith="前").order_by("pk")
    ahead.filter(pk__in=ahead[:12]).update(bot=True)
    ahead.filter(pk__in=ahead[12:]).update(erased_at=1)
    follower().catch_up(clock.now())
    of = make(client)
    assert of.candidates.filter(cohort="youth").count() == 5


def test_papers_that_are_all_alike_make_no_endless_list(
    client: Client, stage: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "MOST_TIED", 3)
    for n in range(20):
        stage.close(f"空{n:02}", 95)
    follower().catch_up(clock.now())
    of = make(client, **{"seats-youth": "1"})
    assert of.candidates.filter(cohort="youth").count() == taking.LEAST_POOL + 3


def test_taking_again_keeps_the_numbers_and_lets_go_who_is_on_the_board_no_more(
    client: Client, stage: Scene
) -> None:
    of = make(client)
    before = dict(of.candidates.values_list("contestant__nickname", "pk"))
    annul("松")
    stage.close("柏", 85, took=50_000)
    stage.close("新", 75)
    follower().catch_up(clock.now())
    client.post(f"/desk/selections/{of.pk}/take/")
    after = dict(of.candidates.values_list("contestant__nickname", "pk"))
    assert after.keys() == before.keys() - {"松"} | {"新"}
    assert all(after[name] == number for name, number in before.items() if name != "松")
    assert (one("柏").score, one("柏").rank) == (85, 3)


def test_what_is_said_while_candidates_are_taken_again_stays(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = make(client)
    say(client, of)
    meanwhile(monkeypatch, lambda: choosing.say(of, {one("梅").pk: ("m", None, True)}, 2026))
    client.post(f"/desk/selections/{of.pk}/take/")
    assert one("梅").declined
    assert (one("兰").sex, one("兰").declined) == ("f", False)


def test_a_form_from_before_they_were_taken_again_is_about_the_same_people(client: Client) -> None:
    of = make(client)
    old = one("梅").pk
    client.post(f"/desk/selections/{of.pk}/take/")
    choosing.say(of, {old: ("f", None, True)}, 2026)
    assert (one("梅").sex, one("梅").declined) == ("f", True)

"""A selection and the board that it was taken from: whom it takes, what changed since, and who acts
meanwhile."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from leaderboard.desk import selection as page
from leaderboard.models import Candidate, Selection
from leaderboard.selection import choosing, taking
from leaderboard.selection.refusing import CannotChoose
from leaderboard.store import StoreAway
from quiz import annulling, clock, people
from quiz.models import Attempt, Contestant, Entry
from tests.leaderboard import test_selection_page
from tests.leaderboard.cast import Scene
from tests.leaderboard.test_selection_page import lock, make, names, one, say, shown

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
client = test_selection_page.client


def annul(name: str) -> None:
    """Their paper is annulled, and the boards know it."""
    paper = Attempt.objects.get(contestant__nickname=name).pk
    by = User.objects.get_or_create(username="annuls")[0]
    annulling.annul({paper: 1}, annulling.Why("program", ""), by, clock.now())
    page.projector.catch_up(clock.now())


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
    page.projector.catch_up(clock.now())
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
    page.projector.catch_up(clock.now())
    of = make(client)
    assert of.candidates.filter(cohort="youth").count() == 5


def test_papers_that_are_all_alike_make_no_endless_list(
    client: Client, stage: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "MOST_TIED", 3)
    for n in range(20):
        stage.close(f"空{n:02}", 95)
    page.projector.catch_up(clock.now())
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
    page.projector.catch_up(clock.now())
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


def test_while_the_board_cannot_be_read_nothing_is_taken_and_that_is_said(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = make(client)
    before = list(of.candidates.values())

    class Away:
        def page(self, *_of: object, **_how: object) -> Any:
            raise StoreAway("redis")

    monkeypatch.setattr(page.projector, "store", lambda _ranked: Away())
    client.post(f"/desk/selections/{of.pk}/take/")
    assert "榜单暂时不可用" in shown(client, of)
    assert list(of.candidates.values()) == before


def test_a_team_is_locked_of_those_who_are_candidates_after_a_taking_meanwhile(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = make(client)
    say(client, of)
    other = Selection.objects.get(pk=of.pk)
    meanwhile(monkeypatch, lambda: choosing.take_again(page.projector, other, 5))
    lock(client, of, "梅", "兰", "竹")
    assert names(of) == {"梅", "兰", "竹"}
    assert "总分 250" in shown(client, of)


def test_what_is_said_after_it_was_emptied_is_not_kept(client: Client) -> None:
    of = make(client)
    say(client, of)
    choosing.forget(date(2027, 1, 1), 9)
    assert of.forgotten_at is None  # as whoever says something now has read it before
    with pytest.raises(CannotChoose, match="forgotten"):
        choosing.say(of, {one("梅").pk: ("f", 1990, False)}, 2026)
    assert not of.candidates.exclude(sex="", born=None).exists()


def test_whatever_came_in_after_all_is_emptied_the_next_time(client: Client) -> None:
    of = make(client)
    choosing.forget(date(2027, 1, 1), 9)
    of.candidates.update(sex="f", born=1990)
    assert choosing.forget(date(2027, 1, 2), 10) == 0
    assert not of.candidates.exclude(sex="", born=None).exists()
    of.refresh_from_db()
    assert of.forgotten_at == 9


def test_nothing_is_kept_of_somebody_who_had_their_data_deleted(
    client: Client, stage: Scene
) -> None:
    of = make(client)
    number = one("梅").pk
    people.erase(stage.people["梅"], clock.now())
    choosing.say(of, {number: ("f", 1990, False)}, 2026)
    assert Candidate.objects.get(pk=number).sex == ""

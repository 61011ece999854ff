"""A selection and what changed since it was taken: on the board, by others who act meanwhile, and
by people who go."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from leaderboard.models import Candidate, Selection
from leaderboard.selection import choosing
from leaderboard.selection.refusing import CannotChoose
from leaderboard.store import StoreAway
from quiz import clock, people
from tests.leaderboard import test_selection_page
from tests.leaderboard.cast import Scene
from tests.leaderboard.test_selection_page import lock, make, names, one, say, shown
from tests.leaderboard.test_selection_taking import annul, follower, meanwhile

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
client = test_selection_page.client


def replace(client: Client, of: Selection, gone: str, came: str) -> None:
    said = {"gone": one(gone).pk, "came": one(came).pk, "reason": "出差"}
    client.post(f"/desk/selections/{of.pk}/replace/", said)


@pytest.mark.parametrize("what", ["take", "lock", "replace"])
def test_while_the_board_cannot_be_read_nothing_changes_and_the_page_is_there(
    client: Client, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    of = make(client)
    say(client, of)
    if what == "replace":
        lock(client, of, "梅", "兰", "竹")
    before = (names(of), list(of.candidates.values()))

    class Away:
        def page(self, *_of: object, **_how: object) -> Any:
            raise StoreAway("redis")

        around = page

    monkeypatch.setattr(follower(), "store", lambda _ranked: Away())
    if what == "take":
        client.post(f"/desk/selections/{of.pk}/take/")
    elif what == "lock":
        lock(client, of, "梅", "兰", "竹")
    else:
        replace(client, of, "梅", "菊")
    assert "榜单暂时不可用" in shown(client, of)
    assert (names(of), list(of.candidates.values())) == before


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


def test_a_team_is_locked_of_those_who_are_candidates_after_a_taking_meanwhile(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = make(client)
    say(client, of)
    other = Selection.objects.get(pk=of.pk)
    meanwhile(monkeypatch, lambda: choosing.take_again(follower(), other, 5))
    lock(client, of, "梅", "兰", "竹")
    assert names(of) == {"梅", "兰", "竹"}
    assert "总分 250" in shown(client, of)


def test_a_proposal_that_somebody_changes_meanwhile_is_not_locked(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = make(client)
    say(client, of)
    meanwhile(monkeypatch, lambda: choosing.say(of, {one("梅").pk: ("m", None, True)}, 2026))
    lock(client, of, "梅", "兰", "竹")
    assert not of.steps.exists()
    assert "请刷新后再看" in shown(client, of)


def test_a_team_whose_candidates_are_gone_still_has_a_page(client: Client) -> None:
    """As it was made before candidates kept their numbers."""
    of = make(client)
    say(client, of)
    lock(client, of, "梅", "兰", "竹")
    of.steps.update(members=[one("兰").pk, 10**6])
    assert "兰" in shown(client, of)
    assert client.get(f"/desk/selections/{of.pk}/paper/").status_code == 200
    of.steps.update(members=[10**6])
    shown(client, of)
    assert client.get(f"/desk/selections/{of.pk}/paper/").status_code == 200


def test_whose_paper_is_annulled_is_not_locked_and_leaves_when_taken_again(client: Client) -> None:
    of = make(client)
    say(client, of)
    annul("梅")
    assert "入选；已不在榜上" in shown(client, of)
    lock(client, of, "梅", "兰", "竹")
    assert not of.steps.exists()
    assert "入选者的成绩已变，请先按现在的榜单重新取成绩" in shown(client, of)
    client.post(f"/desk/selections/{of.pk}/take/")
    say(client, of)
    lock(client, of, "菊", "兰", "竹")
    assert names(of) == {"菊", "兰", "竹"}


def test_whose_standing_is_another_is_not_locked(client: Client, stage: Scene) -> None:
    of = make(client)
    say(client, of)
    stage.close("竹", 71)
    follower().catch_up(clock.now())
    assert "成绩已变，现为 71 分" in shown(client, of)
    lock(client, of, "梅", "兰", "竹")
    assert not of.steps.exists()


def test_who_had_their_data_deleted_is_neither_proposed_nor_locked(
    client: Client, stage: Scene
) -> None:
    of = make(client)
    say(client, of)
    team = ",".join(str(number) for number in sorted(one(name).pk for name in "梅兰竹"))
    people.erase(stage.people["梅"], clock.now())
    text = shown(client, of)
    assert "已删除个人信息" in text
    assert "总分 240" in text
    client.post(f"/desk/selections/{of.pk}/lock/", {"team": team})
    assert not of.steps.exists()


def test_nobody_steps_up_who_is_gone_or_annulled(client: Client, stage: Scene) -> None:
    of = make(client, reserves="5")
    say(client, of)
    lock(client, of, "梅", "兰", "竹")
    annul("菊")
    replace(client, of, "梅", "菊")
    assert names(of) == {"梅", "兰", "竹"}
    people.erase(stage.people["松"], clock.now())
    text = shown(client, of)
    assert "已不在榜上" in text
    assert "已删除个人信息" in text
    replace(client, of, "梅", "柏")
    assert names(of) == {"柏", "兰", "竹"}


def test_who_steps_up_is_the_best_by_the_board_of_now(client: Client, stage: Scene) -> None:
    of = make(client)
    say(client, of)
    lock(client, of, "梅", "兰", "竹")
    stage.close("松", 85)
    follower().catch_up(clock.now())
    replace(client, of, "梅", "菊")
    assert names(of) == {"梅", "兰", "竹"}
    replace(client, of, "梅", "松")
    assert names(of) == {"松", "兰", "竹"}

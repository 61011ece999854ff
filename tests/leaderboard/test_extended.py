"""A round that has got more time: what everybody reads of it, and what rests on its end."""

import re
from dataclasses import replace

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client

from leaderboard import screen
from leaderboard.pictures import issuing
from leaderboard.pictures.all_in import AllIn
from leaderboard.projector import RELOAD_MS, Projector
from leaderboard.store import Shelf
from quiz import extending
from quiz.extending import Wanted
from quiz.models import PreparedRound, Round
from quiz.rules.formats import Count, Format, plain
from quiz.rules.units import Millis
from tests.fakes import FakeClock
from tests.leaderboard.cast import Scene
from tests.leaderboard.test_recasting import LATER, close_three, fresh, looked_at, shown

DAY_MS = 86_400_000


def extend(stage: Scene, by_ms: int, now: Millis) -> Millis:
    """Give the round more time, which only a prepared one gets; returns its new end."""
    PreparedRound.objects.get_or_create(round=stage.ranked, books={}, prepared_at=1)
    lin = User.objects.filter(username="lin").first() or User.objects.create_superuser("lin")
    was = Millis(Round.objects.get(pk=stage.ranked.pk).closes_at or 0)
    wanted = Wanted(was, Millis(was + by_ms), "因<台风>停电", "a storm")
    return Millis(extending.extend(stage.ranked, wanted, lin, now).closes_at)


@pytest.mark.parametrize(
    ("lang", "said"),
    [("zh-hans", "因<台风>停电"), ("zh-hant", "因<台风>停电"), ("en", ": a storm")],
)
def test_every_page_of_the_round_says_it_and_an_answer_from_before_is_not_good_any_more(
    client: Client, projector: Projector, stage: Scene, fake_clock: FakeClock, lang: str, said: str
) -> None:
    client = Client(headers={"accept-language": lang})
    before = client.get("/boards/GD26/44/")
    assert said not in before.content.decode()
    extend(stage, 3_600_000, fake_clock.now())
    projector.catch_up(fake_clock.tick(RELOAD_MS))
    for part in ("44/", "4401/why/", "44/days/", "44/find/"):
        after = client.get(f"/boards/GD26/{part}", headers={"if-none-match": before["ETag"]})
        assert after.status_code == 200
        assert said.replace("<", "&lt;").replace(">", "&gt;") in after.content.decode()
        assert not re.search(r"\blin\b", after.content.decode())


def test_the_interface_says_it_in_both_languages_and_the_screen_counts_to_the_new_end(
    client: Client, projector: Projector, stage: Scene, fake_clock: FakeClock
) -> None:
    was = stage.ranked.closes_at
    new = extend(stage, 3_600_000, fake_clock.now())
    projector.catch_up(fake_clock.tick(RELOAD_MS))
    cache.clear()
    told = client.get("/api/defined/GD26").json()["rounds"][0]
    assert told["closes_at"] == new
    assert told["extended"] == [
        {
            "at": fake_clock.now() - RELOAD_MS,
            "was": was,
            "closes_at": new,
            "reason": "因<台风>停电",
            "reason_en": "a storm",
        }
    ]
    assert screen.facts(stage.contest, fake_clock.now())["round"]["closes_at"] == new


def test_results_are_packed_anew_where_a_longer_window_wants_more_room(
    stage: Scene, live_shelf: Shelf, fake_clock: FakeClock
) -> None:
    form = plain(Format(count=Count.SUM, tries_per_day=3))
    Round.objects.filter(pk=stage.ranked.pk).update(format=form)
    close_three(stage)
    projector = looked_at(live_shelf)
    before = projector.catalogue.rounds[stage.ranked.pk]
    for _ in range(4):
        extend(stage, 31 * DAY_MS, fake_clock.now())
    projector.catch_up(LATER)
    after = projector.catalogue.rounds[stage.ranked.pk]
    assert before.mould != after.mould
    assert shown(projector) == fresh(LATER)
    assert len(shown(projector)) == 2
    stage.close("丙", 200)
    projector.catch_up(Millis(LATER + 1))
    assert shown(projector)[0] == (1, "丙", 200)


def test_a_process_that_slept_hands_out_no_certificate_by_what_it_knew_of_the_old_end(
    stage: Scene, projector: Projector, fake_clock: FakeClock
) -> None:
    ranked = projector.catalogue.rounds[stage.ranked.pk]
    end, known = Millis(ranked.closes_at or 0), AllIn()
    longer = replace(ranked, closes_at=end + DAY_MS)
    fake_clock.time = Millis(end + 10_000)
    assert known.since(ranked, fake_clock.now()) is not None
    assert known.since(longer, fake_clock.now()) is None
    assert not issuing.over(longer, fake_clock.now())

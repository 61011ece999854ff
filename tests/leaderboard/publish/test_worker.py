"""Counting goes on beside the server: taken over from the dead, never from the slow."""

import contextlib
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from leaderboard.models import Publication
from leaderboard.publish import counting, pseudonyms, publishing, worker, working
from quiz import clock
from quiz.models import Round
from quiz.rules.units import Millis
from tests.leaderboard.cast import scene
from tests.leaderboard.publish.cast import LATER, Scene, two


def test_a_dead_counting_is_taken_over_a_few_times_and_then_given_up(played: Scene) -> None:
    row = played.publication()
    Publication.objects.filter(pk=row.pk).update(state="working", beat_at=0, stand={})
    now = Millis(LATER)
    for _try in range(worker.MOST_TRIES):
        assert worker.claim(now) == row.pk
        assert worker.claim(now) is None
        now = Millis(now + worker.DEAD_MS + 1)
    assert worker.claim(now) is None
    row.refresh_from_db()
    assert row.state == "failed"


def test_what_was_just_begun_is_claimed_once(played: Scene) -> None:
    row = publishing.begin(played.round, by=None, reason="", now=LATER)
    assert worker.claim(LATER) == row.pk
    assert worker.claim(Millis(LATER + 1_000)) is None


def test_what_its_own_process_counts_is_claimed_by_no_server(
    played: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    claimed: list[int | None] = []

    def work(row: Publication, _clock: object) -> None:
        claimed.append(worker.claim(clock.now()))

    monkeypatch.setattr(working, "work", work)
    real = publishing.begin

    def begin(*of: Any, **how: Any) -> Publication:
        row = real(*of, **how)
        claimed.append(worker.claim(clock.now()))
        return row

    monkeypatch.setattr(publishing, "begin", begin)
    with pytest.raises(CommandError, match="not published"):
        call_command("publish_result", "demo")
    assert claimed == [None, None]


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Have something happen while the next publication is counted."""
    real = counting.recount

    def recount(*of: Any) -> Any:
        monkeypatch.setattr(counting, "recount", real)
        act()
        return real(*of)

    monkeypatch.setattr(counting, "recount", recount)


def test_what_is_given_up_while_it_is_counted_stays_given_up(
    played: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = publishing.begin(played.round, by=two()[0], reason="", now=LATER)
    again: list[Publication] = []

    def act() -> None:
        publishing.drop(Publication.objects.get(pk=row.pk))
        again.append(publishing.begin(played.round, by=two()[0], reason="", now=LATER))

    meanwhile(monkeypatch, act)
    working.work(Publication.objects.get(pk=row.pk), lambda: LATER)
    assert states() == {row.pk: "dropped", again[0].pk: "working"}
    with pytest.raises(publishing.Refusal):
        publishing.publish(row, by=two()[1], now=LATER)
    working.work(again[0], lambda: LATER)
    assert states() == {row.pk: "dropped", again[0].pk: "ready"}


@pytest.mark.parametrize("broken", [False, True])
def test_who_lost_a_counting_to_another_process_changes_nothing(
    played: Scene, monkeypatch: pytest.MonkeyPatch, *, broken: bool
) -> None:
    row = publishing.begin(played.round, by=None, reason="", now=LATER)
    assert worker.claim(LATER) == row.pk

    def act() -> None:
        Publication.objects.update(beat_at=0)
        assert worker.claim(LATER) == row.pk
        if broken:
            raise OSError("no space left on device")

    meanwhile(monkeypatch, act)
    with pytest.raises(OSError, match="no space") if broken else contextlib.nullcontext():
        call_command("publish_result", "--count", str(row.pk))
    assert states() == {row.pk: "working"}
    call_command("publish_result", "--count", str(row.pk))
    assert states() == {row.pk: "ready"}


def states() -> dict[int, str]:
    return dict(Publication.objects.values_list("pk", "state"))


def test_nothing_waits_where_nothing_was_begun(db: None) -> None:
    assert worker.claim(LATER) is None


@pytest.mark.django_db(transaction=True)
def test_a_slow_step_is_not_taken_for_a_dead_process(
    monkeypatch: pytest.MonkeyPatch, own_threads: None
) -> None:
    monkeypatch.setattr(worker, "BEAT_S", 0.01)
    row = _waiting()
    seen = 0
    with worker.beating(row.pk):
        while seen <= LATER:
            row.refresh_from_db()
            seen = row.beat_at
    assert worker.claim(clock.now()) is None


def _waiting() -> Publication:
    """A publication in a database of its own, of a round that nobody counts."""

    round_ = Round.objects.get(pk=scene().ranked.pk)
    return Publication.objects.create(round=round_, beat_at=0, prepared_at=LATER)


def test_a_broken_counting_says_so(played: Scene) -> None:
    row = publishing.begin(played.round, by=None, reason="", now=LATER)
    Publication.objects.filter(pk=row.pk).update(secret="broken")
    with pytest.raises(pseudonyms.Destroyed):
        call_command("publish_result", "--count", str(row.pk))
    row.refresh_from_db()
    assert row.state == "failed"

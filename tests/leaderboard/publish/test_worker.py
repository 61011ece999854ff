"""Counting goes on beside the server: taken over from the dead, never from the slow."""

import pytest
from django.core.management import call_command

from leaderboard.models import Publication
from leaderboard.publish import pseudonyms, publishing, worker
from quiz import clock
from quiz.models import Round
from quiz.rules.units import Millis
from tests.leaderboard.cast import scene
from tests.leaderboard.publish.cast import LATER, Scene


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

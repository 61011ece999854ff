"""The demo's hall: a live round and one open rehearsal, found again by the next start."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings

from config import demo, demo_hall
from quiz import clock
from quiz.models import HostLine, PreparedRound, Sitting
from quiz.rules.stage import State

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.usefixtures("fake_clock")]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    with override_settings(DATA_DIR=tmp_path):
        yield tmp_path


def start() -> Sitting:
    return demo_hall.rehearsal(demo.prepare(clock.now()), demo.editor(), clock.now())


def test_a_start_opens_one_rehearsal_and_the_next_finds_it_by_one_query() -> None:
    made = start()
    contest = demo.prepare(clock.now())
    by = demo.editor()
    with CaptureQueriesContext(connection) as captured:
        found = demo_hall.rehearsal(contest, by, clock.now())
    assert len(captured) == 1
    assert (found.pk, found.code, found.screen_code) == (made.pk, made.code, made.screen_code)
    assert (made.state, made.rehearsal, len(made.code)) == (State.LOBBY, True, 6)
    assert HostLine.objects.get().who == demo.EDITOR


def test_a_rehearsal_that_was_ended_is_followed_by_another_of_the_same_round() -> None:
    first = start()
    Sitting.objects.update(state=State.CLOSED)
    second = start()
    assert second.pk != first.pk
    assert second.round_id == first.round_id
    assert PreparedRound.objects.count() == 3


def test_a_round_that_was_not_prepared_is_made_anew() -> None:
    first = start()
    HostLine.objects.all().delete()
    Sitting.objects.filter(pk=first.pk).delete()
    PreparedRound.objects.filter(round=first.round_id).delete()
    assert start().round_id != first.round_id

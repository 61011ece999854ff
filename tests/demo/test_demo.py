"""The demo's contest: made once, recognised at the next start, mended when something is missing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings

from config import demo
from quiz import clock, presets
from quiz.models import Contest, PreparedRound, Region, Round
from quiz.rules import formats
from quiz.rules.units import Millis
from tests.fakes import FakeClock

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.usefixtures("fake_clock")]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    with override_settings(DATA_DIR=tmp_path):
        yield tmp_path


def queries_of_a_start() -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        demo.prepare(clock.now())
    return [query["sql"] for query in captured]


def test_it_opens_a_ranked_and_a_practice_round_of_the_presets(fake_clock: FakeClock) -> None:
    contest = demo.prepare(clock.now())
    assert contest.code == "2026"
    for name in demo.SHOWN:
        round_ = Round.objects.get(code=name)
        assert formats.read(round_.format) == presets.presets()[name].format
        assert round_.opens_at == fake_clock.time + 1
        assert round_.prepared.prepared_at < round_.opens_at
        assert (round_.closes_at is None) == (name == "practice10")


def test_the_second_start_reads_a_few_rows_and_writes_none() -> None:
    first = len(queries_of_a_start())
    second = queries_of_a_start()
    assert first > 50
    assert len(second) <= 5
    assert all(query.startswith("SELECT") for query in second)


def test_another_database_is_filled_whatever_the_stamp_says(folder: Path) -> None:
    (folder / "demo.stamp").write_text(demo._stamp())
    assert demo.prepare(clock.now()) == Contest.objects.get()
    assert PreparedRound.objects.count() == 2


def test_a_changed_source_is_loaded_again_without_touching_what_was_promised(
    folder: Path,
) -> None:
    demo.prepare(clock.now())
    promised = set(PreparedRound.objects.values_list("round__code", "digest"))
    Region.objects.filter(code="440100").update(name_zh="别的名字")
    (folder / "demo.stamp").write_text("of another day")
    demo.prepare(clock.now())
    assert Region.objects.get(code="440100").name_zh == "广州市"
    assert set(PreparedRound.objects.values_list("round__code", "digest")) == promised


def test_a_demo_of_last_season_gets_a_new_ranked_round(fake_clock: FakeClock) -> None:
    demo.prepare(clock.now())
    fake_clock.tick(demo.WINDOW_MS)
    demo.prepare(clock.now())
    assert set(Round.objects.values_list("code", flat=True)) == {
        *("demo10", "demo10-2", "practice10"),
    }
    assert Round.objects.get(code="demo10-2").opens_at > Millis(fake_clock.time)


def test_a_start_that_was_interrupted_is_finished_by_the_next(folder: Path) -> None:
    demo.prepare(clock.now())
    PreparedRound.objects.filter(round__code="demo10").delete()
    demo.prepare(clock.now())
    assert PreparedRound.objects.filter(round__code="demo10").exists()


def test_the_editor_may_work_on_the_bank_only_and_has_no_password() -> None:
    demo.prepare(clock.now())
    editor = User.objects.get(username="editor")
    assert not editor.has_usable_password()
    assert not editor.is_superuser
    assert editor.has_perm("questionbank.change_question")
    assert not editor.has_perm("quiz.change_contest")
    assert not editor.has_perm("auth.change_user")

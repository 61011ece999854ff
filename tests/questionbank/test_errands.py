"""Errands: given to one process, taken over when it dies, given up when they end every process."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils.translation import override

from questionbank import errand_kinds, errands, import_work, importing
from questionbank.errand_kinds import Kind, do_next
from questionbank.importing import Choice
from questionbank.models import Batch, BatchRow, Errand, Outcome, Question
from questionbank.refusals import NotTheirs
from tests.questionbank.import_files import lines, named, table
from tests.questionbank.test_grants import COUNTY, OTHER, person
from tests.questionbank.test_importing import NOW

pytestmark = pytest.mark.django_db
LATER = errands.DEAD_MS + 1
ALL = {"x", *errand_kinds.KINDS}
NOON = 1_789_776_000_000


@pytest.fixture
def chen() -> User:
    return person("chen", ("author", COUNTY))


@pytest.fixture
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows are many."""
    monkeypatch.setattr(import_work, "ROWS_AT_ONCE", 2)


def read(chen: User, rows: list[list[str]]) -> Batch:
    data = table(rows)
    batch = importing.begin(data, named(), by=chen, scope=COUNTY)
    import_work.read(batch, by=chen, size=len(data))
    batch.refresh_from_db()
    return batch


def fresh(batch: Batch) -> Batch:
    return Batch.objects.get(pk=batch.pk)


def store(batch: Batch, chen: User) -> bool:
    return import_work.store(fresh(batch), by=chen, choice=Choice(), now=NOW)


def test_one_server_is_told_of_an_errand_and_one_process_gets_it(chen: User) -> None:
    errands.put("x", 1, by=chen)
    assert [errands.call(1_000, ALL), errands.call(1_001, ALL)] == [True, False]
    taken = errands.take(1_002, ALL)
    assert taken is not None
    assert (taken.tries, taken.by) == (1, chen)
    assert errands.take(1_003, ALL) is None
    assert not errands.call(1_003, ALL)


def test_a_process_that_does_not_come_is_called_again(chen: User) -> None:
    errands.put("x", 1, by=chen)
    assert errands.call(0, ALL)
    assert not errands.call(errands.DEAD_MS, ALL)
    assert errands.call(LATER, ALL)


def test_an_errand_whose_process_died_is_given_to_another_and_not_before(chen: User) -> None:
    errand = errands.put("x", 1, by=chen)
    assert errands.take(0, ALL)
    errands.beat(errand, 10_000)
    assert errands.take(LATER, ALL) is None
    assert not errands.call(LATER, ALL)
    assert errands.call(10_000 + LATER, ALL)
    again = errands.take(10_000 + LATER, ALL)
    assert again is not None
    assert again.tries == 2


@pytest.mark.parametrize("end", [errands.done, errands.put_back])
def test_a_process_that_was_thought_dead_ends_no_errand_that_another_is_at(
    chen: User, end: Callable[[Errand], None]
) -> None:
    errands.put("x", 1, by=chen)
    first, second = errands.take(0, ALL), errands.take(LATER, ALL)
    assert first
    assert second
    end(first)
    assert Errand.objects.get().state == Errand.State.TAKEN
    errands.done(second)
    assert not Errand.objects.exists()


def test_the_oldest_errand_comes_first(chen: User) -> None:
    for on in (7, 8):
        errands.put("x", on, by=chen)
    taken = [errands.take(0, ALL), errands.take(0, ALL)]
    assert [one.on for one in taken if one] == [7, 8]
    assert errands.there(8, "x", "y")
    assert errands.there(8, "y") is None


def test_what_fails_again_and_again_is_given_up_and_told(
    chen: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[Errand] = []

    def fails(_errand: Errand) -> None:
        raise RuntimeError("as ever")

    monkeypatch.setitem(errand_kinds.KINDS, "x", Kind(fails, told.append))
    errands.put("x", 1, by=chen)
    for _time in range(errands.MOST_TRIES):
        assert do_next(0)
        assert not told
    assert do_next(0)
    assert [one.on for one in told] == [1]
    assert not Errand.objects.exists()
    assert caplog.text.count("errand x 1 was not done") == errands.MOST_TRIES


@pytest.mark.usefixtures("_small")
def test_a_file_of_many_rows_waits_for_a_process(chen: User) -> None:
    batch = read(chen, lines(3))
    assert (batch.state, import_work.doing(batch)) == ("reading", "reading")
    assert do_next(0)
    assert import_work.doing(fresh(batch)) == ""
    assert (fresh(batch).state, fresh(batch).done) == ("preview", 3)
    assert do_next(0) is None


def test_a_large_file_is_not_even_opened_by_the_server(
    chen: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_work, "BYTES_AT_ONCE", 10)
    batch = read(chen, lines(1))
    assert (batch.state, batch.total) == ("reading", 0)
    assert do_next(0)
    assert fresh(batch).state == "preview"


@pytest.mark.usefixtures("_small")
def test_many_rows_are_stored_and_taken_back_by_a_process_once_however_often_one_clicks(
    chen: User,
) -> None:
    batch = read(chen, lines(3))
    do_next(0)
    assert [store(batch, chen), store(batch, chen)] == [False, False]
    assert import_work.doing(fresh(batch)) == "storing"
    assert Errand.objects.count() == 1
    assert not Question.objects.exists()
    assert do_next(0)
    assert (fresh(batch).state, import_work.doing(fresh(batch))) == ("stored", "")
    assert Question.objects.count() == 3
    for _click in range(2):
        assert import_work.undo(fresh(batch), by=chen, now=NOW) is None
    assert import_work.doing(fresh(batch)) == "undoing"
    assert do_next(0)
    assert fresh(batch).state == "undone"
    assert not Question.objects.exists()
    assert do_next(0) is None


@pytest.mark.usefixtures("_small")
def test_what_is_left_out_is_left_out_by_the_process_too(chen: User) -> None:
    rows = lines(4)
    rows[1][7] = "E"
    batch = read(chen, rows)
    do_next(0)
    choice = Choice(frozenset({"wrong"}), frozenset({1, 2, 3}))
    import_work.store(fresh(batch), by=chen, choice=choice, now=NOW)
    do_next(0)
    assert Question.objects.count() == 2
    assert BatchRow.objects.get(number=4).outcome == Outcome.LEFT


@pytest.mark.usefixtures("_small")
def test_why_nothing_was_stored_is_told_in_the_language_of_whoever_asked(chen: User) -> None:
    rows = lines(3)
    rows[1][7] = "E"
    batch = read(chen, rows)
    do_next(0)
    with override("en"):
        store(batch, chen)
    do_next(0)
    after = fresh(batch)
    assert (after.state, import_work.doing(after)) == ("preview", "")
    assert "1 row" in after.about["why"]
    assert not Question.objects.exists()
    assert not store(batch, chen)
    assert import_work.doing(fresh(batch)) == "storing"


@pytest.mark.usefixtures("_small")
def test_who_may_not_import_puts_nothing_into_the_queue(chen: User) -> None:
    batch = read(chen, lines(3))
    do_next(0)
    foreign = person("lin", ("author", OTHER))
    with pytest.raises(NotTheirs):
        store(batch, foreign)
    assert not Errand.objects.exists()
    assert import_work.doing(fresh(batch)) == ""


@pytest.mark.usefixtures("_small")
def test_a_reader_that_only_seemed_to_be_dead_reads_no_further(chen: User) -> None:
    batch = read(chen, lines(3))
    assert errands.take(0, ALL)  # and then not a sign of life
    turn = fresh(batch).about.get("turn", 0)
    assert do_next(LATER)
    assert fresh(batch).about["turn"] == turn + 1
    assert (fresh(batch).state, batch.rows.count()) == ("preview", 3)


@pytest.mark.usefixtures("_small")
def test_a_process_that_comes_too_late_does_not_say_that_nothing_was_stored(
    chen: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = read(chen, lines(3))
    do_next(0)
    store(batch, chen)
    accept = importing.accept

    def refused(*what: Any, **how: Any) -> None:
        """It has read what the bank was before another process stored the batch."""
        accept(*what, **how)
        raise importing.refused("被改过")

    monkeypatch.setattr(importing, "accept", refused)
    do_next(0)
    after = fresh(batch)
    assert (after.state, after.about["doing"], after.about["why"]) == ("stored", "", "")


@pytest.mark.usefixtures("_small")
def test_what_ends_every_process_is_told_on_the_batch(chen: User) -> None:
    batch = read(chen, lines(3))
    for time in range(errands.MOST_TRIES):
        assert errands.take(time * LATER, ALL)
    assert do_next(errands.MOST_TRIES * LATER)
    after = fresh(batch)
    assert after.state == "preview"
    assert after.about["notes"][0][1] == "reader_failed"
    Batch.objects.filter(pk=batch.pk).update(total=3)
    store(batch, chen)
    Errand.objects.update(tries=errands.MOST_TRIES)
    assert do_next(0)
    assert "没有改动任何内容" in fresh(batch).about["why"]


@pytest.mark.usefixtures("_small")
def test_an_errand_of_a_kind_that_only_another_release_knows_waits_for_that_one(
    chen: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was put in by a newer release, in the middle of an upgrade; the others are done."""
    errands.put("of_tomorrow", 1, by=chen)
    batch = read(chen, lines(3))
    assert errand_kinds.waits(1)
    assert do_next(1)
    assert fresh(batch).state == "preview"
    for time in range(errands.MOST_TRIES + 2):
        assert not errand_kinds.waits(time * LATER + 1)
        assert do_next(time * LATER + 1) is None
    done: list[Errand] = []
    monkeypatch.setitem(errand_kinds.KINDS, "of_tomorrow", Kind(done.append, done.append))
    assert errand_kinds.waits(5)
    assert do_next(5)
    assert [(one.on, one.tries) for one in done] == [(1, 1)]


def test_what_no_release_comes_for_in_a_day_is_given_up_with_a_line_in_the_log(
    chen: User, caplog: pytest.LogCaptureFixture
) -> None:
    errands.put("of_tomorrow", 1, by=chen)
    for time in (NOON, NOON + errands.STRANGE_MS):
        assert not errand_kinds.waits(time)
        assert Errand.objects.exists()
    assert not errand_kinds.waits(NOON + errands.STRANGE_MS + 1)
    assert not Errand.objects.exists()
    assert caplog.text.count("of the unknown kind of_tomorrow was given up") == 1


def test_what_the_other_release_is_at_is_not_given_up(chen: User) -> None:
    errands.put("of_tomorrow", 1, by=chen)
    errand_kinds.waits(NOON)
    late = NOON + errands.STRANGE_MS
    taken = errands.take(late, {"of_tomorrow"})
    assert taken
    for time in (late + 1, late + LATER):
        assert not errand_kinds.waits(time)
    errands.put_back(taken)
    assert not errand_kinds.waits(late + LATER)
    assert Errand.objects.exists()

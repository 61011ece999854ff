"""An errand in two hands: its process only seemed to be dead, and ends while another is at it."""

from collections.abc import Callable

import pytest

from questionbank import errands
from questionbank.bulk import jobs
from questionbank.models import Act, Errand, Question
from tests.questionbank.many import change, fresh, tag, tags_of, undone, written
from tests.questionbank.test_errands import ALL, LATER
from tests.questionbank.test_taxonomy import load
from tests.questionbank.test_workflow import People, people

pytestmark = pytest.mark.django_db
__all__ = ["people"]


@pytest.fixture(autouse=True)
def _taxonomy() -> None:
    load()


@pytest.fixture
def some(people: People) -> list[Question]:
    return [written(people["chen"]) for _number in range(3)]


Twice = Callable[[Callable[[Errand], None]], None]


@pytest.fixture
def twice(monkeypatch: pytest.MonkeyPatch) -> Twice:
    """twice(do) = the second process has worked everything out when the first one, thought to be
    dead, ends; then the second ends, too."""

    def done(do: Callable[[Errand], None]) -> None:
        first, second = errands.take(0, ALL), errands.take(LATER, ALL)
        assert first
        assert second
        left = [first]

        def told(errand: Errand, _many: int) -> None:
            if errand is second and left:
                do(left.pop())

        monkeypatch.setattr(jobs, "TELL_S", 0)
        monkeypatch.setattr(errands, "tell", told)
        do(second)
        assert not left
        errands.done(second)

    return done


def large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "AT_ONCE", 1)


def test_a_change_made_by_two_processes_is_made_once_and_can_be_undone(
    people: People, some: list[Question], twice: Twice, monkeypatch: pytest.MonkeyPatch
) -> None:
    large(monkeypatch)
    act = change(people["chen"], some, do="add", tag=tag("L3"))
    twice(jobs.do_make)
    made = Act.objects.get(pk=act.pk)
    assert (made.what["state"], made.count, made.items.count()) == ("done", 3, 3)
    assert [fresh(one).revision for one in some] == [1, 1, 1]
    monkeypatch.undo()
    assert undone(made, people["chen"]).what["undone"] == 3
    assert not any("L3" in tags_of(one) for one in some)


def test_an_act_undone_by_two_processes_says_what_was_undone(
    people: People, some: list[Question], twice: Twice, monkeypatch: pytest.MonkeyPatch
) -> None:
    act = change(people["chen"], some, do="add", tag=tag("L3"))
    large(monkeypatch)
    jobs.take_back(Act.objects.get(pk=act.pk), by=people["chen"])
    twice(jobs.do_undo)
    after = Act.objects.get(pk=act.pk)
    assert (after.what["state"], after.what["undone"], after.what["left"]) == ("undone", 3, {})
    assert after.undone_at


def test_a_change_that_was_given_up_is_not_made_by_a_process_that_wakes_up_later(
    people: People, some: list[Question], monkeypatch: pytest.MonkeyPatch
) -> None:
    large(monkeypatch)
    act = change(people["chen"], some, do="add", tag=tag("L3"))
    first, late = errands.take(0, ALL), errands.take(LATER, ALL)
    assert first
    assert late
    monkeypatch.setattr(jobs, "TELL_S", 0)
    monkeypatch.setattr(errands, "tell", lambda _errand, _many: jobs.give_up(late))
    jobs.do_make(first)
    assert Act.objects.get(pk=act.pk).what["state"] == "failed"
    assert not any("L3" in tags_of(one) for one in some)

"""A closing and a step of its paper that were stored in the same instant: found, once, and without
asking again for what is in the journal."""

import pytest
from django.contrib.auth.models import User

from quiz.annul_missed import AGAIN_MS, Missed
from quiz.models import Annulment, Attempt, Contestant, Entry, EntryKind
from quiz.rules.units import Millis
from tests.fakes import MORNING
from tests.quiz.test_annulling import LATER, annul, contestants, lin, told, voids
from tests.quiz.test_counting import entry, play

__all__ = ["contestants", "lin"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def papers(contestants: list[Contestant]) -> list[int]:
    """Two that are open, and a closed one."""
    return [play(who, 2, close=n == 2).pk for n, who in enumerate(contestants[:3])]


def close_blindly(paper: int) -> None:
    """The annulling saw no closing, the closing no step."""
    entry(Attempt.objects.get(pk=paper), 4, EntryKind.CLOSED)


def after(looks: int) -> Millis:
    return Millis(LATER + looks * AGAIN_MS)


def test_a_closing_that_missed_its_steps_is_caught_up_once(papers: list[int], lin: User) -> None:
    paper, still, _closed = papers
    annul([paper, still], lin)
    close_blindly(paper)
    assert voids() == []
    missed = Missed()
    assert [missed.look(LATER) for _again in range(2)] == [1, 0]
    assert voids() == [(paper, 1)]
    assert told(paper) == [(0, MORNING), (1, LATER)]


def test_what_is_in_the_journal_is_not_asked_for_again(papers: list[int], lin: User) -> None:
    """Of a whole round it would be millions, every half minute."""
    annul(papers, lin)
    missed = Missed()
    assert [missed.look(after(n)) for n in range(2)] == [0, 0]
    Entry.objects.filter(kind=EntryKind.VOIDED).delete()
    assert [missed.look(after(n)) for n in (2, 3)] == [0, 0]
    assert Missed().look(after(4)) == 1


def test_a_paper_that_was_open_for_long_is_still_waited_for(papers: list[int], lin: User) -> None:
    annul(papers, lin)
    missed = Missed()
    assert [missed.look(after(n)) for n in range(3)] == [0, 0, 0]
    close_blindly(papers[1])
    assert [missed.look(after(n)) for n in (3, 4)] == [1, 0]
    assert voids() == [(papers[1], 1), (papers[2], 1)]


def test_a_step_with_a_lower_number_that_is_committed_later_is_found(
    papers: list[int], lin: User
) -> None:
    """PostgreSQL gives a number when a row is made, and others see it when that is committed."""
    annul([papers[2]], lin)
    Annulment.objects.update(id=1_000_000)
    missed = Missed()
    assert missed.look(LATER) == 0
    annul([papers[0]], lin)
    Annulment.objects.filter(attempt=papers[0]).update(id=1)
    close_blindly(papers[0])
    assert [missed.look(after(n)) for n in (1, 2)] == [1, 0]

"""Annulling: steps in the journal with who and why, each made once, whatever is sent how often."""

from collections.abc import Sequence
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from questionbank import tallies
from questionbank.models import ItemCount, ItemSummary
from quiz import annulling, counting
from quiz.annulling import Refusal, Why
from quiz.journal import sql
from quiz.journal.follow import closed_since, of_round
from quiz.journal.record import Record, Stored
from quiz.models import Annulment, Attempt, Contestant, Entry, EntryKind
from quiz.rules.units import Millis
from tests.fakes import MORNING
from tests.quiz import world
from tests.quiz.test_counting import contestants, play

__all__ = ["contestants"]
pytestmark = pytest.mark.django_db(transaction=True)
WHY, BACK = Why("collusion", "两份答卷雷同"), Why("appeal")
LATER = Millis(MORNING + 60_000)


@pytest.fixture
def lin() -> User:
    return User.objects.create_user("lin")


@pytest.fixture
def papers(contestants: list[Contestant]) -> list[Attempt]:
    """Closed papers of four people, and a second one of the first."""
    return [*(play(who, n) for n, who in enumerate(contestants)), play(contestants[0], 3)]


def voids() -> list[tuple[int, int]]:
    rows = Entry.objects.filter(kind=EntryKind.VOIDED).order_by("attempt", "slot")
    return list(rows.values_list("attempt", "slot"))


def annul(attempts: Sequence[int], by: User) -> list[int]:
    return annulling.annul(annulling.next_steps(attempts, annuls=True), WHY, by, LATER)


def restore(attempts: Sequence[int], by: User) -> list[int]:
    return annulling.restore(annulling.next_steps(attempts, annuls=False), BACK, by, LATER)


def test_a_step_is_an_entry_with_the_closings_score_and_a_row_with_who_and_why(
    papers: list[Attempt], lin: User
) -> None:
    paper = papers[0].pk
    before = list(Entry.objects.order_by("pk").values())
    assert annul([paper], lin) == [paper]
    assert list(Entry.objects.order_by("pk").values())[: len(before)] == before
    closing = Entry.objects.get(attempt=paper, kind=EntryKind.CLOSED)
    made = Entry.objects.get(kind=EntryKind.VOIDED)
    same = ("attempt_id", "points", "took_ms", "received_at")
    assert [getattr(made, name) for name in same] == [getattr(closing, name) for name in same]
    assert (made.slot, made.stored_at) == (1, LATER)
    row = annulling.last(paper)
    assert row is not None
    assert (row.step, row.reason, row.note, row.who, row.by, row.at, row.region_path) == (
        *(1, "collusion", "两份答卷雷同", "lin", lin, LATER, "440000/440100"),
    )


def test_boards_hear_of_each_step_in_commit_order(papers: list[Attempt], lin: User) -> None:
    annul([papers[0].pk], lin)
    restore([papers[0].pk], lin)
    events, _cursor = closed_since(None)
    assert [event.void for event in events] == [0, 0, 0, 0, 0, 1, 2]
    assert events == of_round(papers[0].round_id)
    assert {event.score for event in events if event.attempt == papers[0].pk} == {0}
    assert {event.stored_at for event in events[5:]} == {LATER}


def test_the_same_step_sent_twice_is_made_once(papers: list[Attempt], lin: User) -> None:
    steps = annulling.next_steps([papers[0].pk, papers[1].pk], annuls=True)
    assert annulling.annul(steps, WHY, lin, LATER) == [papers[0].pk, papers[1].pk]
    assert annulling.annul(steps, Why("proxy"), lin, LATER) == []
    assert voids() == [(papers[0].pk, 1), (papers[1].pk, 1)]
    assert set(Annulment.objects.values_list("reason", flat=True)) == {"collusion"}


def test_what_somebody_did_in_between_is_not_undone(papers: list[Attempt], lin: User) -> None:
    seen = annulling.next_steps([papers[0].pk], annuls=True)
    annul([papers[0].pk], lin)
    restore([papers[0].pk], lin)
    assert annulling.annul(seen, WHY, lin, LATER) == []
    assert voids() == [(papers[0].pk, 1), (papers[0].pk, 2)]
    assert annulling.annulled([papers[0].pk]) == set()


def test_only_what_counts_is_annulled_and_only_what_is_annulled_restored(
    papers: list[Attempt], contestants: list[Contestant], lin: User
) -> None:
    is_open = play(contestants[1], 2, close=False).pk
    paper = papers[0].pk
    assert annulling.next_steps([paper, is_open, 999], annuls=True) == {paper: 1, is_open: 1}
    assert annulling.next_steps([paper, is_open, 999], annuls=False) == {}
    assert annulling.still_open([paper, is_open]) == {is_open}
    assert annulling.annul({999: 1}, WHY, lin, LATER) == []
    annul([paper], lin)
    assert annulling.next_steps([paper], annuls=False) == {paper: 2}
    assert annulling.annulled([paper, papers[1].pk]) == {paper}


def test_a_paper_that_is_open_is_out_from_its_closing_on(
    contestants: list[Contestant], lin: User
) -> None:
    paper = play(contestants[0], 2, close=False).pk
    assert annul([paper], lin) == [paper]
    assert annul([paper], lin) == []
    assert voids() == []
    closed = close(paper)
    assert (closed.fresh, closed.void) == (True, 1)
    assert voids() == [(paper, 1)]
    assert told(paper) == [(0, MORNING), (1, MORNING)]
    assert (close(paper).void, voids()) == (0, [(paper, 1)])
    restore([paper], lin)
    assert voids() == [(paper, 1), (paper, 2)]


def test_a_paper_annulled_and_restored_while_it_is_open_counts(
    contestants: list[Contestant], lin: User
) -> None:
    paper, other = (play(who, 2, close=False).pk for who in contestants[:2])
    annul([paper], lin)
    assert annulling.annulled([paper, other]) == {paper}
    assert restore([paper], lin) == [paper]
    assert (close(paper).void, close(other).void) == (2, 0)
    assert voids() == [(paper, 1), (paper, 2)]
    assert annulling.annulled([paper]) == set()
    assert counting.catch_up() == 2
    same_as_the_journal()


def close(paper: int) -> Stored:
    """Close it as every process does; what was stored."""
    (stored,) = sql.commit([Record(paper, 4, 3, 0, "", 0, 0, MORNING)], MORNING)
    assert isinstance(stored, Stored)
    return stored


def told(paper: int) -> list[tuple[int, int]]:
    """Steps and moments that boards hear of a paper, in their order."""
    events, _cursor = closed_since(None)
    return [(event.void, event.stored_at) for event in events if event.attempt == paper]


def test_all_of_a_person_and_all_of_a_round_in_a_region(papers: list[Attempt], lin: User) -> None:
    mei = papers[0].contestant_id
    assert world.papers_of(mei) == [papers[0].pk, papers[4].pk]
    assert annul(world.papers_of(mei), lin) == [papers[0].pk, papers[4].pk]
    whole = [paper.pk for paper in papers]
    assert annulling.of_round(papers[0].round_id, "440000") == whole
    assert annulling.of_round(papers[0].round_id, "440000/440100") == whole
    assert annulling.of_round(papers[0].round_id, "440000/4401") == []
    assert annul(whole, lin) == whole[1:4]


@pytest.mark.parametrize(
    ("steps", "why", "field"),
    [
        ({1: 1}, Why("appeal"), "reason"),
        ({1: 1}, Why(""), "reason"),
        ({1: 1}, Why("other", " "), "note"),
        ({1: 1}, Why("proxy", "长" * 401), "note"),
        ({1: 2}, WHY, "attempts"),
        ({1: 0}, WHY, "attempts"),
        (dict.fromkeys(range(annulling.MOST + 1), 1), WHY, "attempts"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(
    papers: list[Attempt], lin: User, steps: dict[int, int], why: Why, field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        annulling.annul(steps, why, lin, LATER)
    assert refused.value.field == field
    assert not Annulment.objects.exists()


def test_restoring_asks_for_a_reason_of_its_own(papers: list[Attempt], lin: User) -> None:
    annul([papers[0].pk], lin)
    with pytest.raises(Refusal):
        annulling.restore({papers[0].pk: 2}, WHY, lin, LATER)


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_an_annulled_paper_leaves_the_statistics_and_comes_back(
    papers: list[Attempt], lin: User, limit: int
) -> None:
    counting.catch_up()
    before = tallies.stored()
    paper = papers[3].pk
    annul([paper], lin)
    assert counting.catch_up(limit) == 0
    assert same_as_the_journal() == sum(before.counts.values()) - 4
    restore([paper], lin)
    counting.catch_up(limit)
    assert before.differences(tallies.stored()) == []
    same_as_the_journal()


def test_closed_and_annulled_before_anybody_counted_it_was_never_there(
    papers: list[Attempt], lin: User
) -> None:
    annul([paper.pk for paper in papers], lin)
    assert counting.catch_up() == 5
    assert not ItemCount.objects.exists()
    assert same_as_the_journal() == 0


def test_a_question_that_nobody_has_met_any_more_has_no_summary(
    papers: list[Attempt], lin: User
) -> None:
    counting.catch_up()
    annul([paper.pk for paper in papers], lin)
    counting.catch_up()
    assert not ItemSummary.objects.exists()
    out = StringIO()
    call_command("recount", stdout=out)
    assert "0 cells differ" in out.getvalue()


def same_as_the_journal() -> int:
    """How many first meetings there are, by a count of the whole journal, too."""
    whole, _place = counting.recount()
    assert tallies.stored().differences(whole) == []
    return sum(whole.counts.values())

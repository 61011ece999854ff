"""Counting closed attempts: once each, in any order, first meetings in ranked rounds only."""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from itertools import count as numbers

import msgspec
import pytest
from django.core.management import CommandError, call_command

from questionbank import papers, statistics, tallies
from questionbank.models import (
    CountState,
    ItemCount,
    ItemPace,
    ItemSummary,
    ItemTime,
    QuestionVersion,
)
from questionbank.rules.tally import Tally
from questionbank.tallies import Elsewhere
from quiz import counting
from quiz import plan as plans
from quiz.journal.follow import Cursor
from quiz.models import Attempt, Contestant, Entry, EntryKind
from quiz.rules import choices
from quiz.rules.formats import Format, Mode
from quiz.rules.units import Millis
from tests.fakes import MORNING
from tests.quiz import world

pytestmark = pytest.mark.django_db(transaction=True)
FORM = Format(questions=4, blueprint={"single": 2, "multiple": 2}, books=1, tries_per_day=0)
AT = datetime(2026, 11, 20, tzinfo=UTC)
NAMES = numbers()


@pytest.fixture
def contestants() -> Iterator[list[Contestant]]:
    """Four people of one contest with a ranked round "demo"."""
    plans._plans.clear()
    world.make_bank(8)
    contest = world.make_contest()
    world.make_round(FORM, contest)
    for name in ("Mei", "Lan", "Zhu", "Ju"):
        world.make_contestant(contest, name)
    yield list(Contestant.objects.order_by("pk"))
    plans._plans.clear()


def play(who: Contestant, right: int, *, code: str = "demo", close: bool = True) -> Attempt:
    """A paper with the first `right` answers right and the others wrong."""
    plan = plans.load(code)
    try_no = Attempt.objects.filter(contestant=who, round=plan.round).count()
    book, form = plan.deal(who.pk, try_no)
    attempt = Attempt.objects.create(
        round_id=plan.round,
        contestant=who,
        try_no=try_no,
        book=book,
        form=form,
        region_path="440000/440100",
        cohort="general",
        opened_at=MORNING + 1_000 * next(NAMES),
    )
    for slot, asked in enumerate(plan.paper(who.pk, try_no, book, form)):
        places = asked.key.places if slot < right else ((asked.key.places[0] + 1) % 4,)
        entry(attempt, slot, EntryKind.ANSWER, choices.text(asked.offer, places))
    if close:
        entry(attempt, plan.length, EntryKind.CLOSED)
    return attempt


def entry(attempt: Attempt, slot: int, kind: EntryKind, choice: str = "") -> None:
    Entry.objects.create(
        attempt=attempt,
        slot=slot,
        kind=kind,
        choice=choice,
        took_ms=2_500,
        points=0,
        received_at=MORNING,
        stored_at=MORNING,
    )


def total() -> int:
    return sum(ItemCount.objects.values_list("count", flat=True))


def test_an_attempt_adds_each_of_its_questions_with_the_score_on_the_others(
    contestants: list[Contestant],
) -> None:
    play(contestants[0], right=3)
    assert counting.catch_up() == 1
    rows = ItemCount.objects.values_list("group", "length", "rest", "right", "count")
    assert sorted(rows) == [("general/d", 4, 2, True, 1)] * 3 + [("general/d", 4, 3, False, 1)]
    assert set(ItemTime.objects.values_list("count", "quick")) == {(1, 1)}
    assert set(ItemPace.objects.values_list("step", "count")) == {(2, 1)}


def test_an_open_attempt_is_not_counted_and_a_closed_one_only_once(
    contestants: list[Contestant],
) -> None:
    attempt = play(contestants[0], right=2, close=False)
    assert counting.catch_up() == 0
    entry(attempt, 4, EntryKind.CLOSED)
    assert [counting.catch_up() for _again in range(3)] == [1, 0, 0]
    assert total() == 4


def test_a_ruling_on_a_counted_attempt_counts_nothing_again(
    contestants: list[Contestant],
) -> None:
    attempt = play(contestants[0], right=2)
    counting.catch_up()
    entry(attempt, 1, EntryKind.RULED)
    assert counting.catch_up() == 0
    assert total() == 4


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_pages_of_any_size_count_the_same(contestants: list[Contestant], limit: int) -> None:
    for right, who in enumerate(contestants):
        play(who, right)
    assert counting.catch_up(limit) == 4
    whole, _place = counting.recount()
    assert tallies.stored().differences(whole) == []


def test_entries_that_are_read_again_are_counted_once(contestants: list[Contestant]) -> None:
    # As on PostgreSQL while an older transaction is open: the next pass goes back behind them.
    for who in contestants[:2]:
        play(who, 2)
    counting.catch_up()
    text, turn = tallies.state()
    done = Entry.objects.filter(kind=EntryKind.CLOSED).values_list("pk", flat=True)
    back = msgspec.json.encode(counting.Place(Cursor(), tuple(done))).decode()
    tallies.add(Tally(), back, turn)
    play(contestants[2], 2)
    assert counting.catch_up() == 1
    assert total() == 12
    assert text != back


def test_of_two_processes_that_count_the_same_one_is_heard(
    contestants: list[Contestant],
) -> None:
    play(contestants[0], 2)
    _text, turn = tallies.state()
    counting.catch_up()
    with pytest.raises(Elsewhere):
        tallies.add(counting.recount()[0], "", turn)
    assert total() == 4


def test_a_question_met_again_is_not_counted_again(contestants: list[Contestant]) -> None:
    forms = plans.load("demo").books.forms
    for _again in range(forms + 1):
        play(contestants[0], 2)
    counting.catch_up()
    versions = {version for book in plans.load("demo").books.books for f in book for version in f}
    assert total() == min(len(versions), forms * 4)


def test_practice_is_not_counted_but_is_a_meeting(contestants: list[Contestant]) -> None:
    practice = Format(
        mode=Mode.PRACTICE,
        questions=16,
        question_ms=Millis(0),
        blueprint={"single": 8, "multiple": 8},
        books=1,
        boards=(),
        tries_per_day=0,
    )
    world.make_round(practice, contestants[0].contest, "practice")
    play(contestants[0], 2, code="practice")
    play(contestants[0], 2)
    play(contestants[1], 2)
    assert counting.catch_up() == 3
    assert total() == 4


def test_what_was_never_shown_says_nothing_about_itself(contestants: list[Contestant]) -> None:
    attempt = play(contestants[0], 4)
    Entry.objects.filter(attempt=attempt, slot=3, kind=EntryKind.ANSWER).delete()
    counting.catch_up()
    assert sorted(ItemCount.objects.values_list("rest", flat=True)) == [2, 2, 2]


def test_recount_finds_a_wrong_count_and_repairs_it(contestants: list[Contestant]) -> None:
    for right, who in enumerate(contestants):
        play(who, right)
    out = StringIO()
    call_command("recount", stdout=out)
    assert "0 cells differ" in out.getvalue()
    ItemCount.objects.filter(pk=ItemCount.objects.latest("pk").pk).update(count=7)
    with pytest.raises(CommandError, match="differ"):
        call_command("recount", stdout=out)
    assert "stored 7, counted 1" in out.getvalue()
    call_command("recount", "--repair", stdout=out)
    call_command("recount", stdout=out)
    assert counting.catch_up() == 0
    assert CountState.objects.count() == 1


def test_measured_rates_feed_the_books(contestants: list[Contestant]) -> None:
    before = {item.version: item.rates for item in papers.pool("440000")}
    for who in contestants:
        play(who, 4)
    counting.catch_up()
    assert {item.version: item.rates for item in papers.pool("440000")} == before
    assert statistics.refresh(AT, most=100) == ItemSummary.objects.count()
    after = {item.version: item.rates for item in papers.pool("440000")}
    met = set(ItemCount.objects.values_list("version", flat=True))
    assert {version for version, rates in after.items() if rates != before[version]} == met
    assert all(after[version][1] > before[version][1] for version in met)
    assert statistics.refresh(AT, most=100) == 0


def test_the_mended_version_of_an_item_carries_its_counts_on(
    contestants: list[Contestant],
) -> None:
    play(contestants[0], 4)
    counting.catch_up()
    statistics.refresh(AT, most=100)
    old = QuestionVersion.objects.get(pk=ItemCount.objects.latest("pk").version_id)
    typo, other = (
        QuestionVersion.objects.create(
            question=old.question,
            number=number,
            kind=old.kind,
            stem_zh="改",
            key=old.key,
            content_hash=str(number),
            same_item=same,
        )
        for number, same in ((2, True), (3, False))
    )
    found = statistics.reports([old.pk, typo.pk, other.pk])
    assert [found[one.pk].n for one in (old, typo, other)] == [1, 1, 0]
    old.question.approved = typo
    old.question.save(update_fields=["approved"])
    rates = {item.version: item.rates for item in papers.pool("440000")}
    assert rates[typo.pk] == found[old.pk].curve.rates

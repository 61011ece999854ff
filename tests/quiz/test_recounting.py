"""Statistics follow rulings: the counts are what the journal and the rulings in force say."""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from questionbank import grants, statistics, tallies
from questionbank import rulings as bank
from questionbank.models import ItemCount, ItemPace, ItemSummary, ItemTime, QuestionVersion, Ruling
from questionbank.rules.tally import Tally
from quiz import annulling, counting, keys
from quiz import plan as plans
from quiz.models import Contestant
from tests.fakes import MORNING
from tests.quiz import world
from tests.quiz.test_counting import AT, FORM, play

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 9, 19, 1, tzinfo=UTC)


@pytest.fixture
def crowd() -> Iterator[list[Contestant]]:
    """Four people with two counted papers each, the same ones each time."""
    plans._plans.clear()
    keys.refresh()
    world.make_bank(8)
    contest = world.make_contest()
    world.make_round(FORM, contest)
    for number, name in enumerate(("Mei", "Lan", "Zhu", "Ju"), 10_001):
        world.make_contestant(contest, name, number)
    found = list(Contestant.objects.order_by("pk"))
    for right, who in enumerate(found):
        play(who, right)
        play(who, 4 - right)
    counting.catch_up()
    while statistics.refresh(AT, most=100):
        pass
    yield found
    Ruling.objects.all().delete()
    keys.refresh()
    plans._plans.clear()


@pytest.fixture
def editors() -> tuple[User, User]:
    found = User.objects.create_user("lin"), User.objects.create_user("chen")
    for user in found:
        grants.give(user, "organiser", "440000", by=None)
    return found


def ruled(version: int, kind: str, *key: Any, by: tuple[User, User]) -> None:
    row = QuestionVersion.objects.get(pk=version)
    made = bank.propose(row, kind, key, note=("原答案有误。", ""), by=by[0])
    bank.confirm(made.pk, by=by[1], at=NOW)


def single() -> int:
    """A counted single choice that somebody answered right and somebody wrong."""
    rows = ItemCount.objects.filter(version__kind="single")
    right = set(rows.filter(right=True).values_list("version", flat=True))
    wrong = set(rows.filter(right=False).values_list("version", flat=True))
    return min(right & wrong)


def marks(version: int) -> set[tuple[str, bool]]:
    return set(ItemCount.objects.filter(version=version).values_list("choice", "right"))


def same_as_the_journal() -> None:
    whole, _place = counting.recount()
    assert tallies.stored().differences(whole) == []


def test_a_new_key_marks_what_was_counted_again(
    crowd: list[Contestant], editors: tuple[User, User]
) -> None:
    version = single()
    n = statistics.reports([version])[version].n
    asked = plans.load("demo").questions[version]
    printed = asked.key.places[0]
    (other,) = {int(choice) for choice, right in marks(version) if choice and not right}
    ruled(version, "new_key", [other], by=editors)
    assert counting.catch_up() == 0
    assert marks(version) == {(str(printed), False), (str(other), True)}
    assert statistics.reports([version])[version].n == n
    same_as_the_journal()


def test_the_score_on_the_other_questions_follows(
    crowd: list[Contestant], editors: tuple[User, User]
) -> None:
    version = single()
    before = rests()
    ruled(version, "accept", [0], [1], [2], [3], by=editors)
    counting.catch_up()
    assert {right for _choice, right in marks(version)} == {True}
    assert rests() > before
    same_as_the_journal()


def rests() -> int:
    return sum(rest * n for rest, n in ItemCount.objects.values_list("rest", "count"))


@pytest.mark.parametrize("kind", ["void_all", "void_none"])
def test_a_void_question_measures_nothing(
    crowd: list[Contestant], editors: tuple[User, User], kind: str
) -> None:
    version = single()
    ruled(version, kind, by=editors)
    counting.catch_up()
    for table in (ItemCount, ItemPace, ItemTime, ItemSummary):
        assert not table.objects.filter(version=version).exists()
    assert set(ItemCount.objects.values_list("length", flat=True)) == {3, 4}
    same_as_the_journal()


@pytest.mark.parametrize(("kind", "key"), [("new_key", [[1]]), ("void_all", []), ("void_none", [])])
def test_a_ruling_taken_back_brings_the_old_counts_back(
    crowd: list[Contestant], editors: tuple[User, User], kind: str, key: list[Any]
) -> None:
    version, before = single(), tallies.stored()
    if key == [list(plans.load("demo").questions[version].key.places)]:
        key = [[3]]
    ruled(version, kind, *key, by=editors)
    counting.catch_up()
    assert before.differences(tallies.stored())
    ruled(version, "restore", by=editors)
    counting.catch_up()
    assert before.differences(tallies.stored()) == []


def test_summaries_are_made_anew_and_so_are_the_rates_of_books(
    crowd: list[Contestant], editors: tuple[User, User]
) -> None:
    version = single()
    before = ItemSummary.objects.get(version=version)
    ruled(version, "accept", [0], [1], [2], [3], by=editors)
    counting.catch_up()
    statistics.refresh(AT, most=100)
    after = ItemSummary.objects.get(version=version)
    assert (after.count, after.right) == (before.count, before.count)
    assert before.right < before.count
    assert after.rates > before.rates


def test_papers_closed_after_the_ruling_count_by_it_at_once(
    crowd: list[Contestant], editors: tuple[User, User]
) -> None:
    ruled(single(), "void_all", by=editors)
    play(crowd[0], 2)
    assert counting.catch_up() == 1
    same_as_the_journal()


def test_two_processes_carry_a_ruling_into_the_counts_once(
    crowd: list[Contestant], editors: tuple[User, User]
) -> None:
    ruled(single(), "new_key", [3], by=editors)
    text, turn = tallies.state()
    counting.catch_up()
    with pytest.raises(tallies.Elsewhere):
        tallies.change(Tally(), Tally(), text, turn)
    same_as_the_journal()


def test_recount_comes_to_the_same_table(
    crowd: list[Contestant], editors: tuple[User, User]
) -> None:
    ruled(single(), "void_none", by=editors)
    out = StringIO()
    call_command("recount", stdout=out)
    assert "0 cells differ" in out.getvalue()
    call_command("recount", "--repair", stdout=out)
    assert counting.catch_up() == 0
    same_as_the_journal()


def test_a_ruling_leaves_annulled_papers_out_of_the_counts(
    crowd: list[Contestant], editors: tuple[User, User]
) -> None:
    ours = world.papers_of(crowd[0].pk)
    steps = annulling.next_steps(ours, annuls=True)
    annulling.annul(steps, annulling.Why("proxy"), editors[0], MORNING)
    counting.catch_up()
    version = single()
    ruled(version, "accept", [0], [1], [2], [3], by=editors)
    counting.catch_up()
    same_as_the_journal()
    back = annulling.next_steps(ours, annuls=False)
    annulling.restore(back, annulling.Why("appeal"), editors[0], MORNING)
    counting.catch_up()
    same_as_the_journal()

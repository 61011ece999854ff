"""Questions that editors keep out of one paper, from the verdict to the published check."""

import json

import pytest
from django.core.management import CommandError

from questionbank import papers
from questionbank.models import Pair, Question, Verdict
from quiz import rounds
from quiz.rules import checking
from tests.fakes import FakeClock
from tests.quiz.test_rounds import AFTER, BEFORE, SEED, Stage, prepare, run, stage

__all__ = ["stage"]  # a fixture
pytestmark = pytest.mark.django_db


def say(verdict: str, *refs: str) -> None:
    first, second = Question.objects.filter(ref__in=refs).order_by("pk")
    Pair.objects.create(first=first, second=second, verdict=verdict)


def enemies() -> list[frozenset[int]]:
    return [item.enemies for item in papers.pool("440000") if item.enemies]


def test_the_pool_knows_enemies_and_no_other_verdict(stage: Stage) -> None:
    say(Verdict.DIFFERENT, "t4-011", "t4-012")
    assert enemies() == []
    say(Verdict.ENEMIES, "t4-010", "t4-030")
    one, other = (Question.objects.get(ref=ref).approved_id for ref in ("t4-010", "t4-030"))
    assert enemies() == [frozenset({other}), frozenset({one})]
    Question.objects.filter(ref="t4-030").update(status="retired")
    assert enemies() == []


def test_no_paper_of_a_round_holds_enemies_and_anybody_can_check_it(stage: Stage) -> None:
    for number in range(10, 18):
        say(Verdict.ENEMIES, f"t4-0{number}", f"t4-0{number + 20}")
    prepared = prepare(stage)
    hated = {item.version: item.enemies for item in papers.pool("440000")}
    for book in rounds.bookset(prepared).books:
        for form in book:
            assert not any(hated[version] & set(form) for version in form)
    public = json.loads(json.dumps(rounds.publication(prepared, now=AFTER)))
    assert checking.check(public, stage.contestant.pk, 0).holds


def test_books_without_enemies_are_written_as_ever(stage: Stage) -> None:
    say(Verdict.DIFFERENT, "t4-011", "t4-012")
    assert {len(item) for item in rounds.build(stage.round, SEED)["items"]} == {4}


@pytest.mark.parametrize("command", ["prepare_round", "preview_round"])
def test_enemies_that_cannot_be_parted_are_named(
    stage: Stage, command: str, fake_clock: FakeClock
) -> None:
    fake_clock.time = BEFORE
    stage.round.format = {"questions": 2, "blueprint": {"estimate": 1, "truefalse": 1}, "books": 1}
    stage.round.save(update_fields=["format"])
    say(Verdict.ENEMIES, "t4-003", "t4-004")
    with pytest.raises(CommandError, match=r"t4-003 与 t4-004|t4-004 与 t4-003"):
        run(command, "r1")

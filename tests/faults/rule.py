"""Rulings on the stage, made and carried out in processes of their own (house.elsewhere)."""

import sys
from collections import Counter
from datetime import UTC, datetime

from django.contrib.auth.models import User

from questionbank import grants
from questionbank import rulings as bank
from questionbank.models import QuestionVersion
from quiz import clock, plan, rulings
from quiz.models import Attempt

NOTE = ("原答案有误，已更正。", "The key was wrong.")


def one_of_each() -> list[int]:
    """Confirm a ruling of each kind on the questions that most papers hold, the newest on that of
    the most; return the numbers."""
    proposer, other = _two()
    kinds = [("void_all", []), ("void_none", []), ("new_key", [[1]]), ("accept", [[1], [2]])]
    numbers = []
    for version, (kind, keys) in zip(reversed(_asked(len(kinds))), kinds, strict=True):
        made = bank.propose(version, kind, keys, note=NOTE, by=proposer)
        at = datetime.fromtimestamp(clock.now() / 1_000, tz=UTC)
        numbers.append(bank.confirm(made.pk, by=other, at=at).number or 0)
    return numbers


def slowly() -> None:
    """Carry the newest ruling out one attempt at a time; say so and wait for a line after each."""
    while done := rulings.apply(bank.last_number(), clock.now(), most=1):
        print(done, flush=True)  # noqa: T201
        sys.stdin.readline()


def _two() -> tuple[User, User]:
    made = [User.objects.get_or_create(username=name)[0] for name in ("lin", "chen")]
    for user in made:
        grants.give(user, "organiser", "440000", by=None)
    return made[0], made[1]


def _asked(count: int) -> list[QuestionVersion]:
    """The single choices that most attempts hold."""
    held: Counter[int] = Counter()
    for code, book, form in Attempt.objects.values_list("round__code", "book", "form"):
        held.update(plan.load(code).books.books[book][form])
    rows = {row.pk: row for row in QuestionVersion.objects.filter(kind="single", pk__in=held)}
    return [rows[pk] for pk, _n in held.most_common() if pk in rows][:count]

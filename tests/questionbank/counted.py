"""Questions with invented answers: what statistics find is known beforehand."""

from collections import Counter
from datetime import UTC, date, datetime

import numpy as np

from questionbank import statistics, tallies
from questionbank.models import Question, Status
from questionbank.rules.tally import Meeting, Tally
from tests.questionbank.test_grants import stored

AT = datetime(2026, 11, 20, tzinfo=UTC)


def answered(scope: str, people: int, *, slope: float = 1.0, key: int = 2, seed: int = 1) -> Tally:
    """Counts of a crowd that meets one live question of the bank of `scope`.

    `slope` says how well it tells who knows more; below 0 the best choose another option than the
    one printed as right, 2. Half of the people are from the Delta, the others from the east.
    """
    question = Question.objects.filter(ref=f"{scope}:live").first() or stored(scope, Status.LIVE)
    return counts(question, people, slope=slope, key=key, seed=seed)


def counts(
    question: Question, people: int, *, slope: float = 1.0, key: int = 2, seed: int = 1
) -> Tally:
    version = question.newest_id
    assert version
    chance = np.random.default_rng(seed)
    ability = chance.normal(size=people)
    hard = np.linspace(-1.2, 1.2, 9)
    rest = (chance.random((people, 9)) < 1 / (1 + np.exp(hard - ability[:, None]))).sum(axis=1)
    right = chance.random(people) < 1 / (1 + np.exp(-slope * ability - 0.4))
    wrong = (key + chance.integers(1, 4, people)) % 4
    choice = np.where(right, key, wrong)
    group = np.where(chance.random(people) < 0.5, "general/d", "youth/e")
    seconds = np.exp(chance.normal(2.1, 0.5, people)).astype(int)
    tally = Tally()
    cells = zip(group.tolist(), rest.tolist(), choice.tolist(), strict=True)
    for (who, at, chosen), n in Counter(cells).items():
        tally.counts[version, who, 10, at, str(chosen), chosen == key] = n
    for (took, good), n in Counter(zip(seconds.tolist(), right.tolist(), strict=True)).items():
        add_times(tally, version, took, n, good=bool(good))
    return tally


def add_times(tally: Tally, version: int, seconds: int, n: int, *, good: bool) -> None:
    one = Meeting(version, "", 10, 0, "", good, 1_000 * seconds, date(2026, 11, 1))
    apart = Tally()
    apart.add([one])
    for key, value in apart.paces.items():
        tally.paces[key] += n * value
    for at, sums in apart.times.items():
        tally.times[at] = [a + n * b for a, b in zip(tally.times[at], sums, strict=True)]


def keep(*made: Tally) -> None:
    """Store the counts and make the summaries."""
    for tally in made:
        tallies.add(tally, "", tallies.state()[1])
    while statistics.refresh(AT, most=100):
        pass

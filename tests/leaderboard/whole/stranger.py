"""A whole contest counted again as a stranger would, from docs/regulations.md alone.

Imports nothing of ours and takes the plainest way: exact fractions, lists, no figure carried along.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any, NamedTuple

Json = dict[str, Any]


class Paper(NamedTuple):
    """A closed paper that is not annulled; `answers` are (question, chosen, milliseconds)."""

    who: int
    round: str
    try_no: int
    region: str
    cohort: str
    unit: str
    closed_at: int
    answers: tuple[tuple[int, tuple[int, ...], int], ...]


class Row(NamedTuple):
    """Where somebody stands; `score` before it is divided."""

    rank: int
    who: int
    score: int
    took_ms: int
    finished_at: int
    tries: int


class Result(NamedTuple):
    """What a paper, or several together, come to."""

    score: int
    took: int
    finished: int
    tries: int
    try_no: int = 0


@dataclass(frozen=True)
class Facts:
    """What is known of a contest: rounds with `format`, `opens_at` and `closes_at`; questions with
    `kind`, `key` and `ruling`; all papers that count."""

    rounds: Mapping[str, Json]
    questions: Mapping[int, Json]
    papers: Sequence[Paper]

    def of(self, *rounds: str, keep: Callable[[Paper], bool] = lambda _one: True) -> list[Paper]:
        return [one for one in self.papers if one.round in rounds and keep(one)]


def half_up(value: Fraction) -> int:
    return floor(value + Fraction(1, 2))


def mark(form: Json, question: Json, choice: Sequence[int], took: int) -> int | None:
    """Sections 6 and 9.1; None = the question counts for nobody."""
    ruling = question["ruling"] or {"kind": "", "keys": []}
    if ruling["kind"] == "void_none":
        return None
    if ruling["kind"] == "void_all":
        return int(form["right"] + form["bonus_points"])
    keys = ruling["keys"] or [question["key"]]
    return max(_under(form, question["kind"], key, choice, took) for key in keys)


def _under(form: Json, kind: str, key: Json, choice: Sequence[int], took: int) -> int:
    """6.1 to 6.5 by one key."""
    if not choice:
        return int(form["blank"])
    points = _earned(form, kind, key, choice)
    if points == form["right"]:
        return points + _bonus(form, took)
    return points or -int(form["penalty"])


def _earned(form: Json, kind: str, key: Json, choice: Sequence[int]) -> int:
    right = int(form["right"])
    if kind == "estimate":
        off, near, far = abs(choice[0] - key["value"]), key["near"], key["far"]
        return right if off <= near else floor(right * Fraction(max(0, far - off), far - near))
    wanted = key["places"]
    if kind == "multiple" and set(choice) < set(wanted):
        share = {"none": Fraction(0), "half": Fraction(1, 2)}
        part = share.get(form["partial"], Fraction(len(choice), len(wanted)))
        return floor(right * part)
    same = set(choice) == set(wanted) if kind == "multiple" else list(choice) == list(wanted)
    return right if same else 0


def _bonus(form: Json, took: int) -> int:
    if form["bonus"] == "none" or took >= form["question_ms"]:
        return 0
    left = Fraction(form["question_ms"] - took, form["question_ms"])
    if form["bonus"] == "linear":
        return floor(int(form["bonus_points"]) * left)
    steps = form["bonus_steps"]
    return floor(int(form["bonus_points"]) * Fraction(ceil(steps * left), steps))


def score(facts: Facts, paper: Paper) -> int:
    """6.6; what counts for nobody is made up for by the rest (9.1)."""
    form = facts.rounds[paper.round]["format"]
    marks = [mark(form, facts.questions[q], chosen, took) for q, chosen, took in paper.answers]
    counted = [one for one in marks if one is not None]
    if not counted:
        return 0
    return half_up(Fraction(sum(counted) * len(marks), len(counted)))


def full(form: Json) -> int:
    """2.5."""
    return int(form["questions"] * (form["right"] + form["bonus_points"]))


def result(facts: Facts, paper: Paper) -> Result:
    took = sum(one[2] for one in paper.answers)
    return Result(score(facts, paper), took, paper.closed_at, 1, paper.try_no)


def _better(ties: Iterable[str]) -> Callable[[Result], tuple[int, ...]]:
    def key(one: Result) -> tuple[int, ...]:
        links = {"took": one.took, "finished": one.finished}
        return (-one.score, *(links[tie] for tie in ties if tie in links))

    return key


def together(results: Sequence[Result]) -> Result:
    return Result(
        sum(one.score for one in results),
        sum(one.took for one in results),
        max(one.finished for one in results),
        sum(one.tries for one in results),
    )


def standing(form: Json, results: Sequence[Result]) -> Result:
    """2.4 and 7.2: one round's papers of one person."""
    if form["count"] == "sum":
        return together(results)
    if form["count"] == "last":
        chosen = [max(results, key=lambda one: one.try_no)]
    else:
        many = form["best_n"] if form["count"] == "mean_best" else 1
        chosen = sorted(results, key=_better(form["ties"]))[:many]
    return together(chosen)._replace(tries=len(results))


def divisor(form: Json) -> int:
    return int(form["best_n"]) if form["count"] == "mean_best" else 1


def standings(facts: Facts, papers: Iterable[Paper], best_of: int = 0) -> dict[int, Result]:
    """What each person's papers come to; of several rounds all, or the best (8.9)."""
    found: defaultdict[int, defaultdict[str, list[Result]]] = defaultdict(lambda: defaultdict(list))
    for paper in papers:
        found[paper.who][paper.round].append(result(facts, paper))
    return {who: _season(facts, rounds, best_of) for who, rounds in found.items()}


def _season(facts: Facts, rounds: Mapping[str, Sequence[Result]], best_of: int) -> Result:
    each = [standing(facts.rounds[code]["format"], those) for code, those in rounds.items()]
    tries = sum(one.tries for one in each)
    ties = next(iter(facts.rounds.values()))["format"]["ties"]
    best = sorted(each, key=_better(ties))[: best_of or len(each)]
    return together(best)._replace(tries=tries)


def board(facts: Facts, code: str, found: Mapping[int, Result]) -> list[Row]:
    """Sections 7.2 to 7.4: by the ties of the round `code`, everybody with a rank."""
    about = facts.rounds[code]
    keys = {who: _order(about, one) for who, one in found.items()}
    ladder = sorted(keys.values())
    return sorted(
        Row(
            1 + bisect_left(ladder, keys[who]),
            *(who, one.score, one.took, one.finished, one.tries),
        )
        for who, one in found.items()
    )


def _order(about: Json, one: Result) -> tuple[int, ...]:
    links = {
        "took": one.took // 10,
        "fewer_tries": one.tries,
        "finished": (one.finished - about["opens_at"]) // 1000,
    }
    return (-one.score, *(links[tie] for tie in about["format"]["ties"]))

"""A second count of a round, from the journal's rows alone, by code that shares nothing with ours.

Plain Python over plain rows: it marks every answer again, adds every attempt up again, and orders
every board again. What it finds different is a fault, whichever of the two is wrong.
"""

import hashlib
import hmac
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor
from typing import Any, NamedTuple

from tests.house.shadow_marks import Row, Verdict, under, worth

__all__ = ["Books", "Line", "Paper", "Row", "Verdict", "worth"]
SHOWN, ANSWER, CLOSED, RULED, VOIDED = 1, 2, 3, 4, 5


class Paper(NamedTuple):
    """An attempt, as its table has it, with the question versions it asks in their order."""

    id: int
    contestant: int
    try_no: int
    region: str
    cohort: str
    versions: tuple[int, ...]


@dataclass
class Books:
    """One round with everything needed to count it again."""

    form: dict[str, Any]
    opens_at: int
    rows: list[Row]
    papers: dict[int, Paper]
    keys: dict[int, dict[str, Any]] = field(default_factory=dict)
    verdicts: list[Verdict] = field(default_factory=list)


def slots(key: bytes, contestant: int, try_no: int, versions: Sequence[int]) -> tuple[int, ...]:
    """The versions of a form in the order in which that contestant is asked them."""

    def place(n: int) -> bytes:
        label = f"order|slots|{contestant}|{try_no}|{n}"
        return hmac.new(key, label.encode(), hashlib.sha256).digest()

    return tuple(versions[n] for n in sorted(range(len(versions)), key=place))


def again(books: Books, paper: Paper, answers: Mapping[int, Row], number: int) -> int:
    """The score of a paper by all rulings up to that number."""
    sums: list[int] = []
    for slot, version in enumerate(paper.versions):
        held = [v for v in books.verdicts if v.version == version and v.number <= number]
        if not held:
            sums.append(answers[slot].points)
        elif held[-1].kind != "void_none":
            sums.append(under(books.form, books.keys[version], held[-1], answers[slot]))
    if not sums:
        return 0
    return floor(Fraction(sum(sums) * len(paper.versions), len(sums)) + Fraction(1, 2))


def faults(books: Books) -> list[str]:
    """What the journal says of an attempt that a second marking does not, in words."""
    found = [f"{place} stands {n} times" for place, n in _places(books).items() if n > 1]
    by_attempt: defaultdict[int, list[Row]] = defaultdict(list)
    for row in books.rows:
        by_attempt[row.attempt].append(row)
    for number, rows in by_attempt.items():
        if number not in books.papers:
            found.append(f"attempt {number} was never opened")
        else:
            found += _attempt_faults(books, books.papers[number], rows)
    return found


def _places(books: Books) -> Counter[tuple[int, int, int]]:
    return Counter((row.attempt, row.slot, row.kind) for row in books.rows)


def _attempt_faults(books: Books, paper: Paper, rows: list[Row]) -> list[str]:
    found = []
    answers = {row.slot: row for row in rows if row.kind == ANSWER}
    for row in answers.values():
        key = books.keys[paper.versions[row.slot]]
        points = worth(books.form, key, row.choice, row.took_ms)
        # Marked when it came in: by the key, or by a ruling that was in force by then.
        ruled = [v for v in books.verdicts if v.version == paper.versions[row.slot]]
        if row.points not in {points, *(under(books.form, key, v, row) for v in ruled)}:
            found.append(f"{paper.id}/{row.slot}: {row.points} points, should be {points}")
    whole = len(answers) == len(paper.versions)
    closings = [row for row in rows if row.kind == CLOSED]
    if len(closings) != whole:
        found.append(f"{paper.id}: {len(answers)} answers, {len(closings)} closings")
    for row in closings:
        points = sum(answer.points for answer in answers.values())
        took = sum(answer.took_ms for answer in answers.values())
        if (row.points, row.took_ms) != (points, took):
            found.append(
                f"{paper.id}: closed with {row.points}, {row.took_ms} ms; {points}, {took}"
            )
    for row in (row for row in rows if row.kind == RULED):
        points = again(books, paper, answers, row.slot) if whole else 0
        told = (row.points, row.took_ms, row.received_at)
        if not closings or told != (points, closings[0].took_ms, closings[0].received_at):
            found.append(f"{paper.id}: {row.points} by ruling {row.slot}, should be {points}")
    return found + _step_faults(paper, rows)


def _step_faults(paper: Paper, rows: list[Row]) -> list[str]:
    """Steps of annulment are numbered from 1 without a gap, and repeat what the closing says."""
    steps = sorted(row.slot for row in rows if row.kind == VOIDED)
    found = [] if steps == [*range(1, len(steps) + 1)] else [f"{paper.id}: steps {steps}"]
    closed = [(row.points, row.took_ms, row.received_at) for row in rows if row.kind == CLOSED]
    differing = (
        row.slot
        for row in rows
        if row.kind == VOIDED and [(row.points, row.took_ms, row.received_at)] != closed
    )
    return found + [f"{paper.id}: step {n} does not repeat the closing" for n in differing]


def unmarked(books: Books) -> list[int]:
    """Closed attempts that are not yet marked by the newest ruling on any of their questions."""
    marked: Counter[int] = Counter()
    for row in books.rows:
        if row.kind == RULED:
            marked[row.attempt] = max(marked[row.attempt], row.slot)
    late = []
    for attempt in {row.attempt for row in books.rows if row.kind == CLOSED}:
        asked = books.papers[attempt].versions
        newest = max((v.number for v in books.verdicts if v.version in asked), default=0)
        late += [attempt] if marked[attempt] < newest else []
    return sorted(late)


class Line(NamedTuple):
    """A row of a board of persons."""

    rank: int
    contestant: int
    score: int
    took_ms: int
    finished_at: int
    tries: int


def board(books: Books, region: str, cohort: str = "") -> list[Line]:
    """The board of persons of a region and everything below it."""
    tries: defaultdict[int, list[tuple[int, Row]]] = defaultdict(list)
    for paper, row in _closed(books, region, cohort):
        tries[paper.contestant].append((paper.try_no, row))
    standings = [_standing(books.form, who, done) for who, done in tries.items()]
    ordered = sorted(standings, key=lambda line: (_order(books, line), line.contestant))
    keys = [_order(books, line) for line in ordered]
    first: dict[tuple[int, ...], int] = {}
    for place, key in enumerate(keys, start=1):
        first.setdefault(key, place)
    return [line._replace(rank=first[key]) for key, line in zip(keys, ordered, strict=True)]


def counts(books: Books, region: str) -> tuple[int, int]:
    """People and attempts of a region and everything below it."""
    closed = [paper for paper, _ in _closed(books, region, "")]
    return len({paper.contestant for paper in closed}), len(closed)


def _closed(books: Books, region: str, cohort: str) -> Iterable[tuple[Paper, Row]]:
    ruled: dict[int, Row] = {}
    for row in sorted(books.rows, key=lambda row: row.slot):
        if row.kind == RULED:
            ruled[row.attempt] = row
    steps = Counter(row.attempt for row in books.rows if row.kind == VOIDED)
    for row in books.rows:
        paper = books.papers[row.attempt]
        inside = f"{paper.region}/".startswith(f"{region}/") and cohort in ("", paper.cohort)
        if row.kind == CLOSED and inside and steps[row.attempt] % 2 == 0:
            yield paper, ruled.get(row.attempt, row)


def _standing(form: Mapping[str, Any], who: int, done: list[tuple[int, Row]]) -> Line:
    if form["count"] == "last":
        counting = [max(done)]
    elif form["count"] == "sum":
        counting = done
    else:
        counting = sorted(done, key=lambda one: _better(form, *one))[: form["best_n"]]
    rows = [row for _, row in counting]
    score, took = sum(row.points for row in rows), sum(row.took_ms for row in rows)
    return Line(0, who, score, took, max(row.received_at for row in rows), len(done))


def _better(form: Mapping[str, Any], try_no: int, row: Row) -> tuple[int, ...]:
    ties = {"took": row.took_ms, "finished": row.received_at}
    chain = [ties[tie] for tie in form["ties"] if tie in ties]
    return (-row.points, *chain, row.received_at, try_no)


def _order(books: Books, line: Line) -> tuple[int, ...]:
    """Times are compared in steps: 10 ms of answering, whole seconds of finishing."""
    ties = {
        "took": line.took_ms // 10,
        "fewer_tries": line.tries,
        "finished": (line.finished_at - books.opens_at) // 1_000,
    }
    return (-line.score, *(ties[tie] for tie in books.form["ties"]))

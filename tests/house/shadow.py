"""A second count of a round, from the journal's rows alone, by code that shares nothing with ours.

Plain Python over plain rows: it marks every answer again, adds every attempt up again, and orders
every board again. What it finds different is a fault, whichever of the two is wrong.
"""

import hashlib
import hmac
from cmath import phase
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import tau
from typing import Any, NamedTuple

SHOWN, ANSWER, CLOSED = 1, 2, 3


class Row(NamedTuple):
    """A row of the journal, as its table has it."""

    id: int
    attempt: int
    slot: int
    kind: int
    seq: int
    choice: str
    took_ms: int
    points: int
    received_at: int


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


def slots(key: bytes, contestant: int, try_no: int, versions: Sequence[int]) -> tuple[int, ...]:
    """The versions of a form in the order in which that contestant is asked them."""

    def place(n: int) -> bytes:
        label = f"order|slots|{contestant}|{try_no}|{n}"
        return hmac.new(key, label.encode(), hashlib.sha256).digest()

    return tuple(versions[n] for n in sorted(range(len(versions)), key=place))


def worth(form: Mapping[str, Any], key: Mapping[str, Any], choice: str, took_ms: int) -> int:
    """The points of one stored answer."""
    if choice == "":
        return int(form["blank"])
    typed = key["kind"] == "text"
    given = [] if typed else [int(part) for part in choice.split(",")]
    base = _named(form, key, choice) if typed else _base(form, key, given)
    if base == form["right"]:
        return base + _speed(form, took_ms)
    return base if base > 0 else -int(form["penalty"])


def _base(form: Mapping[str, Any], key: Mapping[str, Any], given: list[int]) -> int:
    full, wanted = int(form["right"]), list(key["places"])
    if key["kind"] == "estimate":
        off = abs(given[0] - key["value"])
        if off > key["near"]:
            full = int(full * max(0, key["far"] - off) / (key["far"] - key["near"]) + 1e-9)
        return full
    if key["kind"] == "ordering":
        return full if given == wanted else 0
    if key["kind"] == "matching":
        return _paired(form, [one == other for one, other in zip(given, wanted, strict=True)])
    if key["kind"] == "hotspot":
        return (
            full
            if any(_holds(area, given, key.get("size", (1, 1))) for area in key["areas"])
            else 0
        )
    if sorted(given) == sorted(wanted):
        return full
    some = key["kind"] == "multiple" and all(place in wanted for place in given)
    shares = {"half": full // 2, "per_option": full * len(given) // max(len(wanted), 1)}
    return shares.get(form["partial"], 0) if some else 0


def _paired(form: Mapping[str, Any], good: list[bool]) -> int:
    full = int(form["right"])
    if all(good):
        return full
    half = full // 2 if good.count(True) >= good.count(False) else 0
    shares = {"half": half, "per_option": int(full * good.count(True) / len(good) + 1e-9)}
    return shares.get(form["partial"], 0)


def _named(form: Mapping[str, Any], key: Mapping[str, Any], choice: str) -> int:
    """As the tests' forms are written; the marks around a text are all that is forgiven."""
    said = choice[1:].strip("。，！“” ").lower()
    return int(form["right"]) if said in [one.lower() for one in key["accepted"]] else 0


def _holds(area: Sequence[Any], given: list[int], size: tuple[int, int]) -> bool:
    """Whether the point is in the area, by angles: seen from within, corners go full circle."""
    shape, *numbers = area
    x, y = given
    if shape == "rect":
        left, top, right, bottom = numbers
        return bool(left <= x <= right and top <= y <= bottom)
    if shape == "circle":
        tall = size[1] / size[0]
        return bool(abs(complex(x - numbers[0], (y - numbers[1]) * tall)) <= numbers[2] + 1e-9)
    corners = [complex(a - x, b - y) for a, b in zip(numbers[::2], numbers[1::2], strict=True)]
    if 0 in corners:
        return True
    turns = [
        other * one.conjugate()
        for one, other in zip(corners, [*corners[1:], corners[0]], strict=True)
    ]
    whole = sum(phase(turn) for turn in turns)
    return any(turn.imag == 0 > turn.real for turn in turns) or round(whole / tau) % 2 == 1


def _speed(form: Mapping[str, Any], took_ms: int) -> int:
    limit, most = int(form["question_ms"]), int(form["bonus_points"])
    left = limit - max(took_ms, 0)
    if form["bonus"] == "none" or left <= 0:
        return 0
    if form["bonus"] == "linear":
        return most * left // limit
    step = next(
        n for n in range(form["bonus_steps"] + 1) if n * limit >= form["bonus_steps"] * left
    )
    return int(most * step // form["bonus_steps"])


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
        if points != row.points:
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
    return found


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
    return [
        line._replace(rank=keys.index(key) + 1) for key, line in zip(keys, ordered, strict=True)
    ]


def counts(books: Books, region: str) -> tuple[int, int]:
    """People and attempts of a region and everything below it."""
    closed = [paper for paper, _ in _closed(books, region, "")]
    return len({paper.contestant for paper in closed}), len(closed)


def _closed(books: Books, region: str, cohort: str) -> Iterable[tuple[Paper, Row]]:
    for row in books.rows:
        paper = books.papers[row.attempt]
        inside = f"{paper.region}/".startswith(f"{region}/") and cohort in ("", paper.cohort)
        if row.kind == CLOSED and inside:
            yield paper, row


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

"""Figures of groups of people, counted by a stranger: sections 8, 13 and 14 of the regulations."""

import hashlib
import hmac
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from math import ceil, log

from tests.leaderboard.whole.stranger import (
    Facts,
    Json,
    Paper,
    full,
    half_up,
    score,
    standings,
)

SHRINK, LEAST, FEW = 200, 100, 10


def inside(path: str, region: str) -> bool:
    return f"{path}/".startswith(f"{region}/")


def sums(facts: Facts, papers: Sequence[Paper], best_of: int = 0) -> tuple[int, int, int]:
    """People, papers, and the sum of the people's scores."""
    found = standings(facts, papers, best_of)
    return len(found), len(papers), sum(one.score for one in found.values())


def mean(people: int, points: int, divisor: int) -> int | None:
    return half_up(Fraction(100 * points, people * divisor)) if people else None


def region_score(
    mine: tuple[int, int, int], above: tuple[int, int, int], divisor: int
) -> int | None:
    """8.1 in hundredths."""
    if not mine[0]:
        return None
    parent = Fraction(above[2], above[0])
    return half_up(100 * (mine[2] + SHRINK * parent) / (mine[0] + SHRINK) / divisor)


def rate(people: int, population: int | None) -> int | None:
    """8.3 in hundredths of a person."""
    if not population or people > population:
        return None
    return half_up(Fraction(1_000_000 * people, population))


def balance(people: Sequence[int]) -> int:
    """8.5 in ten-thousandths."""
    shares = [one / sum(people) for one in people if one]
    return round(10_000 * -sum(p * log(p) for p in shares) / log(len(people)))


def best(facts: Facts, papers: Sequence[Paper], n: int) -> int:
    """8.4."""
    scores = sorted((one.score for one in standings(facts, papers).values()), reverse=True)
    return sum(scores[:n])


def ranks(figures: Mapping[str, int]) -> dict[str, int]:
    return {
        name: 1 + sum(other > one for other in figures.values()) for name, one in figures.items()
    }


def band(population: int) -> str:
    """8.6."""
    if population < 300_000:
        return "small"
    return "middle" if population <= 1_000_000 else "large"


def day(ms: int) -> date:
    """The day in Guangdong."""
    return (datetime.fromtimestamp(ms // 1000, UTC) + timedelta(hours=8)).date()


def award(rows: Mapping[str, Json], whole: tuple[int, int, int], top: int) -> dict[str, int]:
    """8.7 in hundredths of a point. A row: sums, population, cohorts, active, days."""
    rates = {path: rate(row["sums"][0], row["population"]) for path, row in rows.items()}
    held = {
        path: one
        for path, one in rates.items()
        if one is not None and rows[path]["sums"][0] >= LEAST
    }
    found = {}
    for path, one in held.items():
        peers = sorted(
            held[other]
            for other in held
            if band(rows[other]["population"]) == band(rows[path]["population"])
        )
        cap = peers[ceil(Fraction(90 * len(peers), 100)) - 1]
        row = rows[path]
        mine = region_score(row["sums"], whole, 1) or 0
        parts = (
            (40, min(Fraction(1), Fraction(one, cap))),
            (25, Fraction(balance(row["cohorts"]), 10_000)),
            (20, min(Fraction(1), max(Fraction(0), Fraction(mine, 100 * top)))),
            (15, Fraction(row["active"], row["days"])),
        )
        found[path] = sum(
            half_up(Fraction(weight * half_up(10_000 * part), 100)) for weight, part in parts
        )
    return found


def report(facts: Facts, papers: Sequence[Paper]) -> Json:
    """13.1: of these papers people, papers, the mean mark, and people by the best they reached."""
    marks, levels = [], dict[int, int]()
    for paper in papers:
        most = full(facts.rounds[paper.round]["format"])
        held = max(0, min(score(facts, paper), most))
        marks.append(half_up(Fraction(10_000 * held, most)))
        level = sum(100 * held > least * most for least in (55, 70, 85))
        levels[paper.who] = max(level, levels.get(paper.who, 0))
    return {
        "people": len(levels),
        "attempts": len(papers),
        "mark": half_up(Fraction(sum(marks), len(marks))) if marks else None,
        "levels": [sum(one == level for one in levels.values()) for level in range(4)],
    }


def tickets(facts: Facts, papers: Iterable[Paper], above: int, gone: Collection[int]) -> int:
    """14.2: one a person for each day with a paper of more than so much of the full score."""
    return len(
        {
            (one.who, day(one.closed_at))
            for one in papers
            if one.who not in gone
            and 100 * score(facts, one) > above * full(facts.rounds[one.round]["format"])
        }
    )


def drawn(seed: str, beacon: str, listed: Iterable[str]) -> list[str]:
    """14.3: all tickets in their order."""
    key = f"{seed}:{beacon}".encode()
    return sorted(listed, key=lambda one: hmac.new(key, one.encode(), hashlib.sha256).digest())


def hashed(text: str) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()

# Third part: an award, computed again from the published result that it rests on.

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from itertools import groupby, pairwise
from typing import Any

from leaderboard.publish.script.marks import Json
from leaderboard.publish.script.standings import region_score

MEASURES = ("reach", "balance", "mean", "activity")
DAY = 86_400_000
UNSTATED = "?"


def differs(what: str, theirs: Any, ours: Any) -> Iterator[str]:
    if theirs != ours:
        yield f"{what}: theirs {theirs}, ours {ours}"


def halves_up(top: int, bottom: int) -> int:
    return (2 * top + bottom) // (2 * bottom)


def evenness(people: Sequence[int]) -> int:
    """Ten-thousandths: entropy of the cohorts' people over the most there could be (8.5)."""
    whole = sum(people)
    if whole < 1 or len(people) < 2:
        return 0
    with localcontext() as exact:
        exact.prec = 60
        shares = [Decimal(one) / whole for one in people if one]
        entropy = -sum((share * share.ln() for share in shares), Decimal(0))
        return int(10_000 * entropy / Decimal(len(people)).ln() + Decimal("0.5"))


def evenness_range(people: Sequence[int], unstated: int) -> tuple[int, int]:
    """The least and the most that it can be, when so many attempts do not say their cohort: all of
    them in one cohort, or the smallest cohorts filled up with them."""
    ways = [
        [one + unstated * (n == at) for n, one in enumerate(people)] for at in range(len(people))
    ]
    lows = [evenness(way) for way in (people, *ways)]
    return min(lows), max(evenness(levelled(people, unstated)), *lows)


def levelled(people: Sequence[int], more: int) -> list[int]:
    """The most even that `more` can make them, all times the number of those it is shared by."""
    ordered = sorted(people)
    for n in range(1, len(ordered)):
        level = more + sum(ordered[:n])
        if level <= n * ordered[n]:
            return [level] * n + [n * one for one in ordered[n:]]
    return [more + sum(ordered)] * len(ordered)


def ranks_here(award: Json, row: Json) -> bool:
    """Whether a region is ranked: enough people, and not more than live there."""
    if row["few"] or not row["population"]:
        return False
    least = max(award["policy"]["least"], 1)
    return bool(least <= row["people"] <= row["population"])


def check_scores(award: Json) -> Iterator[str]:
    """Rates, caps, parts, points, scores and ranks, from what the award says was counted."""
    yield from differs("weights", sum(award["subject"]["weights"].values()), 100)
    ranked = [row for row in award["regions"] if ranks_here(award, row)]
    caps = _caps(award, ranked)
    scores: dict[str, list[int]] = defaultdict(list)
    for row in ranked:
        ours = _scored(award, row, caps[_band(award, row)])
        where = f"region {row['path']}"
        for name, value in ours.items():
            yield from differs(f"{where} {name}", row[name], value)
        yield from _balance(row, where)
        scores[""].append(ours["score_x100"])
        scores[ours["band"]].append(ours["score_x100"])
    for row in award["regions"]:
        yield from _places(row, scores, ranked=row in ranked)


def _band(award: Json, row: Json) -> str:
    found = award["policy"]["bands"]
    return next(
        str(b["code"]) for b in found if b["most"] is None or row["population"] <= b["most"]
    )


def _caps(award: Json, ranked: Sequence[Json]) -> dict[str, int]:
    """The rate that so many per cent of a band's regions do not exceed: nearest rank (8.7)."""
    rates: dict[str, list[int]] = defaultdict(list)
    for row in ranked:
        rates[_band(award, row)].append(halves_up(1_000_000 * row["people"], row["population"]))
    share = award["policy"]["per_cent"]
    return {band: sorted(of)[-(-len(of) * share // 100) - 1] for band, of in rates.items()}


def _scored(award: Json, row: Json, cap: int) -> Json:
    rate = halves_up(1_000_000 * row["people"], row["population"])
    whole, shrink = award["whole"], award["policy"]["shrink"]
    of = (row["people"], row["attempts"], row["points"])
    parent = (whole["people"], whole["attempts"], whole["points"])
    mean = region_score(of, parent, award["divisor"], shrink) or 0
    pairs = (len(award["days"]) - 1) * max(len(row["below"]), 1)
    parts = [
        _share(rate, cap),
        row["parts"][1],
        _share(mean, 100 * award["full"]),
        _share(row["active"], pairs),
    ]
    weights = [award["subject"]["weights"][name] for name in MEASURES]
    gains = [halves_up(w * part, 100) for w, part in zip(weights, parts, strict=True)]
    said: Json = {"band": _band(award, row), "rate_x100": rate, "cap_x100": cap, "mean_x100": mean}
    return {**said, "parts": parts, "gains": gains, "score_x100": sum(gains)}


def _share(value: int, whole: int) -> int:
    return halves_up(10_000 * min(max(value, 0), whole), whole) if whole > 0 else 0


def _balance(row: Json, where: str) -> Iterator[str]:
    if min(*row["cohorts"], row["unstated"]) < 0:
        yield f"{where} cohorts: people below none"
        return
    low, high = evenness_range(row["cohorts"], row["unstated"])
    if not low <= row["parts"][1] <= high:
        ours = low if low == high else f"{low} to {high}"
        yield f"{where} balance: theirs {row['parts'][1]}, ours {ours}"


def _places(row: Json, scores: Mapping[str, Sequence[int]], *, ranked: bool) -> Iterator[str]:
    for name, band in (("rank", ""), ("rank_in_band", row.get("band", ""))):
        ours = 1 + sum(one > row["score_x100"] for one in scores[band]) if ranked else None
        yield from differs(f"region {row['path']} {name}", row.get(name), ours)


@dataclass
class Tally:
    """What lines say of a region: people by cohort, attempts that state one, and for each region
    below it (or itself, where there is none) the days with attempts and how many there were."""

    people: Counter[str] = field(default_factory=Counter)
    stated: int = 0
    under: Counter[str] = field(default_factory=Counter)
    days: set[tuple[str, int]] = field(default_factory=set)


def below(row: Json) -> list[str]:
    """The paths whose days count for a region."""
    return [f"{row['path']}/{code}" for code in row["below"]] or [row["path"]]


def tally(award: Json, opens_at: int, lines: Iterable[Json]) -> dict[str, Tally]:
    """What lines, in the order of their pseudonyms, come to in the award's regions."""
    inside = {row["path"]: frozenset(below(row)) for row in award["regions"] if "below" in row}
    found = {path: Tally() for path in inside}
    for _code, those in groupby(lines, key=lambda line: line["code"]):
        seen = set()
        for line in those:
            above = _above(line["region"])
            path = next((one for one in above if one in found), None)
            if path is None or line["void"] % 2:
                continue
            here = found[path]
            if line["cohort"] != UNSTATED:
                here.stated += 1
                seen.add((path, line["cohort"]))
            at = next((one for one in above if one in inside[path]), None)
            _day(award["days"], here, at, opens_at + 1_000 * line["finish_s"])
        for path, cohort in seen:
            found[path].people[cohort] += 1
    return found


def _above(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[: n + 1]) for n in range(len(parts))]


def _day(days: Sequence[int], here: Tally, at: str | None, moment: int) -> None:
    if at is not None:
        here.under[at] += 1
        if days[0] <= moment < days[-1]:
            here.days.add((at, bisect_right(days, moment) - 1))


def check_facts(award: Json, base: Json, lines: Iterable[Json]) -> Iterator[str]:
    """What the award says was counted, against the result it rests on and its answers.

    Where groups of few people were widened, cohorts and days can only be checked to be within what
    is possible.
    """
    said = {row["path"]: row for row in base["regions"]}
    counted = tally(award, base["round"]["opens_at"], lines)
    for row in award["regions"]:
        if "below" not in row:
            continue
        where, here = f"region {row['path']}", counted[row["path"]]
        stated = [here.people[cohort] for cohort in award["cohorts"]]
        yield from differs(f"{where} cohorts", row["cohorts"], stated)
        yield from differs(f"{where} unstated", row["unstated"], row["attempts"] - here.stated)
        low, high = active_range(award, row, here, said)
        if not low <= row["active"] <= high:
            ours = low if low == high else f"{low} to {high}"
            yield f"{where} active: theirs {row['active']}, ours {ours}"


def active_range(award: Json, row: Json, here: Tally, said: Mapping[str, Json]) -> tuple[int, int]:
    """How many (day, region below) pairs had attempts, at least and at most: some of the attempts
    of regions that are few or merged are published under a wider region."""
    known = [one for one in below(row) if one in said]  # others are named by check_rest
    hidden = [one for one in known if said[one]["few"] or said[one]["merged"]]
    missing = sum(len(award["days"]) - 1 - sum(at == one for at, _d in here.days) for one in hidden)
    elsewhere = row["attempts"] - sum(here.under.values())
    return len(here.days), len(here.days) + min(missing, elsewhere)


def check_rest(award: Json, base: Json, sha256: str) -> Iterator[str]:
    """Whether this is the result that the award rests on, and says the same of every region."""
    (rest,) = award["rests_on"]
    yield from differs("rests_on sha256", rest["sha256"], sha256)
    yield from differs("rests_on number", rest["number"], base["number"])
    yield from differs("rests_on round", rest["round"], base["round"]["code"])
    yield from differs("contest", award["contest"], base["contest"])
    journal = [{"round": base["round"]["code"], **base["journal"]}]
    yield from differs("journal", award["journal"], journal)
    yield from differs("divisor", award["divisor"], base["divisor"])
    yield from differs("full", award["full"], _full(base["round"]["format"]))
    yield from _check_days(award["days"], base["round"])
    said = {row["path"]: row for row in base["regions"]}
    said[base["region"]] = {**base, "few": False}
    names = ("people", "attempts", "points")
    yield from differs("whole", award["whole"], {n: said[award["region"]][n] for n in names})
    for row in award["regions"]:
        for name in ("few", *names):
            theirs = row.get(name)
            yield from differs(f"region {row['path']} {name}", theirs, said[row["path"]][name])
        for one in row.get("below", ()):
            if f"{row['path']}/{one}" not in said:
                yield f"region {row['path']} below: {one} is no region of the result"


def _full(form: Json) -> int:
    """The most that one standing can come to: sections 6 and 7.1."""
    once = int(form["questions"]) * (int(form["right"]) + int(form["bonus_points"]))
    return once * (int(form["tries_total"]) or 1) if form["count"] == "sum" else once


def _check_days(days: Sequence[int], round_: Json) -> Iterator[str]:
    """The days of the round, each from midnight to midnight."""
    ends = max(round_["closes_at"], round_["opens_at"] + 1)
    right = days[0] <= round_["opens_at"] < days[1] and days[-2] < ends <= days[-1]
    lengths = {later - day for day, later in pairwise(days)}
    if not right or not lengths <= {DAY - DAY // 24, DAY, DAY + DAY // 24}:
        yield f"days: {list(days)} are not those of the round"

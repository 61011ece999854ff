"""The text of a result, made of what was counted: whole numbers, hundredths, nothing of a few.

Source: contest regulations, sections 8 and 12.2.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from leaderboard.catalogue import Catalogue, Place, RankedRound
from leaderboard.publish.counting import Recount, Widening
from leaderboard.publish.script.standings import region_score
from leaderboard.rules import ranking
from leaderboard.rules.invariants import Totals
from leaderboard.rules.rollup import Policy
from quiz.models import PreparedRound, Round
from quiz.rules import formats

Json = dict[str, Any]
FORMAT = "contest-result"
VERSION = 1
FORMULA = "(people * mean + shrink * parent_mean) / (people + shrink)"


def heading(round_: Round, ranked: RankedRound) -> Json:
    """What was contested, and the promise about its papers."""
    return {
        "format": FORMAT,
        "v": VERSION,
        "contest": {"code": ranked.contest, "title": ranked.contest_zh},
        "region": ranked.root,
        "region_name": round_.contest.region.name_zh,
        "round": {
            "code": ranked.code,
            "title": ranked.title_zh,
            "opens_at": ranked.opens_at,
            "closes_at": ranked.closes_at,
            "format": formats.plain(ranked.form),
        },
        "books": _books(round_),
    }


def _books(round_: Round) -> Json:
    """The seed is open once the round is closed, which it is when a result is published."""
    prepared = PreparedRound.objects.defer("books").get(round=round_)
    return {
        "seed": prepared.seed,
        "seed_hash": prepared.seed_hash,
        "beacon": prepared.beacon,
        "digest": prepared.digest,
    }


def figures(found: Recount, ranked: RankedRound, policy: Policy) -> Json:
    """The whole contest in numbers, and how regions are compared."""
    whole, divisor = found.totals.get(ranked.root, (0, 0, 0)), ranking.divisor(ranked.form)
    return {
        "people": whole[0],
        "attempts": whole[1],
        "points": whole[2],
        "mean_x100": _mean(whole, divisor) if whole[0] >= policy.few else None,
        "divisor": divisor,
        "annulled": found.annulled,
        "outside": found.outside,
        "formula": FORMULA,
        "policy": {"shrink": policy.shrink, "least": policy.least, "few": policy.few},
    }


def regions(
    known: Catalogue, ranked: RankedRound, found: Recount, wide: Widening, policy: Policy
) -> list[Json]:
    """Every region below the contest's own, each ranked among its neighbours."""
    rows: list[Json] = []
    waiting = [ranked.root]
    for parent in waiting:
        below = known.children.get(parent, ())
        waiting += [place.path for place in below]
        rows += _family(below, found.totals, ranking.divisor(ranked.form), policy)
    return [{**row, "merged": not row["few"] and wide.merged(row["path"])} for row in rows]


def _family(
    below: Sequence[Place], totals: Mapping[str, Totals], divisor: int, policy: Policy
) -> list[Json]:
    rows = [_region(place, totals, divisor, policy) for place in below]
    scores = [row["score_x100"] for row in rows if _many(row, policy)]
    for row in rows:
        many = _many(row, policy)
        row["rank"] = 1 + sum(one > row["score_x100"] for one in scores) if many else None
    return sorted(rows, key=lambda row: (row["rank"] is None, row["rank"], row["path"]))


def _many(row: Json, policy: Policy) -> bool:
    return not row["few"] and row["people"] >= policy.least and row["score_x100"] is not None


def _region(place: Place, totals: Mapping[str, Totals], divisor: int, policy: Policy) -> Json:
    of = totals.get(place.path, (0, 0, 0))
    parent = totals.get(place.path.rpartition("/")[0], (0, 0, 0))
    few = 0 < of[0] < policy.few
    score = None if few else region_score(of, parent, divisor, policy.shrink)
    return {
        "path": place.path,
        "name": place.name_zh,
        "few": few,
        **_shown(of, divisor, few=few),
        "score_x100": score,
    }


def cohorts(
    known: Catalogue, ranked: RankedRound, found: Recount, stated: Mapping[Any, Any], policy: Policy
) -> list[Json]:
    """Each cohort of the whole contest; `stated` = what published answers say of it."""
    rows = []
    for code, names in known.cohorts.items():
        of = found.count.totals.get((ranked.root, code), [0, 0, 0])
        few = 0 < of[0] < policy.few
        shown = _shown(of, ranking.divisor(ranked.form), few=few)
        said = list(stated.get((ranked.root, code), (0, 0, 0)))
        rows.append({"cohort": code, "name": names.name_zh, "few": few, **shown, "stated": said})
    return rows


def _shown(of: Sequence[int], divisor: int, *, few: bool) -> Json:
    if few:
        return dict.fromkeys(("people", "attempts", "points", "mean_x100"))
    numbers = dict(zip(("people", "attempts", "points"), of, strict=True))
    return {**numbers, "mean_x100": _mean(of, divisor) if of[0] else None}


def _mean(of: Sequence[int], divisor: int) -> int:
    """In hundredths, halves up."""
    bottom = of[0] * divisor
    return (200 * of[2] + bottom) // (2 * bottom)

# Fourth part: a season, counted again from the published results of its rounds.

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from leaderboard.publish.script.award import differs
from leaderboard.publish.script.marks import Json
from leaderboard.publish.script.standings import order, standing


class Part(NamedTuple):
    """What somebody comes to in one round; `finish` in seconds since the first round opened."""

    score: int
    took: int
    finish: int
    tries: int
    region: str


def parts_of(round_: Json, first: int, lines: Iterable[Json]) -> dict[str, Part]:
    """Everybody of a round by pseudonym; `first` is when the first round opened (milliseconds)."""
    found, later = {}, (round_["opens_at"] - first) // 1_000
    for code, those in groupby(lines, key=lambda line: line["code"]):
        mine = [line for line in those if line["void"] % 2 == 0]
        of = standing(round_["format"], mine)
        if of is not None:
            region = max(mine, key=lambda line: int(line["try"]))["region"]
            found[code] = Part(of[0], of[1], of[2] + later, of[3], region)
    return found


def together(season: Json, parts: Sequence[Part]) -> Part:
    """The rounds of one person, the earliest first: the best n, or all of them (8.9)."""
    kept = sorted(parts, key=lambda part: _better_round(season, part))
    kept = kept[: season["subject"]["best_of"] or len(kept)]
    return Part(
        sum(part.score for part in kept),
        sum(part.took for part in kept),
        max(part.finish for part in kept),
        sum(part.tries for part in parts),
        parts[-1].region,
    )


def _better_round(season: Json, part: Part) -> tuple[int, ...]:
    links = {"took": (part.took,), "finished": (part.finish,)}
    chain = [one for tie in season["ties"] for one in links.get(tie, ())]
    return (-part.score, *chain, part.finish)


def place(season: Json, of: Part) -> tuple[int, ...]:
    """Smaller is better."""
    return order(season, (of.score, of.took, of.finish, of.tries))


def check_rounds(season: Json, bases: Sequence[tuple[Json, str]]) -> Iterator[str]:
    """Whether these results, each with its hash, are those that the season rests on."""
    for rest, (base, sha256) in zip(season["rests_on"], bases, strict=True):
        where = f"rests_on {rest['round']}"
        yield from differs(f"{where} sha256", rest["sha256"], sha256)
        yield from differs(f"{where} number", rest["number"], base["number"])
        yield from differs(f"{where} round", rest["round"], base["round"]["code"])
        yield from differs(f"{where} contest", season["contest"], base["contest"])
        yield from differs(f"{where} divisor", season["divisor"], base["divisor"])
    journal = [{"round": base["round"]["code"], **base["journal"]} for base, _sha256 in bases]
    yield from differs("journal", season["journal"], journal)
    ties = bases[0][0]["round"]["format"]["ties"] or ["took"]
    yield from differs("ties", season["ties"], list(ties))


def check_people(
    season: Json, rounds: Sequence[Mapping[str, Part]], lines: Iterable[Json]
) -> Iterator[str]:
    """Every row from what its person came to in each round; nobody twice, nobody left out."""
    left, rank, many = [dict(one) for one in rounds], 0, 0
    before: tuple[int, ...] = ()
    for many, row in enumerate(lines, 1):
        where = f"season {row['code']}"
        parts = _taken(left, row["rounds"])
        if len(parts) != sum(map(bool, row["rounds"])) or not parts:
            yield f"{where} rounds: of nobody in their results, or counted twice"
            continue
        ours = together(season, parts)
        if place(season, ours) < before:
            yield f"{where} rank: is better than the row above"
        if place(season, ours) != before:
            rank, before = many, place(season, ours)
        yield from differs(where, _said(row), (rank, *ours))
    yield from differs("people", season["people"], many)
    for slot, rest in enumerate(left, 1):
        if rest:
            yield f"round {slot}: {len(rest)} people are left out, {min(rest)} is one"


def _taken(left: Sequence[dict[str, Part]], codes: Sequence[str]) -> list[Part]:
    """What somebody came to in each round, each to be taken once."""
    found = [those.pop(code, None) for those, code in zip(left, codes, strict=True) if code]
    return [part for part in found if part]


def _said(row: Json) -> tuple[Any, ...]:
    names = ("rank", "score", "took_ms", "finish_s", "tries", "region")
    return tuple(row[name] for name in names)

"""The form of a new raffle, read leniently and told about strictly."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from leaderboard.raffle.forms import Form
from leaderboard.rules.raffle import Per, Prize, Rule
from quiz import moments

MOMENTS = ("closes_at", "delete_at")
PLAIN = ("scope", "code", "title_zh", "title_en", "beacon_source", "prizes", *MOMENTS)
NUMBERS = {"above": 0, "reserves": 10, "claim_days": 7}
MOST_PRIZES = 20


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, to be shown again; `lists` are what was ticked."""

    plain: Mapping[str, str]
    lists: Mapping[str, list[str]]


def typed(post: QueryDict) -> Typed:
    names = (*PLAIN, *NUMBERS, "per")
    plain = {name: post.get(name, "").replace("\0", "").strip()[:400] for name in names}
    lists = {name: post.getlist(name)[:300] for name in ("rounds", "cohorts", "regions")}
    return Typed(plain, lists)


def form(of: Typed) -> Form:
    """What can be understood; what cannot is a value that `holding.make` refuses by its name."""
    plain = of.plain
    rule = Rule(
        rounds=tuple(of.lists["rounds"]),
        above=_number(plain["above"]),
        cohorts=tuple(of.lists["cohorts"]),
        regions=tuple(of.lists["regions"]),
        per=Per.DAY if plain["per"] == Per.DAY else Per.PERSON,
    )
    return Form(
        code=plain["code"],
        title_zh=plain["title_zh"][:80],
        title_en=plain["title_en"][:160],
        rule=rule,
        prizes=tuple(_prizes(plain["prizes"])),
        reserves=_number(plain["reserves"]),
        beacon_source=plain["beacon_source"][:200],
        closes_at=moment(plain["closes_at"]),
        claim_days=_number(plain["claim_days"]),
        delete_at=moment(plain["delete_at"]),
    )


def _number(text: str) -> int:
    """-1 for what is no plain number."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 5 else -1


def moment(text: str) -> int:
    """Milliseconds of a moment as `moments.typed` reads it; 0 for what is none."""
    try:
        return moments.typed(text)
    except ValueError:
        return 0


def _prizes(text: str) -> list[Prize]:
    """A prize a line, its number at the end: "科普图书 10"; a line without a number has none."""
    found = []
    for line in text.splitlines()[:MOST_PRIZES]:
        name, _space, stock = line.strip().rpartition(" ")
        if line.strip():
            found.append(Prize((name or stock).strip()[:60], _number(stock) if name else -1))
    return found

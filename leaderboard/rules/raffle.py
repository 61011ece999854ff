"""Who may take part in a raffle, and a draw that anybody can draw again.

Source: contest regulations, sections 14.2 to 14.4.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, NamedTuple

DAY_MS: Final = 86_400_000
# From a raffle's end to its draw: lists are fixed, and a lottery's number comes within a week.
DRAW_MS: Final = 7 * DAY_MS
TICKET: Final = 16
NOBODY: Final = ""


class Per(StrEnum):
    """One ticket a person, or one for each day on which the rule was met."""

    PERSON = "person"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Rule:
    """Whose closed papers earn tickets: of these rounds, with more than `above` percent of the full
    score (as bands are passed), of these cohorts and regions (paths with all below them); empty =
    every one."""

    rounds: tuple[str, ...]
    above: int = 0
    cohorts: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    per: Per = Per.PERSON


class Paper(NamedTuple):
    """A closed paper that counts; `day` is the number of its day in the contest's time zone,
    `closed_at` (milliseconds) its end, never later than its round's."""

    contestant: int
    round: str
    score: int
    full: int
    path: str
    cohort: str
    day: int
    closed_at: int


class Prize(NamedTuple):
    name: str
    stock: int


class Known(NamedTuple):
    """What a rule may name: codes of ranked rounds and of cohorts, paths of regions."""

    rounds: frozenset[str]
    cohorts: frozenset[str]
    regions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Winning tickets with their prizes, the first prize first; the reserves in the order in which
    they step up; and tickets passed over, each with the one by which its owner was drawn before, or
    NOBODY where the owner had their data deleted after the list was fixed."""

    winners: tuple[tuple[str, Prize], ...] = ()
    reserves: tuple[str, ...] = ()
    passed: tuple[tuple[str, str], ...] = ()


def earns(rule: Rule, paper: Paper) -> bool:
    """Whether this paper earns a ticket."""
    inside = not rule.regions or any(
        paper.path == region or paper.path.startswith(f"{region}/") for region in rule.regions
    )
    return (
        inside
        and paper.round in rule.rounds
        and (not rule.cohorts or paper.cohort in rule.cohorts)
        and paper.score * 100 > rule.above * paper.full
    )


def chances(rule: Rule, papers: Iterable[Paper], until: int) -> list[tuple[int, int]]:
    """(contestant, day) of each ticket, sorted; the day is 0 where a person has one ticket only.

    Papers closed after `until` earn none: whoever fixes the list late lets nobody else in.
    """
    each = rule.per is Per.DAY
    inside = (one for one in papers if one.closed_at <= until and earns(rule, one))
    return sorted({(one.contestant, one.day if each else 0) for one in inside})


def ticket(salt: bytes, contestant: int, day: int) -> str:
    """A ticket's public name, 16 hexadecimal digits, that tells nobody whose it is."""
    said = f"ticket:{contestant}:{day}".encode()
    return hmac.new(salt, said, hashlib.sha256).hexdigest()[:TICKET]


def digest(tickets: Iterable[str]) -> str:
    """SHA-256 over the sorted tickets, each with a line feed: fixed before the beacon is known."""
    whole = hashlib.sha256()
    for one in sorted(tickets):
        whole.update(f"{one}\n".encode())
    return whole.hexdigest()


def promise(seed: str) -> str:
    """SHA-256 of the seed: published before anybody takes part."""
    return hashlib.sha256(seed.encode()).hexdigest()


def order(seed: str, beacon: str, tickets: Iterable[str]) -> list[str]:
    """All tickets as drawn: by HMAC-SHA-256 of each under "SEED:BEACON", smallest first."""
    key = f"{seed}:{beacon}".encode()

    def drawn(one: str) -> tuple[bytes, str]:
        return hmac.new(key, one.encode(), hashlib.sha256).digest(), one

    return sorted(set(tickets), key=drawn)


def outcome(
    drawn: Iterable[str], owner: Mapping[str, int | None], prizes: Sequence[Prize], reserves: int
) -> Outcome:
    """Prizes to the first tickets, no person twice; then `reserves` more people. A ticket whose
    owner is None is nobody's any more."""
    goods = [prize for prize in prizes for _ in range(prize.stock)]
    first: dict[int, str] = {}
    passed: list[tuple[str, str]] = []
    for one in drawn:
        if len(first) == len(goods) + reserves:
            break
        who = owner[one]
        before = NOBODY if who is None else first.setdefault(who, one)
        if before != one:
            passed.append((one, before))
    found = list(first.values())
    winners = tuple(zip(found, goods, strict=False))
    return Outcome(winners, tuple(found[len(goods) :]), tuple(passed))


def confined(rule: Rule, scope: str, root: str) -> Rule:
    """The rule of a raffle held by the region `scope`: one that names no region is for its people.

    The contest's own region, `root`, raffles among all who take part, guests from elsewhere too.
    """
    return rule if rule.regions or scope == root else replace(rule, regions=(scope,))


def earliest_deletion(closes_at: int, claim_days: int, reserves: int) -> int:
    """Before when (milliseconds) contacts are not deleted: the winners have their days to claim
    and, where there are reserves, these have as many after a draw that took its time."""
    days = claim_days * DAY_MS
    return closes_at + (DRAW_MS + 2 * days if reserves > 0 else days)


def claim_until(now: int, claim_days: int, delete_at: int) -> int:
    """Until when somebody who gets a prize now may claim it (milliseconds)."""
    return min(now + claim_days * DAY_MS, delete_at)


def last_step(delete_at: int) -> int:
    """Until when reserves step up (milliseconds): a day is left to them at least."""
    return delete_at - DAY_MS


def check(rule: Rule, prizes: Sequence[Prize], known: Known) -> list[str]:
    """What is wrong with a raffle, as the names of its fields."""
    wrong = {
        "rounds": not rule.rounds or not known.rounds.issuperset(rule.rounds),
        "above": not 0 <= rule.above < 100,
        "cohorts": not known.cohorts.issuperset(rule.cohorts),
        "regions": not known.regions.issuperset(rule.regions),
        "prizes": not prizes
        or any(not prize.name.strip() or not 1 <= prize.stock <= 10_000 for prize in prizes),
    }
    return [name for name, bad in wrong.items() if bad]

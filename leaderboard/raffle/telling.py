"""What everybody may know of a raffle, as JSON: the promise, then the list's digest, then the draw
with all that is needed to draw it again."""

from typing import Any

from leaderboard.models.raffles import Raffle, Stage, Win
from leaderboard.rules import raffle as rules
from leaderboard.rules.raffle import Prize


def facts(row: Raffle) -> dict[str, Any]:
    """The public facts of this moment; the seed is told once it is drawn with. Reserves who step up
    later do not change them."""
    told: dict[str, Any] = {
        "raffle": row.code,
        "contest": row.contest.code,
        "rule": row.rule,
        "prizes": row.prizes,
        "reserves": row.reserves,
        "seed_hash": row.seed_hash,
        "beacon_source": row.beacon_source,
        "closes_at": row.closes_at,
    }
    if row.stage != Stage.OPEN:
        told |= {"tickets": row.tickets, "digest": row.digest, "sealed_at": row.sealed_at}
    if row.stage == Stage.DRAWN:
        told |= {"seed": row.seed, "beacon": row.beacon, "drawn_at": row.drawn_at}
        told |= {"drawn": drawn(row), "passed": row.passed}
    return told


def drawn(row: Raffle) -> list[str]:
    """Winners, then reserves, as their tickets, in the order of the draw."""
    wins = Win.objects.filter(raffle=row).order_by("place")
    return list(wins.values_list("ticket__number", flat=True))


def faults(told: dict[str, Any], listed: list[str]) -> list[str]:
    """What is wrong with a draw by its own facts and the list: empty = drawn as promised.

    Needs nothing of the database: this is what anybody can do.
    """
    prizes = [Prize(*one) for one in told["prizes"]]
    wanted = sum(prize.stock for prize in prizes) + told["reserves"]
    passed = dict(told["passed"])
    order = [one for one in rules.order(told["seed"], told["beacon"], listed) if one not in passed]
    wrong = {
        "seed": rules.promise(told["seed"]) != told["seed_hash"],
        "digest": rules.digest(listed) != told["digest"],
        "tickets": len(set(listed)) != told["tickets"],
        "passed": not set(passed) <= set(listed)
        or not set(passed.values()) <= {rules.NOBODY, *told["drawn"]},
        "drawn": order[:wanted] != told["drawn"],
    }
    return [name for name, bad in wrong.items() if bad]

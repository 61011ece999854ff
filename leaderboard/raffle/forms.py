"""What an organiser says of a new raffle, and what of it cannot be."""

from dataclasses import dataclass

from leaderboard.rules import raffle as rules
from leaderboard.rules.raffle import DAY_MS, Prize, Rule
from quiz.models import Contest
from quiz.rules.units import Millis


@dataclass(frozen=True, slots=True)
class Form:
    """What an organiser says of a new raffle; moments in milliseconds."""

    code: str
    title_zh: str
    title_en: str
    rule: Rule
    prizes: tuple[Prize, ...]
    reserves: int
    beacon_source: str
    closes_at: int
    claim_days: int
    delete_at: int


def wrong(contest: Contest, form: Form, now: Millis) -> list[str]:
    """The names of the fields that must be mended."""
    found = rules.check(form.rule, form.prizes, contest.rounds.values_list("code", flat=True))
    found += [name for name, bad in _moments(form, now).items() if bad]
    return found + [
        name for name in ("title_zh", "beacon_source") if not getattr(form, name).strip()
    ]


def _moments(form: Form, now: Millis) -> dict[str, bool]:
    return {
        "closes_at": form.closes_at <= now,
        "claim_days": not 1 <= form.claim_days <= 90,
        "delete_at": form.delete_at < form.closes_at + form.claim_days * DAY_MS,
        "reserves": not 0 <= form.reserves <= 1_000,
    }

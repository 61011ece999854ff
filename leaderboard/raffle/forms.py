"""What an organiser says of a new raffle, and what of it cannot be."""

import re
from dataclasses import dataclass
from typing import Final

from leaderboard.rules import raffle as rules
from leaderboard.rules.raffle import Known, Prize, Rule
from quiz import readable
from quiz.models import Cohort, Contest, Region
from quiz.rules.units import Millis
from quiz.subtree import within

# Stands in addresses.
CODE: Final = re.compile(r"[A-Za-z0-9_-]{1,24}")
# An end further away is a slip of the pen; the days after it still have a date.
FURTHEST_MS: Final = 3_660 * rules.DAY_MS


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


def wrong(contest: Contest, scope: str, form: Form, now: Millis) -> list[str]:
    """The names of the fields that must be mended, for a raffle held by the region `scope`."""
    found = rules.check(form.rule, form.prizes, _known(contest, scope))
    found += [name for name, bad in _moments(form, now).items() if bad]
    found += [] if CODE.fullmatch(form.code) else ["code"]
    return found + [
        name for name in ("title_zh", "beacon_source") if not getattr(form, name).strip()
    ]


def earliest_deletion(form: Form) -> int:
    return rules.earliest_deletion(form.closes_at, form.claim_days, form.reserves)


def _known(contest: Contest, scope: str) -> Known:
    """Ranked rounds only: anybody may practise without end, and a hall is won in a hall. Regions at
    or below `scope` only: its organisers read the contacts of who wins."""
    found = [(row.code, readable.form(row)) for row in contest.rounds.all()]
    return Known(
        frozenset(code for code, format_ in found if format_ is not None and format_.ranked),
        frozenset(Cohort.objects.values_list("code", flat=True)),
        frozenset(Region.objects.filter(within([scope], "path")).values_list("path", flat=True)),
    )


def _moments(form: Form, now: Millis) -> dict[str, bool]:
    return {
        "closes_at": not now < form.closes_at <= now + FURTHEST_MS,
        "claim_days": not 1 <= form.claim_days <= 90,
        "delete_at": form.delete_at < earliest_deletion(form),
        "reserves": not 0 <= form.reserves <= 1_000,
    }

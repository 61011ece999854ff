"""Whether what is shown is final: 非正式 until it is published (regulations, section 12)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from leaderboard.catalogue import RankedRound


@dataclass(frozen=True, slots=True)
class Mark:
    """`href` leads to the published result, "" while there is none."""

    official: bool
    words: str
    href: str = ""


def official(_ranked: RankedRound) -> bool:
    """Whether the round's result has been published."""
    return False


def mark(ranked: RankedRound) -> Mark:
    final = official(ranked)
    return Mark(final, _("正式") if final else _("非正式"))

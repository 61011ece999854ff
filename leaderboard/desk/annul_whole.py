"""What one act on the desk is about: one paper, or all of its person's that one may act on."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leaderboard.desk import flags
from quiz import annulling
from quiz.models import Attempt

# This paper, or all of this person's in the round or in the contest.
WHOLES: Final = ("paper", "round", "contest")


@dataclass(frozen=True, slots=True)
class Papers:
    """How many papers an act changes: closed ones at once, `waiting` ones when they are closed."""

    closed: int
    waiting: int

    @property
    def all(self) -> int:
        return self.closed + self.waiting


def steps(request: HttpRequest, row: Attempt, whole: str, *, annuls: bool) -> dict[int, int]:
    """The next steps of all that `whole` is about."""
    wanted = _rows(request, row, whole).values_list("pk", flat=True)
    return annulling.next_steps(wanted, annuls=annuls)


def papers(changed: Iterable[int]) -> Papers:
    found = list(changed)
    waiting = len(annulling.still_open(found))
    return Papers(len(found) - waiting, waiting)


def theirs(request: HttpRequest, row: Attempt) -> set[int]:
    """The person's papers in the organiser's regions."""
    return set(_rows(request, row, "contest").values_list("pk", flat=True))


def options(request: HttpRequest, row: Attempt, *, annuls: bool) -> list[tuple[str, str]]:
    """What may be chosen, each with the papers that would change."""
    words = (_("只此一份"), _("此人本轮全部 {n} 份"), _("此人本届全部 {n} 份"))
    found = [papers(steps(request, row, whole, annuls=annuls)) for whole in WHOLES]
    told = zip(WHOLES, words, found, strict=True)
    return [
        (whole, word.format(n=of.all) + _waiting(of))
        for whole, word, of in told
        if of.all > 1 or whole == "paper"
    ]


def _waiting(of: Papers) -> str:
    if not of.waiting:
        return ""
    said = ngettext("（其中 {n} 份在答）", "（其中 {n} 份在答）", of.waiting)
    return said.format(n=of.waiting)


def _rows(request: HttpRequest, row: Attempt, whole: str) -> QuerySet[Attempt]:
    rows = flags.mine(request).filter(contestant=row.contestant_id)
    narrow = {"paper": {"pk": row.pk}, "round": {"round": row.round_id}}
    return rows.filter(**narrow.get(whole, {}))

"""What has changed a round's result since it was published: it is to be corrected.

Source: contest regulations, section 12.7.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leaderboard.models import PublishedResult
from leaderboard.publish import standing
from questionbank import rulings as bank
from questionbank.punctuation import clauses
from quiz import rulings
from quiz.models import Round


@dataclass(frozen=True, slots=True)
class Since:
    """So many papers annulled or put back, and questions ruled on; false when there are none."""

    papers: int = 0
    questions: int = 0

    def __bool__(self) -> bool:
        return bool(self.papers or self.questions)

    @property
    def words(self) -> str:
        """The numbers in one sentence."""
        papers = ngettext("%d 份答卷作废或恢复", "%d 份答卷作废或恢复", self.papers)
        asked = ngettext("%d 题另有裁定", "%d 题另有裁定", self.questions)
        told = [(papers, self.papers), (asked, self.questions)]
        those = clauses(words % many for words, many in told if many)
        return _("公布之后有 %s，须公布更正。") % those


def of(result: PublishedResult) -> Since:
    """What is not in this result yet. Nothing of a board's: it changes with its rounds' results."""
    if result.board:
        return Since()
    stand = result.publication.stand
    return Since(_papers(result.round, stand["last"]), _questions(result.round, stand["ruled"]))


def changed(rounds: Iterable[Round]) -> list[PublishedResult]:
    """The results that hold of these rounds and are to be corrected."""
    rows = PublishedResult.objects.filter(round__in=rounds, board="", corrected_by=None)
    return [row for row in rows.select_related("publication", "round__contest__region") if of(row)]


def _papers(round_: Round, last: int) -> int:
    """Guests' papers are in no result, so nothing of theirs corrects one."""
    rows = standing.voided(round_.pk, round_.contest.region.path).filter(pk__gt=last)
    # As an aggregate: what is distinct SQLite would look for along all entries of all papers.
    return int(rows.aggregate(papers=Count("attempt", distinct=True))["papers"])


def _questions(round_: Round, ruled: int) -> int:
    """Questions of the round with a later ruling; which rounds ask one is remembered there."""
    later = set(bank.in_force().filter(number__gt=ruled).values_list("version", flat=True))
    return sum(any(asks == round_.pk for asks, _code in rulings.asking(one)) for one in later)

"""What names a round by its code: boards, among them awards and those of seasons, and raffles.
Certificates, selections and results hold the round itself."""

from django.utils.translation import gettext as _

from leaderboard.models import BoardDefinition, Raffle
from leaderboard.public.names import either
from leaderboard.rules.definitions import Formula
from quiz.models import Round


def of(round_: Round) -> list[str]:
    """Each with what it is and its title in the reader's language. Of what cannot be read the
    rounds may be no list."""
    boards = BoardDefinition.objects.filter(contest=round_.contest_id)
    raffles = Raffle.objects.filter(contest=round_.contest_id)
    return [
        *(_board(one) for one in boards if _names(one.rounds, round_.code)),
        *(
            _("抽奖“%s”") % either(one.title_zh, one.title_en)
            for one in raffles
            if isinstance(one.rule, dict) and _names(one.rule.get("rounds"), round_.code)
        ),
    ]


def _names(rounds: object, code: str) -> bool:
    return isinstance(rounds, list) and code in rounds


def _board(of: BoardDefinition) -> str:
    words = _("优秀组织奖“%s”") if of.formula == Formula.AWARD else _("榜单“%s”")
    return words % either(of.title_zh, of.title_en)

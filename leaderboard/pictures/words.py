"""What stands on a certificate and on its verification page, in the language of the moment."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from leaderboard import sheets
from leaderboard.catalogue import RankedRound
from leaderboard.models.certificates import Certificate
from leaderboard.pictures import certificate
from leaderboard.public.names import either
from leaderboard.rules import certificates, ranking
from leaderboard.rules.seasons import full_score
from questionbank.punctuation import clauses
from quiz.frames import band
from quiz.rules.formats import Count


@dataclass(frozen=True, slots=True)
class Reached:
    """Somebody's standing; times in milliseconds."""

    score: int
    took_ms: int
    rank: int
    people: int


def on_paper(
    of: Certificate, ranked: RankedRound, *, check: str, address: str
) -> certificate.Words:
    """All words of the certificate; `check` is the page where codes are typed."""
    reached = Reached(of.score, of.took_ms, of.rank, of.people)
    contest = either(ranked.contest_zh, ranked.contest_en)
    return certificate.Words(
        heading=_("参赛证书"),
        contest=contest,
        name=of.contestant.nickname,
        sentence=sentence(reached, ranked),
        issuer=_("颁发：%(contest)s") % {"contest": contest},
        issued=_("%(day)s 签发") % {"day": day(of.issued_at)},
        code=certificates.written(of.code),
        check=_("扫码，或在 %(page)s 输入验证码，可查真伪") % {"page": check},
        address=address,
    )


def sentence(of: Reached, ranked: RankedRound) -> str:
    """What was reached: score, time, literacy level, and a rank worth naming (rule 14.1)."""
    full = most(ranked)
    text = _("在“%(round)s”中取得 %(score)s 分（满分 %(full)s 分），用时 %(took)s 秒")
    if full is None:
        text = _("在“%(round)s”中取得 %(score)s 分，用时 %(took)s 秒")
    said = {"round": either(ranked.title_zh, ranked.title_en), "score": score(of.score, ranked)}
    parts = [
        text % (said | {"full": full, "took": sheets.seconds(of.took_ms)}),
        level(of.score, ranked),
    ]
    if certificates.shows_rank(of.rank, of.people):
        parts.append(
            _("在 %(people)s 人中名列第 %(rank)s")
            % {"people": f"{of.people:,}", "rank": f"{of.rank:,}"}
        )
    return clauses(filter(None, parts)) + _("。")


def level(points: int, ranked: RankedRound) -> str:
    """The literacy level in words; "" where the round has none or it was not reached."""
    names = {
        "high": _("达到“高阶科学素质”水平"),
        "literate": _("达到“具备科学素质”水平"),
        "basic": _("达到“基本具备科学素质”水平"),
    }
    one_paper = ranking.divisor(ranked.form) == 1 and ranked.form.count.value in ("best", "last")
    return names.get(band(ranked.form, points) or "", "") if one_paper else ""


def most(ranked: RankedRound) -> int | None:
    """The full score of a standing; None where papers are added without a limit of tries."""
    form = ranked.form
    if form.count is Count.SUM and not form.tries_total:
        return None
    return full_score(form) // ranking.divisor(form)


def score(points: int, ranked: RankedRound) -> str:
    over = ranking.divisor(ranked.form)
    return sheets.decimal(points, over=over, places=0 if over == 1 else 2)


def day(ms: int) -> str:
    """The day of a moment in the contest's time zone."""
    at = datetime.fromtimestamp(ms // 1_000, ZoneInfo(settings.TIME_ZONE))
    return _("%(year)d 年 %(month)d 月 %(day)d 日") % {
        "year": at.year,
        "month": at.month,
        "day": at.day,
    }

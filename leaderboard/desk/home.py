"""The desk's first page: one's regions with today's figures, what waits, and where things are."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from leaderboard import catalogue, sheets
from leaderboard.bulletin import page as bulletins
from leaderboard.catalogue import Catalogue
from leaderboard.desk import frame, reach
from leaderboard.desk.waiting import waiting
from leaderboard.public.names import either, full_name
from leaderboard.reports import snapshot
from leaderboard.reports.snapshot import Snapshot
from leaderboard.reports.unshown import NEW
from leaderboard.rules.figures import ALL, DAY
from leaderboard.rules.stages import Stage
from questionbank.access import allowed, editor
from quiz import clock
from quiz.models import Contest

# A region that runs a contest of its own beside the province's has two.
MOST_CONTESTS = 4
MOST_REGIONS = 12
MOST_LINKS = 12


@require_safe
@never_cache
@allowed("organise")
def page(request: HttpRequest) -> HttpResponse:
    """What an organiser sees first."""
    now = clock.now()
    known = catalogue.load()
    contests = reach.staged(request)
    shown, others = _parted(contests)
    context: dict[str, Any] = {
        "waiting": waiting(editor(request), now),
        "contests": [_figures(request, known, one, now) for one in shown],
        "others": [_link(one) for one in others],
        "guides": _guides(),
    }
    return frame.show(request, "desk/home.html", context, here="desk-home")


def _parted(found: Sequence[tuple[Contest, Stage]]) -> tuple[list[Contest], list[Contest]]:
    """The contests that run, or the first one where none does; and the others, as links."""
    running = [one for one, stage in found if stage is Stage.RUNNING][:MOST_CONTESTS]
    shown = running or [one for one, _stage in found[:1]]
    return shown, [one for one, _stage in found if one not in shown][:MOST_LINKS]


def _link(of: Contest) -> tuple[str, str]:
    return f"{reverse('desk-reports')}?contest={of.code}", either(of.title_zh, of.title_en)


def _figures(request: HttpRequest, known: Catalogue, of: Contest, now: int) -> dict[str, Any]:
    """Today's and all figures of the organiser's regions, and the newest bulletin of each."""
    snap = snapshot.of(of.code, 0)
    today = date.fromisoformat(catalogue.day(now)).toordinal()
    weeks = bulletins.weeks(known, of, now)
    paths = reach.tops(request, of)[:MOST_REGIONS]
    return {
        "title": either(of.title_zh, of.title_en),
        "regions": [_region(snap, known, of, path, (today, weeks)) for path in paths],
        "as_of": sheets.moment(snap.as_of) if snap.as_of else "",
        "ready": snap.ready,
    }


def _region(
    snap: Snapshot, known: Catalogue, of: Contest, path: str, when: tuple[int, list[int]]
) -> dict[str, Any]:
    today, weeks = when
    place = known.places[path]
    day, whole = (path, "", DAY, today), (path, "", ALL, 0)
    query = f"?contest={of.code}&region={place.code}"
    latest = bulletins.iso(weeks[0]) if weeks else ""
    return {
        "name": full_name(known, path),
        "figures": [
            (_("今天参赛"), _count(snap, day, 2)),
            (_("今天新增"), "*" if snap.hides(day, NEW) else _count(snap, day, NEW)),
            (_("今天交卷"), _count(snap, day, 1)),
            (_("累计人数"), _count(snap, whole, 2)),
            (_("累计人次"), _count(snap, whole, 1)),
        ],
        "report": reverse("desk-reports") + query,
        "bulletin": reverse("desk-bulletin", args=[of.code, place.code, latest]) if latest else "",
    }


def _count(snap: Snapshot, cell: tuple[str, str, int, int], figure: int) -> str:
    if not snap.ready:
        return "…"
    return "*" if snap.hidden(cell) else f"{snap.figures(cell)[figure]:,}"


def _guides() -> list[tuple[str, str, str]]:
    """What each room is for: its address, its name, and one sentence."""
    rooms = [
        ("desk-rounds", _("大赛与轮次"), _("建大赛、设轮次，预览试卷，备卷并公布承诺。")),
        ("desk-reports", _("报表"), _("按地区、人群、单位、日期看人数、人次、交卷率和得分。")),
        ("desk-bulletins", _("简报"), _("每个市县每周一页，可打印。")),
        ("desk-selections", _("选拔"), _("按条件从榜单选出队伍，记录每次替换。")),
        ("desk-boards", _("榜单"), _("设置哪些榜、按什么排、何时公开，封榜。")),
        ("desk-awards", _("优秀组织奖"), _("试改权重，看名次如何变动，再公布。")),
        ("desk-flags", _("疑点与作废"), _("核查可疑答卷，作废或恢复，答复申诉。")),
        ("desk-publish", _("公布"), _("核算并签名公布成绩，任何人可核验。")),
        ("desk-raffles", _("抽奖"), _("先承诺后抽取，任何人可重算。")),
    ]
    return [(reverse(name), title, words) for name, title, words in rooms]

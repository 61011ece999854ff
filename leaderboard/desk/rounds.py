"""Contests and rounds on the organisers' desk: what there is, when, and where phones find it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from leaderboard import sheets
from leaderboard.desk import frame, reach
from leaderboard.screen import qr
from questionbank import grants
from questionbank.access import allowed
from quiz import clock, format_words, join_address, readable
from quiz.models import Attempt, Contest, PreparedRound, Round
from quiz.rules.units import Millis

HERE: Final = "desk-rounds"
# A round of millions of papers is not counted one by one for a list.
MOST_COUNTED: Final = 10_000
WIDE: Final = 1_000
# So that a round of an hour is seen beside one of a month.
LEAST: Final = 8


@dataclass(frozen=True, slots=True)
class State:
    """Where a round stands: a word for its look, and words for people."""

    look: str
    words: str


@require_safe
@never_cache
@allowed("organise")
def page(request: HttpRequest) -> HttpResponse:
    """The contests in one's reach, those first that run, each with its rounds."""
    now = clock.now()
    base, reachable = join_address.base(request)
    contests = [_contest(request, one, base, now) for one in reach.contests(request)]
    context = {"contests": contests, "reachable": reachable}
    return frame.show(request, "desk/rounds.html", context, here=HERE)


def own_contest(request: HttpRequest, code: str) -> Contest:
    """The contest of that code, whose region is the organiser's. Raises Http404."""
    found = Contest.objects.select_related("region").filter(code=_known(code)).first()
    if found is None or not grants.may(request.user, "organise", found.region.path):
        raise Http404
    return found


def own(request: HttpRequest, code: str) -> Round:
    """The round of that code in a contest of the organiser's. Raises Http404."""
    found = Round.objects.select_related("contest__region").filter(code=_known(code)).first()
    if found is None or not grants.may(request.user, "organise", found.contest.region.path):
        raise Http404
    return found


def dropped(request: HttpRequest, code: str) -> bool:
    """Whether a round of that code was deleted from a contest of the organiser's."""
    last = Round.history.filter(code=_known(code)).first()
    if last is None or last.history_type != "-":
        return False
    of = Contest.objects.select_related("region").filter(pk=last.contest_id).first()
    return of is not None and grants.may(request.user, "organise", of.region.path)


@contextmanager
def still_there() -> Iterator[None]:
    """Somebody may delete the round between two looks. Raises Http404 then."""
    try:
        yield
    except Round.DoesNotExist as gone:
        raise Http404 from gone


def _known(code: str) -> str:
    """PostgreSQL takes no NUL, not even to look for; "" is no code."""
    return code if code.isprintable() else ""


def _contest(request: HttpRequest, of: Contest, base: str, now: Millis) -> dict[str, Any]:
    mine = grants.may(request.user, "organise", of.region.path)
    rows = list(Round.objects.filter(contest=of).order_by("opens_at", "pk"))
    ready = set(PreparedRound.objects.filter(round__in=rows).values_list("round", flat=True))
    span = _span(rows, now)
    phone = f"{base}{reverse('phone', args=[of.code])}"
    return {
        "row": of,
        "mine": mine,
        "rounds": [round_row(one, now, span, ready=one.pk in ready) for one in rows],
        "now": _x(now, span),
        "from": sheets.moment(span[0])[:10],
        "to": sheets.moment(span[1])[:10],
        "qr": qr(phone),
        "places": [
            (_("手机"), phone),
            (_("大屏"), base + reverse("screen:page", args=[of.code])),
            (_("榜单"), base + reverse("boards", args=[of.code])),
        ],
    }


def _span(rows: Sequence[Round], now: Millis) -> tuple[int, int]:
    """From when to when the picture of a contest is; what never ends goes to its right edge."""
    moments = [now, *(one.opens_at for one in rows)]
    moments += [one.closes_at for one in rows if one.closes_at is not None]
    least, most = min(moments), max(moments)
    room = max((most - least) // 20, 3_600_000)
    return least - room, most + room


def _x(moment: int, span: tuple[int, int]) -> int:
    return (moment - span[0]) * WIDE // (span[1] - span[0])


def round_row(row: Round, now: Millis, span: tuple[int, int], *, ready: bool) -> dict[str, Any]:
    """A round as one line, with the bar of its window."""
    form = readable.form(row)
    begin = _x(row.opens_at, span)
    end = WIDE if row.closes_at is None else _x(row.closes_at, span)
    return {
        "row": row,
        "state": state(row, now, ready=ready),
        "mode": format_words.CHOICES["mode"][form.mode] if form else _("设置读不出来"),
        "length": format_words.summary(form)[0][1] if form else "",
        "opens": sheets.moment(row.opens_at)[:16],
        "closes": sheets.moment(row.closes_at)[:16] if row.closes_at else "",
        "x": begin,
        "wide": max(end - begin, LEAST),
        "played": played(row),
    }


def played(row: Round) -> str:
    """How many papers were opened, exactly up to MOST_COUNTED."""
    many = Attempt.objects.filter(round=row)[: MOST_COUNTED + 1].count()
    return f"{MOST_COUNTED:,}+" if many > MOST_COUNTED else f"{many:,}"


def state(row: Round, now: Millis, *, ready: bool) -> State:
    """Where the round stands now."""
    if row.closes_at is not None and now >= row.closes_at:
        return State("over", _("已结束") if ready else _("没有备卷，已过期"))
    if not ready:
        late = now >= row.opens_at
        return State("late", _("没有备卷，开始时间已过")) if late else State("raw", _("未备卷"))
    return State("open", _("进行中")) if now >= row.opens_at else State("ready", _("已备卷"))

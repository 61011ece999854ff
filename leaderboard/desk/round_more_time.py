"""More time for an open round, on its page of the organisers' desk: by the rules of the command,
each refusal beside its field."""

from collections.abc import Mapping
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from leaderboard import sheets
from leaderboard.desk import board_form, round_page, rounds
from leaderboard.desk.round_form import clean
from questionbank.access import allowed, editor
from quiz import clock, extending, moments
from quiz.extending import Refusal, Wanted
from quiz.models import Round
from quiz.rules.units import Millis

FIELDS: Final = ("closes_at", "reason_zh", "reason_en", "typed", "was")
# A number of milliseconds; more digits are nobody's.
LONGEST_WAS: Final = 15


@require_POST
@never_cache
@allowed("organise")
def give(request: HttpRequest, code: str) -> HttpResponse:
    """Move the round's end, once its code was typed out; for everybody and in public."""
    row = rounds.own(request, code)
    typed = {name: clean(request.POST.get(name, "")) for name in FIELDS}
    wrong = dict[str, str]()
    wanted = _wanted(row, typed, wrong)
    if not wrong:
        _extend(request, row, wanted, wrong)
    if wrong:
        row = rounds.own(request, code)  # with the end of now
        return round_page.show(request, row, {"extend": typed, "wrong": wrong}, status=422)
    messages.success(request, _("已延长到 %s，对所有人公布。") % sheets.moment(wanted.closes_at))
    return HttpResponseRedirect(reverse("desk-round", args=[row.code]))


def _wanted(row: Round, typed: Mapping[str, str], wrong: dict[str, str]) -> Wanted:
    """What was typed; what cannot be read, or was not confirmed, is told in `wrong`."""
    closes_at = board_form.moment_of(typed["closes_at"], "closes_at", wrong)
    if closes_at is None:
        wrong["closes_at"] = moments.wrong(typed["closes_at"])
    if typed["typed"] != row.code:
        wrong["typed"] = _("要写出轮次的代码 %s 才延长。") % row.code
    was = typed["was"]
    seen = (
        Millis(int(was)) if was.isascii() and was.isdecimal() and len(was) <= LONGEST_WAS else None
    )
    return Wanted(seen, Millis(closes_at or 0), typed["reason_zh"], typed["reason_en"])


def _extend(request: HttpRequest, row: Round, wanted: Wanted, wrong: dict[str, str]) -> None:
    try:
        with rounds.still_there():
            extending.extend(row, wanted, editor(request), clock.now())
    except Refusal as why:
        # What concerns no field that is typed stands beside the first.
        wrong[why.field if why.field in FIELDS[:3] else "closes_at"] = str(why)

"""One round on the organisers' desk: what it is, its preview, its promise, who did what when."""

import json
from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from leaderboard import sheets
from leaderboard.desk import board_form, frame, round_fields, round_history, rounds
from leaderboard.public.names import either
from leaderboard.templatetags.titles import titled
from questionbank import coverage
from questionbank.access import allowed, editor
from quiz import changing, clock, format_words, preparing, readable, round_errands
from quiz import rounds as verbs
from quiz.models import PreparedRound, Round, RoundErrand
from quiz.round_errands import STEPS, Busy, State, What
from quiz.rules import formats
from quiz.rules.formats import Format, Mode
from quiz.rules.units import Millis

LONGEST_NUMBER: Final = 80


@require_safe
@never_cache
@allowed("organise")
def page(request: HttpRequest, code: str) -> HttpResponse:
    """A round of one's own contests."""
    return show(request, rounds.own(request, code))


@require_POST
@allowed("organise")
def work(request: HttpRequest, code: str, what: str) -> HttpResponse:
    """Have the papers previewed or prepared by a process beside the server; prepared again once the
    round's code was typed out."""
    row = rounds.own(request, code)
    if what == What.AGAIN and request.POST.get("typed", "").strip() != row.code:
        messages.error(request, _("要写出轮次的代码 %s 才重新备卷。") % row.code)
        return _back(row)
    try:
        round_errands.ask(row, What(what), by=editor(request), now=clock.now())
    except Busy as busy:
        messages.warning(request, _busy(busy.errand))
    except verbs.Ready as ready:
        messages.warning(request, preparing.in_words(ready))
    return _back(row)


@require_safe
@never_cache
@allowed("organise")
def far(request: HttpRequest, code: str) -> HttpResponse:
    """How far the work on the papers is; a script asks until it is done."""
    errand = round_errands.working(rounds.own(request, code))
    done = errand.step if errand else STEPS
    return JsonResponse({"working": errand is not None, "done": done, "total": STEPS})


@require_safe
@never_cache
@allowed("organise")
def public(request: HttpRequest, code: str) -> HttpResponse:
    """What everybody may know of the round's books now, as a file to publish."""
    row = rounds.own(request, code)
    prepared = PreparedRound.objects.select_related("round").filter(round=row).first()
    if prepared is None:
        raise Http404
    content = verbs.publication(prepared, now=clock.now())
    said = json.dumps(content, ensure_ascii=False, sort_keys=True)
    name = f"{row.code}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(said, content_type="application/json", headers=headers)


@require_POST
@allowed("organise")
def beacon(request: HttpRequest, code: str) -> HttpResponse:
    """Mix in the public number that was announced with the promise; it is typed twice."""
    row = rounds.own(request, code)
    number = request.POST.get("beacon", "").replace("\0", "").strip()
    prepared = PreparedRound.objects.select_related("round").filter(round=row).first()
    if (
        not number
        or len(number) > LONGEST_NUMBER
        or number != request.POST.get("again", "").strip()
    ):
        messages.error(request, _("两次填写的公共数字要相同，最多 80 个字。没有混入。"))
    elif prepared is None:
        messages.error(request, _("还没有备卷。"))
    else:
        _mix(request, prepared, number)
    return _back(row)


def _mix(request: HttpRequest, prepared: PreparedRound, number: str) -> None:
    try:
        with rounds.still_there():
            verbs.mix(prepared, number, now=clock.now())
        messages.success(request, _("公共数字已混入，不能再改。"))
    except verbs.TooLate as late:
        messages.error(request, preparing.in_words(late))


@require_POST
@allowed("organise")
def drop(request: HttpRequest, code: str) -> HttpResponse:
    """Delete a round that nobody has played, whose code was typed out; sent twice it is done."""
    if rounds.dropped(request, code):
        messages.success(request, _("轮次 %s 已经删除。") % code)
        return HttpResponseRedirect(reverse("desk-rounds"))
    row = rounds.own(request, code)
    if request.POST.get("typed", "").strip() != row.code:
        messages.error(request, _("要写出轮次的代码 %s 才删除。") % row.code)
        return _back(row)
    try:
        changing.remove(row, now=clock.now())
    except changing.Stays as stays:
        messages.error(request, str(stays))
        return _back(row)
    messages.success(request, _("已删除轮次“%s”。") % titled(row))
    return HttpResponseRedirect(reverse("desk-rounds"))


def _back(row: Round) -> HttpResponse:
    return HttpResponseRedirect(reverse("desk-round", args=[row.code]))


def _busy(errand: RoundErrand | None) -> str:
    if errand is None or errand.by is None:
        return _("另一项工作刚刚在做，请再试一次。")
    who = {"who": errand.by.get_username(), "what": errand.get_what_display()}
    return _("%(who)s 正在做%(what)s，请等它完成。") % who


def show(
    request: HttpRequest, row: Round, more: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """The page of the round; `more` holds what was typed there, `extend`, and what is `wrong`."""
    now, form = clock.now(), readable.form(row)
    prepared = PreparedRound.objects.defer("books", "seed").filter(round=row).first()
    errand = round_errands.working(row)
    ended = RoundErrand.objects.filter(round=row).exclude(state=State.WORKING).last()
    context = {
        "row": row,
        "form": form,
        "state": rounds.state(row, now, ready=prepared is not None),
        "mode": format_words.CHOICES["mode"][form.mode] if form else "",
        "told": format_words.summary(form) if form else [],
        "opens": sheets.moment(row.opens_at)[:16],
        "closes": sheets.moment(row.closes_at)[:16] if row.closes_at else "",
        "played": rounds.played(row),
        "prepared": prepared,
        "prepared_at": sheets.moment(prepared.prepared_at) if prepared else "",
        "may_mix": prepared is not None and not prepared.beacon and now < row.opens_at,
        "ahead": now < row.opens_at,
        "errand": errand,
        "steps": STEPS,
        "short": [] if prepared else _short(row, form),
        "ended": ended,
        "preview": _preview(row),
        "history": round_history.lines(row),
        **_more_time(row, now, playable=prepared is not None and not _live(form)),
        **(more or {}),
    }
    return frame.show(request, "desk/round.html", context, here=rounds.HERE, status=status)


def _live(form: Format | None) -> bool:
    return form is not None and form.mode is Mode.LIVE


def _more_time(row: Round, now: Millis, *, playable: bool) -> dict[str, Any]:
    """What time the round was given, and the form for more while it is open."""
    end = row.closes_at
    runs = playable and end is not None and row.opens_at <= now < end
    given = [
        {
            "at": sheets.moment(one.at),
            "was": sheets.moment(one.was),
            "closes": sheets.moment(one.closes_at),
            "reason": either(one.reason_zh, one.reason_en),
            "who": one.who,
        }
        for one in row.extensions.all()
    ]
    return {"given": given, "extend": {"closes_at": board_form.local(end)} if runs else None}


def _short(row: Round, form: Format | None) -> list[str]:
    """The cells that the bank cannot fill now, a line each."""
    return round_fields.short(verbs.pool(row, form), form) if form else []


def _preview(row: Round) -> dict[str, Any] | None:
    """What is known of the papers of the round as it is set now, ready to be shown."""
    done = RoundErrand.objects.filter(round=row, state=State.DONE).last()
    if done is None:
        return None
    found = done.found
    tops = [
        [name, counts] for name, counts in zip((_("主题"), _("难度")), found["tags"], strict=True)
    ]
    spread = [
        {
            "ability": f"{ability:+d}" if ability else "0",
            "figures": [verbs.two_places(figure) for figure in figures],
        }
        for ability, *figures in found["spread"]
    ]
    names = coverage.named([cell for cell, *_numbers in found["cells"]])
    same = _plain(done.format) == _plain(row.format)
    return {
        **found,
        "cells": [(names[cell], cell, *numbers) for cell, *numbers in found["cells"]],
        "spread": spread,
        "tags": tops,
        "same": same,
        "at": sheets.moment(done.ended_at),
    }


def _plain(settings: Any) -> Any:
    """Settings with every default filled in, as far as they can be read."""
    try:
        return formats.plain(formats.read(settings))
    except formats.BadFormat:
        return settings

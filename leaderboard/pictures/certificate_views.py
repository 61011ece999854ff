"""Certificates: taking one's own, the picture, and the page where anybody checks a code."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from leaderboard.catalogue import RankedRound
from leaderboard.models.certificates import Certificate
from leaderboard.pictures import certificate, fonts, issuing, keeping, sending, words
from leaderboard.pictures.words import Reached
from leaderboard.projector import projector
from leaderboard.public.names import either
from leaderboard.rules import certificates, masks
from leaderboard.store import StoreAway
from quiz import api, clock, join_address
from quiz.admission import address, door
from quiz.refusals import Refused


@require_safe
@never_cache
def own(request: HttpRequest, code: str) -> HttpResponse:
    """Where a phone takes its certificates of a contest; its script asks with the phone's token."""
    try:
        contest = api.find_contest(request, code, now := clock.now())
    except Refused:
        raise Http404 from None
    projector.settle(now)
    rounds = [one for one in projector.catalogue.rounds.values() if one.contest == contest.code]
    setup = {
        "key": f"token:{contest.code}",
        "check": reverse("certificate-check"),
        "failed": _("没有连上服务器，请稍后再试。"),
        "nobody": _("这台手机上没有参赛记录。请用参赛的手机打开。"),
        "none": _("您在本轮次没有计入成绩的答卷，没有证书。"),
    }
    context = {
        "title": either(contest.title_zh, contest.title_en),
        "home": reverse("phone", args=[contest.code]),
        "rounds": [
            (one.code, either(one.title_zh, one.title_en), issuing.over(one, now)) for one in rounds
        ],
        "setup": setup,
    }
    return render(request, "pictures/own.html", context)


@require_safe
@never_cache
def check(request: HttpRequest, code: str = "") -> HttpResponse:
    """Whether a code is a certificate's, and what that says now; misses are slowed down."""
    typed = code or request.GET.get("code", "")
    if not typed:
        return render(request, "pictures/check.html", {})
    source, now = address(request), clock.now()
    if door.wrong.wait(source, now):
        return _told(request, typed, _("查询太频繁，请稍后再试。"), 429)
    found = issuing.find(typed)
    if found is None:
        door.wrong.spend(source, now)
        return _told(
            request, typed, _("没有这张证书。请核对验证码：共 12 位，没有 0、1、I、L、O、U。"), 404
        )
    if code != found.code:
        return HttpResponseRedirect(reverse("certificate", args=[found.code]))
    return render(request, "pictures/check.html", {"typed": found.code, **_shown(found)})


def _told(request: HttpRequest, typed: str, problem: str, status: int) -> HttpResponse:
    context = {"typed": typed[:20], "problem": problem}
    return render(request, "pictures/check.html", context, status=status)


def _shown(found: Certificate) -> dict[str, Any]:
    """What the certificate says, and what is true now."""
    projector.settle(clock.now())
    ranked = projector.catalogue.rounds.get(found.round_id)
    if ranked is None:
        raise Http404
    was = Reached(found.score, found.took_ms, found.rank, found.people)
    state, now = _now(found, ranked)
    return {
        "found": found,
        "code": certificates.written(found.code),
        "name": masks.masked(found.contestant.nickname),
        "contest": either(ranked.contest_zh, ranked.contest_en),
        "sentence": words.sentence(was, ranked),
        "day": words.day(found.issued_at),
        "state": state,
        "now": now,
        "lacking": fonts.missing("serif", found.contestant.nickname),
    }


def _now(found: Certificate, ranked: RankedRound) -> tuple[str, str]:
    """valid, void, changed, checking (the round stands still) or unknown; and, when it changed,
    what it is today in words."""
    if ranked.id in projector.catalogue.freezes:
        return "checking", ""
    try:
        held = issuing.standing(projector, ranked, found.contestant_id)
    except StoreAway:
        return "unknown", ""
    if held is None:
        return "void", ""
    of = held.entry.standing
    if (of.score, of.took_ms, held.entry.rank) == (found.score, found.took_ms, found.rank):
        return "valid", ""
    return "changed", words.sentence(
        Reached(of.score, of.took_ms, held.entry.rank, held.people), ranked
    )


@require_safe
def picture(request: HttpRequest, code: str) -> HttpResponse:
    """The certificate as PNG; `?shape=phone` for a phone's screen."""
    found = issuing.find(code)
    projector.settle(clock.now())
    ranked = projector.catalogue.rounds.get(found.round_id) if found else None
    if found is None or ranked is None or found.code != code:
        raise Http404
    if _now(found, ranked)[0] == "void":  # the page says so; nobody gets the paper any more
        raise Http404
    phone = request.GET.get("shape") == "phone"
    site, _reachable = join_address.base(request)
    here = f"{site}{reverse('certificate', args=[found.code])}"
    page = f"{site}{reverse('certificate-check')}".partition("://")[2]
    said = words.on_paper(found, ranked, check=page, address=here)
    name = keeping.digest("certificate", [get_language(), phone, sending.plain(said)])
    filename = f"certificate-{found.code}.png"
    return sending.png(
        request, name, lambda: certificate.draw(said, phone=phone), filename=filename
    )

"""The phone's page of a hall, packed like a contest's: `/h/` takes the code, `/h/CODE/` plays.

Nothing in it differs between two visitors, and nothing that may change during a sitting is in it.
"""

import unicodedata

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from quiz import bundle, clock, lazy, messages, pages, sending
from quiz.admission import address, door
from quiz.lazy import Part
from quiz.models import Sitting
from quiz.pages import Face
from quiz.rules.stage import State
from quiz.rules.units import Millis

HALL = Face(
    "hall/page.html",
    ("shared/base.css", "phone/phone.css", "phone/question.css", "hall/hall.css"),
    "hall/main.js",
)
LATER = Part("hall/later/later.js", "openLater", "hall/later/later.css", "hall/later_words.html")
CODE_DIGITS = 6
# A page that was made this long ago is made anew: regions and cohorts may have been edited.
_kept: dict[tuple[int, str], tuple[Millis, pages.Page]] = {}


def forget() -> None:
    """Drop what is kept (a test changed the database)."""
    _kept.clear()


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Where somebody without a link types the six digits; `?code=` leads on to the hall."""
    typed = request.GET.get("code", "")
    if not typed:
        return render(request, "hall/home.html")
    code = digits(typed)
    if len(code) != CODE_DIGITS:
        return _again(request, typed, gettext("入场码是六位数字。"), 400)
    return HttpResponseRedirect(reverse("hall-phone", args=[code]))


def digits(typed: str) -> str:
    """The digits of what was typed: full-width ones count, blanks and dashes do not."""
    plain = unicodedata.normalize("NFKC", typed[:100])
    return "".join(sign for sign in plain if sign in "0123456789")


@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """The phone's page of an open sitting, or of the one that had this code last."""
    now, source = clock.now(), address(request)
    if door.wrong.wait(source, now):
        return _again(request, code, messages.text("slow_down", _lang()), 429)
    if digits(code) != code:
        return HttpResponseRedirect(f"{reverse('hall')}?code={digits(code) or '-'}")
    sitting = _sitting(code)
    if sitting is None:
        door.wrong.spend(source, now)
        return _again(request, code, messages.text("no_such_sitting", _lang()), 404)
    return sending.page(request, _page(sitting, _lang(), now))


@require_safe
def later(request: HttpRequest, lang: str, digest: str) -> HttpResponse:
    """The module for what comes after the first question; an older page gets the newest one."""
    if lang not in lazy.languages():
        raise Http404
    return sending.module(request, lazy.module(LATER, lang), digest)


def _lang() -> str:
    return get_language() or "zh-hans"


def _again(request: HttpRequest, typed: str, problem: str, status: int) -> HttpResponse:
    context = {"typed": typed[:60], "problem": problem}
    return render(request, "hall/home.html", context, status=status)


def _sitting(code: str) -> Sitting | None:
    found = Sitting.objects.select_related("round__contest__region").filter(code=code)
    rows = list(found.order_by("-made_at", "-pk"))
    return next((one for one in rows if one.state != State.CLOSED), rows[0] if rows else None)


def _page(sitting: Sitting, lang: str, now: Millis) -> pages.Page:
    kept = _kept.get((sitting.pk, lang))
    if kept is None or now >= kept[0] + pages.FRESH:
        kept = (now, pages.pack(HALL, lang, bundle.plain_json(_data(sitting, lang))))
        _kept[sitting.pk, lang] = kept
    return kept[1]


def _data(sitting: Sitting, lang: str) -> dict[str, object]:
    """What the page knows before it asks."""
    contest = sitting.round.contest
    title = contest.title_en if lang == "en" and contest.title_en else contest.title_zh
    digest = lazy.module(LATER, lang).digest
    return {
        **pages.data(contest, lang),
        "contest": {"code": contest.code, "title": title},
        "hall": {
            "id": sitting.pk,
            "code": sitting.code,
            "title": sitting.title or title,
            "later": reverse("hall-later", args=[lang, digest]),
        },
    }

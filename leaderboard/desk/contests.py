"""A new contest, and the changed titles of one, on the organisers' desk."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from leaderboard import catalogue
from leaderboard.desk import contest_meanwhile, frame, meanwhile, rounds, sent_again
from leaderboard.desk.round_form import clean
from leaderboard.public.names import full_name
from leaderboard.templatetags.titles import titled
from questionbank import grants
from questionbank.access import allowed, editor
from quiz import clock, setting_up
from quiz.models import Contest, Region
from quiz.setting_up import CannotSetUp

FIELDS: Final = ("region", "title_zh", "title_en", "code")
KINDS: Final = ("province", "city", "county", "town", "zone")
LETTERS: Final = 4


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@allowed("organise")
def make(request: HttpRequest) -> HttpResponse:
    """A new contest of a region in one's reach; sent twice it is made once. With `check` only what
    is wrong, as JSON."""
    if request.method != "POST":
        first = _region(grants.paths(editor(request), "organise")[0])
        return _form(request, {"region": first.path, "code": proposed(first)}, {}, 200)
    typed = {name: clean(request.POST.get(name, ""))[:160] for name in FIELDS}
    wrong = _wrong(request, typed)
    if "check" in request.POST:
        region = Region.objects.filter(path=typed["region"]).first()
        return JsonResponse({"wrong": wrong, "proposed": proposed(region) if region else ""})
    made = sent_again.once(
        request, _drafted(typed), lambda: None if wrong else _made(request, typed, wrong)
    )
    if made is None:
        return _form(request, typed, wrong, 422)
    return HttpResponseRedirect(reverse("desk-round-presets", args=[made.code]))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@allowed("organise")
def change(request: HttpRequest, contest: str) -> HttpResponse:
    """The titles of a contest, and whether its public boards cover names; its code and its region
    stay: addresses and papers rest on them. Who saves over what another changed reads both
    first."""
    row = rounds.own_contest(request, contest)
    if request.method != "POST":
        made_of = meanwhile.newest(row)
        row = rounds.own_contest(request, contest)  # not older than that entry
        return _changed(request, row, row, {}, {"made_of": made_of})
    with transaction.atomic():
        held = get_object_or_404(Contest.objects.select_for_update(), pk=row.pk)
        sent = contest_meanwhile.typed(request)
        news = contest_meanwhile.since(request, held, sent)
        sent = dict(news.merged) if news else sent
        held.title_zh, held.title_en = sent["title_zh"], sent["title_en"]
        held.masked = bool(sent["masked"])
        wrong = dict(setting_up.contest_problems(held))
        if not wrong and not news:
            held.save(update_fields=["title_zh", "title_en", "masked"])
    if wrong or news:
        made_of = meanwhile.entry(request.POST.get("made_of", ""))
        told = contest_meanwhile.told(news) if news else {}
        return _changed(request, row, held, wrong, {"made_of": made_of} | told)
    messages.success(request, _("已保存“%s”。") % titled(held))
    return HttpResponseRedirect(reverse("desk-rounds"))


def _changed(
    request: HttpRequest, row: Contest, typed: Contest, wrong: Mapping[str, str], more: Any
) -> HttpResponse:
    """The form of a contest that is there, with its history."""
    history = row.history.select_related("history_user")[:20]
    context = {"row": row, "typed": typed, "wrong": wrong, "history": history, **more}
    status = 409 if "news" in more else 422 if wrong else 200
    return frame.show(request, "desk/contest.html", context, here=rounds.HERE, status=status)


def _wrong(request: HttpRequest, typed: Mapping[str, str]) -> dict[str, str]:
    wrong = dict(setting_up.contest_problems(_drafted(typed)))
    if not grants.may(request.user, "organise", typed["region"] or "-"):
        wrong["region"] = _("这个地区不归您组织。")
    return wrong


def _drafted(typed: Mapping[str, str]) -> Contest:
    region = typed["region"].rpartition("/")[2]
    return Contest(region_id=region, **{name: typed[name] for name in FIELDS if name != "region"})


def _made(request: HttpRequest, typed: Mapping[str, str], wrong: dict[str, str]) -> Contest | None:
    """The contest; None, with the reason in `wrong`, when somebody else was quicker."""
    names = {"region": typed["region"], "title_en": typed["title_en"]}
    try:
        with transaction.atomic():
            made = setting_up.make_contest(typed["code"], typed["title_zh"], **names)
        messages.success(request, _("已建立大赛“%s”。接着设轮次。") % titled(made))
        return made
    except CannotSetUp as why:
        wrong[why.field or "code"] = str(why)
    except IntegrityError:
        wrong["code"] = _("刚刚有人用了这个代码，请换一个。")
    return None


def proposed(region: Region) -> str:
    """A code that is free: the region's first letters and the year, as GUAN2026."""
    letters = "".join(char for char in region.name_en.upper() if "A" <= char <= "Z")[:LETTERS]
    year = datetime.fromtimestamp(clock.now() / 1000, ZoneInfo(settings.TIME_ZONE)).year
    code = first = f"{letters or region.code[:LETTERS]}{year}"
    for number in range(2, 100):
        if not Contest.objects.filter(code=code).exists():
            break
        code = f"{first}{number}"
    return code


def _region(path: str) -> Region:
    return Region.objects.filter(path=path).first() or Region(path=path, code="", name_en="")


def _form(
    request: HttpRequest, typed: Mapping[str, Any], wrong: Mapping[str, str], status: int
) -> HttpResponse:
    known = catalogue.load()
    regions = Region.objects.filter(kind__in=KINDS).order_by("path")
    context = {
        "typed": typed,
        "wrong": wrong,
        "regions": [
            (one.path, full_name(known, one.path))
            for one in regions
            if grants.may(request.user, "organise", one.path)
        ],
    }
    return frame.show(request, "desk/contest.html", context, here=rounds.HERE, status=status)

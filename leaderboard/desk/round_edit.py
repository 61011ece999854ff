"""Making and changing a round on the organisers' desk: by the rules of the command, each refusal
beside its field."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from leaderboard.desk import (
    board_form,
    frame,
    meanwhile,
    round_fields,
    round_form,
    round_meanwhile,
    rounds,
    sent_again,
)
from leaderboard.desk.round_form import Read, Typed
from leaderboard.public.names import either
from leaderboard.templatetags.titles import titled
from questionbank.access import allowed
from quiz import changing, clock, format_words, moments, presets, readable, setting_up
from quiz import rounds as verbs
from quiz.models import Contest, PreparedRound, Round
from quiz.rules import formats
from quiz.rules.formats import BadFormat, Format, Mode
from quiz.rules.units import Millis
from quiz.setting_up import CannotSetUp, Wanted

TAKEN: Final = gettext_lazy("刚刚有人用了这个代码，请换一个。")
ENDS: Final = ("opens_at", "closes_at")
SAVED: Final = ("code", "title_zh", "title_en", "opens_at", "closes_at", "format")


@require_safe
@never_cache
@allowed("organise")
def choose(request: HttpRequest, contest: str) -> HttpResponse:
    """The presets as cards: what each is, and where its numbers come from."""
    row = rounds.own_contest(request, contest)
    cards = [
        {
            "name": one.name,
            "title": either(one.title_zh, one.title_en),
            "mode": format_words.CHOICES["mode"][one.format.mode],
            "told": format_words.summary(one.format),
            "source": either(one.source_zh, one.source_en),
        }
        for one in presets.presets().values()
    ]
    context = {"contest": row, "cards": cards}
    return frame.show(request, "desk/round_presets.html", context, here=rounds.HERE)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@allowed("organise")
def new(request: HttpRequest, contest: str, preset: str) -> HttpResponse:
    """A new round by that preset; sent twice it is made once. With `check` only what is wrong, as
    JSON."""
    row, chosen = rounds.own_contest(request, contest), presets.presets().get(preset)
    if chosen is None:
        raise Http404
    if request.method != "POST":
        typed = _proposed(row, chosen.format, clock.now())
        read = round_form.read(typed, chosen.format)
        return _form(request, Round(contest=row), typed, read, preset=preset)
    typed = round_form.typed(request.POST)
    read = round_form.read(typed, chosen.format)
    made = _drafted(Round(contest=row), typed, read)
    _check(made, typed, read)
    if "check" in request.POST:
        return _told(row, read)
    stored = sent_again.once(request, made, lambda: _make(request, made, preset, read))
    if stored is None:
        return _form(request, made, typed, read, preset=preset)
    return HttpResponseRedirect(reverse("desk-round", args=[stored.code]))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@allowed("organise")
def change(request: HttpRequest, code: str) -> HttpResponse:
    """A round's titles, hours and settings, as far as they may still be changed."""
    row = rounds.own(request, code)
    base = readable.form(row) or Format()
    if request.method != "POST":
        more = {"made_of": meanwhile.newest(row)}
        row = rounds.own(request, code)  # not older than that entry
        typed = round_meanwhile.shown(row)
        return _form(request, row, typed, round_form.read(typed, base), more=more)
    typed = round_form.typed(request.POST)
    with rounds.still_there(), transaction.atomic():
        held = verbs.hold(row)
        ready = PreparedRound.objects.filter(round=held).exists()
        news = round_meanwhile.since(request, held, typed, ready=ready)
        if news and "check" not in request.POST:
            typed = round_meanwhile.typed_of(news.merged)
        # What is promised is not on the form: nothing of it was typed.
        read = Read(formats.plain(base), base) if ready else round_form.read(typed, base)
        _change(held, typed, read, ready=ready)
        if "check" in request.POST:
            return _told(row.contest, read)
        if not read.wrong and not news:
            _save(held, read)
    if read.wrong or news:
        more = {"made_of": meanwhile.entry(request.POST.get("made_of", ""))}
        return _form(request, row, typed, read, more=more | round_meanwhile.told(news))
    messages.success(request, _("已保存“%s”。") % titled(held))
    return HttpResponseRedirect(reverse("desk-round", args=[held.code]))


def _save(held: Round, read: Read) -> None:
    try:
        with transaction.atomic():
            held.save(update_fields=[*SAVED])
    except IntegrityError:
        read.wrong["code"] = str(TAKEN)


def _change(held: Round, typed: Typed, read: Read, *, ready: bool) -> None:
    """Put what was typed on the held row, and what is wrong with it into `read`."""
    if not ready:
        _drafted(held, typed, read)
        _check(held, typed, read)
        read.wrong.update(changing.kept(held, {"code": held.code}))
        return
    stored = Round.objects.get(pk=held.pk)
    if not typed.plain.keys().isdisjoint(format_words.LABELS):
        # A form from before it was prepared: what was set there would be dropped without a word.
        read.wrong["code"] = str(changing.PREPARED)
    # An hour that is fixed is disabled on the form, and so not sent.
    kept = {name: getattr(stored, name) for name in ENDS}
    hours = kept | _moments(stored, typed, read)
    for name, why in changing.refused(stored, hours, clock.now()).items():
        read.wrong[name] = str(why)
    _titles(held, typed)
    held.opens_at, held.closes_at = hours["opens_at"] or stored.opens_at, hours["closes_at"]
    _problems(held, read, without=() if held.opens_at != stored.opens_at else ("opens_at",))


def _drafted(made: Round, typed: Typed, read: Read) -> Round:
    """The round with what was typed; moments that cannot be read are told in `read`."""
    ends = {"opens_at": None, "closes_at": None} | _moments(made, typed, read)
    made.code = typed.plain.get("code", "")
    _titles(made, typed)
    made.opens_at, made.closes_at = ends["opens_at"] or 0, ends["closes_at"]
    made.format = read.settings
    if not typed.plain.get("opens_at"):
        read.wrong["opens_at"] = _("请填开始时间。")
    return made


def _moments(stored: Round, typed: Typed, read: Read) -> dict[str, int | None]:
    """The hours that were sent; one that cannot be read is told in `read`. The form shows no
    seconds: an hour that was sent as it was shown keeps its own."""
    found, wrong = dict[str, int | None](), dict[str, str]()
    for name in ENDS:
        if name in typed.plain:
            text, before = typed.plain[name], getattr(stored, name)
            same = text == board_form.local(before)
            found[name] = before if same else board_form.moment_of(text, name, wrong)
    read.wrong.update((name, moments.wrong(typed.plain[name])) for name in wrong)
    return found


def _titles(made: Round, typed: Typed) -> None:
    made.title_zh = typed.plain.get("title_zh", "")
    made.title_en = typed.plain.get("title_en", "")


def _check(made: Round, typed: Typed, read: Read) -> None:
    """Ask the rules; of several refusals of one field the first is kept."""
    if read.form is not None:
        try:
            verbs.check_cohorts(read.form)
        except BadFormat as bad:
            read.wrong.update([format_words.problem(bad)])
    _problems(made, read)


def _problems(made: Round, read: Read, without: tuple[str, ...] = ()) -> None:
    # Without settings that can be read: a ranked round's end is asked for later.
    form = read.form or Format(mode=Mode.PRACTICE, boards=())
    for name, why in setting_up.round_problems(made, form, clock.now()):
        if name not in without:
            read.wrong.setdefault(name, why)


def _make(request: HttpRequest, wanted: Round, preset: str, read: Read) -> Round | None:
    """The round, made if nothing is wrong with it; else the reason is in `read`."""
    if read.wrong:
        return None
    said = Wanted(
        wanted.code,
        Millis(wanted.opens_at),
        None if wanted.closes_at is None else Millis(wanted.closes_at),
        read.settings,
        wanted.title_zh,
        wanted.title_en,
    )
    try:
        with transaction.atomic():
            made = setting_up.make_round(wanted.contest.code, preset, said, now=clock.now())
        messages.success(request, _("已建立轮次“%s”，还没有备卷。") % titled(made))
    except CannotSetUp as why:
        read.wrong[why.field or "code"] = str(why)
    except IntegrityError:
        read.wrong["code"] = str(TAKEN)
    return None if read.wrong else made


def _told(contest: Contest, read: Read) -> JsonResponse:
    items = round_fields.pool(contest, read.settings)
    return JsonResponse(round_fields.told(items, read))


def _proposed(contest: Contest, form: Format, now: Millis) -> Typed:
    """What a new round starts from: the preset, a free code, a title, and hours that leave time to
    prepare: a week from now for two weeks; practice and halls from tomorrow on, without an end."""
    zone = ZoneInfo(settings.TIME_ZONE)
    today = datetime.fromtimestamp(now / 1000, zone).replace(hour=9, minute=0, second=0)
    opens = today + timedelta(days=7 if form.ranked else 1)
    closes = (opens + timedelta(days=14)).replace(hour=18) if form.ranked else None
    title_zh, title_en = setting_up.first_titles(contest, form)
    return round_form.shown(
        form,
        round_fields.single(),
        code=_free_code(contest),
        title_zh=title_zh,
        title_en=title_en,
        opens_at=int(opens.timestamp()) * 1000,
        closes_at=int(closes.timestamp()) * 1000 if closes else None,
    )


def _free_code(contest: Contest) -> str:
    first = contest.code.lower()
    taken = set(Round.objects.filter(code__startswith=f"{first}-").values_list("code", flat=True))
    return next(code for n in range(1, len(taken) + 2) if (code := f"{first}-{n}") not in taken)


def _form(
    request: HttpRequest,
    row: Round,
    typed: Typed,
    read: Read,
    *,
    preset: str = "",
    more: Mapping[str, Any] = MappingProxyType({}),
) -> HttpResponse:
    """The form of a round, a new one by that preset or one that is there. `more` is of the form of
    the latter: `made_of`, and what others changed meanwhile."""
    base = presets.presets()[preset].format if preset else readable.form(row)
    mode = (base or Format()).mode
    ready = not preset and PreparedRound.objects.filter(round=row).exists()
    items = [] if ready else round_fields.pool(row.contest, read.settings)
    fixed: Mapping[str, Any] = changing.fixed_fields(row, clock.now()) if ready else {}
    chosen = presets.presets().get(preset)
    context = {
        "contest": row.contest,
        "row": None if preset else row,
        "ready": ready,
        "fixed": fixed,
        "preset": either(chosen.title_zh, chosen.title_en) if chosen else "",
        "mode": format_words.CHOICES["mode"][mode],
        "typed": typed,
        "code": typed.plain.get("code") or row.code,
        "wrong": read.wrong,
        "main": round_fields.fields(round_form.MAIN[mode], typed, read.wrong),
        "more": round_fields.fields(round_form.MORE[mode], typed, read.wrong),
        "more_wrong": any(name in read.wrong for name in round_form.MORE[mode]),
        "facets": round_fields.cells(items, typed),
        "told": round_fields.told(items, read),
        **more,
    }
    status = 422 if read.wrong and request.method == "POST" else 200
    status = 409 if "news" in more else status
    return frame.show(request, "desk/round_edit.html", context, here=rounds.HERE, status=status)

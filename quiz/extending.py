"""More time for a round that is open: the one door, for the command and for pages.

The end is moved to a later moment, for everybody, with a public reason; never to an earlier one,
by which people have planned. How processes follow: quiz/ends.py.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from questionbank import grants
from quiz import clock, readable
from quiz.models import Extension, PreparedRound, Round
from quiz.models.extension import REASON_LENGTH
from quiz.rules import extending
from quiz.rules.formats import Mode
from quiz.rules.units import Millis

FAULTS: Final = {
    "endless": gettext_lazy("本轮次没有结束时间，不必延长。"),
    "not_ready": gettext_lazy("轮次没有备卷，没有人能答题，不必延长：时间可以直接修改。"),
    "live": gettext_lazy("现场赛由主持人掌握时间，不必延长：结束时间可以直接修改。"),
    "not_open": gettext_lazy("轮次还没有开始，不必延长：时间可以直接修改。"),
    "too_late": gettext_lazy("离结束不足 1 分钟，或已经结束，不能再延长。需要补时，请另建轮次。"),
    "not_later": gettext_lazy("结束时间只能推后，不能提前：参赛者是按公布的时间安排的。"),
    "too_far": gettext_lazy("一次最多推后 31 天。"),
}


class Refusal(ValueError):
    """Nothing was done. `field` says what to mend: by, was, closes_at, reason_zh, reason_en; the
    text says why, in the language of the moment."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(why)
        self.field = field


@dataclass(frozen=True, slots=True)
class Wanted:
    """More time as somebody asks for it: `was` is the end that they saw, `closes_at` the new one
    (milliseconds); the reason is shown to everybody, in Chinese where there is no English."""

    was: Millis | None
    closes_at: Millis
    reason_zh: str
    reason_en: str = ""


def extend(round_: Round, wanted: Wanted, by: User, now: Millis) -> Extension:
    """Move the end of the round; asked again for the same, return what was done the first time.

    `by` has to have the role of organiser in the region of the contest. The round is read anew, and
    of several who ask at once one wins. Raises Refusal.
    """
    if not may(by, round_):
        raise Refusal("by", _("延长时间要有大赛所在地区的组织权限。"))
    _check_reasons(wanted)
    with transaction.atomic():
        # Not the key's lock: whoever opens a paper meanwhile does not wait.
        held = Round.objects.select_for_update(no_key=True).get(pk=round_.pk)
        done = held.extensions.filter(was=wanted.was or 0, closes_at=wanted.closes_at).first()
        # The lock may have been waited for.
        return done or _moved(held, wanted, by, Millis(max(now, clock.now())))


def may(by: User, round_: Round) -> bool:
    """Whether somebody may give the round more time."""
    return grants.may(by, "organise", round_.contest.region.path)


@dataclass(frozen=True, slots=True)
class Given:
    """More time as it stands in the database, but for whose act it was. Moments in milliseconds."""

    at: int
    was: int
    closes_at: int
    reason_zh: str
    reason_en: str


def given() -> dict[int, tuple[Given, ...]]:
    """All that was ever given, by rounds (their numbers), oldest first; rounds without are not in
    it."""
    found: defaultdict[int, list[Given]] = defaultdict(list)
    names = ("at", "was", "closes_at", "reason_zh", "reason_en")
    for round_, *row in Extension.objects.order_by("was").values_list("round", *names):
        found[round_].append(Given(*row))
    return {round_: tuple(those) for round_, those in found.items()}


def public(those: Iterable[Extension], *, english: bool) -> list[dict[str, Any]]:
    """What everybody may know of a round's extensions, oldest first; moments in milliseconds."""
    return [
        {
            "at": one.at,
            "was": one.was,
            "closes_at": one.closes_at,
            "reason": (english and one.reason_en) or one.reason_zh,
        }
        for one in sorted(those, key=lambda one: one.was)
    ]


def _check_reasons(wanted: Wanted) -> None:
    for name in ("reason_zh", "reason_en"):
        said = getattr(wanted, name)
        missing = name == "reason_zh" and not said.strip()
        if missing or len(said) > REASON_LENGTH or not said.isprintable():
            raise Refusal(name, _("请用一行写明原因（最多 200 字），所有人都看得到。"))


def _moved(held: Round, wanted: Wanted, by: User, now: Millis) -> Extension:
    was = None if held.closes_at is None else Millis(held.closes_at)
    if fault := _fault(held, was, wanted.closes_at, now):
        raise Refusal("closes_at", str(FAULTS[fault]))
    if was is None or was != wanted.was:
        raise Refusal("was", _("结束时间刚才已改为 %s，请核对后再延长。") % _hour(was or now))
    held.closes_at = wanted.closes_at
    held._history_user = by  # type: ignore[attr-defined]  # noqa: SLF001 (its own name)
    held.save(update_fields=["closes_at"])
    return Extension.objects.create(
        round=held,
        was=was,
        closes_at=wanted.closes_at,
        reason_zh=wanted.reason_zh.strip(),
        reason_en=wanted.reason_en.strip(),
        by=by,
        who=by.get_username(),
        at=now,
    )


def _fault(held: Round, was: Millis | None, new: Millis, now: Millis) -> str:
    """Whoever extended what nobody can play would hold hours that may still be edited. No public
    page tells of the rounds of halls."""
    form = readable.form(held)
    if form is not None and form.mode is Mode.LIVE:
        return "live"
    if not PreparedRound.objects.filter(round=held).exists():
        return "not_ready"
    return extending.fault(Millis(held.opens_at), was, new, now)


def _hour(at: Millis) -> str:
    local = datetime.fromtimestamp(at / 1000, timezone.get_current_timezone())
    return local.strftime("%Y-%m-%d %H:%M")

"""What may still be changed of a round, and whether it may go: papers, seats, boards and a promise
rest on it."""

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from questionbank.punctuation import listed
from quiz import named, promises, readable, rounds
from quiz.models import Attempt, PreparedRound, Round
from quiz.rules import formats
from quiz.rules.formats import Format
from quiz.rules.units import Millis

PREPARED: Final = _("轮次已经准备（卷册已承诺），这一项不能再改。需要别的设置，请另建轮次。")
OPEN: Final = _("轮次已经开始，开始时间不能再改。")
# People have planned by the end that was published: it is moved to a later moment only, in public
# (quiz/extending.py).
ENDS: Final = _("轮次已经开始，结束时间不能提前；推后请到组织台“大赛与轮次”里这一轮的页上延长。")
# Of what names the round: by its code, in its contest.
KEEPS: Final[Mapping[str, Any]] = {
    "code": _("%s取用这个轮次，代码不能改。榜单可以先取消这一轮；抽奖的资格已经公布，不能改。"),
    "contest": _("%s取用这个轮次，不能移到别的大赛。"),
}
USED: Final = _("%s取用这个轮次，不能删除。")
# Where simple-history looks for what it writes down beside a change.
REASON: Final = "_change_reason"
Words = Mapping[str, Any]


class Stays(ValueError):
    """The round was not taken away; the message says why, to people."""


def refused(stored: Round, new: Mapping[str, Any], now: Millis) -> Words:
    """Why the `new` values of a prepared round are refused, by field: once it is prepared its
    contest, code and format stay, once it is open its hours."""
    fixed = fixed_fields(stored, now)
    found = {
        name: why
        for name, why in fixed.items()
        if name in new and new[name] != getattr(stored, name)
    }
    if not found and "format" in new and not _fits(stored, new["format"]):
        found["format"] = PREPARED
    return found


def fixed_fields(stored: Round, now: Millis) -> Words:
    """What may not be changed any more of a prepared round, and what to say of it. A format that
    cannot be read has to be mended; the end of practice and of live rounds moves nobody's rank, and
    may be edited until it was moved in public."""
    form = readable.form(stored)
    names = ["contest", "code"]
    if form is not None:
        stored.format = formats.plain(form)
        names.append("format")
    fixed: dict[str, Any] = dict.fromkeys(names, PREPARED)
    if now >= stored.opens_at:
        fixed |= {"opens_at": OPEN, **({"closes_at": ENDS} if _end_stays(stored, form) else {})}
    return fixed


def kept(round_: Round, new: Mapping[str, Any]) -> dict[str, str]:
    """Why the `new` values of a stored round are refused, by field, also before it is prepared:
    what names it by its code in its contest would be without it."""
    was = Round.objects.filter(pk=round_.pk).first()
    changed = [one for one in KEEPS if was and one in new and new[one] != getattr(was, one)]
    names = named.by(was) if was and changed else []
    return {one: str(KEEPS[one]) % listed(names) for one in changed if names}


def _end_stays(stored: Round, form: Format | None) -> bool:
    if stored.closes_at is None:
        return False
    return form is None or form.ranked or stored.extensions.exists()


def _fits(stored: Round, form: Mapping[str, Any]) -> bool:
    """Whether papers by the promised books have as many questions as the format says."""
    cells = stored.prepared.books.get("set", {}).get("cells", ())
    return not cells or len(cells) == form["questions"]


def remove(round_: Round, *, now: Millis) -> None:
    """Take away a round that nobody has played and that is not open, with its books. Its history
    keeps the digest of those, and what was promised of them stays public. One that is gone already
    stays gone. Raises Stays."""
    with transaction.atomic():
        try:
            fresh = rounds.hold(round_)
        except Round.DoesNotExist:
            return
        prepared = PreparedRound.objects.filter(round=fresh).first()
        if prepared is not None and _open(fresh, now):
            raise Stays(_("轮次正在进行，不能删除。"))
        if Attempt.objects.filter(round=fresh).exists():
            raise Stays(_("已有人答过这一轮，不能删除。"))
        if names := named.by(fresh):
            raise Stays(USED % listed(names))
        if prepared is not None:
            setattr(fresh, REASON, f"books {prepared.digest}")
            promises.end(prepared, fresh, now=now)
            prepared.delete()
        try:
            fresh.delete()
        except ProtectedError as error:
            raise Stays(_("有现场场次、选拔、成绩或延长的记录属于这一轮，不能删除。")) from error


def _open(round_: Round, now: Millis) -> bool:
    over = round_.closes_at is not None and now >= round_.closes_at
    return round_.opens_at <= now and not over

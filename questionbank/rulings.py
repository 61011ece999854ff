"""Rulings: a wrong key in use is corrected by an entry that two people made, never by an edit.
Source: contest regulations, section 9.1.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext_lazy

from questionbank import grants
from questionbank.messages import Fault, Refused, in_words
from questionbank.models import Option, Question, QuestionVersion, Ruling, RulingKind, Step
from questionbank.refusals import NotTheirs
from questionbank.rows import draft_of
from questionbank.rules.question import Area, Draft, Estimate, clean_line
from questionbank.rules.validity import problems

LONGEST_NOTE = {"note_zh": 300, "note_en": 600}
MOST_KEYS = 8
# The column of the journal that holds a ruling's number has sixteen bits.
LAST_NUMBER = 32_767
# How many keys each kind of ruling names: at least, at most.
COUNTS = {RulingKind.NEW_KEY: (1, 1), RulingKind.ACCEPT: (2, MOST_KEYS)}
# The faults of a question that a key can have, beside those of each accepted form.
OF_KEYS = frozenset({"key", "estimate", "accepted", "areas"})
WORDS = {
    "kind": ("kind", gettext_lazy("没有这种裁定")),
    "count": ("keys", gettext_lazy("更正答案要一个答案，多个均算对要二至八个，其他裁定不填答案")),
    "twice": ("keys", gettext_lazy("有两个答案相同")),
    "same": ("keys", gettext_lazy("这正是原答案，没有改动")),
    "note": ("note_zh", gettext_lazy("公告为 1 至 300 字（英文至 600 字）")),
    "approved": ("", gettext_lazy("这一版本从未启用，直接修改即可")),
    "nothing": ("kind", gettext_lazy("这一版本没有裁定可以恢复")),
    "verb": ("", gettext_lazy("没有这项权限")),
    "own": ("", gettext_lazy("须由提出者以外的人确认")),
    "done": ("", gettext_lazy("这一裁定已经确认或撤回")),
    "full": ("", gettext_lazy("裁定的编号已用完")),
}
PERSONAL = frozenset({"verb", "own"})


def check(version: QuestionVersion, kind: str, keys: Sequence[Any], *, by: User) -> None:
    """Raises NotTheirs for one who may not rule there, Refused for a ruling that makes no sense."""
    _refuse(version, [*_who(version, by), *_what(version, kind, normal_keys(version, keys))])
    if faults := list(_of_keys(version, keys)):
        raise Refused(faults)


def propose(
    version: QuestionVersion, kind: str, keys: Sequence[Any], *, note: tuple[str, str], by: User
) -> Ruling:
    """A ruling that waits for another person. `note` is the public note in Chinese and English.

    Raises like `check`, and Refused for a note that is missing or too long; nothing is stored then.
    """
    check(version, kind, keys, by=by)
    note_zh, note_en = (" ".join(text.split()) for text in note)
    short = 0 < len(note_zh) <= LONGEST_NOTE["note_zh"]
    _refuse(version, [] if short and len(note_en) <= LONGEST_NOTE["note_en"] else ["note"])
    return Ruling.objects.create(
        version=version,
        kind=kind,
        keys=normal_keys(version, keys),
        note_zh=note_zh,
        note_en=note_en,
        proposed_by=by,
    )


def confirm(pk: int, *, by: User, at: datetime) -> Ruling:
    """The ruling, in force from now on. Raises NotTheirs for its proposer and for one who may not
    confirm there, Refused when it is confirmed or taken back already."""
    while True:
        try:
            with transaction.atomic():
                return _confirm(pk, by, at)
        except IntegrityError:  # another ruling took the number: take the next one
            continue


def drop(pk: int, *, by: User, at: datetime) -> None:
    """Take a ruling back that nobody has confirmed. Raises like `confirm`, but the proposer may."""
    ruling = Ruling.objects.select_related("version__question").get(pk=pk)
    _refuse(ruling.version, _who(ruling.version, by))
    waits = Ruling.objects.filter(pk=pk, confirmed_at=None, dropped_at=None)
    if not waits.update(dropped_at=at):
        _refuse(ruling.version, ["done"])


def rulable(question: Question) -> QuerySet[QuestionVersion]:
    """The versions that contests may have asked, oldest first: each that was approved, and what is
    older. What is in use now does not tell all: the approval of what was asked may be undone."""
    versions = QuestionVersion.objects.filter(question=question)
    approvals = Step.objects.filter(question=question, act="approve")
    once = Q(pk=question.approved_id) | Q(pk__in=approvals.values("version"))
    last = versions.filter(once).aggregate(last=Max("number"))["last"] or 0
    return versions.filter(number__lte=last).order_by("number")


def latest(version_ids: Collection[int]) -> dict[int, Ruling]:
    """The ruling that holds for each of these versions; a version without any is left out."""
    rows = in_force().filter(version__in=version_ids)
    return {ruling.version_id: ruling for ruling in rows}


def in_force() -> QuerySet[Ruling]:
    """Every confirmed ruling by number. Whoever sees a number sees all smaller ones, too."""
    return Ruling.objects.filter(number__isnull=False).order_by("number")


def last_number() -> int:
    """The number of the newest confirmed ruling; 0 = there is none."""
    return Ruling.objects.aggregate(last=Max("number"))["last"] or 0


def waiting(by: User) -> QuerySet[Ruling]:
    """What waits for a yes in banks where `by` may give one, oldest first."""
    rows = Ruling.objects.filter(confirmed_at=None, dropped_at=None)
    questions = grants.reach(by, "confirm").values("pk")
    return rows.filter(version__question__in=questions).order_by("pk")


def log(by: User) -> QuerySet[Ruling]:
    """All rulings on questions that `by` may see, newest first."""
    questions = grants.visible(by).values("pk")
    return Ruling.objects.filter(version__question__in=questions).order_by("-pk")


def key_of(version: QuestionVersion) -> Any:
    """The version's own key in the form of `Ruling.keys`."""
    extra = version.extra or {}
    if version.kind == "estimate" and version.estimate:
        return [version.estimate[name] for name in ("value", "near", "far")]
    return {"text": extra.get("accepted"), "hotspot": extra.get("areas")}.get(
        version.kind, version.key
    )


def normal_keys(version: QuestionVersion, keys: Sequence[Any]) -> list[Any]:
    """The keys as they are stored: accepted forms as a question's own, without spaces around them.
    What is no key stays as it is."""
    if version.kind != "text":
        return list(keys)
    return [
        [clean_line(form) for form in key]
        if isinstance(key, list | tuple) and all(isinstance(form, str) for form in key)
        else key
        for key in keys
    ]


def _confirm(pk: int, by: User, at: datetime) -> Ruling:
    ruling = Ruling.objects.select_for_update(of=("self",)).select_related("version").get(pk=pk)
    codes = [] if grants.may(by, "confirm", ruling.version.question) else ["verb"]
    codes += ["own"] if ruling.proposed_by_id == by.pk else []
    codes += ["done"] if ruling.confirmed_at or ruling.dropped_at else []
    number = last_number() + 1
    _refuse(ruling.version, [*codes, *(["full"] if number > LAST_NUMBER else [])])
    ruling.confirmed_by, ruling.confirmed_at, ruling.number = by, at, number
    ruling.save(update_fields=["confirmed_by", "confirmed_at", "number"])
    return ruling


def _who(version: QuestionVersion, by: User) -> list[str]:
    return [] if grants.may(by, "rule", version.question) else ["verb"]


def _what(version: QuestionVersion, kind: str, keys: Sequence[Any]) -> Iterator[str]:
    if kind not in RulingKind.values:
        yield "kind"
        return
    least, most = COUNTS.get(RulingKind(kind), (0, 0))
    if not least <= len(keys) <= most:
        yield "count"
    if any(key in keys[:at] for at, key in enumerate(keys)):
        yield "twice"
    if kind == RulingKind.NEW_KEY and list(keys) == [key_of(version)]:
        yield "same"
    if kind == RulingKind.RESTORE and not latest([version.pk]):
        yield "nothing"
    if not rulable(version.question).filter(pk=version.pk).exists():
        yield "approved"


def _of_keys(version: QuestionVersion, keys: Sequence[Any]) -> Iterator[Fault]:
    plain = draft_of(version, list(Option.objects.filter(version=version).order_by("place")))
    for key in keys:
        try:
            found = problems(with_key(plain, key))
        except (TypeError, ValueError, IndexError, KeyError, AttributeError):
            yield Fault("", version.question.ref, "keys", str(WORDS["kind"][1]))
            continue
        for problem in found:
            if problem.code in OF_KEYS or problem.where.startswith("accepted"):
                yield Fault("", version.question.ref, "keys", in_words(problem))


def with_key(draft: Draft, key: Any) -> Draft:
    """The question as if its key were `key`, in the form of `Ruling.keys`. Raises ValueError or
    TypeError for what is no key at all."""
    match draft.kind:
        case "text":
            return replace(draft, accepted=tuple(str(form) for form in key))
        case "hotspot":
            areas = tuple(Area(str(shape), tuple(map(int, rest))) for shape, *rest in key)
            return replace(draft, areas=areas)
        case "estimate" if draft.estimate:
            value, near, far = (int(number) for number in key)
            return replace(draft, estimate=_moved(draft.estimate, value, near, far))
    return replace(draft, key=tuple(int(place) for place in key))


def _moved(number: Estimate, value: int, near: int, far: int) -> Estimate:
    return replace(number, value=value, near=near, far=far)


def _refuse(version: QuestionVersion, codes: Sequence[str]) -> None:
    if codes:
        ref = version.question.ref
        faults = [Fault("", ref, WORDS[code][0], str(WORDS[code][1])) for code in codes]
        raise NotTheirs(faults) if PERSONAL & set(codes) else Refused(faults)

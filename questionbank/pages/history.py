"""What happened to a question: its versions, the steps of its way, and how versions differ."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from questionbank import places
from questionbank.models import Option, Question, QuestionVersion, Step
from questionbank.pages.conflict import Field, changed
from questionbank.punctuation import told
from questionbank.rows import draft_of
from questionbank.rules.question import Draft

ACTS: dict[str, str | Promise] = {
    "submit": gettext_lazy("送审"),
    "withdraw": gettext_lazy("撤回"),
    "approve": gettext_lazy("通过"),
    "send_back": gettext_lazy("退回修改"),
    "revise": gettext_lazy("改写"),
    "activate": pgettext_lazy("act", "启用"),
    "retire": pgettext_lazy("act", "停用"),
    "revive": gettext_lazy("恢复"),
    "offer": gettext_lazy("推荐给上级"),
    "adopt": gettext_lazy("采用"),
    "decline": gettext_lazy("不采用"),
    "undo": gettext_lazy("撤销"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened: when, by whom, what, and why or more about it."""

    at: datetime
    by: str
    what: str
    more: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions by their numbers, and the fields in which they differ."""

    before: int
    after: int
    fields: list[Field]


def entries(question: Question, versions: Sequence[QuestionVersion]) -> list[Entry]:
    """Versions and steps in one list, the latest first."""
    steps = question.steps.select_related("by", "version")
    names = {place.path: place.full for place in places.places()}
    found = [*map(_written, versions), *(_stepped(step, names) for step in steps)]
    return sorted(found, key=lambda entry: entry.at, reverse=True)


def _written(version: QuestionVersion) -> Entry:
    more = _("只改错别字，仍是同一题") if version.same_item else ""
    what = _("写下版本 %d") % version.number
    return Entry(version.created_at, str(version.author or "—"), what, more, version.number)


def _stepped(step: Step, names: Mapping[str, str]) -> Entry:
    what = str(ACTS.get(step.act, step.act))
    if step.before != step.after:
        what = told(what, f"{step.get_before_display()} → {step.get_after_display()}")
    more = names.get(step.reason, step.reason)
    number = step.version.number if step.version else 0
    return Entry(step.at, str(step.by or "—"), what, more, number)


def comparison(
    question: Question, versions: Sequence[QuestionVersion], asked: QueryDict
) -> Comparison | None:
    """The two versions that the address names; else the one in use and the newest, or the last two.

    None where there are not two.
    """
    by_number = {version.number: version for version in versions}
    if len(by_number) < 2:
        return None
    last = max(by_number)
    used = next((v.number for v in versions if v.pk == question.approved_id), last)
    usual = used if used != last else sorted(by_number)[-2]
    before = _number(asked.get("from", ""), by_number, usual)
    after = _number(asked.get("to", ""), by_number, last)
    drafts = drafts_of([by_number[before], by_number[after]])
    return Comparison(before, after, changed(drafts[before], drafts[after]))


def drafts_of(versions: Iterable[QuestionVersion]) -> dict[int, Draft]:
    """The drafts of versions, by number."""
    some = list(versions)
    rows = Option.objects.filter(version__in=some).select_related("picture").order_by("place")
    options: dict[int, list[Option]] = {version.pk: [] for version in some}
    for row in rows:
        options[row.version_id].append(row)
    return {version.number: draft_of(version, options[version.pk]) for version in some}


def _number(words: str, known: Iterable[int], usual: int) -> int:
    number = int(words) if words.isascii() and words.isdigit() and len(words) < 6 else 0
    return number if number in known else usual

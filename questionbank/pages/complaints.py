"""What contestants complain of, with the question as they saw it: their letters are not ours."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from questionbank import seen
from questionbank.models import Option, Report
from questionbank.punctuation import apart
from questionbank.rows import draft_of
from questionbank.rules.question import Draft
from questionbank.seen import Seen


@dataclass(frozen=True, slots=True)
class Complaint:
    """A report, the letters of its paper beside the bank's ("A", "D"), and what was chosen; both
    empty where no paper may be told."""

    report: Report
    letters: tuple[tuple[str, str], ...]
    chosen: str


def told(reports: Sequence[Report]) -> dict[int, Complaint]:
    """Each report with what its person saw, by the report's number. Their versions are at hand."""
    saw, drafts = seen.of(reports), _drafts(reports)
    return {one.pk: _one(one, saw.get(one.pk), drafts[one.version_id]) for one in reports}


def _drafts(reports: Sequence[Report]) -> dict[int, Draft]:
    versions = {one.version_id: one.version for one in reports}
    options: dict[int, list[Option]] = {pk: [] for pk in versions}
    for row in Option.objects.filter(version__in=versions).order_by("place"):
        options[row.version_id].append(row)
    return {pk: draft_of(version, options[pk]) for pk, version in versions.items()}


def _one(report: Report, saw: Seen | None, draft: Draft) -> Complaint:
    if saw is None:
        return Complaint(report, (), "")
    letters = tuple((_letter(n), _letter(place)) for n, place in enumerate(saw.order))
    return Complaint(report, letters if draft.options else (), _chosen(saw, draft))


def _chosen(saw: Seen, draft: Draft) -> str:
    """A choice in words, of options by the letters of the paper too."""
    return _CHOSEN.get(draft.kind, _options)(saw, draft) if saw.choice else _("未作答")


def _options(saw: Seen, draft: Draft) -> str:
    mine = sorted(saw.choice, key=saw.order.index)
    return apart(f"{_letter(saw.order.index(n))} {draft.options[n].zh}" for n in mine)


def _guess(saw: Seen, draft: Draft) -> str:
    return f"{saw.choice[0]} {draft.estimate.said.zh if draft.estimate else ''}".strip()


def _pairs(saw: Seen, draft: Draft) -> str:
    names = [draft.targets[place].zh for place in saw.choice]
    return apart(f"{draft.options[n].zh} → {name}" for n, name in enumerate(names))


_CHOSEN: dict[str, Callable[[Seen, Draft], str]] = {
    "truefalse": lambda saw, _draft: (_("对"), _("错"))[saw.choice[0]],
    "text": lambda saw, _draft: "".join(map(chr, saw.choice)),
    "hotspot": lambda saw, _draft: f"({saw.choice[0]}, {saw.choice[1]})",
    "estimate": _guess,
    "matching": _pairs,
    "ordering": lambda saw, draft: " → ".join(draft.options[n].zh for n in saw.choice),
}


def _letter(place: int) -> str:
    return chr(65 + place)

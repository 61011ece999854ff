"""Papers of a round as the rules of flags want them, read form by form: memory holds the papers of
one form, whatever the size of the round. Blocking; no cursor stays open while something is written.
"""

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import msgspec

from quiz import keys
from quiz.models import Attempt, Entry, EntryKind, Round
from quiz.plan import Asked, Plan
from quiz.rules import choices, formats, rulings
from quiz.rules.attempt import ANSWER, CLOSED, RULED, VOIDED
from quiz.rules.flags import Reply, Sheet

# Attempts read at once: some megabytes of answers.
AT_ONCE: Final = 1_000
HOUR_MS: Final = 3_600_000


class _Paper(NamedTuple):
    attempt: int
    contestant: int
    try_no: int
    book: int
    form: int
    region_path: str
    opened_at: int


class _Row(NamedTuple):
    attempt: int
    kind: int
    slot: int
    choice: str
    took: int
    points: int
    at: int


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads one round. `full` are the full scores of the contest's ranked rounds."""

    plan: Plan
    least_share: int
    full: Mapping[int, int] = field(default_factory=dict)

    def forms(self) -> Iterator[list[Sheet]]:
        """The closed papers that count, the first to the last of one form after the other."""
        for found in _by_form(self.plan.round).values():
            parts = (found[n : n + AT_ONCE] for n in range(0, len(found), AT_ONCE))
            yield [sheet for part in parts for sheet in self._sheets(part)]

    def _sheets(self, attempts: Collection[int]) -> list[Sheet]:
        rows = _entries(attempts)
        papers = map(_Paper._make, _papers(attempts))
        made = (self._sheet(paper, rows[paper.attempt]) for paper in papers)
        sheets = [sheet for sheet in made if sheet is not None]
        return self._with_history(sheets)

    def _sheet(self, paper: _Paper, rows: list[_Row]) -> Sheet | None:
        steps = sum(row.kind == VOIDED for row in rows)
        score = max(
            ((r.kind, r.slot, r.points) for r in rows if r.kind in (CLOSED, RULED)), default=None
        )
        if score is None or steps % 2:
            return None
        asked = self.plan.paper(*paper[1:5])
        answers = sorted((row for row in rows if row.kind == ANSWER), key=lambda row: row.slot)
        return Sheet(
            paper.attempt,
            paper.contestant,
            tuple(self._reply(asked[row.slot], row) for row in answers),
            _percent(score[2], self.plan.format.full_score),
            near=f"{paper.region_path}|{paper.opened_at // HOUR_MS}",
        )

    def _reply(self, asked: Asked, row: _Row) -> Reply:
        ruling, choice = keys.held().of(asked.version), choices.read(row.choice)
        right = rulings.right(self.plan.format, asked.key, ruling, choice)
        return Reply(asked.version, row.choice, right, row.took, row.at)

    def _with_history(self, sheets: list[Sheet]) -> list[Sheet]:
        """Only who did well is compared with earlier papers."""
        well = {sheet.contestant for sheet in sheets if sheet.share >= self.least_share}
        history = _history(well, self.full) if well else {}
        return [
            sheet._replace(
                earlier=tuple(
                    share for one, share in history.get(sheet.contestant, ()) if one < sheet.attempt
                )
            )
            for sheet in sheets
        ]


def reader(plan: Plan, least_share: int) -> Reader:
    """The reader of a prepared round; of papers with `least_share` percent it knows the earlier."""
    rounds = Round.objects.filter(contest=plan.contest).values_list("pk", "format")
    return Reader(plan, least_share, {pk: full for pk, form in rounds if (full := _full(form))})


def _full(form: Any) -> int:
    """The full score of a ranked format; 0 of practice, and of one that cannot be read."""
    try:
        found = formats.read(form)
    except formats.BadFormat:
        return 0
    return found.full_score if found.ranked else 0


def signs(plan: Plan) -> dict[int, int]:
    """How many characters the stem of each version has in Chinese, which nearly all read."""
    bodies = {version: asked.body["zh"] for version, asked in plan.questions.items()}
    return {version: len(msgspec.json.decode(body)["stem"]) for version, body in bodies.items()}


def _percent(score: int, full: int) -> int:
    return max(score, 0) * 100 // full if full else 0


def _by_form(round_: int) -> dict[tuple[int, int], "array[int]"]:
    """The attempts of each form, eight bytes each; those of simulated contestants are nobody's work
    and are neither looked at nor compared with."""
    found: defaultdict[tuple[int, int], array[int]] = defaultdict(lambda: array("q"))
    last = 0
    people = Attempt.objects.filter(round=round_, contestant__bot=False)
    rows = people.order_by("pk").values_list("pk", "book", "form")
    while page := list(rows.filter(pk__gt=last)[: AT_ONCE * 10]):
        for pk, book, form in page:
            found[book, form].append(pk)
        last = page[-1][0]
    return found


def _papers(attempts: Collection[int]) -> Iterator[tuple[object, ...]]:
    names = ("pk", "contestant", "try_no", "book", "form", "region_path", "opened_at")
    return (
        Attempt.objects.filter(pk__in=list(attempts)).order_by("pk").values_list(*names).iterator()
    )


def _entries(attempts: Collection[int]) -> Mapping[int, list[_Row]]:
    kinds = (ANSWER, CLOSED, RULED, VOIDED)
    rows = Entry.objects.filter(attempt__in=list(attempts), kind__in=kinds)
    names = ("attempt_id", "kind", "slot", "choice", "took_ms", "points", "received_at")
    found: defaultdict[int, list[_Row]] = defaultdict(list)
    for row in map(_Row._make, rows.values_list(*names)):
        found[row.attempt].append(row)
    return found


def _history(people: Collection[int], full: Mapping[int, int]) -> dict[int, list[tuple[int, int]]]:
    """For each person their papers in ranked rounds as (attempt, share), by attempt; annulled ones
    are no history."""
    rows = Entry.objects.filter(
        attempt__contestant__in=people, attempt__round__in=full, kind__gte=EntryKind.CLOSED
    )
    names = ("attempt__contestant", "attempt_id", "attempt__round", "kind", "slot", "points")
    newest: dict[tuple[int, int, int], int] = {}
    annulled: set[int] = set()
    for who, attempt, round_, kind, slot, points in rows.values_list(*names).order_by(
        "kind", "slot"
    ):
        if kind == VOIDED:
            (annulled.add if slot % 2 else annulled.discard)(attempt)
        else:
            newest[who, attempt, round_] = points
    found: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for (who, attempt, round_), points in sorted(newest.items()):
        if attempt not in annulled:
            found[who].append((attempt, _percent(points, full[round_])))
    return found

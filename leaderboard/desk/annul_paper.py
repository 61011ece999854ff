"""One attempt as the desk shows it: every answer against others' times, and the whole journal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from leaderboard import projector as projectors
from leaderboard.desk import annul_picture, annul_words
from leaderboard.desk.annul_picture import Picture, Timed
from leaderboard.public.names import full_name
from questionbank import papers
from questionbank.papers import VersionText
from quiz import annulling, frames, keys
from quiz import plan as plans
from quiz.models import Attempt, Entry, EntryKind
from quiz.plan import Asked, Plan
from quiz.rules import choices, rulings
from quiz.rules.units import Millis


class Line(NamedTuple):
    """One question. Choice, key, points and `right` are empty while keys are not due. `points` are
    by the rulings in force, `was` those that the answer was stored with, where they differ."""

    number: int
    stem: str
    choice: str
    key: str
    right: bool | None
    points: int | None
    was: int | None
    took: str
    middle: str
    received: str


class Row(NamedTuple):
    """One journal entry in words."""

    number: int
    kind: str
    what: str
    took: str
    received: str
    stored: str


@dataclass(frozen=True, slots=True)
class Paper:
    """`due`: whether keys may be told by now; `score` is None for an open attempt, whose `step`
    waits for its closing."""

    attempt: Attempt
    place: str
    title: str
    full: int
    due: bool
    score: int | None
    took: str
    step: int
    lines: tuple[Line, ...]
    picture: Picture
    journal: tuple[Row, ...]

    @property
    def annulled(self) -> bool:
        return self.step % 2 == 1


def read(attempt: Attempt, now: Millis) -> Paper:
    """Everything about a prepared round's attempt. Raises Unprepared."""
    keys.refresh()
    plan = plans.load(attempt.round.code)
    entries = list(Entry.objects.filter(attempt=attempt).order_by("pk"))
    due = frames.keys_due(plan, now)
    lines, times = _lines(attempt, plan, entries, due=due)
    closing = next((row for row in entries if row.kind == EntryKind.CLOSED), None)
    marked = [row for row in entries if row.kind == EntryKind.RULED]
    score = max(marked, key=lambda row: row.slot).points if marked else None
    return Paper(
        attempt,
        full_name(projectors.projector.catalogue, attempt.region_path),
        plan.title["zh"],
        plan.format.full_score,
        due,
        score if marked else closing.points if closing else None,
        annul_words.seconds(closing.took_ms if closing else None),
        annulling.steps([attempt.pk]).get(attempt.pk, 0),
        tuple(lines),
        annul_picture.draw(times),
        tuple(_row(row, due=due) for row in entries),
    )


def _lines(
    attempt: Attempt, plan: Plan, entries: Sequence[Entry], *, due: bool
) -> tuple[list[Line], list[Timed]]:
    paper = plan.paper(attempt.contestant_id, attempt.try_no, attempt.book, attempt.form)
    given = {row.slot: row for row in entries if row.kind == EntryKind.ANSWER}
    versions = [asked.version for asked in paper]
    texts, middles = papers.texts(versions), annul_picture.middles(versions)
    lines, times = [], []
    for slot, asked in enumerate(paper):
        row, middle = given.get(slot), middles.get(asked.version)
        told = _marked(plan, asked, row) if due and row else _UNTOLD
        lines.append(_line(slot, asked, texts[asked.version], row, (middle, told, due)))
        times.append(Timed(row.took_ms if row else 0, middle, told.right))
    return lines, times


class _Marked(NamedTuple):
    """One answer by the rulings in force."""

    right: bool | None
    points: int | None
    was: int | None


_UNTOLD = _Marked(None, None, None)


def _marked(plan: Plan, asked: Asked, row: Entry) -> _Marked:
    ruling, choice = keys.held().of(asked.version), choices.read(row.choice)
    right = rulings.right(plan.format, asked.key, ruling, choice)
    if ruling is None:
        return _Marked(right, row.points, None)
    now = rulings.mark(plan.format, asked.key, ruling, choice, Millis(row.took_ms))
    return _Marked(right, now, row.points if row.points != now else None)


def _line(
    slot: int,
    asked: Asked,
    text: VersionText,
    row: Entry | None,
    about: tuple[int | None, _Marked, bool],
) -> Line:
    middle, told, due = about
    ruling = keys.held().of(asked.version)
    chosen = annul_words.choice(text, choices.read(row.choice)) if row else ""
    return Line(
        slot + 1,
        text.stem.zh if due else "",
        chosen if due else "",
        annul_words.key(text, rulings.keys_of(asked.key, ruling)) if due else "",
        told.right,
        told.points,
        told.was,
        annul_words.seconds(row.took_ms if row else None),
        annul_words.seconds(middle),
        annul_words.exact(row.received_at) if row else "",
    )


def _row(row: Entry, *, due: bool) -> Row:
    return Row(
        row.pk,
        str(EntryKind(row.kind).label),
        _what(row) if due or row.kind in (EntryKind.SHOWN, EntryKind.VOIDED) else "",
        annul_words.seconds(row.took_ms),
        annul_words.exact(row.received_at),
        annul_words.exact(row.stored_at),
    )


def _what(row: Entry) -> str:
    words: Mapping[int, str] = {
        EntryKind.SURE: _("第 {slot} 题"),
        EntryKind.SHOWN: _("第 {slot} 题"),
        EntryKind.ANSWER: _("第 {slot} 题，存为“{choice}”，{points} 分"),
        EntryKind.CLOSED: _("{points} 分"),
        EntryKind.RULED: _("按第 {number} 号裁定，{points} 分"),
        EntryKind.VOIDED: _("第 {number} 步：恢复")
        if row.slot % 2 == 0
        else _("第 {number} 步：作废"),
    }
    told = {"slot": row.slot + 1, "number": row.slot, "choice": row.choice, "points": row.points}
    return words[row.kind].format(**told)

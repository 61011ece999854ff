"""What the page of an imported file shows: numbers, notes, columns, labels, and rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from questionbank import desk, grants, import_work, importing, messages, places
from questionbank.formats import registry
from questionbank.formats.found import AS_WRITTEN, Level, Note
from questionbank.formats.pasted.writer import lines
from questionbank.formats.table.cells import COLUMNS
from questionbank.formats.table.words import PARTS, part_of
from questionbank.imports.rows import Kept, notes_of, unpacked
from questionbank.models import Batch, BatchRow, Outcome, Question
from questionbank.pages import batch_labels
from questionbank.pages.card import Card, card, key_words, kind_name
from questionbank.pages.labels import Said, said

PER_PAGE = 50
_LONGEST_TITLE = 120
_CHANGES = (Outcome.NEW, Outcome.CHANGED, Outcome.LIKE)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table."""

    row: BatchRow
    kind: str
    stem: str
    key: str
    notes: list[Said]

    @property
    def stored(self) -> Question | None:
        """The question of the bank that the row became or changed."""
        return self.row.question if self.row.outcome in _CHANGES else None


@dataclass(frozen=True, slots=True)
class Opened:
    """A row unfolded: as a card, beside what it would change or is like, and as text to mend."""

    line: Line
    card: Card | None
    other: Card | None
    ref: str
    question: int | None
    text: str
    labels: tuple[str, ...]


def context(batch: Batch, query: QueryDict, user: User, now: datetime) -> dict[str, Any]:
    """Everything the template needs."""
    show, counts = query.get("show", ""), importing.counts(batch)
    pages = Paginator(_rows(batch, show), PER_PAGE)
    page = pages.get_page(query.get("page"))
    found = registry.named(batch.format)
    return {
        "batch": batch,
        "place": places.name(batch.scope),
        "format": found.read_as if found else batch.format,
        "counts": counts,
        "added": counts[Outcome.NEW] + counts[Outcome.LIKE],
        "taken": sum(counts[one] for one in _CHANGES),
        "tabs": _tabs(batch, counts, show),
        "show": show,
        "page": page,
        "lines": [_line(row) for row in page],
        "open": opened(batch, query.get("row", ""), user) if query.get("row") else None,
        "notes": [said(note) for note in notes_of(batch.about.get("notes", []))],
        "columns": _columns(batch),
        "asks_truth": importing.asks_truth(batch),
        "labels": batch_labels.of(batch, user),
        "undoable": importing.undoable(batch, now),
        "back": batch.about.get("back", 0),
        "doing": import_work.doing(batch),
        "left": batch.about.get("left", []),
        "earlier": _earlier(batch),
    }


def _rows(batch: Batch, show: str) -> QuerySet[BatchRow]:
    rows = batch.rows.select_related("question").order_by("number")
    if show == "stored":
        return rows.filter(outcome__in=_CHANGES, question__isnull=False)
    if show in Outcome.values:
        return rows.filter(outcome=show)
    if show == "warnings":
        return rows.annotate(said=Cast("notes", TextField())).filter(said__contains='"warning"')
    return rows


def _tabs(batch: Batch, counts: dict[str, int], show: str) -> list[dict[str, Any]]:
    every = {"show": "", "name": _("全部"), "count": sum(counts.values()), "here": not show}
    order = (Outcome.WRONG, Outcome.LIKE, Outcome.NEW, Outcome.CHANGED, Outcome.SAME, Outcome.LEFT)
    some = [
        {"show": one.value, "name": one.label, "count": counts[one], "here": show == one}
        for one in order
        if counts[one] or show == one
    ]
    warned = _rows(batch, "warnings").count()
    last = {"show": "warnings", "name": _("有提醒"), "count": warned, "here": show == "warnings"}
    stored = {"show": "stored", "name": _("导入的题"), "here": show == "stored"}
    done = batch.state == Batch.State.STORED
    stored["count"] = _rows(batch, "stored").count() if done else 0
    return [
        every,
        *([stored] if done else []),
        *some,
        *([last] if warned or show == "warnings" else []),
    ]


def _line(row: BatchRow) -> Line:
    found = _kept(row).row
    draft = found.draft
    return Line(
        row,
        kind_name(draft.kind) if draft else "",
        draft.stem.zh if draft else _title(found.cells),
        key_words(draft) if draft else "",
        [said(note) for note in told_once(notes_of(row.notes))],
    )


def _title(cells: Mapping[str, str]) -> str:
    """What a refused question is called: its stem where its line has one, or how it begins."""
    stems = (cell for header, cell in cells.items() if part_of(header)[0] == "stem")
    return next(stems, cells.get(AS_WRITTEN, ""))[:_LONGEST_TITLE]


def told_once(notes: list[Note]) -> list[Note]:
    """The notes, errors first; what the rules say of a field of which the reader has said already
    what is wrong is left out."""
    by_reader = {n.field for n in notes if n.level is Level.ERROR and n.code not in messages.WORDS}
    kept = [n for n in notes if n.code not in messages.WORDS or n.field not in by_reader]
    order = list(Level)
    return sorted(kept, key=lambda note: order.index(note.level))


def _kept(row: BatchRow) -> Kept:
    return unpacked(row.draft or {})


def opened(batch: Batch, number: str, user: User) -> Opened | None:
    """The row with this number, unfolded; None where there is none."""
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    row = batch.rows.filter(number=int(number)).first()
    if row is None:
        return None
    kept = _kept(row)
    other = _other(row, kept, user)
    draft = kept.row.draft
    return Opened(
        _line(row),
        card(draft),
        card(desk.current(other)) if other else None,
        other.ref if other else "",
        other.pk if other else None,
        "\n".join(lines(1, draft)) if draft else "\n".join(filter(None, kept.row.cells.values())),
        kept.row.labels,
    )


def _other(row: BatchRow, kept: Kept, user: User) -> Question | None:
    """The question of the bank that the row would change, is, or is most like; if one may see it
    as it stands in its own bank."""
    liked = next((alike.question for alike in kept.alike if alike.question), None)
    wanted = row.question_id if row.outcome in (Outcome.CHANGED, Outcome.SAME) else liked
    if wanted is None:
        return None
    question = Question.objects.filter(pk=wanted).select_related("newest").first()
    return question if question and grants.may(user, "read", question.scope) else None


def _columns(batch: Batch) -> list[dict[str, Any]]:
    """Each header of the table with what it was taken for, and what else it may be."""
    known = parts()
    made = []
    for header in batch.about.get("headers", []):
        part = guess(batch, header)
        choices = known if part in known else {part: part_name(part), **known}
        made.append({"header": header, "part": part, "choices": list(choices.items())})
    return made


def guess(batch: Batch, header: str) -> str:
    """What a column is taken for; "" when it is not read."""
    part = str(batch.about.get("columns", {}).get(header, ""))
    return "labels" if part.startswith("labels.") else part


_MORE = {
    "": _lazy("不读取"),
    "options": _lazy("选项（都在一格里）"),
    "labels": _lazy("知识点、标签"),
    "picture": _lazy("图片"),
    **{f"right.{letter}": _lazy("是否正确") for letter in "ABCDEFGHIJ"},
}


def parts() -> dict[str, str]:
    """What an editor may say that a column is, with its name."""
    return {part: part_name(part) for part in ("", *PARTS)}


def part_name(part: str) -> str:
    name = str(COLUMNS.get(part) or _MORE.get(part) or part)
    return f"{name} {part[-1]}" if part.startswith("right.") else name


def _earlier(batch: Batch) -> Batch | None:
    """When the same file was imported into the same bank before."""
    same = Batch.objects.filter(digest=batch.digest, scope=batch.scope, state=Batch.State.STORED)
    return same.exclude(pk=batch.pk).first()

"""Mends single rows of a batch before it is stored."""

import csv
import io
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from questionbank.formats import registry
from questionbank.formats.found import AS_WRITTEN, Note, Options, Row, as_written
from questionbank.imports.judge import Judge
from questionbank.imports.reading import refused
from questionbank.imports.rows import notes_of, unpacked
from questionbank.models import Batch, BatchRow, Outcome
from questionbank.rules.question import Draft, Text


def leave(batch: Batch, number: int, *, out: bool) -> None:
    """Leave a row out of the import, or take it in again. Raises Refused once stored."""
    with transaction.atomic():
        row = _row(batch, number)
        if out:
            row.outcome = Outcome.LEFT
            row.save(update_fields=["outcome"])
        else:
            _judge_again(row, unpacked(row.draft or {}).row, notes_of(row.notes))


def amend(batch: Batch, number: int, text: str) -> None:
    """A row with new words, as pasted text; what such a text cannot say stays as it was.

    What could not be taken apart may also be written as its file writes questions. Raises Refused
    for anything but one question, changing nothing.
    """
    own = _in_its_format(batch, text)
    rows = registry.read(text.encode("utf-8", "replace"), Options(), "pasted")[1].rows
    if own is None and len(rows) != 1:
        raise refused(_("请只写一道题，现在读出了 %d 道") % len(rows))
    with transaction.atomic():
        row = _row(batch, number)
        old = unpacked(row.draft or {}).row
        if own and AS_WRITTEN in old.cells:
            fresh = replace(own, where=old.where)
        elif len(rows) == 1:
            draft = rows[0].draft
            cells = old.cells if draft else as_written(text)
            rest = draft and _with_rest(draft, old.draft)
            fresh = replace(old, draft=rest, notes=rows[0].notes, cells=cells)
        else:
            raise refused(_("请只写一道题，现在读出了 %d 道") % len(rows))
        _judge_again(row, fresh, list(fresh.notes))


def _in_its_format(batch: Batch, text: str) -> Row | None:
    """The one sound question that the text is in the format of the batch's file; None if none."""
    if batch.format not in ("csv", "gift", "jsonl"):
        return None
    told = Options(columns=batch.file.options.get("columns") or {})
    whole = _headed(batch, text) if batch.format == "csv" else text
    rows = registry.read(whole.encode("utf-8", "replace"), told, batch.format)[1].rows
    return rows[0] if len(rows) == 1 and not rows[0].wrong else None


def _headed(batch: Batch, line: str) -> str:
    """A line of a table below its header, as its file has it."""
    notes = notes_of(batch.about.get("notes", []))
    mark = next((note.detail for note in notes if note.code == "separator"), ",")
    out = io.StringIO()
    separator = "\t" if mark == "TAB" else mark
    csv.writer(out, delimiter=separator).writerow(batch.about.get("headers", []))
    return out.getvalue() + line


_JUDGED = ("same_", "like_", "ref_taken", "ref_other", "unknown_tag", "only_about", "tags_many")


def _judge_again(row: BatchRow, words: Row, notes: list[Note]) -> None:
    """Judge one row by itself; its likeness to other rows of the file is not looked for again."""
    kept = tuple(note for note in notes if not note.code.startswith(_JUDGED))
    by = row.batch.by
    if by is None:
        raise refused(_("导入人已不存在"))
    made = Judge(by, row.batch.scope).judge([replace(words, notes=kept)], row.number)[0]
    row.outcome, row.draft, row.notes = made.outcome, made.draft, made.notes
    row.question_id, row.before_id = made.question_id, made.before_id
    row.save(update_fields=["outcome", "draft", "notes", "question", "before"])


def _row(batch: Batch, number: int) -> BatchRow:
    """The row, locked through its batch. Raises Refused once stored, BatchRow.DoesNotExist."""
    locked = Batch.objects.select_for_update().get(pk=batch.pk)
    if locked.state != Batch.State.PREVIEW:
        raise refused(_("这一批已经导入，不能再改"))
    # Whoever is about to store the batch must see that it is not what it was.
    locked.about = {**locked.about, "mended": locked.about.get("mended", 0) + 1}
    locked.save(update_fields=["about"])
    return BatchRow.objects.select_related("batch__by").get(batch=batch, number=number)


def _with_rest(draft: Draft, old: Draft | None) -> Draft:
    """The draft with the English and the pictures that its old form has for the same Chinese."""
    if old is None or old.kind != draft.kind:
        return draft
    lines = [old.stem, old.explanation, old.source, *old.options, *old.targets]
    english = {line.zh: line for line in lines}

    def text(new: Text) -> Text:
        return english.get(new.zh, new)

    same = len(old.options) == len(draft.options)
    return replace(
        draft,
        stem=text(draft.stem),
        explanation=text(draft.explanation),
        source=text(draft.source),
        options=tuple(map(text, draft.options)),
        targets=tuple(map(text, draft.targets)),
        picture=old.picture,
        option_pictures=old.option_pictures if same else (),
    )

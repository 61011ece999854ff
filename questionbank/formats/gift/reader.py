"""GIFT, as Moodle reads it; what Moodle would turn into another question is an error here."""

from collections.abc import Sequence
from dataclasses import replace

from questionbank.formats.found import (
    MOST_BYTES,
    MOST_QUESTIONS,
    Found,
    Level,
    Options,
    Row,
    Written,
    as_written,
    error,
    warning,
)
from questionbank.formats.gift.blocks import Block, back, blocks
from questionbank.formats.gift.rows import row_of
from questionbank.formats.gift.writer import kept, text_of
from questionbank.formats.text import decode
from questionbank.rules.question import normal


def read(data: bytes, _options: Options) -> Found:
    """The questions of a GIFT file. Texts without braces are no questions: counted and told."""
    if len(data) > MOST_BYTES:
        return Found((), (error("too_large"),))
    text, notes = decode(data)
    if any(note.level is Level.ERROR for note in notes):
        return Found((), notes)
    rows: list[Row] = []
    left: list[Block] = []
    for block in blocks(text):
        if "{" not in block.text and "}" not in block.text:
            left.append(block)
        else:
            row = row_of(block, str(len(rows) + 1))
            cells = as_written(back(block.text).strip()) if row.draft is None else {}
            rows.append(replace(row, cells=cells))
        if len(rows) > MOST_QUESTIONS:
            return Found((), (*notes, error("too_many")))
    more = [warning("description_left", str(block.line), block.text) for block in left[:20]]
    return Found(tuple(rows), (*notes, *more, *(() if rows else (error("nothing_found"),))))


def cannot(question: Written) -> str:
    """Why GIFT cannot hold this question; "" when it comes back as it is."""
    draft = question.draft
    if draft.picture or any(draft.option_pictures):
        return "pictures"
    if draft.kind not in ("single", "multiple", "truefalse", "estimate", "matching", "text"):
        return "kind"
    rows = read(text_of([question]).encode(errors="replace"), Options()).rows
    back = rows[0].draft if len(rows) == 1 and not rows[0].wrong else None
    return "" if back is not None and normal(back) == kept(draft) else "marks"


def write(questions: Sequence[Written], _options: Options) -> bytes:
    """The questions in GIFT, texts as HTML in both languages, tags in comments, in UTF-8."""
    return text_of(questions).encode()

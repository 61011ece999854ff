"""Questions as people type them: pasted text, .txt, and what is left of a Word file.

docs/formats.md says what is understood. Nothing here guesses in silence.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from questionbank.formats.found import (
    MOST_BYTES,
    Found,
    Level,
    Note,
    Options,
    Row,
    Written,
    error,
    info,
)
from questionbank.formats.pasted.blocks import Block
from questionbank.formats.pasted.cut import Cut
from questionbank.formats.pasted.rows import row_of
from questionbank.formats.pasted.writer import chinese, lines, text_of
from questionbank.formats.text import decode
from questionbank.rules.question import normal


def read(data: bytes, options: Options) -> Found:
    """The questions of a text file."""
    if len(data) > MOST_BYTES:
        return Found((), (error("too_large"),))
    text, notes = decode(data)
    if any(note.level is Level.ERROR for note in notes):
        return Found((), notes)
    return read_text(text, notes)


def read_text(
    text: str, notes: Sequence[Note] = (), pictures: Mapping[str, bytes] | None = None
) -> Found:
    """The questions of a text; of one question, as a paste box wants them, in a few ms.

    `pictures` are those of a Word file, by the names that stand in the text.
    """
    cut = Cut(text)
    found = [*notes, *cut.notes]
    if any(note.code == "too_many" for note in cut.notes):
        return Found((), tuple(found))
    wheres = _wheres(cut.blocks)
    shown = pictures or {}
    rows = [row_of(block, at, shown) for block, at in zip(cut.blocks, wheres, strict=True)]
    if not rows:
        found.append(error("nothing_found"))
    return Found(_once(rows, found), tuple(found))


def cannot(question: Written) -> str:
    """Why this question would not come back from a text; "" when it does."""
    draft = question.draft
    if draft.kind == "hotspot" or draft.picture or any(draft.option_pictures):
        return "pictures"
    rows = read_text("\n".join(lines(1, draft))).rows
    back = rows[0].draft if len(rows) == 1 else None
    same = back is not None and not rows[0].wrong and normal(back) == chinese(draft)
    return "" if same else "marks"


def _wheres(blocks: Sequence[Block]) -> list[str]:
    """The number of each question as its author knows it, with its section where numbers repeat."""
    counts = Counter(block.value for block in blocks)
    return [_where(block, counts) for block in blocks]


def _where(block: Block, counts: Counter[int]) -> str:
    title = block.section.title[:20]
    return f"{title} {block.value}" if counts[block.value] > 1 and title else str(block.value)


def _once(rows: list[Row], notes: list[Note]) -> tuple[Row, ...]:
    """The rows without what is true of a whole file, which is said once."""
    dropped = sum(any(note.code == "points_dropped" for note in row.notes) for row in rows)
    if dropped:
        notes.append(info("points_dropped", detail=str(dropped)))
    kept = (tuple(n for n in row.notes if n.code != "points_dropped") for row in rows)
    return tuple(replace(row, notes=some) for row, some in zip(rows, kept, strict=True))


def write(questions: Sequence[Written], options: Options) -> bytes:
    """The questions as text that reads back, numbered from 1, in UTF-8."""
    return text_of(questions).encode()

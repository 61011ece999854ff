"""Aiken: a stem, options with letters, and a line ANSWER. Read kindly, written strictly."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from questionbank.formats import keys
from questionbank.formats.checked import row
from questionbank.formats.found import (
    MOST_BYTES,
    MOST_QUESTIONS,
    Found,
    Level,
    Note,
    Options,
    Row,
    Written,
    error,
    warning,
)
from questionbank.formats.markup.fields import fixed
from questionbank.formats.pasted import keys as pasted_keys
from questionbank.formats.pasted.blocks import joined
from questionbank.formats.pasted.words import flat
from questionbank.formats.text import decode
from questionbank.rules.question import Draft, Text, normal

_OPTION = re.compile(r"\s*\(?([A-Za-z])\s?(?:[).、:])\s*(?=\S)")
_ANSWER = re.compile(r"\s*(?:answers?|correct answer|(?:正确|参考)?答案)\s*[:=]\s*", re.IGNORECASE)
_WHY = re.compile(r"\s*\[?(?:feedback|explanation|解析)\]?\s*:\s*", re.IGNORECASE)
_LETTERS = "ABCDEFGHIJ"


@dataclass(slots=True)
class Block:
    """One question: `gap` says that a blank line came behind its last line."""

    stem: str = ""
    options: list[tuple[str, str]] = field(default_factory=list)
    key: str | None = None
    why: str = ""
    gap: bool = False
    first: str = ""  # a first line that looks like an option
    notes: list[Note] = field(default_factory=list)

    @property
    def begun(self) -> bool:
        return bool(self.stem or self.options)


def read(data: bytes, _options: Options) -> Found:
    """The questions of an Aiken file; every block that is none is an ERROR of its own."""
    if len(data) > MOST_BYTES:
        return Found((), (error("too_large"),))
    text, notes = decode(data)
    if any(note.level is Level.ERROR for note in notes):
        return Found((), notes)
    blocks = _blocks(text)
    if len(blocks) > MOST_QUESTIONS:
        return Found((), (*notes, error("too_many")))
    rows = tuple(_row(str(number), block) for number, block in enumerate(blocks, start=1))
    return Found(rows, notes if rows else (*notes, error("nothing_found")))


def _blocks(text: str) -> list[Block]:
    blocks = [Block()]
    for line in text.split("\n"):
        if not line.strip():
            blocks[-1].gap = blocks[-1].begun
            continue
        _take(blocks, line.strip())
    return [block for block in blocks if block.begun or block.key is not None]


def _take(blocks: list[Block], line: str) -> None:
    half = flat(line)
    block = blocks[-1]
    if match := _ANSWER.match(half):
        if block.key is not None:
            blocks.append(block := Block())
        block.key = half[match.end() :].strip()
    elif block.key is not None and (match := _WHY.match(half)):
        block.why = line[match.end() :]
    elif match := _OPTION.match(half):
        _option(blocks, match[1].upper(), line[match.end() :], line)
    else:
        _words(blocks, line)


def _option(blocks: list[Block], letter: str, text: str, line: str) -> None:
    block = blocks[-1]
    if block.key is not None:
        blocks.append(block := Block())
    if letter == "A" and len(block.options) == 1 and not block.stem and not block.gap:
        # "A. Einstein ..." above "A) ..." was a stem that begins like an option.
        block.stem, block.options = block.first, []
        block.notes.append(warning("stem_like_option", "stem", block.stem))
    elif letter == "A" and block.options:
        blocks.append(block := Block())
    if not block.stem and not block.options:
        block.first = line
    block.options.append((letter, text))
    block.gap = False


def _words(blocks: list[Block], line: str) -> None:
    block = blocks[-1]
    if block.key is not None or (block.options and block.gap):
        blocks.append(Block(line))
    elif block.options:
        letter, text = block.options[-1]
        block.options[-1] = (letter, joined(text, line))
    else:
        block.stem = joined(block.stem, line)


def _row(where: str, block: Block) -> Row:
    options = tuple(Text(text) for _, text in block.options)
    notes = list(block.notes)
    if not block.stem:
        first = block.options[0][1] if block.options else ""
        notes.append(error("stem_missing", "stem", block.key or first))
    letters = "".join(letter for letter, _ in block.options)
    if not _LETTERS.startswith(letters):
        notes.append(error("options_gap", "options", letters))
    places, more = _key(block.key, [option.zh for option in options])
    kind = "multiple" if len(places) > 1 else "single"
    draft = Draft(kind, Text(block.stem), Text(block.why), options=options, key=places)
    return row(where, replace(draft, fixed=fixed(options)), (*notes, *more))


def _key(key: str | None, options: list[str]) -> tuple[tuple[int, ...], tuple[Note, ...]]:
    if not key:
        return (), (error("no_key", "key"),)
    places = pasted_keys.letters(key, len(options))
    if places and max(places) < len(options):
        return places, ()
    if places:
        return (), (error("key_outside", "key", key),)
    found = keys.choice(key, options, "choice")
    return found.places, found.notes


def cannot(question: Written) -> str:
    """Why Aiken cannot hold this question; "" when it can, without explanation and source."""
    draft = question.draft
    if draft.kind not in ("single", "multiple"):
        return "kind"
    if draft.picture or any(draft.option_pictures):
        return "pictures"
    rows = read("\n".join(_lines(draft)).encode(errors="replace"), Options()).rows
    back = rows[0].draft if len(rows) == 1 and not rows[0].wrong else None
    warned = any(note.level is Level.WARNING for note in rows[0].notes) if rows else False
    return "" if back and not warned and kept(back) == kept(draft) else "marks"


def kept(draft: Draft) -> Draft:
    """What Aiken holds of a draft."""
    form = normal(draft)
    options = tuple(Text(option.zh) for option in form.options)
    return Draft(form.kind, Text(form.stem.zh), options=options, key=form.key)


def write(questions: Sequence[Written], _options: Options) -> bytes:
    """The questions in Aiken, Chinese only, with a blank line between them, in UTF-8."""
    return "\n".join("\n".join([*_lines(q.draft), ""]) for q in questions).encode()


def _lines(draft: Draft) -> Iterator[str]:
    form = normal(draft)
    yield form.stem.zh
    for letter, option in zip(_LETTERS, form.options, strict=False):
        yield f"{letter}) {option.zh}"
    yield "ANSWER: " + ", ".join(_LETTERS[place] for place in form.key)

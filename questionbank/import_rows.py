"""A row of an imported file as it is kept until it is accepted, and its notes in words."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from questionbank import messages
from questionbank.formats.found import Level, Note, Row
from questionbank.formats.notes import WORDS

LONGEST_WHERE = 80


class Alike(msgspec.Struct, frozen=True):
    """A question, or an earlier row of the file, that a row is like; `score` is of a hundred."""

    ref: str
    score: int
    question: int | None = None


class Kept(msgspec.Struct, frozen=True):
    """What a BatchRow's `draft` holds: the row without its notes, what it is like, and, once it
    has changed a question, how that one was before (`was`, for undo)."""

    row: Row
    alike: tuple[Alike, ...] = ()
    was: dict[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Said:
    """A note in the reader's language."""

    level: str
    field: str
    words: str

    def __str__(self) -> str:
        return f"{self.field}：{self.words}" if self.field else self.words


def packed(kept: Kept) -> dict[str, Any]:
    """As JSON; pictures are stored by now, so their bytes are left out."""
    bare = replace(kept.row, notes=(), pictures={})
    form: dict[str, Any] = _storable(msgspec.to_builtins(msgspec.structs.replace(kept, row=bare)))
    return form


def _storable(data: Any) -> Any:
    """Without what no database takes in a text: NUL, and halves of surrogate pairs."""
    if isinstance(data, str):
        if data.isprintable():
            return data
        return data.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
    if isinstance(data, dict):
        return {name: _storable(value) for name, value in data.items()}
    return [_storable(value) for value in data] if isinstance(data, list | tuple) else data


def unpacked(data: dict[str, Any]) -> Kept:
    return msgspec.convert(data, Kept)


def notes_json(notes: Iterable[Note]) -> list[list[str]]:
    made = [[note.level.value, note.code, note.field, note.detail] for note in notes]
    return [[_storable(part) for part in note] for note in made]


def notes_of(data: Iterable[list[str]]) -> list[Note]:
    return [Note(Level(level), code, field, detail) for level, code, field, detail in data]


def said(data: Iterable[list[str]]) -> list[Said]:
    """Kept notes in words, errors first."""
    order = [level.value for level in Level]
    notes = sorted(data, key=lambda note: order.index(note[0]))
    return [Said(level, field, _words(code, detail)) for level, code, field, detail in notes]


def _words(code: str, detail: str) -> str:
    words = str(WORDS.get(code) or messages.WORDS.get(code) or code)
    return _("%(words)s（%(detail)s）") % {"words": words, "detail": detail} if detail else words

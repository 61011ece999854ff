"""A row of an imported file as it is kept until it is accepted, with its notes."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import msgspec

from questionbank.formats.found import Level, Note, Row

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

"""Kahoot's spreadsheet: a question a line, a few answers, the right ones by their numbers."""

import re
from collections.abc import Sequence

from questionbank.formats import checked, keys
from questionbank.formats.found import Found, Note, Options, Row, error, info, warning
from questionbank.formats.table.grid import Grid, is_blank
from questionbank.formats.table.options import columns
from questionbank.formats.text import narrow
from questionbank.rules.question import Draft, Text

_QUESTION = re.compile(r"question.{0,5}max\.? ?\d{2,3} characters.{0,3}", re.IGNORECASE)
_ANSWER = re.compile(r"answer ([1-6]).{0,40}", re.IGNORECASE)
_CORRECT = re.compile(r"correct answer.{0,60}", re.IGNORECASE)
_TIME = re.compile(r"time limit.{0,120}", re.IGNORECASE)


def from_grids(grids: Sequence[Grid], _options: Options) -> Found | None:
    """What Kahoot's template holds; None when this workbook is none."""
    for grid in grids:
        for at, line in enumerate(grid.lines[:30]):
            places = _places(line)
            if places:
                return _read(grid, at, places)
    return None


def _places(line: Sequence[str]) -> dict[str, int]:
    """Part -> column, of the header; {} when the line is none of Kahoot's."""
    found: dict[str, int] = {}
    for at, cell in enumerate(line):
        text = " ".join(narrow(cell).split())
        if _QUESTION.fullmatch(text):
            found["stem"] = at
        elif match := _ANSWER.fullmatch(text):
            found[match[1]] = at
        elif _CORRECT.fullmatch(text):
            found["key"] = at
        elif _TIME.fullmatch(text):
            found["time"] = at
    return found if {"stem", "1", "2", "key"} <= set(found) else {}


def _read(grid: Grid, header: int, places: dict[str, int]) -> Found:
    rows = [
        _row(grid, at, places)
        for at in range(header + 1, len(grid.lines))
        if not is_blank([_cell(grid, at, places, part) for part in places if part != "time"])
    ]
    names = tuple(grid.lines[header])
    named = {names[at]: part for part, at in places.items()}
    left = (info("time_left"),) if "time" in places else ()
    empty = () if rows else (error("nothing_found"),)
    return Found(tuple(rows), (info("kahoot"), *grid.notes, *left, *empty), named, names)


def _cell(grid: Grid, at: int, places: dict[str, int], part: str) -> str:
    line, column = grid.lines[at], places.get(part, -1)
    return line[column].strip() if 0 <= column < len(line) else ""


def _row(grid: Grid, at: int, places: dict[str, int]) -> Row:
    options = columns([_cell(grid, at, places, str(number)) for number in range(1, 7)])
    stem = _cell(grid, at, places, "stem")
    key = keys.choice(_cell(grid, at, places, "key"), options.texts, "choice")
    notes: list[Note] = [*options.notes, *key.notes]
    notes += [n for (line, _c), n in grid.faults.items() if line == at]
    words = [narrow(text).casefold() for text in options.texts]
    if words in (["true", "false"], ["false", "true"]) and len(key.places) == 1:
        right = words[key.places[0]] == "true"
        return checked.row(
            grid.where(at), Draft("truefalse", Text(stem), key=(int(not right),)), notes
        )
    kind = "multiple" if len(key.places) > 1 else "single"
    if kind == "multiple" and len(options.texts) == 2:
        # Both of two are right: Kahoot allows it, we have no such kind.
        notes.append(warning("all_right", "key"))
    draft = Draft(kind, Text(stem), options=tuple(map(Text, options.texts)), key=key.places)
    row = checked.row(grid.where(at), draft, notes)
    if key.notes:
        return Row(row.where, draft, tuple(note for note in row.notes if note.code != "key"))
    return row

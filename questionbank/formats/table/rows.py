"""One line of a table to one row."""

import re
from dataclasses import replace

from questionbank.formats import checked, keys
from questionbank.formats.found import Level, Note, Row, error, warning
from questionbank.formats.markup.fields import fixed
from questionbank.formats.pasted.words import flat, truth
from questionbank.formats.table import kinds as table_kinds
from questionbank.formats.table import more as table_more
from questionbank.formats.table import options as table_options
from questionbank.formats.table import stem as table_stem
from questionbank.formats.table import text as table_text
from questionbank.formats.table.cells import COLUMNS, KINDS
from questionbank.formats.table.judge import judge
from questionbank.formats.table.line import Line
from questionbank.formats.table.pictures import pictured
from questionbank.formats.table.tags import described
from questionbank.formats.table.words import LETTERS
from questionbank.rules.question import Draft, Text

# Codes of notes that say why there is no key; the rules need not say it again.
_OF_THE_KEY = ("key_", "truth_", "judge_", "no_key", "whole_numbers_only")
_WITH_OPTIONS = ("single", "multiple", "choice", "ordering", "matching", "")


def read(line: Line) -> Row:
    """The question of the line, with a note for all that was guessed, left or wrong."""
    return with_cells(line, _read(line))


def _read(line: Line) -> Row:
    stem = _stem(line)
    cell = line.cell("type") if line.has("type") else None
    near = (stem.kind, line.section, line.sheet.kind)
    kind = table_kinds.said(cell, near, line.sheet.codes or {})
    faults = tuple(line.faults())
    rest = described(line)
    if kind.name in ("other", "hotspot"):
        return checked.unsupported(line.where, cell or kind.name, faults, **rest.fields)
    if notes := (*faults, *kind.notes, *rest.notes):
        stem = replace(stem, notes=(*notes, *stem.notes))
    if kind.name == "truefalse":
        return _finished(line, *_judgement(line, stem), rest.fields)
    return _finished(line, *_with_options(line, stem, kind.name), rest.fields)


def _stem(line: Line) -> table_stem.Stem:
    if line.sheet.own:
        return table_stem.Stem(line.cell("stem"))
    return table_stem.unwrapped(line.cell("stem"), numbered=line.sheet.numbered)


def _bare(line: Line, stem: table_stem.Stem) -> table_stem.Stem:
    return stem if line.sheet.own else table_stem.keyed(stem, line.cell("key"))


def _judgement(line: Line, stem: table_stem.Stem) -> tuple[Draft, tuple[Note, ...]]:
    found = table_options.columns(line.options())
    options = found.texts
    if not options and line.cell("options"):
        options = table_options.split(line.cell("options")).texts
    stem = _bare(line, stem)
    key, notes = judge(line.cell("key") or stem.key, options, line.sheet.truth)
    return _draft(line, "truefalse", stem.text, key=key), (*stem.notes, *notes)


def _with_options(line: Line, stem: table_stem.Stem, kind: str) -> tuple[Draft, tuple[Note, ...]]:
    options = _options(line, kind, stem.text)
    if options.before:
        stem = replace(stem, text=options.before)
    if not kind and not options.texts:
        return _unsaid(line, stem)
    notes = (*stem.notes, *options.notes)
    if reader := table_more.READERS.get(kind):
        draft, more = reader(_draft(line, kind, stem.text, options=options.texts), line)
        return draft, (*notes, *more)
    bare = _bare(line, stem)
    key = _key(line, bare.key, options.texts, kind or "choice")
    decided = _decided(kind, key.places)
    draft = _draft(line, decided, bare.text, options=options.texts, key=key.places)
    guessed = (warning("kind_by_keys", "type", decided),) if kind == "choice" else ()
    return draft, (*bare.notes, *options.notes, *guessed, *key.notes)


def _unsaid(line: Line, stem: table_stem.Stem) -> tuple[Draft, tuple[Note, ...]]:
    """A line of no stated kind and without options: a judgement if its key is one."""
    key = line.cell("key") or table_stem.keyed(stem, "").key
    if table_kinds.is_judged(key):
        return _judgement(line, stem)
    said = any(note.code.startswith("type_") for note in stem.notes)
    notes = () if said else (error("type_missing", "type"),)
    return _draft(line, "single", stem.text), (*stem.notes, *notes)


def _decided(kind: str, places: tuple[int, ...]) -> str:
    if kind in ("choice", ""):
        return "multiple" if len(places) > 1 else "single"
    return kind


def _options(line: Line, kind: str, stem: str) -> table_options.Options:
    found = table_options.columns(line.options(), labelled=not line.sheet.own)
    if found.texts or kind not in _WITH_OPTIONS or line.sheet.own:
        return found
    if line.cell("options"):
        return table_options.split(line.cell("options"))
    return table_options.in_stem(stem) or found


def _key(line: Line, in_stem: str, options: tuple[str, ...], kind: str) -> keys.Key:
    cell = line.cell("key") or in_stem
    if not cell and line.has("right.A"):
        return _flagged(line)
    if line.sheet.own:
        return keys.letters(cell)
    if line.sheet.from_zero and keys.is_number(cell):
        return keys.Key((), (error("key_from_zero", "key", cell),))
    return keys.choice(cell, options, kind)


def _flagged(line: Line) -> keys.Key:
    """A column beside each option says whether it is right: 1 and 0 can mean but one thing."""
    places, wrong = [], []
    for place, letter in enumerate(LETTERS):
        mark = flat(line.cell(f"right.{letter}")).strip().casefold()
        right = {"1": True, "0": False, "": False}.get(mark, truth(mark))
        if right is None:
            wrong.append(mark)
        elif right:
            places.append(place)
    if wrong or not places:
        return keys.Key((), (error("key_unreadable", "key", " ".join(wrong)),))
    return keys.Key(tuple(places))


def _draft(
    line: Line,
    kind: str,
    stem: str,
    *,
    options: tuple[str, ...] = (),
    key: tuple[int, ...] = (),
) -> Draft:
    texts = tuple(
        Text(text, line.cell(f"option.{LETTERS[at]}.en") if at < len(LETTERS) else "")
        for at, text in enumerate(options)
    )
    return Draft(
        kind,
        Text(stem, line.cell("stem.en")),
        Text(line.cell("explanation"), line.cell("explanation.en")),
        Text(line.cell("source"), line.cell("source.en")),
        texts,
        _fixed(line, kind, texts),
        key,
    )


def _fixed(line: Line, kind: str, options: tuple[Text, ...]) -> frozenset[int]:
    if kind in ("ordering", "matching"):
        return frozenset()
    if line.has("fixed"):
        count = line.cell("fixed")
        last = int(count) if re.fullmatch(r"\d", count) else 0
        return frozenset(range(len(options) - min(last, len(options)), len(options)))
    return fixed(options)


def _finished(line: Line, draft: Draft, notes: tuple[Note, ...], rest: dict[str, object]) -> Row:
    """The row; a fault of the key or of the kind that is named already is not named twice."""
    draft, marked = (draft, ()) if line.sheet.own else table_text.plain(draft)
    draft, pictures, more = pictured(line, draft)
    notes = (*notes, *marked, *more)
    row = checked.row(line.where, draft, notes, pictures=pictures, **rest)
    wrong = {note.code for note in notes if note.level is Level.ERROR}
    if not wrong:
        return row
    ours = set(notes)
    kept = (n for n in row.notes if n in ours or not _known(n.code, wrong))
    return replace(row, notes=tuple(kept))


def with_cells(line: Line, row: Row) -> Row:
    """The row, and if it is wrong, its cells as they were: so that its author can mend them."""
    if not row.wrong:
        return row
    cells = {
        name: cell.strip()
        for name, cell in zip(line.sheet.header.names, line.sheet.grid.lines[line.at], strict=False)
        if cell.strip()
    }
    kind = KINDS.get(line.section or line.sheet.kind, "")
    if kind and not line.has("type"):
        cells[COLUMNS["type"]] = kind
    return replace(row, cells=cells)


def _known(code: str, wrong: set[str]) -> bool:
    named = any(w.startswith(_OF_THE_KEY) for w in wrong)
    kinds = any(w.startswith(("type_", "kind_")) for w in wrong)
    if code in ("key", "estimate", "accepted", "targets"):
        return named or kinds or "option_gap" in wrong
    return (code == "options" and kinds) or (code == "empty" and "option_gap" in wrong)

"""Grids of cells to questions: what every spreadsheet and every file of separated lines has."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from questionbank.formats import keys
from questionbank.formats.found import (
    MOST_QUESTIONS,
    Found,
    Level,
    Note,
    Options,
    Row,
    as_written,
    error,
    info,
    warning,
)
from questionbank.formats.pasted.words import is_tag, kind_in
from questionbank.formats.table import header as table_header
from questionbank.formats.table import kinds as table_kinds
from questionbank.formats.table import rows as table_rows
from questionbank.formats.table import stem as table_stem
from questionbank.formats.table.grid import Grid, column_name, is_blank
from questionbank.formats.table.line import Line, Sheet
from questionbank.formats.table.samples import is_sample
from questionbank.formats.text import narrow

# Only tables that we wrote have all of these columns.
OURS = {"type", "stem", "key", "fixed", "accepted", "stem.en", "least"}
_SECTION = re.compile(r"\s*(?:第?[一二三四五六七八九十]{1,3}(?:部分|[、.:])?\s*)?([^\s].{0,60})")
_HEADED = re.compile(r"\s*第?[一二三四五六七八九十]{1,3}(?:部分|[、.:])")


def read(grids: Sequence[Grid], options: Options, notes: Sequence[Note] = ()) -> Found:
    """The questions of all grids that have a header; the others are named. Never raises."""
    whole = Whole(list(notes))
    for grid in grids:
        whole.take(grid, options)
    return whole.found(grids)


@dataclass(slots=True)
class Whole:
    """Gathers sheet by sheet; `seen` = something stands in one of them."""

    notes: list[Note]
    rows: list[Row] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    headers: dict[str, None] = field(default_factory=dict)
    seen: bool = False

    def take(self, grid: Grid, options: Options) -> None:
        self.notes += grid.notes
        self.seen = self.seen or grid.hidden or not all(map(is_blank, grid.lines))
        if grid.hidden or all(is_blank(line) for line in grid.lines):
            return
        header = table_header.find(grid, options.columns)
        if header is None:
            self.notes.append(info("sheet_left", detail=grid.name or _first(grid)))
            return
        self.notes += [replace(note, detail=_at(grid, note.detail)) for note in header.notes]
        self.columns |= header.named
        self.headers |= dict.fromkeys(header.names)
        if not any(note.level is Level.ERROR for note in header.notes):
            self._lines(grid, header, options)

    def _lines(self, grid: Grid, header: table_header.Header, options: Options) -> None:
        kind, own = table_kinds.of_sheet(grid.name), set(header.columns) >= OURS
        sheet = Sheet(grid, header, kind, own=own, truth=options.truth)
        lines = list(_filled(sheet, self.notes))
        sheet, notes = _learned(sheet, lines)
        self.notes += notes
        if len(self.rows) + len(lines) + len(grid.broken) > MOST_QUESTIONS:
            self.notes.append(error("too_many", detail=f"> {MOST_QUESTIONS}"))
            return
        rows = [(line.at, table_rows.read(replace(line, sheet=sheet))) for line in lines]
        rows += [(at, _broken(grid, at)) for at in grid.broken]
        self.rows += [row for _at, row in sorted(rows, key=lambda pair: pair[0])]

    def found(self, grids: Sequence[Grid]) -> Found:
        if not self.columns and any(not is_blank(line) for g in grids for line in g.lines):
            return self._unnamed(grids)
        notes = [*self.notes, *_counted(self.rows), *_asked(self.rows)]
        if not self.rows and not any(note.level is Level.ERROR for note in notes):
            notes.append(error("nothing_found" if self.seen else "file_empty"))
        return Found(tuple(self.rows), tuple(notes), self.columns, tuple(self.headers))

    def _unnamed(self, grids: Sequence[Grid]) -> Found:
        """A table without a header: the editor is asked, by the letters of its columns."""
        seen = [grid for grid in grids if not grid.hidden] or list(grids)
        width = max((len(line) for line in seen[0].lines), default=0)
        letters = tuple(column_name(at) for at in range(min(width, 60)))
        return Found((), (*self.notes, error("no_header", detail=_first(seen[0]))), {}, letters)


def _broken(grid: Grid, at: int) -> Row:
    cells = as_written(grid.written.get(at, ""))
    return Row(grid.where(at), None, (grid.broken[at],), cells=cells)


def _at(grid: Grid, detail: str) -> str:
    return f"{grid.name}: {detail}" if grid.name and detail else detail


def _first(grid: Grid) -> str:
    line = next((line for line in grid.lines if not is_blank(line)), ())
    return " | ".join(cell.strip() for cell in line)


def _filled(sheet: Sheet, notes: list[Note]) -> Iterator[Line]:
    """The lines that hold questions: no blank ones, no header again, no samples, no titles."""
    header = list(sheet.grid.lines[sheet.header.after - 1]) if sheet.header.after else []
    section = ""
    for at in range(sheet.header.after, len(sheet.grid.lines)):
        cells = sheet.grid.lines[at]
        if is_blank(cells):
            continue
        line = Line(sheet, at, section)
        if list(cells) == header:
            notes.append(info("header_again", detail=line.where))
        elif is_sample(line):
            notes.append(info("sample_left", detail=line.where))
        elif title := _title(line):
            section = kind_in(narrow(title).casefold())
            notes.append(info("section", detail=f"{line.where}: {title}"))
        else:
            yield line


def _title(line: Line) -> str:
    """A line with one text alone that names a kind: "二、多选题（每题2分）"; "" for any other."""
    filled = {cell.strip() for cell in line.sheet.grid.lines[line.at] if cell.strip()}
    if len(filled) != 1:
        return ""
    text = filled.pop()
    match = _SECTION.fullmatch(narrow(text))
    if match and is_tag(match[1].casefold()) and kind_in(match[1].casefold()):
        return text
    return text if _HEADED.match(text) and len(text) <= 60 and kind_in(narrow(text)) else ""


def _learned(sheet: Sheet, lines: Sequence[Line]) -> tuple[Sheet, tuple[Note, ...]]:
    """What only many lines together tell: type codes, numbered stems, keys counted from 0."""
    notes: tuple[Note, ...] = ()
    codes: dict[str, str] = {}
    if "type" in sheet.header.columns:
        codes, notes = table_kinds.codes(_samples(lines))
    chosen = [line.cell("key") for line in lines if any(line.options())]
    numeric = [key for key in chosen if key and keys.is_number(key)]
    zero = any(keys.bare(key) in ("0", "0.0") for key in numeric)
    if numeric and not zero:
        notes = (*notes, warning("keys_are_numbers", "key", "1 = A"))
    return replace(sheet, codes=codes, numbered=_numbered(lines), from_zero=zero), notes


def _numbered(lines: Sequence[Line]) -> bool:
    """Whether stems begin with 1, 2, 3 ...: a lone "2024、" may be part of its question."""
    told = [n for line in lines if (n := table_stem.number_of(line.cell("stem"))) is not None]
    steps = sum(after == before + 1 for before, after in pairwise(told))
    return told == [1] or (len(told) * 2 > len(lines) and 0 < len(told) <= 2 * steps)


def _samples(lines: Sequence[Line]) -> Iterator[table_kinds.Sample]:
    for line in lines:
        options = tuple(option for option in line.options() if option)
        cell = line.cell("options")
        yield table_kinds.Sample(
            line.cell("type"), line.cell("key"), options or ((cell,) * bool(cell))
        )


def _counted(rows: Sequence[Row]) -> Iterator[Note]:
    kinds = Counter(
        note.detail for row in rows for note in row.notes if note.code == "kind_not_supported"
    )
    if kinds:
        detail = "、".join(f"{kind} × {count}" for kind, count in kinds.most_common())
        yield warning("kinds_left", "type", detail)


def _asked(rows: Sequence[Row]) -> Iterator[Note]:
    """The question that only the editor can answer, with three lines to answer it by."""
    samples = [
        f"{row.where}: {row.draft.stem.zh[:40]} → {note.detail}"
        for row in rows
        for note in row.notes
        if note.code == "truth_unknown" and row.draft
    ]
    if samples:
        yield error("truth_unknown", "key", "; ".join(samples[:3]))

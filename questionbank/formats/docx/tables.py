"""Tables of a Word file that hold one question in each row: they are read like a sheet.

Other tables (keys by number, options side by side, layout) stay text; so does one whose cells hold
whole questions.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from questionbank.formats.found import Found, Options
from questionbank.formats.pasted.look import ends_asking, has_options, judged
from questionbank.formats.pasted.pictures import taken
from questionbank.formats.pasted.words import kind_in
from questionbank.formats.table import header as table_header
from questionbank.formats.table import read as read_table
from questionbank.formats.table.grid import Grid, Place
from questionbank.formats.text import narrow

_LONGEST_NAME = 20
_KEY = re.compile(r"[A-J](?:[、,;\s]{0,2}[A-J]){0,9}|[对错√×✓✗TF是否]|正确|错误|TRUE|FALSE")
# Only these end a row of two or three cells: "是" and "T" also stand in tables of facts.
_SURE_KEY = re.compile(r"[A-J](?:[、,;\s]{0,2}[A-J]){0,9}|[对错√×✓✗]|正确|错误")
# What names a question in a table of keys: "12", "第3题", "(二)".
_NUMBER = re.compile(
    r"[第(\[]?\s?[\d一二三四五六七八九十]{1,5}\s?(?:[-~]\s?\d{1,5})?\s?[)\]]?[题号.、:]{0,2}"
)
# A cell without a name above it is a stem when it asks, or is longer than numbers and points are.
_LEAST_STEM = 6
_LEAST_COLUMNS = 4
# No table of questions has more; a hostile row may have a million.
_WIDEST = 200


@dataclass(slots=True)
class Cell:
    """The lines of a cell, how many columns it takes, and whether it goes on from above."""

    lines: Sequence[str]
    wide: int = 1
    goes_on: bool = False

    @classmethod
    def of(cls, cell: Element, lines: Sequence[str]) -> "Cell":
        span, merge = cell.find("tcPr/gridSpan"), cell.find("tcPr/vMerge")
        wide = span.get("val", "1") if span is not None else "1"
        goes_on = merge is not None and merge.get("val", "continue") == "continue"
        number = int(wide) if wide.isascii() and wide.isdigit() and len(wide) < 3 else 1
        return cls([line for line in lines if line.strip()], max(1, number), goes_on)


def grid_of(rows: Sequence[Sequence[Cell]], name: str) -> Grid:
    """The cells by place: a cell over several columns stands in the first of them, one over several
    rows in each."""
    lines: list[list[str]] = []
    for row in rows:
        line: list[str] = []
        for cell in row[:_WIDEST]:
            above = lines[-1][len(line)] if lines and len(line) < len(lines[-1]) else ""
            text = above if cell.goes_on else "\n".join(cell.lines).strip()
            line += [text, *[""] * (cell.wide - 1)]
        lines.append(line)
    return Grid(lines, name)


def is_questions(grid: Grid, told: Mapping[str, str]) -> bool:
    """Whether the table has a question in each row, with names above its columns or without."""
    header = table_header.find(grid, told)
    if header is None:
        return _unnamed(grid.lines)
    stems = header.columns.get("stem", 0)
    below = [line[stems].strip() for line in grid.lines[header.after :] if len(line) > stems]
    asked = any(stem and not _NUMBER.fullmatch(narrow(stem)) for stem in below)
    chosen = any(part.startswith("option") for part in header.columns)
    twice = any(note.code in ("column_twice", "questions_beside") for note in header.notes)
    return asked and (chosen or twice or "key" in header.columns)


def _unnamed(lines: Sequence[Sequence[str]]) -> bool:
    """Rows of cells of which one is the key, or ends with it, and another is the question."""
    filled = [line for line in lines if any(cell.strip() for cell in line)]
    width = min(map(len, filled), default=0)
    if len(filled) < 2 or width < 2:
        return False
    columns = [[narrow(line[at]).strip() for line in filled] for at in range(width)]
    stems = [cells for cells in columns if all(map(_is_stem, cells))]
    if width > 2 and any(all(map(judged, cells)) for cells in stems):
        return True
    sure = columns if width >= _LEAST_COLUMNS else columns[-1:]
    form = _KEY if width >= _LEAST_COLUMNS else _SURE_KEY
    return bool(stems) and any(all(map(form.fullmatch, cells)) for cells in sure)


def _is_stem(half: str) -> bool:
    return not has_options(half) and (len(half) >= _LEAST_STEM or ends_asking(half))


def text_of(rows: Sequence[Sequence[Cell]]) -> Iterator[str]:
    """The lines of a table that stays text. A row of short cells is one line, so that a table of
    keys keeps its two lines; rows that are a whole question each begin one each."""
    whole = [_is_whole(row) for row in rows]
    alone = sum(whole) > 1 and all(whole[1:])
    for row, is_question in zip(rows, whole, strict=True):
        if alone and is_question:
            yield from ("", *_question(row))
        elif all(len(cell.lines) < 2 for cell in row):
            yield "\t".join("".join(cell.lines) for cell in row)
        else:
            yield from (line for cell in row for line in cell.lines)


def _is_whole(row: Sequence[Cell]) -> bool:
    """Whether one cell of the row has a question with its options."""
    return any(has_options(narrow("\n".join(cell.lines))) for cell in row)


def _question(row: Sequence[Cell]) -> Iterator[str]:
    """A number before it and a key behind it have cells of their own."""
    cells = ["\n".join(cell.lines) for cell in row if cell.lines]
    if len(cells) > 1 and _NUMBER.fullmatch(narrow(cells[0])):
        number = re.sub(r"\D", "", narrow(cells[0]))
        cells = [f"{number}. {cells[1]}" if number else cells[1], *cells[2:]]
    if len(cells) > 1 and _KEY.fullmatch(narrow(cells[-1]).strip()):
        cells[-1] = f"答案：{cells[-1]}"
    yield from "\n".join(cells).split("\n")


def named(before: str, number: int) -> str:
    """What the table is called: by the title above it when that says a kind, else by its number."""
    title = " ".join(before.split())
    said = len(title) <= _LONGEST_NAME and kind_in(narrow(title).casefold())
    return title if said else f"表{number}"


def read(grids: Sequence[Grid], options: Options, pictures: Mapping[str, bytes]) -> Found:
    """The questions of the tables. One without a header goes on from the last of its width."""
    whole: list[Grid] = []
    for grid in grids:
        alone = table_header.find(grid, {}) is None
        last = next((one for one in whole if _width(one) == _width(grid)), None)
        if alone and last is not None:
            lines = [*last.lines, *grid.lines]
            whole[whole.index(last)] = replace(last, lines=lines)
        else:
            whole.append(grid)
    return read_table([_pictured(grid, pictures) for grid in whole], options)


def _width(grid: Grid) -> int:
    return max(map(len, grid.lines), default=0)


def _pictured(grid: Grid, pictures: Mapping[str, bytes]) -> Grid:
    """The grid with its pictures beside its texts instead of in them."""
    places: dict[Place, tuple[str, bytes, str]] = {}
    lines: list[list[str]] = []
    for at, line in enumerate(grid.lines):
        cells = [taken(cell) for cell in line]
        lines.append([text for text, _names in cells])
        for column, (_text, names) in enumerate(cells):
            if names and names[0] in pictures:
                places[at, column] = (names[0], pictures[names[0]], "")
    return replace(grid, lines=lines, pictures=places)

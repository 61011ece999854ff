"""Runs once over the cells of an ods, for what the reader of values does not tell.

Hidden lines and columns, merged cells, error values, numbers as they are shown, and how far each
sheet reaches with all its repetitions, before anything makes room for them.
"""

from dataclasses import dataclass, field
from xml.parsers import expat

from questionbank.formats.sheet.cells import Margins, Place
from questionbank.formats.sheet.parts import Forbidden

# An empty sheet says that its last line is repeated a million times; more is no list of questions.
_MOST_REPEATED = 100_000
# What is shown otherwise than it is stored; dates are refused as they are.
_SHOWN = frozenset({"float", "percentage", "currency"})
_CELLS = frozenset({"table-cell", "covered-table-cell"})
_BREAKS = {"s": " ", "tab": "\t", "line-break": "\n"}


def scan(content: bytes) -> dict[str, Margins]:
    """What was seen of each sheet, by its name. Raises Forbidden for a document type; broken XML
    ends the run where it breaks."""
    found = _Scan()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = found.start
    parser.EndElementHandler = found.end
    parser.CharacterDataHandler = found.text
    try:
        parser.Parse(content, True)  # noqa: FBT003 (that was all)
    except (expat.ExpatError, LookupError):
        return found.sheets
    return found.sheets


def _refuse(*_declared: object) -> None:
    raise Forbidden


@dataclass(slots=True)
class _Scan:
    sheets: dict[str, Margins] = field(default_factory=dict)
    seen: Margins = field(default_factory=Margins)
    row: int = 0
    column: int = 0
    rows: int = 1
    hidden: bool = False
    cell: dict[str, str] = field(default_factory=dict)
    value: str = ""
    paragraphs: int = 0
    aside: int = 0  # inside of remarks, whose paragraphs are not the cell's
    inside: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        about = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if name == "table":
            self.seen = self.sheets.setdefault(about.get("name", ""), Margins())
            self.row = self.column = 0
        elif name == "table-column":
            self._column(about)
        elif name == "table-row":
            self.rows, self.column = _count(about, "number-rows-repeated"), 0
            self.hidden = about.get("visibility", "visible") != "visible"
        elif name in _CELLS:
            self.cell, self.value, self.paragraphs = about, "", 0
            # Programs write two value types; that of an error is in a space of its own.
            if "error" in (v for k, v in attributes.items() if k.endswith("value-type")):
                self.cell = about | {"value-type": "error"}
        elif name == "annotation":
            self.aside += 1
        elif not self.aside:
            self._inside(name)

    def _inside(self, name: str) -> None:
        if name == "p":
            self.value += "\n" if self.paragraphs else ""
            self.paragraphs += 1
            self.inside += 1
        elif self.inside:
            self.value += _BREAKS.get(name, "")

    def _column(self, about: dict[str, str]) -> None:
        many = _count(about, "number-columns-repeated")
        if about.get("visibility", "visible") != "visible":
            self.seen.columns += range(self.column, self.column + min(many, 1_000))
        self.column += many

    def text(self, text: str) -> None:
        if self.inside and not self.aside:
            self.value += text

    def end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name == "annotation":
            self.aside -= 1
        elif name == "p" and not self.aside:
            self.inside -= 1
        elif name in _CELLS:
            self._filled()
            self.column += _count(self.cell, "number-columns-repeated")
        elif name == "table-row":
            if self.hidden:
                last = self.row + min(self.rows, _MOST_REPEATED)
                self.seen.hidden += range(self.row, last)
            self.row += self.rows

    def _filled(self) -> None:
        about, seen = self.cell, self.seen
        high, wide = (_count(about, f"number-{name}-spanned") for name in ("rows", "columns"))
        if high > 1 or wide > 1:
            corner = self.row + high - 1, self.column + wide - 1
            seen.merged.append(((self.row, self.column), corner))
        if not (self.value or about.get("value")):
            return
        last = self.column + _count(about, "number-columns-repeated") - 1
        seen.last = max(seen.last[0], self.row + self.rows - 1), max(seen.last[1], last)
        kind = about.get("value-type", "")
        target: dict[Place, str] | None = {"error": seen.errors}.get(
            kind, seen.shown if kind in _SHOWN else None
        )
        if target is not None and self.value:
            self._note(target, last)

    def _note(self, target: dict[Place, str], last: int) -> None:
        for row in range(self.row, self.row + min(self.rows, _MOST_REPEATED)):
            for column in range(self.column, min(last, self.column + 1_000) + 1):
                target[row, column] = self.value


def _count(about: dict[str, str], name: str) -> int:
    """How often something is repeated; at least once, whatever the file says."""
    text = about.get(name, "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 12 else 1

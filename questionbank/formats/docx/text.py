"""The text of a Word file as its reader sees it: lines with numbers, tables, pictures, formulas."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from questionbank.formats.docx.math import latex
from questionbank.formats.docx.numbers import Numbering
from questionbank.formats.docx.tables import Cell, grid_of, is_questions, named, text_of
from questionbank.formats.markup.script import script
from questionbank.formats.pasted.pictures import mark
from questionbank.formats.table.grid import Grid

# Stand where something could not be kept, until the row that holds them is known.
NO_FORMULA, NO_PICTURE = "〔公式〕", "〔图〕"
_SYMBOLS = {"F0FC": "√", "F0FE": "√", "F050": "√", "F052": "√", "F0FB": "×", "F04F": "×"}
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
# Deleted text, other ways to show the same, codes of fields.
_DROPPED = frozenset({"del", "moveFrom", "Fallback", "delText", "delInstrText", "pPr", "rPr"})
_LOST = frozenset({"chart", "relIds", "object"})


@dataclass(slots=True)
class Walk:
    """Walks the body once. `notes` counts what the file holds besides text, `marked` are the words
    that stand out by colour or bold type; `picture` gives a relation's picture its name, or "";
    `alts` are what pictures show in words, by those names."""

    numbers: Numbering
    picture: Callable[[str], str]
    foreign: Callable[[str], list[str]]
    seen: dict[str, int] = field(default_factory=dict)
    marked: set[str] = field(default_factory=set)
    boxes: list[Element] = field(default_factory=list)
    told: Mapping[str, str] = field(default_factory=dict)
    tables: list[Grid] = field(default_factory=list)
    last: str = ""
    alts: dict[str, str] = field(default_factory=dict)

    def lines(self, body: Element) -> Iterator[str]:
        """The lines of a body, a cell or a text box."""
        for part in body:
            if part.tag == "p":
                yield from self._paragraph(part)
            elif part.tag == "tbl":
                yield from self._table(part)
            elif part.tag == "altChunk":
                yield from self.foreign(part.get("id", ""))
            elif part.tag in ("del", "moveFrom"):
                self._see("changes")
            elif part.tag in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"):
                self._see("changes" if part.tag in ("ins", "moveTo") else "")
                yield from self.lines(part)

    def _paragraph(self, paragraph: Element) -> Iterator[str]:
        number = self.numbers.next(paragraph)
        text = "".join(self._runs(paragraph))
        first, *more = text.split("\n")
        self.last = text if text.strip() else self.last
        yield f"{number}{first}"
        yield from more
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            yield from self.lines(box)

    def _table(self, table: Element) -> Iterator[str]:
        """A table with a question in each row, cut into cells, is no text: it is kept whole."""
        title = self.last
        rows = list(self._rows(table))
        grid = grid_of(rows, named(title, len(self.tables) + 1))
        if is_questions(grid, self.told):
            self.tables.append(grid)
            return
        yield from text_of(rows)

    def _rows(self, table: Element) -> Iterator[list[Cell]]:
        for row in (*table.findall("tr"), *table.findall("sdt/sdtContent/tr")):
            if row.find("trPr/del") is not None:
                self._see("changes")
                continue
            cells = (*row.findall("tc"), *row.findall("sdt/sdtContent/tc"))
            yield [Cell.of(cell, list(self.lines(cell))) for cell in cells]

    def _runs(self, parent: Element) -> Iterator[str]:
        for part in parent:
            if part.tag == "r":
                yield self._run(part)
            elif part.tag in ("oMath", "oMathPara"):
                yield self._formula(part)
            elif part.tag in _DROPPED:
                self._see("changes" if part.tag in ("del", "moveFrom") else "")
            else:
                self._see("changes" if part.tag in ("ins", "moveTo") else "")
                yield from self._runs(part)

    def _run(self, run: Element) -> str:
        text = "".join(self._piece(part) for part in run)
        look = run.find("rPr")
        if look is None or not text.strip():
            return text
        if _stands_out(look):
            self.marked.add(text.strip())
        if look.find("vanish") is not None:
            self._see("hidden")
        raised = look.find("vertAlign")
        tag = {"superscript": "sup", "subscript": "sub"}.get(
            raised.get("val", "") if raised is not None else ""
        )
        return self._raised(tag, text) if tag else text

    def _raised(self, tag: str, text: str) -> str:
        shown, whole = script(tag, text)
        self._see("" if whole else "script")
        return shown

    def _piece(self, part: Element) -> str:
        name = part.tag
        if name == "t":
            return part.text or ""
        if name in _SIGNS:
            return _SIGNS[name]
        if name == "sym":
            return self._symbol(part)
        if name in ("footnoteReference", "endnoteReference"):
            self._see("footnotes")
        elif name == "instrText" and "eq \\" in (part.text or "").lower():
            return NO_FORMULA
        elif name in ("drawing", "pict", "object", "AlternateContent"):
            return self._drawn(part)
        return ""

    def _symbol(self, part: Element) -> str:
        found = _SYMBOLS.get(part.get("char", "").upper(), "")
        self._see("" if found else "symbols")
        return found

    def _drawn(self, part: Element) -> str:
        """Pictures where they stand; text boxes below their paragraph."""
        out, alt = "", ""
        for element in _without_fallback(part):
            if element.tag == "docPr":
                alt = element.get("descr", "")
            elif element.tag == "txbxContent":
                self.boxes.append(element)
            elif element.tag == "blip":
                out += self._shown(element.get("embed", ""), alt)
            elif element.tag == "imagedata":
                equation = part.tag == "object"
                out += NO_FORMULA if equation else self._shown(element.get("id", ""))
            elif element.tag in _LOST and element is not part:
                out += NO_PICTURE
        return out

    def _shown(self, relation: str, alt: str = "") -> str:
        name = self.picture(relation)
        self.alts.setdefault(name, alt)
        return mark(name) if name else NO_PICTURE

    def _formula(self, part: Element) -> str:
        text, whole = latex(part)
        if not whole:
            return f"{text}{NO_FORMULA}"
        self._see("formulas")
        return f"${text}$"

    def _see(self, name: str) -> None:
        if name:
            self.seen[name] = self.seen.get(name, 0) + 1


def _without_fallback(part: Element) -> Iterator[Element]:
    """The elements below, each once: not a second way to draw, not into a text box."""
    yield part
    if part.tag == "txbxContent":
        return
    for below in part:
        if below.tag != "Fallback":
            yield from _without_fallback(below)


def _stands_out(look: Element) -> bool:
    """Whether a run is bold, highlighted, or red."""
    bold, light, colour = (look.find(name) for name in ("b", "highlight", "color"))
    if bold is not None and bold.get("val", "1") not in ("0", "false"):
        return True
    if light is not None and light.get("val", "none") != "none":
        return True
    value = (colour.get("val", "") if colour is not None else "").upper()
    return len(value) == 6 and value[:2] > "B0" and value[2:4] < "70" and value[4:] < "70"

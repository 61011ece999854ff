"""Word files: the text as Word shows it goes through the reader of pasted text.

Nothing of the file is executed or fetched; the zip and its XML are checked before they are read.
"""

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from questionbank.formats import office, pasted
from questionbank.formats.docx import tables
from questionbank.formats.docx import writer as docx_write
from questionbank.formats.docx.foreign import foreign_lines
from questionbank.formats.docx.numbers import numbering
from questionbank.formats.docx.text import NO_FORMULA, NO_PICTURE, Walk
from questionbank.formats.found import Found, Note, Options, Row, Written, error, info, warning
from questionbank.formats.markup.fields import picture_fault
from questionbank.formats.markup.xml import parse
from questionbank.formats.packages import Package, opened
from questionbank.rules.question import Draft, Image, clean_line

_OLD = b"\xd0\xcf\x11\xe0"
_TOLD = {
    "changes": warning("tracked_changes"),
    "hidden": warning("hidden_text"),
    "script": warning("markup_dropped", detail="sup, sub"),
    "footnotes": warning("footnotes_left"),
    "symbols": warning("symbols_lost"),
    "formulas": info("formula_read"),
}


def read(data: bytes, options: Options) -> Found:
    """The questions of a Word file; one that must not be opened is an ERROR."""
    if data.startswith(_OLD):
        return Found((), (error("doc_old"),))
    package, notes = opened(data)
    if package is None:
        return Found((), notes)
    word = Word(package)
    body = word.tree("document.xml")
    if body is None:
        return Found((), tuple(word.notes) or (error("not_this_format"),))
    return _found(word, body, options)


@dataclass(slots=True)
class Word:
    """The parts of a Word file: XML by name, pictures by relation."""

    package: Package
    notes: list[Note] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    relations: dict[str, str] = field(default_factory=dict)

    def tree(self, name: str) -> Element | None:
        data = self.package.files.get(f"word/{name}")
        if data is None:
            return None
        root, notes = parse(data)
        self.notes += [note for note in notes if note.code not in ("encoding", "nothing_found")]
        return root

    def relate(self) -> None:
        root = self.tree("_rels/document.xml.rels")
        for one in root.iter("Relationship") if root is not None else ():
            outside = one.get("TargetMode", "") == "External"
            self.relations[one.get("Id", "")] = "" if outside else one.get("Target", "")

    def part(self, relation: str) -> tuple[str, bytes | None]:
        """The name and the bytes of a related part; a part outside of the file has none."""
        target = self.relations.get(relation, "").lstrip("/")
        path = posixpath.normpath(target if target.startswith("word/") else f"word/{target}")
        return path, self.package.files.get(path) if target else None

    def picture(self, relation: str) -> str:
        """The name under which a picture is kept; "" when it cannot be."""
        path, data = self.part(relation)
        why = picture_fault(path, data)
        if why or data is None:
            self.notes.append(warning(why or "picture_missing", detail=posixpath.basename(path)))
            return ""
        self.pictures[posixpath.basename(path)] = data
        return posixpath.basename(path)

    def foreign(self, relation: str) -> list[str]:
        """The lines of a body in another format; an ERROR when that cannot be read."""
        path, data = self.part(relation)
        lines = foreign_lines(path, data or b"")
        code = warning("docx_foreign_read") if lines else error("docx_foreign_body")
        self.notes.append(replace(code, detail=posixpath.basename(path)))
        return lines


def _found(word: Word, body: Element, options: Options) -> Found:
    word.relate()
    walk = Walk(
        numbering(word.tree("numbering.xml"), word.tree("styles.xml")),
        word.picture,
        word.foreign,
        told=options.columns,
    )
    root = body.find("body")
    text = "\n".join(walk.lines(root if root is not None else body))
    notes = [*word.notes, *(note for name, note in _TOLD.items() if name in walk.seen)]
    found = _with_tables(pasted.read_text(text, notes, word.pictures), walk, options, word)
    marked = {clean_line(words) for words in walk.marked}
    return replace(found, rows=tuple(_told(_said(row, walk.alts), marked) for row in found.rows))


def _with_tables(found: Found, walk: Walk, options: Options, word: Word) -> Found:
    """The questions of the text, then those of the tables that have one in each row."""
    if not walk.tables:
        return found
    more = tables.read(walk.tables, options, word.pictures)
    notes = [note for note in found.notes if note.code != "nothing_found"]
    rows = found.rows
    if rows and not any(_chooses(row) for row in rows):
        # Titles and instructions, some of which begin like a question: "2026 年题库".
        said = " / ".join(row.draft.stem.zh if row.draft else row.where for row in rows)
        notes.append(warning("front_dropped", detail=said))
        rows = ()
    return Found((*rows, *more.rows), (*notes, *more.notes), more.columns, more.headers)


def _chooses(row: Row) -> bool:
    """Whether the text of a row is surely a question: it is whole, or has options."""
    return not row.wrong or bool(row.draft and row.draft.options)


def _said(row: Row, alts: Mapping[str, str]) -> Row:
    """The row with what its pictures show in words, as far as the file says it."""
    if row.draft is None or not row.pictures:
        return row
    draft = row.draft
    shown = [_with_alt(image, alts) for image in (draft.picture, *draft.option_pictures)]
    pictured = replace(draft, picture=shown[0], option_pictures=tuple(shown[1:]))
    return replace(row, draft=pictured)


def _with_alt(image: Image | None, alts: Mapping[str, str]) -> Image | None:
    alt = office.description(alts.get(image.digest.removeprefix("raw:"), "")) if image else None
    return replace(image, alt=alt) if image and alt else image


def _told(row: Row, marked: set[str]) -> Row:
    """The row with what could not be kept in it, and a key that only its look tells."""
    draft = row.draft
    if draft is None:
        return row
    notes = list(row.notes)
    said = " ".join([draft.stem.zh, draft.explanation.zh, *(option.zh for option in draft.options)])
    if NO_FORMULA in said:
        notes.append(warning("formula_lost", "", said))
    if NO_PICTURE in said:
        notes.append(warning("picture_lost", "", said))
    if not draft.key and (options := _standing_out(draft, marked)):
        notes.append(warning("key_only_by_colour", "key", options))
    return replace(row, notes=tuple(notes))


def _standing_out(draft: Draft, marked: set[str]) -> str:
    """The letters of the options that look other than the rest: never a key by themselves."""
    bare = {re.sub(r"^[A-J]\s?[.、．:：)）]\s*", "", words) for words in marked} - {""}
    letters = [
        letter
        for letter, option in zip("ABCDEFGHIJ", draft.options, strict=False)
        if any(_alike(words, option.zh) for words in bare)
    ]
    return "".join(letters) if len(letters) < len(draft.options) else ""


def _alike(words: str, option: str) -> bool:
    """Whether the words are the option, or so much of it that they are no chance."""
    return words == option or (len(words) > 1 and (words in option or option in words))


def cannot(question: Written) -> str:
    """Why this question would not come back from a Word file; "" when it does."""
    if question.draft.kind == "hotspot":
        return "hotspot"
    return pasted.cannot(replace(question, draft=_bare(question.draft)))


def _bare(draft: Draft) -> Draft:
    return replace(draft, picture=None, option_pictures=())


def write(questions: Sequence[Written], _options: Options) -> bytes:
    """The questions as a Word file to print and to mark up; it reads back."""
    return docx_write.document(questions)

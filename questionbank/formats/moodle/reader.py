"""Moodle XML: `<quiz>` with questions, categories and pictures.

The key is what earns marks (fraction above 0), never a position. Kinds that we do not have are
named and counted.
"""

from collections import Counter
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from questionbank.formats.found import (
    MOST_XML_QUESTIONS,
    Found,
    Note,
    Options,
    Row,
    error,
    info,
    warning,
)
from questionbank.formats.markup import facts, xml
from questionbank.formats.markup.fields import Fields
from questionbank.formats.markup.refusal import Refusal
from questionbank.formats.markup.rows import About
from questionbank.formats.moodle.fields import field_of, files_of, leftovers, plain_of
from questionbank.formats.moodle.kinds import KINDS
from questionbank.formats.moodle.writer import cannot, write

__all__ = ["cannot", "read", "write"]
_ROOTS = ("$course$", "$module$", "$system$", "$cat$", "$category$", "top")


@dataclass(slots=True)
class _Reading:
    """Where the reading stands: the category that holds now, and what was met before."""

    category: str = ""
    number: int = 0
    seen: set[str] = field(default_factory=set)
    kinds: Counter[str] = field(default_factory=Counter)
    notes: list[Note] = field(default_factory=list)


def read(data: bytes, _options: Options) -> Found:
    """Every question of the file; never raises for bad input."""
    root, notes = xml.parse(data)
    if root is None:
        return Found((), notes)
    if root.tag.lower() != "quiz":
        return Found((), (*notes, error("not_this_format", detail=root.tag)))
    questions = list(xml.children(root, "question"))
    if len(questions) > MOST_XML_QUESTIONS:
        return Found((), (*notes, error("too_many", detail=f"{len(questions)}")))
    reading = _Reading()
    rows = [found for one in questions if (found := _one(one, reading))]
    counted = [
        warning("kinds_left", detail=f"{kind} × {count}") for kind, count in reading.kinds.items()
    ]
    empty = [] if rows else [error("nothing_found")]
    return Found(tuple(rows), (*notes, *reading.notes, *counted, *empty))


def _one(question: Element, reading: _Reading) -> Row | None:
    kind = question.get("type", "").strip().lower()
    if kind == "category":
        path = xml.words(xml.child(question, "category", "text"))
        reading.category = _category(path)
        return None
    reading.number += 1
    if kind == "description":
        text = plain_of(xml.child(question, "questiontext")).text.zh
        reading.notes.append(warning("description_left", str(reading.number), text))
        return None
    return _row(kind, question, reading)


def _category(path: str) -> str:
    parts = [part.strip() for part in path.strip().split("/")]
    return "/".join(part for part in parts if part and part not in _ROOTS)[:200]


def _row(kind: str, question: Element, reading: _Reading) -> Row:
    """The row of one question; of a kind that we have, or refused by its name."""
    words = [xml.words(tag) for tag in xml.children(xml.child(question, "tags"), "tag")]
    said = facts.read([*words, reading.category])
    where, ref = _where(question, reading), _ref(question)
    about = About(where, ref, said)
    if kind not in KINDS:
        reading.kinds[kind or "?"] += 1
        return about.refused(error("kind_not_supported", "type", kind or "?"), ())
    fields = Fields(files_of(question))
    fields.notes += _marks(question, ref, reading)
    try:
        draft = field_of(question, KINDS[kind], fields)
    except Refusal as refusal:
        return about.refused(refusal.note, fields.notes)
    fields.notes += leftovers(question)
    return about.row(draft, fields)


def _where(question: Element, reading: _Reading) -> str:
    name = plain_of(xml.child(question, "name")).text.zh
    return f"{reading.number} {name}".strip()[:80]


def _ref(question: Element) -> str:
    return xml.words(xml.child(question, "idnumber")).strip()[:100]


def _marks(question: Element, ref: str, reading: _Reading) -> list[Note]:
    """Notes on what stands around the question: hidden, met before, in a fixed order."""
    notes: list[Note] = []
    if ref and ref in reading.seen:
        notes.append(warning("same_ref", "ref", ref))
    reading.seen.add(ref)
    if xml.words(xml.child(question, "hidden")).strip() == "1":
        notes.append(warning("was_hidden"))
    shuffled = xml.words(xml.child(question, "shuffleanswers")).strip().lower()
    if shuffled in ("0", "false"):
        notes.append(info("order_not_kept", "options"))
    return notes

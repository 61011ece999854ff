"""One question of GIFT becomes a row: title, stem, what is in the braces, and what is behind."""

import re
from dataclasses import replace

from questionbank.formats.found import Note, Row, error, warning
from questionbank.formats.gift.answers import Inside, draft, plain
from questionbank.formats.gift.blocks import Block, back
from questionbank.formats.markup import facts
from questionbank.formats.markup.fields import Fields
from questionbank.formats.markup.refusal import Refusal
from questionbank.formats.markup.rows import About
from questionbank.rules.question import NO_TEXT, Draft, Text

_TITLE = re.compile(r"\s*::(.{0,300}?)::\s*", re.DOTALL)
# What may stand behind the braces when the gap is at the end of a sentence.
_STOP = re.compile(r"[.。?？!！,，:：;；…)）”’]{0,2}")
_WORD = re.compile(r"\w")
_GAP = "____"


def row_of(block: Block, number: str) -> Row:
    """The row of a block that has a brace."""
    said = facts.read([*block.words, *([block.category] if block.category else [])])
    fields = Fields(lambda _address: None)
    if block.wide:
        fields.notes.append(warning("wide_marks", "", block.text))
    title = _TITLE.match(block.text)
    about = About(number, block.ref, said)
    text = block.text[title.end() :] if title else block.text
    if text.count("{") != 1 or text.count("}") != 1 or text.index("{") > text.index("}"):
        return about.refused(error("braces", "", f"{block.line}: {back(text)}"), fields.notes)
    if re.search(r"\n\s*\n", text):
        return about.refused(error("brace_open", "", f"{block.line}: {back(text)}"), fields.notes)
    try:
        made = _draft(text, fields)
    except Refusal as refusal:
        return about.refused(refusal.note, fields.notes)
    return about.row(made, fields)


def _draft(text: str, fields: Fields) -> Draft:
    head, _, rest = text.partition("{")
    middle, _, tail = rest.partition("}")
    stem, style = plain(_asked(head, tail, fields.notes), "")
    answers, _, general = middle.partition("####")
    inside = Inside(answers, style, fields)
    made = draft(inside)
    shown, picture = fields.shown(stem, "stem")
    explanation, source = _explained(general, inside)
    return replace(made, stem=shown, picture=picture, explanation=explanation, source=source)


def _asked(head: str, tail: str, notes: list[Note]) -> str:
    """The stem; words behind the braces make it a sentence with a gap."""
    behind = tail.strip()
    if not behind:
        return head
    if not _WORD.search(behind) and not _STOP.fullmatch(behind):
        notes.append(warning("tail_dropped", "stem", back(behind)))
        return head
    return f"{head.rstrip()} {_GAP}{'' if _STOP.fullmatch(behind) else ' '}{behind}"


def _explained(general: str, inside: Inside) -> tuple[Text, Text]:
    """Explanation and source from the general feedback; other feedback is dropped and told."""
    dropped = [text for text in inside.feedback if text.strip()]
    if dropped:
        detail = f"{len(dropped)}: {back(dropped[0]).strip()}"
        inside.fields.notes.append(warning("feedback_dropped", "explanation", detail))
    if not general.strip():
        return NO_TEXT, NO_TEXT
    found = inside.plain(general)
    return inside.fields.text(found, "explanation"), found.source

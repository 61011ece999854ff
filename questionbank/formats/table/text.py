"""Cells that hold HTML, as scraped tables do: their texts without it."""

import re
from dataclasses import replace

from questionbank.formats.found import Note, error, info, warning
from questionbank.formats.markup import from_html
from questionbank.formats.markup.math import dollars
from questionbank.rules.question import Draft, Text

# "a<b>c" is arithmetic: a tag of one letter counts only with its end.
_HTML = re.compile(
    r"<(?:p|br|span|div|sub|sup|img|strong|em|font|li|ul|ol|table|section)(?:\s[^<>]{0,2000})?/?>"
    r"|</(?:[abiup]|strong|em|font|span|div|sub|sup|td|li)>|&(?:nbsp|lt|gt|amp|quot|#\d{2,5});",
    re.IGNORECASE,
)


def plain(draft: Draft) -> tuple[Draft, tuple[Note, ...]]:
    """The draft as plain text, with a WARNING for each text that held markup."""
    texts = (draft.stem, draft.explanation, draft.source, *draft.options, *draft.targets)
    if not any(mark in text.zh for text in texts for mark in ("<", "&", "\\", "$$")):
        return draft, ()
    notes: list[Note] = []
    return _plain(draft, notes), tuple(notes)


def _plain(draft: Draft, notes: list[Note]) -> Draft:
    targets = enumerate(draft.targets)
    return replace(
        draft,
        stem=_text(draft.stem, "stem", notes),
        explanation=_text(draft.explanation, "explanation", notes),
        source=_text(draft.source, "source", notes),
        options=tuple(_text(o, f"options[{at}]", notes) for at, o in enumerate(draft.options)),
        targets=tuple(_text(target, f"targets[{at}]", notes) for at, target in targets),
    )


def _text(text: Text, where: str, notes: list[Note]) -> Text:
    zh = text.zh
    if "\\(" in zh or "\\[" in zh or "$$" in zh:
        zh = dollars(zh)
        if zh != text.zh:
            notes.append(info("formula_read", where, text.zh))
    if _HTML.search(zh):
        shown = from_html(zh)
        if shown.text.zh:
            notes.append(warning("html_read", where, zh))
            notes += shown.notes(where)
            notes += [error("picture_missing", where, image.name) for image in shown.pictures]
            zh = shown.text.zh
    return Text(zh, text.en)

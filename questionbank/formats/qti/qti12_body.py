"""The texts of QTI 1.2: material in all its forms, a stem with its blanks, feedback."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element

from questionbank.formats.found import Note, warning
from questionbank.formats.markup import Plain, Shown, from_html, from_text, from_tree, xml
from questionbank.formats.markup.html import unescape
from questionbank.rules.question import Text, clean_line

BLANK = "____"
_WRITTEN = ("response_str", "response_num")
RESPONSES = ("response_lid", "response_str", "response_num", "response_xy", "response_grp")
_TEXTS = ("mattext", "matemtext", "mat_formattedtext")
_BLOCKS = ("RESPONSE_BLOCK", "RIGHT_MATCH_BLOCK")
_MARKUP = re.compile(
    r"</?(p|div|span|br|b|strong|em|i|u|sub|sup|img|ul|ol|li|table)\b[^<>]*>", re.I
)
_WRAPPED = re.compile(r"\s*<(p|div|span)\b[^<>]*>.*</\1>\s*", re.IGNORECASE | re.DOTALL)


def _text(element: Element) -> Plain:
    """One piece of text by its type; HTML escaped once too often is unescaped."""
    source = xml.words(element)
    if len(element):
        return from_tree(element)
    kind = (element.get("texttype") or element.get("type") or "").lower()
    if kind in ("text/plain", "plain", "plain_text"):
        return from_text(source)
    if kind in ("text/html", "html", "smart_text", "text/rtf") or _MARKUP.search(source):
        return from_html(_once_more(source))
    return from_text(source)


def _once_more(source: str) -> str:
    """HTML whose every tag is escaped is no text about tags: a whole paragraph is one."""
    if "<" in source or "&lt;" not in source:
        return source
    plain = unescape(source)
    return plain if _WRAPPED.fullmatch(plain) else source


def joined(plains: Iterable[Plain]) -> Plain:
    """Pieces one after the other."""
    whole = Plain()
    for one in plains:
        en = clean_line(f"{whole.text.en} {one.text.en}")
        whole = replace(
            whole,
            text=Text(clean_line(f"{whole.text.zh} {one.text.zh}"), en),
            source=whole.source if whole.source.zh else one.source,
            pictures=(*whole.pictures, *one.pictures),
            lost=tuple(sorted({*whole.lost, *one.lost})),
            media=tuple(sorted({*whole.media, *one.media})),
        )
    return whole


def material(element: Element | None) -> Plain:
    """All that is shown inside an element, in order."""
    return joined(_pieces(element)) if element is not None else Plain()


def _pieces(element: Element) -> Iterator[Plain]:
    for inner in element:
        if inner.tag in _TEXTS:
            yield _text(inner)
        elif inner.tag == "matimage":
            yield Plain(pictures=(Shown(inner.get("uri", "")),))
        elif inner.tag in ("mataudio", "matvideo", "matapplet", "matapplication"):
            yield Plain(media=(inner.tag,))
        else:
            yield from _pieces(inner)


def stem_of(item: Element) -> Plain:
    """The presentation without what belongs to answers; a blank where text goes on after it."""
    presentation = xml.child(item, "presentation")
    if presentation is None:
        return Plain()
    # A list that stands alone may hold the question itself; of several, each holds a left side.
    alone = sum(element.tag in RESPONSES for element in presentation.iter()) == 1
    pieces = list(_outside(presentation, alone=alone))
    while pieces and pieces[-1].text.zh == BLANK:
        pieces.pop()
    return joined(pieces)


def _outside(element: Element, *, alone: bool) -> Iterator[Plain]:
    for inner in element:
        if inner.tag in RESPONSES and (alone or inner.tag in _WRITTEN):
            yield from (material(own) for own in xml.children(inner, "material"))
        if inner.tag in _WRITTEN:
            yield Plain(Text(BLANK))
        elif inner.tag in RESPONSES or inner.get("class", "") in _BLOCKS:
            continue
        elif inner.tag == "material":
            yield material(inner)
        else:
            yield from _outside(inner, alone=alone)


def explained(item: Element) -> Plain:
    """The feedback that is the solution, or is for every answer."""
    for feedback in xml.children(item, "itemfeedback"):
        if _is_solution(feedback):
            plain = material(feedback)
            if plain.text.zh or plain.source.zh:
                return plain
    return Plain()


def _is_solution(feedback: Element) -> bool:
    solved = xml.child(feedback, "solution") is not None
    return solved or feedback.get("ident", "").lower() in ("general_fb", "solution")


def leftovers(item: Element) -> Iterator[Note]:
    """One WARNING for the feedback that we have no place for."""
    others = (one for one in xml.children(item, "itemfeedback") if not _is_solution(one))
    if dropped := [text for one in others if (text := material(one).text.zh)]:
        yield warning("feedback_dropped", "", f"{len(dropped)}: {dropped[0]}")

"""Writes one file of QTI 1.2, for systems that know nothing newer: choices, true and false.

Pictures stand inside the text, since one file carries no others.
"""

import base64
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from questionbank.formats.found import Options, Written
from questionbank.formats.markup import facts
from questionbank.formats.markup.writer import explained, html
from questionbank.rules.question import Image

_TYPES = {
    "single": "multiple_choice_question",
    "multiple": "multiple_answers_question",
    "truefalse": "true_false_question",
}
_SPACE = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
_OUTCOMES = '<decvar varname="SCORE" vartype="Decimal" minvalue="0" maxvalue="100"/>'
# The name under which a word of ours stands in an item's metadata.
KEYWORD = "keyword"


def cannot(question: Written) -> str:
    """Why QTI 1.2 cannot hold this question ("kind"); "" when it comes back as it is."""
    return "" if question.draft.kind in _TYPES else "kind"


def write(questions: Sequence[Written], _options: Options) -> bytes:
    """The file; questions that `cannot` names are left out."""
    items = "".join(_item(question) for question in questions if not cannot(question))
    inside = f'<assessment ident="bank" title="bank"><section ident="root_section">{items}'
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<questestinterop xmlns="{_SPACE}">'
    return f"{head}{inside}</section></assessment></questestinterop>\n".encode()


def _item(question: Written) -> str:
    draft = question.draft
    words = [("question_type", _TYPES[draft.kind])]
    words += [(KEYWORD, word) for word in facts.written(question)]
    stem = _material(html(draft.stem) + _picture(draft.picture, question))
    parts = [_metadata(words), f"<presentation>{stem}{_responses(question)}</presentation>"]
    parts += [_rule(question), _solution(question)]
    head = f"ident={quoteattr(question.ref or 'q')} title={quoteattr(draft.stem.zh[:60])}"
    return f"<item {head}>{''.join(parts)}</item>"


def _metadata(words: Iterable[tuple[str, str]]) -> str:
    fields = "".join(
        f"<qtimetadatafield><fieldlabel>{name}</fieldlabel>"
        f"<fieldentry>{escape(value)}</fieldentry></qtimetadatafield>"
        for name, value in words
    )
    return f"<itemmetadata><qtimetadata>{fields}</qtimetadata></itemmetadata>"


def _material(text: str) -> str:
    return f'<material><mattext texttype="text/html">{escape(text)}</mattext></material>'


def _picture(image: Image | None, question: Written) -> str:
    if image is None:
        return ""
    data = base64.b64encode(question.pictures.get(image.digest, b"")).decode()
    return f'<img src="data:image/webp;base64,{data}" alt={quoteattr(image.alt.zh)}>'


def _names(question: Written) -> list[tuple[str, str, bool]]:
    """Name, text and whether it is fixed, of each option."""
    draft = question.draft
    if draft.kind == "truefalse":
        return [("true", "True", True), ("false", "False", True)]
    images = draft.option_pictures or (None,) * len(draft.options)
    return [
        (f"c{place + 1}", html(option) + _picture(image, question), place in draft.fixed)
        for place, (option, image) in enumerate(zip(draft.options, images, strict=True))
    ]


def _responses(question: Written) -> str:
    labels = "".join(
        f'<response_label ident="{name}" rshuffle="{"No" if fixed else "Yes"}">'
        f"{_material(text)}</response_label>"
        for name, text, fixed in _names(question)
    )
    cardinality = "Multiple" if question.draft.kind == "multiple" else "Single"
    head = f'<response_lid ident="response1" rcardinality="{cardinality}">'
    return f"{head}<render_choice>{labels}</render_choice></response_lid>"


def _rule(question: Written) -> str:
    """All that is right and nothing else earns everything."""
    draft = question.draft
    tests = [
        (place in draft.key, f'<varequal respident="response1">{name}</varequal>')
        for place, (name, _, _) in enumerate(_names(question))
    ]
    if draft.kind == "multiple":
        every = "".join(test if right else f"<not>{test}</not>" for right, test in tests)
        condition = f"<and>{every}</and>"
    else:
        condition = "".join(test for right, test in tests if right)
    full = '<setvar action="Set" varname="SCORE">100</setvar>'
    inside = f"<conditionvar>{condition}</conditionvar>{full}"
    rule = f'<respcondition continue="No">{inside}</respcondition>'
    return f"<resprocessing><outcomes>{_OUTCOMES}</outcomes>{rule}</resprocessing>"


def _solution(question: Written) -> str:
    text = explained(question.draft)
    inside = f"<flow_mat>{_material(text)}</flow_mat>"
    return f'<itemfeedback ident="general_fb">{inside}</itemfeedback>' if text else ""

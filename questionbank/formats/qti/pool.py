"""Blackboard's oldest pools: `<POOL>` with answers, and the ids of those that are correct."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element

from questionbank.formats.found import Row, error, warning
from questionbank.formats.markup import Plain, from_html, from_text, xml
from questionbank.formats.markup.fields import Fields, fixed
from questionbank.formats.markup.refusal import Refusal
from questionbank.formats.markup.rows import About
from questionbank.formats.qti.keys import truth
from questionbank.rules.question import NO_TEXT, Draft, clean_line

Kind = Callable[[Element, Fields], Draft]


def questions(root: Element) -> Iterator[tuple[Element, str]]:
    """Every question with the name of its kind, in the order of the file."""
    for element in root:
        if element.tag.startswith("question_"):
            yield element, element.tag.removeprefix("question_")


def question(element: Element, kind: str, about: About, fields: Fields) -> Row:
    """The row of one question."""
    about = replace(about, ref=element.get("id", "")[:100])
    if kind not in _KINDS:
        return about.refused(error("kind_not_supported", "type", kind), ())
    try:
        draft = _KINDS[kind](element, fields)
    except Refusal as refusal:
        return about.refused(refusal.note, fields.notes)
    stem, picture = fields.shown(_text(xml.child(element, "body")), "stem")
    for name in ("feedback_when_correct", "feedback_when_incorrect"):
        said = from_html(xml.words(xml.child(element, "gradable", name))).text.zh
        if said:
            fields.notes.append(warning("feedback_dropped", "", said))
    return about.row(replace(draft, stem=stem, picture=picture), fields)


def _text(element: Element | None) -> Plain:
    if element is None:
        return Plain()
    flag = xml.child(element, "flags", "ishtml")
    source = xml.words(xml.child(element, "text"))
    if flag is not None and flag.get("value", "").lower() == "false":
        return from_text(source)
    return from_html(source)


def _answers(element: Element) -> list[Element]:
    return list(xml.children(element, "answer"))


def _right(element: Element) -> list[str]:
    """The ids of the correct answers, in their order. Raises Refusal for none."""
    gradable = xml.child(element, "gradable")
    found = [one.get("answer_id", "") for one in xml.children(gradable, "correctanswer")]
    if not found:
        raise Refusal(error("no_key", "key"))
    known = {answer.get("id", "") for answer in _answers(element)}
    if not set(found) <= known:
        raise Refusal(error("key_unclear", "key", ", ".join(sorted(set(found) - known))))
    return found


def _choice(element: Element, fields: Fields, kind: str) -> Draft:
    answers, right = _answers(element), _right(element)
    options, pictures = fields.options(_text(answer) for answer in answers)
    key = tuple(place for place, one in enumerate(answers) if one.get("id", "") in right)
    return Draft(
        kind,
        NO_TEXT,
        options=options,
        fixed=fixed(options),
        key=key,
        option_pictures=pictures,
    )


def _truefalse(element: Element, _fields: Fields) -> Draft:
    """By what the answers say: False often stands first."""
    answers, right = _answers(element), _right(element)
    truths = truth([_text(answer).text.zh for answer in answers])
    if truths is None:
        raise Refusal(error("key_unclear", "key"))
    key = [truths[place] for place, one in enumerate(answers) if one.get("id", "") in right]
    return Draft("truefalse", NO_TEXT, key=tuple(key))


def _ordering(element: Element, fields: Fields) -> Draft:
    answers, right = _answers(element), _right(element)
    options, pictures = fields.options(_text(answer) for answer in answers)
    names = [answer.get("id", "") for answer in answers]
    key = tuple(names.index(name) for name in right)
    return Draft("ordering", NO_TEXT, options=options, key=key, option_pictures=pictures)


def _matching(element: Element, fields: Fields) -> Draft:
    """An answer is a left side here, a choice a right side."""
    lefts, rights = _answers(element), list(xml.children(element, "choice"))
    gradable = xml.child(element, "gradable")
    partner = {
        one.get("answer_id", ""): one.get("choice_id", "")
        for one in xml.children(gradable, "correctanswer")
    }
    names = [choice.get("id", "") for choice in rights]
    chosen = [partner.get(left.get("id", ""), "") for left in lefts]
    if not set(chosen) <= set(names):
        raise Refusal(error("pairs_uneven", "key"))
    options, pictures = fields.options(_text(left) for left in lefts)
    targets = tuple(fields.text(_text(choice), "targets") for choice in rights)
    key = tuple(names.index(name) for name in chosen)
    return Draft(
        "matching",
        NO_TEXT,
        options=options,
        key=key,
        targets=targets,
        option_pictures=pictures,
    )


def _blank(element: Element, _fields: Fields) -> Draft:
    forms = [clean_line(_text(answer).text.zh) for answer in _answers(element)]
    return Draft("text", NO_TEXT, accepted=tuple(dict.fromkeys(form for form in forms if form)))


_KINDS: dict[str, Kind] = {
    "multiplechoice": lambda element, fields: _choice(element, fields, "single"),
    "multipleanswer": lambda element, fields: _choice(element, fields, "multiple"),
    "truefalse": _truefalse,
    "order": _ordering,
    "match": _matching,
    "fillinblank": _blank,
}

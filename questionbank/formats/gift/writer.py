"""Writes GIFT that Moodle and our own reader understand."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from questionbank.formats.found import Written
from questionbank.formats.markup import facts
from questionbank.formats.markup.writer import explained, html, line
from questionbank.rules.question import Draft, Text, normal

_MARKS = re.compile(r"([~=#{}:\\])")


def text_of(questions: Sequence[Written]) -> str:
    """The questions with a blank line between them."""
    return "\n".join("\n".join([*_question(question), ""]) for question in questions)


def kept(draft: Draft) -> Draft:
    """What GIFT holds of a draft: targets in Chinese only, the rest in both languages."""
    form = normal(draft)
    return replace(form, targets=tuple(Text(target.zh) for target in form.targets))


def _question(question: Written) -> Iterator[str]:
    form = replace(question, draft=normal(question.draft))
    words = [f"[tag:{_inside(word)}]" for word in _facts(form)]
    ref = [f"[id:{_inside(question.ref)}]"] if question.ref else []
    if ref or words:
        yield "// " + " ".join([*ref, *words])
    feedback = explained(form.draft)
    yield f"[html]{_escaped(html(form.draft.stem))} {{"
    yield from _answers(form.draft)
    if feedback:
        yield f"####{_escaped(feedback)}"
    yield "}"


def _facts(question: Written) -> Iterator[str]:
    yield from facts.written(question)
    yield from facts.order_of_targets(question.draft)


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\1", text)


def _inside(word: str) -> str:
    """A word in square brackets, on one line."""
    return _escaped(" ".join(word.split())).replace("]", "")


def _answers(form: Draft) -> Iterator[str]:
    match form.kind:
        case "truefalse":
            yield "TRUE" if form.key == (0,) else "FALSE"
        case "estimate" if form.estimate:
            yield f"#{form.estimate.value}:{form.estimate.near}"
        case "text":
            yield from (f"={_escaped(line(said))}" for said in form.accepted)
        case "matching":
            yield from _pairs(form)
        case _:
            yield from _choices(form)


def _choices(form: Draft) -> Iterator[str]:
    """Of several right options each earns its share, and a wrong one takes everything away."""
    share = f"{100 / max(len(form.key), 1):.5f}".rstrip("0").rstrip(".")
    for place, option in enumerate(form.options):
        right = place in form.key
        mark = "=" if right else "~"
        if form.kind == "multiple":
            mark = f"~%{share if right else '-100'}%"
        yield mark + _escaped(html(option))


def _pairs(form: Draft) -> Iterator[str]:
    for option, place in zip(form.options, form.key, strict=False):
        yield f"={_escaped(html(option))} -> {_escaped(line(form.targets[place].zh))}"
    for place, target in enumerate(form.targets):
        if place not in form.key:
            yield f"= -> {_escaped(line(target.zh))}"

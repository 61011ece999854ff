"""Writes questions as text that reads back; for Word, and for meetings on paper."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from questionbank.formats.checked import speaks_of_others
from questionbank.formats.found import Written
from questionbank.rules.question import Draft, Text, normal

_WORDS = {
    "single": "单选题",
    "multiple": "多选题",
    "truefalse": "判断题",
    "estimate": "估算题",
    "ordering": "排序题",
    "matching": "配对题",
    "text": "填空题",
}
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫"


def opening(kind: str) -> str:
    """How a text of that kind begins; "" for a kind that no text can hold."""
    return f"【{_WORDS[kind]}】" if kind in _WORDS else ""


OPENINGS = frozenset(map(opening, _WORDS))


def text_of(questions: Sequence[Written]) -> str:
    """The questions, numbered from 1, with a blank line between them."""
    whole = ("\n".join(lines(number, q.draft)) for number, q in enumerate(questions, start=1))
    return "\n\n".join(whole) + "\n"


def lines(number: int, draft: Draft) -> Iterator[str]:
    """One question, Chinese only."""
    form = normal(draft)
    yield f"{number}. 【{_WORDS.get(form.kind, form.kind)}】{form.stem.zh}"
    for letter, option in zip("ABCDEFGHIJ", form.options, strict=False):
        yield f"{letter}. {option.zh}"
    for sign, target in zip(_CIRCLED, form.targets, strict=False):
        yield f"{sign} {target.zh}"
    yield from _key(form)
    yield from _fixed(form)
    if form.explanation.zh:
        yield f"解析：{form.explanation.zh}"
    if form.source.zh:
        yield f"来源：{form.source.zh}"


def _key(form: Draft) -> Iterator[str]:
    letters = [chr(ord("A") + place) for place in form.key]
    match form.kind:
        case "truefalse":
            yield f"答案：{'错' if form.key == (1,) else '对'}"
        case "matching":
            pairs = (f"{chr(65 + at)}-{_CIRCLED[place]}" for at, place in enumerate(form.key))
            yield f"答案：{' '.join(pairs)}"
        case "text":
            yield f"答案：{' / '.join(form.accepted)}"
        case "estimate":
            yield from _estimate(form)
        case _:
            yield f"答案：{''.join(letters)}"


def _estimate(form: Draft) -> Iterator[str]:
    if form.estimate:
        number = form.estimate
        yield f"答案：{number.value}"
        yield f"单位：{number.unit.zh}"
        yield f"满分误差：{number.near}"
        yield f"零分误差：{number.far}"
        yield f"范围：{number.least} 至 {number.most}"


def _fixed(form: Draft) -> Iterator[str]:
    """Said only where the reader would think otherwise."""
    if form.fixed:
        yield "固定选项：" + "".join(chr(ord("A") + place) for place in sorted(form.fixed))
    elif form.options and speaks_of_others(form.options[-1].zh):
        yield "固定选项：无"


def chinese(draft: Draft) -> Draft:
    """What a text keeps of a draft: all but English and pictures."""
    form = normal(draft)
    return replace(
        form,
        stem=_only(form.stem),
        explanation=_only(form.explanation),
        source=_only(form.source),
        options=tuple(map(_only, form.options)),
        targets=tuple(map(_only, form.targets)),
        estimate=form.estimate and replace(form.estimate, unit=_only(form.estimate.unit)),
    )


def _only(text: Text) -> Text:
    return Text(text.zh)

"""What stands between the braces of a GIFT question: its kind and its key."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from questionbank.formats import markup
from questionbank.formats.found import error, warning
from questionbank.formats.gift.blocks import back
from questionbank.formats.markup.fields import Fields, fixed
from questionbank.formats.markup.numbers import number, whole_estimate
from questionbank.formats.markup.refusal import Refusal
from questionbank.formats.moodle.kinds import best, every
from questionbank.rules.question import NO_TEXT, Draft, Text, clean_line

_TRUTH = re.compile(r"(TRUE|FALSE|T|F)(?:\s*#.*)?", re.IGNORECASE | re.DOTALL)
_FORMAT = re.compile(r"\s*\[(html|markdown|plain|moodle|text)\]", re.IGNORECASE)
_WEIGHT = re.compile(r"\s*%(-?\d{1,3}(?:\.\d{1,9})?)%")
_TAG = re.compile(
    r"</?(?:p|br|b|i|u|em|strong|sub|sup|img|span|div|ul|ol|li|code|pre|table|a|font)\b[^<>]{0,500}>"
    r"|&(?:amp|lt|gt|nbsp|quot|#\d{1,6});",
    re.IGNORECASE,
)
_WHOLE = Decimal(100)


@dataclass(slots=True)
class Answer:
    """One answer: whether "=" or "~" stood before it, its weight in percent, its feedback."""

    right: bool
    text: str
    weight: Decimal | None = None
    feedback: str = ""

    @property
    def fraction(self) -> Decimal:
        if self.weight is not None:
            return self.weight
        return _WHOLE if self.right else Decimal(0)


@dataclass(slots=True)
class Inside:
    """The text between the braces without its general feedback; `style` is the stem's format."""

    text: str
    style: str
    fields: Fields
    feedback: list[str] = field(default_factory=list)

    def plain(self, text: str) -> markup.Plain:
        return plain(text, self.style)[0]


def plain(text: str, style: str) -> tuple[markup.Plain, str]:
    """A text in its format, "[html]" and so on taken off, and that format. Without one a text is
    HTML only where a tag or an entity says so."""
    if match := _FORMAT.match(text):
        style, text = match[1].lower(), text[match.end() :]
    shown = back(text).strip()
    if style == "html" or (style in ("", "moodle") and _TAG.search(shown)):
        return markup.from_html(shown), style
    return markup.from_text(shown), style


def draft(inside: Inside) -> Draft:
    """The draft without its stem. Raises Refusal for a kind that we do not have."""
    text = inside.text.strip()
    if not text:
        raise Refusal(error("kind_not_supported", "type", "essay"))
    if text.startswith("#"):
        return _numerical(inside, text[1:])
    if _TRUTH.fullmatch(text):
        return _truefalse(inside, text)
    answers = _answers(text)
    if not answers:
        raise Refusal(error("answers_unmarked", "options", back(text)))
    if "~" in text:
        return _choice(inside, answers)
    return _matching(inside, answers) if "->" in text else _texts(inside, answers)


def _answers(text: str) -> list[Answer]:
    """The answers, each behind its mark; words before the first mark are no answer."""
    first, *rest = re.split(r"([~=])", text)
    if first.strip():
        return []
    return [_answer(mark == "=", said) for mark, said in zip(rest[::2], rest[1::2], strict=True)]


def _answer(right: bool, said: str) -> Answer:  # noqa: FBT001
    text, _, feedback = said.partition("#")
    match = _WEIGHT.match(text)
    if match is None:
        return Answer(right, text.strip(), None, feedback.strip())
    return Answer(right, text[match.end() :].strip(), Decimal(match[1]), feedback.strip())


def _truefalse(inside: Inside, text: str) -> Draft:
    """The first feedback is for the wrong answer, the second for the right one."""
    word, *feedback = text.split("#")
    if word.strip() != word.strip().upper():
        inside.fields.notes.append(warning("truth_case", "key", word))
    inside.feedback += feedback
    return Draft("truefalse", NO_TEXT, key=(0 if word.strip().upper()[0] == "T" else 1,))


def _choice(inside: Inside, answers: list[Answer]) -> Draft:
    answers = [answer for answer in answers if answer.text]
    options, pictures = inside.fields.options(inside.plain(answer.text) for answer in answers)
    one = any(answer.right for answer in answers)
    key, notes = (best if one else every)([answer.fraction for answer in answers])
    inside.fields.notes += notes
    inside.feedback += [answer.feedback for answer in answers]
    return Draft(
        "single" if one else "multiple",
        NO_TEXT,
        options=options,
        fixed=fixed(options),
        key=key,
        option_pictures=pictures,
    )


def _texts(inside: Inside, answers: list[Answer]) -> Draft:
    """A short text; only the forms that earn everything are accepted."""
    most = max(answer.fraction for answer in answers)
    forms = [answer.text for answer in answers if answer.fraction == most]
    if dropped := [answer.text for answer in answers if answer.fraction != most]:
        inside.fields.notes.append(warning("partial_credit", "accepted", back(", ".join(dropped))))
    if any("*" in form for form in forms):
        inside.fields.notes.append(error("wildcard", "accepted", back(", ".join(forms))))
    inside.feedback += [answer.feedback for answer in answers]
    plain_forms = [clean_line(inside.plain(form).text.zh) for form in forms]
    return Draft("text", NO_TEXT, accepted=tuple(dict.fromkeys(filter(None, plain_forms))))


def _matching(inside: Inside, answers: list[Answer]) -> Draft:
    """Pairs "left -> right"; one without a left side only adds a target."""
    lefts, targets, key = [], [], []
    for answer in answers:
        left, arrow, right = answer.text.partition("->")
        target = Text(inside.plain(right).text.zh)
        if not arrow or not answer.right:
            raise Refusal(error("answers_unmarked", "options", back(answer.text)))
        if target not in targets:
            targets.append(target)
        if left.strip():
            lefts.append(inside.plain(left))
            key.append(targets.index(target))
    options, pictures = inside.fields.options(lefts)
    return Draft(
        "matching",
        NO_TEXT,
        options=options,
        key=tuple(key),
        targets=tuple(targets),
        option_pictures=pictures,
    )


def _numerical(inside: Inside, text: str) -> Draft:
    """A number with a tolerance or a range; of several the one that earns everything."""
    answers = _answers(text) or [_answer(right=True, said=text)]
    whole = [answer for answer in answers if answer.fraction == _WHOLE]
    if len(whole) != 1:
        raise Refusal(error("key_unclear", "key", back(text)))
    if len(answers) > 1:
        inside.fields.notes.append(warning("partial_credit", "key", back(text)))
    inside.feedback += [answer.feedback for answer in answers]
    value, tolerance = _range(whole[0].text)
    made, notes = whole_estimate(value, tolerance, "")
    if made is None:
        raise Refusal(*notes)
    inside.fields.notes += notes
    return Draft("estimate", NO_TEXT, estimate=made)


def _range(text: str) -> tuple[Decimal | None, Decimal | None]:
    """Value and tolerance of "3", "3:2" and "1..5"."""
    if ".." in text:
        least, most = (number(part) for part in text.split("..", 1))
        if least is None or most is None:
            return None, None
        return (least + most) / 2, (most - least) / 2
    value, _, tolerance = text.partition(":")
    return number(value), number(tolerance or "0")

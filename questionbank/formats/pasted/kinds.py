"""What a pasted question asks for: its kind, and the key in the form of that kind."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from questionbank.formats import keys
from questionbank.formats.found import Note, error, warning
from questionbank.formats.markup.numbers import number, whole_estimate
from questionbank.formats.pasted import keys as pasted_keys
from questionbank.formats.pasted.blocks import Block
from questionbank.formats.pasted.words import flat, truth
from questionbank.formats.table.judge import judge
from questionbank.rules.question import Estimate, Text

_CHOICES = ("single", "multiple", "choice")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫"
_NUMBER = r"-?\d{1,3}(?:,\d{3}){1,3}|-?\d{1,12}(?:\.\d{1,6})?"
_VALUE = re.compile(
    rf"(?:约|大约|about)?\s*(?P<value>{_NUMBER})(?![\d.])\s*"
    rf"(?:[(]?\s*(?:±|\+/?-)\s*(?P<near>{_NUMBER})\s*[)]?)?\s*(?P<unit>\D.{{0,19}})?",
    re.IGNORECASE,
)
_PAIR = re.compile(rf"([A-J])\s?[-—–→:=]*\s?(?:([{_CIRCLED}])|\(?(\d{{1,2}})\)?)[\s,、;]*")
_FORMS = re.compile(r"\s+/\s+|\s*[|｜]\s*")
_BLANKS = re.compile(r"_{2,}|[(（]\s*[)）]|＿{2,}")
_GAPS = re.compile(r"_{2,}|＿{2,}")
_LONGEST_FORM = 60
_RANGE = re.compile(rf"({_NUMBER})\s?(?:至|到|~|—|–|to|-)\s?({_NUMBER})", re.IGNORECASE)


@dataclass(slots=True)
class Answer:
    """`kind` is "" for a kind that we do not have, "unclear" where nothing tells."""

    kind: str
    key: tuple[int, ...] = ()
    estimate: Estimate | None = None
    targets: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    notes: list[Note] = field(default_factory=list)


def answer_of(told: str, key: str, options: list[str], block: Block) -> Answer:
    """`told` is the kind that the file names, `key` the key as it is written there."""
    if options:
        make = {"truefalse": _truefalse, "ordering": _ordering, "matching": _matching}
        return make.get(told, _choice)(told, key, options, block)
    if told in _BARE:
        return _BARE[told](told, key, options, block)
    if told == "other":
        return Answer("")
    if told in _CHOICES or pasted_keys.letters(flat(key), 0):
        return _choice(told, key, options, block)
    return _untold(key, block)


def _untold(key: str, block: Block) -> Answer:
    """Without options or a named kind only a judgement, a number with ± and one gap are plain."""
    if truth(flat(key)) is not None:
        return _truefalse("", key, [], block)
    value = _VALUE.fullmatch(flat(key))
    gap = len(_GAPS.findall(block.stem)) == 1 and 0 < len(key) <= _LONGEST_FORM
    if not gap and not (value and value["near"]):
        return Answer("unclear")
    found = (_estimate if value and value["near"] else _text)("", key, [], block)
    found.notes.append(warning("kind_guessed", "type", key))
    return found


def _choice(told: str, key: str, options: list[str], _block: Block) -> Answer:
    found = _places(told, key, options)
    notes = list(found.notes)
    kind = told if told in ("single", "multiple") else ""
    if told and not kind:
        notes.append(warning("kind_by_keys", "type", key))
    by_key = "multiple" if len(found.places) > 1 else "single"
    return Answer(kind or by_key, found.places, notes=notes)


def _places(told: str, key: str, options: list[str]) -> keys.Key:
    """Letters are the labels that stand before the options, even of an option that reads "B"."""
    places = pasted_keys.letters(flat(key), len(options))
    if places and max(places) < len(options):
        return keys.Key(places)
    return keys.choice(key, options, told if told in _CHOICES else "choice")


def _truefalse(_told: str, key: str, options: list[str], _block: Block) -> Answer:
    places, notes = judge(key, options, None)
    return Answer("truefalse", places, notes=list(notes))


def _ordering(_told: str, key: str, _options: list[str], _block: Block) -> Answer:
    return _or_error(Answer("ordering", pasted_keys.order(flat(key)) or ()), key)


def _or_error(answer: Answer, key: str) -> Answer:
    if not answer.key:
        answer.notes.append(error("key_unreadable" if key else "no_key", "key", key))
    return answer


def _matching(_told: str, key: str, options: list[str], block: Block) -> Answer:
    targets = tuple(block.targets)
    places: dict[int, int] = {}
    at, half = 0, flat(key)
    while match := _PAIR.match(half, at):
        letter, circled, digits = match.groups()
        target = _CIRCLED.index(circled) if circled else int(digits) - 1
        places[ord(letter) - ord("A")] = target
        at = match.end()
    whole = at == len(half) and sorted(places) == list(range(len(options)))
    found = tuple(places[place] for place in range(len(options))) if whole else ()
    return _or_error(Answer("matching", found, targets=targets), key)


def _estimate(_told: str, key: str, _options: list[str], block: Block) -> Answer:
    match = _VALUE.fullmatch(flat(key).strip(" 。."))
    if match is None:
        return _or_error(Answer("estimate"), key)
    behind = key.strip(" 。.")[match.start("unit") :] if match["unit"] else ""
    unit = block.fields.get("unit", "") or behind
    near = number(_digits(block.fields.get("near", "") or match["near"] or "0"))
    made, notes = whole_estimate(number(_digits(match["value"])), near, unit.strip())
    if made is None:
        return Answer("estimate", notes=list(notes))
    return Answer("estimate", estimate=_ranged(made, block), notes=_fewer(notes, block))


def _digits(text: str) -> str:
    return flat(text).replace(",", "").strip()


def _ranged(made: Estimate, block: Block) -> Estimate:
    """The estimate with the numbers that our own export writes besides."""
    far = re.match(_NUMBER, _digits(block.fields.get("far", "")))
    ends = _RANGE.match(_digits(block.fields.get("range", "")))
    return Estimate(
        made.value,
        made.near,
        int(far[0]) if far and "." not in far[0] else made.far,
        int(ends[1]) if ends and "." not in ends[0] else made.least,
        int(ends[2]) if ends and "." not in ends[0] else made.most,
        Text(made.unit.zh),
    )


def _fewer(notes: tuple[Note, ...], block: Block) -> list[Note]:
    said = "range" in block.fields
    return [note for note in notes if not (said and note.code == "estimate_range")]


def _text(_told: str, key: str, _options: list[str], block: Block) -> Answer:
    """One short answer. A question with several blanks is a kind that we do not have."""
    if len(_BLANKS.findall(block.stem)) > 1:
        return Answer("")
    forms = tuple(form.strip() for form in _FORMS.split(key.strip()) if form.strip())
    notes = [] if forms else [error("no_key", "key")]
    return Answer("text", accepted=forms, notes=notes)


_Make = Callable[[str, str, list[str], Block], Answer]
_BARE: dict[str, _Make] = {
    "truefalse": _truefalse,
    "estimate": _estimate,
    "text": _text,
    "ordering": _ordering,
    "matching": _matching,
}

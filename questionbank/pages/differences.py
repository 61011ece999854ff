"""Two questions' words, cut into what they share and what only one of them has."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from questionbank.rules.alike import plain
from questionbank.rules.question import Draft

Runs = list[tuple[str, bool]]
"""Pieces of a text, each with whether only this side has it."""


@dataclass(frozen=True, slots=True)
class Line:
    """An option, a target or an accepted form; `key` says that it is right."""

    runs: Runs
    key: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """One question beside another: what of it the other lacks is marked."""

    stem: Runs
    lines: list[Line]
    answer: str


def side_by_side(one: Draft, other: Draft) -> tuple[Shown, Shown]:
    """Both, each marked against the other."""
    return _shown(one, other), _shown(other, one)


def marked(text: str, against: str) -> Runs:
    """The text in runs; joined they are the text again."""
    matcher = SequenceMatcher(None, text, against, autojunk=False)
    return [
        (text[start:end], tag != "equal")
        for tag, start, end, _from, _to in matcher.get_opcodes()
        if end > start
    ]


def _shown(one: Draft, other: Draft) -> Shown:
    theirs = {plain(text): right for text, right in _lines(other)}
    lines = [Line([(text, plain(text) not in theirs)], right) for text, right in _lines(one)]
    return Shown(marked(one.stem.zh, other.stem.zh), lines, _answer(one))


def _lines(draft: Draft) -> list[tuple[str, bool]]:
    chosen = draft.kind in ("single", "multiple")
    options = [(text.zh, chosen and at in draft.key) for at, text in enumerate(draft.options)]
    return [*options, *((text.zh, False) for text in draft.targets)]


def _answer(draft: Draft) -> str:
    """The key of a question whose right options cannot be marked."""
    match draft.kind:
        case "truefalse":
            return "✓" if draft.key == (0,) else "✗"
        case "estimate" if draft.estimate:
            return draft.estimate.in_words(draft.estimate.value)
        case "text":
            return " / ".join(draft.accepted)
        case "matching":
            return " ".join(f"{at + 1}-{place + 1}" for at, place in enumerate(draft.key))
    return ""

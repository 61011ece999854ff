"""The public note of a ruling: it quotes the question and its options, for whoever reads it has
other letters: options are shuffled in each paper. Source: contest regulations, section 9.1."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from questionbank.rules import rich
from questionbank.rules.formulas import BadFormula
from questionbank.rules.question import NO_UNIT, Draft, Text

# As long as rulings take them, in Chinese and in English.
LONGEST = {"zh": 300, "en": 600}
# How many signs of each quoted text are told: as many as the note has room for. English needs more.
CUTS = (60, 40, 24, 14, 8)
WIDER = {"zh": 1, "en": 2}
# Kinds whose options have letters on a phone.
LETTERED = frozenset({"single", "multiple", "ordering", "matching"})

_QUOTED = re.compile(r"“[^”]*”|「[^」]*」|‘[^’]*’|\"[^\"]*\"")
# "B", "BC", "A、C", "B/C": options' letters alone, no part of a word or of a name with a digit.
_LETTERS = re.compile(r"(?<![A-Za-z0-9])[A-H]{1,4}(?![A-Za-z0-9])")

Wording = Callable[[str, str], str]
# By kind of ruling: from the question's beginning and the keys in words.
_WORDS: dict[str, dict[str, Wording]] = {
    "new_key": {
        "zh": lambda stem, keys: f"{stem}一题的答案更正为{keys}，已交的答卷全部重判。",
        "en": lambda stem, keys: f"The key of {stem} is now {keys}; all papers are marked again.",
    },
    "accept": {
        "zh": lambda stem, keys: f"{stem}一题，答{keys}均算对，已交的答卷全部重判。",
        "en": lambda stem, keys: f"For {stem}, {keys} all count; all papers are marked again.",
    },
    "void_all": {
        "zh": lambda stem, _keys: f"{stem}一题作废，人人得分，已交的答卷全部重判。",
        "en": lambda stem, _keys: (
            f"{stem} is void and pays everybody; all papers are marked again."
        ),
    },
    "void_none": {
        "zh": lambda stem, _keys: (
            f"{stem}一题作废，不计分，其余各题按比例折算，已交的答卷全部重判。"
        ),
        "en": lambda stem, _keys: f"{stem} is void and does not count; the others are scaled.",
    },
    "restore": {
        "zh": lambda stem, _keys: f"{stem}一题恢复原答案，已交的答卷全部重判。",
        "en": lambda stem, _keys: f"{stem} has its first key again; all papers are marked again.",
    },
}


def first(draft: Draft, kind: str, keys: Sequence[Any]) -> tuple[str, str]:
    """A first wording in Chinese and English, never longer than a note may be; empty for a kind of
    ruling that there is not. `keys` are in the form of a ruling's."""
    if kind not in _WORDS:
        return "", ""
    return _fitting(draft, kind, keys, "zh"), _fitting(draft, kind, keys, "en")


def letters(note: str, kind: str) -> list[str]:
    """The letters by which a note names options of a question of that kind, outside of quotes: on
    phones they stand for other options."""
    if kind not in LETTERED:
        return []
    return list(dict.fromkeys(_LETTERS.findall(_QUOTED.sub(" ", note))))


def _fitting(draft: Draft, kind: str, keys: Sequence[Any], lang: str) -> str:
    note = ""
    for most in CUTS:
        told = [_key(draft, key, lang, most) for key in keys]
        stem = _quoted(_said(draft.stem, lang), most * WIDER[lang])
        note = _WORDS[kind][lang](stem, _joined(told, lang))
        if len(note) <= LONGEST[lang]:
            return note
    return _cut(note, LONGEST[lang])


def _joined(told: Sequence[str], lang: str) -> str:
    return ("、" if lang == "zh" else " and ").join(told)


def _key(draft: Draft, key: Sequence[Any], lang: str, most: int) -> str:
    """One key in words that mean the same on every paper."""
    if draft.kind == "estimate" and draft.estimate:
        unit = draft.estimate.unit
        said = "" if unit.zh == NO_UNIT else f" {_said(unit, lang)}"
        return f"{key[0]} ± {key[1]}{said}"
    if draft.kind == "truefalse":
        words = ("对", "错") if lang == "zh" else ("true", "false")
        return _quoted("".join(words[at] for at in key if at in (0, 1)), most)
    if draft.kind == "text":
        return _quoted(" / ".join(key), most * WIDER[lang])
    mark = "→" if draft.kind == "ordering" else "；" if lang == "zh" else "; "
    return _quoted(mark.join(_parts(draft, key, lang, most * WIDER[lang])), LONGEST[lang])


def _parts(draft: Draft, key: Sequence[int], lang: str, most: int) -> list[str]:
    """The options of a key; of pairs each with what belongs to it."""
    if draft.kind != "matching":
        return [_cut(_option(draft, at, lang), most) for at in key]
    named = [_said(draft.targets[to], lang) if to < len(draft.targets) else "" for to in key]
    return [
        f"{_cut(_option(draft, at, lang), most)}→{_cut(name, most)}"
        for at, name in enumerate(named)
    ]


def _option(draft: Draft, at: int, lang: str) -> str:
    """An option's words, or what its picture shows; empty where there is none."""
    if at >= len(draft.options):
        return ""
    picture = draft.option_pictures[at] if at < len(draft.option_pictures) else None
    return _said(draft.options[at], lang) or (_said(picture.alt, lang) if picture else "")


def _said(text: Text, lang: str) -> str:
    """The words without marks and formulas' signs; Chinese where there is no English."""
    words = (text.en if lang == "en" else "") or text.zh
    try:
        return rich.plain(rich.tree(words))
    except BadFormula:
        return words


def _quoted(words: str, most: int) -> str:
    inner = words.replace("“", "‘").replace("”", "’").rstrip("。.")
    return f"“{_cut(inner, most)}”"


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1]}…"

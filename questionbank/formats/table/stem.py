"""What people write around a stem: a number, the kind, and the key in brackets."""

import re
from dataclasses import dataclass

from questionbank.formats.found import Note, error, info, warning
from questionbank.formats.pasted.words import flat, is_tag, kind_in, truth

_STARS = re.compile(r"^\s*\*{1,3}\s+")
_NUMBER = re.compile(r"^\s*(?:第\s*)?(\d{1,5})\s*(?:[.、．:]|题[.、:\s]?)\s*(?!\d)")
_TAG = re.compile(r"^\s*[\[(]([^\[\]()]{1,20})[\])]\s*")
_BRACKETS = re.compile(r"\(([ \t]*)([A-J][A-J、, ]{0,18}|[√×✓✗]|对|错|正确|错误)([ \t]*)\)")
_REST = re.compile(r"[\s.。?!:,_]*")
GAP = "（　　）"


@dataclass(frozen=True, slots=True)
class Stem:
    """A stem without its wrapping: `kind` and `key` are what the wrapping said, or ""."""

    text: str
    kind: str = ""
    key: str = ""
    notes: tuple[Note, ...] = ()


def number_of(cell: str) -> int | None:
    match = _NUMBER.match(flat(cell))
    return int(match[1]) if match else None


def unwrapped(cell: str, *, numbered: bool) -> Stem:
    """The stem of a cell; a number before it goes only where the file is `numbered`."""
    text, said, kind = cell.strip(), "", ""
    for pattern in (_STARS, _NUMBER, _TAG, _NUMBER):
        match = pattern.match(flat(text))
        if not match or (pattern is _NUMBER and not numbered):
            continue
        if pattern is _TAG:
            if not is_tag(match[1]):
                continue
            kind = kind_in(match[1])
        said += text[: match.end()]
        text = text[match.end() :]
    notes = (info("stem_prefix", "stem", said.strip()),) if said.strip() else ()
    return Stem(text.strip(), kind, "", notes)


def keyed(stem: Stem, key: str) -> Stem:
    """The stem without a key in its brackets, and that key, held against the `key` of its own cell.

    Brackets count as a key at the end of the stem, or with spaces inside, or when they say what
    the cell says; "维生素（C）" amid a sentence is text. Contradicting keys are an ERROR.
    """
    text = stem.text
    found = list(_BRACKETS.finditer(flat(text)))
    for match in reversed(found):
        mark = _letters(match[2])
        sure = bool(_REST.fullmatch(flat(text)[match.end() :])) or bool(match[1] or match[3])
        if not (sure or (key and mark == _letters(flat(key).upper()))):
            continue
        shown = text[: match.start()] + GAP + text[match.end() :]
        note = _compared(mark, match[0], key)
        return Stem(shown, stem.kind, mark, (*stem.notes, note))
    return stem


def _compared(mark: str, brackets: str, key: str) -> Note:
    own = _letters(flat(key).upper())
    if not key:
        return warning("key_from_stem", "key", brackets)
    letters = re.fullmatch(r"[A-J]+", own) and re.fullmatch(r"[A-J]+", mark) and own != mark
    if letters or {truth(flat(key)), truth(mark)} == {True, False}:
        return error("key_contradicts", "key", f"{key} ≠ {brackets}")
    return info("key_in_stem", "stem", brackets)


def _letters(key: str) -> str:
    """Letters in order, without what separates them; other marks as they are."""
    bare = re.sub(r"[\s、,;|/.]", "", key)
    return "".join(sorted(set(bare))) if re.fullmatch(r"[A-J]+", bare) else bare

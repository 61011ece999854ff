"""Keys of the kinds that only some tables have: orders, pairs, numbers, short texts."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from questionbank.formats import checked, keys
from questionbank.formats.found import Note, error, warning
from questionbank.formats.table.line import Line
from questionbank.formats.text import narrow
from questionbank.rules.question import NO_UNIT, Draft, Estimate, Text

_PAIR = re.compile(r"([A-J])\s?(?:-|—|:|→|=)?\s?(1[0-2]|[1-9])")
_WHOLE = re.compile(r"[+-]?\d{1,10}(?:\.0{1,3})?")
_TOLERANT = re.compile(
    r"([+-]?\d{1,10})\s?(?:\(\s?(?:±|\+/-|\+-)\s?(\d{1,10})\s?\)|(?:±|\+/-)\s?(\d{1,10}))?"
    r"\s?([^\d\s(±.,][^\d(±]{0,19})?"
)
_BLANKS = re.compile(r"_{2,}|[（(]\s*[)）]|﹍+|＿+")
_SEVERAL = re.compile(r"[\n;|、/#]|,")


def ordering(draft: Draft, line: Line) -> tuple[Draft, tuple[Note, ...]]:
    """ "BADC" is the order from first to last. Numbers could be ranks as well: refused."""
    letters = re.sub(r"[\s,、;>→\-]", "", keys.bare(line.cell("key")).upper())
    if not letters:
        return draft, (error("no_key", "key"),)
    if not re.fullmatch(r"[A-J]+", letters):
        return draft, (error("key_unreadable", "key", line.cell("key")),)
    return replace(draft, key=tuple(ord(letter) - 65 for letter in letters)), ()


def matching(draft: Draft, line: Line) -> tuple[Draft, tuple[Note, ...]]:
    """ "A-2,B-1": each option with the number of its partner in the right-hand column."""
    targets = [line.cell(f"target.{number}").strip() for number in range(1, 13)]
    english = [line.cell(f"target.{number}.en").strip() for number in range(1, 13)]
    while targets and not targets[-1]:
        targets.pop()
    pairs = {ord(a) - 65: int(b) - 1 for a, b in _PAIR.findall(keys.bare(line.cell("key")).upper())}
    texts = tuple(Text(zh, en) for zh, en in zip(targets, english, strict=False))
    rest = _PAIR.sub("", keys.bare(line.cell("key")).upper())
    if rest.strip(" ,;、\n") or sorted(pairs) != list(range(len(draft.options))):
        return replace(draft, targets=texts), (error("key_unreadable", "key", line.cell("key")),)
    return replace(draft, targets=texts, key=tuple(pairs[at] for at in sorted(pairs))), ()


def estimate(draft: Draft, line: Line) -> tuple[Draft, tuple[Note, ...]]:
    """Whole numbers: "55", "55±2 公里", and the columns 单位, 满分误差 and so on."""
    match = _TOLERANT.fullmatch(narrow(line.cell("key")).strip().removesuffix(".0"))
    if not match:
        code = "no_key" if keys.is_empty(line.cell("key")) else "whole_numbers_only"
        return draft, (error(code, "key", line.cell("key")),)
    numbers = {name: line.cell(name).strip() for name in ("near", "far", "least", "most")}
    wrong = [text for text in numbers.values() if text and not _WHOLE.fullmatch(narrow(text))]
    if wrong:
        return draft, (error("whole_numbers_only", "key", wrong[0]),)
    value, unit = int(match[1]), Text(line.cell("unit") or match[4] or "", line.cell("unit.en"))
    near = _number(numbers["near"], int(match[2] or match[3] or 0))
    guess = checked.estimate(value, near, "")
    far, least, most = (
        _number(numbers[name], getattr(guess, name)) for name in ("far", "least", "most")
    )
    unsaid = (warning("unit_missing", "key.unit"),) if not unit.zh else ()
    unit = unit if unit.zh else Text(NO_UNIT, unit.en)
    return replace(draft, estimate=Estimate(value, near, far, least, most, unit)), unsaid


def _number(text: str, otherwise: int) -> int:
    return int(float(narrow(text))) if text else otherwise


def text(draft: Draft, line: Line) -> tuple[Draft, tuple[Note, ...]]:
    """One blank with one answer, and further forms of it in a column of their own, one a line.

    Several blanks, or an answer that may be a list of them, are a kind that we do not have.
    """
    key, more = line.cell("key").strip(), line.cell("accepted").strip()
    # In a table of ours each cell is what it says: "N/A" may be right.
    if not key or (keys.is_empty(key) and not line.has("accepted")):
        return draft, (error("no_key", "key"),)
    several = _SEVERAL.search(narrow(key)) and not line.has("accepted")
    if several or len(_BLANKS.findall(draft.stem.zh)) > 1:
        return draft, (error("kind_not_supported", "type", "填空（多空）"),)
    forms = (key, *(line.strip() for line in more.split("\n") if line.strip()))
    return replace(draft, accepted=tuple(dict.fromkeys(forms))), ()


READERS: Mapping[str, Callable[[Draft, Line], tuple[Draft, tuple[Note, ...]]]] = {
    "ordering": ordering,
    "matching": matching,
    "estimate": estimate,
    "text": text,
}

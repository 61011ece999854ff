"""Of what kind the question in a line of a table is: said by its cell, its sheet or its stem."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from questionbank.formats import keys
from questionbank.formats.found import Note, error, warning
from questionbank.formats.pasted.words import flat, kind_in, truth
from questionbank.formats.table.words import kind_of, plain
from questionbank.formats.text import narrow

# "choice" is single or multiple by the number of keys.
_CHOICES = ("single", "multiple", "choice")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of ours, "choice", "other" for one that we do not have, or "" for none said."""

    name: str
    notes: tuple[Note, ...] = ()


def of_sheet(name: str) -> str:
    """The kind that a sheet's name gives to all its lines."""
    return kind_in(narrow(name).casefold())


def said(cell: str | None, elsewhere: Iterable[str], codes: Mapping[str, str]) -> Kind:
    """The kind of a line. `cell` is None in a table without such a column; `elsewhere` are the
    stem's own tag, the last section's title and the sheet's name, the nearest first."""
    near = [kind for kind in elsewhere if kind]
    if not (cell or "").strip():
        if near or cell is None:
            return Kind(near[0] if near else "")
        return Kind("", (error("type_missing", "type"),))
    kind = codes.get(plain(cell or "")) or kind_of(cell or "")
    if not kind:
        return Kind("", (error("type_unknown", "type", cell or ""),))
    if near and not _agree(kind, near[0]):
        return Kind(kind, (error("kind_contradicts", "type", f"{cell} ≠ {near[0]}"),))
    return Kind(near[0] if kind == "choice" and near else kind)


def _agree(one: str, other: str) -> bool:
    both = {one, other}
    return len(both) == 1 or ("choice" in both and both <= set(_CHOICES))


@dataclass(frozen=True, slots=True)
class Sample:
    """What tells the meaning of a type code: the key of one of its lines, and its options."""

    code: str
    key: str
    options: tuple[str, ...]


def codes(samples: Iterable[Sample]) -> tuple[dict[str, str], tuple[Note, ...]]:
    """Number codes in a type column by what their lines look like; the guess is a WARNING.

    A code is a judgement when none of its lines has options, multiple when any has two keys,
    single when all have one; anything else is no code.
    """
    lines: dict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        if plain(sample.code).isdigit():
            lines[plain(sample.code)].append(sample)
    found = {code: kind for code, own in sorted(lines.items()) if (kind := _kind(own))}
    shown = ", ".join(f"{code} = {kind}" for code, kind in found.items())
    return found, (warning("type_codes", "type", shown),) if found else ()


def _kind(lines: list[Sample]) -> str:
    if not any(sample.options for sample in lines):
        judged = all(is_judged(sample.key) for sample in lines)
        return "truefalse" if judged else ""
    counts = {len(keys.choice(s.key, s.options, "choice").places) for s in lines if s.options}
    if max(counts) > 1:
        return "multiple"
    return "single" if counts == {1} and all(s.options for s in lines) else ""


def is_judged(cell: str) -> bool:
    """Whether a key can be one of a judgement: its words, or 1 and 0."""
    return truth(flat(cell)) is not None or flat(cell).strip() in ("1", "0")

"""In what two texts of a question differ, piece by piece, so that people see it at a glance."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from questionbank.rules.question import Draft, Text, normal

# A Chinese sign for itself, other words whole: half a word that changed helps nobody.
_TOKEN = re.compile(r"[^\W\u2e80-\u9fff]+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of signs; `mark` is "" where both have it, else "del" (before) or "ins" (after)."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs; `where` as in Problem.where."""

    where: str
    pieces: tuple[Piece, ...]


def differences(before: Draft, after: Draft) -> list[Change]:
    """The fields in which two drafts differ, in the order of the form."""
    old, new = dict(_fields(normal(before))), dict(_fields(normal(after)))
    names = [*old, *(name for name in new if name not in old)]
    return [
        Change(name, pieces(old.get(name, ""), new.get(name, "")))
        for name in names
        if old.get(name, "") != new.get(name, "")
    ]


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Both texts in one: what stayed, what went and what came, in reading order."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    found: list[Piece] = []
    for mark, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if mark == "equal":
            found.append(Piece("", "".join(old[i:j])))
            continue
        if i < j:
            found.append(Piece("del", "".join(old[i:j])))
        if k < m:
            found.append(Piece("ins", "".join(new[k:m])))
    return tuple(found)


def _fields(form: Draft) -> Iterator[tuple[str, str]]:
    yield "type", form.kind
    yield from _both("stem", form.stem)
    for at, option in enumerate(form.options):
        yield from _both(f"options[{at}]", option)
    for at, target in enumerate(form.targets):
        yield from _both(f"targets[{at}]", target)
    yield "key", _key(form)
    yield "fixed_last", "".join(chr(65 + place) for place in sorted(form.fixed))
    yield "accepted", " / ".join(form.accepted)
    yield "areas", "; ".join(" ".join([a.shape, *map(str, a.numbers)]) for a in form.areas)
    yield from _both("explanation", form.explanation)
    yield from _both("source", form.source)
    yield from _pictures(form)


def _key(form: Draft) -> str:
    if form.estimate:
        number = form.estimate
        ends = f"{number.least}-{number.most} {number.unit.zh} {number.unit.en}"
        return f"{number.value} ± {number.near} / {number.far}, {ends}".strip()
    if form.kind == "truefalse":
        return "✓" if form.key == (0,) else "✗"
    if form.kind == "matching":
        return " ".join(f"{chr(65 + at)}-{place + 1}" for at, place in enumerate(form.key))
    return "".join(chr(65 + place) for place in form.key)


def _pictures(form: Draft) -> Iterator[tuple[str, str]]:
    for where, image in (
        ("picture", form.picture),
        *((f"options[{at}].alt", one) for at, one in enumerate(form.option_pictures)),
    ):
        if image:
            yield where, f"{image.digest[:8]} {image.alt.zh} {image.alt.en}".strip()


def _both(where: str, text: Text) -> Iterator[tuple[str, str]]:
    yield f"{where}.zh", text.zh
    yield f"{where}.en", text.en

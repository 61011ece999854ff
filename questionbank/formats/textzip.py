"""A zip of a text as people type it and the pictures that it names: `[图：图1.webp|一只鸟]`.

The mark stands at the end of a stem or an option; behind the bar is what the picture shows.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from questionbank.formats.found import Found, Level, Options, Row, Written, error
from questionbank.formats.markup.fields import picture_fault
from questionbank.formats.packages import Package, opened, packed
from questionbank.formats.pasted.pictures import mark
from questionbank.formats.pasted.reader import read_text
from questionbank.formats.pasted.writer import chinese, lines
from questionbank.formats.text import decode
from questionbank.rules.question import Draft, Image, Text, clean_line, normal
from questionbank.rules.validity import LENGTHS

TEXT = "题目.txt"
_MARK = re.compile(r"\[图[:：]\s{0,9}([^\[\]|\r\n]{1,120})(?:\|([^\[\]\r\n]{0,200}))?\]")


@dataclass(slots=True)
class _Shown:
    """The pictures that texts name: their bytes, and what they show in words."""

    package: Package
    folder: str
    files: dict[str, bytes] = field(default_factory=dict)
    alts: dict[str, str] = field(default_factory=dict)

    def marked(self, found: re.Match[str]) -> str:
        """The sign of a picture that is there; any other mark stays as it is."""
        name = found[1].strip()
        data = self.package.find(name, self.folder)
        if data is None or picture_fault(name, data):
            return found[0]
        self.files[name] = data
        self.alts.setdefault(name, clean_line(found[2] or "")[: LENGTHS["alt"][0]])
        return mark(name)


def read(data: bytes, _options: Options) -> Found:
    """The questions of every .txt in the zip, by name; pictures are looked for beside it."""
    package, notes = opened(data)
    if package is None:
        return Found((), notes)
    names = sorted(name for name in package.files if name.lower().endswith(".txt"))
    if not names:
        return Found((), (*notes, error("nothing_found")))
    parts = [_read(package, name, several=len(names) > 1) for name in names]
    rows = tuple(row for part in parts for row in part.rows)
    return Found(rows, (*notes, *(note for part in parts for note in part.notes)))


def _read(package: Package, name: str, *, several: bool) -> Found:
    text, notes = decode(package.files[name])
    if any(note.level is Level.ERROR for note in notes):
        return Found((), notes)
    shown = _Shown(package, name.rpartition("/")[0])
    found = read_text(_MARK.sub(shown.marked, text), notes, shown.files)
    rows = (_row(row, shown.alts) for row in found.rows)
    return replace(
        found,
        rows=tuple(replace(r, where=f"{name} {r.where}" if several else r.where) for r in rows),
    )


def _row(row: Row, alts: Mapping[str, str]) -> Row:
    """The row with its pictures described, and an ERROR for each mark without a picture."""
    draft = row.draft
    if draft is None:
        return row
    missing = [error("picture_missing", where, name) for where, name in _left(draft)]
    images = [_with_alt(image, alts) for image in (draft.picture, *draft.option_pictures)]
    shown = replace(draft, picture=images[0], option_pictures=tuple(images[1:]))
    return replace(row, draft=shown, notes=(*row.notes, *missing))


def _with_alt(image: Image | None, alts: Mapping[str, str]) -> Image | None:
    alt = alts.get(image.digest.removeprefix("raw:"), "") if image else ""
    return replace(image, alt=Text(alt)) if image and alt else image


def _left(draft: Draft) -> Iterator[tuple[str, str]]:
    named = [("stem", draft.stem), ("explanation", draft.explanation)]
    named += [(f"options[{at}]", option) for at, option in enumerate(draft.options)]
    for where, text in named:
        yield from ((where, found[1]) for found in _MARK.finditer(text.zh))


def cannot(question: Written) -> str:
    """Why this question would not come back; "" when it does, but for English."""
    draft = question.draft
    if draft.kind == "hotspot":
        return "hotspot"
    rows = read(_zip([question]), Options()).rows
    back = rows[0].draft if len(rows) == 1 and not rows[0].wrong else None
    return "" if back and _said(normal(back)) == _said(chinese(draft)) else "marks"


def _said(draft: Draft) -> Draft:
    """Pictures by their words: two files may be the same picture, and their names are not."""
    images = [
        image and Image("", Text(image.alt.zh)) for image in (draft.picture, *draft.option_pictures)
    ]
    return replace(draft, picture=images[0], option_pictures=tuple(images[1:]))


def write(questions: Sequence[Written], _options: Options) -> bytes:
    """The zip; questions that `cannot` names are left out."""
    return _zip([question for question in questions if not cannot(question)])


def _zip(questions: Sequence[Written]) -> bytes:
    files: dict[str, bytes] = {}
    texts = ["\n".join(_lines(number, one, files)) for number, one in enumerate(questions, 1)]
    text = ("\n\n".join(texts) + "\n").encode("utf-8-sig")
    return packed({TEXT: text, **files})


def _lines(number: int, question: Written, files: dict[str, bytes]) -> Iterator[str]:
    """The question's lines, a mark behind the stem and behind each option that has a picture."""
    draft = normal(question.draft)
    images = (draft.picture, *draft.option_pictures)
    for at, line in enumerate(lines(number, draft)):
        image = images[at] if at < len(images) else None
        if image is None:
            yield line
            continue
        name = f"图{number}{'ABCDEFGHIJ'[at - 1] if at else ''}.webp"
        files[name] = question.pictures.get(image.digest, b"")
        yield f"{line} [图：{name}{'|' if image.alt.zh else ''}{image.alt.zh}]"

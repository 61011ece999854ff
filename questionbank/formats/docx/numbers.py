"""Automatic numbers of a Word file: they are nowhere in its text, and are counted out here."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

_HAN = "零一二三四五六七八九"
_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"))
_PLACE = re.compile(r"%(\d)")
_LEVELS = 9
# A list that counts further than any exam is read without its numbers.
_MOST = 100_000


def _chinese(number: int) -> str:
    if number < 10:
        return _HAN[number]
    tens, ones = divmod(number, 10)
    if tens > 9:
        return str(number)
    return ("" if tens == 1 else _HAN[tens]) + "十" + (_HAN[ones] if ones else "")


def _roman(number: int) -> str:
    out = ""
    for value, sign in (*_ROMAN, (1, "I")):
        out += sign * (number // value) if number < 400 else ""
        number %= value
    return out


def _letter(number: int) -> str:
    """A to Z, then AA, BB, as Word counts."""
    return chr(ord("A") + (number - 1) % 26) * min(1 + (number - 1) // 26, 5)


_FORMS: dict[str, Callable[[int], str]] = {
    "upperLetter": _letter,
    "lowerLetter": lambda number: _letter(number).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "decimalEnclosedCircle": lambda n: chr(0x245F + n) if 1 <= n <= 20 else str(n),
    "decimalEnclosedCircleChinese": lambda n: chr(0x245F + n) if 1 <= n <= 20 else str(n),
    "bullet": lambda _number: "",
    "none": lambda _number: "",
}


@dataclass(slots=True)
class Level:
    """How one level of a list counts: its first number, its form, and the text around."""

    start: int = 1
    form: str = "decimal"
    text: str = "%1."

    def shown(self, number: int) -> str:
        return _FORMS.get(self.form, str)(number) if 0 < number < _MOST else ""


@dataclass(slots=True)
class Numbering:
    """The lists of a file, by the number that paragraphs name them with."""

    lists: dict[str, str] = field(default_factory=dict)
    levels: dict[tuple[str, int], Level] = field(default_factory=dict)
    restarts: dict[tuple[str, int], int] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    _counts: dict[tuple[str, int], int] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def next(self, paragraph: Element) -> str:
        """The number that Word shows before this paragraph, with a space; "" for none."""
        name, level = self._of(paragraph)
        abstract = self.lists.get(name, "")
        if not abstract:
            return ""
        self._count(name, abstract, level)
        here = self.levels.get((abstract, level), Level())
        if here.form in ("bullet", "none"):
            return ""
        text = _PLACE.sub(lambda m: self._shown(abstract, int(m[1]) - 1), here.text)
        return f"{text} " if text.strip() else ""

    def _of(self, paragraph: Element) -> tuple[str, int]:
        """The list and the level of a paragraph: its own, else its style's."""
        found = _numbered(paragraph.find("pPr"))
        style = paragraph.find("pPr/pStyle")
        own = self.styles.get(style.get("val", "") if style is not None else "", ("", 0))
        if found is None:
            return own
        name, level = found
        return (name or own[0], level)

    def _count(self, name: str, abstract: str, level: int) -> None:
        at = (abstract, level)
        first = self.levels.get(at, Level()).start
        restart = self.restarts.get((name, level))
        if restart is not None and (name, level) not in self._begun:
            self._counts[at] = restart
        else:
            self._counts[at] = self._counts.get(at, first - 1) + 1
        self._begun.add((name, level))
        for below in range(level + 1, _LEVELS):
            self._counts.pop((abstract, below), None)

    def _shown(self, abstract: str, level: int) -> str:
        here = self.levels.get((abstract, level), Level())
        return here.shown(self._counts.get((abstract, level), here.start))


def _numbered(properties: Element | None) -> tuple[str, int] | None:
    found = properties.find("numPr") if properties is not None else None
    if found is None:
        return None
    name, level = found.find("numId"), found.find("ilvl")
    return (
        name.get("val", "") if name is not None else "",
        _whole(level.get("val", "") if level is not None else "0"),
    )


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def numbering(lists: Element | None, styles: Element | None) -> Numbering:
    """The lists that numbering.xml and styles.xml tell of."""
    found = Numbering()
    for abstract in lists.iter("abstractNum") if lists is not None else ():
        name = abstract.get("abstractNumId", "")
        found.levels |= {(name, at): level for at, level in _levels(abstract)}
    for one in lists.iter("num") if lists is not None else ():
        target = one.find("abstractNumId")
        name = one.get("numId", "")
        found.lists[name] = target.get("val", "") if target is not None else ""
        for override in one.iter("lvlOverride"):
            start = override.find("startOverride")
            if start is not None:
                at = (name, _whole(override.get("ilvl", "")))
                found.restarts[at] = _whole(start.get("val", ""))
    for style in styles.iter("style") if styles is not None else ():
        own = _numbered(style.find("pPr"))
        if own is not None and own[0]:
            found.styles[style.get("styleId", "")] = own
    return found


def _levels(abstract: Element) -> Iterator[tuple[int, Level]]:
    for level in abstract.iter("lvl"):
        start, form, text = (level.find(name) for name in ("start", "numFmt", "lvlText"))
        yield (
            _whole(level.get("ilvl", "")),
            Level(
                _whole(start.get("val", "")) if start is not None else 1,
                form.get("val", "") if form is not None else "decimal",
                text.get("val", "")[:40] if text is not None else "",
            ),
        )

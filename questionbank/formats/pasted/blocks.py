"""One question of pasted text in pieces, as its lines come in."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from questionbank.formats.found import Note, warning
from questionbank.formats.pasted.look import has_options, judged
from questionbank.formats.pasted.stem import stem
from questionbank.formats.pasted.words import flat

_WIDE = re.compile(r"[\u2e80-\u9fff\uff00-\uffef，。；：？！]")
_LIST = re.compile(r"[①-⑳(（\d]")
# More than any part may have: what comes behind is not looked at, and the part is refused.
_LONGEST = 10_000
_LONG_FIELDS = ("explanation", "source")


@lru_cache(maxsize=64)
def _offers(start: str) -> bool:
    """Whether options stand in the beginning of a stem: asked again for each line behind it."""
    return has_options(flat(start))


def joined(first: str, then: str) -> str:
    """Two lines as one: no space between Chinese signs, which a line break only wraps. A text
    that is too long already stays as it is."""
    if not first or not then or len(first) > _LONGEST:
        return first or then
    wrapped = _WIDE.match(first[-1]) and _WIDE.match(then[0]) and not _LIST.match(then)
    return first + ("" if wrapped else " ") + then


@dataclass(slots=True)
class Section:
    """The heading above a question: its place in the text, its words and the kind it announces."""

    place: int = 0
    title: str = ""
    kind: str = ""


@dataclass(slots=True)
class Block:
    """One question in pieces. `part` is where the next plain line belongs."""

    value: int
    section: Section
    stem: str = ""
    tag: str = ""
    lead: str = ""
    marked: list[tuple[str, str]] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    part: str = "stem"

    @property
    def complete(self) -> bool:
        """Whether it has something a next question may follow."""
        return (
            bool(self.marked or self.keys or self.lead)
            or judged(flat(self.stem[-60:]))
            or _offers(self.stem[:2000])
        )

    @property
    def keyed(self) -> bool:
        """Whether it says its key itself: in a line, before its number or in its stem."""
        return bool(self.keys or self.lead) or stem(self.stem).sure

    def add(self, text: str) -> None:
        """A line without a mark: more of the part before it."""
        if self.part == "stem":
            self.lines.append(text)
            self.stem = joined(self.stem, text)
        elif self.part == "options":
            letter, option = self.marked[-1]
            self.marked[-1] = (letter, joined(option, text))
        elif self.part == "targets":
            self.targets[-1] = joined(self.targets[-1], text)
        elif self.part == "key" and not self.keys[-1]:
            self.keys[-1] = text
        elif self.part in _LONG_FIELDS:
            self.fields[self.part] = joined(self.fields[self.part], text)
        else:
            self._stray(text)

    def _stray(self, text: str) -> None:
        """Words below a key are its reasons, most often: kept there, and told."""
        self.notes.append(warning("stray_text", "explanation", text))
        self.part = "explanation"
        self.fields["explanation"] = joined(self.fields.get("explanation", ""), text)

    def put(self, name: str, text: str) -> None:
        """A line that names its part."""
        if name in ("key", "stem", *_LONG_FIELDS) or self.marked or self.keys:
            self.part = name
        if name == "key":
            self.keys.append(text)
        elif name == "explanation" and name in self.fields:
            self.fields[name] = f"{self.fields[name]} {text}".strip()
        elif name == "stem":
            self.stem = joined(self.stem, text)
            self.lines.append(text)
        else:
            self.fields[name] = joined(self.fields.get(name, ""), text)

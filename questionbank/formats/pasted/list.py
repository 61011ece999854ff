"""A list of keys at the end of a text: read entry by entry, then given to its questions."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from questionbank.formats.found import Note, warning
from questionbank.formats.pasted import keys as pasted_keys
from questionbank.formats.pasted.blocks import Block, joined
from questionbank.formats.pasted.lines import (
    Line,
    behind_order,
    behind_title,
    is_chapter,
    section_kind,
)
from questionbank.formats.pasted.look import asks_itself, options_follow


@dataclass(slots=True)
class Given:
    """One entry: the key, and what the list says about the question besides."""

    section: int
    kind: str
    number: int
    value: str
    fields: dict[str, str] = field(default_factory=dict)
    part: str = "value"


Pairs = list[tuple[Given, Block | None]]


class KeyList:
    """`section` is the last heading seen, which may already belong to what comes behind."""

    def __init__(self) -> None:
        self.notes: list[Note] = []
        self.section = ""
        self.section_kind = ""
        self._given: list[Given] = []
        self._place = 0
        self._row: str | None = None
        self._style = ""
        self._unread: list[str] = []

    @staticmethod
    def lists(half: str) -> bool:
        """Whether a flat line is a list of keys and not a key: it says for which questions."""
        found = pasted_keys.entries(half)
        return found is not None

    @staticmethod
    def tabled(lines: Sequence[Line], place: int) -> bool:
        """Whether this line and the next are numbers above their keys."""
        above, below = lines[place].flat, lines[place + 1 : place + 2]
        return bool(below) and pasted_keys.table(above, below[0].flat) is not None

    def takes(self, lines: Sequence[Line], place: int) -> bool:
        """Take the line. False when the list is over and a question begins here."""
        line = lines[place]
        if self._titled(line):
            return True
        if (kind := section_kind(line)) or is_chapter(line):
            self.section, self.section_kind = line.text, kind
            self._place += 1
            return not is_chapter(line)
        if rest := behind_order(line):
            self._place += 1
            self.section_kind, line = "", rest
        if self._table(line) or self.listed(line.flat):
            return True
        number = line.number
        if number is not None and number.style in (self._style or number.style, "dot"):
            return number.style != "glued" and self._entry(lines, place, line)
        self._more(line)
        return True

    def listed(self, half: str) -> bool:
        """Take a flat line that is nothing but keys."""
        found = pasted_keys.entries(half)
        if found is None:
            return False
        self._add(*found)
        return True

    def _titled(self, line: Line) -> bool:
        """Take a line of keys behind the title of their section."""
        kind, rest = behind_title(line)
        if not self.lists(rest):
            return False
        self._place += 1
        self.section_kind = kind
        return self.listed(rest)

    def _table(self, line: Line) -> bool:
        """Two lines, numbers above keys: the first is kept until the second comes."""
        above, self._row = self._row, None
        if above is not None and (found := pasted_keys.table(above, line.flat)):
            self._add(*found)
            return True
        if pasted_keys.numbers_only(line.flat):
            self._row = line.flat
            return True
        return False

    def _add(self, found: list[pasted_keys.Entry], notes: list[Note]) -> None:
        self.notes += notes
        for entry in found:
            self._given.append(Given(self._place, self.section_kind, entry.number, entry.value))
        self.section = ""

    def _entry(self, lines: Sequence[Line], place: int, line: Line) -> bool:
        """One numbered entry, with its explanation. False when it is a question instead."""
        number = line.number
        if number is None:
            return False
        begun = pasted_keys.leading(line.flat[number.end :])
        if begun is None and number.style == "bracket" and self._given and not self._style:
            self._more(line)  # "(1)" counts inside a longer answer
            return True
        if begun is None and (options_follow(lines, place) or asks_itself(lines[place])):
            return False
        rest = line.text[number.end :]
        value, at = begun or (rest, len(rest))
        self._style = self._style or number.style
        given = Given(self._place, self.section_kind, number.value, value)
        if rest[at:].strip():
            given.part = "explanation"
            given.fields["explanation"] = rest[at:].strip()
        self._given.append(given)
        self.section = ""
        return True

    def _more(self, line: Line) -> None:
        """A line below an entry: a field of it, or more of its last part."""
        if not self._given:
            self._unread.append(line.text)
            return
        given = self._given[-1]
        text = line.text[line.at :] if line.field else line.text
        if line.field == "key":
            given.value, given.part = joined(given.value, text), "value"
        elif line.field:
            given.part = line.field
            given.fields[line.field] = joined(given.fields.get(line.field, ""), text)
        elif given.part == "value" and not given.value:
            given.value = text
        else:
            given.part = "explanation" if given.part == "value" else given.part
            given.fields[given.part] = joined(given.fields.get(given.part, ""), text)

    def give(self, blocks: Sequence[Block]) -> None:
        """Give each entry to its question; one that could be for two is given to none."""
        if not self._given:
            if self._unread:
                self.notes.append(warning("keys_unplaced", "key", " ".join(self._unread)[:80]))
            return
        pairs = self._pairs(blocks)
        if pairs is None:
            self.notes.append(warning("keys_unplaced", "key", f"{len(self._given)}"))
            return
        lost = [given.number for given, block in pairs if block is None]
        if lost:
            self.notes.append(
                warning("key_without_question", "key", " ".join(str(number) for number in lost))
            )
        for given, block in pairs:
            if block is not None:
                _hand_over(given, block)

    def _pairs(self, blocks: Sequence[Block]) -> Pairs | None:
        """By number; else by section among all questions, or among those without a key so far."""
        if _single(block.value for block in blocks) and _single(g.number for g in self._given):
            by_number = {block.value: block for block in blocks}
            return [(given, by_number.get(given.number)) for given in self._given]
        if found := self._by_section(blocks):
            return found
        open_ones = [block for block in blocks if not block.keyed]
        return self._pairs(open_ones) if open_ones and len(open_ones) < len(blocks) else None

    def _by_section(self, blocks: Sequence[Block]) -> Pairs | None:
        """Numbers begin again in each section: the n-th section of keys is for the n-th section, or
        each for the one section of its kind."""
        asked: defaultdict[int, list[Block]] = defaultdict(list)
        listed: defaultdict[int, list[Given]] = defaultdict(list)
        for block in blocks:
            asked[block.section.place].append(block)
        for given in self._given:
            listed[given.section].append(given)
        sections = list(asked.values())
        if len(asked) != len(listed):
            sections = _of_kinds(sections, [keys[0].kind for keys in listed.values()])
        pairs: Pairs = []
        for some, keys in zip(sections, listed.values(), strict=False):
            if not _fit(some, keys):
                return None
            by_number = {block.value: block for block in some}
            pairs += [(given, by_number.get(given.number)) for given in keys]
        return pairs


def _of_kinds(sections: Sequence[list[Block]], kinds: Sequence[str]) -> list[list[Block]]:
    """The section of each of these kinds; none at all when that is not sure for every one."""
    known = Counter(some[0].section.kind for some in sections)
    if not all(kind and known[kind] == 1 for kind in kinds) or len(set(kinds)) < len(kinds):
        return []
    by_kind = {some[0].section.kind: some for some in sections}
    return [by_kind[kind] for kind in kinds]


def _fit(some: Sequence[Block], keys: Sequence[Given]) -> bool:
    """Whether a section of keys can be for these questions."""
    kinds = {some[0].section.kind, keys[0].kind} - {"", "choice"}
    single = _single(block.value for block in some) and _single(g.number for g in keys)
    return len(kinds) < 2 and single


def _single(numbers: Iterable[int]) -> bool:
    return all(count == 1 for count in Counter(numbers).values())


def _hand_over(given: Given, block: Block) -> None:
    if given.value.strip():
        block.keys.append(given.value.strip())
    for name, text in given.fields.items():
        if name in block.fields and block.fields[name] != text:
            block.notes.append(warning("said_twice", name, text))
        else:
            block.fields[name] = text

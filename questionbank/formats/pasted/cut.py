"""Pasted text cut into questions: where each begins, and what its lines are parts of."""

from questionbank.formats.found import MOST_QUESTIONS, Note, error, info, warning
from questionbank.formats.pasted.blocks import Block, Section
from questionbank.formats.pasted.lines import (
    Line,
    Number,
    bare_letter,
    is_chapter,
    is_heading,
    is_keys_title,
    is_noise,
    lines_of,
    material,
    section_kind,
    tag_behind,
)
from questionbank.formats.pasted.list import KeyList
from questionbank.formats.pasted.look import (
    are_numbered,
    asks_itself,
    bare_run,
    begins_with_tag,
    judged,
    options_follow,
)
from questionbank.formats.pasted.numbers import Due
from questionbank.formats.pasted.words import flat, kind_in

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫"
# Fields of estimates and of our own export; in other questions their words are words.
_OWN = ("unit", "near", "far", "range", "fixed")
# Seven for each question that a file may hold.
_MOST_LINES = 7 * MOST_QUESTIONS


class Cut:
    """Reads lines one by one. `blocks` are the questions, `notes` what belongs to none."""

    def __init__(self, text: str) -> None:
        self.lines: list[Line] = []
        self.blocks: list[Block] = []
        self.notes: list[Note] = []
        self.block: Block | None = None
        self.section = Section()
        self.keys: KeyList | None = None
        self._unkeyed = 0  # the first block that no list of keys was for
        self._due = Due()
        self._chapter = ""
        self._material: tuple[int, int, str] | None = None
        self._in_material = False
        self._front: list[str] = []
        self._fresh = False
        self.numbered = False
        self._read(text)

    def _read(self, text: str) -> None:
        if sum(bool(line.strip()) for line in text.split("\n")) > _MOST_LINES:
            self.notes.append(error("too_many"))
            return
        self.lines = list(lines_of(text))
        self.numbered = are_numbered(self.lines)
        for place, line in enumerate(self.lines):
            if len(self.blocks) > MOST_QUESTIONS:
                self.notes.append(error("too_many"))
                return
            self._take(place, line)
        self._end_keys()
        self._tell_front()

    def _take(self, place: int, line: Line) -> None:
        if is_noise(line):
            self._front.append(line.text)
        elif self._title_of_keys(place, line):
            self._begin_keys(line)
        elif self.keys is not None and self.keys.takes(self.lines, place):
            return
        else:
            self._end_keys()
            self._place(place, line)

    def _place(self, place: int, line: Line) -> None:
        if not self._heads(place, line) and not self._begins(place, line):
            self._belongs(place, line)

    # Lists of keys

    def _title_of_keys(self, place: int, line: Line) -> bool:
        """A title such as 参考答案; a lone "答案：" with one key below it is a field."""
        if line.field == "key" and self.keys is None:
            return self._lists(place, line)
        if "号" in line.flat[:3] and self.keys is None and KeyList.tabled(self.lines, place):
            return True
        return not line.field and is_keys_title(line) and bool(self.blocks)

    def _lists(self, place: int, line: Line) -> bool:
        value = line.flat[line.at :]
        if not value.strip():
            below = self.lines[place + 1] if place + 1 < len(self.lines) else None
            return below is not None and (KeyList.lists(below.flat) or self._counts_anew(place + 1))
        return KeyList.lists(value)

    def _counts_anew(self, place: int) -> bool:
        """Whether numbers begin again below "答案：" without asking anything: texts as keys."""
        number = self.lines[place].number
        again = number is not None and number.value == 1 and self._due.last > 1
        return again and not asks_itself(self.lines[place])

    def _begin_keys(self, line: Line) -> None:
        if self.keys is None:
            self.keys = KeyList()
        if line.field:
            self.keys.listed(line.flat[line.at :])
        elif not is_keys_title(line):
            self.keys.takes([line], 0)

    def _end_keys(self) -> None:
        if self.keys is not None:
            self.keys.give(self.blocks[self._unkeyed :])
            self.notes += self.keys.notes
            if self.keys.section:
                self._enter(self.keys.section, self.keys.section_kind)
            self._unkeyed = len(self.blocks)
            self.keys, self.block, self._due.last = None, None, 0

    # Headings

    def _heads(self, place: int, line: Line) -> bool:
        below = self.lines[place + 1].number if place + 1 < len(self.lines) else None
        kind = section_kind(line)
        if not kind and below and (tag := tag_behind(line)):
            kind = kind_in(tag)
        if kind:
            self._end_keys()
            self._enter(line.text, kind)
        elif is_chapter(line):
            self._chapter, self.block, self._fresh = line.text, None, True
        elif self._plain_heading(place, line):
            self._enter(line.text, "")
        elif (shared := material(line)) and not line.field and not line.letter:
            self._material = (*shared, line.text)
            self._in_material, self.block = True, None
        else:
            return False
        return True

    def _enter(self, title: str, kind: str) -> None:
        self.section = Section(self.section.place + 1, title, kind)
        self.block, self._material, self._in_material, self._fresh = None, None, False, True

    def _plain_heading(self, place: int, line: Line) -> bool:
        below = self.lines[place + 1].number if place + 1 < len(self.lines) else None
        due = below is not None and below.value in (1, self._due.last + 1)
        return due and self.numbered and is_heading(line)

    # Beginnings

    def _begins(self, place: int, line: Line) -> bool:
        number = line.number
        if number is not None and self._due.is_next(
            self.lines, place, self.block, fresh=self._fresh
        ):
            self._number(line, number)
        elif number is None and self._begins_without(place, line):
            self._open(Block(self._due.last + 1, self.section))
            self._words(line, 0)
        else:
            self._due.passed(number)
            return False
        return True

    def _number(self, line: Line, number: Number) -> None:
        block = Block(number.value, self.section, tag=number.tag, lead=number.lead)
        if self._due.last and number.value not in (1, self._due.last + 1):
            block.notes.append(warning("number_gap", "", f"{self._due.last} → {number.value}"))
        if number.style == "glued":
            block.notes.append(info("number_glued", "", line.text[:20]))
        elif not self._due.style or self._fresh:
            self._due.style = number.style
        self._open(block)
        if tag := tag_behind(line):
            block.tag = tag
            block.fields |= {"points": tag} if any(map(str.isdigit, tag)) else {}
        else:
            self._words(line, number.end)

    def _open(self, block: Block) -> None:
        self._end_keys()
        self.blocks.append(block)
        self.block, self._due.last, self._due.step = block, block.value, 0
        self._in_material = self._fresh = False
        block.labels += [self._chapter] if self._chapter else []
        if self._material:
            first, last, text = self._material
            if first <= block.value <= last or not last:
                block.stem = text
                block.notes.append(warning("material_copied", "stem", text))

    def _words(self, line: Line, at: int) -> None:
        block = self.block
        if block is not None and line.field:
            block.put(line.field, line.text[line.at :])
        elif block is not None and line.text[at:].strip():
            block.add(line.text[at:].strip())

    def _begins_without(self, place: int, line: Line) -> bool:
        """Whether a question without a number begins here."""
        if line.letter or line.field not in ("", "stem", "kind"):
            return False
        tagged = bool(line.field) or begins_with_tag(line.flat)
        if self.block is None or self.keys is not None:
            return tagged or (not self.numbered and self.keys is None and not self._in_material)
        if not self.block.complete or (tagged and line.field != "kind"):
            return tagged and self.block.complete
        if tagged:
            return self.block.part in ("explanation", "key", "source") and line.gap
        return not self.numbered and self._opens(place, line)

    def _opens(self, place: int, line: Line) -> bool:
        part = self.block.part if self.block else ""
        if part == "explanation" and not line.gap:
            return False
        keyed = place + 1 < len(self.lines) and self.lines[place + 1].field == "key" and line.gap
        below = options_follow(self.lines, place) or judged(line.flat) or keyed
        return below or (part != "options" and line.gap and asks_itself(line))

    # Parts

    def _belongs(self, place: int, line: Line) -> None:
        block = self.block
        if block is None:
            self._before(line)
        elif line.field and (line.field not in _OWN or self._speaks_own(block)):
            block.put(line.field, line.text[line.at :])
        elif self._is_option(place, line, block):
            self._option(line, block)
        elif self._is_target(line, block):
            block.targets.append(line.text[1:].strip(" .．、"))
            block.part = "targets"
        else:
            self._doubt(line, block)
            block.add(line.text)

    def _doubt(self, line: Line, block: Block) -> None:
        """Among options, a number or a letter out of turn may be a question that nobody saw."""
        if block.part == "options" and line.letter:
            block.notes.append(error("options_gap", "options", line.text[:40]))
        elif block.part in ("options", "key") and line.number and line.number.style != "glued":
            block.notes.append(warning("number_ignored", block.part, line.text[:40]))

    def _speaks_own(self, block: Block) -> bool:
        return bool(block.keys) or self._kind(block) == "estimate"

    def _kind(self, block: Block) -> str:
        return kind_in(block.tag or block.fields.get("kind", "") or flat(block.stem[:20])) or (
            block.section.kind
        )

    def _before(self, line: Line) -> None:
        if self._in_material and self._material:
            first, last, text = self._material
            self._material = (first, last, f"{text} {line.text}"[:2000])
        else:
            self._front.append(line.text)

    def _is_option(self, place: int, line: Line, block: Block) -> bool:
        letter = line.letter or self._bare(place, line, block)
        if not letter or (block.part not in ("stem", "options") and block.marked):
            return False
        if block.part == "explanation":
            return False
        before = block.marked[-1][0] if block.marked else ""
        return before < letter <= "J" if before else letter == "A"

    def _bare(self, place: int, line: Line, block: Block) -> str:
        if line.number or line.field:
            return ""
        if not block.marked and bare_run(self.lines, place):
            block.notes.append(warning("labels_bare", "options", line.text[:20]))
            return "A"
        bare = any(note.code == "labels_bare" for note in block.notes)
        return bare_letter(line.flat) if bare else ""

    def _option(self, line: Line, block: Block) -> None:
        letter = line.letter or line.flat[0]
        block.marked.append((letter, line.text[line.at or 1 :].strip()))
        block.part = "options"

    def _is_target(self, line: Line, block: Block) -> bool:
        listed = line.text[0] in _CIRCLED and block.part in ("options", "targets")
        return listed and self._kind(block) == "matching"

    def _tell_front(self) -> None:
        if self._front:
            detail = f"{len(self._front)}: " + " / ".join(self._front)
            self.notes.append(info("front_dropped", detail=detail))

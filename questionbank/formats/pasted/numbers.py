"""Which number of pasted text is a question's: the next one, not an amount and not a step."""

from collections.abc import Sequence
from dataclasses import dataclass

from questionbank.formats.pasted.blocks import Block
from questionbank.formats.pasted.lines import Line, Number
from questionbank.formats.pasted.look import asks


@dataclass(slots=True)
class Due:
    """`last` is the number of the last question, `style` how the questions' numbers look, `step`
    the last of the numbers 1, 2, 3 that were counted inside the question's own text."""

    last: int = 0
    step: int = 0
    style: str = ""

    def is_next(
        self, lines: Sequence[Line], place: int, block: Block | None, *, fresh: bool
    ) -> bool:
        """Whether the number of this line begins a question; `fresh` = a heading was just read."""
        number = lines[place].number
        if number is None:
            return False
        due = number.value == self.last + 1
        done = block is None or block.complete
        other = bool(self.style) and number.style != self.style and not fresh
        if number.style == "glued" or other:
            return due and done and asks(lines, place)
        if due and number.value != self.step + 1:
            return True
        if not done and number.value != 1:
            return due and asks(lines, place)
        return asks(lines, place) or (fresh and number.value == 1)

    def passed(self, number: Number | None) -> None:
        """A number that begins no question: it may count steps, which are followed from 1 on."""
        if number is not None and number.value in (1, self.step + 1):
            self.step = number.value

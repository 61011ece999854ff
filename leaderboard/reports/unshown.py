"""Which cells of a contest, and which figures of them, are not shown: all rounds at once."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from leaderboard.reports.lines import lines
from leaderboard.rules.figures import DAY, UNIT, Figures, Key
from leaderboard.rules.hiding import hidden

PEOPLE: Final = Figures._fields.index("people")
NEW: Final = Figures._fields.index("newcomers")
LEVELS: Final = tuple(Figures._fields.index(f"level{at}") for at in range(4))
# All people of a cell who are not new there.
_OLD: Final = 0
# A part is the number of its cell times this, and its figure's place: a province has a hundred
# thousand, and a whole number is found twice as fast as a key within a pair.
_WIDE: Final = len(Figures._fields)
# A figure of a cell: people who reached a level, or who are new there.
Part = tuple[Key, int]


class Unshown:
    """Works out what is hidden of these rows. `root` is the path of the contest's region."""

    def __init__(self, rows: Mapping[Key, Sequence[int]], root: str, few: int) -> None:
        self._keys, self._rows, self._few = list(rows), list(rows.values()), few
        number = {key: at for at, key in enumerate(self._keys)}
        found = ([number[key] for key in line if key in number] for line in lines(rows, root))
        self._lines = list(found)

    def cells(self) -> set[Key]:
        """The cells that are not shown."""
        people = {at: row[PEOPLE] for at, row in enumerate(self._rows)}
        return {self._keys[at] for at in hidden(people, self._lines, self._few)}

    def parts(self) -> set[Part]:
        """The figures that are not shown: small ones, and those that would tell them."""
        count: dict[int, int] = {}
        inside: list[list[int]] = []
        for at, (key, row) in enumerate(zip(self._keys, self._rows, strict=True)):
            if key.group.startswith(UNIT):
                continue  # of units only people and papers are told
            cell, levels = at * _WIDE, LEVELS if key.kind != DAY else ()
            count |= {cell + one: row[one] for one in (PEOPLE, NEW, *levels)}
            count[cell + _OLD] = row[PEOPLE] - row[NEW]
            inside.append([cell + one for one in (PEOPLE, NEW, _OLD)])
            inside.append([cell + one for one in (PEOPLE, *levels)])
        inside += self._lines_of_parts(count)
        found = (divmod(part, _WIDE) for part in hidden(count, inside, self._few))
        return {(self._keys[at], one) for at, one in found if one != PEOPLE}

    def _lines_of_parts(self, count: Mapping[int, int]) -> Iterator[list[int]]:
        for line in self._lines:
            total, last = self._keys[line[0]], self._keys[line[-1]]
            if last.group.startswith(UNIT):
                continue
            for one in (NEW, *LEVELS) if last.kind != DAY else (NEW,):
                parts = [at * _WIDE + one for at in line]
                if total.round == last.round or _adds_up(parts, count):
                    yield parts


def _adds_up(line: Sequence[int], count: Mapping[int, int]) -> bool:
    """Whether one could be worked out from the others. Over rounds, in several of which most people
    are, only where nobody is in two."""
    return count[line[0]] == sum(count[part] for part in line[1:])

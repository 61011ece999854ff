"""What is right: a version's own key, and the rulings in force, in this process's memory.

Marking asks here and reads no database; `refresh` is called about once a second. What was marked in
between, by the old key, is marked again once its attempt is closed (quiz/rulings.py).
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from questionbank import papers
from questionbank import rulings as bank
from questionbank.models import Ruling as Row
from questionbank.papers import VersionText
from questionbank.rules.question import Area, Text
from quiz.rules.marking import Key
from quiz.rules.rulings import Ruling


@dataclass(frozen=True, slots=True)
class Rulings:
    """All rulings up to one moment: those of each version by number, and their public notes."""

    by_version: Mapping[int, tuple[Ruling, ...]] = field(default_factory=dict)
    notes: Mapping[int, Text] = field(default_factory=dict)
    last: int = 0

    def at(self, version: int, number: int) -> Ruling | None:
        """What held for the version when ruling `number` was the newest of all."""
        found = [one for one in self.by_version.get(version, ()) if one.number <= number]
        return found[-1] if found else None

    def of(self, version: int) -> Ruling | None:
        """What holds for the version now."""
        found = self.by_version.get(version)
        return found[-1] if found else None

    def with_one(self, version: int, ruling: Ruling) -> "Rulings":
        """The same with one more."""
        more = (*self.by_version.get(version, ()), ruling)
        return Rulings({**self.by_version, version: more}, self.notes, ruling.number)


_stamp: object = None
_held = Rulings()


def held() -> Rulings:
    """The rulings as they were last read."""
    return _held


def ruling_on(version: int) -> Ruling | None:
    """What holds for a version now; every answer is marked by it."""
    found = _held.by_version.get(version)
    return found[-1] if found else None


def refresh() -> bool:
    """Read the rulings again if there are new ones; return whether there were. Blocking."""
    global _stamp, _held
    newest = bank.in_force().values_list("number", "pk", "confirmed_at").last()
    if newest == _stamp:
        return False
    _stamp, _held = newest, _read()
    return True


def _read() -> Rulings:
    rows = list(bank.in_force())
    texts = papers.texts({row.version_id for row in rows})
    found: defaultdict[int, list[Ruling]] = defaultdict(list)
    for row in rows:
        found[row.version_id].append(made(row, texts[row.version_id]))
    notes = {row.number: Text(row.note_zh, row.note_en or row.note_zh) for row in rows}
    last = rows[-1].number if rows else 0
    plain = {version: tuple(those) for version, those in found.items()}
    return Rulings(plain, {n: text for n, text in notes.items() if n}, last or 0)


def made(row: Row, text: VersionText) -> Ruling:
    """A stored ruling as marking takes it; `text` is its version's."""
    return Ruling(row.number or 0, row.kind, tuple(key_of(_with(text, key)) for key in row.keys))


def _with(text: VersionText, key: Any) -> VersionText:
    """The version as if its key were `key`, in the form of a ruling's."""
    match text.kind:
        case "text":
            return replace(text, accepted=tuple(key))
        case "hotspot":
            return replace(text, areas=tuple(Area(shape, tuple(of)) for shape, *of in key))
        case "estimate" if text.estimate:
            value, near, far = key
            return replace(text, estimate=replace(text.estimate, value=value, near=near, far=far))
    return replace(text, key=tuple(key))


def key_of(text: VersionText) -> Key:
    """The key of a version as marking takes it."""
    if text.estimate is None:
        seen = text.picture
        size = {"width": seen.width, "height": seen.height} if seen else {}
        return Key(text.kind, text.key, accepted=text.accepted, areas=text.areas, **size)
    return Key(text.kind, (), text.estimate.value, text.estimate.near, text.estimate.far)

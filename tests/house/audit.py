"""What phones were told, held against what the journal keeps."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.house.shadow import ANSWER, Books, Row

# An answer's choice as the journal writes it: places joined by commas, empty = blank.
Choice = str
Place = tuple[int, int]


@dataclass
class Ledger:
    """What the test's phones sent and heard, by (attempt, slot). Several phones may share one."""

    sent: defaultdict[Place, set[Choice]] = field(default_factory=lambda: defaultdict(set))
    receipts: defaultdict[Place, list[Choice]] = field(default_factory=lambda: defaultdict(list))
    refused: set[tuple[int, int, int]] = field(default_factory=set)
    unlike: list[str] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    waits_ms: list[int] = field(default_factory=list)

    @property
    def receipted(self) -> int:
        """Places that a phone was told are stored."""
        return len(self.receipts)


@dataclass(frozen=True)
class Report:
    """Each list must be empty."""

    lost: list[Place]
    changed: list[Place]
    twice: list[Place]
    invented: list[Place]
    stored_though_refused: list[Place]
    unlike: list[str]

    @property
    def clean(self) -> bool:
        return self == Report([], [], [], [], [], [])


def audit(ledger: Ledger, books: Books) -> Report:
    """Compare. A choice that nobody sent is invented unless it is blank: time writes blanks."""
    rows: defaultdict[Place, list[Row]] = defaultdict(list)
    for row in books.rows:
        if row.kind == ANSWER:
            rows[row.attempt, row.slot].append(row)
    kept = {place: held[0] for place, held in rows.items()}
    return Report(
        lost=sorted(place for place in ledger.receipts if place not in kept),
        changed=sorted(_changed(ledger, kept)),
        twice=sorted(place for place, held in rows.items() if len(held) > 1),
        invented=sorted(p for p, row in kept.items() if row.choice not in {"", *ledger.sent[p]}),
        stored_though_refused=sorted(_though_refused(ledger, kept.values())),
        unlike=ledger.unlike,
    )


def _changed(ledger: Ledger, kept: dict[Place, Row]) -> Iterable[Place]:
    for place, told in ledger.receipts.items():
        if place in kept and set(told) != {kept[place].choice}:
            yield place


def _though_refused(ledger: Ledger, kept: Iterable[Row]) -> Iterable[Place]:
    for row in kept:
        if row.choice and (row.attempt, row.slot, row.seq) in ledger.refused:
            yield row.attempt, row.slot

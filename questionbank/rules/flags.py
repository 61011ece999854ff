"""Which questions an editor should look at, and why. Limits and sources: docs/statistics.md.

The textbook limit of 0.2 for the correlation is for long papers: of ten questions a good one has
0.21, so half a good bank would be flagged. For each length the limit here is a share of that.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from questionbank.rules import items
from questionbank.rules.items import Row, Third

KEY, BACKWARDS, DEAD, DRAWS, IDLE, QUICK, DRIFT, UNFAIR = FLAGS = (
    *("key", "backwards", "dead", "draws", "idle", "quick", "drift", "unfair"),
)
# Of ten questions a good one has a correlation of about 0.21; a flag goes up below 0.4 of it.
USUAL_BISERIAL = 0.21
LOW_SHARE = 0.4
# An option that fewer than these choose does no work.
IDLE_SHARE = 0.05
# So many answers within QUICK_MS cannot have read the question.
QUICK_MS = 3_000
QUICK_SHARE = 0.2
ENOUGH_TIMES = 100


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of one question: its rows of one length, the places of its options (none where
    a choice is no single option), answers and those within QUICK_MS, and whether the rates drift.
    """

    rows: Sequence[Row]
    options: tuple[str, ...] = ()
    timed: int = 0
    quick: int = 0
    drifting: bool = False


def low_biserial(length: int) -> float:
    """The correlation below which a question is looked at, in papers of `length` questions.

    The correlation grows with the reliability of the other questions' score: 0.08 for ten, 0.1 for
    twenty.
    """
    other = max(length - 1, 1)
    grown = items.stepped(0.1, other) / items.stepped(0.1, 9)
    return float(LOW_SHARE * USUAL_BISERIAL * grown**0.5)


def flags(seen: Seen) -> list[str]:
    """The flags of the question, the most urgent first; none before there are enough answers."""
    raised = {*_whole(seen), *_options(seen), *_pace(seen)}
    return [flag for flag in FLAGS if flag in raised]


def _whole(seen: Seen) -> Iterator[str]:
    found = items.point_biserial(seen.rows)
    if found is None or found.n < items.ENOUGH_BISERIAL:
        return
    if found.value < 0:
        yield BACKWARDS
    elif found.value < low_biserial(seen.rows[0].length):
        yield DEAD


def _options(seen: Seen) -> Iterator[str]:
    chosen = {third.choice: third for third in items.thirds(seen.rows)}
    n = items.answers(seen.rows)
    if n < items.ENOUGH_OPTIONS:
        return
    if _prefers_another(chosen.values()):
        yield KEY
    if any(_draws(third, n) for third in chosen.values()):
        yield DRAWS
    shares = [chosen[place].share if place in chosen else 0.0 for place in seen.options]
    if any(share < IDLE_SHARE for share in shares):
        yield IDLE


def _prefers_another(thirds: Collection[Third]) -> bool:
    """Whether the best third gives one wrong answer more often than the right ones."""
    found = [third for third in thirds if third.choice]
    right = sum(third.counts[2] for third in found if third.right)
    wrong = max((third.counts[2] for third in found if not third.right), default=0)
    enough = any(third.sizes[2] >= items.ENOUGH_TOP for third in found)
    return enough and wrong > right


def _draws(third: Third, n: int) -> bool:
    """Whether a wrong answer goes with a good score, beyond chance (three standard errors)."""
    pull = third.pull
    return bool(third.choice) and not third.right and pull is not None and pull > 3 / n**0.5


def _pace(seen: Seen) -> Iterator[str]:
    if seen.timed >= ENOUGH_TIMES and seen.quick > QUICK_SHARE * seen.timed:
        yield QUICK
    if seen.drifting:
        yield DRIFT

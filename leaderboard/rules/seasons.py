"""Several rounds as one: each by its own format, then all together or the best n of them.

Source: contest regulations, section 8.9. The attempts of all rounds are one set; a try's number
tells its round, so that a set stays a set whatever order attempts arrive in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from quiz.rules.formats import BadFormat, Count, Format, Tie

# Tries of one round in a season; what somebody plays beyond is not counted in the season.
STRIDE: Final = 1_024
MOST_ROUNDS: Final = 60


@dataclass(frozen=True, slots=True)
class Season(Format):
    """The format of `rounds` together; `best_of` = how many of them count, 0 = all."""

    rounds: tuple[Format, ...] = ()
    best_of: int = 0

    def slot(self, try_no: int) -> int:
        """The place of a try's round among `rounds`."""
        return try_no // STRIDE

    def bit(self, try_no: int) -> int:
        """Another number for each try, that is small where everybody has few in each round: as a
        set of bits, one paper in each of twelve rounds took 1,500 bytes of every person."""
        slot, no = divmod(try_no, STRIDE)
        return no * MOST_ROUNDS + slot


def season(rounds: Sequence[Format], best_of: int = 0) -> Season:
    """The season of the rounds, the earliest first.

    Raises BadFormat when their scores cannot be added: no round, too many, or such that are
    divided by different numbers.
    """
    if not 1 <= len(rounds) <= MOST_ROUNDS:
        raise BadFormat(f"rounds: wants 1 to {MOST_ROUNDS}, got {len(rounds)}")
    if len({_divisor(form) for form in rounds}) > 1:
        raise BadFormat("rounds: their scores are divided by different numbers")
    ties = rounds[0].ties or (Tie.TOOK,)
    boards = tuple(name for name in rounds[0].boards if all(name in r.boards for r in rounds))
    return Season(count=Count.SUM, ties=ties, boards=boards, rounds=tuple(rounds), best_of=best_of)


def _divisor(form: Format) -> int:
    return form.best_n if form.count is Count.MEAN_BEST else 1


def number(slot: int, try_no: int) -> int | None:
    """A try's number in the season; None for one beyond those that are counted."""
    return slot * STRIDE + try_no if try_no < STRIDE else None


def full_score(form: Format) -> int:
    """The most that one standing can come to, before it is divided: of a season, of the rounds
    that count; of a sum without a limit of tries, of one attempt."""
    if isinstance(form, Season):
        best = sorted((full_score(one) for one in form.rounds), reverse=True)
        return sum(best[: form.best_of or len(best)])
    times = {Count.MEAN_BEST: form.best_n, Count.SUM: form.tries_total or 1}
    return form.full_score * times.get(form.count, 1)

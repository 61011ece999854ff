"""Moulds: what the standings of a round are made by, in a word.

Two rounds of one mould put the same results into the same order; what a store of one mould holds
means nothing to another. Source: contest regulations, sections 2.4, 7.1 to 7.3 and 8.1.
"""

import hashlib

from leaderboard.rules import ranking
from leaderboard.rules.seasons import Season
from quiz.rules.formats import Format


def mould(form: Format, root: str, *, opens_at: int, closes_at: int | None) -> str:
    """Twelve characters, the same in every process: which attempts count, in which region (a path)
    and how standings are packed. Settings that move no rank, such as a pool, are not in it."""
    layout = ranking.layout(form, opens_at=opens_at, closes_at=closes_at)
    said = repr((root, _counted(form), layout))
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def _counted(form: Format) -> tuple[object, ...]:
    own = (str(form.count), form.best_n, tuple(map(str, form.ties)))
    if isinstance(form, Season):
        return (*own, form.best_of, tuple(map(_counted, form.rounds)))
    return own

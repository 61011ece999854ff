"""Promises that a round no longer has: whoever was told of one finds it, with when it ended."""

from quiz.models import PastPromise, PreparedRound, Round
from quiz.rules.units import Millis


def end(prepared: PreparedRound, of: Round, *, now: Millis) -> None:
    """Keep what was promised of the books, which go or are replaced in the same transaction."""
    PastPromise.objects.create(
        contest_id=of.contest_id,
        code=of.code,
        title_zh=of.title_zh,
        title_en=of.title_en,
        seed_hash=prepared.seed_hash,
        digest=prepared.digest,
        beacon=prepared.beacon,
        prepared_at=prepared.prepared_at,
        ended_at=now,
    )

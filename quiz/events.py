"""What happened, as values. The boards are built from these and from nothing else."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AttemptClosed:
    """An attempt came to its end and counts from now on (journal entry CLOSED).

    `entry` is the journal row; `score` in points, `took_ms` and `finished_at` in milliseconds.
    `region_path` and `cohort` are those of the moment the attempt was opened.
    """

    entry: int
    attempt: int
    round: int
    contestant: int
    try_no: int
    score: int
    took_ms: int
    finished_at: int
    region_path: str
    cohort: str
    nickname: str

"""What happened, as values. The boards are built from these and from nothing else."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AttemptClosed:
    """An attempt came to its end and counts from now on (journal entry CLOSED), or was marked again
    (RULED).

    `entry` is the journal row; `score` in points, `took_ms` and `finished_at` in milliseconds.
    `region_path` and `cohort` are those of the moment the attempt was opened. `ruled` is the number
    of the ruling that the score follows, 0 = none: of two about one attempt the larger holds.
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
    ruled: int = 0

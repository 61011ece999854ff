"""What happened, as values. The boards are built from these and from nothing else."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AttemptClosed:
    """An attempt came to its end and counts from now on (journal entry CLOSED), was marked again
    (RULED), or was taken out of the count or put back (VOIDED).

    `entry` is the journal row; `score` in points, `took_ms` and `finished_at` in milliseconds.
    `region_path` and `cohort` are those of the moment the attempt was opened. `ruled` is the number
    of the ruling that the score follows, 0 = none: of two about one attempt the larger holds.
    `void` is the step of annulment: 0 = it counts, odd = annulled, even = restored; again the
    larger holds, whatever the score is of. `stored_at` is the moment of the row (milliseconds), the
    cut of a freeze; `unit` is the contestant's, empty = none.
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
    void: int = 0
    stored_at: int = 0
    unit: str = ""

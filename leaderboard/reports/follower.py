"""Keeps reports counted, and their snapshots made, in a process of its own that is there only while
there is work, as item statistics are (quiz/counter.py)."""

from typing import Final

from leaderboard.reports import counting, making
from quiz import clock
from quiz.children import Work


def waits() -> bool:
    """Whether anything is new to the reports or to what pages show of them; looks only."""
    now = clock.now()
    return counting.waits(now) or making.waits(now)


# Reports are read by people at a desk: a few seconds late is early enough.
REPORTS: Final = Work("count_reports", waits, every_s=5.0)

"""Keeps reports counted, in a process of its own that is there only while there is work, as item
statistics are (quiz/counter.py)."""

from typing import Final

from leaderboard.reports import counting
from quiz.children import Work

# Reports are read by people at a desk: a few seconds late is early enough.
REPORTS: Final = Work("count_reports", counting.waits, every_s=5.0)

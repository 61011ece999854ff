"""Keeps item statistics counted, in a process of its own that is there only while there is work.

In a thread of the server the counting held answers up: of 2,000 in a second, one in a hundred
waited 20 ms for it (2 ms without; docs/benchmarks.md).
"""

from typing import Final

from quiz import counting
from quiz.children import Work

# Statistics are for editors: a quarter of a minute is early enough.
STATISTICS: Final = Work("count_statistics", counting.waits, every_s=15.3)

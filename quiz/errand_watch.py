"""Has editors' long work done by a process of its own: large files read, stored and taken back, and
changes of thousands of questions.

In a thread of the server one large file took the interpreter from the event loop for 15 s.
"""

from typing import Final

from questionbank import errand_kinds
from quiz import clock
from quiz.children import Work


def waits() -> bool:
    """Whether an errand waits for a process that nobody starts yet."""
    return errand_kinds.waits(clock.now())


# An editor waits for it, and starting a process takes a second more.
ERRANDS: Final = Work("do_errands", waits, every_s=1.1)

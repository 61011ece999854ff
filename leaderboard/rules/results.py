"""What one closed attempt came to, and what two accounts of it come to together.

Source: contest regulations, sections 7.1, 9.1 and 9.2.
"""

from struct import Struct
from typing import NamedTuple

# A result in 24 bytes: try, score, time, finish, ruling, step of annulment. The last two are the
# journal's small numbers.
PACKED = Struct(">IiiqHH")


class Result(NamedTuple):
    """What one closed attempt came to; times in milliseconds. `ruled` is the number of the ruling
    that its score follows (0 = none), `void` its step of annulment (odd = it does not count): of
    two about one attempt the larger of each holds."""

    try_no: int
    score: int
    took_ms: int
    finished_at: int
    ruled: int = 0
    void: int = 0

    @property
    def counts(self) -> bool:
        return self.void % 2 == 0

    @property
    def changes(self) -> int:
        """A number that grows whenever more is known of the attempt. A step counts twice: taking
        an attempt out of the count must not look like nothing having happened."""
        return self.ruled + 2 * self.void


def join(one: Result, other: Result) -> Result:
    """All that is known of one attempt by two accounts of it: the score by the newer ruling, the
    later step. In whatever order and however often accounts are joined, the same comes out."""
    newer = max(one, other, key=lambda result: (result.ruled, result.score))
    return newer._replace(void=max(one.void, other.void))


def packed(result: Result) -> bytes:
    """The result in PACKED.size bytes that sort by try."""
    return PACKED.pack(*result)


def put(rest: bytes, result: Result) -> bytes:
    """The packed results with one more, still by try, whose number comes first in each."""
    new, place = packed(result), len(rest)
    while place and rest[place - PACKED.size : place] > new:
        place -= PACKED.size
    return rest[:place] + new + rest[place:]


def unpacked(rest: bytes) -> tuple[Result, ...]:
    """The results that were packed one after the other."""
    return tuple(map(Result._make, PACKED.iter_unpack(rest)))

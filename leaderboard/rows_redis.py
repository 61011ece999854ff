"""People as Redis keeps them: all that is known of one in one round, in few bytes."""

import msgspec

from leaderboard.rules.persons import Person, Share
from leaderboard.rules.ranking import Tally
from leaderboard.rules.results import Result


def written(person: Person) -> bytes:
    """The row of somebody."""
    shares = [
        (
            s.path,
            s.cohort,
            f"{s.tally.seen:x}",
            [tuple(result) for result in s.tally.kept],
            s.tally.rest,
            s.tally.void,
        )
        for s in person.shares
    ]
    return msgspec.msgpack.encode((person.name, shares))


_Kept = list[tuple[int, int, int, int, int, int]]
_Row = tuple[str, list[tuple[str, str, str, _Kept, bytes, int]]]
_decoder = msgspec.msgpack.Decoder(_Row)


def read(row: bytes) -> Person:
    """Whose row it is."""
    name, shares = _decoder.decode(row)
    return Person(
        name,
        tuple(
            Share(
                path, cohort, Tally(int(seen, 16), tuple(Result(*one) for one in kept), rest, void)
            )
            for path, cohort, seen, kept, rest, void in shares
        ),
    )

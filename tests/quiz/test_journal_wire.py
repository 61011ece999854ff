"""What a server and its writer say to each other comes out as it went in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from quiz.journal import wire
from quiz.journal.record import AsSent, Outcome, Record, Refused, Stored, Unavailable
from quiz.journal.wire import HEAD, Batch, Reply, Trouble
from quiz.rules.units import Millis
from tests.fakes import MORNING

NUMBERS = st.integers(-(2**63), 2**63 - 1)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
RECORDS = st.builds(
    Record, NUMBERS, NUMBERS, st.integers(1, 9), NUMBERS, TEXTS, NUMBERS, NUMBERS, NUMBERS
)
OTHERS = st.one_of(
    st.builds(Refused, st.sampled_from(["unstorable", "busy"]), st.integers(0, 9_000)),
    st.builds(
        Stored, NUMBERS, TEXTS, NUMBERS, NUMBERS, NUMBERS.map(Millis), st.booleans(), NUMBERS
    ),
)


def body(message: Batch | Reply) -> bytes:
    """A message without its length, which must be true."""
    whole = wire.write(message)
    assert int.from_bytes(whole[:HEAD], "big") == len(whole) - HEAD
    return whole[HEAD:]


@given(st.lists(RECORDS, max_size=8), NUMBERS.map(Millis))
def test_a_batch_arrives_as_it_was_sent(records: list[Record], stamp: Millis) -> None:
    assert wire.read_batch(body(Batch(records, stamp))) == Batch(records, stamp)


@given(st.lists(st.tuples(RECORDS, st.none() | OTHERS), max_size=8))
def test_outcomes_arrive_whether_as_sent_or_otherwise(
    pairs: list[tuple[Record, Outcome | None]],
) -> None:
    batch = Batch([record for record, _ in pairs], MORNING)
    outcomes = [other or AsSent(MORNING) for _, other in pairs]
    said = body(wire.reply(outcomes))
    assert wire.outcomes(batch, said) == outcomes


def test_what_is_stored_as_it_was_sent_takes_a_few_bytes() -> None:
    outcomes: list[Outcome] = [AsSent(MORNING)] * 400
    assert len(wire.write(wire.reply(outcomes))) < 16


def test_trouble_is_raised_where_phones_wait() -> None:
    full = Trouble("disk full", "storage_full", final=True)
    with pytest.raises(Unavailable, match="disk full") as raised:
        wire.outcomes(Batch([], MORNING), body(Reply(trouble=full)))
    assert (raised.value.code, raised.value.final) == ("storage_full", True)
    fault = Trouble("our fault", fault=True)
    with pytest.raises(RuntimeError, match="our fault"):
        wire.outcomes(Batch([], MORNING), body(Reply(trouble=fault)))


def test_what_cannot_be_said_is_known_beforehand() -> None:
    good = Record(1, 0, 2, 1, "1", 900, 10, MORNING)
    assert wire.fits(good)
    assert not wire.fits(replace(good, attempt=2**70))
    assert not wire.fits(replace(good, choice="\ud800"))

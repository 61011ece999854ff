"""Answers in a hall: in time or not, sent twice, for the wrong question, by the wrong people."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from asgiref.sync import sync_to_async

from quiz.models import Attempt, Contest, Entry, EntryKind
from tests.fakes import FakeClock
from tests.quiz import hall_world, world
from tests.quiz.hall_world import Hall, Line

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_threads", "fake_clock"),
]
LEAD, LONG, GRACE = 3_000, 20_000, 500


@pytest_asyncio.fixture
async def hall(contest: Contest, fake_clock: FakeClock) -> AsyncIterator[Hall]:
    made = await sync_to_async(hall_world.make_hall)(contest, fake_clock)
    yield made
    await made.close()


async def in_play(hall: Hall, *, ms: int = LEAD) -> tuple[Line, Line, Line]:
    """A host and two phones; the first question was shown `ms` ago."""
    host = await hall.host(await sync_to_async(hall_world.organiser)())
    await hall.do(host, "open")
    contest = await sync_to_async(Contest.objects.get)()
    people = [await sync_to_async(world.make_contestant)(contest, name) for name in ("Mei", "Bo")]
    mei, bo = [(await hall.phone(token))[0] for token in people]
    await hall.do(host, "show")
    await hall.later(ms)
    return host, mei, bo


async def answered(line: Line, slot: int = 0, **more: Any) -> dict[str, Any]:
    """The receipt or the error that an answer gets."""
    frame = {"t": "answer", "slot": slot, "seq": 1, "choice": [1], "took_ms": 900, **more}
    await line.send(**frame)
    while True:
        found = await line.hear_any("receipt", "error")
        if found.get("slot") == slot:
            return found


async def test_an_answer_before_the_opening_is_refused(hall: Hall) -> None:
    _, mei, _ = await in_play(hall, ms=LEAD - 1)
    assert (await answered(mei))["code"] == "not_shown"


@pytest.mark.parametrize(
    ("ms", "taken"), [(0, True), (LONG, True), (LONG + GRACE, True), (LONG + GRACE + 1, False)]
)
async def test_an_answer_counts_until_the_time_and_the_grace_are_over(
    hall: Hall, ms: int, *, taken: bool
) -> None:
    _, mei, _ = await in_play(hall)
    hall.clock.tick(ms)
    found = await answered(mei)
    assert (found["t"], found.get("code")) == (("receipt", None) if taken else ("error", "closed"))
    assert await sync_to_async(Entry.objects.count)() == int(taken)


async def test_nobody_waits_for_a_blank_that_was_sent_for_it_stands(hall: Hall) -> None:
    """Regulations, 3.2 and 11.1: the first stored answer stands, also an empty one."""
    host, mei, bo = await in_play(hall)
    assert (await answered(mei, choice=[]))["choice"] == []
    again = await answered(mei, seq=2, choice=[1])
    assert (again["choice"], again["reason"]) == ([], "already_answered")
    assert (await answered(bo, choice=[]))["t"] == "receipt"
    told = await host.until("stage", lambda frame: frame["state"] == "locked")
    assert told["closes_at"] - told["opens_at"] < LONG


async def test_a_late_answer_is_never_booked_on_the_next_question(hall: Hall) -> None:
    host, mei, bo = await in_play(hall)
    for do in ("lock", "reveal", "board", "show"):
        await hall.do(host, do)
    await hall.later(LEAD)
    assert (await answered(mei, slot=0))["code"] == "closed"
    assert await sync_to_async(Entry.objects.count)() == 0
    assert (await answered(bo, slot=1))["t"] == "receipt"


async def test_a_second_sending_gets_the_first_receipt_and_another_choice_changes_nothing(
    hall: Hall,
) -> None:
    _, mei, _ = await in_play(hall)
    first, again = await answered(mei), await answered(mei)
    assert {**first, "now": 0} == {**again, "now": 0}
    other = await answered(mei, seq=2, choice=[2])
    assert (other["counts"], other["reason"], other["choice"]) == (False, "already_answered", [1])
    assert await sync_to_async(Entry.objects.count)() == 1


async def test_while_the_clock_stands_nobody_answers_and_the_time_is_given_back(hall: Hall) -> None:
    host, mei, bo = await in_play(hall)
    hall.clock.tick(5_000)
    await hall.do(host, "pause")
    hidden = await mei.hear("stage", paused=True)
    assert "q" not in hidden
    hall.clock.tick(60_000)
    assert (await answered(mei))["code"] == "paused"
    await hall.do(host, "resume")
    again = await mei.hear("stage", paused=False, state="shown")
    told = await mei.hear("mine")
    assert not {"rank", "same", "ahead"} & set(told), "nobody is first before anything is out"
    assert again["closes_at"] - again["now"] == LONG - 5_000
    assert again["q"]["options"]
    hall.clock.tick(LONG - 5_000)
    assert (await answered(bo))["t"] == "receipt"


async def test_a_time_excluded_while_the_clock_stands_lets_nobody_answer(hall: Hall) -> None:
    host, mei, bo = await in_play(hall)
    hall.clock.tick(5_000)
    await hall.do(host, "pause")
    hall.clock.tick(5_000)
    now = hall.clock.now()
    since, until = now - 9_500, now - 8_000
    assert (await hall.do(host, "exclude", slot=0, since=since, until=until))["t"] == "done"
    assert (await answered(mei))["code"] == "paused"
    await bo.hear("stage", paused=True)
    await hall.do(host, "resume")
    again = await bo.hear("stage", paused=False, state="shown")
    assert again["closes_at"] - again["now"] == LONG - 5_000


async def test_a_break_after_the_lock_opens_nothing_again(hall: Hall) -> None:
    host, mei, bo = await in_play(hall)
    assert (await answered(mei))["t"] == "receipt"
    await hall.do(host, "lock")
    await hall.do(host, "pause")
    hall.clock.tick(GRACE + 1)
    assert (await answered(bo))["code"] == "closed"
    await hall.do(host, "resume")
    assert (await answered(bo))["code"] == "closed"
    assert await sync_to_async(Entry.objects.count)() == 1


async def test_an_answer_is_of_no_use_after_the_reveal_even_within_the_grace(hall: Hall) -> None:
    host, mei, _ = await in_play(hall)
    await hall.do(host, "lock")
    await hall.do(host, "reveal")
    assert (await answered(mei))["code"] == "closed"


async def test_an_answer_on_its_way_while_the_host_locks_counts(hall: Hall) -> None:
    host, mei, _ = await in_play(hall)
    hall.clock.tick(4_000)
    await hall.do(host, "lock")
    hall.clock.tick(GRACE)
    assert (await answered(mei))["t"] == "receipt"
    await hall.do(host, "reveal")
    assert (await mei.hear("stage", state="revealed"))["told"]["of"] == 1


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"slot": 2}, "no_such_slot"),
        ({"slot": 99}, "no_such_slot"),
        ({"choice": [4]}, "bad_choice"),
        ({"choice": [0, 1]}, "bad_choice"),
        ({"choice": [-1]}, "bad_choice"),
        ({"text": "words"}, "bad_choice"),
        ({"slot": 1}, "not_shown"),
        # Whoever probes hears nothing of what would fit a question still to come.
        ({"slot": 1, "choice": [9, 9, 9]}, "not_shown"),
    ],
)
async def test_what_is_no_answer_is_refused_by_name(
    hall: Hall, more: dict[str, Any], code: str
) -> None:
    _, mei, _ = await in_play(hall)
    assert (await answered(mei, **more))["code"] == code
    assert await sync_to_async(Entry.objects.count)() == 0


async def test_a_reloaded_phone_learns_everything_in_one_round_trip(hall: Hall) -> None:
    _, mei, _ = await in_play(hall)
    hall.clock.tick(2_000)
    await answered(mei)
    await mei.hang_up()
    hall.clock.tick(3_000)
    _, told = await hall.phone("token-of-Mei-0123456789")
    assert told["stored"] == {"slot": 0, "choice": [1], "text": "", "sure": False}
    assert told["stage"]["q"]["options"]
    assert told["stage"]["closes_at"] - told["now"] == LONG - 5_000


async def desk_says(hall: Hall, host: Line, **fields: Any) -> None:
    """Look at the rows as often as a process does, until the host's desk says this: a look that was
    under way may have read what was there before."""
    while True:
        await hall.later(0)
        told = await host.hear("desk")
        if fields.items() <= told.items():
            return


async def test_a_blank_that_was_sent_is_an_answer_neither_to_the_host_nor_to_the_screen(
    hall: Hall,
) -> None:
    host, mei, bo = await in_play(hall)
    assert (await answered(mei, choice=[]))["t"] == "receipt"
    assert (await answered(bo))["t"] == "receipt"
    await desk_says(hall, host, counts=[0, 1, 0, 0], answered=1)
    await host.until("stage", lambda frame: frame["state"] == "locked")
    await hall.do(host, "reveal")
    out = await host.until("desk", lambda frame: "told" in frame and frame["told"]["of"] > 0)
    assert (out["answered"], out["told"]["of"]) == (1, 1)


def stored_too_late(hall: Hall) -> None:
    """As another process may store it: on disk, and nobody's answer."""
    now, bo = hall.clock.tick(LONG), Attempt.objects.get(entrant__name="Bo")
    moments = {"took_ms": 900, "received_at": now, "stored_at": now}
    Entry.objects.create(
        attempt=bo, slot=0, kind=EntryKind.ANSWER, seq=1, choice="1", points=0, **moments
    )


async def test_once_the_key_is_out_a_host_is_told_what_the_screen_is(hall: Hall) -> None:
    host, mei, _ = await in_play(hall)
    await answered(mei)
    await hall.do(host, "lock")
    await sync_to_async(stored_too_late)(hall)
    await hall.do(host, "reveal")
    out = await host.until("desk", lambda frame: "told" in frame and frame["told"]["of"] > 0)
    assert (out["answered"], out["told"]["of"]) == (1, 1)
    assert out["counts"] == out["told"]["counts"]

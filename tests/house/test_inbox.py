"""A connection's inbox: in order, for one reader, nothing lost."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from config.inbox import MOST_WAITING, Inbox


@given(st.lists(st.booleans(), max_size=30))
def test_all_that_comes_is_read_in_its_order(turns: list[bool]) -> None:
    """True = a message comes, False = the reader takes one, and waits for it if there is none."""

    async def story() -> None:
        inbox, read = Inbox(), list[int]()

        async def reader() -> None:
            while True:
                read.append(await inbox.get())

        came = turns.count(True)
        reading = asyncio.create_task(reader())
        for number, comes in enumerate(turns):
            if comes:
                inbox.put_nowait(number)
            else:
                await asyncio.sleep(0)
        for _ in range(came + 1):
            await asyncio.sleep(0)
        reading.cancel()
        assert read == [number for number, comes in enumerate(turns) if comes]
        assert inbox.empty()

    asyncio.run(asyncio.wait_for(story(), 5))


class Worker:
    """Does at once what comes while it waits, but for odd numbers, which take a turn or two."""

    def __init__(self) -> None:
        self.inbox = Inbox()
        self.done: list[int] = []
        self.inbox.take_by(self.take)

    def take(self, number: int) -> int | None:
        if number % 2:
            return number
        self.done.append(number)
        return None

    async def read(self) -> None:
        while True:
            number = await self.inbox.get()
            await asyncio.sleep(0)
            self.done.append(number)


@given(st.lists(st.none() | st.integers(1, 99), max_size=30))
def test_what_is_done_at_once_keeps_its_place_among_what_takes_longer(
    turns: list[int | None],
) -> None:
    """None = the event loop has a turn."""

    async def story() -> None:
        worker = Worker()
        reading = asyncio.create_task(worker.read())
        for number in turns:
            if number is None:
                await asyncio.sleep(0)
            else:
                worker.inbox.put_nowait(number)
        for _ in range(3 * len(turns) + 3):
            await asyncio.sleep(0)
        reading.cancel()
        assert worker.done == [number for number in turns if number is not None]

    asyncio.run(asyncio.wait_for(story(), 5))


async def test_without_its_taker_the_reader_is_told_all_again() -> None:
    inbox = Inbox()
    inbox.take_by(lambda _: None)
    reading = asyncio.ensure_future(inbox.get())
    await asyncio.sleep(0)
    inbox.put_nowait("taken")
    inbox.take_by(None)
    inbox.put_nowait("told")
    assert await reading == "told"


async def test_it_counts_what_nobody_has_taken() -> None:
    inbox = Inbox()
    assert (inbox.qsize(), inbox.empty()) == (0, True)
    for number in range(3):
        inbox.put_nowait(number)
    assert (inbox.qsize(), inbox.empty()) == (3, False)
    assert [await inbox.get() for _ in range(3)] == [0, 1, 2]
    assert inbox.empty()


async def test_what_comes_after_its_reader_gave_up_is_kept_for_the_next_one() -> None:
    inbox = Inbox()
    reading = asyncio.ensure_future(inbox.get())
    await asyncio.sleep(0)
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)
    inbox.put_nowait("late")
    assert await inbox.get() == "late"


class Tap:
    """A source that says whether it runs."""

    runs = True

    def hold(self) -> None:
        self.runs = False

    def go_on(self) -> None:
        self.runs = True


async def test_a_source_is_held_while_too_much_of_it_waits_and_until_all_is_read() -> None:
    inbox, tap = Inbox(), Tap()
    for number in range(MOST_WAITING + 1):
        assert tap.runs
        inbox.put_nowait(number)
        inbox.bound(tap)
    assert [await inbox.get() for _ in range(MOST_WAITING + 1)] == list(range(MOST_WAITING + 1))
    assert not tap.runs
    reading = asyncio.ensure_future(inbox.get())
    await asyncio.sleep(0)
    assert tap.runs
    inbox.put_nowait("more")
    inbox.bound(tap)
    assert await reading == "more"
    assert tap.runs

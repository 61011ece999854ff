"""For any order of answers, looks, sweeps, restarts and more time, a paper is as it would have been
had its round always ended then."""

import asyncio
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import User
from hypothesis import HealthCheck, example, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from quiz import end_looks, end_news, extending, plan, seats, sweeper
from quiz.extending import Wanted
from quiz.journal.queue import journal
from quiz.models import Contest, Entry, Extension, Round
from quiz.rules.extending import MARGIN_MS
from quiz.rules.formats import Format
from quiz.rules.units import Millis
from tests.fakes import MORNING, FakeClock
from tests.quiz import world
from tests.quiz.world import HOUR, Phone, connect, right

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_threads"),
]
END = Millis(MORNING + HOUR)
NEW = Millis(END + 30_000)
LAST = Millis(END - MARGIN_MS)
BEGIN = Millis(LAST - 30_000)
# Milliseconds for each question, and for the whole paper.
LIMITS = {"each": (20_000, 0), "whole": (0, 100_000), "round": (0, 7_200_000)}
# Answers oftener than what tells a process of more time.
ACTS = [*["right", "wrong"] * 4, "hello", "look", "sweep", "restart"]
# What is done, and how long after the last thing.
STEPS = st.lists(
    st.tuples(
        st.sampled_from(ACTS), st.sampled_from([1_000, 7_000, 20_400, 21_000, 31_000, 45_000])
    ),
    min_size=3,
    max_size=9,
)
numbers = count(1_000)


@dataclass
class Story:
    """One paper; `given_at` None: nobody gives its round more time."""

    code: str
    token: str
    clock: FakeClock
    given_at: Millis | None
    phone: Phone | None = None
    shown: Any = None

    async def play(self, steps: list[tuple[str, int]]) -> None:
        """From a while before the last moment for more time until everything is over."""
        self.clock.time = BEGIN
        await self.hello()
        await self.say("opened", t="open", try_no=0)
        for what, after_ms in steps:
            await self.wait(after_ms)
            await self.do(what)
        await self.wait(NEW - BEGIN + 120_000)
        await self.do("sweep")
        await self.hang_up()

    async def wait(self, ms: int) -> None:
        """Let time pass; on the way somebody gives more, by another process."""
        then = Millis(self.clock.time + ms)
        if self.given_at is not None and then >= self.given_at:
            self.clock.time, self.given_at = self.given_at, None
            await give(self.code, self.clock.now())
        self.clock.time = then

    async def do(self, what: str) -> None:
        match what:
            case "look":
                await end_news.look(self.clock.now())
            case "sweep":
                await sweeper.sweep(self.clock.now())
            case "hello":
                await self.hello()
            case "restart":
                await self.hang_up()
                forget()
                await self.hello()
            case _:
                await self.answer(well=what == "right")

    async def answer(self, *, well: bool) -> None:
        """An answer to what the phone shows, if it shows anything."""
        if self.shown and self.phone:
            best = (await right(self.shown))[0]
            choice = [best if well else (best + 1) % 4]
            await self.say("receipt", **self.phone.answer_to(self.shown, choice))

    async def hello(self) -> None:
        self.phone = self.phone or await connect(self.token, self.code)
        await self.say("welcome", t="hello", token=self.token, round=self.code)

    async def say(self, answered: str, **frame: Any) -> None:
        """Send it, and hear its answer; what comes unasked before it says nothing new."""
        assert self.phone is not None
        await self.phone.send(t="ping", c=1)
        while (await self.phone.hear())["t"] != "pong":
            pass
        await self.phone.send(**frame)
        heard = await self.phone.hear()
        assert heard["t"] == answered, heard
        self.shown = heard["question"] if answered == "receipt" else state(heard)

    async def hang_up(self) -> None:
        if self.phone is not None:
            await self.phone.hang_up()
            self.phone = None


def state(heard: dict[str, Any]) -> Any:
    return heard["attempt"] and heard["attempt"]["question"]


def forget() -> None:
    """As a process that has just been started."""
    seats._seats.clear()
    plan._plans.clear()
    end_looks.forget()


@sync_to_async
def give(code: str, now: Millis) -> None:
    lin = User.objects.filter(username="lin").first() or User.objects.create_superuser("lin")
    extending.extend(Round.objects.get(code=code), Wanted(END, NEW, "断网"), lin, now)


@pytest.fixture
def rounds(contest: Contest) -> Contest:
    """Of each kind of limit a round that ends at END and one that ends at NEW."""
    for name, (question_ms, total_ms) in LIMITS.items():
        form = Format(
            questions=5,
            blueprint={"single": 5},
            books=1,
            question_ms=Millis(question_ms),
            total_ms=Millis(total_ms),
        )
        for code in (f"{name}-moved", f"{name}-always"):
            world.make_round(form, contest, code)
    Round.objects.filter(code__endswith="always").update(closes_at=NEW)
    return contest


def written(code: str) -> list[tuple[int, int, int, int, int]]:
    """The journal of a round, without what differs between two papers: the choice itself."""
    rows = Entry.objects.filter(attempt__round__code=code).order_by("slot", "kind")
    return list(rows.values_list("slot", "kind", "took_ms", "points", "received_at"))


def start_anew(code: str, contest: Contest) -> str:
    """Nobody has played the round, and nobody given it more time; the token of somebody new."""
    Entry.objects.filter(attempt__round__code=code).delete()
    Round.objects.get(code=code).attempts.all().delete()
    if Extension.objects.filter(round__code=code).delete()[0]:
        Round.objects.filter(code=code).update(closes_at=END)
    forget()
    number = next(numbers)
    return world.make_contestant(contest, f"somebody{number}", number)


async def both(stories: list[Story], steps: list[tuple[str, int]]) -> None:
    for story in stories:
        await story.play(steps)
        await journal.drain()
        forget()


@examples(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(sorted(LIMITS)),
    given_at=st.integers(BEGIN + 1, LAST).map(Millis),
    steps=STEPS,
)
@example(name="round", given_at=LAST, steps=[("right", 45_000)] * 4)
def test_a_paper_is_as_if_its_round_had_always_ended_then(
    rounds: Contest,
    fake_clock: FakeClock,
    name: str,
    given_at: Millis,
    steps: list[tuple[str, int]],
) -> None:
    stories = [
        Story(code, start_anew(code, rounds), fake_clock, at)
        for code, at in ((f"{name}-moved", given_at), (f"{name}-always", None))
    ]
    asyncio.run(both(stories, steps))
    moved, always = (written(story.code) for story in stories)
    assert moved == always
    assert moved[-1][:2] == (5, 3)

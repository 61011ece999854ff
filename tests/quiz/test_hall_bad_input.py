"""What is no frame, no answer, no command: an error by name, and nothing has changed."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from asgiref.sync import sync_to_async
from hypothesis import given
from hypothesis import strategies as st

from quiz import messages
from quiz.journal.queue import journal
from quiz.models import Contest, Entrant, Entry, HostLine, Sitting
from quiz.protocol import Malformed
from quiz.sittings import host as hosts
from quiz.sittings import protocol
from tests.fakes import FakeClock
from tests.quiz import hall_world, world
from tests.quiz.hall_bad_frames import ANSWER, COMMANDS, FIELDS, NAMES, RAW
from tests.quiz.hall_world import Hall, Line

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_threads", "fake_clock"),
]


@pytest_asyncio.fixture
async def hall(contest: Contest, fake_clock: FakeClock) -> AsyncIterator[Hall]:
    made = await sync_to_async(hall_world.make_hall)(contest, fake_clock)
    yield made
    await made.close()


async def cast(hall: Hall) -> dict[str, Line]:
    """A host, a screen and two phones; the first question is open."""
    host = await hall.host(await sync_to_async(hall_world.organiser)())
    await hall.do(host, "open")
    contest = await sync_to_async(Contest.objects.get)()
    tokens = [await sync_to_async(world.make_contestant)(contest, name) for name in ("Mei", "Bo")]
    (phone, _), (neighbour, _) = [await hall.phone(token) for token in tokens]
    screen = await hall.screen()
    await hall.do(host, "show")
    await hall.later(3_000)
    return {"host": host, "phone": phone, "neighbour": neighbour, "screen": screen}


def state() -> tuple[Any, ...]:
    """All that a frame could change."""
    sitting = Sitting.objects.get(code=Sitting.objects.order_by("pk")[0].code)
    counts = (Entry.objects.count(), Entrant.objects.count(), HostLine.objects.count())
    names = tuple(Entrant.objects.order_by("pk").values_list("name", "removed", "team_id"))
    return sitting.version, sitting.state, counts, names


async def healthy(line: Line) -> bool:
    """Whether the line still answers."""
    await line.send(t="ping", c=7)
    return bool((await line.hear("pong"))["c"] == 7)


async def refused(hall: Hall, lines: dict[str, Line], role: str, text: str) -> dict[str, Any]:
    """The error that a text gets; everything else is as it was, and everybody well."""
    before = await sync_to_async(state)()
    await lines[role].raw(text)
    found = await lines[role].hear("error")
    assert await sync_to_async(state)() == before
    assert await healthy(lines[role])
    assert await healthy(lines["neighbour"])
    assert found["message"] == messages.text(found["code"], "zh-hans")
    return found


async def test_what_is_no_frame_is_named_and_changes_nothing(hall: Hall) -> None:
    lines = await cast(hall)
    for role, text, code in RAW:
        found = await refused(hall, lines, role, text)
        assert found["code"] == code, text[:60]
        hall.clock.tick(500)


async def test_a_field_out_of_its_bounds_is_named_and_changes_nothing(hall: Hall) -> None:
    lines = await cast(hall)
    for role, frame, code in FIELDS:
        found = await refused(hall, lines, role, json.dumps(frame))
        assert found["code"] == code, frame
        if code == "malformed":
            assert found["detail"]
        # Credit for the next ones; the clock of the question must not run out.
        hall.clock.tick(150)


async def test_a_command_that_cannot_be_done_is_named_and_changes_nothing(hall: Hall) -> None:
    lines = await cast(hall)
    version = (await sync_to_async(Sitting.objects.get)()).version
    for n, (command, code) in enumerate(COMMANDS):
        frame = {"t": "do", "id": f"command-{n:04}", "v": version, **command}
        found = await refused(hall, lines, "host", json.dumps(frame))
        assert (found["code"], found["id"]) == (code, f"command-{n:04}"), command
        hall.clock.tick(150)


@pytest.mark.parametrize(("name", "code"), NAMES)
async def test_a_name_a_host_gives_follows_the_rules_of_names(
    hall: Hall, name: str, code: str
) -> None:
    lines = await cast(hall)
    mei = await sync_to_async(Entrant.objects.get)(name="Mei")
    found = await hall.do(lines["host"], "rename", number=mei.pk, name=name)
    assert found.get("code", "") == code
    kept = await sync_to_async(Entrant.objects.get)(pk=mei.pk)
    assert (kept.name == "Mei") is bool(code)
    assert "\u202e" not in kept.name


async def test_nothing_of_another_sitting_works_here(hall: Hall) -> None:
    """Its people, its commands' numbers and its remote."""
    lines = await cast(hall)
    round_ = await sync_to_async(lambda: Sitting.objects.get().round)()
    other = await sync_to_async(hosts.make)(
        round_, "另一场", None, rehearsal=False, teams=["红队"], now=hall.clock.now()
    )
    token = await sync_to_async(hosts.new_remote)(other)
    stranger = await hall.connect("host")
    await stranger.send(t="host", sitting=hall.sitting.code, remote=token)
    assert (await stranger.hear("error"))["code"] == "forbidden"
    team = await sync_to_async(lambda: other.teams.get().pk)()
    late = await hall.connect("phone")
    contest = await sync_to_async(Contest.objects.get)()
    fresh = await sync_to_async(world.make_contestant)(contest, "Chen")
    await late.send(t="enter", token=fresh, sitting=hall.sitting.code, team=team)
    assert (await late.hear("error"))["code"] == "no_team"
    mei = await sync_to_async(Entrant.objects.get)(name="Mei")
    console = await hall.connect("host")
    await console.send(t="host", sitting=other.code, remote=token)
    await console.hear("hosting")
    version = (await sync_to_async(Sitting.objects.get)(pk=other.pk)).version
    await console.send(t="do", id="12345678", v=version, do="remove", number=mei.pk)
    assert (await console.hear("error"))["code"] == "no_such_entrant"
    assert await healthy(lines["phone"])


async def test_a_flood_is_slowed_and_then_cut_and_the_neighbour_plays_on(hall: Hall) -> None:
    lines = await cast(hall)
    for _ in range(120):
        await lines["phone"].send(**ANSWER)
    assert await lines["phone"].closed_with() == 1008
    await journal.drain()
    assert await sync_to_async(Entry.objects.count)() == 1
    assert await healthy(lines["neighbour"])


async def test_a_command_sent_twice_is_done_once_and_answered_alike(hall: Hall) -> None:
    lines = await cast(hall)
    version = (await sync_to_async(Sitting.objects.get)()).version
    frame = {"t": "do", "id": "the-very-same", "v": version, "do": "lock"}
    for _ in range(3):
        await lines["host"].send(**frame)
    answers = [await lines["host"].hear("done", id="the-very-same") for _ in range(3)]
    assert [answer["v"] for answer in answers] == [version + 1] * 3
    assert await sync_to_async(HostLine.objects.filter(do="lock").count)() == 1


async def test_a_command_sent_again_with_what_is_seen_by_now_is_not_done_again(hall: Hall) -> None:
    lines = await cast(hall)
    version = (await sync_to_async(Sitting.objects.get)()).version
    frame = {"t": "do", "id": "the-very-same", "do": "extend", "ms": 5_000}
    for seen in (version, version + 1):
        await lines["host"].send(**frame, v=seen)
        assert (await lines["host"].hear("done", id="the-very-same"))["v"] == version + 1
    assert await sync_to_async(HostLine.objects.filter(do="extend").count)() == 1


@given(st.text() | st.binary())
def test_the_parser_never_raises(said: str | bytes) -> None:
    assert protocol.parse(said) is not None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(st.sampled_from(sorted(protocol.KNOWN)), st.dictionaries(st.text(), JSON, max_size=4))
def test_a_frame_of_anything_is_a_message_or_malformed(kind: str, fields: dict[str, Any]) -> None:
    found = protocol.parse(json.dumps({**fields, "t": kind}))
    assert isinstance(found, Malformed) or found.__struct_config__.tag == kind

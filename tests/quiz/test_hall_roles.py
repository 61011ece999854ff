"""Who may say what, and who hears what: one table, tried whole."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from asgiref.sync import sync_to_async
from django.contrib.auth.models import User

from quiz import contests
from quiz.models import Contest, HostLine, Sitting
from quiz.rules.formats import Format, Mode, Reveal
from quiz.rules.units import Millis
from quiz.sittings import host as hosts
from quiz.sittings.protocol import HEARS, KNOWN, SAYS
from tests.fakes import FakeClock
from tests.quiz import hall_world, world
from tests.quiz.hall_world import Hall, Line

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_threads", "fake_clock", "every_kind"),
]
EVERY_KIND = Format(
    mode=Mode.LIVE,
    questions=5,
    blueprint=dict.fromkeys(world.KINDS, 1),
    question_ms=Millis(20_000),
    reveal=Reveal.EACH,
    shuffle_questions=False,
    boards=(),
    books=1,
    tries_per_day=0,
)
FRAMES: dict[str, dict[str, Any]] = {
    "enter": {"token": "token-of-Mei-0123456789", "sitting": "000000"},
    "answer": {"slot": 0, "seq": 1, "choice": [1], "took_ms": 5},
    "host": {"sitting": "000000"},
    "do": {"id": "12345678", "v": 1, "do": "open"},
    "screen": {"screen": "abcdefghjkmn"},
}


@pytest_asyncio.fixture
async def hall(contest: Contest, fake_clock: FakeClock) -> AsyncIterator[Hall]:
    made = await sync_to_async(hall_world.make_hall)(contest, fake_clock, EVERY_KIND)
    yield made
    await made.close()


async def everybody(hall: Hall) -> dict[str, Line]:
    """One socket of each role, in the lobby, and one that has said nothing."""
    host = await hall.host(await sync_to_async(hall_world.organiser)())
    await hall.do(host, "open")
    contest = await sync_to_async(Contest.objects.get)()
    phone, _ = await hall.phone(await sync_to_async(world.make_contestant)(contest))
    nobody = await hall.connect("phone")
    return {"host": host, "phone": phone, "screen": await hall.screen(), "anonymous": nobody}


@pytest.mark.parametrize("role", ["phone", "screen", "host", "anonymous"])
async def test_a_role_says_what_is_its_own_and_nothing_else(hall: Hall, role: str) -> None:
    line = (await everybody(hall))[role]
    lines = await sync_to_async(HostLine.objects.count)()
    own = SAYS[role] if role != "anonymous" else SAYS["phone"] & SAYS["anonymous"]
    for kind in sorted(KNOWN - own - {"ping", "echo"}):
        await line.send(t=kind, **FRAMES[kind])
        refused = await line.hear("error")
        assert refused["code"] == ("not_entered" if role == "anonymous" else "not_yours"), kind
    assert await sync_to_async(HostLine.objects.count)() == lines


async def played(hall: Hall) -> dict[str, Line]:
    """A whole sitting of one question of each kind, each answered by a blank."""
    lines = await everybody(hall)
    for slot in range(5):
        await hall.do(lines["host"], "show")
        await hall.later(3_000)
        await lines["phone"].send(t="answer", slot=slot, seq=slot, choice=[], took_ms=5)
        await lines["phone"].hear("receipt")
        await lines["phone"].hear("stage", state="locked")
        for do in ("reveal", "board"):
            await hall.do(lines["host"], do)
    await hall.do(lines["host"], "close", sure=True)
    for line in lines.values():
        await line.quiet()
    return lines


async def test_every_role_hears_only_frames_of_the_table(hall: Hall) -> None:
    for role, line in (await played(hall)).items():
        assert {frame["t"] for frame in line.heard} <= HEARS[role], role


SECRET = ("told", "key", "why", "counts", "right")


def early(frames: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Frames that speak of a slot before its reveal."""
    return [
        frame
        for frame in frames
        if frame["t"] == "stage" and frame["state"] in ("lobby", "shown", "locked")
    ]


@pytest.mark.parametrize("role", ["phone", "screen"])
async def test_nothing_of_a_key_is_said_before_its_reveal(hall: Hall, role: str) -> None:
    """Of every kind of question and every state: neither the fields nor the words of a reveal."""
    frames = (await played(hall))[role].heard
    revealed = [frame for frame in frames if frame["t"] == "stage" and "told" in frame]
    assert {frame["slot"] for frame in revealed} == set(range(5))
    reasons = {frame["slot"]: frame["told"]["why"] for frame in revealed}
    seen: set[int] = set()
    for frame in frames:
        if frame["t"] == "stage" and "told" in frame:
            seen.add(frame["slot"])
        said = json.dumps(frame, ensure_ascii=False)
        assert not [why for slot, why in reasons.items() if slot not in seen and why in said]
    for frame in early(frames):
        assert not set(SECRET) & set(frame)


async def test_a_question_is_closed_until_it_opens(hall: Hall) -> None:
    lines = await everybody(hall)
    await hall.do(lines["host"], "show")
    for role in ("phone", "screen"):
        stage = await lines[role].hear("stage", state="shown")
        assert "q" not in stage
        assert stage["box"]
    late, told = await hall.phone("token-of-Mei-0123456789")
    assert "q" not in told["stage"]
    await late.hang_up()
    await hall.later(3_000)
    opened = hall_world.unsealed(stage, (await lines["screen"].hear("unseal"))["key"])
    assert set(opened) <= {"q", "order", "target_order"}
    _, told = await hall.phone("token-of-Mei-0123456789")
    assert told["stage"]["q"] == opened["q"]


async def test_a_host_commands_the_one_sitting_it_named(hall: Hall) -> None:
    lines = await everybody(hall)
    round_ = await sync_to_async(lambda: Sitting.objects.get().round)()
    made = await sync_to_async(hosts.make)(
        round_, "另一场", None, rehearsal=False, teams=[], now=hall.clock.now()
    )
    await lines["host"].send(t="host", sitting=made.code)
    await lines["host"].hear("hosting")
    await lines["host"].send(t="do", id="command-x", v=made.version, do="open")
    await lines["host"].hear("done", id="command-x")
    first = await sync_to_async(Sitting.objects.get)(pk=hall.sitting.pk)
    assert first.state == "lobby"


@pytest.mark.parametrize("remote", ["", "x" * 32])
async def test_nobody_hosts_without_a_session_or_the_remotes_token(hall: Hall, remote: str) -> None:
    line = await hall.connect("host")
    await line.send(t="host", sitting=hall.sitting.code, remote=remote)
    assert (await line.hear("error"))["code"] == ("forbidden" if remote else "signed_out")
    await line.send(t="do", id="12345678", v=1, do="open")
    assert (await line.hear("error"))["code"] == "not_entered"


async def test_a_remote_hosts_until_there_is_a_new_one(hall: Hall) -> None:
    old = await sync_to_async(hosts.new_remote)(hall.sitting)
    line = await hall.connect("host")
    await line.send(t="host", sitting=hall.sitting.code, remote=old)
    assert (await line.hear("hosting"))["screen_url"] == ""
    assert (await hall.do(line, "open"))["t"] == "done"
    await sync_to_async(hosts.new_remote)(hall.sitting)
    await hall.later(0)
    assert (await line.hear("error"))["code"] == "forbidden"
    assert await line.closed_with() == 4401
    other = await hall.connect("host")
    await other.send(t="host", sitting=hall.sitting.code, remote=old)
    assert (await other.hear("error"))["code"] == "forbidden"


async def test_five_wrong_codes_end_the_line(hall: Hall) -> None:
    line = await hall.connect("screen")
    for n in range(5):
        await line.send(t="screen", screen=f"abcdefghjkm{n}")
        assert (await line.hear("error"))["code"] == "no_such_sitting"
    assert await line.closed_with() == 1008


async def test_a_live_round_is_no_paper(hall: Hall) -> None:
    """Its questions would be open at once, and its answers outside of their windows."""
    await everybody(hall)
    paper = await world.connect("token-of-Mei-0123456789", "live")
    assert (await paper.hello())["code"] == "in_hall"
    await paper.hang_up()
    contest = await sync_to_async(Contest.objects.get)()
    shown = await sync_to_async(contests.view)(contest, english=False)
    assert shown["rounds"] == []


async def test_who_lost_the_right_to_host_commands_nothing_any_more(hall: Hall) -> None:
    host = await hall.host(await sync_to_async(hall_world.organiser)())
    await sync_to_async(User.objects.update)(is_superuser=False)
    assert (await hall.do(host, "open"))["code"] == "forbidden"

"""What hosts do beside the natural way: verdicts, freezing, people, the door, the autopilot."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio
from asgiref.sync import sync_to_async

from quiz.models import Contest, Entrant, HostLine
from quiz.sittings import rooms, store
from tests.fakes import FakeClock
from tests.quiz import hall_world, world
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


async def cast(hall: Hall, names: tuple[str, ...] = ("Mei", "Bo")) -> tuple[Line, dict[str, Line]]:
    host = await hall.host(await sync_to_async(hall_world.organiser)())
    await hall.do(host, "open")
    contest = await sync_to_async(Contest.objects.get)()
    phones = {}
    for name in names:
        token = await sync_to_async(world.make_contestant)(contest, name)
        phones[name], _ = await hall.phone(token)
    return host, phones


async def question(hall: Hall, host: Line, phones: dict[str, Line], choices: dict[str, int]) -> int:
    """A question from its showing to its reveal; `choices` by name, the rest stay silent. Returns
    the right option's number."""
    await hall.do(host, "show")
    stage = await host.until("stage", lambda frame: frame["state"] == "shown")
    await hall.later(3_000)
    hall.clock.tick(1_000)
    for name, choice in choices.items():
        frame = {"slot": stage["slot"], "seq": 1, "choice": [choice], "took_ms": 900}
        await phones[name].send(t="answer", **frame)
        await phones[name].hear("receipt")
    if len(choices) < len(phones):
        await hall.do(host, "lock")
    await host.until("stage", lambda frame: frame["state"] == "locked")
    await hall.do(host, "reveal")
    told = await host.until("stage", lambda frame: frame["state"] == "revealed")
    return int(told["told"]["key"][0])


async def standing(line: Line, **fields: Any) -> dict[str, Any]:
    """The newest word a phone has about itself, once it has these values."""
    return await line.until(
        "mine", lambda frame: all(frame.get(name) == value for name, value in fields.items())
    )


async def test_a_corrected_key_moves_everybody_at_once_and_back(hall: Hall) -> None:
    host, phones = await cast(hall)
    await question(hall, host, phones, {"Mei": 0, "Bo": 1})
    await hall.do(host, "rule", kind="new_key", keys=[[1]])
    await standing(phones["Bo"], score=10, rank=1, right=True)
    await standing(phones["Mei"], score=0, rank=2, right=False)
    stage = await host.until("stage", lambda frame: "ruling" in frame.get("told", {}))
    assert (stage["told"]["key"], stage["told"]["ruling"]["kind"]) == ([1], "new_key")
    await hall.do(host, "rule", kind="accept", keys=[[0], [1]])
    await standing(phones["Mei"], score=10, rank=1)
    await hall.do(host, "rule", kind="void_none")
    await standing(phones["Mei"], score=0, rank=1)
    before = len(phones["Mei"].heard)
    await hall.do(host, "restore")
    await host.until("stage", lambda frame: "ruling" not in frame.get("told", {}))
    await phones["Mei"].quiet()
    assert len(phones["Mei"].heard) > before
    lines = [do async for do in HostLine.objects.values_list("do", flat=True)]
    assert lines[-4:] == ["rule", "rule", "rule", "restore"]


async def test_a_frozen_board_stands_still_for_the_hall_and_moves_for_the_host(hall: Hall) -> None:
    host, phones = await cast(hall)
    screen = await hall.screen()
    right = await question(hall, host, phones, {"Mei": 0, "Bo": 0})
    await hall.do(host, "freeze")
    frozen = await screen.until("board", lambda frame: frame["frozen"])
    other = await question(hall, host, phones, {"Mei": right, "Bo": right})
    assert other in range(4)
    public = await screen.until("board", lambda frame: frame["v"] > frozen["v"])
    assert [row["score"] for row in public["rows"]] == [row["score"] for row in frozen["rows"]]
    assert public["slot"] == 0
    full = await host.until("board", lambda frame: frame["slot"] == 1)
    assert not full["frozen"]
    mine = await standing(phones["Mei"], slot=1)
    assert "rank" not in mine
    await hall.do(host, "step")
    opened = await screen.until("board", lambda frame: bool(frame["opening"]))
    assert (opened["opening"], opened["pending"]) == ("440000/440100", 0)
    await hall.do(host, "unfreeze")
    thawed = await screen.until("board", lambda frame: not frame["frozen"])
    assert [row["score"] for row in thawed["rows"]] == [row["score"] for row in full["rows"]]


async def test_somebody_shown_out_is_off_the_board_and_may_come_back(hall: Hall) -> None:
    host, phones = await cast(hall)
    bo = await sync_to_async(Entrant.objects.get)(name="Bo")
    await hall.do(host, "remove", number=bo.pk)
    await standing(phones["Bo"], removed=True)
    await host.until("desk", lambda frame: frame["connected"] == 1)
    await hall.do(host, "show")
    await hall.later(3_000)
    await phones["Bo"].send(t="answer", slot=0, seq=1, choice=[1], took_ms=5)
    assert (await phones["Bo"].hear("error"))["code"] == "removed"
    for choice in ([1], [9, 9, 9]):  # nor does he hear what would fit a question to come
        await phones["Bo"].send(t="answer", slot=1, seq=2, choice=choice, took_ms=5)
        assert (await phones["Bo"].hear("error"))["code"] == "not_shown"
    await hall.do(host, "let_in", number=bo.pk)
    await standing(phones["Bo"], removed=None)
    await host.until("desk", lambda frame: frame["connected"] == 2)
    await phones["Bo"].send(t="answer", slot=0, seq=1, choice=[1], took_ms=5)
    await phones["Bo"].hear("receipt")


async def test_a_new_name_is_on_the_board(hall: Hall) -> None:
    host, phones = await cast(hall)
    await question(hall, host, phones, {"Mei": 0, "Bo": 1})
    bo = await sync_to_async(Entrant.objects.get)(name="Bo")
    await hall.do(host, "rename", number=bo.pk, name="阿波")
    await host.until("board", lambda frame: "阿波" in [row["name"] for row in frame["rows"]])


async def test_a_shut_door_lets_in_who_was_in_before_and_nobody_new(hall: Hall) -> None:
    host, _ = await cast(hall)
    await hall.do(host, "shut_door")
    _, told = await hall.phone("token-of-Mei-0123456789")
    assert told["stage"]["door"] is False
    contest = await sync_to_async(Contest.objects.get)()
    late = await sync_to_async(world.make_contestant)(contest, "Late")
    line = await hall.connect("phone")
    await line.send(t="enter", token=late, sitting=hall.sitting.code)
    assert (await line.hear("error"))["code"] == "door_shut"


async def test_who_comes_late_plays_from_the_open_question_on(hall: Hall) -> None:
    host, phones = await cast(hall)
    await question(hall, host, phones, {"Mei": 0, "Bo": 1})
    await hall.do(host, "show")
    await hall.later(3_000)
    contest = await sync_to_async(Contest.objects.get)()
    late = await sync_to_async(world.make_contestant)(contest, "Late")
    line, told = await hall.phone(late)
    assert told["stage"]["q"]
    await line.send(t="answer", slot=0, seq=1, choice=[1], took_ms=5)
    assert (await line.hear("error"))["code"] == "closed"
    await line.send(t="answer", slot=1, seq=2, choice=[1], took_ms=5)
    await line.hear("receipt", slot=1)


async def test_two_hosts_never_step_twice(hall: Hall) -> None:
    """Both press "next" at what they see; one step is made and the other is told."""
    host, _ = await cast(hall)
    other = await hall.host(await sync_to_async(hall_world.organiser)("wang"))
    version = (await host.until("stage", lambda frame: frame["state"] == "lobby"))["v"]
    for n, line in enumerate((host, other)):
        await line.send(t="do", id=f"both-press-{n}", v=version, do="show")
    answers = [await host.hear_any("done", "error"), await other.hear_any("done", "error")]
    assert sorted(frame["t"] for frame in answers) == ["done", "error"]
    stale = next(frame for frame in answers if frame["t"] == "error")
    assert (stale["code"], stale["v"]) == ("stale", version + 1)


async def test_who_hears_that_it_is_done_has_seen_it_also_when_a_look_was_quicker(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A look at the rows takes the new one in before the command's own reading of it ends."""
    host, _ = await cast(hall)
    await hall.do(host, "show")
    await hall.later(3_000)
    await hall.do(host, "lock")
    (room,), loop, read = rooms._rooms.values(), asyncio.get_running_loop(), store.by_id

    def slow(sitting: int) -> store.Row:
        row = read(sitting)
        loop.call_soon_threadsafe(room.take, row)
        return row

    monkeypatch.setattr(store, "by_id", slow)
    await hall.do(host, "reveal")
    assert [one["state"] for one in host.heard if one["t"] == "stage"][-1] == "revealed"


async def test_the_autopilot_goes_the_natural_way_and_leaves_the_end_to_a_person(
    hall: Hall,
) -> None:
    host, _ = await cast(hall, ("Mei",))
    await hall.do(host, "show")
    await hall.do(host, "autopilot_on")
    seen: list[tuple[str, int]] = []
    for _ in range(24):
        await hall.later(4_000)
        await host.quiet()
        stages = [frame for frame in host.heard if frame["t"] == "stage"]
        if not seen or seen[-1] != (stages[-1]["state"], stages[-1]["slot"]):
            seen.append((stages[-1]["state"], stages[-1]["slot"]))
    assert seen[-1] == ("board", 1)
    who = {line.do: line.who async for line in HostLine.objects.all()}
    assert (who["lock"], who["reveal"], who["board"]) == ("clock", "autopilot", "autopilot")


async def test_when_all_are_out_the_end_is_the_next_step_and_the_autopilot_waits_for_it(
    contest: Contest, fake_clock: FakeClock
) -> None:
    form = replace(hall_world.TWO, lives=1)
    hall = await sync_to_async(hall_world.make_hall)(contest, fake_clock, form)
    host, phones = await cast(hall)
    first = await host.until("stage", lambda frame: frame["state"] == "lobby")
    assert "alive" not in first
    await question(hall, host, phones, {})
    stage = await host.until("stage", lambda frame: frame["state"] == "revealed")
    assert stage["alive"] == 0
    await hall.later(0)
    desk = await host.until("desk", lambda frame: frame["v"] == stage["v"])
    assert (desk["next"], {"board", "show"} <= set(desk["can"])) == ("close", True)
    await hall.do(host, "board")
    await hall.do(host, "autopilot_on")
    for _ in range(4):
        await hall.later(4_000)
    await host.quiet()
    assert [one for one in host.heard if one["t"] == "stage"][-1]["state"] == "board"
    await hall.close()


async def test_a_phone_hears_that_others_have_its_rank(hall: Hall) -> None:
    host, phones = await cast(hall, ("Mei", "Bo", "Wu"))
    await question(hall, host, phones, {})
    for line in phones.values():
        mine = await line.until("mine", lambda frame: frame["rank"] == 1)
        assert mine["same"] is True
    await hall.do(host, "freeze")
    frozen = await phones["Mei"].until("mine", lambda frame: "rank" not in frame)
    assert "same" not in frozen


async def test_a_host_hears_how_many_big_screens_there_are(hall: Hall) -> None:
    host, _ = await cast(hall)
    await hall.later(400)
    desk = await host.until("desk", lambda frame: frame["answered"] == 0)
    assert desk["health"]["screens"] == 0
    first, _ = await hall.screen(), await hall.screen()
    await hall.later(400)
    await host.until("desk", lambda frame: frame["health"]["screens"] == 2)
    await first.hang_up()
    await hall.later(400)
    await host.until("desk", lambda frame: frame["health"]["screens"] == 1)


async def test_what_was_done_last_is_undone_and_said_in_the_log(hall: Hall) -> None:
    host, phones = await cast(hall)
    await question(hall, host, phones, {"Mei": 0, "Bo": 1})
    await hall.later(0)
    desk = await host.until("desk", lambda frame: frame["undo"] == "reveal")
    assert "undo" not in desk["can"]
    bo = await sync_to_async(Entrant.objects.get)(name="Bo")
    await hall.do(host, "rename", number=bo.pk, name="Bob")
    await hall.do(host, "remove", number=bo.pk)
    assert (await hall.do(host, "undo"))["t"] == "done"
    await sync_to_async(bo.refresh_from_db)()
    assert (bo.name, bo.removed) == ("Bob", True)
    again = await host.until("stage", lambda frame: frame["state"] == "locked")
    assert "told" not in again
    assert (await hall.do(host, "undo"))["code"] == "nothing_to_undo"

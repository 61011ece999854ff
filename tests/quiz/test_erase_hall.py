"""Whoever has their data deleted is nobody in halls either: on no board, in no log, on no phone."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from asgiref.sync import sync_to_async

from quiz import departures, entrants, people
from quiz.entrants import Nameless
from quiz.models import Contest, Contestant, Entrant, HostLine
from quiz.rules.units import Millis
from quiz.sittings import rooms
from quiz.sittings.room import Room
from tests.fakes import FakeClock
from tests.quiz import hall_world, world
from tests.quiz.hall_world import Hall, Line

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_threads", "fake_clock"),
]


@pytest_asyncio.fixture
async def hall(contest: Contest, fake_clock: FakeClock) -> AsyncIterator[Hall]:
    made = await sync_to_async(hall_world.make_hall)(contest, fake_clock)
    yield made
    await made.close()


async def opened(hall: Hall, contest: Contest, *names: str) -> tuple[Line, list[Line]]:
    """A host's console, and the phones of these people, all in."""
    host = await hall.host(await sync_to_async(hall_world.organiser)())
    await hall.do(host, "open")
    tokens = [await sync_to_async(world.make_contestant)(contest, name) for name in names]
    return host, [(await hall.phone(token))[0] for token in tokens]


async def erase(hall: Hall, nickname: str) -> None:
    who = await sync_to_async(Contestant.objects.get)(nickname=nickname)
    await sync_to_async(people.erase)(who, hall.clock.now())


async def board_after_a_question(hall: Hall, host: Line) -> None:
    await hall.do(host, "show")
    await hall.later(hall.lead_ms)
    for do in ("lock", "reveal", "board"):
        await hall.do(host, do)


def names_of(board: dict[str, Any]) -> set[str]:
    return {row["name"] for row in board["rows"]}


@pytest.mark.slow
async def test_the_board_shows_no_name_of_theirs_any_more(hall: Hall, contest: Contest) -> None:
    host, (mei, bo) = await opened(hall, contest, "Mei", "Bo")
    screen = await hall.screen()
    await board_after_a_question(hall, host)
    await screen.until("board", lambda frame: names_of(frame) == {"Mei", "Bo"})
    number = (await sync_to_async(Entrant.objects.get)(name="Mei")).pk
    await erase(hall, "Mei")
    await departures.look(hall.clock.now())
    assert await mei.closed_with() == 4401
    for line in (screen, host):
        await line.until("board", lambda frame: names_of(frame) == {f"匿名 {number}", "Bo"})
    await bo.quiet()
    assert "Mei" not in json.dumps(bo.heard[-1])


async def test_a_room_counts_anew_once_and_no_other_room_does(
    hall: Hall, contest: Contest, monkeypatch: pytest.MonkeyPatch
) -> None:
    host, _phones = await opened(hall, contest, "Mei")
    await board_after_a_question(hall, host)
    counted: list[int] = []
    real = Room.count

    async def count(room: Room, slots: list[int] | None = None) -> None:
        counted.append(room.row.id)
        await real(room, slots)
        changed.set()

    changed = asyncio.Event()
    monkeypatch.setattr(Room, "count", count)
    await erase(hall, "Mei")
    await departures.look(hall.clock.now())
    await changed.wait()
    await departures.look(hall.clock.now())
    assert counted == [hall.sitting.pk]


async def test_the_log_keeps_the_command_without_the_names(hall: Hall, contest: Contest) -> None:
    host, _phones = await opened(hall, contest, "Mei", "Bo")
    mei, bo = [pk async for pk in Entrant.objects.order_by("pk").values_list("pk", flat=True)]
    for number, name in ((mei, "Mimi"), (mei, "Lan"), (bo, "Bob")):
        assert (await hall.do(host, "rename", number=number, name=name))["t"] == "done"
    await erase(hall, "Mei")
    told: list[dict[str, Any]] = await sync_to_async(
        lambda: list(HostLine.objects.filter(do="rename").values_list("told", flat=True))
    )()
    nobody = f"匿名 {mei}"
    names = [(one["number"], one["was"]["name"], one["name"]) for one in told]
    assert names == [(mei, nobody, nobody), (mei, nobody, nobody), (bo, "Bo", "Bob")]
    assert all(one["id"] for one in told)


async def test_a_nickname_that_looks_like_one_of_ours_is_left_alone(
    hall: Hall, contest: Contest
) -> None:
    await opened(hall, contest, "Mei", "Bo")
    mei = await sync_to_async(Entrant.objects.get)(name="Mei")
    await sync_to_async(Entrant.objects.filter(name="Bo").update)(name=f"匿名 {mei.pk}")
    await erase(hall, "Mei")
    names = {name async for name in Entrant.objects.values_list("name", flat=True)}
    assert names == {f"匿名 {mei.pk}", f"匿名 {mei.pk}."}


async def test_who_came_in_at_the_moment_of_the_deletion_loses_their_name_at_the_next_look(
    hall: Hall, contest: Contest
) -> None:
    await opened(hall, contest, "Mei")
    await erase(hall, "Mei")
    await sync_to_async(Entrant.objects.update)(name="Mei")
    await departures.look(Millis(hall.clock.now()))
    entrant = await sync_to_async(Entrant.objects.get)()
    assert entrant.name == f"匿名 {entrant.pk}"


async def test_two_processes_that_take_the_same_name_away_agree(
    hall: Hall, contest: Contest
) -> None:
    await opened(hall, contest, "Mei")
    mei = await sync_to_async(Entrant.objects.get)()
    read = Nameless(mei.pk, hall.sitting.pk, mei.attempt_id, "Mei")
    for _process in range(2):
        assert (await sync_to_async(entrants._renamed)(read)).name == f"匿名 {mei.pk}"


def test_nobody_s_names_are_nothing_to_forget() -> None:
    assert entrants.forget([1, 2]) == []
    assert rooms.in_use() == []

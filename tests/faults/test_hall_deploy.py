"""A hall while its server is replaced, put to sleep, told another time, or out of files."""

import asyncio
import contextlib
import os
import resource
import signal
import time
from pathlib import Path

import pytest

from tests.faults import stage
from tests.faults.hall import Cast, cast
from tests.faults.house import House, health, until
from tests.faults.stage import LASTING, LIVE
from tests.faults.test_hall import PEOPLE, agreed, question
from tests.faults.test_hall_stores import followers
from tests.production import raw
from tests.servers import Redis, WebServer

pytestmark = [pytest.mark.faults]
# Longer than the question, and than another process believes what this one said.
SLEEP_S = 15.0
# How a process is told another wall clock, as an operator's correction would: Python reads it here.
OTHER_TIME = """
import pathlib, time
_ns, _file = time.time_ns, pathlib.Path({file!r})
time.time_ns = lambda: _ns() + int(float(_file.read_text() or 0) * 1e9)
time.time = lambda: time.time_ns() / 1e9
"""


@pytest.mark.parametrize("web_server", ["daphne", "uvicorn"])
async def test_row_05_a_new_release_closes_with_1012_and_all_are_back_in_the_open_question(
    small_house: House, web_server: str
) -> None:
    (web,) = await small_house.open(1, WEB_SERVER=web_server)
    hall = await cast([web], small_house.sittings[LIVE], stage.PEOPLE)
    await question(hall, 0)
    assert (await hall.host.do("show"))["t"] == "done"
    # A busy machine takes longer to start a release than the question lasts.
    assert (await hall.host.do("extend", ms=10_000))["t"] == "done"
    started = time.monotonic()
    await asyncio.to_thread(web.term)
    assert time.monotonic() - started <= 10
    await asyncio.to_thread(web.start)
    back = await until(lambda: all(phone.line for phone in hall.phones), "all back")
    print(f"\n{stage.PEOPLE} phones were back {back:.2f} s after the start")  # noqa: T201 (measured)
    assert back <= 5
    assert {code for phone in hall.phones for code in phone.closes if code} == {1012}
    # Nobody's question ends because others were back before them.
    await until(lambda: all(1 in phone.receipts for phone in hall.phones), "all answered")
    await hall.host.do("lock")
    await hall.host.reach("locked", 1)
    assert (await hall.host.do("reveal"))["t"] == "done"
    assert (await hall.host.do("board"))["t"] == "done"
    await question(hall, 2)
    await agreed(small_house, hall)
    for phone in hall.phones:
        assert set(phone.receipts) >= {0, 1, 2}
    await hall.leave()


@pytest.mark.postgres
@pytest.mark.redis
async def test_row_06_a_process_that_slept_doubles_no_step_and_takes_no_late_answer(
    house: House, empty_redis: Redis
) -> None:
    one, two = await house.open(2, REDIS_URL=empty_redis.url)
    hall = await cast([two], house.sittings[LIVE], PEOPLE)
    far = await followers(one, hall)
    for phone in far.phones:
        phone.servers = [one, two]
    await question(hall, 0)
    assert (await hall.host.do("show"))["t"] == "done"
    os.kill(one.pid, signal.SIGSTOP)
    asleep = time.monotonic()
    await hall.host.reach("locked", 1)
    assert (await hall.host.do("reveal"))["t"] == "done"
    await asyncio.sleep(max(0.0, SLEEP_S - (time.monotonic() - asleep)))
    os.kill(one.pid, signal.SIGCONT)
    everybody = [*hall.phones, *far.phones]
    await until(lambda: all(phone.at["v"] == hall.host.at["v"] for phone in everybody), "in step")
    assert (await hall.host.do("board"))["t"] == "done"
    await question(hall, 2)
    await agreed(house, Cast(hall.host, everybody, []))
    await far.leave()
    await hall.leave()


def with_other_time(house: House, name: str) -> tuple[WebServer, Path]:
    """A server whose wall clock is what a file says it is beside the true one."""
    folder, file = house.folder / name, house.folder / f"{name}.seconds"
    folder.mkdir()
    file.write_text("0")
    (folder / "sitecustomize.py").write_text(OTHER_TIME.format(file=str(file)))
    return house.server(PYTHONPATH=str(folder)), file


@pytest.mark.parametrize("step_s", [3_601, -3_601])
async def test_row_34_a_wall_clock_that_jumps_moves_no_deadline_and_costs_nobody_time(
    small_house: House, step_s: int
) -> None:
    web, seconds = with_other_time(small_house, "other")
    await asyncio.to_thread(web.start)
    hall = await cast([web], small_house.sittings[LIVE], PEOPLE)
    await question(hall, 0)
    hall.phones[0].refused[1] = "does not answer"  # so that the question lasts its whole time
    assert (await hall.host.do("show"))["t"] == "done"
    shown = time.monotonic()
    await asyncio.sleep(1)
    seconds.write_text(str(step_s))
    await hall.host.reach("locked", 1)
    lasted = time.monotonic() - shown
    del hall.phones[0].refused[1]
    assert 6.7 <= lasted <= 8.7  # 0.7 s ahead, 6 s, the grace, and what two busy cores add
    assert (await hall.host.do("reveal"))["t"] == "done"
    assert (await hall.host.do("board"))["t"] == "done"
    await question(hall, 2)
    await agreed(small_house, hall)
    assert all(phone.told[2]["took_ms"] < 1_000 for phone in hall.phones)
    await hall.leave()


@pytest.mark.parametrize("step_s", [3_601, -3_601])
async def test_row_35_a_restart_after_the_wall_clock_jumped_goes_on_with_the_clock_of_before(
    small_house: House, step_s: int
) -> None:
    web, seconds = with_other_time(small_house, "other")
    await asyncio.to_thread(web.start)
    hall = await cast([web], small_house.sittings[LASTING], PEOPLE)
    await question(hall, 0)
    hall.phones[0].refused[1] = "does not answer yet"
    assert (await hall.host.do("show"))["t"] == "done"
    await until(lambda: 1 in hall.phones[1].receipts, "opened")
    before = hall.host.at
    seconds.write_text(str(step_s))
    await asyncio.to_thread(web.kill9)
    await asyncio.to_thread(web.start)
    await until(lambda: hall.phones[0].dials > 1 and hall.phones[0].line is not None, "back")
    del hall.phones[0].refused[1]
    await hall.phones[0]._answer(1)  # as if tapped now
    await hall.host.reach("locked", 1)
    assert hall.host.at["opens_at"] == before["opens_at"]
    # Nobody's time ended, and nobody's was an hour.
    assert 1 in hall.phones[0].receipts
    assert (await hall.host.do("reveal"))["t"] == "done"
    await until(lambda: 1 in hall.phones[0].told, "told")
    assert hall.phones[0].told[1]["took_ms"] < 59_000
    assert (await hall.host.do("board"))["t"] == "done"
    await question(hall, 2)
    await agreed(small_house, hall)
    await hall.leave()


def files(web: WebServer, *, kind: str = "") -> int:
    """How many the process holds open; "socket" = connections only."""
    found = 0
    for one in Path(f"/proc/{web.pid}/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):
            found += str(one.readlink()).startswith(kind)
    return found


async def test_row_52_a_server_out_of_files_keeps_the_hall_and_lets_people_in_afterwards(
    small_house: House,
) -> None:
    (web,) = await small_house.open(1)
    hall = await cast([web], small_house.sittings[LIVE], PEOPLE)
    await question(hall, 0)
    held = files(web)
    before = resource.prlimit(web.pid, resource.RLIMIT_NOFILE)
    resource.prlimit(web.pid, resource.RLIMIT_NOFILE, (held + 4, before[1]))
    assert hall.host.desk["health"]["lines_left"] > 100
    strangers = [small_house.besides.enter_context(raw.Line(web.port)) for _ in range(30)]
    await question(hall, 1)
    # The one place where it can be said: nobody new comes in to ask.
    await until(lambda: hall.host.desk["health"]["lines_left"] == 0, "health says so")
    resource.prlimit(web.pid, resource.RLIMIT_NOFILE, before)
    for one in strangers:
        one.socket.close()
    await until(web.live, "answers again")
    await until(lambda: hall.host.desk["health"]["lines_left"] > 100, "health says so, too")
    await question(hall, 2)
    assert not any(phone.closes for phone in hall.phones)
    assert (await asyncio.to_thread(health, web))["ready"]
    books = await agreed(small_house, hall)
    assert len(books["rows"]) == 3 * PEOPLE
    await hall.leave()


def dripped(lines: list[raw.Line], byte: int) -> None:
    """One byte more on each line."""
    for one in lines:
        one.send(bytes([byte]))


@pytest.mark.parametrize("web_server", ["daphne", "uvicorn"])
async def test_row_41_handshakes_that_never_end_hold_up_nobody_and_are_cut_in_time(
    small_house: House, web_server: str
) -> None:
    (web,) = await small_house.open(1, WEB_SERVER=web_server)
    hall = await cast([web], small_house.sittings[LIVE], PEOPLE)
    drip = iter(raw.upgrade("/ws/hall/")[:-1])
    held = files(web, kind="socket")
    slow = [small_house.besides.enter_context(raw.Line(web.port)) for _ in range(20)]
    await until(lambda: files(web, kind="socket") >= held + 20, "all let in")
    gone = asyncio.create_task(
        until(lambda: files(web, kind="socket") <= held + 3, "the half-made lines gone")
    )
    for slot in range(2):
        dripped(slow, next(drip))
        await question(hall, slot)
    while not gone.done():
        dripped(slow, next(drip))
        await asyncio.sleep(0.5)
    assert 5 <= await gone <= 15
    await agreed(small_house, hall)
    await hall.leave()

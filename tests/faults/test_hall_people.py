"""Two hosts at once, hosts and screens that go, lines cut together, people who do not read."""

import asyncio
import json
import socket
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import connect

from tests.faults import stage
from tests.faults.hall import Caller, Cast, HallHost, HallPhone, address, cast
from tests.faults.house import House, until
from tests.faults.stage import LIVE
from tests.faults.test_hall import PEOPLE, agreed, question
from tests.faults.toxic import Toxic
from tests.production import raw
from tests.servers import Redis, WebServer

pytestmark = [pytest.mark.faults]
TIMES = 200
# What a phone that never reads may cost the process.
MUTE_KIB = 128
# So many commands one line may give at once.
CREDIT = 50


def second_host(hall: Cast, server: WebServer) -> HallHost:
    """The same remote, on a server of its own."""
    return HallHost([server], "/ws/host/", dict(hall.host.hello))


async def both(one: HallHost, two: HallHost, version: int, do: str, *, tag: str) -> list[str]:
    """Two hosts give the same command on the same version at once; how each is answered."""
    ids = [f"{tag}-{name}-only" for name in ("one", "two")]
    await asyncio.gather(
        *(
            host.say(t="do", id=given, v=version, do=do)
            for host, given in zip((one, two), ids, strict=True)
        )
    )
    await until(lambda: ids[0] in one.answers and ids[1] in two.answers, "both answered")
    answers = [one.answers[ids[0]], two.answers[ids[1]]]
    return sorted(answer["t"] + answer.get("code", "") for answer in answers)


async def anew(*hosts: HallHost) -> None:
    """Hang up; they dial again."""
    dials = [host.dials for host in hosts]
    for host in hosts:
        assert host.line is not None
        await host.line.close()
    await until(
        lambda: all(host.dials > n and host.line for host, n in zip(hosts, dials, strict=True)),
        "the hosts again",
    )


async def in_step(one: HallHost, two: HallHost, version: int) -> None:
    await until(lambda: one.at["v"] == two.at["v"] == version, "one step")


@pytest.mark.postgres
@pytest.mark.redis
async def test_rows_44_and_45_two_hosts_giving_one_step_200_times_step_once_each_time(
    house: House, empty_redis: Redis
) -> None:
    one, two = await house.open(2, REDIS_URL=empty_redis.url)
    hall = await cast([one], house.sittings[LIVE], 2)
    rival = second_host(hall, two)
    living = asyncio.create_task(rival.live())
    await until(lambda: bool(rival.stages), "the other host")
    await until(lambda: rival.at["v"] == hall.host.at["v"], "in step")
    for time in range(TIMES):
        if time % CREDIT == CREDIT - 1:
            await anew(hall.host, rival)
        version = hall.host.at["v"]
        do = ("shut_door", "open_door")[time % 2]
        answers = await both(hall.host, rival, version, do, tag=f"{time:03}")
        assert answers == ["done", "errorstale"]
        await in_step(hall.host, rival, version + 1)
    await question(hall, 0)
    books = await agreed(house, hall)
    steps = [do for _, do in books["lines"]]
    assert steps.count("shut_door") + steps.count("open_door") == TIMES
    rival.ended = True
    living.cancel()
    await hall.leave()


async def test_row_44_a_command_sent_twice_within_a_breath_is_done_once(small_house: House) -> None:
    (web,) = await small_house.open(1)
    hall = await cast([web], small_house.sittings[LIVE], 2)
    version = hall.host.at["v"]
    for _ in range(2):
        await hall.host.say(t="do", id="double-click", v=version, do="show")
    await until(lambda: "double-click" in hall.host.answers, "an answer")
    await hall.host.reach("locked", 0)
    assert hall.host.at["v"] == version + 2
    assert (await hall.host.do("reveal"))["t"] == "done"
    assert (await hall.host.do("board"))["t"] == "done"
    await question(hall, 1)
    await agreed(small_house, hall)
    await hall.leave()


async def test_rows_46_and_47_the_question_ends_without_its_host_and_a_new_screen_sees_the_same(
    small_house: House,
) -> None:
    (web,) = await small_house.open(1)
    made = small_house.sittings[LIVE]
    hall = await cast([web], made, 4)
    hello = {"t": "screen", "screen": made["screen"]}
    screen = Caller([web], "/ws/stage/", hello)
    showing = asyncio.create_task(screen.live())
    assert (await hall.host.do("show"))["t"] == "done"
    hall.tasks[0].cancel()
    await until(lambda: screen.at["state"] == "locked", "locked by the clock")
    again = Caller([web], "/ws/stage/", hello)
    reloaded = asyncio.create_task(again.live())
    await until(lambda: bool(again.stages), "a second screen")
    assert again.at == {**screen.at, "now": again.at["now"]}
    resumed = second_host(hall, web)
    tasks = [asyncio.create_task(resumed.live()), *hall.tasks[1:], showing, reloaded]
    hall = Cast(resumed, hall.phones, tasks)
    await until(lambda: bool(resumed.stages), "a host again")
    assert (await resumed.do("reveal"))["t"] == "done"
    assert (await resumed.do("board"))["t"] == "done"
    await question(hall, 1)
    await agreed(small_house, hall)
    await hall.leave()


async def beyond(line: Toxic, made: dict[str, Any], web: WebServer) -> Cast:
    """Everybody but the host and one person comes in by way of the proxy."""
    hall = await cast([web], made, 1)
    crowd = [
        HallPhone(
            [_Beside(line.port)],  # type: ignore[list-item]
            "/ws/hall/",
            {"t": "enter", "token": stage.token(person), "sitting": made["code"]},
            person=person,
        )
        for person in range(1, stage.PEOPLE)
    ]
    tasks = [asyncio.create_task(phone.live()) for phone in crowd]
    await until(lambda: all(phone.stages for phone in crowd), "the crowd")
    return Cast(hall.host, [*hall.phones, *crowd], [*hall.tasks, *tasks])


async def test_a_slow_line_costs_no_answer_and_the_quick_do_not_wait_for_it(
    small_house: House,
) -> None:
    (web,) = await small_house.open(1)
    line = small_house.besides.enter_context(Toxic(web.port))
    hall = await beyond(line, small_house.sittings[LIVE], web)
    line.delay_s = 0.4
    for slot in range(2):
        await question(hall, slot)
    await until(lambda: all(1 in phone.told for phone in hall.phones), "the last one told")
    books = await agreed(small_house, hall)
    assert len(books["rows"]) == 2 * stage.PEOPLE
    assert hall.phones[0].told[1]["took_ms"] < 400
    await hall.leave()


async def test_row_37_a_hall_of_lines_cut_together_in_an_open_question_comes_back_whole(
    small_house: House,
) -> None:
    (web,) = await small_house.open(1)
    line = small_house.besides.enter_context(Toxic(web.port))
    hall = await beyond(line, small_house.sittings[LIVE], web)
    crowd = hall.phones[1:]
    await question(hall, 0)
    assert (await hall.host.do("show"))["t"] == "done"
    dials = [phone.dials for phone in crowd]
    line.cut()
    back = await until(
        lambda: all(phone.dials > before for phone, before in zip(crowd, dials, strict=True)),
        "all back",
    )
    print(f"\n{len(crowd)} phones were back {back:.2f} s after the cut")  # noqa: T201 (measured)
    assert back <= 5
    await hall.host.reach("locked", 1)
    # The proxy may be slower than the host's own line.
    await until(lambda: all(1 in phone.receipts for phone in crowd), "all receipts")
    assert (await hall.host.do("reveal"))["t"] == "done"
    assert (await hall.host.do("board"))["t"] == "done"
    await question(hall, 2)
    books = await agreed(small_house, hall)
    assert len(books["rows"]) == 3 * stage.PEOPLE
    await hall.leave()


class _Beside:
    """A server as the phones reach it: by way of a line that can be spoiled."""

    running = True

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"


async def test_row_42_two_devices_of_one_person_give_one_answer_and_both_see_it(
    small_house: House,
) -> None:
    (web,) = await small_house.open(1)
    made = small_house.sittings[LIVE]
    hall = await cast([web], made, 2)
    twin = HallPhone([web], "/ws/hall/", dict(hall.phones[0].hello), person=2)
    living = asyncio.create_task(twin.live())
    await until(lambda: bool(twin.stages), "the second device")
    for slot in range(2):
        await question(hall, slot)
        assert twin.receipts[slot] == hall.phones[0].receipts[slot]
        assert twin.receipts[slot] in (twin.sent[slot], hall.phones[0].sent[slot])
    twin.ended = True
    living.cancel()
    await hall.leave()


@pytest.mark.parametrize("web_server", ["daphne", "uvicorn"])
async def test_row_40_people_who_do_not_read_hold_up_nobody(
    small_house: House, web_server: str
) -> None:
    (web,) = await small_house.open(1, WEB_SERVER=web_server)
    made = small_house.sittings[LIVE]
    hall = await cast([web], made, PEOPLE)
    await question(hall, 0)
    before = _memory_kib(web)
    mute = [_mute(web, made["code"], person) for person in range(PEOPLE, stage.EVERYBODY)]
    for one in mute:
        small_house.besides.enter_context(one)
    await until(lambda: hall.host.desk["connected"] >= stage.EVERYBODY, "the mute ones, too")
    for slot in (1, 2):
        await question(hall, slot)
    each = (_memory_kib(web) - before) / len(mute)
    print(f"\n{len(mute)} mute phones on {web_server}: {each:.0f} KiB each")  # noqa: T201 (measured)
    assert each <= MUTE_KIB
    await agreed(small_house, hall)
    waits = [phone.told[2]["took_ms"] for phone in hall.phones]
    assert max(waits) < 1_000
    await hall.leave()


def _memory_kib(web: WebServer) -> int:
    """What the process holds in memory."""
    status = Path(f"/proc/{web.pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0])


def _mute(web: WebServer, code: str, person: int) -> socket.socket:
    """A phone that comes in and never reads a byte of what it is told."""
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    line.connect(("127.0.0.1", web.port))
    hello: dict[str, Any] = {"t": "enter", "token": stage.token(person), "sitting": code}
    line.sendall(raw.upgrade("/ws/hall/"))
    line.recv(64)
    line.sendall(raw.frame(json.dumps(hello)))
    return line


async def test_row_38_a_hall_finds_its_place_on_a_server_that_has_just_started(
    small_house: House,
) -> None:
    (web,) = await small_house.open(1)
    hall = await cast([web], small_house.sittings[LIVE], stage.PEOPLE)
    await question(hall, 0)
    await asyncio.to_thread(web.kill9)
    await asyncio.to_thread(web.start)
    back = await until(
        lambda: all(phone.dials > 1 and phone.line for phone in hall.phones), "all back"
    )
    print(f"\n{stage.PEOPLE} phones were back {back:.2f} s after a cold start")  # noqa: T201
    assert back <= 5
    await question(hall, 1)
    books = await agreed(small_house, hall)
    assert len(books["rows"]) == 2 * stage.PEOPLE
    async with connect(address(web, "/ws/hall/")) as late:
        await late.send(json.dumps(hall.phones[0].hello))
        assert json.loads(await late.recv())["stage"]["v"] == hall.host.at["v"]
    await hall.leave()

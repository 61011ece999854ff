"""The first look at a request: what is sent again without Django, and what never is."""

import asyncio
from typing import Any

import pytest

from leaderboard import projector as projectors
from leaderboard.projector import Projector
from leaderboard.public.front import MOST, Front
from leaderboard.store_memory import MemoryShelf
from quiz.rules.units import Millis
from tests.fakes import MORNING, FakeClock

PUBLIC = [(b"Cache-Control", b"public, no-cache"), (b"ETag", b'W/"1"'), (b"Content-Length", b"1")]


class Pages:
    """Stands where Django does: counts requests, and answers when it may."""

    def __init__(self) -> None:
        self.asked: list[Any] = []
        self.status, self.headers = 200, PUBLIC
        self.may = asyncio.Event()
        self.may.set()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.asked.append(scope)
        await self.may.wait()
        start = {"type": "http.response.start", "status": self.status, "headers": self.headers}
        await send(start)
        await send({"type": "http.response.body", "body": b"%d" % len(self.asked)})


@pytest.fixture
def projector(monkeypatch: pytest.MonkeyPatch, fake_clock: FakeClock) -> Projector:
    made = Projector(MemoryShelf())
    made.following, made.as_of = True, MORNING
    monkeypatch.setattr(projectors, "projector", made)
    return made


@pytest.fixture
def pages() -> Pages:
    return Pages()


@pytest.fixture
def front(projector: Projector, pages: Pages) -> Front:
    return Front(pages)


async def ask(front: Front, path: str = "/boards/2026/", **more: Any) -> tuple[int, bytes]:
    headers = [(b"host", b"a"), *more.pop("headers", [])]
    said: list[Any] = []

    async def send(message: Any) -> None:
        said.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "headers": headers, **more}
    await front(scope, None, send)  # type: ignore[arg-type]
    return said[0]["status"], said[1]["body"]


async def test_the_same_is_asked_for_once_a_tick(
    front: Front, pages: Pages, projector: Projector
) -> None:
    assert [await ask(front) for _ in range(3)] == [(200, b"1")] * 3
    projector.as_of = Millis(MORNING + 250)
    assert [await ask(front) for _ in range(3)] == [(200, b"2")] * 3


async def test_a_board_that_has_grown_late_is_asked_for_again(
    front: Front, pages: Pages, fake_clock: FakeClock
) -> None:
    await ask(front)
    fake_clock.tick(5_000)
    assert await ask(front) == (200, b"2")


async def test_who_has_it_already_is_told_so(front: Front, pages: Pages) -> None:
    had = [(b"if-none-match", b'W/"1"')]
    assert [await ask(front, headers=had) for _ in range(2)] == [(304, b"")] * 2
    assert await ask(front) == (200, b"1")
    assert b"if-none-match" not in dict(pages.asked[0]["headers"])
    assert await ask(front, headers=[(b"if-none-match", b'"x"')]) == (200, b"1")


async def test_of_many_at_once_one_goes_on(front: Front, pages: Pages) -> None:
    pages.may.clear()
    tasks = [asyncio.create_task(ask(front)) for _ in range(50)]
    await asyncio.sleep(0)
    pages.may.set()
    assert set(await asyncio.gather(*tasks)) == {(200, b"1")}
    assert len(pages.asked) == 1


async def test_when_the_one_is_gone_the_others_ask_for_themselves(
    front: Front, pages: Pages
) -> None:
    pages.may.clear()
    first = asyncio.create_task(ask(front))
    await asyncio.sleep(0)
    other = asyncio.create_task(ask(front))
    await asyncio.sleep(0)
    first.cancel()
    pages.may.set()
    assert await other == (200, b"2")


@pytest.mark.parametrize(
    "more",
    [
        {"headers": [(b"authorization", b"Bearer x")]},
        {"headers": [(b"cookie", b"django_language=en"), (b"cookie", b"a=b")]},
        {"headers": [(b"accept-language", b"en"), (b"accept-language", b"zh")]},
        *({"method": method} for method in ("HEAD", "POST")),
        *({"path": path} for path in ("/bank/", "/p/2026/", "/api/feed/first/persons", "/boards")),
    ],
)
async def test_what_may_be_somebody_s_own_is_never_kept(
    front: Front, pages: Pages, more: dict[str, Any]
) -> None:
    assert [(await ask(front, **more))[1] for _ in range(2)] == [b"1", b"2"]


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (404, PUBLIC),
        (200, [(b"Cache-Control", b"private, no-store")]),
        (200, []),
        (200, [*PUBLIC, (b"Set-Cookie", b"a=1")]),
    ],
)
async def test_only_what_everybody_may_have_is_kept(
    front: Front, pages: Pages, status: int, headers: list[tuple[bytes, bytes]]
) -> None:
    pages.status, pages.headers = status, headers
    assert [(await ask(front))[1] for _ in range(2)] == [b"1", b"2"]


async def test_languages_hosts_and_forms_are_told_apart(front: Front, pages: Pages) -> None:
    kinds = [
        [(b"accept-language", b"en")],
        [(b"accept-language", b"zh-TW")],
        [(b"accept", b"text/csv")],
        [(b"host", b"b")],
    ]
    bodies = [(await ask(front, headers=headers))[1] for headers in kinds]
    assert len(set(bodies)) == 4
    english = [(b"cookie", b"sessionid=1; django_language=en")]
    assert (await ask(front, headers=english))[1] == bodies[0]
    assert [(await ask(front, headers=headers))[1] for headers in kinds] == bodies


async def test_strangers_fill_no_memory(front: Front, pages: Pages) -> None:
    for n in range(MOST + 20):
        await ask(front, query_string=b"page=%d" % n)
    assert len(front._kept) == MOST


async def test_nothing_is_kept_where_nobody_follows_the_journal(
    front: Front, pages: Pages, projector: Projector
) -> None:
    projector.following = False
    assert [(await ask(front))[1] for _ in range(2)] == [b"1", b"2"]

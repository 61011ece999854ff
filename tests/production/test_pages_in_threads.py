"""Pages behind the door: one thread each, pieces as they come, nobody stuck behind a slow one."""

import asyncio
from collections.abc import AsyncIterator
from threading import Event, current_thread
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path
from django.utils.translation import get_language
from pytest_django import Settings

from config.pages import POOL_SIZE, Pages

ended = Event()
stuck = Event()


def where(request: HttpRequest) -> HttpResponse:
    said = request.read().decode()
    return HttpResponse(f"{current_thread().name.split('_')[0]} {get_language()} {said}")


def slow(_request: HttpRequest) -> HttpResponse:
    stuck.wait(10)
    return HttpResponse("at last")


def broken(_request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose")


async def _pieces() -> AsyncIterator[bytes]:
    try:
        for n in range(1_000_000):
            yield b"%d;" % n
            await asyncio.sleep(0)
    finally:
        ended.set()


def stream(_request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(_pieces())


urlpatterns = [
    path("where/", where),
    path("health/live", where),
    path("slow/", slow),
    path("broken/", broken),
    path("stream/", stream),
]


@pytest.fixture
def pages(settings: Settings) -> Pages:
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = ["django.middleware.locale.LocaleMiddleware"]
    settings.ALLOWED_HOSTS = ["*"]
    ended.clear()
    stuck.clear()
    return Pages()


class Client:
    """One request, and what came back of it."""

    def __init__(self, address: str, *body: bytes, lang: str = "") -> None:
        self.scope = {
            "type": "http",
            "method": "GET",
            "path": address,
            "query_string": b"",
            "headers": [(b"host", b"here"), (b"accept-language", lang.encode())],
        }
        self.gone = asyncio.Event()
        self.ten = asyncio.Event()
        self.sent: list[dict[str, Any]] = []
        self._body = list(body)

    async def receive(self) -> dict[str, Any]:
        if self._body:
            part = self._body.pop(0)
            return {"type": "http.request", "body": part, "more_body": bool(self._body)}
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: dict[str, Any]) -> None:
        self.sent.append(message)
        if len(self.sent) == 10:
            self.ten.set()

    async def ask(self, pages: Pages) -> tuple[int, str]:
        await asyncio.wait_for(pages(self.scope, self.receive, self.send), 10)
        body = b"".join(message.get("body", b"") for message in self.sent)
        return self.sent[0]["status"], body.decode()


async def test_a_body_in_parts_is_read_whole_and_answered_from_a_page_thread(pages: Pages) -> None:
    assert await Client("/where/", b"a", b"b", b"").ask(pages) == (200, "page zh-hans ab")


async def test_a_language_is_one_requests_alone(pages: Pages) -> None:
    wanted = ["en", "zh-hant", "zh-hans"] * 10
    asked = [Client("/where/", b"", lang=lang).ask(pages) for lang in wanted]
    assert [text.split()[1] for _, text in await asyncio.gather(*asked)] == wanted


async def test_health_is_told_while_every_page_is_stuck(pages: Pages) -> None:
    waiting = [asyncio.create_task(Client("/slow/", b"").ask(pages)) for _ in range(POOL_SIZE * 2)]
    assert await Client("/health/live", b"").ask(pages) == (200, "health zh-hans ")
    assert not any(task.done() for task in waiting)
    stuck.set()
    assert set(await asyncio.gather(*waiting)) == {(200, "at last")}


async def test_a_view_that_fails_is_a_500_and_the_next_one_is_answered(pages: Pages) -> None:
    assert (await Client("/broken/", b"").ask(pages))[0] == 500
    assert (await Client("/none/", b"").ask(pages))[0] == 404
    assert (await Client("/where/", b"").ask(pages))[0] == 200


async def test_a_stream_ends_when_nobody_listens_any_more(pages: Pages) -> None:
    client = Client("/stream/", b"")
    asked = asyncio.create_task(client.ask(pages))
    await client.ten.wait()
    client.gone.set()
    status, text = await asked
    assert status == 200
    assert text.startswith("0;1;2;3;")
    assert ended.is_set()


async def test_whoever_leaves_before_the_body_is_whole_is_answered_nothing(pages: Pages) -> None:
    client = Client("/where/")
    client.gone.set()
    await pages(client.scope, client.receive, client.send)
    assert client.sent == []

"""Whose host may not host any more, a console or a remote, hears no key: it is let go though it
says nothing."""

from collections.abc import AsyncIterator, Callable

import pytest
import pytest_asyncio
from asgiref.sync import sync_to_async
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django import Settings

from questionbank.models import Grant
from quiz.hub import hub
from quiz.models import Contest
from quiz.sittings import entrance, host, host_watch
from quiz.sittings.room import topic
from quiz.wire import text_frame
from tests.fakes import FakeClock
from tests.quiz import hall_world
from tests.quiz.hall_world import Hall

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_threads", "fake_clock"),
]
PROVINCE = "440000"


@pytest_asyncio.fixture
async def hall(contest: Contest, fake_clock: FakeClock) -> AsyncIterator[Hall]:
    made = await sync_to_async(hall_world.make_hall)(contest, fake_clock)
    yield made
    await made.close()


def signed_in(name: str) -> str:
    """The cookie of somebody who organises in the province."""
    user = User.objects.create_user(name, password="a long enough word")
    Grant.objects.create(user=user, role="organiser", scope=PROVINCE)
    client = Client()
    client.force_login(user)
    return f"sessionid={client.cookies['sessionid'].value}"


def deactivate() -> None:
    User.objects.filter(username="wang").update(is_active=False)


def revoke() -> None:
    Grant.objects.filter(user__username="wang").delete()


def sign_out() -> None:
    pk = str(User.objects.get(username="wang").pk)
    for session in Session.objects.all():
        if session.get_decoded()["_auth_user_id"] == pk:
            session.delete()


@pytest.mark.slow
@pytest.mark.parametrize("end", [deactivate, revoke, sign_out])
async def test_who_may_not_host_any_more_hears_nothing_of_the_next_question(
    hall: Hall, end: Callable[[], None]
) -> None:
    cookie = await sync_to_async(signed_in)("wang")
    host_of_the_hall = await hall.host(await sync_to_async(hall_world.organiser)())
    await hall.do(host_of_the_hall, "open")
    other = await hall.host(cookie)
    await other.hear("board")  # the last frame of its welcome
    await host_watch.look()
    await other.quiet()
    await sync_to_async(end)()
    await host_watch.look()
    assert await other.closed_with() == 1012
    assert (await hall.do(host_of_the_hall, "show"))["t"] == "done"
    assert await other.socket.receive_nothing()
    again = await hall.connect("host", [(b"cookie", cookie.encode())])
    await again.send(t="host", sitting=hall.sitting.code)
    assert (await again.hear("error"))["code"] in ("signed_out", "forbidden")


async def test_what_waits_for_a_slow_console_goes_with_it(hall: Hall) -> None:
    console = await hall.host(await sync_to_async(signed_in)("wang"))
    await console.hear("board")
    (socket,) = hub.listeners(topic("host", hall.sitting.pk, "zh-hans"))
    await sync_to_async(revoke)()
    socket._waiting["desk"] = text_frame(b'{"t":"desk"}')
    await host_watch.look()
    assert await console.closed_with() == 1012
    assert socket.flush()
    assert await console.socket.receive_nothing()


async def test_a_remote_is_nobody_s_session(hall: Hall) -> None:
    token = await sync_to_async(host.new_remote)(hall.sitting)
    remote = await hall.connect("host")
    await remote.send(t="host", sitting=hall.sitting.code, remote=token)
    await remote.hear("hosting")
    await host_watch.look()
    assert (await hall.do(remote, "open"))["t"] == "done"


def delete() -> None:
    User.objects.filter(username="wang").delete()


@pytest.mark.parametrize("end", [deactivate, revoke, delete])
async def test_a_remote_ends_with_the_right_of_whoever_made_it(
    hall: Hall, end: Callable[[], None]
) -> None:
    await sync_to_async(signed_in)("wang")
    token = await sync_to_async(host.new_remote)(hall.sitting, "wang")
    says = {"t": "host", "sitting": hall.sitting.code, "remote": token}
    listening, acting = await hall.connect("host"), await hall.connect("host")
    for line in (listening, acting):
        await line.send(**says)
        await line.hear("board")
    await host_watch.look()
    assert (await hall.do(acting, "open"))["t"] == "done"
    await sync_to_async(end)()
    assert (await hall.do(acting, "show"))["code"] == "forbidden"
    await host_watch.look()
    assert await listening.closed_with() == 1012
    again = await hall.connect("host")
    await again.send(**says)
    assert (await again.hear("error"))["code"] == "forbidden"


async def test_a_session_with_many_consoles_is_asked_about_once(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    cookies = [await sync_to_async(signed_in)(name) for name in ("wang", "lin")]
    for cookie in (*cookies, *cookies, *cookies):
        await hall.host(cookie)
    asked: list[bytes] = []
    real = entrance.host_by_session

    def host_by_session(cookies: bytes, region: str) -> str:
        asked.append(cookies)
        return real(cookies, region)

    monkeypatch.setattr(entrance, "host_by_session", host_by_session)
    await host_watch.look()
    assert sorted(asked) == sorted(cookie.encode() for cookie in cookies)


def test_looking_at_a_session_of_before_the_key_was_changed_does_not_end_it(
    settings: Settings,
) -> None:
    cookies = signed_in("wang").encode()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another one, only for this test" * 2
    for _ in range(2):
        assert entrance.host_by_session(cookies, PROVINCE) == "wang"

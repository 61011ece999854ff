"""The feed's address over Django's own clients, and the desk's page of its tokens."""

import re
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import User
from django.test import AsyncClient, Client

from leaderboard import feed, feed_api, feed_tokens
from leaderboard import live as live_module
from leaderboard.feed import Feeds
from leaderboard.live import LiveBoards
from leaderboard.models import FeedToken
from leaderboard.projector import Projector
from leaderboard.public.days import day_of
from questionbank import grants
from quiz.hub import hub
from quiz.rules.units import Millis
from tests.fakes import FakeClock
from tests.leaderboard.cast import Scene
from tests.leaderboard.test_feed import said

URL = "/api/feed/first/persons"


@pytest.fixture
def feeds(monkeypatch: pytest.MonkeyPatch, projector: Projector) -> Feeds:
    made = Feeds()
    monkeypatch.setattr(live_module, "live", LiveBoards(projector, hub))
    monkeypatch.setattr(feed_api, "feeds", made)
    return made


@pytest.fixture
def secret(projector: Projector, fake_clock: FakeClock) -> str:
    lin = User.objects.create_user("lin")
    grants.give(lin, "organiser", "44/4401", by=None)
    return feed_tokens.make(lin, "台", "44/4401", now=fake_clock.now(), days=7)


def get(client: Client, address: str, secret: str = "", **headers: str) -> Any:
    more = {"authorization": f"Bearer {secret}"} if secret else {}
    return client.get(address, headers={**more, **headers})


@pytest.mark.django_db(transaction=True)
async def test_a_station_hears_the_boards_of_its_region(
    async_client: AsyncClient, feeds: Feeds, secret: str, fake_clock: FakeClock
) -> None:
    headers = {"authorization": f"Bearer {secret}", "accept": "text/event-stream"}
    answer = await async_client.get(f"{URL}?region=4401", headers=headers)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/event-stream; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-store"
    lines = aiter(answer.streaming_content)  # type: ignore[attr-defined]
    assert await anext(lines) == b"retry: 1000\n\n"
    beat, board = said(await anext(lines))
    assert (beat["event"], board["event"]) == ("beat", "board")
    assert [row["name"] for row in board["rows"]] == ["=1+1", "梅", "兰"]
    feeds.end()
    with pytest.raises(StopAsyncIteration):
        await anext(lines)
    used = await sync_to_async(FeedToken.objects.get)()
    assert used.used_on == day_of(fake_clock.now())


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (URL, (403, "outside", "region")),
        (f"{URL}?region=4403", (403, "outside", "region")),
        ("/api/feed/none/persons?region=4401", (404, "no_such_round", None)),
        ("/api/feed/first/teams?region=4401", (404, "no_such_board", None)),
        (f"{URL}?region=9", (404, "no_such_region", "region")),
        (f"{URL}?region=%00", (404, "no_such_region", "region")),
        (f"{URL}?region=4401&cohort=x", (404, "no_such_board", None)),
        ("/api/feed/first/regions?region=4401&cohort=youth", (400, "bad_parameter", "cohort")),
        (f"{URL}?region=4401&token=abc", (400, "bad_parameter", "token")),
        (f"{URL}?region=4401&region=4401", (400, "bad_parameter", "region")),
        (f"{URL}?region=4401&format=json", (400, "bad_parameter", "format")),
    ],
)
def test_a_wrong_request_is_named(
    client: Client,
    feeds: Feeds,
    secret: str,
    address: str,
    expected: tuple[int, str, str | None],
) -> None:
    answer = get(client, address, secret)
    body = answer.json()
    assert (answer.status_code, body["code"], body.get("field")) == expected
    assert answer["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer feed_", "Bearer feed_" + "a" * 43, "Basic x", "Bearer feed_\udcff"],
)
def test_a_forged_token_opens_nothing(client: Client, feeds: Feeds, header: str) -> None:
    safe = header.encode("utf-8", "surrogateescape").decode("latin-1")
    answer = client.get(f"{URL}?region=4401", headers={"authorization": safe})
    assert (answer.status_code, answer.json()["code"]) == (401, "no_feed_token")
    assert answer["WWW-Authenticate"] == "Bearer"


def test_too_many_lines_are_told_when_to_come_back(
    client: Client, feeds: Feeds, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "PER_TOKEN", 0)
    answer = get(client, f"{URL}?region=4401", secret)
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_lines")
    assert answer["Retry-After"] == "10"


def test_nothing_can_be_sent_to_the_feed(client: Client, feeds: Feeds, secret: str) -> None:
    headers = {"authorization": f"Bearer {secret}"}
    assert client.post(f"{URL}?region=4401", headers=headers).status_code == 405


@pytest.mark.django_db(transaction=True)
async def test_a_revoked_token_has_its_lines_closed(
    feeds: Feeds, secret: str, projector: Projector, fake_clock: FakeClock
) -> None:
    token = await sync_to_async(FeedToken.objects.get)()
    board = projector.catalogue.find("first:persons:44/4401")
    assert board is not None
    lines = feeds.stream(token.pk, board, None)
    for _ in range(2):
        await anext(lines)
    await feeds.tick()
    await sync_to_async(feed_tokens.revoke)(token, fake_clock.now())
    await feeds.tick()  # too soon to look again
    assert not next(iter(feeds._open)).over
    fake_clock.tick(feed.LOOK_MS)
    await feeds.tick()
    with pytest.raises(StopAsyncIteration):
        await anext(lines)


@pytest.mark.django_db(transaction=True)
async def test_a_line_ends_with_the_right_of_whoever_made_its_token(
    async_client: AsyncClient, feeds: Feeds, secret: str, fake_clock: FakeClock
) -> None:
    headers = {"authorization": f"Bearer {secret}", "accept": "text/event-stream"}
    answer = await async_client.get(f"{URL}?region=4401", headers=headers)
    lines = aiter(answer.streaming_content)  # type: ignore[attr-defined]
    for _ in range(2):
        await anext(lines)
    await feeds.tick()
    lin = await sync_to_async(User.objects.get)(username="lin")
    await sync_to_async(grants.revoke)(lin, "organiser", "44/4401")
    fake_clock.tick(feed.LOOK_MS)
    await feeds.tick()
    with pytest.raises(StopAsyncIteration):
        await anext(lines)
    again = await async_client.get(f"{URL}?region=4401", headers=headers)
    assert (again.status_code, again.json()["code"]) == (401, "no_feed_token")


@pytest.fixture
def organiser(client: Client, stage: Scene, fake_clock: FakeClock) -> User:
    user = User.objects.create_user("lin")
    grants.give(user, "organiser", "44/4401", by=None)
    client.force_login(user)
    return user


def make(client: Client, **form: str) -> Any:
    return client.post("/desk/tokens/", {"name": "省台", "region": "44/4401", "days": "7", **form})


def test_the_desk_shows_a_new_token_once(client: Client, organiser: User) -> None:
    text = make(client).content.decode()
    (secret,) = re.findall(r'value="(feed_[^"]+)"', text)
    assert FeedToken.objects.get().scope == "44/4401"
    again = client.get("/desk/tokens/").content.decode()
    assert secret not in again
    assert "省台" in again


@pytest.mark.parametrize(
    ("form", "status"),
    [
        *(({"region": "44"}, 404), ({"region": "44/4403"}, 404), ({"region": "\0"}, 404)),
        *(({"name": ""}, 400), ({"name": "x" * 61}, 400), ({"days": "9999999"}, 400)),
        *(({"days": "-1"}, 400), ({"days": "７"}, 400), ({"name": "a\u202eb"}, 400)),
    ],
)
def test_the_desk_makes_no_token_elsewhere_or_of_nothing(
    client: Client, organiser: User, form: dict[str, str], status: int
) -> None:
    assert make(client, **form).status_code == status
    assert not FeedToken.objects.exists()


def test_the_desk_ends_tokens_of_its_own_regions_only(
    client: Client, organiser: User, fake_clock: FakeClock
) -> None:
    feed_tokens.make(organiser, "other", "44/4403", now=fake_clock.now(), days=7)
    make(client)
    mine, other = FeedToken.objects.get(name="省台"), FeedToken.objects.get(name="other")
    assert client.post(f"/desk/tokens/{other.pk}/end/").status_code == 404
    assert client.post("/desk/tokens/999999/end/").status_code == 404
    assert client.get(f"/desk/tokens/{mine.pk}/end/").status_code == 405
    assert client.post(f"/desk/tokens/{mine.pk}/end/").status_code == 302
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.revoked_at, other.revoked_at) == (fake_clock.now(), None)
    text = client.get("/desk/tokens/").content.decode()
    assert "已撤销" in text
    assert "other" not in text


def test_a_token_of_somebody_without_the_right_says_so(client: Client, organiser: User) -> None:
    other = User.objects.create_user("other")
    feed_tokens.make(other, "other", "44/4401", now=Millis(0), days=90)
    make(client)
    page = client.get("/desk/tokens/").content.decode()
    assert page.count("创建人已无权限") == 0  # that one is over by now
    FeedToken.objects.update(made_by=other)
    assert client.get("/desk/tokens/").content.decode().count("创建人已无权限") == 1


def test_a_token_that_is_over_says_so(
    client: Client, organiser: User, fake_clock: FakeClock
) -> None:
    make(client)
    fake_clock.tick(int(timedelta(days=8).total_seconds()) * 1000)
    assert "已过期" in client.get("/desk/tokens/").content.decode()

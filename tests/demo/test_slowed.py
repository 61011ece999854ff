"""Whoever guesses passwords waits (R76); whoever knows the right one waits no longer than that."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from config import slowed
from tests.fakes import FakeClock
from tests.servers import Redis

pytestmark = pytest.mark.django_db
Answer = Any
RIGHT, WRONG = "a long enough secret", "guess"


@pytest.fixture(autouse=True)
def afresh() -> Iterator[None]:
    for name in ("default", "signin"):
        caches[name].clear()
    yield
    for name in ("default", "signin"):
        caches[name].clear()


@pytest.fixture(autouse=True)
def lin() -> User:
    return User.objects.create_user("lin", password=RIGHT, is_staff=True)


def tried(
    password: str, name: str = "lin", *, source: str = "10.0.0.1", language: str = "zh-hans"
) -> Answer:
    sent = {"username": name, "password": password}
    return Client(REMOTE_ADDR=source, HTTP_ACCEPT_LANGUAGE=language).post("/admin/login/", sent)


def guess(times: int, name: str = "lin", *, source: str = "10.0.0.1") -> None:
    for _try in range(times):
        tried(WRONG, name, source=source)


def test_a_few_wrong_passwords_cost_nothing(fake_clock: FakeClock) -> None:
    guess(slowed.ACCOUNT.free - 1)
    assert tried(RIGHT).status_code == 302


def test_r76_after_some_wrong_passwords_even_the_right_one_has_to_wait_and_then_works(
    fake_clock: FakeClock,
) -> None:
    guess(slowed.ACCOUNT.free)
    answer = tried(RIGHT)
    assert answer.status_code == 429
    assert answer["Retry-After"] == "4"
    assert "请 4 秒后再试" in answer.content.decode()
    fake_clock.tick(slowed.FIRST_WAIT_MS)
    assert tried(RIGHT).status_code == 302


def test_r76_the_wait_doubles_with_each_wrong_password_up_to_five_minutes(
    fake_clock: FakeClock,
) -> None:
    guess(slowed.ACCOUNT.free)
    waits = []
    for _round in range(8):
        waits.append(int(tried(WRONG)["Retry-After"]))
        fake_clock.tick(waits[-1] * 1000)
        assert tried(WRONG).status_code == 200
    assert waits == [4, 8, 16, 32, 64, 128, 256, 300]


@pytest.mark.slow
def test_r76_trying_during_the_wait_makes_it_no_longer(fake_clock: FakeClock) -> None:
    guess(slowed.ACCOUNT.free + 95)
    fake_clock.tick(slowed.FIRST_WAIT_MS)
    assert tried(RIGHT).status_code == 302


def test_r76_a_try_that_has_to_wait_costs_no_password_check_and_no_query(
    fake_clock: FakeClock,
) -> None:
    guess(slowed.ACCOUNT.free)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        tried(RIGHT)
    assert not [query for query in queries if "auth_user" in query["sql"]]


def test_r76_an_unknown_name_is_answered_like_a_known_one(fake_clock: FakeClock) -> None:
    guess(slowed.ACCOUNT.free, "nobody", source="10.0.0.2")
    guess(slowed.ACCOUNT.free)
    unknown, known = tried(WRONG, "nobody", source="10.0.0.2"), tried(WRONG)
    assert unknown.status_code == known.status_code == 429
    assert unknown["Retry-After"] == known["Retry-After"]


def test_the_same_account_under_another_spelling_is_the_same(fake_clock: FakeClock) -> None:
    guess(slowed.ACCOUNT.free, "ＬＩＮ")
    assert tried(RIGHT).status_code == 429


def test_a_right_password_lets_the_account_start_afresh(fake_clock: FakeClock) -> None:
    guess(slowed.ACCOUNT.free - 1)
    assert tried(RIGHT).status_code == 302
    guess(slowed.ACCOUNT.free - 1)
    assert tried(RIGHT).status_code == 302


@pytest.mark.slow
def test_r76_an_address_that_tries_many_accounts_waits_and_others_do_not(
    fake_clock: FakeClock,
) -> None:
    for at in range(slowed.ADDRESS.free):
        tried(WRONG, f"name{at}")
    assert tried(RIGHT).status_code == 429
    assert tried(RIGHT, source="10.0.0.9").status_code == 302


@pytest.mark.slow
def test_an_office_that_signs_in_all_day_never_waits(fake_clock: FakeClock) -> None:
    for _editor in range(slowed.ADDRESS.free + 5):
        assert tried(RIGHT).status_code == 302


def test_the_wait_is_told_in_the_readers_language(fake_clock: FakeClock) -> None:
    guess(slowed.ACCOUNT.free)
    answer = tried(WRONG, language="en")
    assert answer.status_code == 429
    assert answer["Content-Language"] == "en"
    assert "4" in answer.content.decode()


def test_r76_processes_that_share_a_redis_count_together(
    fake_clock: FakeClock, redis: Redis, settings: Settings
) -> None:
    shared = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": redis.url}
    settings.CACHES = {**settings.CACHES, "signin": shared}
    guess(slowed.ACCOUNT.free)
    caches["default"].clear()
    assert tried(RIGHT).status_code == 429
    fake_clock.tick(slowed.FIRST_WAIT_MS)
    assert tried(RIGHT).status_code == 302
    caches["signin"].clear()


def test_without_its_redis_a_process_counts_by_itself(
    fake_clock: FakeClock, settings: Settings
) -> None:
    away = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://127.0.0.1:1/0",
    }
    settings.CACHES = {**settings.CACHES, "signin": away}
    guess(slowed.ACCOUNT.free)
    assert tried(RIGHT).status_code == 429
    fake_clock.tick(slowed.FIRST_WAIT_MS)
    assert tried(RIGHT).status_code == 302
    settings.CACHES = {**settings.CACHES, "signin": settings.CACHES["default"]}

"""An editor's own API tokens: made and shown once, listed with their last use, ended."""

import re
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from questionbank import tokens
from questionbank.models import ApiToken
from tests.questionbank.test_grants import COUNTY, person

pytestmark = pytest.mark.django_db
SECRET = re.compile(r"qb_[\w-]{43}")


@pytest.fixture
def chen(client: Client) -> User:
    user = person("chen", ("author", COUNTY))
    client.force_login(user)
    return user


def shown(client: Client) -> str:
    return client.get(reverse("bank-tokens")).content.decode()


def make(client: Client, name: str = "题目同步", days: str = "90") -> tuple[int, str]:
    sent = client.post(reverse("bank-tokens"), {"name": name, "days": days})
    return sent.status_code, sent.content.decode()


def today() -> date:
    return timezone.localdate()


def test_a_token_is_shown_once_and_acts_as_its_owner(client: Client, chen: User) -> None:
    status, page = make(client)
    secret = SECRET.search(page)
    assert status == 200
    assert secret
    assert tokens.owner(secret[0], today=today()) == chen
    assert not SECRET.search(shown(client))
    assert secret[0] not in str(list(ApiToken.objects.values()))


def test_the_page_with_a_secret_is_kept_by_nobody(client: Client, chen: User) -> None:
    sent = client.post(reverse("bank-tokens"), {"name": "a", "days": "90"})
    assert "no-store" in sent["Cache-Control"]


def test_a_token_is_listed_with_its_days_and_its_last_use(client: Client, chen: User) -> None:
    _status, page = make(client, days="30")
    assert "从未" in page
    assert f"{today() + timedelta(days=30):%Y-%m-%d}" in page
    secret = SECRET.search(page)
    assert secret
    header = {"Authorization": f"Bearer {secret[0]}"}
    assert Client(headers=header).get(reverse("api-bank-tags")).status_code == 200
    assert "从未" not in shown(client)
    assert ApiToken.objects.get().used_on == today()


def test_using_a_token_again_on_the_same_day_writes_nothing(chen: User) -> None:
    secret = tokens.issue(chen, "a", today=today())
    tokens.owner(secret, today=today())
    with CaptureQueriesContext(connection) as queries:
        tokens.owner(secret, today=today())
    assert [query["sql"][:6] for query in queries] == ["SELECT"]


def test_a_token_is_ended_and_dead_at_once(client: Client, chen: User) -> None:
    secret = tokens.issue(chen, "a", today=today())
    sent = client.post(reverse("bank-tokens-end"), {"name": "a"}, follow=True)
    assert "已撤销令牌“a”" in sent.content.decode()
    assert tokens.owner(secret, today=today()) is None
    again = client.post(reverse("bank-tokens-end"), {"name": "a"}, follow=True)
    assert "没有这个令牌" in again.content.decode()


def test_nobody_sees_or_ends_the_tokens_of_others(client: Client, chen: User) -> None:
    guo = person("guo", ("author", COUNTY))
    secret = tokens.issue(guo, "guo-sync", today=today())
    assert "guo-sync" not in shown(client)
    client.post(reverse("bank-tokens-end"), {"name": "guo-sync"})
    assert tokens.owner(secret, today=today()) == guo


@pytest.mark.parametrize(
    ("name", "days", "why"),
    [
        ("", "90", "用途为 1 至 60 字"),
        ("  ", "90", "用途为 1 至 60 字"),
        ("名" * 61, "90", "用途为 1 至 60 字"),
        ("a\u202eb", "90", "用途为 1 至 60 字"),
        ("a", "0", "有效期为 1 至 366 天"),
        ("a", "367", "有效期为 1 至 366 天"),
        ("a", "-1", "有效期为 1 至 366 天"),
        ("a", "x" * 99, "有效期为 1 至 366 天"),
        ("a", "9" * 99, "有效期为 1 至 366 天"),
        ("taken", "90", "已有同名的令牌"),
    ],
)
def test_what_cannot_be_is_refused_with_words_and_changes_nothing(
    client: Client, chen: User, name: str, days: str, why: str
) -> None:
    secret = tokens.issue(chen, "taken", today=today())
    status, page = make(client, name, days)
    assert status == 400
    assert why in page
    assert ApiToken.objects.count() == 1
    assert tokens.owner(secret, today=today()) == chen


def test_the_name_of_a_token_that_is_over_may_be_used_again(client: Client, chen: User) -> None:
    tokens.issue(chen, "a", today=today() - timedelta(days=99))
    assert "已过期" in shown(client)
    assert make(client, "a")[0] == 200


def test_nobody_has_more_tokens_than_can_be_told_apart(client: Client, chen: User) -> None:
    for number in range(tokens.MOST_TOKENS):
        tokens.issue(chen, f"t{number}", today=today())
    assert "最多 20 个令牌" in make(client)[1]


def test_a_name_is_text_and_nothing_else(client: Client, chen: User) -> None:
    page = make(client, "<script>alert(1)</script>")[1]
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_the_page_takes_no_more_queries_for_more_tokens(client: Client, chen: User) -> None:
    counts = []
    for number in range(3):
        tokens.issue(chen, f"t{number}", today=today())
        with CaptureQueriesContext(connection) as queries:
            shown(client)
        counts.append(len(queries))
    assert counts[1] == counts[2]

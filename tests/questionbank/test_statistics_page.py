"""The statistics page: what is flagged and why, and one question in pictures."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from questionbank import statistics
from questionbank.models import ItemCount, ItemSummary, Question, Ruling, Status
from questionbank.rules.tally import Tally
from tests.questionbank.counted import answered, counts, keep
from tests.questionbank.test_grants import CITY, OTHER, PROVINCE, person, stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def chen(client: Client) -> Client:
    """Signed in with the statistics of one city."""
    client.force_login(person("chen", ("reviewer", CITY)))
    return client


def page(client: Client, address: str = "/bank/statistics/") -> str:
    sent = client.get(address)
    assert sent.status_code == 200
    return sent.content.decode()


def item(client: Client, scope: str) -> str:
    question = Question.objects.get(ref=f"{scope}:live")
    return page(client, reverse("bank-item", args=[question.pk]))


def test_a_key_that_the_best_do_not_choose_comes_first(chen: Client) -> None:
    keep(answered(CITY, 4_000, slope=-1.5))
    shown = page(chen)
    assert "反向" in shown
    assert f"{CITY}:live" in shown
    assert "核对答案和措辞" in page(chen, "/bank/statistics/?flag=backwards")
    assert f"{CITY}:live" not in page(chen, "/bank/statistics/?flag=idle")


def test_a_good_question_is_only_among_the_most_answered(chen: Client) -> None:
    keep(answered(CITY, 4_000))
    assert "没有需要看的试题" in page(chen)
    assert f"{CITY}:live" in page(chen, "/bank/statistics/?flag=often")


@pytest.mark.parametrize("version", ["1" * 5_000, "1" * 30, "１", "٣", "-1", "0"])
def test_what_is_no_version_shows_the_one_in_use(chen: Client, version: str) -> None:
    keep(answered(CITY, 4_000))
    question = Question.objects.get(ref=f"{CITY}:live")
    address = reverse("bank-item", args=[question.pk])
    assert "4,000" in page(chen, f"{address}?version={version}")


def test_other_regions_are_not_there(chen: Client) -> None:
    keep(answered(OTHER, 4_000, slope=-1.5), answered(PROVINCE, 4_000, slope=-1.5))
    assert "没有需要看的试题" in page(chen)
    foreign = Question.objects.get(ref=f"{OTHER}:live")
    assert chen.get(reverse("bank-item", args=[foreign.pk])).status_code == 404


def test_one_question_shows_shares_with_intervals_curve_and_times(chen: Client) -> None:
    keep(answered(CITY, 4_000))
    shown = item(chen, CITY)
    assert "4,000" in shown
    assert "95% 区间" in shown
    assert shown.count('class="error"') == 4
    assert shown.count('class="seen"') == 4
    assert shown.count('class="time"') == 13
    assert "比较了 4 个人群" in shown


@pytest.mark.parametrize(
    ("people", "hidden"),
    [(9, "不足 10 人"), (49, "满 50 人"), (199, "满 200 人"), (299, "满 300 人")],
)
def test_a_number_waits_for_its_smallest_sample(chen: Client, people: int, hidden: str) -> None:
    keep(answered(CITY, people))
    assert hidden in item(chen, CITY)


def test_cells_of_a_few_people_are_never_numbers(chen: Client) -> None:
    tally = answered(CITY, 4_000)
    rare = Tally()
    for key, n in tally.counts.items():
        rare.counts[key] = min(n, 1) if key[4] == "1" else n
    keep(rare)
    found = statistics.reports([next(iter(rare.counts))[0]])
    assert any(0 < count < 10 for r in found.values() for t in r.thirds for count in t.counts)
    assert "不足 10 人" in item(chen, CITY)


def test_a_question_nobody_met_says_so(chen: Client) -> None:
    stored(CITY, Status.LIVE)
    assert "还没有人" in item(chen, CITY)


@pytest.mark.parametrize("query", ["?page=x", "?flag=%00", "?flag=' or 1", "?page=999"])
def test_a_strange_address_is_still_a_page(chen: Client, query: str) -> None:
    page(chen, f"/bank/statistics/{query}")


@pytest.mark.parametrize("version", ["x", "99999999999999999999", "²", "2"])
def test_a_strange_version_shows_the_one_in_use(chen: Client, version: str) -> None:
    keep(answered(CITY, 500))
    question = Question.objects.get(ref=f"{CITY}:live")
    page(chen, reverse("bank-item", args=[question.pk]) + f"?version={version}")


def queries(work: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as found:
        work()
    return len(found)


def test_more_questions_cost_no_more_queries(chen: Client) -> None:
    first = stored(CITY, Status.LIVE)
    keep(counts(first, 500, slope=-1.5))
    few = queries(lambda: page(chen))
    for status in (Status.APPROVED, Status.RETIRED, Status.REVIEW):
        keep(counts(stored(CITY, status), 500, slope=-1.5))
    assert queries(lambda: page(chen)) == few
    assert ItemSummary.objects.exclude(flags="").count() == 4


def test_summaries_of_many_cost_as_many_queries_as_of_one() -> None:
    one = stored(CITY, Status.LIVE)
    keep(counts(one, 300))
    few = queries(lambda: statistics.reports([one.newest_id or 0]))
    others = [stored(CITY, status) for status in (Status.APPROVED, Status.RETIRED)]
    keep(*(counts(other, 300) for other in others))
    many = [question.newest_id or 0 for question in (one, *others)]
    assert queries(lambda: statistics.reports(many)) == few
    assert ItemCount.objects.exists()


@pytest.mark.parametrize(
    ("kind", "keys", "words"),
    [("new_key", [[1]], "按裁定后的答案"), ("void_all", [], "不再计入"), ("restore", [], "")],
)
def test_a_question_that_was_ruled_on_says_so(
    chen: Client, kind: str, keys: list[list[int]], words: str
) -> None:
    keep(answered(CITY, 400))
    version = Question.objects.get(ref=f"{CITY}:live").newest
    assert version
    Ruling.objects.create(version=version, kind=kind, keys=keys, note_zh="更正", number=1)
    shown = item(chen, CITY)
    assert words in shown
    assert ("已裁定" in shown) is bool(words)

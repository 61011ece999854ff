"""The list as editors use it: what they see, and that it stays quick however many there are."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from questionbank import desk, grants
from questionbank.desk import Wanted
from questionbank.models import Question, SavedFilter, Tag
from tests.questionbank.test_search import CITY, COUNTY, PROVINCE, write
from tests.questionbank.test_taxonomy import load
from tests.rules.test_question import SINGLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def chen() -> User:
    """An author of Guangzhou."""
    user = User.objects.create_user("chen")
    grants.give(user, "author", CITY, by=None)
    return user


@pytest.fixture
def desk_of_chen(chen: User) -> Client:
    load()
    write("省里的草稿", PROVINCE, topic="T1")
    write("市里的草稿", CITY, topic="T1")
    write("县里的草稿", COUNTY, topic="T2")
    write("外市的草稿", "440000/440300")
    client = Client()
    client.force_login(chen)
    return client


def body(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_an_editor_sees_the_own_bank_and_what_is_below_it(desk_of_chen: Client) -> None:
    page = body(desk_of_chen.get("/bank/"))
    seen = [stem for stem in ("省里", "市里", "县里", "外市") if f"{stem}的草稿" in page]
    assert seen == ["市里", "县里"]


def test_results_come_alone_while_somebody_types(desk_of_chen: Client) -> None:
    part = body(desk_of_chen.get("/bank/?words=市里&part=results"))
    assert "市里的草稿" in part
    assert "县里的草稿" not in part
    assert "<html" not in part


@pytest.mark.parametrize("query", ["page=999999999", "page=-1", "page=x", "words=%00", "topic=%FF"])
def test_an_odd_address_shows_a_page(desk_of_chen: Client, query: str) -> None:
    assert desk_of_chen.get(f"/bank/?{query}").status_code == 200


def test_a_filter_is_kept_as_a_tab_replaced_and_dropped(desk_of_chen: Client, chen: User) -> None:
    keep = {"name": "我的台风", "query": "words=台风&evil=1"}
    assert desk_of_chen.post("/bank/filters", keep).status_code == 302
    assert "我的台风" in body(desk_of_chen.get("/bank/"))
    desk_of_chen.post("/bank/filters", keep | {"query": "topic=T1"})
    assert SavedFilter.objects.get(user=chen).query == "topic=T1"
    desk_of_chen.post("/bank/filters", keep | {"drop": "1"})
    assert not SavedFilter.objects.exists()


@pytest.mark.slow
def test_the_list_asks_the_same_number_of_questions_of_the_database_whatever_its_length(
    desk_of_chen: Client, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for number in range(60):
        write(f"第 {number} 题", CITY, topic="T1")
    with django_assert_max_num_queries(26):
        body(desk_of_chen.get("/bank/?topic=T1"))


def test_a_question_of_a_foreign_region_is_not_shown(desk_of_chen: Client) -> None:
    foreign = Question.objects.get(scope="440000/440300")
    assert desk_of_chen.get(f"/bank/q/{foreign.pk}/").status_code in (403, 404)
    own = desk.create(Wanted(SINGLE), by=None, scope=CITY)
    assert SINGLE.stem.zh in body(desk_of_chen.get(f"/bank/q/{own.pk}/"))


def test_what_tells_most_of_a_question_stands_first(desk_of_chen: Client) -> None:
    question = Question.objects.get(newest__stem_zh="市里的草稿")
    question.tags.add(*Tag.objects.filter(code__in=["farmers", "L2", "medical", "B1"]))
    page = body(desk_of_chen.get("/bank/?words=市里"))
    chips = re.findall(r'<span class="tag (\w+)" title="(.*?)">', page)
    facets = ["sensitivity", "topic", "difficulty", "benchmark", "audience"]
    assert [facet for facet, _title in chips] == facets
    assert [title for _facet, title in chips if "农民" in title] == ["农民"]


def test_tags_are_shown_by_their_names_in_the_readers_language(desk_of_chen: Client) -> None:
    chip = '<span class="tag topic" title="{0}">{1}</span>'
    assert chip.format("T1 科技前沿", "科技前沿") in body(desk_of_chen.get("/bank/"))
    desk_of_chen.cookies["django_language"] = "en"
    page = body(desk_of_chen.get("/bank/"))
    assert chip.format("T1 Frontiers of science", "Frontiers o…") in page


def test_a_facet_without_choices_is_not_offered(desk_of_chen: Client) -> None:
    page = body(desk_of_chen.get("/bank/?words=没有的字&part=results"))
    assert "没有符合的试题" in page
    assert "<summary>" not in page

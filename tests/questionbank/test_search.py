"""A filter says everything, finds what fits, and its counts tell what each further click leaves."""

from datetime import date

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from questionbank import desk, filters, search
from questionbank.desk import Wanted
from questionbank.filters import Filter
from questionbank.models import Question, Status
from questionbank.rules.question import Draft, Text
from tests.questionbank.test_taxonomy import load
from tests.rules.test_question import SINGLE, TRUEFALSE

TODAY = date(2026, 11, 25)
PROVINCE, CITY, COUNTY = "440000", "440000/440100", "440000/440100/440106"
codes = st.tuples(st.sampled_from(["T1", "T2", "B3", "draft", "&=", "中文"])) | st.just(())
filters_of_all_kinds = st.builds(
    Filter,
    words=st.sampled_from(["", "台风 路径", "a&b=c", "?#%"]),
    status=codes,
    topic=codes,
    audience=codes,
    scope=st.sampled_from(["", PROVINCE, COUNTY]),
    list=st.sampled_from(["", *filters.LISTS]),
    sort=st.sampled_from(list(filters.SORTS)),
)


@given(filters_of_all_kinds)
def test_a_filter_survives_its_own_address(wanted: Filter) -> None:
    assert filters.read(wanted.text) == wanted


@pytest.mark.parametrize(
    "query",
    ["list=../../etc", "sort=password", "words=%00%00", "topic=" + "x" * 9_000, "page=-1&z=1"],
)
def test_what_a_filter_does_not_know_is_left_out(query: str) -> None:
    wanted = filters.read(query)
    assert (wanted.list, wanted.sort, wanted.words) == ("", "", "")
    assert all(len(code) <= 16 for code in wanted.topic)


def write(stem: str, scope: str = PROVINCE, draft: Draft = SINGLE, **tags: str) -> Question:
    made = Draft(
        draft.kind, Text(stem), draft.explanation, draft.source, draft.options, key=draft.key
    )
    return desk.create(Wanted(made, frozenset(tags.items())), by=None, scope=scope)


@pytest.fixture
def bank(db: None) -> None:
    load()
    write("台风的路径由什么决定？", topic="T1", audience="youth")
    write("台风眼里风很小", CITY, TRUEFALSE, topic="T1")
    write("登革热由哪种蚊子传播？", COUNTY, topic="T2", audience="elders")


def found(**wanted: object) -> list[str]:
    rows = search.found(
        filters.Filter(**wanted),  # type: ignore[arg-type]
        Question.objects.all(),
        user=None,
        today=TODAY,
    )
    return sorted(row.newest.stem_zh[:3] for row in rows if row.newest)


@pytest.mark.parametrize(
    ("wanted", "stems"),
    [
        ({}, ["台风的", "台风眼", "登革热"]),
        ({"words": "台风"}, ["台风的", "台风眼"]),
        ({"words": "台风 决定"}, ["台风的"]),
        ({"words": "ＳＴＥＭ"}, []),
        ({"words": "甲"}, ["台风的", "登革热"]),
        ({"words": "440106-"}, ["登革热"]),
        ({"words": "'; DROP TABLE"}, []),
        ({"words": "%"}, []),
        ({"topic": ("T1",)}, ["台风的", "台风眼"]),
        ({"topic": ("T1",), "audience": ("youth",)}, ["台风的"]),
        ({"topic": ("T1", "T2")}, ["台风的", "台风眼", "登革热"]),
        ({"kind": ("truefalse",)}, ["台风眼"]),
        ({"scope": CITY}, ["台风眼", "登革热"]),
        ({"scope": "440000/4401"}, []),
        ({"status": (Status.LIVE,)}, []),
        ({"list": "mine"}, []),
    ],
)
@pytest.mark.usefixtures("bank")
def test_questions_that_fit_are_found(wanted: dict[str, object], stems: list[str]) -> None:
    assert found(**wanted) == stems


@pytest.mark.usefixtures("bank")
def test_counts_say_what_each_click_would_leave() -> None:
    wanted = Filter(topic=("T1",))
    counts = search.counts(wanted, Question.objects.all(), user=None, today=TODAY)
    topics = {choice.code: choice.count for choice in counts["topic"] if choice.count}
    assert topics == {"T1": 2, "T2": 1}
    assert {choice.code: choice.count for choice in counts["audience"] if choice.count} == {
        "youth": 1
    }
    assert {choice.code: choice.count for choice in counts["kind"] if choice.count} == {
        "single": 1,
        "truefalse": 1,
    }
    (chosen,) = [choice for choice in counts["topic"] if choice.chosen]
    assert filters.read(chosen.query) == Filter()


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL sorts a table of two rows")
@pytest.mark.parametrize("sort", ["", "old"])
def test_a_page_in_the_lists_own_order_is_read_and_not_sorted(sort: str) -> None:
    wanted = filters.read(f"sort={sort}")
    plan = search.ordered(wanted, Question.objects.all())[:50].explain()
    assert "question_list" in plan
    assert "TEMP B-TREE" not in plan

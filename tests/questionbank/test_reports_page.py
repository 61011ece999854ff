"""The queue of contestants' reports: what is told, who may answer, and what an answer closes."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from questionbank import reports
from questionbank.models import Question, Report, Status
from tests.questionbank.counted import counts, keep
from tests.questionbank.test_grants import CITY, OTHER, PROVINCE, person, stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def chen(client: Client) -> Client:
    """Signed in, answering for one city."""
    client.force_login(person("chen", ("approver", CITY), ("author", CITY)))
    return client


def reported(question: Question, people: int = 1, why: str = "key", text: str = "应该是 B") -> int:
    """The number of the last of so many reports."""
    version, last = question.newest_id, 0
    assert version
    for _each in range(people):
        last = reports.report(version, 100 + Report.objects.count(), why, text).pk
    return last


def page(client: Client, status: int = 200) -> str:
    sent = client.get("/bank/reports/")
    assert sent.status_code == status
    return " ".join(sent.content.decode().split())


def answer(client: Client, question: Question, **fields: Any) -> Any:
    return client.post(f"/bank/q/{question.pk}/reports", {"answer": "谢谢", **fields})


def test_an_answer_is_written_by_a_person_not_proposed(chen: Client) -> None:
    reported(stored(CITY, Status.LIVE))
    shown = page(chen)
    assert re.search(r"<textarea[^>]*required>\s*</textarea>", shown)
    assert 'data-words="谢谢反馈。经核对' in shown


def test_the_most_reported_question_comes_first_with_what_was_said(chen: Client) -> None:
    few, many = stored(CITY, Status.LIVE), stored(CITY, Status.RETIRED)
    reported(few, text="<b>错字</b>", why="typo")
    reported(many, 3)
    shown = page(chen)
    assert shown.index(many.ref) < shown.index(few.ref)
    assert "2 道题有参赛者反馈" in shown
    assert "答案不对 3" in shown
    assert "&lt;b&gt;错字&lt;/b&gt;" in shown


def test_an_answer_closes_what_was_looked_at_and_nothing_later(chen: Client) -> None:
    question = stored(CITY, Status.LIVE)
    seen = reported(question, 2)
    later = reported(question)
    assert answer(chen, question, up_to=seen).status_code == 302
    assert set(Report.objects.filter(closed_at=None).values_list("pk", flat=True)) == {later}
    assert Report.objects.filter(answer="谢谢", closed_by__username="chen").count() == 2
    assert "已答复 2 条" in page(chen)


def test_what_another_editor_answered_stays(chen: Client) -> None:
    question = stored(CITY, Status.LIVE)
    seen = reported(question)
    answer(chen, question, up_to=seen, answer="第一")
    answer(chen, question, up_to=seen, answer="第二")
    assert Report.objects.get().answer == "第一"
    assert "已经有人答复" in page(chen)


@pytest.mark.parametrize("words", ["", "  \n ", "\u202e"])
def test_an_empty_answer_is_refused_and_closes_nothing(chen: Client, words: str) -> None:
    question = stored(CITY, Status.LIVE)
    sent = answer(chen, question, up_to=reported(question), answer=words)
    assert sent.status_code == 400
    assert "请写一句答复" in sent.content.decode()
    assert Report.objects.get().closed_at is None


@pytest.mark.parametrize("up_to", ["", "x", "-1", "²", "9" * 40])
def test_a_strange_number_closes_nothing(chen: Client, up_to: str) -> None:
    question = stored(CITY, Status.LIVE)
    reported(question)
    assert answer(chen, question, up_to=up_to).status_code == 302
    assert Report.objects.get().closed_at is None


def test_questions_of_others_are_not_theirs_to_answer(chen: Client) -> None:
    for scope, status in ((OTHER, 404), (PROVINCE, 403)):
        question = stored(scope, Status.LIVE)
        seen = reported(question)
        assert answer(chen, question, up_to=seen).status_code == status
    assert "没有待答复的反馈" in page(chen)
    assert not Report.objects.exclude(closed_at=None).exists()


def test_only_open_reports_count(chen: Client) -> None:
    question = stored(CITY, Status.LIVE)
    answer(chen, question, up_to=reported(question, 4))
    reported(question, 2)
    lan = person("lan", ("approver", CITY))
    assert [one.reported for one in reports.queue(lan)] == [2]  # type: ignore[attr-defined]
    assert "2 条" in page(chen)


def test_the_card_says_what_statistics_found(chen: Client) -> None:
    question = stored(CITY, Status.LIVE)
    keep(counts(question, 4_000, slope=-1.5))
    reported(question)
    shown = page(chen)
    assert "反向" in shown
    assert "4,000" in shown


def queries(work: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as found:
        work()
    return len(found)


def test_more_reports_cost_no_more_queries(chen: Client) -> None:
    first = stored(CITY, Status.LIVE)
    reported(first)
    few = queries(lambda: page(chen))
    reported(first, 5)
    assert queries(lambda: page(chen)) == few

"""The review queue as reviewers use it: answer blind, see the key, judge, go on."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from questionbank import desk, images, workflow
from questionbank.desk import Wanted
from questionbank.models import Comment, Question, Status, Step
from questionbank.rules.question import NO_UNIT, Draft, Estimate, Image, Text
from tests.questionbank.picture_files import halves, saved
from tests.questionbank.test_taxonomy import load
from tests.questionbank.test_workflow import CITY, COUNTY, TAGS, WORDS, People, people
from tests.rules.test_blind import EVERY, HOTSPOT

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
__all__ = ["people"]
ADDRESS = "/bank/review/"


@pytest.fixture(autouse=True)
def _taxonomy(settings: Any, tmp_path: Path) -> None:
    settings.PICTURES_DIR = tmp_path
    load()


def waiting(by: User, draft: Draft = WORDS, **more: Any) -> Question:
    """A question of that draft, sent for review."""
    words = replace(draft, explanation=Text("因为如此。"), source=Text("国家标准"))
    made = desk.create(Wanted(words, more.pop("tags", TAGS)), by=by, scope=COUNTY, **more)
    return workflow.act(made.pk, "submit", by=by, revision=made.revision)


@pytest.fixture
def question(people: People) -> Question:
    return waiting(people["chen"])


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def lin(people: People) -> Client:
    return client_of(people["lin"])


def body(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()
    return str(answer.content.decode())


def look(client: Client, question: Question, **said: Any) -> Any:
    return client.post(f"{ADDRESS}{question.pk}/look", said)


def judge(client: Client, question: Question, act: str, **said: Any) -> Any:
    now = Question.objects.get(pk=question.pk)
    data = {"act": act, "revision": now.revision, "token": token(client, question)} | said
    return client.post(f"{ADDRESS}{question.pk}/act", data)


def token(client: Client, question: Question, **said: Any) -> str:
    answer = look(client, question, **(said or {"choice": "2"}))
    return str(answer.context.get("token", "")) if answer.context else ""


def test_the_key_and_the_reasons_for_it_are_not_on_the_first_card(
    lin: Client, question: Question
) -> None:
    page = body(lin.get(ADDRESS))
    assert "题干" in page
    assert "因为如此" not in page
    assert "国家标准" not in page
    assert "✓" not in page


def test_a_blind_answer_brings_the_key_and_says_whether_they_agree(
    lin: Client, question: Question
) -> None:
    page = body(look(lin, question, choice="2"))
    assert "与标准答案一致" in page
    assert "因为如此" in page
    assert "与标准答案不一致" in body(look(lin, question, choice="0"))
    assert "未作答" in body(look(lin, question, unsure="1"))


def test_formulas_are_shown_as_a_phone_shows_them(lin: Client, people: People) -> None:
    options = tuple(Text(f"$CO_{n}$", f"$CO_{n}$") for n in range(1, 5))
    made = waiting(
        people["chen"], replace(WORDS, stem=Text("$H_2$ 燃烧生成什么？"), options=options)
    )
    first, then = body(lin.get(ADDRESS)), body(look(lin, made, choice="2"))
    listed = body(lin.get("/bank/"))
    for page, formulas in ((first, 5), (then, 9), (listed, 1)):
        assert page.count("<math") == formulas
        assert "$" not in page


@pytest.mark.parametrize("said", [{}, {"choice": "9"}, {"choice": ["0", "1"]}])
def test_an_answer_that_is_none_shows_the_question_again(
    lin: Client, question: Question, said: dict[str, Any]
) -> None:
    page = body(look(lin, question, **said), 400)
    assert "请先作答完整" in page
    assert "因为如此" not in page


@pytest.mark.parametrize("draft", [one for one in EVERY if one != HOTSPOT], ids=lambda d: d.kind)
def test_every_kind_can_be_answered_and_is_shown_with_its_key(
    lin: Client, people: People, draft: Draft
) -> None:
    one = waiting(people["chen"], draft)
    assert f'data-kind="{draft.kind}"' in body(lin.get(ADDRESS))
    said = {"choice": "1", "number": "55", "text": "一公里"} | {
        f"at-{at}": str(at) for at in range(4 if draft.kind == "ordering" else 0)
    }
    if draft.kind == "matching":
        said |= {"at-0": "1", "at-1": "0", "at-2": "2", "at-3": "2"}
    if draft.kind == "multiple":
        said["choice"] = ["0", "2"]  # type: ignore[assignment]
    page = body(look(lin, one, **said))
    assert ("与标准答案一致" in page) == (draft.kind != "single")
    assert judge(lin, one, "approve").status_code == 302


def test_orderings_are_shown_in_orders_of_their_own(lin: Client, people: People) -> None:
    orders = set()
    for number in range(4):
        one = waiting(people["chen"], replace(EVERY[2], stem=Text(f"排序 {number}")))
        orders.add(tuple(line.place for line in lin.get(ADDRESS).context["lines"]))
        judge(lin, one, "approve", token="")
    assert len(orders) > 1


def test_a_point_is_clicked_or_typed(lin: Client, people: People) -> None:
    data = saved(halves(400, 200), "PNG")
    picture = Image(images.store(data, people["chen"]).digest, Text("一张图"))
    one = waiting(people["chen"], replace(HOTSPOT, picture=picture))
    assert "与标准答案一致" in body(look(lin, one, **{"point.x": "135", "point.y": "67"}))
    assert "与标准答案不一致" in body(look(lin, one, **{"point.x": "269", "point.y": "67"}))
    # Enter in a field clicks the picture at its corner.
    typed = {"x": "500", "y": "500", "point.x": "0", "point.y": "0"}
    assert "与标准答案一致" in body(look(lin, one, **typed))


def test_approving_keeps_the_blind_answer_and_leads_to_the_next(
    lin: Client, question: Question, people: People
) -> None:
    other = waiting(people["chen"], replace(WORDS, stem=Text("第二题")))
    signed = token(lin, question, choice="0")
    sent = judge(lin, question, "approve", token=signed)
    assert sent.headers["Location"].startswith(ADDRESS)
    step = Step.objects.get(act="approve")
    assert (step.blind, step.by) == ([0], people["lin"])
    assert "第二题" in body(lin.get(sent.headers["Location"]))
    assert workflow.queue(people["lin"]).get() == other


def test_sending_back_needs_a_reason_and_keeps_the_chips_with_the_words(
    lin: Client, question: Question
) -> None:
    assert "请写明理由" in body(judge(lin, question, "send_back"), 400)
    judge(lin, question, "send_back", why=["0", "4", "x"], reason="见第二页")
    step = Step.objects.get(act="send_back")
    assert step.reason == "答案有误、来源不可靠：见第二页"
    assert step.blind == [2]
    assert Question.objects.get(pk=question.pk).status == Status.DRAFT


def test_the_blind_answer_cannot_be_changed_once_the_key_was_shown(
    lin: Client, question: Question, people: People
) -> None:
    other = waiting(people["chen"], replace(WORDS, stem=Text("第二题")))
    for forged in ("", "[1, 1, 2]", token(lin, other), token(lin, question) + "x"):
        page = judge(lin, question, "send_back", token=forged)
        assert "未作答" in body(page, 400)


def test_nobody_meets_their_own_question(people: People) -> None:
    zhou = people["zhou"]
    made = desk.create(Wanted(WORDS, TAGS), by=zhou, scope=CITY)
    workflow.act(made.pk, "submit", by=zhou, revision=made.revision)
    client = client_of(zhou)
    page = body(client.get(ADDRESS))
    assert "没有待您审的题了" in page
    assert "另有 1 题须由他人审" in page
    assert "须由他人审核" in body(judge(client, made, "approve", token=""), 403)
    assert Question.objects.get().status == Status.REVIEW


def test_a_sensitive_question_waits_for_the_province_and_says_so(people: People) -> None:
    tags = TAGS | {("sensitivity", "medical")}
    one = waiting(people["chen"], tags=tags)
    assert "另有 1 题须由他人审" in body(client_of(people["lin"]).get(ADDRESS))
    guo = client_of(people["guo"])
    assert one.ref in body(guo.get(ADDRESS))
    assert "须由省级终审人通过" in body(look(guo, one, unsure="1"))


def test_a_card_that_somebody_else_has_judged_gives_way_to_the_next(
    lin: Client, question: Question, people: People
) -> None:
    signed = token(lin, question)
    workflow.act(question.pk, "approve", by=people["wu"], revision=Question.objects.get().revision)
    said = {"act": "approve", "revision": question.revision, "token": signed}
    answer = lin.post(f"{ADDRESS}{question.pk}/act", said)
    assert "刚被别人处理或改过" in body(answer, 409)
    assert "刚被别人处理或改过" in body(look(lin, question, choice="2"), 409)


def test_a_script_is_answered_in_json(lin: Client, question: Question) -> None:
    address = f"{ADDRESS}{question.pk}/act"
    json = {"Accept": "application/json"}
    refused = lin.post(address, {"act": "send_back", "revision": question.revision}, headers=json)
    assert (refused.status_code, "理由" in refused.json()["message"]) == (400, True)
    done = lin.post(address, {"act": "approve", "revision": question.revision}, headers=json)
    assert done.json() == {"said": f"{question.ref} 已通过"}


def test_an_odd_request_changes_nothing(lin: Client, question: Question) -> None:
    for said in ({}, {"act": "activate"}, {"act": "approve"}, {"act": "approve", "revision": "x"}):
        assert lin.post(f"{ADDRESS}{question.pk}/act", said).status_code == 400
    assert lin.get(f"{ADDRESS}?skip=x.٣.-1.{'9' * 30}.&part=x").status_code == 200
    assert Question.objects.get().status == Status.REVIEW


def test_a_change_shows_what_became_of_the_words_in_use(
    lin: Client, question: Question, people: People
) -> None:
    judge(lin, question, "approve")
    now = Question.objects.get()
    words = replace(WORDS, stem=Text("题干新"), key=(1,))
    now = desk.revise(now.pk, Wanted(words, TAGS), by=people["chen"], revision=now.revision)
    workflow.act(now.pk, "submit", by=people["chen"], revision=now.revision)
    page = body(look(lin, question, unsure="1"))
    assert "<ins>新</ins>" in page
    assert "<del>C</del>" in page
    assert "<ins>B</ins>" in page


def test_likely_copies_stand_beside_the_question(lin: Client, people: People) -> None:
    first = waiting(people["chen"], replace(WORDS, stem=Text("台风的中心叫什么？")))
    waiting(people["chen"], replace(WORDS, stem=Text("台风的中心 叫什么")))
    assert "台风的中心 叫什么" in body(look(lin, first, unsure="1"))


def test_a_comment_is_said_once_about_its_field(lin: Client, question: Question) -> None:
    said = {"field": "stem.zh", "text": "请写全称", "token": token(lin, question)}
    for _click in range(2):
        page = body(lin.post(f"{ADDRESS}{question.pk}/comment", said))
    assert "请写全称" in page
    assert "与标准答案一致" in page
    assert Comment.objects.get().field == "stem.zh"
    assert lin.post(f"{ADDRESS}{question.pk}/comment", said | {"text": " "}).status_code == 400


def test_skipped_questions_come_back_when_asked_for(lin: Client, question: Question) -> None:
    page = body(lin.get(f"{ADDRESS}?skip={question.pk}"))
    assert "再看跳过的 1 题" in page
    assert question.ref in body(lin.get(ADDRESS))


def test_the_queue_asks_the_database_as_often_whatever_its_length(
    lin: Client, people: People, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for number in range(12):
        one = waiting(people["chen"], replace(WORDS, stem=Text(f"长长的队伍之 {number}")))
    with django_assert_max_num_queries(14):
        body(lin.get(ADDRESS))
    with django_assert_max_num_queries(34):
        body(look(lin, one, choice="2"))


def test_an_estimate_far_off_is_shown_beside_the_key(lin: Client, people: People) -> None:
    number = Estimate(55, 2, 25, least=10, most=150, unit=Text("公里"))
    one = waiting(people["chen"], replace(EVERY[4], estimate=number))
    page = body(look(lin, one, number="90"))
    assert "90 公里" in page
    assert "55 公里（±2 内满分）" in page


def test_an_estimate_without_a_unit_is_a_bare_number(lin: Client, people: People) -> None:
    number = Estimate(55, 2, 25, least=10, most=150, unit=Text(NO_UNIT))
    one = waiting(people["chen"], replace(EVERY[4], estimate=number))
    page = body(look(lin, one, number="90"))
    assert "55（±2 内满分）" in page
    assert NO_UNIT not in page
    card = body(lin.get(f"/bank/q/{one.pk}/"))
    assert "55 ± 2" in card
    assert NO_UNIT not in card

"""Writing a question on its page: what saving does, and what it never does."""

import re
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from questionbank import desk, fields, grants, images, places, typed
from questionbank.desk import Wanted
from questionbank.models import Question, Status
from questionbank.pages import form as forms
from questionbank.places import Place
from questionbank.rules.question import Area, Draft, Image, Text
from questionbank.standing import approve_newest
from tests.questionbank.picture_files import halves, saved
from tests.questionbank.test_search import CITY, COUNTY
from tests.questionbank.test_taxonomy import load
from tests.rules.test_question import SINGLE

pytestmark = pytest.mark.django_db
PASTED = """下列哪个是哺乳动物？
A. 鲨鱼
B. 鲸
C. 章鱼
D. 海星
答案：B
解析：鲸用肺呼吸，胎生哺乳。
来源：中国大百科全书
难度：3"""
ENGLISH = "Which is a mammal?\nA. Shark\nB. Whale\nC. Octopus\nD. Starfish\nExplanation: It is."
NAME, OTHER = "a" * 32, "b" * 32


@pytest.fixture
def chen() -> User:
    """An author of Guangzhou."""
    load()
    user = User.objects.create_user("chen")
    grants.give(user, "author", CITY, by=None)
    return user


@pytest.fixture
def client(chen: User) -> Client:
    client = Client()
    client.force_login(chen)
    return client


@pytest.fixture
def question(chen: User) -> Question:
    return desk.create(Wanted(SINGLE), by=chen, scope=CITY)


def new(client: Client, text: str = PASTED, name: str = NAME, **more: Any) -> HttpResponse:
    sent = client.post("/bank/new/", {"name": name, "text": text, **more})
    assert isinstance(sent, HttpResponse)
    return sent


def edit(client: Client, question: Question, **changed: str) -> HttpResponse:
    """The page's form sent as it is, but for what is changed."""
    data = forms.initial(question)
    data["name"] = OTHER
    for name, value in changed.items():
        data[name] = value
    sent = client.post(f"/bank/q/{question.pk}/edit/", dict(data.lists()))
    assert isinstance(sent, HttpResponse)
    return sent


def text_of(question: Question) -> str:
    return str(forms.initial(question)["text"])


def stored(ref: str = "440100-00001") -> Draft:
    draft = desk.current(Question.objects.get(ref=ref))
    assert draft is not None
    return draft


def test_one_paste_makes_a_question_with_its_english(client: Client, chen: User) -> None:
    sent = new(client, english=ENGLISH, topic="T4.2", difficulty="L3")
    question = Question.objects.get()
    assert sent.headers["Location"] == f"/bank/q/{question.pk}/edit/"
    assert (stored().stem, stored().key) == (
        Text("下列哪个是哺乳动物？", "Which is a mammal?"),
        (1,),
    )
    assert set(question.tags.values_list("code", flat=True)) == {"T4.2", "L3"}
    assert (question.owner, question.scope) == (chen, CITY)


def test_save_and_next_opens_a_fresh_form_with_the_tags_of_the_last(client: Client) -> None:
    sent = new(client, next="1", topic="T4.2", difficulty="L3", audience=["youth", "elders"])
    assert sent.headers["Location"] == "/bank/new/"
    page = client.get("/bank/new/").content.decode()
    assert 'value="T4.2"' in page
    assert "下列哪个是哺乳动物" not in page
    assert page.count("checked") == 4


def test_an_address_may_ask_for_a_question_that_is_needed(client: Client) -> None:
    page = client.get("/bank/new/?topic=T4.2&difficulty=L4").content.decode()
    assert 'value="T4.2"' in page
    assert re.search(r'value="L4"\s+checked', page)


def test_the_same_form_sent_twice_is_one_question(client: Client) -> None:
    first, second = new(client), new(client)
    assert first.headers["Location"] == second.headers["Location"]
    assert Question.objects.count() == 1


def test_the_same_words_in_another_form_are_refused_with_the_number(client: Client) -> None:
    new(client)
    again = new(client, name=OTHER)
    assert again.status_code == 400
    assert "440100-00001" in again.content.decode()
    assert Question.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"text": ""}, "没有找到任何题目"),
        ({"text": PASTED.replace("答案：B", "")}, "没有标准答案"),
        ({"text": PASTED, "topic": "T99"}, "没有标签 T99"),
        ({"text": PASTED, "note": "长" * 1001}, "文字太长"),
        ({"text": PASTED, "expires_on": "明年"}, "日期写成"),
        ({"text": PASTED, "picture": "0" * 64}, "没有这张图片"),
        ({"text": PASTED, "picture": "\0[]"}, "没有这张图片"),
        ({"text": "\0" + "长" * 20_001}, "文件太大"),
        ({"by_fields": "on", "kind": "essay"}, "没有这种题型"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_bad_input_is_refused_with_what_is_wrong_and_nothing_is_lost(
    client: Client, sent: dict[str, str], told: str
) -> None:
    answer = client.post("/bank/new/", {"name": NAME, **sent})
    page = answer.content.decode()
    assert (answer.status_code, told in page) == (400, True)
    assert not Question.objects.exists()
    if len(sent.get("text", "")) < 1000:
        assert sent.get("text", "")[:10] in page


def test_a_bank_elsewhere_is_not_written_to(client: Client) -> None:
    assert new(client, scope="440000/440300").status_code == 403
    assert not Question.objects.exists()


def test_a_bank_below_is_written_to(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "_source", [])
    places.tell(lambda: [Place(CITY, "广州", "广州市"), Place(COUNTY, "天河", "广州市天河区")])
    assert 'value="440000/440100/440106"' in client.get("/bank/new/").content.decode()
    new(client, scope=COUNTY)
    assert [question.scope for question in Question.objects.all()] == [COUNTY]


def test_a_region_that_is_none_is_told(client: Client) -> None:
    told = new(client, scope=f"{CITY}/999999")
    assert (told.status_code, "没有这个地区" in told.content.decode()) == (400, True)


def test_a_form_without_a_name_is_given_one(client: Client) -> None:
    assert new(client, name="").status_code == 302


def test_a_question_of_another_region_is_not_edited(client: Client, chen: User) -> None:
    foreign = desk.create(Wanted(SINGLE), by=chen, scope="440000/440400")
    for answer in (client.get(f"/bank/q/{foreign.pk}/edit/"), edit(client, foreign)):
        assert answer.status_code == 404


def test_the_form_of_a_question_saved_as_it_is_changes_nothing(
    client: Client, question: Question
) -> None:
    edit(client, question)
    assert (stored(question.ref), question.versions.count()) == (SINGLE, 1)


def test_the_page_of_a_question_is_saved_as_the_browser_sends_it(
    client: Client, question: Question
) -> None:
    page = client.get(f"/bank/q/{question.pk}/edit/").content.decode()
    sent = dict(re.findall(r'<input type="hidden" name="([a-z_.]+)" value="([^"]*)">', page))
    assert (sent["picture"], sent["revision"]) == ("", "0")


def test_a_typo_mended_stays_the_same_item(client: Client, question: Question) -> None:
    approve_newest([question.pk])
    question.refresh_from_db()
    text = text_of(question).replace("题干", "题目")
    edit(client, question, text=text, same_item="on")
    question.refresh_from_db()
    assert question.newest is not None
    assert (question.newest.same_item, question.change) == (True, Status.DRAFT)


def test_the_second_of_two_editors_sees_both_and_saves_with_open_eyes(
    client: Client, question: Question
) -> None:
    mine = text_of(question).replace("题干", "乙的题干")
    desk.revise(question.pk, Wanted(replace(SINGLE, stem=Text("甲的"))), by=None, revision=0)
    told = edit(client, question, text=mine)
    page = told.content.decode()
    assert (told.status_code, stored(question.ref).stem.zh) == (409, "甲的")
    assert all(words in page for words in ("乙的题干", "<del>甲</del>", "<ins>乙</ins>"))
    assert 'name="revision" value="1"' in page
    edit(client, Question.objects.get(), text=mine)
    assert stored(question.ref).stem.zh == "乙的题干"


def test_an_edit_sent_twice_is_done_once_and_told_nothing(
    client: Client, question: Question
) -> None:
    text = text_of(question).replace("题干", "乙的")
    answers = [edit(client, question, text=text).status_code for _ in range(2)]
    assert answers == [302, 302]
    assert question.versions.count() == 2


def test_what_no_text_can_say_is_edited_by_fields(client: Client, chen: User) -> None:
    odd = replace(SINGLE, stem=Text("题干 解析：这不是解析", "Stem"))
    question = desk.create(Wanted(odd), by=chen, scope=CITY)
    assert not typed.keeps(odd)
    edit(client, question, **{"stem.en": "Other"})
    assert stored(question.ref) == replace(odd, stem=Text(odd.stem.zh, "Other"))


def test_a_hotspot_has_no_text_to_be_mistaken_for_it(client: Client, chen: User) -> None:
    picture = Image(images.store(saved(halves(400, 200), "PNG"), chen).digest, Text("图"))
    spot = Draft("hotspot", Text("点"), areas=(Area("circle", (5, 5, 5)),), picture=picture)
    question = desk.create(Wanted(spot), by=chen, scope=CITY)
    assert "readonly" in client.get(f"/bank/q/{question.pk}/edit/").content.decode()
    edit(client, question, **{"stem.zh": "点一点"})
    assert stored(question.ref) == replace(spot, stem=Text("点一点"))


def test_areas_are_drawn_on_the_card_but_for_what_is_none(client: Client, chen: User) -> None:
    digest = images.store(saved(halves(400, 200), "PNG"), chen).digest
    sent = {"by_fields": "on", "kind": "hotspot", "stem.zh": "点", "picture": digest}
    card = parsed(client, **sent, areas="circle 100 200 50\nrect 1 2")["card"]
    assert '<ellipse cx="100" cy="200" rx="50" ry="100" />' in card
    assert "<polygon" not in card
    assert 'width="400"' in card
    assert "图中标出的区域" in card
    assert "100 200 50" not in card


def parsed(client: Client, **sent: str) -> Any:
    answer = client.post("/bank/parse", sent)
    assert answer.status_code == 200
    return answer.json()


def test_typing_shows_the_card_and_fills_the_single_fields(client: Client) -> None:
    answer = parsed(client, text=PASTED)
    assert (answer["wrong"], answer["fields"]["key"]) == (False, ["B"])
    assert "鲸用肺呼吸" in answer["card"]
    assert 'data-code="L3"' in answer["card"]


def test_a_repair_in_a_field_is_written_into_the_text(client: Client) -> None:
    data = dict(fields.fields_of(SINGLE).lists()) | {"key": ["D"]}
    answer = client.post("/bank/parse", {**data, "by_fields": "on"}).json()
    assert answer["keeps"]
    assert "答案：D" in answer["text"]


def test_what_is_like_it_is_shown_while_it_is_typed(client: Client) -> None:
    new(client)
    answer = parsed(client, text=PASTED.replace("哺乳动物", "哺乳类动物"), near="1")
    assert "440100-00001" in answer["near"]


@pytest.mark.parametrize("text", ["", "\0", "{}<script>", "A" * 70_000, "1.\n" * 9_000])
def test_whatever_is_typed_is_answered(client: Client, text: str) -> None:
    parsed(client, text=text, english=text)


def test_the_page_asks_as_much_of_the_database_however_many_questions(
    client: Client, question: Question, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(20):
        client.get(f"/bank/q/{question.pk}/edit/")
    with django_assert_max_num_queries(10):
        parsed(client, text=PASTED)

"""Bulk changes as editors make them: choose, see what would happen, say yes, take it back."""

import re
from typing import Any

import pytest
from django.test import Client

from questionbank import desk, errands, grants
from questionbank.bulk import jobs
from questionbank.desk import Wanted
from questionbank.errand_kinds import do_next
from questionbank.models import Act, Question, Status
from tests.questionbank.many import drafts_of, fresh, tag, tags_of, written
from tests.questionbank.test_taxonomy import load
from tests.questionbank.test_workflow import TAGS, WORDS, People, people

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
__all__ = ["people"]
PAGE = "/bank/bulk/"
MAKE = "/bank/bulk/make"


@pytest.fixture
def drafts(people: People) -> list[Question]:
    load()
    return drafts_of(people)


@pytest.fixture
def chen(people: People, drafts: list[Question]) -> Client:
    return client_of(people, "chen")


def client_of(people: People, name: str) -> Client:
    client = Client()
    client.force_login(people[name])
    return client


def body(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return " ".join(str(answer.content.decode()).split())


def say_yes(client: Client, query: str = "", **said: str) -> Any:
    """Look at the preview and confirm it."""
    shown = client.get(f"{PAGE}?{query}", said)
    plan = client.get(PAGE, dict(pair.split("=") for pair in query.split("&") if pair) | said)
    assert shown.status_code == plan.status_code == 200
    return client.post(MAKE, {"query": query, "seen": plan.context["plan"].seen} | said)


def test_the_list_leads_to_a_bulk_change_of_the_whole_filter(chen: Client) -> None:
    page = body(chen.get("/bank/?topic=T4"))
    assert '<a class="clear" href="/bank/bulk/?topic=T4">批量操作 2 题</a>' in page
    assert "批量操作 2 题" in body(chen.get(f"{PAGE}?topic=T4"))


def test_an_editor_chooses_from_what_the_roles_allow(people: People, chen: Client) -> None:
    page = body(chen.get(PAGE))
    assert 'value="submit"' in page
    assert 'value="activate"' not in page
    page = body(client_of(people, "lin").get(PAGE))
    assert 'value="approve"' in page
    assert 'value="add"' not in page


def test_tags_are_chosen_from_groups_of_the_taxonomy(chen: Client) -> None:
    page = body(chen.get(PAGE)).partition('id="add-tag"')[2].partition("</select>")[0]
    groups = re.findall(r'<optgroup label="(.*?)">(.*?)</optgroup>', page)
    codes = {label: re.findall(r">([TB]?[0-9.L]*) ?[^<]*</option>", some) for label, some in groups}
    assert codes["主题 T1 科技前沿"] == ["T1", *(f"T1.{number}" for number in range(1, 9))]
    assert codes["主题 T10 粤港澳大湾区与本地"][0] == "T10"
    assert codes["难度"] == ["L1", "L2", "L3", "L4", "L5"]
    labels = [label for label, _some in groups]
    assert labels.index("主题 T10 粤港澳大湾区与本地") == labels.index("主题 T9 基础科学") + 1


def test_the_preview_counts_and_changes_nothing(chen: Client, drafts: list[Question]) -> None:
    page = body(chen.get(PAGE, {"do": "add", "tag": tag("L2")}))
    assert "<b>1</b> 题将改动" in page
    assert "<b>2</b> 题已是如此" in page
    assert drafts[1].ref in page
    assert not Act.objects.exists()
    page = body(chen.get(PAGE, {"do": "submit"}))
    assert "<b>1</b> 题不改：内容不完整，不能送审" in page


def test_what_may_not_be_changed_is_counted_and_named(
    people: People, drafts: list[Question]
) -> None:
    guo = client_of(people, "guo")
    page = body(guo.get(PAGE, {"do": "activate"}))
    assert "<b>4</b> 题不改：试题现在的状态不能这样操作" in page
    assert drafts[3].ref in page
    assert "确认改动" not in page


def test_a_change_is_made_kept_and_undone(chen: Client, drafts: list[Question]) -> None:
    sent = say_yes(chen, do="add", tag=tag("L3"))
    page = body(chen.get(sent.headers["Location"]))
    assert "已改动 <b>3</b> 题" in page
    assert "加标签 L3" in page
    assert tags_of(drafts[1]) == {"L3"}
    desk.revise(drafts[0].pk, Wanted(WORDS, TAGS), by=None, revision=fresh(drafts[0]).revision)
    act = Act.objects.get()
    page = body(chen.post(f"/bank/acts/{act.pk}/undo", follow=True))
    assert "已撤销 <b>2</b> 题" in page
    assert "<b>1</b> 题不改：此后又有改动，保持现状" in page
    assert drafts[0].ref in page
    assert tags_of(drafts[1]) == set()
    assert "已撤销" in body(chen.get("/bank/acts/"))


def test_only_the_filter_is_changed(chen: Client, drafts: list[Question]) -> None:
    say_yes(chen, "topic=T4", do="submit")
    assert [fresh(one).status for one in drafts] == ["review", "draft", "review", "draft"]
    assert Act.objects.get().query == "topic=T4"


def test_a_bank_that_changed_in_between_is_shown_again(
    chen: Client, drafts: list[Question], people: People
) -> None:
    data = {"do": "add", "tag": tag("L3")}
    seen = chen.get(PAGE, data).context["plan"].seen
    written(people["chen"])
    page = body(chen.post(MAKE, data | {"query": "", "seen": seen}), 409)
    assert "题库刚有变化，没有改动任何内容" in page
    assert "确认改动 4 题" in page
    assert not Act.objects.exists()


def test_a_double_click_leads_to_the_same_act(chen: Client, drafts: list[Question]) -> None:
    data = {"do": "add", "tag": tag("L3"), "query": ""}
    data["seen"] = chen.get(PAGE, data).context["plan"].seen
    places = {chen.post(MAKE, data).headers["Location"] for _click in range(2)}
    assert len(places) == 1


@pytest.mark.parametrize("said", [{"do": "x"}, {"do": "add", "tag": "x"}, {"do": "retire"}])
def test_a_change_that_is_none_is_told_and_nothing_is_done(
    chen: Client, said: dict[str, str]
) -> None:
    for answer in (chen.get(PAGE, said), chen.post(MAKE, said | {"query": ""})):
        assert 'role="alert"' in body(answer, 400)
    assert chen.post(MAKE, {}).status_code == 400
    assert not Act.objects.exists()


def test_others_see_the_acts_on_their_own_banks_only(
    chen: Client, people: People, drafts: list[Question]
) -> None:
    say_yes(chen, do="add", tag=tag("L3"))
    act = Act.objects.get()
    assert "加标签 L3" in body(client_of(people, "lin").get("/bank/acts/"))
    grants.revoke(people["guo"], "approver", "440000")
    grants.give(people["guo"], "approver", "440000/440300", by=None)
    guo = client_of(people, "guo")
    assert "加标签" not in body(guo.get("/bank/acts/"))
    assert guo.get(f"/bank/acts/{act.pk}/").status_code == 404
    assert guo.post(f"/bank/acts/{act.pk}/undo").status_code == 404
    page = body(client_of(people, "lin").post(f"/bank/acts/{act.pk}/undo"), 403)
    assert "没有这项权限" in page
    assert tags_of(drafts[1]) == {"L3"}


def test_a_large_act_shows_its_progress_until_it_is_done(
    chen: Client, drafts: list[Question], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "AT_ONCE", 2)
    sent = say_yes(chen, do="submit")
    where = sent.headers["Location"]
    assert chen.get(where).status_code == 200
    told = chen.get(where, headers={"Accept": "application/json"}).json()
    assert told == {"state": "running", "done": 0}
    assert do_next(0)
    told = chen.get(where, headers={"Accept": "application/json"}).json()
    assert told == {"state": "done", "done": None}
    assert "已改动 <b>2</b> 题" in body(chen.get(where))
    assert Question.objects.filter(status=Status.REVIEW).count() == 2


def test_an_act_that_nobody_has_begun_says_so(chen: Client, people: People) -> None:
    act = Act.objects.create(
        what={"do": "submit", "state": "running", "total": 9}, by=people["chen"]
    )
    errands.put(jobs.MAKE, act.pk, by=people["chen"])
    page = body(chen.get(f"/bank/acts/{act.pk}/"))
    assert "正在改动" in page
    bar = page.partition("<progress")[2].partition(">")[0]
    assert 'max="9" value="0"' in bar


def test_an_act_that_nobody_goes_on_with_says_that_nothing_was_changed(
    chen: Client, people: People
) -> None:
    act = Act.objects.create(what={"do": "submit", "state": "running"}, by=people["chen"])
    assert "没有改动任何内容" in body(chen.get(f"/bank/acts/{act.pk}/"))

"""What review asked for stays with a question: in previews, acts, undoing, and one by one."""

from dataclasses import replace

import pytest
from django.test import Client

from questionbank import desk, workflow
from questionbank.desk import Wanted
from questionbank.messages import Refused
from questionbank.models import Question, Status
from questionbank.rules.question import Text
from tests.questionbank.many import change, fresh, planned, tag, tags_of, undone, written
from tests.questionbank.test_question_page import client_of
from tests.questionbank.test_taxonomy import load
from tests.questionbank.test_workflow import TAGS, WORDS, People, people

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
__all__ = ["people"]
WAY = {"review": ["submit"], "approved": ["submit", "approve"]}
WAY["live"] = [*WAY["approved"], "activate"]
WAY["retired"] = [*WAY["live"], "retire"]
ACTORS = {"submit": "chen", "approve": "lin", "activate": "wu", "retire": "wu"}
BARE = TAGS - {("dimension", "knowledge")}


@pytest.fixture(autouse=True)
def _taxonomy() -> None:
    load()


def brought(question: Question, people: People, status: str) -> Question:
    """The question, led to that status."""
    for act in WAY[status]:
        by = people[ACTORS[act]]
        workflow.act(question.pk, act, by=by, revision=fresh(question).revision, reason="过时")
    return fresh(question)


@pytest.mark.parametrize("status", WAY)
@pytest.mark.parametrize("code", ["T4.2", "knowledge", "elders", "L2"])
def test_no_tag_that_is_needed_is_taken_from_what_is_past_draft(
    people: People, status: str, code: str
) -> None:
    draft, kept = written(people["chen"]), brought(written(people["chen"]), people, status)
    shown = planned(people["wu"], [draft, kept], do="remove", tag=tag(code))
    assert (shown.todo, shown.refused) == (1, {"needed": (1, [kept.ref])})
    act = change(people["wu"], [draft, kept], do="remove", tag=tag(code))
    assert (act.count, act.what["missing"]) == (1, shown.missing)
    assert code not in tags_of(draft)
    assert code in tags_of(kept)


def test_one_of_two_and_one_for_another_are_still_changed(people: People) -> None:
    both = TAGS | {("audience", "youth")}
    live = brought(written(people["chen"], tags=both), people, "live")
    assert change(people["wu"], [live], do="remove", tag=tag("youth")).count == 1
    assert change(people["wu"], [live], do="add", tag=tag("method")).count == 1
    assert change(people["wu"], [live], do="add", tag=tag("L3")).count == 1
    assert tags_of(live) == {"T4.2", "method", "elders", "L3"}


@pytest.mark.parametrize("status", WAY)
def test_undoing_takes_nothing_that_is_needed_by_now(people: People, status: str) -> None:
    some = [written(people["chen"], tags=BARE) for _number in range(2)]
    act = change(people["chen"], some, do="add", tag=tag("knowledge"))
    brought(some[0], people, status)
    after = undone(act, people["wu"])
    assert after.what["left"] == {"needed": [1, [some[0].ref]]}
    assert after.what["left_missing"] == {"needed": {"dimension": 1}}
    assert "knowledge" in tags_of(some[0])
    assert "knowledge" not in tags_of(some[1])


def test_what_is_put_into_use_is_looked_at_once_more(people: People) -> None:
    some = [brought(written(people["chen"]), people, "approved") for _number in range(2)]
    some[0].tags.remove(*some[0].tags.filter(facet="dimension"))
    shown = planned(people["wu"], some, do="activate")
    assert (shown.todo, shown.refused) == (1, {"incomplete": (1, [some[0].ref])})
    assert shown.missing == {"incomplete": {"dimension": 1}}
    with pytest.raises(Refused, match="缺少标签：维度"):
        workflow.act(some[0].pk, "activate", by=people["wu"], revision=some[0].revision)
    assert change(people["wu"], some, do="activate").count == 1


def test_the_words_in_use_decide_not_those_being_written(people: People) -> None:
    some = [brought(written(people["chen"]), people, "approved")]
    bare = Wanted(replace(WORDS, explanation=Text("")), TAGS)
    desk.revise(some[0].pk, bare, by=people["chen"], revision=some[0].revision)
    assert change(people["wu"], some, do="activate").count == 1
    now = fresh(some[0])
    assert (now.status, now.change) == (Status.LIVE, Status.DRAFT)


@pytest.mark.parametrize(
    ("do", "status", "who"), [("retire", "live", "wu"), ("withdraw", "review", "chen")]
)
def test_undoing_brings_nothing_back_that_lacks_something(
    people: People, do: str, status: str, who: str
) -> None:
    some = [brought(written(people["chen"]), people, status)]
    act = change(people[who], some, do=do, reason="过时")
    some[0].tags.clear()
    after = undone(act, people[who])
    assert after.what["left"] == {"incomplete": [1, [some[0].ref]]}
    lacking = {"topic": 1, "dimension": 1, "audience": 1, "difficulty": 1}
    assert after.what["left_missing"] == {"incomplete": lacking}


def test_the_single_form_keeps_what_is_needed_too(people: People) -> None:
    draft, live = written(people["chen"]), brought(written(people["chen"]), people, "live")
    for one in (draft, live):
        words = desk.current(one)
        assert words is not None
        for some in (words, replace(words, stem=Text(f"{words.stem.zh}？"))):
            now = fresh(one)
            if one == live:
                with pytest.raises(Refused, match="送审以后不能缺少必需的标签：维度"):
                    desk.revise(now.pk, Wanted(some, BARE), by=None, revision=now.revision)
            else:
                desk.revise(now.pk, Wanted(some, BARE), by=None, revision=now.revision)


def test_new_words_make_a_draft_again_of_what_was_never_approved(people: People) -> None:
    waiting = brought(written(people["chen"]), people, "review")
    same = desk.current(waiting)
    assert same is not None
    with pytest.raises(Refused, match="维度"):
        desk.revise(waiting.pk, Wanted(same, BARE), by=None, revision=waiting.revision)
    other = Wanted(replace(same, stem=Text("改写了")), BARE)
    after = desk.revise(waiting.pk, other, by=None, revision=waiting.revision)
    assert after.status == Status.DRAFT


def test_a_preview_says_what_is_missing_and_how_often(people: People) -> None:
    written(people["chen"], tags=BARE)
    for number in range(2):
        bare = replace(WORDS, stem=Text(f"没有解析 {number}"), explanation=Text(""))
        desk.create(
            Wanted(bare, TAGS - {("difficulty", "L2")}), by=None, scope="440000/440100/440106"
        )
    page = text(client_of(people["chen"]), "/bank/bulk/?do=submit")
    assert "<b>3</b> 题不改：内容不完整，不能送审、通过或启用" in page
    parts = page.partition('class="missing"')[2].partition("</ul>")[0]
    assert [part in parts for part in ("缺解析：2 题", "缺难度：2 题", "缺维度：1 题")] == [
        True
    ] * 3
    assert parts.index("缺解析") < parts.index("缺维度")
    assert "缺来源" not in parts


def test_a_question_says_what_it_lacks_before_it_is_put_into_use(people: People) -> None:
    question = brought(written(people["chen"]), people, "approved")
    question.tags.remove(*question.tags.filter(facet="dimension"))
    page = text(client_of(people["wu"]), f"/bank/q/{question.pk}/")
    assert "启用前还缺 1 项" in page
    assert "缺少标签：维度" in page


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(str(answer.content.decode()).split())

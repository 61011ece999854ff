"""Changes to a whole filter: the same refusals and records as one by one, and whole."""

import io
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from questionbank import desk, grants, workflow
from questionbank.bulk import jobs, making
from questionbank.bulk.asked import asked, named
from questionbank.bulk.plans import plan
from questionbank.desk import Wanted
from questionbank.messages import Refused
from questionbank.models import Act, ActItem, Question, Step
from quiz import places as regions
from tests.questionbank.many import (
    change,
    drafts_of,
    fresh,
    numbers,
    planned,
    tag,
    tags_of,
    undone,
    written,
)
from tests.questionbank.test_taxonomy import load
from tests.questionbank.test_workflow import CITY, COUNTY, PROVINCE, TAGS, WORDS, People, people

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
__all__ = ["people"]


@pytest.fixture(autouse=True)
def _taxonomy() -> None:
    load()


@pytest.fixture
def drafts(people: People) -> list[Question]:
    return drafts_of(people)


def test_a_plan_says_how_many_change_need_none_and_may_not_and_why(
    people: People, drafts: list[Question]
) -> None:
    shown = planned(people["chen"], drafts, do="add", tag=tag("L2"))
    assert (shown.total, shown.todo, shown.same) == (4, 1, 2)
    assert shown.refused == {"verb": (1, [drafts[3].ref])}
    shown = planned(people["chen"], drafts, do="submit")
    assert (shown.todo, shown.first) == (2, [drafts[0].pk, drafts[2].pk])
    assert shown.refused == {"incomplete": (1, [drafts[1].ref]), "verb": (1, [drafts[3].ref])}


def test_what_changed_is_in_the_history_with_its_editor_and_its_tags(
    people: People, drafts: list[Question]
) -> None:
    revision = drafts[1].revision
    change(people["chen"], drafts, do="add", tag=tag("L3"))
    last = drafts[1].history.latest()
    assert (last.history_user, last.history_type) == (people["chen"], "~")
    assert [row.tag.code for row in last.tags.all()] == ["L3"]
    assert fresh(drafts[1]).revision == revision + 1
    assert fresh(drafts[1]).updated_at > drafts[1].updated_at


def test_steps_are_taken_and_recorded_as_one_by_one(people: People, drafts: list[Question]) -> None:
    change(people["chen"], drafts, do="submit")
    assert [fresh(one).status for one in drafts] == ["review", "draft", "review", "draft"]
    change(people["lin"], drafts, do="approve")
    approved = fresh(drafts[0])
    assert (approved.status, approved.approved_id) == ("approved", approved.newest_id)
    change(people["wu"], drafts, do="activate")
    change(people["wu"], drafts, do="retire", reason="过时")
    steps = Step.objects.filter(question=drafts[2]).values_list("act", "before", "after", "reason")
    assert list(steps) == [
        ("submit", "draft", "review", ""),
        ("approve", "review", "approved", ""),
        ("activate", "approved", "live", ""),
        ("retire", "live", "retired", "过时"),
    ]


def test_nobody_approves_their_own_in_bulk(people: People) -> None:
    own = [written(people["zhou"], CITY)]
    change(people["zhou"], own, do="submit")
    assert planned(people["zhou"], own, do="approve").refused == {"own": (1, [own[0].ref])}


def test_sensitive_questions_are_left_to_the_province(people: People) -> None:
    some = [written(people["chen"], tags=TAGS | {("sensitivity", "medical")})]
    change(people["chen"], some, do="submit")
    assert planned(people["lin"], some, do="approve").refused == {"final": (1, [some[0].ref])}
    assert change(people["guo"], some, do="approve").count == 1


def test_sensitive_tags_are_taken_away_by_the_province_alone(people: People) -> None:
    some = [written(people["chen"], tags=TAGS | {("sensitivity", "medical")})]
    gone = {"do": "remove", "tag": tag("medical")}
    assert planned(people["chen"], some, **gone).refused == {"lift": (1, [some[0].ref])}
    assert change(people["guo"], some, **gone).count == 1


def test_who_added_a_sensitive_tag_cannot_take_it_back(people: People) -> None:
    some = [written(people["chen"])]
    act = change(people["chen"], some, do="add", tag=tag("medical"))
    assert undone(act, people["chen"]).what["left"] == {"lift": [1, [some[0].ref]]}
    assert "medical" in tags_of(some[0])


@pytest.mark.parametrize("who", ["chen", "lin", "wu", "zhou", "guo"])
@pytest.mark.parametrize("step", ["submit", "withdraw", "approve", "activate", "retire", "revive"])
def test_bulk_and_single_steps_say_the_same(people: People, who: str, step: str) -> None:
    by = people[who]
    some = [written(people["chen"]), written(people["zhou"], CITY)]
    some.append(written(people["chen"], tags=frozenset()))
    for one, way in zip([*some], (["submit"], ["submit", "approve"], []), strict=True):
        for act in way:
            actor = "guo" if act == "approve" else str(one.owner)
            workflow.act(one.pk, act, by=people[actor], revision=fresh(one).revision)
    shown = planned(by, some, do=step, reason="理由")
    refused = {ref for _many, refs in shown.refused.values() for ref in refs}
    for one in some:
        now = fresh(one)
        try:
            workflow.act(one.pk, step, by=by, revision=now.revision, reason="理由")
        except Refused:
            assert one.ref in refused or shown.same
        else:
            assert one.pk in shown.first


def test_a_question_is_moved_only_by_who_may_move_it_here_and_there(
    people: People, drafts: list[Question]
) -> None:
    wang = User.objects.create_user("wang")
    grants.give(wang, "organiser", CITY, by=None)
    assert planned(wang, drafts, do="move", to=PROVINCE).refused["verb"][0] == 4
    assert change(wang, drafts, do="move", to=CITY).count == 3
    moved = fresh(drafts[0])
    assert (moved.scope, moved.home) == (CITY, COUNTY)


def test_an_expiry_is_set_and_taken_away(people: People, drafts: list[Question]) -> None:
    change(people["chen"], drafts, do="expire", on="2027-03-01")
    assert fresh(drafts[0]).expires_on == date(2027, 3, 1)
    assert fresh(drafts[3]).expires_on is None
    change(people["chen"], drafts, do="expire", on="")
    assert fresh(drafts[0]).expires_on is None
    assert planned(people["lin"], drafts, do="expire", on="2027-03-01").refused["verb"][0] == 4


def test_questions_are_offered_to_a_bank_above(people: People, drafts: list[Question]) -> None:
    for step, who in (("submit", "chen"), ("approve", "lin")):
        change(people[who], drafts, do=step)
    assert planned(people["wu"], drafts, do="offer", to=COUNTY).refused["above"][0] == 2
    assert change(people["wu"], drafts, do="offer", to=CITY).count == 2
    assert fresh(drafts[0]).offered_to == CITY
    assert Step.objects.filter(act="offer", reason=CITY).count() == 2


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({}, "do"),
        ({"do": "delete"}, "do"),
        ({"do": "send_back"}, "do"),
        ({"do": "add"}, "tag"),
        ({"do": "add", "tag": "9999999"}, "tag"),
        ({"do": "add", "tag": "٣"}, "tag"),
        ({"do": "retire", "reason": " \0"}, "reason"),
        ({"do": "retire", "reason": "长" * 1001}, "reason"),
        ({"do": "move", "to": ""}, "to"),
        ({"do": "move", "to": "440000/999999"}, "to"),
        ({"do": "expire", "on": "morgen"}, "on"),
    ],
)
def test_a_change_that_is_none_is_refused_by_its_field(said: dict[str, str], field: str) -> None:
    call_command("load_regions", stdout=io.StringIO())
    regions._named.cache_clear()
    with pytest.raises(Refused) as caught:
        asked(said)
    assert [fault.field for fault in caught.value.faults] == [field]


def test_what_was_shown_is_what_is_done_or_nothing(people: People, drafts: list[Question]) -> None:
    wanted, fields = asked({"do": "add", "tag": tag("L3")})
    chen, pks = people["chen"], numbers(drafts)
    shown = plan(wanted, pks, by=chen)
    desk.revise(pks[0], Wanted(WORDS, TAGS), by=chen, revision=drafts[0].revision)
    with pytest.raises(making.Moved):
        jobs.begin(wanted, fields, pks, by=chen, query="", seen=shown.seen)
    assert tags_of(drafts[1]) == set()
    assert not Act.objects.exists()


def test_a_second_click_makes_the_change_once(people: People, drafts: list[Question]) -> None:
    wanted, fields = asked({"do": "add", "tag": tag("L3")})
    chen, pks = people["chen"], numbers(drafts)
    seen = plan(wanted, pks, by=chen).seen
    acts = {jobs.begin(wanted, fields, pks, by=chen, query="", seen=seen).pk for _click in range(2)}
    assert len(acts) == 1
    assert ActItem.objects.count() == 3


def test_of_two_changes_planned_side_by_side_the_second_is_not_taken_for_the_first(
    people: People, drafts: list[Question]
) -> None:
    chen, pks = people["chen"], numbers(drafts)
    both = [asked({"do": "add", "tag": tag("L3")}), asked({"do": "expire", "on": "2027-01-01"})]
    shown = [plan(wanted, pks, by=chen).seen for wanted, _fields in both]
    assert shown[0] != shown[1]
    jobs.begin(*both[0], pks, by=chen, query="", seen=shown[0])
    with pytest.raises(making.Moved):
        jobs.begin(*both[1], pks, by=chen, query="", seen=shown[1])
    assert Act.objects.count() == 1
    assert not Question.objects.filter(expires_on__isnull=False).exists()


def test_the_database_is_asked_as_often_for_many_as_for_few(people: People) -> None:
    some = [written(people["chen"]) for _number in range(40)]
    counted = []
    for part in (some[:4], some[4:]):
        with CaptureQueriesContext(connection) as queries:
            for step, who in (("submit", "chen"), ("approve", "lin"), ("activate", "wu")):
                last = change(people[who], part, do=step)
            undone(last, people["wu"])
            undone(change(people["wu"], part, do="add", tag=tag("L3")), people["wu"])
        counted.append(len(queries))
    assert counted[1] <= counted[0] + 8


def test_an_act_has_a_name_for_people(people: People) -> None:
    names = [
        named({"do": "add", "tag": tag("L3")}),
        named({"do": "remove", "tag": "0"}),
        named({"do": "retire"}),
        named({"do": "expire", "on": "2027-03-01"}),
        named({"do": "expire", "on": ""}),
        named({"do": "move", "to": COUNTY}),
    ]
    assert names[0].startswith("加标签 L3")
    assert names[1:5] == ["去掉标签 ?", "停用", "有效期至 2027-03-01", "不设有效期"]
    assert names[5].startswith("移到 ")

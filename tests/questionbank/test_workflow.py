"""Steps of a question's way: what each stores, and what is refused by name."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.contrib.auth.models import User

from questionbank import desk, grants, papers, workflow
from questionbank.bank import store_taxonomy
from questionbank.desk import Stale, Wanted
from questionbank.loading import DATA, read_taxonomy
from questionbank.messages import Refused
from questionbank.models import Question, Status, Step
from questionbank.refusals import NotTheirs
from questionbank.rules.question import Draft, Text
from tests.rules.test_question import SINGLE

pytestmark = pytest.mark.django_db
PROVINCE, CITY, COUNTY = "440000", "440000/440100", "440000/440100/440106"
TAGS = frozenset(
    {("topic", "T4.2"), ("dimension", "knowledge"), ("audience", "elders"), ("difficulty", "L2")}
)
WORDS = replace(SINGLE, explanation=Text("因为如此。"), source=Text("国家标准"))
People = dict[str, User]


@pytest.fixture(autouse=True)
def _taxonomy() -> None:
    store_taxonomy(read_taxonomy(DATA / "taxonomy.yaml"))


@pytest.fixture
def people() -> People:
    """Chen writes in a county, Lin reviews there, Wu has the last word there, Zhou in the city,
    and Guo in the province."""
    held = {
        "chen": [("author", COUNTY)],
        "lin": [("reviewer", COUNTY)],
        "wu": [("approver", COUNTY)],
        "zhou": [("approver", CITY), ("author", CITY)],
        "guo": [("approver", PROVINCE)],
    }
    for name, roles in held.items():
        user = User.objects.create_user(name)
        for role, path in roles:
            grants.give(user, role, path, by=None)
    return {user.username: user for user in User.objects.all()}


@pytest.fixture
def question(people: People) -> Question:
    return desk.create(Wanted(WORDS, TAGS), by=people["chen"], scope=COUNTY)


Take = Callable[..., Question]


@pytest.fixture
def take(people: People, question: Question) -> Take:
    """take("approve", "lin") = Lin approves the question as it stands."""

    def step(act: str, who: str, reason: str = "") -> Question:
        now = Question.objects.get(pk=question.pk)
        return workflow.act(now.pk, act, by=people[who], revision=now.revision, reason=reason)

    return step


def refused(take: Take, act: str, who: str) -> list[str]:
    with pytest.raises(Refused) as caught:
        take(act, who)
    return [fault.field or fault.why for fault in caught.value.faults]


def revise(question: Question, who: User, stem: str, tags: desk.Tags = TAGS) -> Question:
    now = Question.objects.get(pk=question.pk)
    words = Wanted(replace(WORDS, stem=Text(stem)), tags)
    return desk.revise(now.pk, words, by=who, revision=now.revision)


def test_a_question_goes_from_draft_into_use_and_out_of_it(take: Take, question: Question) -> None:
    assert take("submit", "chen").status == Status.REVIEW
    assert take("approve", "lin").approved == question.newest
    assert papers.pool(COUNTY) == []
    assert take("activate", "wu").status == Status.LIVE
    assert [item.version for item in papers.pool(COUNTY)] == [question.newest_id]
    take("retire", "wu", "过时")
    assert papers.pool(COUNTY) == []
    steps = Step.objects.values_list("act", "before", "after", "by__username", "reason")
    assert list(steps) == [
        ("submit", "draft", "review", "chen", ""),
        ("approve", "review", "approved", "lin", ""),
        ("activate", "approved", "live", "wu", ""),
        ("retire", "live", "retired", "wu", "过时"),
    ]


def test_the_history_says_who_did_what(take: Take, question: Question) -> None:
    take("submit", "chen")
    take("send_back", "lin", "出处不清")
    rows = question.history.order_by("history_id").values_list("status", "history_user__username")
    assert list(rows)[-2:] == [("review", "chen"), ("draft", "lin")]


def test_nobody_approves_their_own_words_whatever_they_may_do_else(
    take: Take, question: Question, people: People
) -> None:
    User.objects.filter(username="chen").update(is_superuser=True)
    people["chen"] = User.objects.get(username="chen")
    take("submit", "chen")
    with pytest.raises(NotTheirs, match="他人"):
        take("approve", "chen")
    assert Question.objects.get(pk=question.pk).status == Status.REVIEW


def test_a_refused_step_stores_nothing(take: Take, question: Question) -> None:
    assert refused(take, "approve", "lin") == ["试题现在的状态不能这样操作"]
    assert refused(take, "no_such_act", "lin") == ["试题现在的状态不能这样操作"]
    assert refused(take, "submit", "guo") == ["没有这项权限"]
    take("submit", "chen")
    assert refused(take, "send_back", "lin") == ["reason"]
    assert Step.objects.count() == 1
    assert Question.objects.get(pk=question.pk).revision == question.revision + 1


def test_what_a_question_lacks_is_named_before_its_review(take: Take, people: People) -> None:
    labels = frozenset({("difficulty", "L1"), ("difficulty", "L2")})
    bare = desk.create(
        Wanted(Draft("single", SINGLE.stem, options=SINGLE.options, key=SINGLE.key), labels),
        by=people["chen"],
        scope=COUNTY,
    )
    with pytest.raises(Refused) as caught:
        workflow.act(bare.pk, "submit", by=people["chen"], revision=bare.revision)
    fields = [fault.field for fault in caught.value.faults]
    assert fields == [
        "",
        "explanation.zh",
        "source.zh",
        *("topic", "dimension", "audience", "difficulty"),
    ]


def test_the_second_of_two_reviewers_is_told(
    take: Take, question: Question, people: People
) -> None:
    seen = take("submit", "chen").revision
    take("approve", "lin")
    with pytest.raises(Stale):
        workflow.act(question.pk, "send_back", by=people["wu"], revision=seen, reason="x")


def test_a_live_question_keeps_its_approved_words_until_new_ones_are_approved(
    take: Take, question: Question, people: People
) -> None:
    for act, who in (("submit", "chen"), ("approve", "lin"), ("activate", "wu")):
        take(act, who)
    changed = revise(question, people["chen"], "改了")
    take("submit", "chen")
    (item,) = papers.pool(COUNTY)
    assert item.version == question.newest_id
    assert refused(take, "approve", "lin") == ["没有这项权限"]
    after = take("approve", "wu")
    assert (after.status, after.change, after.approved) == (Status.LIVE, "", changed.newest)
    (item,) = papers.pool(COUNTY)
    assert item.version == changed.newest_id


def test_sensitive_content_waits_for_the_province(
    take: Take, question: Question, people: People
) -> None:
    tags = TAGS | {("sensitivity", "medical")}
    desk.revise(question.pk, Wanted(WORDS, tags), by=people["chen"], revision=question.revision)
    take("submit", "chen")
    assert refused(take, "approve", "wu") == ["含敏感内容，须由省级终审人操作"]
    assert list(workflow.queue(people["wu"])) == []
    assert list(workflow.queue(people["guo"])) == [question]
    take("approve", "guo")
    assert refused(take, "activate", "wu") == ["含敏感内容，须由省级终审人操作"]
    assert take("activate", "guo").status == Status.LIVE


@pytest.mark.parametrize(("who", "may"), [("chen", False), ("wu", False), ("guo", True)])
def test_a_sensitive_tag_is_taken_away_only_by_who_has_the_last_word(
    question: Question, people: People, who: str, *, may: bool
) -> None:
    tags = TAGS | {("sensitivity", "medical")}
    marked = desk.revise(question.pk, Wanted(WORDS, tags), by=people["chen"], revision=0)
    kept = Wanted(WORDS, tags | {("topic", "T5")})
    marked = desk.revise(question.pk, kept, by=people["chen"], revision=marked.revision)
    plain = Wanted(WORDS, TAGS)
    if may:
        desk.revise(question.pk, plain, by=people[who], revision=marked.revision)
    else:
        with pytest.raises(NotTheirs, match="敏感标签只能由省级终审人去掉"):
            desk.revise(question.pk, plain, by=people[who], revision=marked.revision)
    left = question.tags.filter(facet="sensitivity").exists()
    assert left is not may


def test_a_local_question_is_adopted_upward_with_author_and_licence(
    take: Take, question: Question, people: People
) -> None:
    for act, who in (("submit", "chen"), ("approve", "lin"), ("activate", "wu")):
        take(act, who)
    assert papers.pool(CITY) == []
    assert refused(take, "adopt", "zhou") == ["试题现在的状态不能这样操作"]
    live = Question.objects.get(pk=question.pk)
    workflow.offer(live.pk, CITY, by=people["wu"], revision=live.revision)
    assert refused(take, "adopt", "wu") == ["没有这项权限"]
    after = take("adopt", "zhou")
    assert (after.scope, after.home, after.offered_to) == (CITY, COUNTY, "")
    assert (after.owner, after.licence) == (people["chen"], question.licence)
    assert [item.version for item in papers.pool(CITY)] == [question.newest_id]
    assert refused(take, "retire", "wu") == ["没有这项权限", "reason"]
    assert Step.objects.filter(act__in=["offer", "adopt"]).count() == 2


@pytest.mark.parametrize("to", [COUNTY, "440000/440300", "", "440000/4401"])
def test_a_question_is_offered_to_banks_above_only(
    take: Take, question: Question, people: People, to: str
) -> None:
    take("submit", "chen")
    now = take("approve", "lin")
    with pytest.raises(Refused, match="上级"):
        workflow.offer(now.pk, to, by=people["wu"], revision=now.revision)


def test_an_offer_is_declined_with_a_reason(take: Take, question: Question, people: People) -> None:
    take("submit", "chen")
    now = take("approve", "lin")
    workflow.offer(now.pk, PROVINCE, by=people["wu"], revision=now.revision)
    assert refused(take, "decline", "guo") == ["reason"]
    after = take("decline", "guo", "只适合本地")
    assert (after.offered_to, after.scope) == ("", COUNTY)


def test_what_waits_for_a_reviewer_is_others_work_oldest_first(
    take: Take, question: Question, people: People
) -> None:
    second, third = (
        desk.create(Wanted(replace(WORDS, stem=Text(stem)), TAGS), by=people[who], scope=COUNTY)
        for stem, who in (("第二题", "chen"), ("第三题", "zhou"))
    )
    for waiting, who in ((second, "chen"), (third, "zhou")):
        workflow.act(waiting.pk, "submit", by=people[who], revision=waiting.revision)
    take("submit", "chen")
    assert list(workflow.queue(people["lin"])) == [second, third, question]
    assert list(workflow.queue(people["zhou"])) == [second, question]
    assert list(workflow.queue(people["chen"])) == []
    take("withdraw", "chen")
    assert list(workflow.queue(people["lin"])) == [second, third]


def test_the_queue_holds_just_what_could_be_approved(
    take: Take, question: Question, people: People
) -> None:
    for act, who in (("submit", "chen"), ("approve", "lin"), ("activate", "wu")):
        take(act, who)
    revise(question, people["chen"], "改了")
    take("submit", "chen")
    assert list(workflow.queue(people["lin"])) == []
    assert list(workflow.queue(people["wu"])) == [question]
    assert list(workflow.queue(User.objects.create_superuser("root"))) == [question]


def test_editors_of_the_region_comment_on_a_field_until_it_is_seen_to(
    question: Question, people: People
) -> None:
    said = workflow.comment(question.pk, " 太长 ", by=people["lin"], field="stem.zh")
    assert (said.text, said.field, said.version, said.done) == (
        "太长",
        "stem.zh",
        question.newest,
        False,
    )
    assert workflow.resolve_comment(said.pk, by=people["chen"]).done
    with pytest.raises(Refused):
        workflow.comment(question.pk, " \0 ", by=people["lin"])


def test_strangers_neither_comment_nor_settle_comments(question: Question, people: People) -> None:
    said = workflow.comment(question.pk, "太长", by=people["lin"])
    stranger = User.objects.create_user("stranger")
    with pytest.raises(NotTheirs):
        workflow.comment(question.pk, "我也来说", by=stranger)
    with pytest.raises(NotTheirs):
        workflow.resolve_comment(said.pk, by=stranger)

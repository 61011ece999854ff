"""An act taken back after others went on with its questions: what they did holds."""

import pytest

from questionbank import workflow
from questionbank.models import ActItem, Question
from tests.questionbank.many import change, fresh, tag, undone, written
from tests.questionbank.test_taxonomy import load
from tests.questionbank.test_workflow import People, people, revise

pytestmark = pytest.mark.django_db
__all__ = ["people"]


@pytest.fixture(autouse=True)
def _taxonomy() -> None:
    load()


@pytest.fixture
def live(people: People) -> Question:
    question = written(people["chen"])
    for act, who in (("submit", "chen"), ("approve", "lin"), ("activate", "wu")):
        step(people, question, act, who)
    return question


def step(people: People, question: Question, act: str, who: str, reason: str = "") -> None:
    revision = fresh(question).revision
    workflow.act(question.pk, act, by=people[who], revision=revision, reason=reason)


def test_an_undo_takes_back_no_later_step_that_led_to_the_same_place(
    people: People, live: Question
) -> None:
    act = change(people["wu"], [live], do="retire", reason="清理过期")
    step(people, live, "revive", "wu")
    step(people, live, "activate", "wu")
    step(people, live, "retire", "guo", "标准答案错了")
    after = undone(act, people["wu"])
    assert after.what["left"] == {"other": [1, [live.ref]]}
    assert (fresh(live).status, after.undone_at) == ("retired", None)


def test_acts_are_taken_back_one_after_another(people: People) -> None:
    question = written(people["chen"])
    acts = [
        (change(people[who], [question], do=do), who)
        for do, who in (("submit", "chen"), ("approve", "lin"), ("activate", "wu"))
    ]
    for act, who in reversed(acts):
        assert undone(act, people[who]).what["undone"] == 1
    assert fresh(question).status == "draft"


def test_a_tag_changed_since_keeps_no_step_from_being_taken_back(
    people: People, live: Question
) -> None:
    act = change(people["wu"], [live], do="retire", reason="过时")
    change(people["chen"], [live], do="add", tag=tag("L3"))
    assert undone(act, people["wu"]).what["undone"] == 1
    assert fresh(live).status == "live"


def test_an_act_from_before_steps_were_kept_is_taken_back_as_it_was(
    people: People, live: Question
) -> None:
    act = change(people["wu"], [live], do="retire", reason="过时")
    item = ActItem.objects.get()
    assert item.before.pop("step")
    item.save(update_fields=["before"])
    assert undone(act, people["wu"]).what["undone"] == 1


def test_who_may_put_only_drafts_away_brings_no_question_back_that_was_in_use(
    people: People, live: Question
) -> None:
    retired = change(people["wu"], [live], do="retire", reason="答案有误")
    assert undone(retired, people["chen"]).what["left"] == {"verb": [1, [live.ref]]}
    assert fresh(live).status == "retired"
    revived = change(people["wu"], [live], do="revive")
    assert undone(revived, people["chen"]).what["left"] == {"verb": [1, [live.ref]]}
    assert fresh(live).status == "approved"


def test_who_put_drafts_away_takes_them_back(people: People) -> None:
    draft = written(people["chen"])
    dropped = change(people["chen"], [draft], do="retire", reason="不要了")
    assert undone(dropped, people["wu"]).what["left"] == {"verb": [1, [draft.ref]]}
    assert undone(dropped, people["chen"]).what["undone"] == 1
    assert fresh(draft).status == "draft"


def test_new_words_of_a_question_in_use_are_taken_back_by_who_might_put_them_into_use(
    people: People, live: Question
) -> None:
    revise(live, people["chen"], "新的题干")
    step(people, live, "submit", "chen")
    act = change(people["wu"], [live], do="approve")
    assert undone(act, people["lin"]).what["left"] == {"verb": [1, [live.ref]]}
    assert undone(act, people["wu"]).what["undone"] == 1

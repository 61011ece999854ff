"""Acts taken back, and large ones that go on beside the request."""

import pytest

from questionbank import desk
from questionbank.bulk import jobs
from questionbank.bulk.asked import asked
from questionbank.desk import Wanted
from questionbank.errand_kinds import do_next
from questionbank.models import Act, Errand, Question, Status, Step
from tests.questionbank.many import (
    TAGS_OF_ALL,
    change,
    drafts_of,
    fresh,
    numbers,
    tag,
    tags_of,
    undone,
    written,
)
from tests.questionbank.test_taxonomy import load
from tests.questionbank.test_workflow import CITY, WORDS, People, people

pytestmark = pytest.mark.django_db
__all__ = ["people"]


@pytest.fixture(autouse=True)
def _taxonomy() -> None:
    load()


@pytest.fixture
def drafts(people: People) -> list[Question]:
    return drafts_of(people)


def test_an_act_is_undone_where_nothing_else_happened_since(
    people: People, drafts: list[Question]
) -> None:
    chen = people["chen"]
    act = change(chen, drafts, do="add", tag=tag("L3"))
    other = Wanted(WORDS, frozenset({("difficulty", "L1")}))
    desk.revise(drafts[0].pk, other, by=chen, revision=fresh(drafts[0]).revision)
    change(chen, drafts, do="add", tag=tag("T1"))
    after = undone(act, chen)
    assert after.what["left"] == {"other": [1, [drafts[0].ref]]}
    assert (after.what["undone"], after.undone_at is not None) == (2, True)
    assert tags_of(drafts[0]) == {"L1", "T1"}
    assert tags_of(drafts[1]) == {"T1"}
    assert tags_of(drafts[2]) == TAGS_OF_ALL | {"T1"}
    assert undone(act, chen).undone_at == after.undone_at


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("chen", {"do": "submit"}),
        ("lin", {"do": "approve"}),
        ("wu", {"do": "activate"}),
        ("wu", {"do": "retire", "reason": "过时"}),
        ("wu", {"do": "expire", "on": "2027-03-01"}),
        ("wu", {"do": "offer", "to": CITY}),
    ],
)
def test_every_kind_of_act_is_undone(people: People, who: str, said: dict[str, str]) -> None:
    some = [written(people["chen"])]
    way = ["submit", "approve", "activate"]
    before = {"submit": [], "approve": way[:1], "activate": way[:2]}.get(said["do"], way)
    for step, actor in zip(before, ("chen", "lin", "wu"), strict=False):
        change(people[actor], some, do=step)
    names = ("status", "change", "approved", "scope", "offered_to", "expires_on")
    was = Question.objects.values(*names).get()
    act = change(people[who], some, **said)
    assert Question.objects.values(*names).get() != was
    assert undone(act, people[who]).what["undone"] == 1
    assert Question.objects.values(*names).get() == was
    steps = Step.objects.filter(act="undo").count()
    assert steps == (said["do"] != "expire")


def test_an_act_is_undone_only_by_who_might_have_made_it(
    people: People, drafts: list[Question]
) -> None:
    act = change(people["chen"], drafts, do="add", tag=tag("L3"))
    refused = undone(act, people["lin"])
    assert (refused.undone_at, refused.what["left"]["verb"][0]) == (None, 3)
    assert undone(act, people["wu"]).what["undone"] == 3


def test_undoing_puts_nothing_into_use_that_became_sensitive(people: People) -> None:
    some = [written(people["chen"])]
    for step, who in (("submit", "chen"), ("approve", "lin"), ("activate", "wu")):
        change(people[who], some, do=step)
    act = change(people["wu"], some, do="retire", reason="过时")
    change(people["wu"], some, do="add", tag=tag("medical"))
    assert undone(act, people["wu"]).what["left"] == {"final": [1, [some[0].ref]]}
    assert undone(act, people["guo"]).what["undone"] == 1


def test_a_large_act_goes_on_beside_the_request_and_tells_how_far_it_is(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "AT_ONCE", 2)
    some = [written(people["chen"]) for _number in range(3)]
    act = change(people["chen"], some, do="submit")
    assert jobs.stand(act) == ("running", 0)
    assert do_next(0)
    assert jobs.stand(act) == ("done", None)
    act = Act.objects.get(pk=act.pk)
    assert (act.what["state"], act.count) == ("done", 3)
    jobs.take_back(act, by=people["chen"])
    assert jobs.stand(act) == ("undoing", 0)
    jobs.take_back(Act.objects.get(pk=act.pk), by=people["chen"])
    assert do_next(0)
    assert do_next(0) is None
    assert Act.objects.get(pk=act.pk).what["state"] == "undone"
    assert not Question.objects.exclude(status=Status.DRAFT).exists()


def test_a_large_act_that_fails_changes_nothing_and_says_so(
    people: People, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(jobs, "AT_ONCE", 2)
    some = [written(people["chen"]) for _number in range(3)]
    wanted, fields = asked({"do": "submit"})
    act = jobs.begin(wanted, fields, numbers(some), by=people["chen"], query="", seen="other")
    assert do_next(0)
    assert Act.objects.get(pk=act.pk).what["state"] == "moved"
    assert not Question.objects.exclude(status=Status.DRAFT).exists()


def test_an_act_that_nobody_goes_on_with_can_be_made_again(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "AT_ONCE", 2)
    some = [written(people["chen"]) for _number in range(3)]
    first = change(people["chen"], some, do="submit")
    assert change(people["chen"], some, do="submit").pk == first.pk
    Errand.objects.all().delete()
    second = change(people["chen"], some, do="submit")
    assert second.pk != first.pk
    assert do_next(0)
    assert jobs.stand(Act.objects.get(pk=second.pk)) == ("done", None)

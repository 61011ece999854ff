"""Who sees which question: grants of the database under the rules of roles."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from questionbank import desk, grants
from questionbank.desk import Wanted
from questionbank.models import Grant, Question, QuestionVersion, Status
from questionbank.rules.question import Text
from questionbank.standing import approve_newest
from tests.rules.test_question import SINGLE

pytestmark = pytest.mark.django_db
PROVINCE, CITY, COUNTY = "440000", "440000/440100", "440000/440100/440106"
OTHER = "440000/440300"


def person(name: str, *held: tuple[str, str]) -> User:
    user = User.objects.create_user(name)
    for role, path in held:
        grants.give(user, role, path, by=None)
    return User.objects.get(pk=user.pk)


def stored(scope: str, status: Status) -> Question:
    words = replace(SINGLE, stem=Text(f"{scope} {status}"))
    question = desk.create(Wanted(words), by=None, scope=scope, ref=f"{scope}:{status}")
    if status in (Status.APPROVED, Status.LIVE, Status.RETIRED):
        approve_newest([question.pk])
    Question.objects.filter(pk=question.pk).update(status=status)
    return Question.objects.get(pk=question.pk)


@pytest.fixture
def bank() -> list[Question]:
    return [stored(scope, s) for scope in (PROVINCE, CITY, COUNTY, OTHER) for s in Status]


def test_a_city_sees_its_own_banks_and_what_is_in_use_above(bank: list[Question]) -> None:
    chen = person("chen", ("author", CITY))
    seen = set(grants.visible(chen).values_list("ref", flat=True))
    assert seen == {
        *(f"{CITY}:{status}" for status in Status),
        *(f"{COUNTY}:{status}" for status in Status),
        f"{PROVINCE}:approved",
        f"{PROVINCE}:live",
    }


def test_the_filter_and_the_single_question_say_the_same(bank: list[Question]) -> None:
    people = [
        person("none"),
        person("both", ("author", COUNTY), ("reviewer", OTHER)),
        person("top", ("organiser", PROVINCE)),
        User.objects.create_superuser("root"),
    ]
    for user in people:
        seen = set(grants.visible(user).values_list("pk", flat=True))
        assert seen == {q.pk for q in bank if grants.may(user, "read", q)}
        reached = set(grants.reach(user, "export").values_list("pk", flat=True))
        assert reached == {q.pk for q in bank if grants.may(user, "export", q)}


def test_what_is_inherited_is_read_and_not_taken_out(bank: list[Question]) -> None:
    chen = person("chen", ("reviewer", CITY))
    live = Question.objects.get(ref=f"{PROVINCE}:live")
    assert grants.may(chen, "read", live)
    assert not grants.may(chen, "export", live)
    assert live not in grants.reach(chen, "export")


def test_nobody_without_a_grant_sees_anything(bank: list[Question]) -> None:
    gone = person("gone", ("organiser", PROVINCE))
    gone.is_active = False
    for user in (AnonymousUser(), person("new"), gone):
        assert not grants.visible(user).exists()
        assert not grants.visible_versions(user).exists()
        assert not grants.anywhere(user, "read")


def test_a_change_of_an_inherited_question_is_not_shown_before_it_is_in_use() -> None:
    question = stored(PROVINCE, Status.LIVE)
    changed = Wanted(replace(SINGLE, stem=Text("还没审")))
    question = desk.revise(question.pk, changed, by=None, revision=question.revision)
    below, own = person("below", ("author", CITY)), person("own", ("author", PROVINCE))
    assert grants.shown(below, question) == question.approved
    assert grants.shown(own, question) == question.newest
    assert set(grants.visible_versions(below)) == {question.approved}
    assert set(grants.visible_versions(own)) == set(QuestionVersion.objects.all())


def test_a_users_grants_are_read_once_until_they_change() -> None:
    chen = person("chen", ("author", CITY))
    with CaptureQueriesContext(connection) as captured:
        assert grants.may(chen, "write", COUNTY)
        assert not grants.may(chen, "review", COUNTY)
    assert len(captured) == 1
    grants.give(chen, "reviewer", CITY, by=None)
    assert grants.may(chen, "review", COUNTY)
    assert grants.revoke(chen, "reviewer", CITY)
    assert not grants.may(chen, "review", COUNTY)
    assert not grants.revoke(chen, "reviewer", CITY)


def test_the_paths_of_a_verb_are_the_highest_ones() -> None:
    chen = person("chen", ("author", COUNTY), ("author", CITY), ("author", OTHER))
    assert grants.paths(chen, "write") == [CITY, OTHER]
    assert grants.paths(chen, "grant") == []
    assert grants.paths(User.objects.create_superuser("root"), "grant") == [PROVINCE]


def test_the_same_grant_twice_is_one_and_makes_its_holder_staff() -> None:
    chen = person("chen", ("author", CITY), ("author", CITY))
    assert chen.is_staff
    assert Grant.objects.filter(user=chen).count() == 1

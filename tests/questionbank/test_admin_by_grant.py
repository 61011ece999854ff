"""The admin follows the grants: what is seen, what is changed, who gives roles."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from questionbank import desk, grants, places
from questionbank.desk import Wanted
from questionbank.models import Grant, Question, Status, Tag
from questionbank.places import Place
from questionbank.standing import approve_newest
from tests.questionbank.test_grants import CITY, COUNTY, OTHER, PROVINCE, person, stored
from tests.rules.test_question import SINGLE

pytestmark = pytest.mark.django_db
NO_INLINES = {
    f"{name}-{count}_FORMS": 0
    for name in ("versions", "steps", "comments")
    for count in ("TOTAL", "INITIAL")
}


def page(model: str, action: str, *args: object) -> str:
    return reverse(f"admin:questionbank_{model}_{action}", args=args)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def question() -> Question:
    return stored(CITY, Status.DRAFT)


def status_of(client: Client, url: str, data: dict[str, object] | None = None) -> int:
    return (client.post(url, data) if data is not None else client.get(url)).status_code


@pytest.mark.slow
@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (("author", CITY), 200),
        (("reviewer", PROVINCE), 200),
        (("organiser", COUNTY), 302),
        (("organiser", OTHER), 302),
    ],
)
def test_a_draft_is_seen_by_its_own_region_only(
    question: Question, held: tuple[str, str], expected: int
) -> None:
    client = signed_in(person("chen", held))
    assert status_of(client, page("question", "change", question.pk)) == expected
    listed = client.get(page("question", "changelist")).content.decode()
    assert (question.ref in listed) == (expected == 200)
    versions = client.get(page("questionversion", "changelist")).content.decode()
    assert (question.ref in versions) == (expected == 200)


def test_a_permission_of_the_admin_opens_no_question(question: Question) -> None:
    user = User.objects.create_user("old", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="questionbank"))
    assert not user.has_perm("questionbank.change_question")
    assert status_of(signed_in(user), page("question", "changelist")) == 403


def test_fields_are_open_to_whoever_has_the_verb(question: Question) -> None:
    shown = {}
    for role in ("author", "approver", "reviewer"):
        client = signed_in(person(role, (role, CITY)))
        html = client.get(page("question", "change", question.pk)).content.decode()
        shown[role] = [name for name in ("note", "tags", "status") if f'name="{name}"' in html]
    assert shown == {"author": ["note", "tags"], "approver": ["tags"], "reviewer": []}


def test_a_reviewer_changes_nothing_by_sending_the_form_anyway(question: Question) -> None:
    client = signed_in(person("lin", ("reviewer", CITY)))
    assert status_of(client, page("question", "change", question.pk), {"note": "x"}) == 403


def test_below_a_bank_neither_its_history_nor_its_steps_are_seen() -> None:
    live = stored(PROVINCE, Status.LIVE)
    client = signed_in(person("chen", ("author", CITY)))
    html = client.get(page("question", "change", live.pk)).content.decode()
    assert "steps-TOTAL_FORMS" not in html
    assert status_of(client, page("question", "history", live.pk)) == 403
    assert status_of(client, page("question", "change", live.pk), {"note": "x"}) == 403


def test_going_back_to_an_earlier_state_is_no_way_round_the_workflow(question: Question) -> None:
    client = signed_in(User.objects.create_superuser("root"))
    first = question.history.earliest().pk
    approve_newest([question.pk])
    Question.objects.filter(pk=question.pk).update(status=Status.RETIRED)
    url = reverse("admin:questionbank_question_simple_history", args=[question.pk, first])
    assert status_of(client, url) == 200
    assert status_of(client, url, {"note": "x"}) == 403
    assert Question.objects.get(pk=question.pk).status == Status.RETIRED


def test_an_organiser_gives_roles_in_their_regions_only() -> None:
    client = signed_in(person("wu", ("organiser", CITY)))
    new = User.objects.create_user("new")
    for scope, expected in ((COUNTY, 302), (PROVINCE, 200), (OTHER, 200), ("x", 200)):
        form = {"user": new.pk, "role": "author", "scope": scope}
        assert status_of(client, page("grant", "add"), form) == expected
    given = Grant.objects.get(user=new)
    assert (given.scope, given.granted_by) == (COUNTY, User.objects.get(username="wu"))
    assert User.objects.get(pk=new.pk).is_staff
    assert status_of(client, page("grant", "delete", given.pk), {"post": "yes"}) == 302
    assert not Grant.objects.filter(user=new).exists()


def test_a_role_is_given_at_a_whole_path_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "_source", [])
    places.tell(lambda: [Place(path, path, path) for path in (PROVINCE, CITY, COUNTY)])
    client = signed_in(person("wu", ("organiser", PROVINCE)))
    form = {"user": User.objects.create_user("new").pk, "role": "author", "scope": "440100"}
    answer = client.post(page("grant", "add"), form)
    assert "440100 不是完整路径，是否 440000/440100？" in answer.content.decode()
    assert not Grant.objects.filter(user__username="new").exists()


def test_grants_of_other_regions_are_not_seen_and_not_taken_away() -> None:
    other = grants.give(User.objects.create_user("li"), "author", OTHER, by=None)
    client = signed_in(person("wu", ("organiser", CITY)))
    assert status_of(client, page("grant", "delete", other.pk), {"post": "yes"}) == 302
    data = {"action": "delete_selected", "_selected_action": [other.pk], "post": "yes"}
    client.post(page("grant", "changelist"), data)
    assert Grant.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize("role", ["author", "reviewer", "approver"])
def test_nobody_else_gives_roles(role: str) -> None:
    client = signed_in(person("chen", (role, PROVINCE)))
    assert status_of(client, page("grant", "changelist")) == 403
    form = {"user": 1, "role": "author", "scope": CITY}
    assert status_of(client, page("grant", "add"), form) == 403


def test_questions_are_not_made_in_the_admin() -> None:
    client = signed_in(User.objects.create_superuser("root"))
    assert status_of(client, page("question", "add")) == 403
    assert desk.create(Wanted(SINGLE), by=None, scope=CITY).status == Status.DRAFT


def test_the_admin_takes_no_sensitive_tag_away_below_the_province(question: Question) -> None:
    medical = Tag.objects.create(facet="sensitivity", code="medical", name_zh="医疗", name_en="m")
    question.tags.add(medical)
    url = page("question", "change", question.pk)
    city, province = person("wu", ("approver", CITY)), person("guo", ("approver", PROVINCE))
    assert status_of(signed_in(city), url, {**NO_INLINES, "tags": []}) == 403
    assert question.tags.count() == 1
    assert status_of(signed_in(city), url, {**NO_INLINES, "tags": [medical.pk]}) == 302
    assert status_of(signed_in(province), url, {**NO_INLINES, "tags": []}) == 302
    assert question.tags.count() == 0

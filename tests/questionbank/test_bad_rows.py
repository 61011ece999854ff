"""Rows R69 to R77 of the table of bad inputs: roles, the work of other people, the admin."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from questionbank import grants
from questionbank.models import Grant, Question, Status
from tests.questionbank.many import written
from tests.questionbank.test_bank_api import WORDS, Tool
from tests.questionbank.test_grants import CITY, COUNTY, PROVINCE, person, stored
from tests.questionbank.test_taxonomy import load

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
URL = "/api/bank/questions"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def step(tool: Tool, question: Question, act: str) -> tuple[int, Any]:
    body = {"act": act, "revision": question.revision}
    return tool.send("POST", f"{URL}/{question.pk}/acts", body)


@pytest.mark.parametrize("role", ["author", "reviewer"])
def test_r69_an_editor_of_a_county_puts_nothing_into_use(role: str) -> None:
    question = stored(COUNTY, Status.APPROVED)
    assert step(Tool(person("chen", (role, COUNTY))), question, "activate")[0] == 403
    question.refresh_from_db()
    assert question.status == Status.APPROVED


def test_r69_an_editor_of_a_county_sees_no_draft_of_the_city() -> None:
    question = stored(CITY, Status.DRAFT)
    user = person("chen", ("author", COUNTY), ("reviewer", COUNTY))
    assert Tool(user).send("GET", f"{URL}/{question.pk}")[0] == 404
    assert signed_in(user).get(reverse("bank-question", args=[question.pk])).status_code == 404
    assert Tool(user).send("GET", URL)[1]["total"] == 0


def test_r69_an_editor_of_a_county_does_not_export_the_province() -> None:
    above, own = stored(PROVINCE, Status.LIVE), stored(COUNTY, Status.DRAFT)
    tool = Tool(person("wu", ("organiser", COUNTY), ("author", COUNTY)))
    assert tool.send("GET", f"/api/bank/export?scope={PROVINCE}")[0] == 403
    sent = tool.client.get("/api/bank/export?as=jsonl")
    said = b"".join(sent.streaming_content).decode()  # type: ignore[attr-defined]
    assert own.ref in said
    assert above.ref not in said


def test_r70_nobody_approves_their_own_question() -> None:
    load()
    user = person("chen", *((role, COUNTY) for role in ("author", "reviewer", "approver")))
    question = written(user)
    Question.objects.filter(pk=question.pk).update(status=Status.REVIEW)
    assert step(Tool(user), question, "approve")[0] == 403
    form = {"act": "approve", "revision": question.revision}
    signed_in(user).post(reverse("bank-act", args=[question.pk]), form)
    question.refresh_from_db()
    assert (question.status, question.approved) == (Status.REVIEW, None)
    assert step(Tool(person("lin", ("reviewer", COUNTY))), question, "approve")[0] == 200


def test_r71_the_second_of_two_programs_is_shown_what_is_there_now() -> None:
    tool = Tool(person("chen", ("author", COUNTY)))
    question = stored(COUNTY, Status.DRAFT)
    url, first = f"{URL}/{question.pk}", WORDS | {"stem": {"zh": "甲的题干"}}
    body = {"draft": first, "revision": question.revision}
    assert tool.send("PUT", url, body)[0] == 200
    status, told = tool.send("PUT", url, body | {"draft": WORDS | {"stem": {"zh": "乙的题干"}}})
    assert (status, told["code"], told["revision"]) == (409, "stale", question.revision + 1)
    assert told["question"]["draft"]["stem"]["zh"] == "甲的题干"
    assert told["question"]["version"] == 2


LONG = ("x" * 10_000, "鑫 " * 999, "' OR 1=1", "%", "_", "\\", '"; DROP TABLE x--', "\U0001f600")


@pytest.mark.parametrize("model", ["question", "questionversion", "option", "tag", "grant"])
def test_r72_a_search_of_the_admin_is_only_a_search(model: str) -> None:
    client = signed_in(User.objects.create_superuser("root"))
    question = stored(COUNTY, Status.DRAFT)
    for words in LONG:
        shown = client.get(reverse(f"admin:questionbank_{model}_changelist"), {"q": words})
        assert shown.status_code == 200
        assert question.ref not in shown.content.decode(), words
    assert Question.objects.count() == 1


def test_r73_an_action_of_the_admin_reaches_nothing_that_is_not_listed() -> None:
    other = grants.give(User.objects.create_user("li"), "author", "440000/440300", by=None)
    question = stored(CITY, Status.DRAFT)
    client = signed_in(person("wu", ("organiser", COUNTY), ("approver", COUNTY)))
    for model, pk in (("grant", other.pk), ("question", question.pk)):
        form = {"action": "delete_selected", "_selected_action": pk, "post": "yes"}
        url = reverse(f"admin:questionbank_{model}_changelist")
        client.post(url, form | {"select_across": "1"})
        client.post(f"{url}?all=", form)
    assert Grant.objects.filter(pk=other.pk).exists()
    assert Question.objects.filter(pk=question.pk).exists()


LEAKS = (
    "autocomplete/?app_label=questionbank&model_name=question&field_name=newest",
    "autocomplete/?app_label=questionbank&model_name=tag&field_name=questions",
    "autocomplete/?app_label=questionbank&model_name=option&field_name=version",
    "questionbank/question/{}/history/",
    "questionbank/question/{}/change/",
    "questionbank/questionversion/?_to_field=key&_popup=1",
    "questionbank/questionversion/?key__contains=1",
    "questionbank/option/?version__key__contains=1",
)


@pytest.mark.parametrize("path", LEAKS)
def test_r74_who_has_no_right_in_the_bank_learns_no_key_from_the_admin(path: str) -> None:
    question = stored(CITY, Status.DRAFT)
    staff = User.objects.create_user("staff", is_staff=True)
    sent = signed_in(staff).get(f"/admin/{path.format(question.pk)}")
    assert sent.status_code in (302, 403)
    assert str(question) not in sent.content.decode()


@pytest.mark.parametrize("path", LEAKS)
def test_r74_an_editor_learns_nothing_of_a_bank_elsewhere_from_the_admin(path: str) -> None:
    question = stored(CITY, Status.DRAFT)
    chen = person("chen", *((role, COUNTY) for role in ("author", "organiser")))
    sent = signed_in(chen).get(f"/admin/{path.format(question.pk)}")
    assert sent.status_code < 500
    assert question.ref not in sent.content.decode()
    assert f"{CITY} draft" not in sent.content.decode()


@pytest.mark.parametrize("there", ["//evil.example", "https://evil.example/", "/\\evil.example"])
def test_r77_no_page_of_the_bank_leads_to_another_site(there: str) -> None:
    user = person("chen", *((role, COUNTY) for role in ("author", "reviewer", "approver")))
    client, question = signed_in(user), stored(COUNTY, Status.DRAFT)
    sent = dict.fromkeys(("next", "back", "to", "url", "return", "query"), there)
    for name in ("bank-act", "bank-comment", "bank-edit", "bank-drop", "bank-review-act"):
        answer = client.post(
            reverse(name, args=[question.pk]), {"act": "submit", "revision": "0", **sent}
        )
        assert "evil" not in answer.headers.get("Location", "")
    for name in ("bank-filters", "bank-pairs-judge", "bank-pairs-back", "bank-bulk-make"):
        answer = client.post(reverse(name), {"name": "x", "filter": f"next={there}", **sent})
        assert "//" not in answer.headers.get("Location", "").partition("?")[0]
    led = Client().get(reverse("bank-list"), {"next": there})
    assert led.headers["Location"].startswith("/signin/?next=/bank/")


def test_r77_the_change_of_a_language_stays_here(client: Client) -> None:
    led = client.post("/lang/", {"language": "en", "next": "//evil.example/bank/"})
    assert "evil" not in json.dumps(dict(led.headers))

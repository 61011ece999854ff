"""REST for editors' tools: within one's grants, never over somebody else's change."""

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import msgspec
import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from questionbank import desk, grants, tokens
from questionbank.desk import Wanted
from questionbank.models import ApiToken, Question, Status
from tests.questionbank.test_search import CITY, COUNTY
from tests.questionbank.test_taxonomy import load
from tests.rules.test_question import ALL_KINDS, SINGLE

pytestmark = pytest.mark.django_db
URL = "/api/bank/questions"
WORDS: dict[str, Any] = msgspec.to_builtins(SINGLE)


@pytest.fixture
def chen() -> User:
    load()
    user = User.objects.create_user("chen")
    grants.give(user, "author", CITY, by=None)
    return user


class Tool:
    """A program with a token."""

    def __init__(self, user: User) -> None:
        secret = tokens.issue(user, "tool", today=timezone.localdate())
        self.client = Client(
            headers={"authorization": f"Bearer {secret}"}, enforce_csrf_checks=True
        )

    def send(self, method: str, url: str, body: Any = None) -> tuple[int, Any]:
        data = body if isinstance(body, (str, bytes)) else json.dumps(body)
        answer = self.client.generic(method, url, data, content_type="application/json")
        return answer.status_code, json.loads(answer.content or b"null")


@pytest.fixture
def tool(chen: User) -> Tool:
    return Tool(chen)


@pytest.mark.parametrize(
    ("ask", "where"),
    [
        ("limit=-1", "limit"),
        ("page=1000000000", "page"),
        ("ordering=user__password", "ordering"),
        ("topic=T4&statsu=live", "statsu"),
        ("status=life", "status"),
        ("kind=single&kind=essay", "kind"),
        ("list=%27", "list"),
    ],
)
@pytest.mark.parametrize("url", [URL, "/api/bank/export"])
def test_r66_a_filter_that_means_nothing_is_refused(
    chen: User, tool: Tool, url: str, ask: str, where: str
) -> None:
    grants.give(chen, "organiser", CITY, by=None)
    status, said = tool.send("GET", f"{url}?{ask}")
    assert (status, said["code"]) == (400, "malformed")
    assert f"`{where}`" in said["message"]


def test_r68_what_a_tool_may_not_set_is_refused_and_nothing_is_stored(tool: Tool) -> None:
    for more in ({"status": "live"}, {"owner": 1}, {"home": "440000"}, {"approved": 1}):
        body = {"draft": WORDS, "scope": COUNTY, "tags": [["topic", "T4"]], **more}
        assert tool.send("POST", URL, body)[0] == 400
        assert not Question.objects.exists()


@pytest.mark.parametrize("draft", ALL_KINDS, ids=lambda draft: draft.kind)
def test_what_is_sent_is_read_back(tool: Tool, draft: Any) -> None:
    body = {"draft": msgspec.to_builtins(draft), "scope": COUNTY, "tags": [["topic", "T4"]]}
    status, made = tool.send("POST", URL, body)
    assert (status, made["status"], made["scope"], made["tags"]) == (
        201,
        "draft",
        COUNTY,
        [["topic", "T4"]],
    )
    _, read = tool.send("GET", f"{URL}/{made['id']}")
    assert msgspec.convert(read["draft"], type(draft)) == draft


def test_a_change_names_what_it_was_made_from(tool: Tool) -> None:
    _, made = tool.send("POST", URL, {"draft": WORDS, "scope": CITY})
    url = f"{URL}/{made['id']}"
    body = {"draft": WORDS | {"stem": {"zh": "新题干"}}, "revision": made["revision"]}
    status, changed = tool.send("PUT", url, body)
    assert (status, changed["version"], changed["draft"]["stem"]["zh"]) == (200, 2, "新题干")
    status, refused = tool.send("PUT", url, body)
    assert (status, refused["code"], refused["revision"]) == (409, "stale", changed["revision"])


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("{", "malformed"),
        ("[" * 100_000, "malformed"),
        ({}, "malformed"),
        ({"draft": WORDS, "scope": CITY, "status": "live"}, "malformed"),
        ({"draft": WORDS, "scope": CITY, "owner": 1}, "malformed"),
        ({"draft": WORDS, "scope": "../" * 9}, "malformed"),
        ({"draft": WORDS | {"key": [9]}, "scope": CITY}, "refused"),
        ({"draft": WORDS | {"stem": {"zh": "a\0b"}}, "scope": CITY}, "refused"),
        ({"draft": WORDS | {"kind": "essay"}, "scope": CITY}, "refused"),
        ({"draft": WORDS | {"key": [10**400]}, "scope": CITY}, "refused"),
        ('{"draft": "' + "x" * 300_000 + '"}', "malformed"),
    ],
)
def test_a_bad_body_is_refused_by_name_and_stores_nothing(tool: Tool, body: Any, code: str) -> None:
    status, answer = tool.send("POST", URL, body)
    assert (status, answer["code"]) == (400, code)
    assert answer["message"]
    assert not Question.objects.exists()


def test_nobody_writes_into_a_foreign_bank_or_sees_its_drafts(tool: Tool) -> None:
    status, _ = tool.send("POST", URL, {"draft": WORDS, "scope": "440000/440300"})
    assert status == 403
    foreign = desk.create(Wanted(SINGLE), by=None, scope="440000/440300")
    assert tool.send("GET", f"{URL}/{foreign.pk}")[0] == 404
    assert tool.send("PUT", f"{URL}/{foreign.pk}", {"draft": WORDS})[0] == 404
    assert tool.send("DELETE", f"{URL}/{foreign.pk}")[0] == 404
    assert tool.send("GET", URL)[1]["total"] == 0


def test_what_is_inherited_may_be_read_but_not_changed_and_keeps_its_notes_at_home(
    tool: Tool,
) -> None:
    wanted = Wanted(SINGLE, fields={"note": "内部备注"})
    above = desk.create(wanted, by=None, scope="440000")
    Question.objects.update(status=Status.LIVE, approved=above.newest, change="draft")
    status, read = tool.send("GET", f"{URL}/{above.pk}")
    assert (status, read["note"], read["change"]) == (200, "", "")
    assert tool.send("PUT", f"{URL}/{above.pk}", {"draft": WORDS})[0] == 403
    assert tool.send("DELETE", f"{URL}/{above.pk}")[0] == 403


def test_pages_follow_each_other_without_a_gap(tool: Tool) -> None:
    for _ in range(3):
        desk.create(Wanted(SINGLE), by=None, scope=CITY)
    first = tool.send("GET", URL)[1]
    after = first["questions"][0]["id"]
    rest = tool.send("GET", f"{URL}?after={after}")[1]
    assert [q["id"] for q in rest["questions"]] == [q["id"] for q in first["questions"][1:]]
    assert (first["total"], first["next"]) == (3, None)


def test_a_step_of_the_workflow_says_what_is_missing(tool: Tool) -> None:
    _, made = tool.send("POST", URL, {"draft": WORDS, "scope": CITY})
    step = {"act": "submit", "revision": made["revision"]}
    status, answer = tool.send("POST", f"{URL}/{made['id']}/acts", step)
    assert (status, answer["code"]) == (400, "refused")
    assert {fault["field"] for fault in answer["faults"]} >= {"topic", "difficulty"}
    status, answer = tool.send("POST", f"{URL}/{made['id']}/acts", step | {"act": "approve"})
    assert status in (400, 403)
    assert tool.send("POST", f"{URL}/{made['id']}/acts", step | {"act": "explode"})[0] == 400
    assert Question.objects.get().status == Status.DRAFT


def test_a_draft_can_be_deleted_and_nothing_else(tool: Tool) -> None:
    _, made = tool.send("POST", URL, {"draft": WORDS, "scope": CITY})
    assert tool.send("DELETE", f"{URL}/{made['id']}")[0] == 204
    kept = desk.create(Wanted(SINGLE), by=None, scope=CITY)
    Question.objects.update(status=Status.LIVE, approved=kept.newest)
    assert tool.send("DELETE", f"{URL}/{kept.pk}")[0] == 400
    assert Question.objects.filter(pk=kept.pk).exists()


def test_tags_are_listed(tool: Tool) -> None:
    status, tags = tool.send("GET", "/api/bank/tags")
    assert status == 200
    parent = next(tag["parent"] for tag in tags if tag["code"] == "T1.2")
    assert parent == "T1"


@pytest.mark.parametrize(
    ("header", "code"),
    [
        *(("", "signed_out"), ("Basic a:b", "signed_out")),
        *(("Bearer", "bad_token"), ("Bearer qb_wrong", "bad_token")),
        ("Bearer x" * 900, "bad_token"),
    ],
)
def test_without_a_valid_token_nothing_is_told(header: str, code: str) -> None:
    answer = Client(headers={"authorization": header}).get(URL)
    assert (answer.status_code, answer.json()["code"]) == (401, code)


def test_a_token_ends_with_its_day_its_owner_and_by_hand(chen: User) -> None:
    today = timezone.localdate()
    secret = tokens.issue(chen, "a", today=today, days=1)
    assert tokens.owner(secret, today=today) == chen
    assert tokens.owner(secret, today=today + timedelta(days=2)) is None
    assert secret not in ApiToken.objects.get().digest
    chen.is_active = False
    chen.save(update_fields=["is_active"])
    assert tokens.owner(secret, today=today) is None
    assert tokens.revoke(chen, "a")
    assert not tokens.revoke(chen, "a")


def test_an_operator_issues_and_ends_tokens_by_command(chen: User) -> None:
    out = StringIO()
    call_command("api_token", "chen", "sync", stdout=out)
    assert tokens.owner(out.getvalue().strip(), today=timezone.localdate()) == chen
    call_command("api_token", "chen", "sync", "--revoke")
    for wrong in (["nobody", "x"], ["chen", "x", "--days", "999"], ["chen", "sync", "--revoke"]):
        with pytest.raises(CommandError):
            call_command("api_token", *wrong)
    assert not ApiToken.objects.exists()


def test_a_session_needs_the_forms_token_to_change_something(chen: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(chen)
    assert browser.get(URL).status_code == 200
    answer = browser.post(URL, {"draft": WORDS, "scope": CITY}, content_type="application/json")
    assert answer.status_code == 403


def test_a_question_does_not_get_the_words_of_another(tool: Tool) -> None:
    _, one = tool.send("POST", URL, {"draft": WORDS, "scope": COUNTY})
    other = WORDS | {"stem": {"zh": "另一题"}}
    _, made = tool.send("POST", URL, {"draft": other, "scope": COUNTY})
    url, body = f"{URL}/{made['id']}", {"draft": WORDS, "revision": made["revision"]}
    status, said = tool.send("PUT", url, body)
    assert (status, said["code"]) == (409, "copy")
    assert one["ref"] in said["message"]
    assert tool.send("PUT", url, body | {"draft": other})[0] == 200

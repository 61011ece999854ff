"""Whole files by REST: brought in, stored, taken back, taken out."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from questionbank import desk, grants, import_work
from questionbank.desk import Wanted
from questionbank.errand_kinds import do_next
from questionbank.models import Question
from tests.questionbank.test_bank_api import Tool, chen, tool
from tests.questionbank.test_search import CITY
from tests.rules.test_question import SINGLE

pytestmark = pytest.mark.django_db
__all__ = ["chen", "tool"]
CSV = (
    "题型,题干,选项A,选项B,正确答案\n"
    "单选题,台风眼里的风怎样？,很大,很小,B\n"
    "单选题,没有答案的一题,甲,乙,\n"
)


def bring_in(tool: Tool, scope: str = CITY, data: str = CSV, more: str = "") -> tuple[int, Any]:
    url = f"/api/bank/imports?scope={scope}&name=a.csv{more}"
    answer = tool.client.generic("POST", url, data.encode(), content_type="text/csv")
    return answer.status_code, answer.json()


def test_a_file_is_seen_first_then_stored_then_taken_back(tool: Tool) -> None:
    status, batch = bring_in(tool)
    assert (status, batch["state"], batch["counts"]["new"]) == (201, "preview", 1)
    (wrong,) = [row for row in batch["rows"] if row["outcome"] == "wrong"]
    assert "error" in {note["level"] for note in wrong["notes"]}
    assert not Question.objects.exists()
    url = f"/api/bank/imports/{batch['id']}"
    assert tool.send("POST", url, {})[1]["code"] == "refused"
    status, stored = tool.send("POST", url, {"without": ["wrong"]})
    assert (status, stored["state"], Question.objects.count()) == (200, "stored", 1)
    assert tool.send("DELETE", url)[1]["state"] == "undone"
    assert not Question.objects.exists()


def test_what_is_large_is_answered_at_once_and_goes_on(
    tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_work, "ROWS_AT_ONCE", 1)
    status, batch = bring_in(tool)
    url = f"/api/bank/imports/{batch['id']}"
    assert (status, batch["state"], batch["doing"], batch["done"]) == (202, "reading", "reading", 0)
    assert do_next(0)
    status, batch = tool.send("GET", url)
    assert (status, batch["state"], batch["doing"], batch["done"]) == (200, "preview", "", 2)
    assert tool.send("POST", url, {})[1]["doing"] == "storing"
    assert do_next(0)
    assert "1 行有误" in tool.send("GET", url)[1]["why"]
    status, batch = tool.send("POST", url, {"without": ["wrong"]})
    assert (status, batch["state"], batch["why"]) == (202, "preview", "")
    assert do_next(0)
    assert tool.send("GET", url)[1]["state"] == "stored"
    status, batch = tool.send("DELETE", url)
    assert (status, batch["state"], batch["doing"]) == (202, "stored", "undoing")
    assert do_next(0)
    assert tool.send("GET", url)[1]["state"] == "undone"


def test_the_format_of_a_file_may_be_said(tool: Tool) -> None:
    status, batch = bring_in(tool, more="&format=csv")
    assert (status, batch["format"], batch["counts"]["new"]) == (201, "csv", 1)
    assert bring_in(tool, more="&format=essay")[0] == 400


@pytest.mark.parametrize(
    "scope", ["", "(", "440000/", "/440100", "440000%0A", "a" * 81, "440000/*"]
)
def test_what_is_no_path_of_regions_is_refused_also_to_who_may_do_everything(
    tool: Tool, chen: User, scope: str
) -> None:
    """Where no app keeps regions every path is known, but not every text is a path."""
    User.objects.filter(pk=chen.pk).update(is_superuser=True)
    status, answer = bring_in(tool, scope)
    assert (status, answer["code"]) == (400, "malformed")
    assert "scope" in answer["message"]


def test_nobody_imports_into_a_foreign_bank_or_sees_its_batches(tool: Tool, chen: User) -> None:
    assert bring_in(tool, "440000/440300")[0] == 403
    _, batch = bring_in(tool)
    lin = User.objects.create_user("lin")
    grants.give(lin, "author", "440000/440300", by=None)
    assert Tool(lin).send("GET", f"/api/bank/imports/{batch['id']}")[0] == 404


def test_what_is_taken_out_can_be_brought_in(tool: Tool) -> None:
    desk.create(Wanted(SINGLE), by=None, scope=CITY)
    out = tool.client.get("/api/bank/export?as=jsonl")
    written = b"".join(out.streaming_content)  # type: ignore[attr-defined]
    assert out.status_code == 200
    status, batch = bring_in(tool, data=written.decode())
    assert (status, batch["counts"]["same"]) == (201, 1)
    assert tool.send("GET", "/api/bank/export?as=essay")[0] == 400

"""What a reviewer sent back is found by its author, with the reason, until it is sent again."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from questionbank import desk, returned, workflow
from questionbank.desk import Wanted
from questionbank.models import Question, Status
from questionbank.rules.question import Text
from tests.questionbank.many import change, fresh, undone, written
from tests.questionbank.test_question_page import client_of
from tests.questionbank.test_taxonomy import load
from tests.questionbank.test_workflow import CITY, TAGS, WORDS, People, people

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
__all__ = ["people"]
WHY = "出处不清 <b>"
SHOWN = "出处不清 &lt;b&gt;"


@pytest.fixture(autouse=True)
def _taxonomy() -> None:
    load()


def step(question: Question, act: str, by: Any, reason: str = "") -> None:
    workflow.act(question.pk, act, by=by, revision=fresh(question).revision, reason=reason)


@pytest.fixture
def sent_back(people: People) -> Question:
    """A draft of Chen's that Lin sent back, beside one that was never submitted."""
    written(people["chen"])
    question = written(people["chen"])
    step(question, "submit", people["chen"])
    step(question, "send_back", people["lin"], WHY)
    return question


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(str(answer.content.decode()).split())


def found(client: Client) -> list[str]:
    listed = client.get("/bank/?list=returned")
    return [row.question.ref for row in listed.context["rows"]]


def test_a_tab_with_a_number_leads_to_it_and_it_is_marked(
    people: People, sent_back: Question
) -> None:
    chen = client_of(people["chen"])
    shown = page(chen, "/bank/")
    tab = shown.partition('href="?list=returned"')[2].partition("</a>")[0]
    assert "退回给我的" in tab
    assert '<b class="count">1</b>' in tab
    room = shown.partition('data-key="l"')[2].partition("</a>")[0]
    assert '<b class="count">1</b>' in room
    assert shown.count("被退回") == 1
    assert found(chen) == [sent_back.ref]


@pytest.mark.parametrize("path", ["", "edit/"])
def test_the_reason_stands_on_top_until_it_is_submitted_again(
    people: People, sent_back: Question, path: str
) -> None:
    chen, address = client_of(people["chen"]), f"/bank/q/{sent_back.pk}/{path}"
    shown = page(chen, address)
    notice = shown.partition('class="returned"')[2].partition("</section>")[0]
    assert SHOWN in notice
    assert "lin" in notice
    assert shown.index('class="returned"') < shown.index("</form>", shown.index("<main"))
    desk.revise(
        sent_back.pk,
        Wanted(replace(WORDS, stem=Text("改过了")), TAGS),
        by=people["chen"],
        revision=fresh(sent_back).revision,
    )
    assert SHOWN in page(chen, address).partition('class="returned"')[2]
    step(sent_back, "submit", people["chen"])
    assert 'class="returned"' not in page(chen, address)
    assert found(chen) == []


def test_others_work_is_not_counted_as_mine_but_marked(people: People, sent_back: Question) -> None:
    lin = client_of(people["lin"])
    assert found(lin) == []
    shown = page(lin, "/bank/")
    assert "被退回" in shown
    assert '<b class="count">' not in shown.partition("</nav>")[0]


def test_who_wrote_the_words_is_told_as_well_as_who_owns_the_question(
    people: People, sent_back: Question
) -> None:
    other = Wanted(replace(WORDS, stem=Text("周改的")), TAGS)
    step(sent_back, "submit", people["chen"])
    desk.revise(sent_back.pk, other, by=people["zhou"], revision=fresh(sent_back).revision)
    step(sent_back, "submit", people["chen"])
    step(sent_back, "send_back", people["lin"], "还是不清")
    for name in ("chen", "zhou"):
        assert found(client_of(people[name])) == [sent_back.ref]


def test_new_words_of_a_question_in_use_come_back_too(people: People) -> None:
    live = written(people["zhou"], CITY)
    for act, who in (("submit", "zhou"), ("approve", "guo"), ("activate", "zhou")):
        step(live, act, people[who])
    other = Wanted(replace(WORDS, stem=Text("新的说法")), TAGS)
    desk.revise(live.pk, other, by=people["zhou"], revision=fresh(live).revision)
    step(live, "submit", people["zhou"])
    step(live, "send_back", people["guo"], WHY)
    assert fresh(live).status == Status.LIVE
    assert found(client_of(people["zhou"])) == [live.ref]
    heir = page(client_of(people["chen"]), f"/bank/q/{live.pk}/")
    assert SHOWN not in heir
    assert "被退回" not in page(client_of(people["chen"]), "/bank/")


def test_what_was_withdrawn_dropped_or_undone_since_is_not_sent_back(
    people: People, sent_back: Question
) -> None:
    act = change(people["chen"], [sent_back], do="submit")
    undone(act, people["chen"])
    assert fresh(sent_back).status == Status.DRAFT
    assert returned.step(sent_back) is None
    step(sent_back, "submit", people["chen"])
    step(sent_back, "send_back", people["lin"], WHY)
    assert returned.step(sent_back) is not None
    step(sent_back, "retire", people["chen"], "不要了")
    assert returned.step(sent_back) is None


def test_the_list_asks_as_much_of_the_database_however_many_came_back(
    people: People, sent_back: Question
) -> None:
    chen, asked = client_of(people["chen"]), []
    for many in (1, 21):
        while len(found(chen)) < many:
            more = written(people["chen"])
            step(more, "submit", people["chen"])
            step(more, "send_back", people["lin"], WHY)
        with CaptureQueriesContext(connection) as queries:
            assert len(found(chen)) == many
        asked.append(len(queries))
    assert asked[0] == asked[1]

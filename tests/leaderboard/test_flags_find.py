"""From a board's row to its person's papers, in one's own regions only."""

import pytest
from django.test import Client

from quiz.models import Attempt, Contestant
from tests.leaderboard.test_annul_pages import (
    SHENZHEN,
    act,
    contest,
    lin,
    live,
    looked,
    racer,
    signed_in,
    text,
)
from tests.quiz import query_plans
from tests.quiz.test_flagging import HUMAN, people, play

__all__ = ["contest", "lin", "live", "racer"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def found(client: Client, **query: str) -> list[tuple[int, int | None, bool]]:
    """The papers that the page lists: number, score, annulled."""
    answer = client.get("/desk/flags/", query)
    assert answer.status_code == 200
    return [(one.attempt.pk, one.score, one.annulled) for one in answer.context["found"]]


def test_a_name_on_the_board_leads_to_its_papers_the_newest_first(
    lin: Client, racer: Attempt
) -> None:
    later = play(people()[1], HUMAN, wrong=[1])
    act(lin, racer, go="do", seen=looked(lin, racer))
    wanted = [(later.pk, 70, False), (racer.pk, 80, True)]
    assert found(lin, attempt=racer.contestant.nickname) == wanted
    assert found(lin, person=str(racer.contestant_id)) == wanted
    assert f"/desk/attempts/{later.pk}/" in text(
        lin.get("/desk/flags/", {"person": str(racer.contestant_id)})
    )


def test_a_number_as_a_name_is_a_name_where_no_paper_has_it(lin: Client, racer: Attempt) -> None:
    Contestant.objects.filter(pk=racer.contestant_id).update(nickname="987654321")
    assert [one for one, _score, _void in found(lin, attempt="987654321")] == [racer.pk]


@pytest.mark.parametrize("query", ["attempt", "person"])
def test_elsewhere_nobody_is_found(racer: Attempt, query: str) -> None:
    who = racer.contestant
    said = who.nickname if query == "attempt" else str(who.pk)
    answer = signed_in("wu", SHENZHEN).get("/desk/flags/", {query: said}, follow=True)
    assert "没有这份答卷" in text(answer)


def test_a_row_of_the_desks_boards_leads_there(lin: Client, racer: Attempt) -> None:
    page = text(lin.get("/desk/boards/both/demo/"))
    assert f"/desk/flags/?person={racer.contestant_id}" in page


def test_a_name_is_found_without_reading_all_people(lin: Client, racer: Attempt) -> None:
    with query_plans.asked('"quiz_contestant"."nickname" =') as plans:
        assert found(lin, attempt=racer.contestant.nickname)
    assert len(plans) == 1
    assert "contestants_by_name (nickname=?)" in plans[0], plans

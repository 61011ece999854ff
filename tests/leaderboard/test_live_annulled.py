"""Whoever watches a board, or asks for their own place, sees an annulled attempt go and come."""

from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from leaderboard.projector import Projector
from quiz import annulling
from quiz.annulling import Why
from quiz.rules.units import Millis
from tests.fakes import MORNING
from tests.leaderboard.cast import Scene, closed, token
from tests.leaderboard.hall import PROVINCE, Hall, Page
from tests.leaderboard.test_live import applied, as_board, shown
from tests.quiz import world


async def test_the_row_of_an_annulled_champion_vanishes_and_comes_back(
    hall: Hall, page: Page
) -> None:
    hall.store.apply([closed(1, 99), closed(2, 80), closed(3, 70)])
    board = as_board(await page.ask(t="watch", board=PROVINCE))
    await hall.count(closed(1, 99, void=1))
    change = await page.hear()
    assert (change["from"], change["v"], change["gone"], change["rows"]) == (3, 4, [1], [])
    assert (change["people"], change["attempts"]) == (2, 2)
    board = applied(board, change)
    assert [(row.id, row.rank) for row in board.rows] == [(2, 1), (3, 2)]
    await hall.count(closed(1, 99, void=2))
    board = applied(board, await page.hear())
    assert [(row.id, row.rank) for row in board.rows] == [(1, 1), (2, 2), (3, 3)]
    other = await Page().enter()
    whole = await other.ask(t="watch", board=PROVINCE)
    assert as_board(whole) == board
    assert shown(whole) == [(1, 1), (2, 2), (3, 3)]
    await other.leave()


def ranks(client: Client, name: str) -> list[Any]:
    answer = client.get("/api/boards/first/me", headers={"Authorization": f"Bearer {token(name)}"})
    return [place["rank"] for place in answer.json()["places"]]


def test_ones_own_places_are_none_while_nothing_counts(
    stage: Scene, projector: Projector, client: Client
) -> None:
    by = User.objects.create_user("lin")
    before = ranks(client, "=1+1")
    assert set(before) == {1, 2}
    papers = world.papers_of(stage.people["=1+1"].pk)
    annulling.annul(dict.fromkeys(papers, 1), Why("proxy"), by, Millis(MORNING + 1))
    projector.catch_up(Millis(MORNING + 2))
    assert set(ranks(client, "=1+1")) == {None}
    annulling.restore(dict.fromkeys(papers, 2), Why("appeal"), by, Millis(MORNING + 3))
    projector.catch_up(Millis(MORNING + 4))
    assert ranks(client, "=1+1") == before

"""Boards that organisers defined move on their page as all others do.

Nothing here may touch a database: pytest-django refuses it, so no frame reads one.
"""

from dataclasses import replace
from typing import Any

import pytest

from leaderboard import live_defined, protocol
from leaderboard.rules.definitions import Definition, Formula, Who
from tests.leaderboard.cast import NANSHAN, OPENS_AT, closed
from tests.leaderboard.hall import Hall, Page

TOP = Definition(contest="GD26", code="top-3", title_zh="前三", region="44", top=3, public_from=0)
CITIES = replace(TOP, code="cities", who=Who.CITIES, formula=Formula.MEAN, top=100)
LATER = replace(TOP, code="later", public_from=2**42)
WEEK = replace(TOP, code="week", starts_at=OPENS_AT, ends_at=OPENS_AT + 1)
NAME = "GD26:defined:top-3"


@pytest.fixture
def defined(hall: Hall) -> Hall:
    known = hall.projector.catalogue
    wanted = {(one.contest, one.code): one for one in (TOP, CITIES, LATER, WEEK)}
    hall.projector.catalogue = replace(known, definitions=wanted)
    return hall


def define(hall: Hall, of: Definition) -> None:
    known = hall.projector.catalogue
    those = {**known.definitions, (of.contest, of.code): of}
    hall.projector.catalogue = replace(known, definitions=those)


async def test_a_page_gets_the_rows_of_the_definition_and_their_changes(
    defined: Hall, page: Page
) -> None:
    defined.store.apply([closed(n, 10 * n) for n in range(1, 6)])
    whole = await page.ask(t="watch", board=NAME)
    assert (whole["t"], whole["board"], whole["people"], whole["official"]) == (
        *("board", NAME, 5, False),
    )
    assert [row["id"] for row in whole["rows"]] == [5, 4, 3]
    await defined.count(closed(6, 90))
    change = await page.hear()
    assert (change["t"], change["from"], change["v"]) == ("frame", whole["v"], whole["v"] + 1)
    assert change["gone"] == [3]
    assert [(place, row["id"]) for place, row in change["rows"]] == [(0, 6)]
    await defined.count(closed(6, 90))
    assert await page.silent()


async def test_groups_have_their_figure(defined: Hall, page: Page) -> None:
    people = [*range(1, 13)]
    defined.store.apply([closed(n, 50, path=NANSHAN) for n in people])
    whole = await page.ask(t="watch", board=live_defined.name(CITIES))
    row = next(row for row in whole["rows"] if row["id"] == "44/4403")
    assert (row["people"], row["score_x100"], row["few"]) == (12, 5_000, False)


async def test_it_is_encoded_once_for_all_who_watch(
    defined: Hall, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = [page, await Page().enter(), await Page().enter()]
    for one in pages:
        await one.ask(t="watch", board=NAME)
    written: list[Any] = []
    write = protocol.write

    def noting(frame: Any) -> bytes:
        written.append(frame)
        return write(frame)

    monkeypatch.setattr(protocol, "write", noting)
    await defined.count(closed(1, 80))
    assert [(await one.hear())["v"] for one in pages] == [1, 1, 1]
    assert len(written) == 1
    for one in pages[1:]:
        await one.leave()


@pytest.mark.parametrize(
    "name",
    [
        "GD26:defined:later",
        "GD26:defined:none",
        "other:defined:top-3",
        "GD26:defined:",
        "x:defined:y",
    ],
)
async def test_a_board_that_is_not_public_is_no_board(defined: Hall, page: Page, name: str) -> None:
    assert (await page.ask(t="watch", board=name))["code"] in ("no_such_board", "malformed")


async def test_a_board_that_is_still_being_read_is_asked_for_again(
    defined: Hall, page: Page
) -> None:
    assert (await page.ask(t="watch", board="GD26:defined:week"))["code"] == "busy"


async def test_one_that_is_being_read_keeps_no_other_board_waiting(
    defined: Hall, page: Page
) -> None:
    await page.ask(t="watch", board=NAME)
    assert (await page.ask(t="watch", board="GD26:defined:week"))["code"] == "busy"
    await defined.count(closed(1, 80))
    assert (await page.hear())["v"] == 1


async def test_a_definition_that_is_changed_shows_what_it_says_now(
    defined: Hall, page: Page
) -> None:
    defined.store.apply([closed(n, 10 * n) for n in range(1, 6)])
    await page.ask(t="watch", board=NAME)
    define(defined, replace(TOP, top=1))
    await defined.live.tick()
    change = await page.hear()
    assert sorted(change["gone"]) == [3, 4]


async def test_one_that_is_taken_back_moves_no_more(defined: Hall, page: Page) -> None:
    await page.ask(t="watch", board=NAME)
    define(defined, replace(TOP, public_from=None))
    await defined.count(closed(1, 80))
    assert await page.silent()

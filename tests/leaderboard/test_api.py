"""The boards' REST and pages, over Django's own client."""

import csv
import io
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from redis import Redis as RedisClient

from leaderboard import api, board, sheets
from leaderboard.catalogue import RankedRound
from leaderboard.projector import Projector
from leaderboard.rules.scopes import BoardId, Scope
from leaderboard.shelf_redis import RedisShelf
from leaderboard.store import StoreAway
from leaderboard.store_memory import MemoryShelf
from quiz import entrants, people
from quiz.models import Contestant
from quiz.rules.units import Millis
from tests.fakes import FakeClock
from tests.leaderboard.cast import Scene, token

URL = "/api/boards/first"


def get(client: Client, address: str, **headers: str) -> Any:
    return client.get(address, headers=headers)


def test_a_board_of_persons_says_ranks_people_and_attempts(
    client: Client, projector: Projector
) -> None:
    body = get(client, f"{URL}/persons").json()
    assert [(row["rank"], row["name"], row["score"]) for row in body["rows"]] == [
        *((1, "竹", 100), (2, "=1+1", 90), (3, "梅", 80), (3, "兰", 80)),
    ]
    assert (body["people"], body["attempts"], body["v"]) == (4, 5, 5)
    assert (body["page"], body["pages"], body["official"], body["late"]) == (1, 1, False, False)
    assert body["rows"][0]["place"] == "深圳市南山区"
    assert body["as_of"] == projector.as_of


@pytest.mark.parametrize(
    ("query", "names"),
    [
        *(("region=4403", ["竹"]), ("region=44/4401/440106", ["=1+1", "梅", "兰"])),
        *(("cohort=farmers", ["竹"]), ("region=4401&cohort=farmers", [])),
        *(("page=2", []), ("size=20&page=1", ["竹", "=1+1", "梅", "兰"])),
    ],
)
def test_a_board_can_be_narrowed_and_paged(
    client: Client, projector: Projector, query: str, names: list[str]
) -> None:
    body = get(client, f"{URL}/persons?{query}").json()
    assert [row["name"] for row in body["rows"]] == names


def test_regions_state_their_formula_and_hide_few_people(
    client: Client, projector: Projector
) -> None:
    body = get(client, f"{URL}/regions").json()
    assert "200" in body["formula"]
    assert (body["people"], body["attempts"]) == (4, 5)
    assert [(row["id"], row["few"], row["people"]) for row in body["rows"]] == [
        *(("44/4401", True, None), ("44/4403", True, None)),
    ]


def test_a_table_has_its_mark_and_no_formula(client: Client, projector: Projector) -> None:
    answer = get(client, f"{URL}/persons?format=csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="first_persons_44.csv"'
    text = answer.content.decode()
    assert text.startswith("\ufeff名次,昵称,")
    rows = list(csv.reader(io.StringIO(text[1:])))
    assert rows[1][:5] == ["1", "竹", "深圳市南山区", "100", "60.000"]
    assert rows[2][1] == "'=1+1"
    regions = get(client, f"{URL}/regions?format=csv").content.decode()
    assert regions.splitlines()[1] == ",广州市,4401,,,,"


def test_a_table_in_english_names_places_in_english(client: Client, projector: Projector) -> None:
    """Headings and places are in one language, as on the page that offers the table."""

    def lines(what: str) -> list[str]:
        address = f"{URL}/{what}?format=csv"
        answer = client.get(address, headers={"Accept-Language": "en"})
        return answer.content.decode().splitlines()

    assert lines("persons")[0].startswith("\ufeffRank,")
    assert lines("persons")[1].startswith('1,竹,"Region 440305, Region 4403",100,')
    assert lines("regions")[1] == ",Region 4401,4401,,,,"
    assert lines("census")[1] == "Region 44,44,,"


@pytest.mark.parametrize(
    "cell",
    ["=1", "+1", "-1", "@a", "\t=1", "\r1", "\n1", " =1", "＝1", "－1", "\u202e=1", "\u200b =1"],
)
def test_a_cell_that_looks_like_a_formula_is_quoted(cell: str) -> None:
    assert sheets.safe(cell) == f"'{cell}"
    assert (sheets.safe("梅=1"), sheets.safe("")) == ("梅=1", "")


@pytest.mark.parametrize(
    ("number", "over", "places", "text"),
    [
        *((200, 3, 2, "66.67"), (5, 1000, 3, "0.005"), (-50, 100, 2, "-0.50"), (7, 1, 0, "7")),
        *((None, 1, 2, ""), (0, 1, 2, "0.00"), (61_235, 1000, 2, "61.24")),
    ],
)
def test_decimals_are_whole_numbers_shown_with_a_point(
    number: int | None, over: int, places: int, text: str
) -> None:
    assert sheets.decimal(number, over=over, places=places) == text


def test_what_has_not_changed_is_not_sent_again(
    client: Client, projector: Projector, stage: Scene, fake_clock: FakeClock
) -> None:
    first = get(client, f"{URL}/persons")
    again = get(client, f"{URL}/persons", if_none_match=first["ETag"])
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    table = get(client, f"{URL}/persons?format=csv", if_none_match=first["ETag"])
    assert table.status_code == 200
    unchanged = get(client, f"{URL}/persons?format=csv", if_none_match=table["ETag"])
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    stage.close("梅", 95)
    projector.catch_up(fake_clock.tick(250))
    changed = get(client, f"{URL}/persons", if_none_match=f'"x", {first["ETag"]}')
    assert changed.status_code == 200


def test_my_places_have_a_neighbour_on_each_side(client: Client, projector: Projector) -> None:
    answer = get(client, f"{URL}/me", authorization=f"Bearer {token('梅')}")
    places = {place["level"]: place for place in answer.json()["places"]}
    assert list(places) == ["county", "city", "province", "cohort"]
    assert [places[level]["rank"] for level in places] == [2, 2, 3, 2]
    assert [row["name"] for row in places["province"]["rows"]] == ["=1+1", "梅", "兰"]
    assert answer["Cache-Control"] == "private, no-store"


def test_one_without_a_result_has_no_rank_yet(
    client: Client, projector: Projector, stage: Scene
) -> None:
    stage.join("菊", region="440104")
    places = get(client, f"{URL}/me", authorization=f"Bearer {token('菊')}").json()["places"]
    assert [(place["rank"], place["rows"]) for place in places] == [(None, [])] * 4


def test_boards_read_no_database_and_me_only_the_token(
    client: Client, projector: Projector
) -> None:
    for address in (f"{URL}/persons", f"{URL}/regions", "/boards/GD26/", "/boards/GD26/4401/"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert get(client, address).status_code == 200
        assert len(queries) == 0, address
    with CaptureQueriesContext(connection) as queries:
        get(client, f"{URL}/me", authorization=f"Bearer {token('梅')}")
    assert len(queries) == 1


@pytest.mark.parametrize(
    ("address", "status", "code", "field"),
    [
        ("/api/boards/none/persons", 404, "no_such_round", None),
        ("/api/boards/train/persons", 404, "no_such_round", None),
        (f"{URL}/persons?region=9", 404, "no_such_region", "region"),
        (f"{URL}/persons?region=%00", 404, "no_such_region", "region"),
        (f"{URL}/persons?cohort=none", 404, "no_such_board", None),
        (f"{URL}/persons?cohort=%27;--", 404, "no_such_board", None),
        *(
            (f"{URL}/persons?page={n}", 400, "bad_parameter", "page")
            for n in ("0", "-1", "x", "１")
        ),
        (f"{URL}/persons?page=1000000", 400, "bad_parameter", "page"),
        (f"{URL}/persons?page={'9' * 400}", 400, "bad_parameter", "page"),
        (f"{URL}/persons?size=51", 400, "bad_parameter", "size"),
        (f"{URL}/persons?sort=name", 400, "bad_parameter", "sort"),
        (f"{URL}/persons?page=1&page=2", 400, "bad_parameter", "page"),
        (f"{URL}/persons?format=xml", 400, "bad_parameter", "format"),
        (f"{URL}/persons?format=csv&page=0", 400, "bad_parameter", "page"),
        (f"{URL}/regions?cohort=youth", 400, "bad_parameter", "cohort"),
        (f"{URL}/me?format=csv", 400, "bad_parameter", "format"),
    ],
)
def test_a_wrong_request_is_named(
    client: Client, projector: Projector, address: str, status: int, code: str, field: str | None
) -> None:
    answer = get(client, address, authorization=f"Bearer {token('梅')}")
    body = answer.json()
    assert (answer.status_code, body["code"], body.get("field")) == (status, code, field)
    assert re.search(r"[\u4e00-\u9fff]", body["message"])
    assert answer["Content-Type"] == "application/json"


def test_what_accepts_neither_form_is_not_told_that_there_is_one_only(
    client: Client, projector: Projector
) -> None:
    answer = client.get(f"{URL}/persons", headers={"Accept": "application/xml"})
    assert (answer.status_code, answer.json()["code"]) == (406, "not_acceptable")
    assert answer.json()["message"] == "没有您要的格式。"


def test_my_places_are_where_my_result_counts_also_after_a_move(
    client: Client, projector: Projector, stage: Scene
) -> None:
    """The page of a move promises that answered papers go on counting where they were."""
    mine = f"Bearer {token('梅')}"
    before = get(client, f"{URL}/me", authorization=mine).json()["places"]
    Contestant.objects.filter(pk=stage.people["梅"].pk).update(region="440305", cohort="farmers")
    assert get(client, f"{URL}/me", authorization=mine).json()["places"] == before
    stage.people["梅"].refresh_from_db()
    stage.close("梅", 90)
    projector.catch_up(Millis(projector.as_of + 1))
    after = get(client, f"{URL}/me", authorization=mine).json()["places"]
    assert [place["board"] for place in after] == [
        *("first:persons:44/4403/440305", "first:persons:44/4403"),
        *("first:persons:44", "first:persons:44:farmers"),
    ]
    assert all(place["rank"] for place in after)


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Basic abc", "Bearer " + "a" * 40])
def test_my_places_need_my_token(client: Client, projector: Projector, header: str) -> None:
    answer = get(client, f"{URL}/me", authorization=header)
    assert (answer.status_code, answer.json()["code"]) == (401, "no_token")


def test_nothing_can_be_written(client: Client, projector: Projector) -> None:
    assert client.post(f"{URL}/persons").status_code == 405
    assert client.delete("/boards/GD26/").status_code == 405


def test_a_store_that_is_away_is_said_to_be_busy(
    client: Client, projector: Projector, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_ranked: RankedRound) -> Any:
        raise StoreAway("gone")

    monkeypatch.setattr(projector, "store", away)
    answer = get(client, f"{URL}/persons?format=csv")
    assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (503, "busy", "1")
    assert "榜单暂时不可用" in get(client, "/boards/GD26/").content.decode()


def test_who_deleted_their_data_has_no_places_and_no_name(
    client: Client, projector: Projector, stage: Scene
) -> None:
    people.erase(stage.people["梅"], Millis(projector.as_of + 1))
    projector.catch_up(Millis(projector.as_of + 6_000))
    assert get(client, f"{URL}/me", authorization=f"Bearer {token('梅')}").status_code == 401
    names = [row["name"] for row in get(client, f"{URL}/persons").json()["rows"]]
    assert entrants.ERASED in names
    assert "梅" not in names


def test_a_process_that_has_not_begun_to_follow_reads_for_itself(
    client: Client, stage: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.close("梅", 80)
    fresh = Projector(MemoryShelf())
    monkeypatch.setattr(api, "projector", fresh)
    assert get(client, f"{URL}/persons").json()["people"] == 1


@pytest.mark.redis
def test_both_stores_give_the_same_answers(
    client: Client,
    projector: Projector,
    redis_client: "RedisClient[bytes]",
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    addresses = [f"{URL}/persons", f"{URL}/regions", f"{URL}/persons?region=4401"]
    memory = [get(client, address).json() for address in addresses]
    shared = Projector(RedisShelf(redis_client))
    shared.catch_up(projector.as_of)
    shared.following = True
    monkeypatch.setattr(api, "projector", shared)
    assert [get(client, address).json() for address in addresses] == memory


def test_the_board_module_knows_every_row(projector: Projector) -> None:
    ranked = projector.catalogue.codes["first"]
    rows = board.digest_rows(projector, ranked, Scope("44"))
    wanted = BoardId("first", "persons", Scope("44"))
    assert len(list(rows)) == board.persons(projector, wanted, 0, 9).people

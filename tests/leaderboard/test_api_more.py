"""REST of what stands beside a board: names, neighbours, days, reasons, census, defined boards."""

import csv
import io
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from redis import Redis as RedisClient

from leaderboard import api, board
from leaderboard import projector as projectors
from leaderboard.models import BoardDefinition
from leaderboard.projector import Projector
from leaderboard.rules.rollup import Policy
from leaderboard.shelf_redis import RedisShelf
from quiz.models import Contest
from quiz.rules.units import Millis
from tests.leaderboard.cast import OPENS_AT, Scene
from tests.leaderboard.test_public_pages import come

URL = "/api/boards/first"


def get(client: Client, address: str, **headers: str) -> Any:
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200, answer.content
    return answer.json()


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board, "policy", lambda: Policy(shrink=2, least=2, few=1))


def test_names_are_found_by_their_beginning(client: Client, projector: Projector) -> None:
    body = get(client, f"{URL}/names?q=梅")
    assert [(row["name"], row["rank"]) for row in body["rows"]] == [("梅", 3)]
    assert body["more"] is False
    assert get(client, f"{URL}/names?q=梅&region=4403")["rows"] == []


def test_neighbours_are_as_many_as_asked_for(
    client: Client, projector: Projector, stage: Scene
) -> None:
    number = stage.people["梅"].pk
    body = get(client, f"{URL}/near?id={number}&reach=1")
    assert [row["name"] for row in body["rows"]] == ["=1+1", "梅", "兰"]
    assert (body["rank"], body["people"]) == (3, 4)
    assert len(get(client, f"{URL}/near?id={number}&reach=0")["rows"]) == 1


def test_days_are_the_page_s_days(client: Client, projector: Projector, small: None) -> None:
    body = get(client, f"{URL}/days?region=4401")
    (today,) = body["rows"]
    assert (today["day"], today["running"], today["people"]) == ("2026-09-19", True, 3)
    assert (today["rank"], today["score_x100"]) == (1, 8500)
    table = client.get(f"{URL}/days?region=4401&format=csv")
    assert table["Content-Disposition"] == 'attachment; filename="first_days_44-4401.csv"'
    rows = list(csv.reader(io.StringIO(table.content.decode()[1:])))
    assert rows[1] == ["2026-09-19", "3", "3", "83.33", "85.00", "1"]


def test_reasons_are_figures(client: Client, projector: Projector, small: None) -> None:
    body = get(client, f"{URL}/why?region=4401")
    assert (body["shrink"], body["parent_mean_x100"], body["row"]["rank"]) == (2, 8750, 1)
    assert (body["above"], body["apart_x100"], body["needed_mean_x100"]) == (None, None, None)


def test_too_few_people_have_no_figures(client: Client, projector: Projector) -> None:
    row = get(client, f"{URL}/why?region=4401")["row"]
    assert (row["few"], row["people"], row["mean_x100"]) == (True, None, None)


def test_an_unknown_population_is_null_and_empty(client: Client, projector: Projector) -> None:
    rows = get(client, f"{URL}/census")["rows"]
    assert {row["code"] for row in rows} == {"44", "4401", "4403", "440106", "440104", "440305"}
    assert {row["population"] for row in rows} == {None}
    table = client.get(f"{URL}/census?format=csv").content.decode()
    assert table.splitlines()[1] == "广东省,44,,"


def test_the_same_is_answered_304_and_without_a_query(
    client: Client, projector: Projector, stage: Scene
) -> None:
    near = f"{URL}/near?id={stage.people['梅'].pk}"
    for address in (near, f"{URL}/days", f"{URL}/why?region=4401", f"{URL}/census"):
        first = client.get(address)
        with CaptureQueriesContext(connection) as queries:
            again = client.get(address, headers={"if-none-match": first["ETag"]})
        assert (again.status_code, len(queries)) == (304, 0), address


def test_pages_by_cursor_miss_nobody_who_keeps_the_place(
    client: Client, projector: Projector, stage: Scene
) -> None:
    for n in range(45):
        stage.close(f"选手{n:02}", n % 7 * 10, took=60_000 + n % 3)
    come(projector)
    everybody = [row["id"] for row in get(client, f"{URL}/persons?size=100")["rows"]]
    body = get(client, f"{URL}/persons?size=20")
    seen = [row["id"] for row in body["rows"]]
    for name in ("新一", "新二", "新三"):
        stage.close(name, 100)  # three come in at the top: by number, three rows would come twice
    come(projector)
    while body["next"]:
        body = get(client, f"{URL}/persons?size=20&cursor={body['next']}")
        assert body["page"] is None
        seen += [row["id"] for row in body["rows"]]
    assert seen == everybody


def test_a_cursor_of_somebody_who_moved_still_names_the_place(
    client: Client, projector: Projector, stage: Scene
) -> None:
    for n in range(45):
        stage.close(f"选手{n:02}", 500 - n * 10)
    come(projector)
    body = get(client, f"{URL}/persons?size=20")
    last = body["rows"][-1]["name"]
    after = get(client, f"{URL}/persons?size=20&cursor={body['next']}")["rows"]
    stage.close(last, 1_000)
    come(projector)
    again = get(client, f"{URL}/persons?size=20&cursor={body['next']}")["rows"]
    assert [row["id"] for row in again] == [row["id"] for row in after]


@pytest.mark.redis
def test_pages_by_cursor_are_the_same_from_redis(
    client: Client,
    projector: Projector,
    stage: Scene,
    redis_client: "RedisClient[bytes]",
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for n in range(45):
        stage.close(f"选手{n:02}", n % 7 * 10, took=60_000 + n % 3)
    shared = Projector(RedisShelf(redis_client))
    shared.catch_up(projector.as_of)
    shared.following = True
    for module in (api, projectors):
        monkeypatch.setattr(module, "projector", shared)
    everybody = [row["id"] for row in get(client, f"{URL}/persons?size=100")["rows"]]
    body, seen = get(client, f"{URL}/persons?size=20"), []
    while True:
        seen += [row["id"] for row in body["rows"]]
        if body["next"] is None:
            break
        body = get(client, f"{URL}/persons?size=20&cursor={body['next']}")
    assert seen == everybody
    assert len(seen) == 49


@pytest.fixture
def weekly(stage: Scene) -> BoardDefinition:
    return BoardDefinition.objects.create(
        contest=Contest.objects.get(),
        code="weekly",
        title_zh="周榜",
        who="persons",
        formula="standing",
        region_id="44",
        public_from=OPENS_AT,
        made_by=User.objects.create_user("lin"),
        made_at=OPENS_AT,
    )


def test_a_defined_board_is_there_from_its_moment_on(
    client: Client, weekly: BoardDefinition, projector: Projector, stage: Scene
) -> None:
    body = get(client, "/api/defined/GD26/weekly")
    assert [row["name"] for row in body["rows"]] == ["竹", "=1+1", "梅", "兰"]
    assert (body["who"], body["formula"], body["pages"]) == ("persons", "standing", 1)
    assert get(client, "/api/defined/GD26")["defined"][0]["code"] == "weekly"
    assert "周榜" in client.get("/boards/GD26/").content.decode()
    shown = client.get("/boards/GD26/b/weekly/").content.decode()
    assert "<bdi>竹</bdi>" in shown
    weekly.public_from = OPENS_AT + 86_400_000
    weekly.save(update_fields=["public_from"])
    come(projector, 10_000)
    assert client.get("/api/defined/GD26/weekly").status_code == 404
    assert client.get("/boards/GD26/b/weekly/").status_code == 404
    assert "周榜" not in client.get("/boards/GD26/").content.decode()


def test_a_contest_tells_its_rounds_and_cohorts(client: Client, projector: Projector) -> None:
    body = get(client, "/api/defined/GD26")
    assert [one["code"] for one in body["rounds"]] == ["first"]
    assert [one["code"] for one in body["cohorts"]] == ["youth", "farmers"]
    assert body["rounds"][0]["official"] is False
    assert projector.as_of < Millis(2**53)


ODD = (
    "%00",
    "%ff",
    "%E2%80%AE",
    "%E2%80%8B",
    "=1%2B1",
    "%27%3B--",
    "..%2F..",
    "9" * 400,
    "１",
    "{}",
)
BAD = [
    *((f"{URL}/persons?cursor={odd}", 400, "bad_parameter") for odd in ODD),
    *((f"{URL}/persons?region={odd}", 404, "no_such_region") for odd in ODD),
    *((f"{URL}/persons?cohort={odd}", 404, "no_such_board") for odd in ODD),
    *((f"{URL}/near?id={odd}", 400, "bad_parameter") for odd in ODD),
    *((f"{URL}/days?region={odd}", 404, "no_such_region") for odd in ODD),
    *((f"/api/defined/GD26/weekly?page={odd}", 400, "bad_parameter") for odd in ODD),
    *((f"/api/boards/{odd}/why", 404, "no_such_round") for odd in ODD if "%2F" not in odd),
    (f"{URL}/persons?cursor=WzFd", 400, "bad_parameter"),
    (f"{URL}/persons?cursor=WzEsMSwxLDEsMSwtMV0", 400, "bad_parameter"),
    (f"{URL}/persons?cursor=WzEsMSwxLDEsMSwxLDFd", 400, "bad_parameter"),
    (f"{URL}/persons?cursor=WzEsMSwxLDEsMSwxXQ&page=1", 400, "bad_parameter"),
    (f"{URL}/persons?cursor=W1tbW1tbW1tb", 400, "bad_parameter"),
    (f"{URL}/persons?cursor=", 400, "bad_parameter"),
    (f"{URL}/persons?size=0", 400, "bad_parameter"),
    (f"{URL}/persons?size=1000000", 400, "bad_parameter"),
    (f"{URL}/persons?page=1e3", 400, "bad_parameter"),
    (f"{URL}/names", 400, "bad_parameter"),
    (f"{URL}/names?q=", 400, "bad_parameter"),
    (f"{URL}/names?q=%E2%80%8B", 400, "bad_parameter"),
    (f"{URL}/names?q={'a' * 61}", 400, "bad_parameter"),
    (f"{URL}/near?id=1&reach=21", 400, "bad_parameter"),
    (f"{URL}/near?id=1&reach=-1", 400, "bad_parameter"),
    (f"{URL}/near?id=9007199254740993", 400, "bad_parameter"),
    (f"{URL}/near?id=999999", 404, "not_on_board"),
    (f"{URL}/near?id=1&id=2", 400, "bad_parameter"),
    (f"{URL}/why", 404, "no_such_board"),
    (f"{URL}/why?region=44", 404, "no_such_board"),
    (f"{URL}/why?format=csv", 400, "bad_parameter"),
    (f"{URL}/census?format=xlsx", 400, "bad_parameter"),
    (f"{URL}/days?since=2026", 400, "bad_parameter"),
    ("/api/defined/none", 404, "no_such_contest"),
    ("/api/defined/GD26/none", 404, "no_such_board"),
    ("/api/defined/GD26/weekly?page=0", 400, "bad_parameter"),
    ("/api/boards/train/days", 404, "no_such_round"),
]


@pytest.mark.parametrize(("address", "status", "code"), BAD)
def test_bad_input_is_named(
    client: Client,
    weekly: BoardDefinition,
    projector: Projector,
    address: str,
    status: int,
    code: str,
) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer["Content-Type"] == "application/json"


def test_a_forged_cursor_names_another_place_of_a_public_board(
    client: Client, projector: Projector
) -> None:
    body = get(client, f"{URL}/persons?cursor=WzEsMSwxLDEsMSwxXQ")
    assert (body["rows"], body["next"]) == ([], None)


@pytest.mark.parametrize(
    "name", ["=HYPERLINK(1)", "+1", "@SUM(A1)", "\t=1", "\u202e=1", "\u200b=1"]
)
def test_no_name_is_a_formula_in_a_table(
    client: Client, projector: Projector, stage: Scene, name: str
) -> None:
    stage.close(name, 1_000)
    come(projector)
    for address in (f"{URL}/persons?format=csv", f"{URL}/persons?format=csv&region=4401"):
        text = client.get(address).content.decode()[1:]
        cell = next(csv.reader(io.StringIO(text.partition("\n")[2])))[1]
        assert cell == f"'{name}"

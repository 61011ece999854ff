"""The public pages beside the board itself: finding, neighbours, reasons, days, comparing."""

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from leaderboard import board
from leaderboard import projector as projectors
from leaderboard.catalogue import RankedRound
from leaderboard.models import BoardDay
from leaderboard.projector import Projector
from leaderboard.public import days, finding
from leaderboard.public.days import day_of, end_of
from leaderboard.rules.rollup import Policy
from leaderboard.store import StoreAway
from quiz import people
from quiz.models import Contestant
from quiz.rules.units import Millis
from tests.fakes import FakeClock
from tests.leaderboard.cast import OPENS_AT, Scene

DAY_MS = 86_400_000
PARTS = ("", "why/", "days/", "find/", "versus/")


def text(client: Client, address: str, **headers: str) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200, address
    return " ".join(re.sub(r"<[^>]+>", "", answer.content.decode()).split())


def come(projector: Projector, ms: int = 1) -> None:
    """Let time pass for whoever follows the journal."""
    now = Millis(projector.as_of + ms)
    projector.catch_up(now)
    finding.finder.read_on(now)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A policy under which the few people of these tests are enough."""
    monkeypatch.setattr(board, "policy", lambda: Policy(shrink=2, least=2, few=1))


def test_a_name_is_found_by_its_beginning_in_any_width_and_case(
    client: Client, projector: Projector, stage: Scene
) -> None:
    stage.close("Meimei", 40)
    stage.close("梅花", 30)
    come(projector)
    shown = text(client, "/boards/GD26/44/find/?q=梅")
    assert "梅花" in shown
    assert "竹" not in shown
    assert "Meimei" in text(client, "/boards/GD26/44/find/?q=ｍＥＩ")
    assert "榜上没有以“无此人”开头的名字" in text(client, "/boards/GD26/44/find/?q=无此人")


def test_people_of_one_name_are_told_apart_by_region(
    client: Client, projector: Projector, stage: Scene
) -> None:
    other = stage.join("另一人", region="440305")
    Contestant.objects.filter(pk=other.pk).update(nickname="梅")
    stage.close("另一人", 10)
    come(projector)
    shown = text(client, "/boards/GD26/44/find/?q=梅")
    assert "广州市天河区" in shown
    assert "深圳市南山区" in shown
    assert "广州市天河区" not in text(client, "/boards/GD26/4403/find/?q=梅")


@pytest.mark.parametrize("q", ["", "%00", "%20", "%E2%80%AE", "%", "a" * 5_000, "%ff"])
def test_a_search_for_nothing_finds_nobody(client: Client, projector: Projector, q: str) -> None:
    assert "第" not in text(client, f"/boards/GD26/44/find/?q={q}").partition("查找")[0]
    assert "竹" not in text(client, f"/boards/GD26/44/find/?q={q}")


def test_a_search_reads_no_database(client: Client, projector: Projector) -> None:
    text(client, "/boards/GD26/44/find/?q=梅")
    with CaptureQueriesContext(connection) as queries:
        text(client, "/boards/GD26/44/find/?q=兰")
    assert len(queries) == 0


def test_whoever_deleted_their_data_is_not_found(
    client: Client, projector: Projector, stage: Scene
) -> None:
    assert "榜上没有" not in text(client, "/boards/GD26/44/find/?q=梅")
    people.erase(stage.people["梅"], Millis(projector.as_of + 1))
    come(projector, 6_000)
    assert "榜上没有" in text(client, "/boards/GD26/44/find/?q=梅")


def test_where_names_are_masked_only_the_whole_name_finds(
    client: Client, projector: Projector, stage: Scene
) -> None:
    stage.close("张三丰", 10)
    stage.contest.masked = True
    stage.contest.save(update_fields=["masked"])
    come(projector, 10_000)
    assert "张*丰" in text(client, "/boards/GD26/")
    assert "张三丰" not in text(client, "/boards/GD26/")
    assert "张*丰" not in text(client, "/boards/GD26/44/find/?q=张三")
    assert "张*丰" in text(client, "/boards/GD26/44/find/?q=张三丰")


def test_neighbours_are_shown_with_what_decides(
    client: Client, projector: Projector, stage: Scene
) -> None:
    who = stage.people
    shown = text(client, f"/boards/GD26/44/near/{who['梅'].pk}/")
    assert "梅在广东省排第 3 名，共 4 人。" in shown
    assert "与前一名=1+1相比：得分少 10 分。" in shown
    assert "各项都相同，名次并列" in text(client, f"/boards/GD26/44/near/{who['兰'].pk}/")
    assert "没有排在前面的人" in text(client, f"/boards/GD26/44/near/{who['竹'].pk}/")
    assert "得分相同，用时多 0.01 秒" in shown or "得分少" in shown


def test_a_time_is_cut_as_ties_compare_it_so_that_no_smaller_one_stands_below(
    client: Client, projector: Projector, stage: Scene
) -> None:
    stage.close("菊", 80, took=61_239)
    stage.close("莲", 80, took=61_246)
    come(projector)
    times = re.findall(r"61\.\d\d", text(client, "/boards/GD26/"))
    assert times == ["61.23", "61.23", "61.23", "61.24"]
    near = text(client, f"/boards/GD26/44/near/{stage.people['莲'].pk}/")
    assert "得分相同，用时多 0.01 秒" in near


@pytest.mark.parametrize("number", ["0", "999999999", "9" * 30, "x", "-1", "1.5"])
def test_nobody_is_near_who_is_not_on_the_board(
    client: Client, projector: Projector, number: str
) -> None:
    assert client.get(f"/boards/GD26/44/near/{number}/").status_code == 404


def test_too_few_people_have_no_figures_anywhere(client: Client, projector: Projector) -> None:
    assert "不显示数据" in text(client, "/boards/GD26/4401/why/")
    assert "不足 10" in text(client, "/boards/GD26/4401/versus/?with=4403")
    assert "83.33" not in text(client, "/boards/GD26/4401/versus/?with=4403")


def test_that_a_region_has_no_figures_is_not_said_above_the_people_who_have(
    client: Client, projector: Projector
) -> None:
    persons = text(client, "/boards/GD26/4401/")
    assert "61.23" in persons
    assert "不显示数据" not in persons
    assert "广州市参加的人太少" in text(client, "/boards/GD26/4401/?tab=regions")


def test_two_regions_are_compared_and_a_region_with_itself_is_not(
    client: Client, projector: Projector, small: None
) -> None:
    shown = text(client, "/boards/GD26/4401/versus/?with=4403")
    assert "广州市" in shown
    assert "深圳市" in shown
    assert client.get("/boards/GD26/4401/versus/?with=4401").status_code == 404
    assert client.get("/boards/GD26/4401/versus/?with=440305").status_code == 404
    assert client.get("/boards/GD26/44/versus/").status_code == 404


def test_every_part_of_every_region_is_there_in_each_language_and_without_a_query(
    client: Client, projector: Projector
) -> None:
    addresses = [
        f"/boards/GD26/{code}/{part}" for code in ("4401", "440305", "4403") for part in PARTS
    ]
    addresses += ["/boards/GD26/44/days/", "/boards/GD26/census/", "/boards/GD26/?tab=regions"]
    for lang in ("zh-hans", "zh-hant", "en"):
        for address in addresses:
            text(client, address, accept_language=lang)
    for address in addresses:
        with CaptureQueriesContext(connection) as queries:
            text(client, address)
        assert len(queries) == 0, address


@pytest.mark.parametrize(
    "address",
    [
        *("/boards/GD26/9999/why/", "/boards/none/4401/why/", "/boards/GD26/4401/why/?round=train"),
        *("/boards/GD26/44/why/", "/boards/none/census/", "/boards/GD26/%00/find/"),
        *("/boards/GD26/4401/versus/?with=%00", "/boards/GD26/..%2F..%2Fetc/days/"),
        *("/boards/GD26/44-9999/days/", "/boards/%E2%80%AE/4401/"),
    ],
)
def test_what_is_not_there_is_404(client: Client, projector: Projector, address: str) -> None:
    assert client.get(address).status_code == 404


def test_pages_are_answered_304_and_looked_at_once_a_tick(
    client: Client, projector: Projector, stage: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[RankedRound] = []
    store = projector.store

    def counted(ranked: RankedRound) -> Any:
        looks.append(ranked)
        return store(ranked)

    monkeypatch.setattr(projector, "store", counted)
    first = client.get("/boards/GD26/")
    for _ in range(5):
        again = client.get("/boards/GD26/", headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    assert len(looks) == 1
    projector.as_of = Millis(projector.as_of + 250)
    assert client.get("/boards/GD26/", headers={"if-none-match": first["ETag"]}).status_code == 304
    assert len(looks) == 2
    stage.close("菊", 55)
    projector.catch_up(Millis(projector.as_of + 250))
    changed = client.get("/boards/GD26/", headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert "菊" in changed.content.decode()


def test_a_page_says_up_to_which_second_it_is_true(client: Client, projector: Projector) -> None:
    assert "2026-09-19 08:00:00" in text(client, "/boards/GD26/")
    projector.as_of = Millis(projector.as_of + 3_000)
    assert "2026-09-19 08:00:03" in text(client, "/boards/GD26/")


def test_a_late_board_says_so(client: Client, projector: Projector, fake_clock: FakeClock) -> None:
    assert "数据延迟" not in text(client, "/boards/GD26/").partition("setup")[0].split("{")[0]
    fake_clock.tick(5_000)
    assert "数据延迟，正在恢复。" in text(client, "/boards/GD26/").split("{")[0]


@pytest.mark.parametrize("part", ["", "why/", "days/", "versus/", "near/1/", "find/?q=a"])
def test_a_store_that_is_away_is_said(
    client: Client, projector: Projector, monkeypatch: pytest.MonkeyPatch, stage: Scene, part: str
) -> None:
    def away(_ranked: RankedRound) -> Any:
        raise StoreAway("gone")

    text(client, "/boards/GD26/4401/find/?q=a")
    monkeypatch.setattr(projector, "store", away)
    shown = text(client, f"/boards/GD26/4401/{part}")
    assert "榜单暂时不可用" in shown or "每天结束时" in shown or "没有以" in shown


def test_each_day_is_kept_when_it_ends_and_shown_with_the_running_one(
    client: Client, projector: Projector, stage: Scene, fake_clock: FakeClock, small: None
) -> None:
    fake_clock.time = Millis(end_of(day_of(OPENS_AT)) + 100)
    projector.catch_up(fake_clock.now())
    assert days.days.close(fake_clock.now()) > 0
    stage.close("菊", 55)
    projector.catch_up(fake_clock.tick(1_000))
    shown = text(client, "/boards/GD26/4401/days/")
    assert re.search(r"今天 .* 4 1 4 .* 2026-09-19 .* 3 – 3", shown), shown
    assert "补记" not in shown


def test_a_day_is_kept_once_by_whoever_is_first(
    client: Client, projector: Projector, stage: Scene, fake_clock: FakeClock
) -> None:
    fake_clock.time = Millis(end_of(day_of(OPENS_AT)) + 100)
    first = days.days.close(fake_clock.now())
    stage.close("菊", 55)
    projector.catch_up(fake_clock.tick(1_000))
    assert days.Days(projector).close(fake_clock.now()) == 0
    assert BoardDay.objects.count() == first
    province = BoardDay.objects.get(board="first:persons:44")
    assert (province.people, province.attempts, province.day) == (4, 5, date(2026, 9, 19))
    assert province.rows[0][1:3] == [1, 100]
    assert "竹" not in str(province.rows)


def test_a_day_that_was_kept_late_says_when(
    client: Client, projector: Projector, fake_clock: FakeClock, small: None
) -> None:
    fake_clock.time = Millis(end_of(day_of(OPENS_AT)) + 8 * 3_600_000)
    projector.catch_up(fake_clock.now())
    days.days.close(fake_clock.now())
    assert "（2026-09-20 08:00:00 补记）" in text(client, "/boards/GD26/44/days/")


async def test_a_new_day_begins_when_the_boards_know_all_of_the_old_one(
    projector: Projector, fake_clock: FakeClock, transactional_db: None
) -> None:
    keeper = days.Days(projector)
    fake_clock.time = Millis(end_of(day_of(OPENS_AT)) + 100)
    assert not keeper._is_over(fake_clock.now())
    projector.as_of = fake_clock.now()
    assert keeper._is_over(fake_clock.now())
    assert projectors.projector is projector

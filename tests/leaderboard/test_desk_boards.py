"""The desk's boards: a form with a look at live data, kept in one's own regions only."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from leaderboard import projector as projectors
from leaderboard.models import BoardDefinition, Freeze
from leaderboard.projector import Projector
from leaderboard.store_memory import MemoryShelf
from questionbank import grants
from quiz.models import Contest, Region
from quiz.rules.units import Millis
from tests.leaderboard.cast import Scene
from tests.leaderboard.test_defined import crowd

FORM: dict[str, Any] = {
    "contest": "GD26",
    "code": "top",
    "title_zh": "百强榜",
    "title_en": "",
    "region": "44",
    "who": "persons",
    "formula": "standing",
    "rounds": ["first"],
    "cohort": "",
    "top": "100",
    "best": "10",
    "best_n": "0",
    "units": "",
}


@pytest.fixture(autouse=True)
def follower(stage: Scene, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Projector:
    settings.BOARD_LEAST_PEOPLE = 10
    made = Projector(MemoryShelf())
    monkeypatch.setattr(projectors, "projector", made)
    return made


@pytest.fixture
def signed_in(stage: Scene) -> Callable[..., Client]:
    """A browser of somebody with a role at a region."""

    def enter(path: str = "44", role: str = "organiser") -> Client:
        user = User.objects.create_user(f"{role}-{path.replace('/', '-')}")
        grants.give(user, role, path, by=None)
        client = Client()
        client.force_login(user)
        return client

    return enter


def test_a_board_is_kept_as_typed_and_shown_with_its_history(
    stage: Scene, signed_in: Callable[..., Client]
) -> None:
    stage.close("梅", 80)
    desk = signed_in()
    kept = desk.post("/desk/boards/new/", FORM | {"public_from": "2026-11-26T12:00"}, follow=True)
    assert kept.status_code == 200
    row = BoardDefinition.objects.get()
    assert (row.code, row.rounds, str(row.made_by)) == ("top", ["first"], "organiser-44")
    assert row.public_from == 1_795_665_600_000
    desk.post(f"/desk/boards/{row.pk}/", FORM | {"title_zh": "新名"})
    page = desk.get(f"/desk/boards/{row.pk}/").content.decode()
    assert "新名" in page
    assert "梅" in page
    assert row.history.count() == 2
    assert "新名" in desk.get("/desk/boards/").content.decode()
    desk.post(f"/desk/boards/{row.pk}/drop/")
    assert not BoardDefinition.objects.exists()


@pytest.mark.parametrize("broken", [{"formula": "of-old"}, {"weights": {"of-old": 1}}])
def test_a_board_that_cannot_be_read_stops_no_other_and_is_mended_or_taken_away(
    signed_in: Callable[..., Client], broken: dict[str, Any]
) -> None:
    desk = signed_in()
    desk.post("/desk/boards/new/", FORM)
    row = BoardDefinition.objects.get()
    BoardDefinition.objects.update(**broken)
    week = {"code": "week", "starts_at": "2026-11-26T12:00", "ends_at": "2026-12-26T12:00"}
    assert desk.post("/desk/boards/new/", FORM | week).status_code == 302
    assert "设置读不出来" in desk.get("/desk/boards/").content.decode()
    assert desk.get(f"/desk/award/{row.pk}/").headers["Location"] == f"/desk/boards/{row.pk}/"
    assert "百强榜" in desk.get(f"/desk/boards/{row.pk}/").content.decode()
    assert desk.post(f"/desk/boards/{row.pk}/", FORM | week | {"code": "top"}).status_code == 302
    assert "设置读不出来" not in desk.get("/desk/boards/").content.decode()
    BoardDefinition.objects.filter(pk=row.pk).update(**broken)
    assert desk.post(f"/desk/boards/{row.pk}/drop/").status_code == 302
    assert BoardDefinition.objects.get().code == "week"


@pytest.mark.parametrize(
    ("public_from", "says"),
    [
        ("", "已保存“百强榜”。尚未公开：填上公开时间之后，公众才能看到。"),
        ("2090-01-01T00:00", "已保存“百强榜”。尚未公开：2090-01-01 00:00"),
        ("2020-01-01T00:00", "已保存“百强榜”。<"),
    ],
)
def test_whether_everybody_sees_a_board_is_said_when_it_is_kept(
    signed_in: Callable[..., Client], public_from: str, says: str
) -> None:
    desk = signed_in()
    kept = desk.post("/desk/boards/new/", FORM | {"public_from": public_from}, follow=True)
    page = kept.content.decode()
    assert says in page
    opened = public_from.startswith("2020")
    assert ("尚未公开</span>" in page) is not opened
    assert ('href="/boards/GD26/b/top/"' in page) is opened


def test_a_look_keeps_nothing_and_shows_what_no_store_holds_yet(
    stage: Scene, signed_in: Callable[..., Client]
) -> None:
    stage.close("梅", 80)
    week = FORM | {"look": "1", "starts_at": "2020-01-01T00:00", "ends_at": "2099-01-01T00:00"}
    page = signed_in().post("/desk/boards/new/", week)
    assert "梅" in page.content.decode()
    assert not BoardDefinition.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("code", "a b"), ("code", ""), ("title_zh", " "), ("who", "nobody"), ("formula", "rate")),
        *(("top", "0"), ("top", "x"), ("top", "99999"), ("best_n", "61"), ("starts_at", "now")),
        *(("contest", "NONE"), ("contest", "\0"), ("region", "45"), ("region", "44/4499")),
        *(("rounds", ["gone"]), ("cohort", "robots"), ("reach", "50"), ("reach", "１００")),
        *(("public_from", "9999999-01-01T00:00"), ("public_from", "0001-01-01T00:00")),
        *(("region", ""), ("who", "units"), ("code", "\ud800")),
    ],
)
def test_what_makes_no_board_is_told_by_its_field_and_not_kept(
    signed_in: Callable[..., Client], field: str, value: Any
) -> None:
    typed = FORM | {field: value}
    sent = {name: one for name, one in typed.items() if one != "\ud800"}
    page = signed_in().post("/desk/boards/new/", sent)
    assert page.status_code == 422
    assert "said-wrong" in page.content.decode()
    assert not BoardDefinition.objects.exists()


def test_a_code_names_one_board(signed_in: Callable[..., Client]) -> None:
    desk = signed_in()
    desk.post("/desk/boards/new/", FORM)
    assert desk.post("/desk/boards/new/", FORM).status_code == 422
    assert BoardDefinition.objects.count() == 1


def test_a_city_makes_boards_of_its_own_and_sees_no_others(
    stage: Scene, signed_in: Callable[..., Client]
) -> None:
    signed_in().post("/desk/boards/new/", FORM)
    row = BoardDefinition.objects.get()
    city = signed_in("44/4403")
    assert city.get(f"/desk/boards/{row.pk}/").status_code == 404
    assert city.post(f"/desk/boards/{row.pk}/", FORM).status_code == 404
    assert city.post(f"/desk/boards/{row.pk}/drop/").status_code == 404
    assert city.get("/desk/boards/new/", {"after": row.pk}).status_code == 404
    assert "百强榜" not in city.get("/desk/award/").content.decode()
    refused = city.post("/desk/boards/new/", FORM | {"code": "mine"})
    assert refused.status_code == 422
    for region in ("44/4403", "44/4403/440305"):
        code = f"c{region[-4:]}"
        made = city.post("/desk/boards/new/", FORM | {"code": code, "region": region})
        assert made.status_code == 302
    assert BoardDefinition.objects.count() == 3


@pytest.mark.parametrize(
    "preset",
    ["top100", "top500", "counties", "reach", "cohorts", "week", "season", "units", "award", "?"],
)
def test_each_preset_is_a_form_filled_in(signed_in: Callable[..., Client], preset: str) -> None:
    page = signed_in().get("/desk/boards/new/", {"preset": preset})
    assert page.status_code == 200


def test_the_next_week_follows_the_one_before(signed_in: Callable[..., Client]) -> None:
    desk = signed_in()
    week = {"starts_at": "2026-06-01T00:00", "ends_at": "2026-06-08T00:00"}
    desk.post("/desk/boards/new/", FORM | week)
    page = desk.get("/desk/boards/new/", {"after": BoardDefinition.objects.get().pk})
    assert 'value="2026-06-15T00:00"' in page.content.decode()


def test_who_may_publish_freezes_and_lifts(stage: Scene, signed_in: Callable[..., Client]) -> None:
    desk = signed_in()
    assert "初赛" in desk.get("/desk/boards/").content.decode()
    desk.post("/desk/boards/freeze/first/", {"cut_at": "", "sure": "1"})
    assert Freeze.objects.get().lifted_at is None
    again = desk.post("/desk/boards/freeze/first/", {"cut_at": "soon"}, follow=True)
    assert "要写作 2026-12-01 09:00" in again.content.decode()
    desk.post("/desk/boards/freeze/first/", {"lift": "1"})
    assert Freeze.objects.get().lifted_at is not None
    city = signed_in("44/4403")
    for code in ("first", "gone", "%00"):
        assert city.post(f"/desk/boards/freeze/{code}/").status_code == 404


@pytest.mark.parametrize(
    ("cut", "asks"), [("", "现在就封榜吗"), ("2020-01-01T00:00", "这个时刻已经过去")]
)
def test_what_would_stand_still_at_once_is_asked_about_first(
    stage: Scene, signed_in: Callable[..., Client], cut: str, asks: str
) -> None:
    desk = signed_in()
    address = "/desk/boards/freeze/first/"
    page = desk.post(address, {"cut_at": cut}, follow=True).content.decode()
    assert asks in page
    assert f'name="cut_at" value="{cut}"' in page
    assert not Freeze.objects.exists()
    desk.post(address, {"cut_at": cut, "sure": "1"})
    assert Freeze.objects.get().lifted_at is None
    assert "确认封榜" not in desk.get("/desk/boards/?freeze=first").content.decode()


def test_a_freeze_to_come_is_kept_at_once(stage: Scene, signed_in: Callable[..., Client]) -> None:
    signed_in().post("/desk/boards/freeze/first/", {"cut_at": "2090-01-01T00:00"})
    assert Freeze.objects.exists()


def award(stage: Scene, desk: Client) -> BoardDefinition:
    Region.objects.filter(pk__in=("440106", "440305")).update(population=1_000)
    crowd(stage, "440106", 20, 50)
    crowd(stage, "440305", 10, 100)
    desk.post("/desk/boards/new/", FORM | {"who": "counties", "formula": "award"})
    return BoardDefinition.objects.get()


def test_other_weights_move_the_ranks_and_say_why(
    stage: Scene, signed_in: Callable[..., Client]
) -> None:
    desk = signed_in()
    row = award(stage, desk)
    address = f"/desk/award/{row.pk}/"
    assert "为什么" in desk.get(address, {"why": "44/4403/440305"}).content.decode()
    tried = {"reach": "0", "balance": "0", "mean": "100", "activity": "0"}
    turned = desk.get(address, tried | {"why": "44/4401/440106"}).content.decode()
    assert "▼1" in turned
    assert "▲1" in turned
    row.refresh_from_db()
    assert row.weights["reach"] == 40
    assert desk.post(address, tried).status_code == 302
    row.refresh_from_db()
    assert row.weights == {"reach": 0, "balance": 0, "mean": 100, "activity": 0}


@pytest.mark.parametrize("reach", ["", "-1", "41", "1e2", "9" * 400, "٤٠"])
def test_weights_that_do_not_come_to_a_hundred_are_not_kept(
    stage: Scene, signed_in: Callable[..., Client], reach: str
) -> None:
    desk = signed_in()
    row = award(stage, desk)
    typed = {"reach": reach, "balance": "25", "mean": "20", "activity": "15"}
    assert desk.post(f"/desk/award/{row.pk}/", typed).status_code == 422
    row.refresh_from_db()
    assert row.weights["reach"] == 40


def test_a_frozen_round_is_shown_twice_side_by_side(
    stage: Scene, follower: Projector, signed_in: Callable[..., Client]
) -> None:
    stage.close("梅", 80)
    crowd(stage, "440106", 10, 60)
    desk = signed_in()
    assert "未封榜" in desk.get("/desk/boards/both/first/").content.decode()
    desk.post("/desk/boards/freeze/first/", {"cut_at": "2020-01-01T00:00", "sure": "1"})
    follower._loaded_at = Millis(0)
    page = desk.get("/desk/boards/both/first/", {"region": "4401"}).content.decode()
    assert "封榜于 2020-01-01" in page
    assert page.count("<bdi>梅</bdi>") == 1
    city = signed_in("44/4403")
    assert city.get("/desk/boards/both/first/").status_code == 200
    for address in ("first/?region=44", "first/?region=4401", "gone/", "first/?region=%00"):
        assert city.get(f"/desk/boards/both/{address}").status_code == 404


def test_a_board_is_kept_in_contests_of_ones_own_regions_only(
    stage: Scene, signed_in: Callable[..., Client]
) -> None:
    """It shows on that contest's own pages, in whoever's words."""
    Contest.objects.filter(pk=stage.contest.pk).update(region="4403")
    neighbour = signed_in("44/4401")
    refused = neighbour.post("/desk/boards/new/", FORM | {"region": "44/4401"})
    assert refused.status_code == 422
    assert not BoardDefinition.objects.exists()
    assert stage.contest.title_zh not in refused.content.decode()
    for path in ("44/4403", "44/4403/440305"):
        sent = FORM | {"region": path, "code": path.replace("/", "-")}
        assert signed_in(path).post("/desk/boards/new/", sent).status_code == 302

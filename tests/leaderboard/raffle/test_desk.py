"""Raffles on the desk: only in one's own region, step by step."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from leaderboard.models.raffles import ClaimRead, Raffle, Stage, Ticket, Win
from leaderboard.raffle import claims
from questionbank import errand_kinds, grants
from quiz import people
from tests.fakes import FakeClock
from tests.leaderboard.cast import Scene
from tests.leaderboard.raffle.conftest import later

pytestmark = pytest.mark.django_db
FORM = {
    "contest": "GD26",
    "code": "autumn",
    "title_zh": "秋季抽奖",
    "rounds": ["first"],
    "above": "59",
    "per": "person",
    "prizes": "科普图书 10\n笔记本 20",
    "reserves": "5",
    "beacon_source": "双色球",
    "closes_at": "2026-09-21T00:00",
    "claim_days": "7",
    "delete_at": "2026-12-01T00:00",
}


@pytest.fixture
def desk(client: Client, organiser: User, fake_clock: FakeClock) -> Client:
    client.force_login(organiser)
    return client


def test_an_organiser_makes_a_raffle_by_the_form(desk: Client, stage: Scene) -> None:
    made = desk.post("/desk/raffles/make/", FORM)
    row = Raffle.objects.get()
    assert made.headers["Location"] == f"/desk/raffles/{row.pk}/"
    assert (row.prizes, row.scope) == ([["科普图书", 10], ["笔记本", 20]], "44")
    assert row.seed not in desk.get(f"/desk/raffles/{row.pk}/").content.decode()
    assert row.seed_hash in desk.get("/raffle/autumn/").content.decode()


@pytest.mark.parametrize(
    "change",
    [
        *({"prizes": "没有数量"}, {"prizes": ""}, {"above": "abc"}, {"above": "١"}),
        *({"closes_at": "tomorrow"}, {"rounds": []}, {"rounds": ["train"]}),
        *({"rounds": ["train"]}, {"rounds": ["first", "x"]}, {"rounds": ["first", "train"]}),
        *({"claim_days": "-1"}, {"delete_at": ""}, {"title_zh": "\0"}, {"reserves": "99999"}),
    ],
)
def test_what_was_typed_wrong_is_shown_again_with_the_field_marked(
    desk: Client, stage: Scene, change: dict[str, str]
) -> None:
    answer = desk.post("/desk/raffles/make/", FORM | change)
    assert answer.status_code == 400
    assert 'aria-invalid="true"' in answer.content.decode() or "rounds" in change
    assert "秋季抽奖" in answer.content.decode() or "title_zh" in change
    assert not Raffle.objects.exists()


def test_a_bare_day_is_told_what_it_lacks(desk: Client, stage: Scene) -> None:
    answer = desk.post("/desk/raffles/make/", FORM | {"closes_at": "2026-10-12"})
    said = "截止时间：“2026-10-12”没有写时刻，要写作 2026-10-12 09:00。"
    assert (answer.status_code, said in answer.content.decode()) == (400, True)


def test_a_deletion_too_early_for_the_reserves_is_refused_with_the_earliest_date(
    desk: Client, stage: Scene
) -> None:
    early = desk.post("/desk/raffles/make/", FORM | {"delete_at": "2026-10-11T23:59"})
    assert (early.status_code, Raffle.objects.count()) == (400, 0)
    assert "最早 2026-10-12 00:00:00" in early.content.decode()
    assert (
        desk.post("/desk/raffles/make/", FORM | {"delete_at": "2026-10-12T00:00"}).status_code
        == 302
    )


CODES = ["", "a/b", "新年 抽奖", "x.y", "a" * 25, "é"]


@pytest.mark.parametrize("code", CODES)
def test_a_code_that_cannot_stand_in_an_address_is_refused(
    desk: Client, stage: Scene, code: str
) -> None:
    answer = desk.post("/desk/raffles/make/", FORM | {"code": code})
    assert (answer.status_code, Raffle.objects.count()) == (400, 0)
    assert "代码" in answer.content.decode()


@pytest.mark.parametrize("code", CODES[:4])
def test_a_raffle_whose_code_has_no_address_is_still_led_to_its_end(
    desk: Client, drawn: Raffle, code: str
) -> None:
    Raffle.objects.update(code=code)
    for address in ("/desk/raffles/", f"/desk/raffles/{drawn.pk}/"):
        page = desk.get(address)
        assert page.status_code == 200
        assert drawn.title_zh in page.content.decode()
    assert desk.post(f"/desk/raffles/{drawn.pk}/step-up/").status_code == 302


def test_its_page_says_what_was_promised(desk: Client, open_raffle: Raffle) -> None:
    page = desk.get(f"/desk/raffles/{open_raffle.pk}/").content.decode()
    text = " ".join(re.sub(r"<[^>]+>", "", page).split())
    assert "奖品 科普图书 · 1 份 笔记本 · 2 份" in text
    assert "候补人数 1" in text
    assert "领奖天数 7" in text


def test_tickets_and_prizes_have_their_thousands_apart(desk: Client, sealed: Raffle) -> None:
    Raffle.objects.update(tickets=1_234_567, prizes=[["科普图书", 12_345]])
    public = f"/raffle/{sealed.code}/"
    for here in (f"/desk/raffles/{sealed.pk}/", public, f"{public}screen/"):
        page = desk.get(here).content.decode()
        assert "1,234,567" in page, here
        assert "12,345 份" in page, here
    assert "1,234,567" in desk.get("/desk/raffles/").content.decode()


def test_in_english_what_is_under_way_is_not_open(
    desk: Client, open_raffle: Raffle, fake_clock: FakeClock
) -> None:
    here, english = f"/desk/raffles/{open_raffle.pk}/", {"accept-language": "en"}
    later(fake_clock, 1)
    page = desk.post(f"{here}seal/", follow=True, headers=english).content.decode()
    found = re.search(r'<h2 id="doing">(.*?)</h2>', page, re.DOTALL)
    assert found
    assert found[1].strip() == "Seal the list: Under way"


def test_the_steps_of_a_raffle(desk: Client, open_raffle: Raffle, fake_clock: FakeClock) -> None:
    here = f"/desk/raffles/{open_raffle.pk}/"
    assert "还没有到截止时间" in desk.post(f"{here}seal/", follow=True).content.decode()
    later(fake_clock, 1)
    assert "固定名单：进行中" in desk.post(f"{here}seal/", follow=True).content.decode()
    assert "正在做这一步" in desk.post(f"{here}seal/", follow=True).content.decode()
    errand_kinds.do_next(fake_clock.now())
    assert "6 张奖券" in desk.get(here).content.decode()
    sent = {"beacon": "1", "again": "2"}
    assert "没有开奖" in desk.post(f"{here}draw/", sent, follow=True).content.decode()
    sent = {"beacon": "1", "again": "1"}
    assert "开奖：进行中" in desk.post(f"{here}draw/", sent, follow=True).content.decode()
    errand_kinds.do_next(fake_clock.now())
    assert "中奖与领奖" in desk.get(here).content.decode()
    assert "这一步已经做过了" in desk.post(f"{here}draw/", sent, follow=True).content.decode()
    assert Raffle.objects.get().stage == Stage.DRAWN
    later(fake_clock, 8)
    assert "最迟在 2026-11-17 08:00:00 递补" in desk.get(here).content.decode()
    desk.post(f"{here}step-up/")
    assert Win.objects.filter(instead_of__isnull=False).count() == 1
    later(fake_clock, 51)
    assert "不能再递补" in desk.post(f"{here}step-up/", follow=True).content.decode()


def test_reading_a_contact_leaves_a_line_about_who_read_it(
    desk: Client, drawn: Raffle, fake_clock: FakeClock
) -> None:
    win = Win.objects.get(place=1)
    address = f"/desk/raffles/{drawn.pk}/{win.pk}/"
    assert desk.post(address).status_code == 404
    claims.claim(drawn, win.ticket.contestant, "13800138000", fake_clock.now())
    assert desk.get(address).status_code == 405
    assert "13800138000" in desk.post(address).content.decode()
    assert ClaimRead.objects.get().who == "organiser"


@pytest.mark.parametrize(
    ("erased", "said", "unsaid"),
    [(True, "已删除个人信息", "已按期删除"), (False, "已按期删除", "已删除个人信息")],
)
def test_a_contact_that_is_gone_says_whether_by_its_date_or_with_its_owners_data(
    desk: Client, drawn: Raffle, fake_clock: FakeClock, *, erased: bool, said: str, unsaid: str
) -> None:
    win = Win.objects.get(place=1)
    claims.claim(drawn, win.ticket.contestant, "13800138000", fake_clock.now())
    if erased:
        people.erase(win.ticket.contestant, fake_clock.now())
    else:
        claims.forget(later(fake_clock, 60))
    page = desk.post(f"/desk/raffles/{drawn.pk}/{win.pk}/").content.decode()
    assert said in page
    assert unsaid not in page


def test_an_organiser_of_another_region_sees_and_does_nothing(
    client: Client, drawn: Raffle
) -> None:
    other = User.objects.create_user("other")
    grants.give(other, "organiser", "44/4403", by=None)
    client.force_login(other)
    here = f"/desk/raffles/{drawn.pk}/"
    assert drawn.title_zh not in client.get("/desk/raffles/").content.decode()
    assert client.get(here).status_code == 404
    for act in ("seal/", "draw/", "step-up/", "1/"):
        assert client.post(f"{here}{act}", {"beacon": "1", "again": "1"}).status_code == 404


@pytest.fixture
def city(client: Client, stage: Scene, fake_clock: FakeClock) -> Client:
    """An organiser of Shenzhen."""
    user = User.objects.create_user("city")
    grants.give(user, "organiser", "44/4403", by=None)
    client.force_login(user)
    return client


def test_a_city_makes_a_raffle_of_its_own_in_the_contest_of_the_province(city: Client) -> None:
    city.post("/desk/raffles/make/", FORM)
    assert Raffle.objects.get().scope == "44/4403"
    assert city.post("/desk/raffles/make/", FORM | {"contest": "NONE"}).status_code == 404


def test_a_citys_raffle_is_among_its_own_people_and_says_so(
    city: Client, stage: Scene, fake_clock: FakeClock
) -> None:
    stage.close("广州人", 100)
    stage.join("深圳人", region="440305")
    stage.close("深圳人", 100)
    city.post("/desk/raffles/make/", FORM)
    row = Raffle.objects.get()
    assert row.rule["regions"] == ["44/4403"]
    assert "地区：深圳市" in city.get("/raffle/autumn/").content.decode()
    fake_clock.tick(row.closes_at - fake_clock.now())
    city.post(f"/desk/raffles/{row.pk}/seal/")
    errand_kinds.do_next(fake_clock.now())
    assert [one.contestant.nickname for one in Ticket.objects.all()] == ["深圳人"]


def test_who_organises_two_cities_says_for_which_one_a_raffle_is(city: Client) -> None:
    grants.give(User.objects.get(username="city"), "organiser", "44/4401", by=None)
    page = city.get("/desk/raffles/").content.decode()
    assert all(f">{name}</option>" in page for name in ("广州市", "深圳市"))
    city.post("/desk/raffles/make/", FORM | {"scope": "44/4403"})
    assert Raffle.objects.get().rule["regions"] == ["44/4403"]


@pytest.mark.parametrize(
    ("scope", "status"),
    [("44", 403), ("44/4401", 403), ("44/4403/1", 400), ("45", 400), ("44/4403/", 400)],
)
def test_a_raffle_is_made_for_ones_own_regions_only(city: Client, scope: str, status: int) -> None:
    answer = city.post("/desk/raffles/make/", FORM | {"scope": scope})
    assert (answer.status_code, Raffle.objects.count()) == (status, 0)


@pytest.mark.parametrize("path", ["44", "44/4401", "44/4401/440106", "44/44"])
def test_a_city_raffles_over_nobody_elses_people(city: Client, path: str) -> None:
    answer = city.post("/desk/raffles/make/", FORM | {"regions": ["44/4403", path]})
    assert (answer.status_code, Raffle.objects.count()) == (400, 0)
    assert "请更正标出的各项。地区" in answer.content.decode()

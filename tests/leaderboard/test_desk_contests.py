"""Contests on the desk: made in one's own regions, refused beside the fields, mended later."""

from collections.abc import Callable

import pytest
from django.test import Client

from quiz.models import Contest
from tests.leaderboard.rounds_desk import contest, desk, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fake_clock")]
__all__ = ["contest", "desk"]
CONTEST = {"region": "440000", "title_zh": "大赛", "title_en": "Quiz", "code": "GD26"}


def test_the_empty_desk_says_what_to_do_first(desk: Callable[..., Client]) -> None:
    Contest.objects.all().delete()
    assert "建第一个大赛" in text(desk(), "/desk/rounds/")


def test_a_contest_is_made_by_whoever_made_it(desk: Callable[..., Client]) -> None:
    answer = desk().post("/desk/rounds/contest/", CONTEST)
    assert answer.headers["Location"] == "/desk/rounds/new/GD26/"
    row = Contest.objects.get(code="GD26")
    assert (row.title_zh, row.title_en, row.region_id) == ("大赛", "Quiz", "440000")
    assert row.history.get().history_user.username == "organiser-440000"


@pytest.mark.parametrize(
    ("changed", "field", "says"),
    [
        ({"code": "gd26"}, "code", "大写字母或数字"),
        ({"code": "C26"}, "code", "已有大赛"),
        ({"title_zh": ""}, "title_zh", "此字段"),
        ({"region": "440000/449999"}, "region", "没有地区"),
        ({"region": ""}, "region", "不归您组织"),
        ({"region": "45"}, "region", "不归您组织"),
    ],
)
def test_what_is_wrong_with_a_contest_stands_beside_its_field(
    desk: Callable[..., Client], contest: Contest, changed: dict[str, str], field: str, says: str
) -> None:
    sent = CONTEST | changed | ({"code": contest.code} if changed.get("code") == "C26" else {})
    answer = desk().post("/desk/rounds/contest/", sent)
    assert answer.status_code == 422
    assert says in answer.context["wrong"][field]
    assert "Quiz" in answer.content.decode()
    told = desk().post("/desk/rounds/contest/", sent | {"check": "1"}).json()
    assert (field in told["wrong"]) == (says != "没有地区")
    assert Contest.objects.count() == 1


def test_an_organiser_of_a_city_makes_no_contest_of_the_province(
    desk: Callable[..., Client], contest: Contest
) -> None:
    city = desk("440000/440100")
    answer = city.post("/desk/rounds/contest/", CONTEST)
    assert answer.context["wrong"] == {"region": "这个地区不归您组织。"}
    assert not Contest.objects.filter(code="GD26").exists()
    mine = CONTEST | {"region": "440000/440100"}
    assert city.post("/desk/rounds/contest/", mine).status_code == 302
    page = text(city, "/desk/rounds/")
    assert "由上级组织，这里只能查看" in page
    assert f"/desk/rounds/new/{contest.code}/" not in page
    for path in (f"new/{contest.code}/", f"new/{contest.code}/demo10/", f"contest/{contest.code}/"):
        assert city.get(f"/desk/rounds/{path}").status_code == 404


def test_titles_of_a_contest_may_be_mended_and_names_covered(
    desk: Callable[..., Client], contest: Contest
) -> None:
    path = f"/desk/rounds/contest/{contest.code}/"
    assert desk().post(path, {"title_zh": ""}).status_code == 422
    desk().post(path, {"title_zh": "新名", "masked": "1", "code": "OTHER"})
    row = Contest.objects.get()
    assert (row.title_zh, row.masked, row.code) == ("新名", True, contest.code)


def test_who_saves_a_contest_over_what_another_changed_reads_both_first(
    desk: Callable[..., Client], contest: Contest
) -> None:
    one, other, path = desk(), desk(), f"/desk/rounds/contest/{contest.code}/"
    mine = {"title_zh": contest.title_zh, "title_en": contest.title_en}
    page = one.get(path)
    mine["made_of"] = page.context["made_of"]
    assert f'name="made_of" value="{mine["made_of"]}"' in page.content.decode()
    theirs = mine | {"title_zh": "甲", "masked": "1"}
    assert other.post(path, theirs).status_code == 302
    answer = one.post(path, mine | {"title_zh": "乙", "title_en": "Mine"})
    assert answer.status_code == 409
    told = answer.context["news"]
    assert told["acts"][0][0] == "organiser-440000"
    rows = [(row["name"], row["now"], row["mine"], row["kept"]) for row in told["rows"]]
    assert rows == [("名称", "甲", "乙", True), ("遮盖姓名", "是", "否", False)]
    # Nothing was saved; the form has theirs where nothing was typed.
    assert Contest.objects.get().title_zh == "甲"
    typed = answer.context["typed"]
    assert (typed.title_zh, typed.title_en, typed.masked) == ("乙", "Mine", True)
    again = {"title_zh": "乙", "title_en": "Mine", "masked": "1"}
    assert one.post(path, again | {"made_of": answer.context["made_of"]}).status_code == 302
    row = Contest.objects.get()
    assert (row.title_zh, row.title_en, row.masked) == ("乙", "Mine", True)
    # What both changed alike stops nobody; a wrong form keeps what it was made of.
    assert other.post(path, again | {"made_of": mine["made_of"]}).status_code == 302
    newest = one.get(path).context["made_of"]
    wrong = one.post(path, mine | {"title_zh": "", "made_of": newest})
    assert (wrong.status_code, wrong.context["made_of"]) == (422, newest)


@pytest.mark.parametrize("code", ["NONE", "%00", "%ED%A0%80"])
def test_what_is_no_code_is_not_there(desk: Callable[..., Client], code: str) -> None:
    client = desk()
    for path in (f"contest/{code}/", f"new/{code}/", f"of/{code}/"):
        assert client.get(f"/desk/rounds/{path}").status_code == 404
    assert client.get(f"/results/{code}/promises/").status_code == 404

"""An award on the desk and in the archive: two people publish it, and any region may ask why."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from leaderboard.models import BoardDefinition, Publication, PublishedResult
from leaderboard.models.results import State
from leaderboard.publish import award_showing
from questionbank import grants
from tests.leaderboard.publish import award_cast
from tests.leaderboard.publish.cast import Scene, two
from tests.leaderboard.publish.test_desk import signed_in

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _least(settings: Any) -> None:
    settings.BOARD_LEAST_PEOPLE = 10
    cache.clear()


@pytest.fixture
def board(played: Scene) -> BoardDefinition:
    made = award_cast.award(played)
    award_cast.mixed(played)
    return made


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def send(client: Client, board: BoardDefinition, what: str, **form: Any) -> HttpResponse:
    return client.post(f"/desk/publish/boards/{board.pk}/{what}/", form)  # type: ignore[return-value]


def test_two_people_publish_an_award(played: Scene, board: BoardDefinition) -> None:
    first, second = (signed_in(user) for user in two())
    here = f"/desk/publish/boards/{board.pk}/"
    assert "须先公布所依据的轮次的成绩" in read(first, here)
    assert send(first, board, "begin").status_code == 400
    played.published()
    assert "公布之后没有变动" in read(first, here)
    assert send(first, board, "begin").status_code == 302
    assert first.get(f"{here}far/").json()["working"] is True
    row = award_cast.counted(Publication.objects.get(state=State.WORKING))
    assert "请另一位组织者" in read(first, here)
    assert send(first, board, "publish", publication=row.pk, typed="award").status_code == 400
    page = read(second, here)
    assert "全部核对通过" in page
    assert "广州市地区440106" in page
    assert send(second, board, "publish", publication=row.pk, typed="demo").status_code == 400
    answer = send(second, board, "publish", publication=row.pk, typed="award")
    assert answer["Location"] == "/results/2026/2/"
    result = PublishedResult.objects.get(board="award")
    assert (result.prepared_by, result.published_by) == ("lin", "chen")
    assert "第 2 份" in read(second, "/desk/publish/")


def test_faults_of_an_award_are_told(played: Scene, board: BoardDefinition) -> None:
    desk = signed_in(two()[0])
    played.published()
    award_cast.annul(played, 2)
    assert "请先公布那一份的更正" in read(desk, f"/desk/publish/boards/{board.pk}/")
    award_cast.counted(award_cast.begin(played))
    assert "不能公布" in read(desk, f"/desk/publish/boards/{board.pk}/")


def test_an_award_of_elsewhere_is_not_there(played: Scene, board: BoardDefinition) -> None:
    user = User.objects.create_user("city")
    grants.give(user, "organiser", "440000/440100", by=None)
    city = signed_in(user)
    played.published()
    assert f"/desk/publish/boards/{board.pk}/" not in read(city, "/desk/publish/")
    assert city.get(f"/desk/publish/boards/{board.pk}/").status_code == 404
    assert city.get(f"/desk/publish/boards/{board.pk}/far/").status_code == 404
    for what in ("begin", "drop", "publish"):
        assert send(city, board, what, publication=1, typed="award").status_code == 404


def test_a_board_that_is_no_award_has_no_such_page(played: Scene, board: BoardDefinition) -> None:
    BoardDefinition.objects.update(formula="mean")
    desk = signed_in(two()[0])
    assert desk.get(f"/desk/publish/boards/{board.pk}/").status_code == 404


def test_an_award_given_up_can_be_begun_again(played: Scene, board: BoardDefinition) -> None:
    played.published()
    row = award_cast.counted(award_cast.begin(played))
    desk = signed_in(two()[0])
    assert send(desk, board, "begin").status_code == 400
    assert send(desk, board, "drop", publication=row.pk).status_code == 302
    assert send(desk, board, "begin").status_code == 302


def test_any_region_is_told_why_it_stands_where_it_does(
    played: Scene, board: BoardDefinition, client: Client
) -> None:
    played.published()
    award = award_cast.published(played)
    page = read(client, "/results/2026/2/")
    rows = json.loads(award.body)["regions"]
    best, _second, last = [row["path"][-6:] for row in rows if row["rank"] is not None]
    assert f"/results/2026/2/why/{last}/" in page
    assert award.sha256 in page
    third = read(client, f"/results/2026/2/why/{last}/")
    assert "为什么是第 3 名？" in third
    assert "比第 2 名" in third
    for word in ("参与面", "均衡度", "成绩", "活跃度", "满分 40", "总分", "#8.7"):
        assert word in third
    first = read(client, f"/results/2026/2/why/{best}/")
    assert "没有地区排在它前面" in first
    few = read(client, "/results/2026/2/why/440103/")
    assert "人数过少，不显示数据" in few


def test_the_parts_and_the_differences_add_up(played: Scene, board: BoardDefinition) -> None:
    played.published()
    row = award_cast.counted(award_cast.begin(played))
    found = award_showing.why(row.body, "440104")
    assert found is not None
    lanes = [line["lanes"] for line in found["lines"]]
    mine, theirs = (sum(_x100(lane[n]["points"]) for lane in lanes) for n in (0, 1))
    assert mine == _x100(found["row"]["score"]) == sum(one[0]["width"] for one in lanes)
    assert theirs == _x100(found["above"]["score"])
    assert theirs - mine == sum(line["behind"] for line in found["lines"]) == _x100(found["behind"])


def _x100(shown: str) -> int:
    return round(float(shown) * 100)


@pytest.mark.parametrize("region", ["440000", "999", "x", "%00", "440100"])
def test_nobody_is_told_of_a_region_that_is_not_in_it(
    played: Scene, board: BoardDefinition, client: Client, region: str
) -> None:
    played.published()
    assert client.get(f"/results/2026/1/why/{region}/").status_code == 404
    award_cast.published(played)
    assert client.get(f"/results/2026/2/why/{region}/").status_code == 404


def test_an_award_on_a_corrected_result_says_so_until_it_is_corrected(
    played: Scene, board: BoardDefinition, client: Client
) -> None:
    played.published()
    award_cast.published(played)
    award_cast.annul(played, 2)
    played.published("一份答卷查实为代答")
    for address in ("/results/2026/2/", "/results/2026/2/why/440104/"):
        page = read(client, address)
        assert "所依据的成绩已被第 3 份更正" in page
        assert "/results/2026/3/" in page
    assert "所依据的成绩已更正" in read(client, "/results/2026/")
    desk = signed_in(two()[0])
    assert "须更正" in read(desk, "/desk/publish/")
    assert "这一份也须更正" in read(desk, f"/desk/publish/boards/{board.pk}/")
    award_cast.published(played, "所依据的成绩已更正")
    cache.clear()
    assert "这一份已被第 4 份更正" in read(client, "/results/2026/2/")
    assert "所依据的成绩已更正" not in read(client, "/results/2026/").replace("理由", "")
    assert "更正第 2 份" in read(client, "/results/2026/4/")


def typed(of: Scene, **more: str) -> dict[str, Any]:
    """The form of an award of that code."""
    form = {"contest": of.contest.code, "code": "award", "title_zh": "奖", "region": "440000"}
    form |= {"who": "counties", "formula": "award", "top": "100", "best": "10", "best_n": "0"}
    return {**form, "rounds": [of.round.code], **more}


def test_a_board_with_a_published_result_stays_and_keeps_its_code(
    played: Scene, board: BoardDefinition
) -> None:
    played.published()
    award_cast.published(played)
    desk = signed_in(two()[0])
    page = desk.post(f"/desk/boards/{board.pk}/drop/", follow=True).content.decode()
    assert "的成绩已经公布，更正时还要用它，不能删除" in page
    for change, says in [
        ({"code": "other"}, "这个榜单的成绩已经公布，代码不能再改"),
        ({"region": "440000/440100"}, "这个代码公布过另一个榜单的成绩"),
        ({"who": "cities"}, "这个代码公布过另一个榜单的成绩"),
    ]:
        answer = desk.post(f"/desk/boards/{board.pk}/", typed(played, **change))
        assert answer.status_code == 422
        assert says in answer.content.decode()
    renamed = typed(played, title_zh="新名")
    assert desk.post(f"/desk/boards/{board.pk}/", renamed).status_code == 302


def test_whose_board_is_gone_makes_it_again_and_nobody_else_takes_its_code(
    played: Scene, board: BoardDefinition
) -> None:
    played.published()
    award_cast.published(played)
    board.delete()
    user = User.objects.create_user("city")
    grants.give(user, "organiser", "440000/440100", by=None)
    form = typed(played, region="440000/440100")
    assert signed_in(user).post("/desk/boards/new/", form).status_code == 422
    desk = signed_in(two()[0])
    assert desk.post("/desk/boards/new/", typed(played)).status_code == 302
    again = BoardDefinition.objects.get()
    assert send(desk, again, "begin", reason="更正").status_code == 302


def test_an_award_has_a_text_and_no_answers_of_its_own(
    played: Scene, board: BoardDefinition, client: Client
) -> None:
    played.published()
    award_cast.published(played)
    assert client.get("/results/2026/2/result.json").status_code == 200
    assert client.get("/results/2026/2/body.sig").status_code == 200
    assert client.get("/results/2026/2/answers.jsonl.gz").status_code == 404
    assert "优秀组织奖" in read(client, "/results/2026/")

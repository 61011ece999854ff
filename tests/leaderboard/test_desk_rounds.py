"""Rounds on the desk: made in one's own contests, refused beside the fields, changed until they
are promised."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from leaderboard.models import BoardDefinition
from quiz import presets
from quiz.models import Cohort, Contest, Round
from quiz.rules import formats
from tests.fakes import MORNING
from tests.leaderboard.rounds_desk import FORM, contest, desk, made, text
from tests.quiz import world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fake_clock")]
__all__ = ["contest", "desk"]


@pytest.fixture
def taxonomy() -> None:
    call_command("load_taxonomy", stdout=io.StringIO())
    Cohort.objects.get_or_create(code="elders", defaults={"name_zh": "老", "name_en": "Old"})


def test_rounds_of_others_are_not_there(desk: Callable[..., Client], contest: Contest) -> None:
    made(desk(), contest)
    city = desk("440000/440100")
    for part in ("", "change/", "far/"):
        assert city.get(f"/desk/rounds/of/c26-1/{part}").status_code == 404
    for part in ("change/", "preview/", "prepare/", "beacon/", "drop/"):
        assert city.post(f"/desk/rounds/of/c26-1/{part}", FORM).status_code == 404
    assert Round.objects.get().title_zh == "初赛"


@pytest.mark.slow
@pytest.mark.usefixtures("taxonomy")
def test_every_preset_has_a_card_with_its_source_and_a_form(
    desk: Callable[..., Client], contest: Contest
) -> None:
    client = desk()
    cards = text(client, f"/desk/rounds/new/{contest.code}/")
    for one in presets.presets().values():
        assert one.source_zh in cards
        assert one.source_zh
        answer = client.get(f"/desk/rounds/new/{contest.code}/{one.name}/")
        typed, read = answer.context["typed"], answer.context["told"]
        assert read["wrong"] == {}, one.name
        assert typed.plain["questions"] == str(one.format.questions)
        assert read["sum"] == sum(one.format.blueprint.values())


@pytest.mark.usefixtures("taxonomy")
@pytest.mark.parametrize("name", presets.presets())
def test_a_preset_comes_back_from_its_form_as_it_was(
    desk: Callable[..., Client], contest: Contest, name: str
) -> None:
    client, path = desk(), f"/desk/rounds/new/{contest.code}/{name}/"
    typed = client.get(path).context["typed"]
    cells = {f"cell.{code}": many for code, many in typed.cells.items()}
    plain = {one: said for one, said in typed.plain.items() if said}
    answer = client.post(path, {**plain, **typed.lists, **cells})
    assert answer.status_code == 302, answer.context["wrong"]
    stored = Round.objects.get()
    assert formats.read(stored.format) == presets.presets()[name].format


def test_a_round_is_kept_as_it_was_typed(desk: Callable[..., Client], contest: Contest) -> None:
    answer = made(desk(), contest)
    assert answer.headers["Location"] == "/desk/rounds/of/c26-1/"
    row = Round.objects.get()
    form = formats.read(row.format)
    assert (form.questions, dict(form.blueprint), form.right) == (5, {"single": 5}, 20)
    assert (form.boards, dict(form.bands)) == (("province", "regions"), {"high": 85, "basic": 55})
    # Nine in the morning of the province is one in UTC.
    assert row.opens_at == MORNING + 7 * 86_400_000 + world.HOUR
    assert row.history.get().history_user.username == "organiser-440000"


@pytest.mark.parametrize(
    ("changed", "field", "says"),
    [
        ({"code": "x y"}, "code", "1 至 24 个字母"),
        ({"title_zh": ""}, "title_zh", "此字段"),
        ({"opens_at": ""}, "opens_at", "请填开始时间"),
        ({"opens_at": "tomorrow"}, "opens_at", "要写作 2026-12-01 09:00"),
        ({"opens_at": "2026-12-01"}, "opens_at", "没有写时刻，要写作 2026-12-01 09:00"),
        ({"closes_at": "2026-12-01T"}, "closes_at", "没有写时刻，要写作 2026-12-01 09:00"),
        ({"opens_at": "2026-09-19T07:59"}, "opens_at", "开始时间已过"),
        ({"closes_at": ""}, "closes_at", "排名轮次要有结束时间"),
        ({"closes_at": "2026-09-26T09:00"}, "closes_at", "要在开始之后结束"),
        ({"questions": "101"}, "questions", "要在 1 到 100 之间"),
        ({"questions": "five"}, "questions", "要是整数"),
        ({"question_ms": "2"}, "question_ms", "至少 3 秒"),
        ({"question_ms": "-1"}, "question_ms", "要写作秒数"),
        ({"count": "worst"}, "count", "请选一项"),
        ({"cell.single": "4"}, "blueprint", "各格合计 4 题，每卷 5 题"),
        ({"cell.single": "x"}, "blueprint", "每一格的题数要是整数"),
        ({"blueprint": "single: 3, 2"}, "blueprint", "看不懂“2”"),
        (
            {"blueprint": "single: 1, single+T99: 3"},
            "blueprint",
            "第 2 项“single+T99: 3”：题库没有标签“T99”",
        ),
        ({"cell.T99": "3"}, "blueprint", "“T99: 3”这一格：题库没有标签“T99”"),
        ({"pool": "single single+T99, T98"}, "pool", "第 2 项“single+T99”：题库没有标签“T99”"),
        ({"bands": "basic 55\nhigh"}, "bands", "第 2 行“high”：一行一级，写作“名称 百分比”"),
        ({"bands": "high 85\n\nhigh 55"}, "bands", "第 3 行“high 55”：等级“high”在第 1 行已经有了"),
        ({"reveal": "each"}, "reveal", "才公布答案"),
        ({"cohorts": ["dragons"]}, "cohorts", "没有人群 'dragons'"),
        ({"ties": ["luck"]}, "ties", "没有 'luck'，可用：took, fewer_tries, finished"),
        ({"ties": ["took", "took"]}, "ties", "同一项写了两次"),
    ],
)
def test_what_is_wrong_with_a_round_stands_beside_its_field(
    desk: Callable[..., Client], contest: Contest, changed: dict[str, Any], field: str, says: str
) -> None:
    answer = made(desk(), contest, **changed)
    assert answer.status_code == 422
    assert says in answer.context["wrong"][field]
    assert f'id="wrong-{field}"' in answer.content.decode()
    assert "First round" in answer.content.decode()
    told = made(desk(), contest, check="1", **changed).json()
    assert says in told["wrong"][field]
    assert not Round.objects.exists()


def test_a_pool_that_is_too_small_is_told_at_once_with_its_cells(
    desk: Callable[..., Client], contest: Contest
) -> None:
    many = {"questions": "20", "cell.single": "20"}
    told = made(desk(), contest, check="1", **many).json()
    assert told["short"] == ["命题蓝图的“单选题”需要 20 题，题库只有 12 题"]
    assert (told["sum"], told["pool"], told["have"]["single"]) == (20, 12, 12)
    made(desk(), contest, **many)
    assert "需要 20 题，题库只有 12 题" in text(desk(), "/desk/rounds/of/c26-1/")


def test_a_round_is_changed_until_it_is_promised(
    desk: Callable[..., Client], contest: Contest
) -> None:
    client, path = desk(), "/desk/rounds/of/c26-1/change/"
    made(client, contest)
    assert client.post(path, FORM | {"right": "10", "code": "first"}).status_code == 302
    row = Round.objects.get()
    assert (row.code, row.format["right"]) == ("first", 10)
    assert "修改：代码、答对得分" in text(client, "/desk/rounds/of/first/")


@pytest.mark.parametrize("page", ["desk", "admin"])
def test_a_round_that_a_board_names_keeps_its_code(
    desk: Callable[..., Client], contest: Contest, admin_client: Client, page: str
) -> None:
    client = desk()
    made(client, contest)
    row = Round.objects.get()
    BoardDefinition.objects.create(
        contest=contest,
        code="season",
        title_zh="总榜",
        region=contest.region,
        who="persons",
        formula="standing",
        rounds=[row.code],
        made_at=0,
    )
    if page == "desk":
        answer = client.post("/desk/rounds/of/c26-1/change/", {**FORM, "code": "c26-9"})
        assert answer.status_code == 422
    else:
        fields = {"format": json.dumps(row.format), "opens_at": row.opens_at, "title_zh": "初赛"}
        fields |= {"contest": contest.pk, "closes_at": row.closes_at or "", "code": "c26-9"}
        answer = admin_client.post(f"/admin/quiz/round/{row.pk}/change/", fields)
    assert "榜单“总榜”取用这个轮次" in answer.content.decode()
    assert Round.objects.get().code == "c26-1"
    titled = {**FORM, "title_zh": "预赛"}
    assert client.post("/desk/rounds/of/c26-1/change/", titled).status_code == 302
    BoardDefinition.objects.update(rounds=[])
    renamed = client.post("/desk/rounds/of/c26-1/change/", {**FORM, "code": "c26-9"})
    assert (renamed.status_code, Round.objects.get().code) == (302, "c26-9")

"""What names a round by its code keeps it: its code, its contest and the round itself, at every
door, and the refusal says by what."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from leaderboard.models import BoardDefinition, Raffle
from quiz import changing, clock
from quiz.models import Contest, Round
from tests.leaderboard.rounds_desk import FORM, contest, desk, made

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fake_clock")]
__all__ = ["contest", "desk"]
CHANGE, DROP = "/desk/rounds/of/c26-1/change/", "/desk/rounds/of/c26-1/drop/"


def board(of: Contest, **more: Any) -> None:
    told: dict[str, Any] = {"who": "persons", "formula": "standing", "rounds": ["c26-1"]} | more
    titles = {"title_zh": "总榜", "title_en": "Overall"}
    BoardDefinition.objects.create(
        contest=of, code="season", region=of.region, made_at=0, **titles, **told
    )


def award(of: Contest) -> None:
    board(of, who="regions", formula="award")


def raffle(of: Contest) -> None:
    Raffle.objects.create(
        contest=of,
        scope="440000",
        code="lucky",
        title_zh="总榜",
        title_en="Overall",
        rule={"rounds": ["c26-1"], "above": 0, "per": "person", "cohorts": [], "regions": []},
        prizes=[["书", 1]],
        beacon_source="x",
        closes_at=1,
        delete_at=2,
        made_at=0,
    )


NAMES = pytest.mark.parametrize(
    ("name", "zh", "en"),
    [
        (board, "榜单“总榜”", "Board “Overall”"),
        (award, "优秀组织奖“总榜”", "Award “Overall”"),
        (raffle, "抽奖“总榜”", "Raffle “Overall”"),
    ],
)


def fields(row: Round, **more: Any) -> dict[str, Any]:
    """The admin's form of the round."""
    told = {"contest": row.contest_id, "code": row.code, "title_zh": row.title_zh, "title_en": ""}
    hours = {"opens_at": row.opens_at, "closes_at": row.closes_at}
    return {**told, **hours, "format": json.dumps(row.format), **more}


@NAMES
def test_what_names_a_round_keeps_its_code_and_the_round_at_the_desk(
    desk: Callable[..., Client],
    contest: Contest,
    name: Callable[[Contest], None],
    zh: str,
    en: str,
) -> None:
    client = desk()
    made(client, contest)
    name(contest)
    answer = client.post(CHANGE, {**FORM, "code": "c26-9"})
    assert f"{zh}取用这个轮次，代码不能改" in answer.context["wrong"]["code"]
    english = {"accept-language": "en"}
    answer = client.post(CHANGE, {**FORM, "code": "c26-9"}, headers=english)
    assert answer.context["wrong"]["code"].startswith(f"{en} names this round, whose code stays.")
    assert client.post(CHANGE, {**FORM, "title_zh": "预赛"}).status_code == 302
    answer = client.post(DROP, {"typed": "c26-1"}, follow=True)
    assert f"{zh}取用这个轮次，不能删除。" in answer.content.decode()
    with pytest.raises(changing.Stays):
        changing.remove(Round.objects.get(), now=clock.now())
    assert Round.objects.get().code == "c26-1"


@NAMES
def test_what_names_a_round_keeps_it_in_its_contest_in_the_admin(
    desk: Callable[..., Client],
    contest: Contest,
    admin_client: Client,
    name: Callable[[Contest], None],
    zh: str,
    en: str,
) -> None:
    made(desk(), contest)
    row = Round.objects.get()
    other = Contest.objects.create(code="OTHER", title_zh="别的", region=contest.region)
    path = f"/admin/quiz/round/{row.pk}"
    moved = fields(row, contest=other.pk)
    name(contest)
    page = admin_client.post(f"{path}/change/", moved).content.decode()
    assert f"{zh}取用这个轮次，不能移到别的大赛。" in page
    page = admin_client.post(f"{path}/change/", fields(row, code="c26-9")).content.decode()
    assert f"{zh}取用这个轮次，代码不能改" in page
    one = {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"}
    for answer in (
        admin_client.post(f"{path}/delete/", {"post": "yes"}),
        admin_client.post("/admin/quiz/round/", one),
    ):
        assert (answer.status_code, zh in answer.content.decode()) == (200, True)
    kept = Round.objects.get()
    assert (kept.contest_id, kept.code) == (contest.pk, "c26-1")
    BoardDefinition.objects.all().delete()
    Raffle.objects.all().delete()
    assert admin_client.post(f"{path}/change/", moved).status_code == 302
    assert admin_client.post(f"{path}/delete/", {"post": "yes"}).status_code == 302
    assert not Round.objects.exists()

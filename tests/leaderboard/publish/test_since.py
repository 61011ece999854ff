"""What changes a published result afterwards is told wherever it is shown, until the correction."""

import pytest
from django.core.cache import cache
from django.test import Client

from leaderboard.desk.waiting import waiting
from leaderboard.models import PublishedResult
from leaderboard.publish import since
from quiz.models import Attempt, Round
from tests.leaderboard.publish.cast import LATER, Scene, two
from tests.leaderboard.publish.test_correcting import annul, mark_again, ruled
from tests.leaderboard.publish.test_desk import HERE, signed_in

pytestmark = pytest.mark.slow

RESULT, ARCHIVE = "/results/2026/1/", "/results/2026/"
DUE = "公布之后有 2 份答卷作废或恢复"


def annul_two(played: Scene) -> None:
    annul(list(Attempt.objects.order_by("pk").values_list("pk", flat=True)[:2]), two()[0])


def seen(client: Client, where: str) -> str:
    cache.clear()
    return " ".join(client.get(where).content.decode().split())


def test_the_desk_says_that_a_correction_is_due(played: Scene) -> None:
    played.published()
    lin = signed_in(two()[0])
    assert "待更正" not in seen(lin, "/desk/publish/")
    annul_two(played)
    assert "待更正" in seen(lin, "/desk/publish/")
    page = seen(lin, HERE)
    assert DUE in page
    assert '<li class=""> 核算与核对' in page
    due = [one for one in waiting(two()[0], LATER) if one.title == "须更正的成绩"]
    assert [(one.many, one.href) for one in due] == [(1, "/desk/publish/")]


def test_the_public_page_says_so_quietly_and_not_that_it_is_official(
    played: Scene, client: Client
) -> None:
    played.published()
    assert "mark official" in seen(client, RESULT)
    annul_two(played)
    for where in (RESULT, ARCHIVE):
        assert "mark official" not in seen(client, where)
        assert "待更正" in seen(client, where)
    assert DUE in seen(client, RESULT)
    assert "更正公布之前，以下成绩和名次为非正式" in seen(client, RESULT)


def test_a_ruling_counts_from_its_confirmation_on(played: Scene, client: Client) -> None:
    played.published()
    number = ruled(played, "void_all", [])
    assert "公布之后有 1 题另有裁定" in seen(client, RESULT)
    mark_again(played, number)
    annul_two(played)
    assert f"{DUE}，1 题另有裁定" in seen(client, RESULT)


def test_the_correction_settles_it(played: Scene, client: Client) -> None:
    played.published()
    annul_two(played)
    played.published("代答，作废")
    assert "待更正" not in seen(client, ARCHIVE)
    assert "待更正" not in seen(client, RESULT)
    assert "mark official" in seen(client, "/results/2026/2/")
    assert not [one for one in waiting(two()[0], LATER) if one.title == "须更正的成绩"]
    assert [bool(since.of(one)) for one in PublishedResult.objects.order_by("number")] == [
        True,
        False,
    ]


def test_what_others_ruled_and_annulled_is_none_of_it(played: Scene) -> None:
    annul_two(played)
    result = played.published()
    assert not since.of(result)
    ruled(played, "void_all", [])
    assert since.of(result) == since.Since(papers=0, questions=1)


def test_a_round_that_no_version_of_ours_can_read_keeps_its_pages(
    played: Scene, client: Client
) -> None:
    played.published()
    ruled(played, "void_all", [])
    Round.objects.update(format={"mode": "?"})
    for where in (RESULT, ARCHIVE):
        assert "公布之后有 1 题另有裁定" in seen(client, where) or where == ARCHIVE
        assert client.get(where).status_code == 200
    assert signed_in(two()[0]).get("/desk/").status_code == 200

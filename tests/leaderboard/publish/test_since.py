"""What changes a published result afterwards is told wherever it is shown, until the correction."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from leaderboard.desk.waiting import waiting
from leaderboard.models import Publication, PublishedResult
from leaderboard.publish import publishing, since, standing
from leaderboard.publish.publishing import People
from quiz.models import Attempt, Region, Round
from tests.leaderboard.publish import award_cast
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


def test_a_guest_s_paper_corrects_no_result_and_keeps_no_award_back(
    played: Scene, settings: Any, client: Client
) -> None:
    settings.BOARD_LEAST_PEOPLE = 10
    award_cast.award(played)
    award_cast.mixed(played)
    names = {"name_zh": "香港", "name_en": "Hong Kong"}
    Region.objects.create(code="810000", path="810000", kind="guest", **names)
    played.crowd(3, where="810000")
    result, row = played.published(), played.publication("更正")
    annul([Attempt.objects.get(contestant=played.people[-1]).pk], two()[0])
    assert not since.of(result)
    assert "mark official" in seen(client, RESULT)
    assert award_cast.counted(award_cast.begin(played)).faults == []
    assert publishing.publish_as(row, People("lin", "chen"), LATER).corrects == result


def test_a_result_that_counted_guests_is_held_against_what_it_counted(
    played: Scene, settings: Any
) -> None:
    """As results were made before: their stand names no root."""
    settings.BOARD_LEAST_PEOPLE = 10
    award_cast.award(played)
    award_cast.mixed(played)
    names = {"name_zh": "香港", "name_en": "Hong Kong"}
    Region.objects.create(code="810000", path="810000", kind="guest", **names)
    played.crowd(1, where="810000")
    result = played.published()
    Publication.objects.update(stand={**standing.stand(played.round.pk), "version": 1})
    assert award_cast.counted(award_cast.begin(played)).faults == []
    annul_two(played)
    result.publication.refresh_from_db()
    assert since.of(result).papers == 2


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

"""A season on the desk and in the archive."""

import io
import json

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client

from leaderboard.models import BoardDefinition, Publication, PublishedResult
from leaderboard.models.results import State
from leaderboard.publish import parts, pseudonyms
from quiz import people, seats
from quiz.models import Contestant
from tests.leaderboard.publish import award_cast, season_cast
from tests.leaderboard.publish.cast import LATER, Scene, two
from tests.leaderboard.publish.test_award_desk import read, send
from tests.leaderboard.publish.test_desk import signed_in

pytestmark = pytest.mark.slow
TOKEN = "a-phone-s-own-token-0123456789"


@pytest.fixture
def both(played: Scene) -> tuple[Scene, Scene]:
    cache.clear()
    made = season_cast.second(played)
    season_cast.season(played)
    return played, made


def test_two_people_publish_a_season(both: tuple[Scene, Scene]) -> None:
    board = BoardDefinition.objects.get()
    first, second = (signed_in(user) for user in two())
    here = f"/desk/publish/boards/{board.pk}/"
    both[0].published()
    assert here in read(first, "/desk/publish/")
    assert "须先公布所依据的轮次的成绩" in read(first, here)
    both[1].published()
    assert send(first, board, "begin").status_code == 302
    row = award_cast.counted(Publication.objects.get(state=State.WORKING))
    page = read(second, here)
    assert "全部核对通过" in page
    assert "选手" in page
    answer = send(second, board, "publish", publication=row.pk, typed="season")
    assert answer["Location"] == "/results/2026/3/"
    assert PublishedResult.objects.get(board="season").prepared_by == "lin"


def test_a_board_of_one_round_is_not_offered(both: tuple[Scene, Scene]) -> None:
    board = BoardDefinition.objects.get()
    BoardDefinition.objects.update(rounds=["demo"])
    desk = signed_in(two()[0])
    here = f"/desk/publish/boards/{board.pk}/"
    assert here not in read(desk, "/desk/publish/")
    assert desk.get(here).status_code == 404


def test_the_page_of_a_season_says_what_it_rests_on(
    both: tuple[Scene, Scene], client: Client
) -> None:
    for one in both:
        one.published()
    result = season_cast.published(both[0])
    page = read(client, "/results/2026/3/")
    assert result.sha256 in page
    for words in ("赛季总榜", "正式", "/results/2026/1/", "/results/2026/2/"):
        assert words in page
    name = str(Contestant.objects.get(pk=both[0].people[20].pk).nickname)
    assert name in page
    assert client.get("/results/2026/3/persons.jsonl.gz").status_code == 200
    assert client.get("/results/2026/3/answers.jsonl.gz").status_code == 404
    assert client.get("/results/2026/3/why/440106/").status_code == 404
    people.erase(both[0].people[20], LATER)
    cache.clear()
    assert name not in read(client, "/results/2026/3/")


def test_a_season_on_a_corrected_round_says_so(both: tuple[Scene, Scene], client: Client) -> None:
    for one in both:
        one.published()
    season_cast.published(both[0])
    award_cast.annul_of(both[1], 20)
    both[1].published("代答")
    cache.clear()
    assert "所依据的成绩已被第 4 份更正" in read(client, "/results/2026/3/")
    season_cast.published(both[0], "第二轮已更正")
    cache.clear()
    assert "这一份已被第 5 份更正" in read(client, "/results/2026/3/")
    page = read(client, "/results/2026/5/")
    assert "更正第 3 份" in page
    assert "1 人得分变动" in page


def test_a_phone_finds_its_own_line_in_a_season(both: tuple[Scene, Scene], client: Client) -> None:
    who = both[0].people[20]
    Contestant.objects.filter(pk=who.pk).update(token_hash=seats.token_hash(TOKEN))
    for one in both:
        one.published()
    result = season_cast.published(both[0])
    head = {"Authorization": f"Bearer {TOKEN}"}
    code = client.get("/api/results/2026/3/me", headers=head).json()["code"]
    assert code == pseudonyms.code(pseudonyms.opened(result.publication.secret), who.pk)
    rows = [json.loads(line) for line in parts.lines(result.publication_id, "persons")]
    assert sum(row["code"] == code for row in rows) == 1


def test_a_season_is_published_and_checked_by_command(both: tuple[Scene, Scene]) -> None:
    people = ("--by", "林", "--confirmed-by", "陈")
    with pytest.raises(CommandError):
        call_command("publish_result", "2026/season", *people)
    for code in ("demo", "demo2", "2026/season"):
        call_command("publish_result", code, *people, stdout=io.StringIO())
    out = io.StringIO()
    call_command("verify_result", "--contest", "2026", stdout=out)
    assert out.getvalue() == "same\n"
    assert PublishedResult.objects.get(number=3).board == "season"

"""Taking a certificate with a phone's token, and checking its code as anybody."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from leaderboard.models.certificates import Certificate
from leaderboard.pictures import api, certificate_views, issuing, poster, poster_views
from leaderboard.pictures.poster import Poster
from leaderboard.projector import Projector
from leaderboard.rules import certificates
from leaderboard.store_memory import MemoryShelf
from quiz import people, swept
from quiz.admission import Door
from quiz.models import Contestant, Entry
from quiz.rules.units import Millis
from quiz.swept import Mark
from tests.fakes import FakeClock
from tests.leaderboard.cast import Scene, token

pytestmark = pytest.mark.slow

TAKE = "/api/certificates/first"
DAY = 86_400_000


@pytest.fixture
def over(
    stage: Scene,
    monkeypatch: pytest.MonkeyPatch,
    fake_clock: FakeClock,
    settings: Any,
    tmp_path: Any,
) -> Projector:
    """A contest whose round is over; 梅 has 80 points, 𬱖 90, 笑🙂 70."""
    settings.DATA_DIR = tmp_path
    for name, score in [("梅", 80), ("𬱖", 90), ("笑🙂", 70)]:
        stage.close(name, score)
    stage.join("兰")
    fake_clock.tick(2 * DAY)
    made = Projector(MemoryShelf())
    made.catch_up(fake_clock.now())
    made.following = True
    for module in (api, certificate_views, poster_views):
        monkeypatch.setattr(module, "projector", made)
    monkeypatch.setattr(certificate_views, "door", Door())
    return made


def take(client: Client, name: str, address: str = TAKE) -> Any:
    return client.post(address, headers={"Authorization": f"Bearer {token(name)}"})


def test_a_certificate_taken_twice_is_the_same_one(client: Client, over: Projector) -> None:
    first, second = take(client, "𬱖"), take(client, "𬱖")
    assert first.status_code == 200
    assert first.json() == second.json()
    kept = Certificate.objects.get()
    assert (kept.score, kept.rank, kept.people) == (90, 1, 3)
    assert first.json()["code"] == certificates.written(kept.code)


@pytest.mark.parametrize(
    ("name", "address", "status", "code"),
    [
        ("兰", TAKE, 409, "no_result"),
        ("笑🙂", TAKE, 409, "no_glyph"),
        ("梅", "/api/certificates/train", 404, "no_such_round"),
        ("梅", "/api/certificates/none", 404, "no_such_round"),
        ("nobody", TAKE, 401, "no_token"),
    ],
)
def test_who_gets_none_hears_why(
    client: Client, over: Projector, name: str, address: str, status: int, code: str
) -> None:
    answer = take(client, name, address)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not Certificate.objects.exists()


def test_a_name_that_cannot_be_drawn_is_told_sign_by_sign(client: Client, over: Projector) -> None:
    assert "🙂" in take(client, "笑🙂").json()["message"]


def test_no_certificate_is_given_before_the_round_is_over(
    client: Client, over: Projector, fake_clock: FakeClock
) -> None:
    fake_clock.time = Millis(fake_clock.time - 2 * DAY)
    assert take(client, "梅").json()["code"] == "not_over"


def test_none_is_given_until_the_last_papers_are_closed_and_counted(
    client: Client, over: Projector, stage: Scene, fake_clock: FakeClock
) -> None:
    """At the stroke of the end somebody is still at it; the sweeper closes their paper."""
    fake_clock.time = Millis(stage.ranked.closes_at or 0)
    over.as_of = fake_clock.time
    assert take(client, "𬱖").json()["code"] == "counting"
    stage.close("迟", 100)
    closing = Entry.objects.filter(attempt__contestant=stage.people["迟"])
    left = closing.values()[0]
    closing.delete()
    over.catch_up(fake_clock.tick(3_000))
    assert take(client, "𬱖").json()["code"] == "counting"
    Entry.objects.create(**left | {"stored_at": fake_clock.tick(3_000)})
    assert take(client, "𬱖").json()["code"] == "counting"  # closed, but on no board yet
    over.catch_up(fake_clock.now())
    assert take(client, "𬱖").status_code == 200
    kept = Certificate.objects.get()
    assert (kept.rank, kept.people) == (2, 4)


def test_none_is_given_while_the_boards_are_late(
    client: Client, over: Projector, fake_clock: FakeClock
) -> None:
    assert take(client, "梅").status_code == 200
    fake_clock.tick(60_000)
    assert take(client, "𬱖").json()["code"] == "counting"
    assert take(client, "梅").status_code == 200  # the same one again


@pytest.mark.parametrize("kept", [True, False])
def test_who_asks_first_days_later_need_not_ask_twice(
    client: Client, over: Projector, fake_clock: FakeClock, *, kept: bool
) -> None:
    ranked, now = over.catalogue.codes["first"], fake_clock.now()
    if kept:  # as the sweeper left it when the last paper was closed
        swept.keep(ranked.id, Mark(Millis((ranked.closes_at or 0) + swept.LATE_MS + 1)), now)
    fake_clock.tick(250)  # the boards were read a tick ago
    assert take(client, "𬱖").status_code == 200


def test_the_database_is_asked_once_whether_all_are_in(
    client: Client, over: Projector, django_assert_num_queries: Any
) -> None:
    ranked = over.catalogue.codes["first"]
    # Where the sweeper was, twice; the end; the papers after that; the last closing.
    for queries in (5, 0):
        with django_assert_num_queries(queries):
            assert issuing.counted(over, ranked, over.as_of)


def test_none_is_given_while_the_results_are_checked(client: Client, over: Projector) -> None:
    address = take(client, "𬱖").json()["page"]
    ranked = over.catalogue.codes["first"]
    over.catalogue = replace(over.catalogue, freezes={ranked.id: 1})
    assert take(client, "梅").json()["code"] == "frozen"
    assert "尚未公布" in client.get(address).content.decode()


def test_a_code_is_checked_by_anybody_and_hides_a_real_name(
    client: Client, over: Projector
) -> None:
    Contestant.objects.filter(nickname="梅").update(nickname="张三丰")
    code = take(client, "梅").json()["code"]
    found = client.get("/v/", {"code": code.lower()}, follow=True)
    page = found.content.decode()
    assert found.redirect_chain[-1][0] == f"/v/{code.replace('-', '')}/"
    assert "证书有效" in page
    assert "张*丰" in page
    assert "张三丰" not in page


@pytest.mark.parametrize("typed", ["K7QM2XWD9FHT", "x", "%00", "k" * 300, "<script>", "𬱖"])
def test_what_is_no_code_is_told_in_words(client: Client, over: Projector, typed: str) -> None:
    answer = client.get(f"/v/{typed}/")
    assert answer.status_code == 404
    assert "没有这张证书" in answer.content.decode()
    assert "<script>" not in answer.content.decode().replace("<script type", "")


def test_guessing_codes_is_slowed_down(client: Client, over: Projector) -> None:
    answers = {client.get("/v/K7QM2XWD9FHT/").status_code for _ in range(310)}
    assert answers == {404, 429}


def test_a_better_result_later_is_said_beside_the_old_one(
    client: Client, over: Projector, stage: Scene, fake_clock: FakeClock
) -> None:
    address = take(client, "梅").json()["page"]
    stage.close("梅", 100)
    over.catch_up(fake_clock.tick(10_000))
    page = client.get(address).content.decode()
    assert "成绩已更正" in page
    assert "取得 80 分" in page
    assert "取得 100 分" in page


def test_a_result_that_counts_no_more_makes_the_certificate_void(
    client: Client, over: Projector, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = take(client, "梅").json()
    assert client.get(taken["picture"]).status_code == 200
    monkeypatch.setattr(over, "shelf", MemoryShelf())
    page = client.get(taken["page"]).content.decode()
    assert "成绩已作废" in page
    assert "certificate.png" not in page
    assert {client.get(taken[shape]).status_code for shape in ("picture", "phone")} == {404}


def test_who_had_their_data_deleted_is_not_named_any_more(
    client: Client, over: Projector, stage: Scene, fake_clock: FakeClock
) -> None:
    address = take(client, "梅").json()["page"]
    people.erase(stage.people["梅"], fake_clock.now())
    page = client.get(address)
    assert page.status_code == 200
    assert "梅" not in page.content.decode()


def test_the_picture_is_kept_by_browsers_and_drawn_in_three_languages(
    client: Client, over: Projector
) -> None:
    address = take(client, "𬱖").json()["picture"]
    first = client.get(address)
    assert (first.status_code, first["Content-Type"]) == (200, "image/png")
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    english = client.get(address, headers={"Accept-Language": "en"})
    assert english["ETag"] != first["ETag"]
    assert client.get(f"{address}?shape=phone")["ETag"] not in (first["ETag"], english["ETag"])


@pytest.mark.parametrize(
    ("address", "status"),
    [
        *(("/boards/GD26/4401/poster.png", 200), ("/boards/GD26/440106/poster.png", 200)),
        *(("/boards/GD26/44/best.png", 200), ("/boards/GD26/4403/best.png", 200)),
        *(("/boards/GD26/44/poster.png", 404), ("/boards/GD26/9999/poster.png", 404)),
        *(("/boards/NONE/4401/poster.png", 404), ("/boards/GD26/4401/poster.png?round=x", 404)),
        *(("/boards/GD26/%00/best.png", 404), ("/boards/GD26/4401/best.png?round=train", 404)),
    ],
)
def test_posters_of_boards_and_of_nothing(
    client: Client, over: Projector, address: str, status: int
) -> None:
    assert client.get(address).status_code == status


def test_a_region_of_few_people_shows_no_figures_on_its_poster(
    client: Client, over: Projector, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Poster] = []

    def draw(of: Poster) -> bytes:
        seen.append(of)
        return b""

    monkeypatch.setattr(poster, "draw", draw)
    client.get("/boards/GD26/4401/poster.png")
    [shown] = seen
    assert [figure.number for figure in shown.figures] == ["不足 10"]
    assert shown.rank == "未参加排名"


def test_the_page_for_ones_own_certificates_names_the_ranked_rounds(
    client: Client, over: Projector, stage: Scene
) -> None:
    page = client.get("/c/GD26/").content.decode()
    assert "初赛" in page
    assert "练习" not in page
    assert "还没有结束" not in page
    assert client.get("/c/NONE/").status_code == 404


def test_nobody_is_offered_a_certificate_before_the_round_is_over(
    client: Client, over: Projector, fake_clock: FakeClock
) -> None:
    fake_clock.tick(-2 * DAY)
    page = client.get("/c/GD26/").content.decode()
    assert "还没有结束" in page
    assert '<button type="button" class="main" hidden>' in page

"""Publishing on the desk: two people, step by step, and only in one's own region."""

import json
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from leaderboard.models import Publication, PublishedResult
from leaderboard.models.results import State
from leaderboard.publish import working
from leaderboard.sheets import moment
from questionbank import grants
from quiz import annulling, appeals
from quiz.flags import watch
from quiz.models import Attempt, Contestant, Entry, EntryKind, FlagLook, Round
from tests.leaderboard.publish.cast import CLOSED_AT, LATER, Scene, two
from tests.quiz import query_plans

pytestmark = pytest.mark.slow

HERE = "/desk/publish/demo/"


@pytest.fixture
def desks(played: Scene) -> tuple[Client, Client]:
    """The desks of two organisers of the province."""
    return signed_in(two()[0]), signed_in(two()[1])


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def count() -> Publication:
    """What the counting process does."""
    row = Publication.objects.get(state=State.WORKING)
    working.work(row, lambda: LATER)
    row.refresh_from_db()
    return row


def send(client: Client, what: str, **form: Any) -> HttpResponse:
    return client.post(f"{HERE}{what}/", form)  # type: ignore[return-value]


def test_two_people_publish_a_round(played: Scene, desks: tuple[Client, Client]) -> None:
    first, second = desks
    assert "可以核算" in first.get("/desk/publish/").content.decode()
    assert send(first, "begin").status_code == 302
    assert "正在核算" in first.get(HERE).content.decode()
    row = count()
    assert "请另一位组织者" in first.get(HERE).content.decode()
    page = second.get(HERE).content.decode()
    assert "全部核对通过" in page
    answer = send(second, "publish", publication=row.pk, typed="demo")
    assert answer["Location"] == "/results/2026/1/"
    result = PublishedResult.objects.get()
    assert (result.prepared_by, result.published_by) == ("lin", "chen")
    assert "已公布" in second.get("/desk/publish/").content.decode()


def test_simulated_people_in_a_result_are_told_with_their_number_and_asked_for(
    played: Scene, desks: tuple[Client, Client]
) -> None:
    first, second = desks
    assert "模拟选手" not in first.get(HERE).content.decode()
    bots = [who.pk for who in played.people[:3]]
    Contestant.objects.filter(pk__in=bots).update(bot=True)
    assert "有 3 名模拟选手的答卷计入这份成绩" in first.get(HERE).content.decode()
    # Whose papers are annulled is in no result.
    paper = Attempt.objects.get(contestant=bots[0])
    annulling.annul({paper.pk: 1}, annulling.Why("other", "模拟"), two()[0], LATER)
    send(first, "begin")
    row = count()
    page = second.get(HERE).content.decode()
    assert re.search(r'name="simulated"\s+value="2"\s+required', page)
    for ticked in ({}, {"simulated": "3"}):
        answer = send(second, "publish", publication=row.pk, typed="demo", **ticked)
        assert (answer.status_code, "勾选之后再公布" in answer.content.decode()) == (400, True)
    assert not PublishedResult.objects.exists()
    answer = send(second, "publish", publication=row.pk, typed="demo", simulated="2")
    assert answer["Location"] == "/results/2026/1/"
    # The regulations (7.1) rank them as others, where they play at all.
    assert json.loads(PublishedResult.objects.get().body)["people"] == 59


def test_simulated_people_are_found_without_reading_all_papers(
    played: Scene, desks: tuple[Client, Client]
) -> None:
    with query_plans.asked("bot") as plans:
        desks[0].get(HERE)
    (said,) = [one for one in plans if "contestants_simulated" in one]
    assert not re.search(r"SCAN quiz_(attempt|contestant)\b", said), said


def test_of_a_round_that_was_never_prepared_nothing_is_said_to_be_done(
    played: Scene, desks: tuple[Client, Client]
) -> None:
    asked = played.round
    Round.objects.create(
        contest=asked.contest,
        code="bare",
        title_zh="复赛",
        format=asked.format,
        opens_at=1,
        closes_at=2,
    )
    page = desks[0].get("/desk/publish/bare/").content.decode()
    assert '<li class="good">' not in page
    assert "还不能核算：这个轮次还没有准备卷册" in page
    assert re.search(r"disabled[^>]*>开始核算", page)


def test_who_proposed_cannot_confirm(played: Scene, desks: tuple[Client, Client]) -> None:
    first, _second = desks
    send(first, "begin")
    row = count()
    answer = send(first, "publish", publication=row.pk, typed="demo")
    assert answer.status_code == 400
    assert "须由提出者以外的人确认" in answer.content.decode()
    assert not PublishedResult.objects.exists()


@pytest.mark.parametrize("typed", ["", "Demo", "yes", "demo1"])
def test_the_confirmation_must_be_typed(
    played: Scene, desks: tuple[Client, Client], typed: str
) -> None:
    send(desks[0], "begin")
    row = count()
    assert send(desks[1], "publish", publication=row.pk, typed=typed).status_code == 400
    assert not PublishedResult.objects.exists()


def test_a_second_click_publishes_nothing_twice(
    played: Scene, desks: tuple[Client, Client]
) -> None:
    send(desks[0], "begin")
    assert send(desks[0], "begin").status_code == 400
    row = count()
    send(desks[1], "publish", publication=row.pk, typed="demo")
    again = send(desks[1], "publish", publication=row.pk, typed="demo")
    assert again.status_code == 400
    assert PublishedResult.objects.count() == 1


def test_faults_are_told_with_where_and_numbers(
    played: Scene, desks: tuple[Client, Client]
) -> None:
    closing = Entry.objects.filter(kind=EntryKind.CLOSED).order_by("pk")[0]
    Entry.objects.filter(pk=closing.pk).update(points=closing.points + 3)
    send(desks[0], "begin")
    assert count().state == State.REFUSED
    page = desks[1].get(HERE).content.decode()
    assert "不能公布" in page
    assert f"得分为 {closing.points + 3}，重新判分为 {closing.points}" in page


def test_nothing_is_counted_while_papers_are_open_and_old_reasons_go(
    played: Scene, desks: tuple[Client, Client]
) -> None:
    closings = Entry.objects.filter(kind=EntryKind.CLOSED)
    lost = list(closings.order_by("pk")[:3])
    closings.filter(pk__in=[one.pk for one in lost]).delete()
    send(desks[0], "begin")
    assert count().state == State.REFUSED
    Entry.objects.bulk_create(lost[:1])
    page = desks[0].get(HERE).content.decode()
    assert "3 份答卷没有交卷" not in page
    assert "还不能核算：还有 2 份答卷没有交卷" in page
    assert button(page) == "disabled"
    assert "不能公布" not in page
    Entry.objects.bulk_create(lost[1:])
    page = desks[0].get(HERE).content.decode()
    assert "没有交卷" not in page
    assert button(page) == ""
    send(desks[0], "begin")
    assert count().state == State.READY


def button(page: str) -> str:
    """What the button that has it counted says of itself."""
    (found,) = re.findall(r'<button type="submit"\s+class="main"\s*(\w*)[^>]*>开始核算', page)
    return str(found)


def test_given_up_it_can_be_begun_again(played: Scene, desks: tuple[Client, Client]) -> None:
    send(desks[0], "begin")
    row = count()
    assert send(desks[1], "drop", publication=row.pk).status_code == 302
    assert send(desks[1], "publish", publication=row.pk, typed="demo").status_code == 400
    assert send(desks[1], "begin").status_code == 302


def test_a_correction_wants_a_reason(played: Scene, desks: tuple[Client, Client]) -> None:
    played.published()
    assert send(desks[0], "begin").status_code == 400
    assert send(desks[0], "begin", reason="x" * 301).status_code == 400
    assert send(desks[0], "begin", reason="第 3 题答案有误").status_code == 302


def test_how_far_it_is_can_be_asked(played: Scene, desks: tuple[Client, Client]) -> None:
    send(desks[0], "begin")
    far = desks[0].get(f"{HERE}far/").json()
    assert (far["working"], far["step"]) == (True, "读取流水")
    count()
    assert desks[0].get(f"{HERE}far/").json()["working"] is False


def test_an_organiser_of_one_city_does_not_see_the_province_s_round(played: Scene) -> None:
    user = User.objects.create_user("city")
    grants.give(user, "organiser", "440000/440100", by=None)
    client = signed_in(user)
    assert "demo" not in client.get("/desk/publish/").content.decode()
    assert client.get(HERE).status_code == 404
    for what in ("begin", "drop", "publish"):
        assert send(client, what, publication=1, typed="demo").status_code == 404
    assert client.get(f"{HERE}far/").status_code == 404
    assert not Publication.objects.exists()


@pytest.mark.parametrize("number", ["", "abc", "0", "999999999999999999999", "-1"])
def test_a_form_about_another_publication_does_nothing(
    played: Scene, desks: tuple[Client, Client], number: str
) -> None:
    send(desks[0], "begin")
    count()
    answer = send(desks[1], "publish", publication=number, typed="demo")
    assert answer.status_code == 400
    assert not PublishedResult.objects.exists()


def test_nothing_is_counted_before_flags_were_looked_for(
    played: Scene, desks: tuple[Client, Client]
) -> None:
    FlagLook.objects.all().delete()
    page = desks[0].get(HERE).content.decode()
    assert f"疑点：结束后还没有查找（{moment(CLOSED_AT + 600_000)} 自动查找，或现在查找）" in page
    assert 'disabled aria-describedby="waits"' in page
    send(desks[0], "begin")
    row = count()
    assert (row.state, [one["code"] for one in row.faults]) == (State.REFUSED, ["unlooked"])
    assert desks[0].post("/desk/flags/look/", {"round": "demo"}).status_code == 302
    assert "疑点：结束后" not in desks[0].get(HERE).content.decode()


def test_after_a_late_paper_flags_are_looked_for_again(played: Scene) -> None:
    FlagLook.objects.update(began_at=CLOSED_AT - 1)
    assert not watch.looked(played.plan)
    FlagLook.objects.update(began_at=LATER)
    closings = Entry.objects.filter(kind=EntryKind.CLOSED)
    late = closings.order_by("pk").values()[0]
    closings.filter(pk=late["id"]).delete()
    assert watch.looked(played.plan)  # a paper is still open
    Entry.objects.create(**late | {"stored_at": LATER})
    assert not watch.looked(played.plan)
    FlagLook.objects.update(began_at=LATER + 1)
    assert watch.looked(played.plan)


def test_the_first_appeal_of_a_paper_keeps_its_round_back_and_later_ones_do_not(
    played: Scene, desks: tuple[Client, Client]
) -> None:
    lin, _chen = two()
    paper = Attempt.objects.get(contestant=played.people[0])
    annulling.annul({paper.pk: 1}, annulling.Why("program"), lin, LATER)
    first = appeals.file(paper.pk, "不是程序", LATER)
    page = desks[0].get(HERE).content.decode()
    assert "还有 1 份答卷的首次申诉没有答复" in page
    assert 'disabled aria-describedby="waits"' in page
    appeals.answer(first.pk, "已核查", lin, LATER)
    appeals.file(paper.pk, "请再看", LATER)
    assert 'aria-describedby="waits"' not in desks[0].get(HERE).content.decode()

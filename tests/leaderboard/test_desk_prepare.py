"""A round on the desk from its preview to its promise: prepared once, kept as it was promised,
deleted while nobody has played."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from leaderboard.models import BoardDefinition
from questionbank import errand_kinds
from quiz import clock
from quiz.models import Contest, PreparedRound, Round, RoundErrand
from quiz.rules.units import Millis
from tests.fakes import MORNING, FakeClock
from tests.leaderboard.rounds_desk import FORM, contest, desk, made, prepared, text
from tests.quiz import world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fake_clock")]
__all__ = ["contest", "desk"]


def test_a_promised_round_keeps_its_code_and_settings_and_an_open_one_its_hours(
    desk: Callable[..., Client], contest: Contest, fake_clock: FakeClock
) -> None:
    client, path = desk(), "/desk/rounds/of/c26-1/change/"
    before = prepared(client, contest)
    later = {"title_zh": "新名", "opens_at": "2026-09-27T09:00", "closes_at": FORM["closes_at"]}
    # Nothing of a form from before the promise is kept, and nobody reads that it was.
    answer = client.post(path, FORM | later | {"right": "1", "code": "x"})
    assert "卷册已承诺" in answer.context["wrong"]["code"]
    assert Round.objects.get().title_zh == before.title_zh
    assert client.post(path, later | {"code": "x"}).status_code == 302
    row = Round.objects.get()
    assert (row.title_zh, row.code, row.format) == ("新名", before.code, before.format)
    assert row.opens_at == before.opens_at + 86_400_000
    fake_clock.time = type(fake_clock.time)(row.opens_at)
    answer = client.post(path, later | {"closes_at": "2026-10-11T18:00"})
    assert "轮次已经开始" in answer.context["wrong"]["closes_at"]
    assert client.post(path, {"title_zh": "又一名"}).status_code == 302
    assert Round.objects.get().title_zh == "又一名"
    assert Round.objects.get().closes_at == before.closes_at


def test_an_hour_that_nobody_touched_keeps_its_seconds(
    desk: Callable[..., Client], contest: Contest
) -> None:
    client, path = desk(), "/desk/rounds/of/c26-1/change/"
    row = prepared(client, contest)
    hours = {"opens_at": row.opens_at + 30_000, "closes_at": (row.closes_at or 0) + 45_001}
    Round.objects.update(**hours)
    plain = client.get(path).context["typed"].plain
    shown = {name: plain[name] for name in hours} | {"title_zh": "新名"}
    assert client.post(path, shown).status_code == 302
    assert Round.objects.filter(title_zh="新名", **hours).exists()


def test_a_round_is_previewed_and_prepared_and_its_promise_is_public(
    desk: Callable[..., Client], contest: Contest
) -> None:
    client = desk()
    row = prepared(client, contest)
    kept = PreparedRound.objects.get()
    page = text(client, "/desk/rounds/of/c26-1/")
    public = text(Client(), f"/results/{contest.code}/promises/")
    for shown in (page, public):
        assert kept.seed_hash in shown
        assert kept.digest in shown
        assert kept.seed not in shown
    assert "候选题 12 道，切成 2 册" in page
    assert "题库不够" not in page
    assert "单选题 <small>single</small>" in page
    assert "备卷：完成" in page
    assert row.pk == kept.round_id


def test_a_promise_that_was_replaced_or_withdrawn_stays_public_with_when(
    desk: Callable[..., Client], contest: Contest, fake_clock: FakeClock
) -> None:
    client, path = desk(), f"/results/{contest.code}/promises/"
    prepared(client, contest)
    assert "作废" not in text(Client(), path)
    kept = [PreparedRound.objects.get()]
    for hour in (1, 2):
        fake_clock.time = Millis(MORNING + hour * world.HOUR)
        client.post("/desk/rounds/of/c26-1/again/", {"typed": "c26-1"})
        assert errand_kinds.do_next(clock.now()) is not None
        kept.append(PreparedRound.objects.get())
    page = text(Client(), path)
    # What holds stands first, then what does not, in its order.
    places = [page.index(one.digest) for one in (kept[2], kept[0], kept[1])]
    assert places == sorted(places)
    assert all(one.seed_hash in page and one.seed not in page for one in kept)
    assert "换过 2 次承诺" in page
    first = page[places[1] - 1_000 : places[1]]
    assert re.search("2026-09-19.*08:00.*备好.*2026-09-19.*09:00.*作废", first, re.DOTALL)
    client.post("/desk/rounds/of/c26-1/drop/", {"typed": "c26-1"})
    page = text(Client(), path)
    assert all(one.digest in page for one in kept)
    assert "这一轮现在没有承诺" in page
    # Made again under its code, it has the same past.
    prepared(client, contest)
    page = text(Client(headers={"accept-language": "en"}), path)
    assert "replaced 3 times before the opening" in page
    assert all(one.digest in page for one in kept)


def test_a_preparation_under_way_is_told_with_whose_it_is(
    desk: Callable[..., Client], contest: Contest
) -> None:
    first, second = desk(), desk("440000", "organiser")
    made(first, contest)
    first.post("/desk/rounds/of/c26-1/prepare/")
    answer = second.post("/desk/rounds/of/c26-1/prepare/", follow=True)
    assert "organiser-440000 正在做备卷" in answer.content.decode()
    assert first.get("/desk/rounds/of/c26-1/far/").json() == {
        "working": True,
        "done": 0,
        "total": 3,
    }
    errand_kinds.do_next(clock.now())
    assert not first.get("/desk/rounds/of/c26-1/far/").json()["working"]
    again = second.post("/desk/rounds/of/c26-1/prepare/", follow=True)
    assert "卷册只能准备一次" in again.content.decode()
    assert RoundErrand.objects.count() == 1


def test_books_are_cut_anew_before_the_opening_and_the_record_names_those_that_went(
    desk: Callable[..., Client], contest: Contest, fake_clock: FakeClock
) -> None:
    client, again = desk(), "/desk/rounds/of/c26-1/again/"
    row = prepared(client, contest)
    first = PreparedRound.objects.get().digest
    client.post(again, {"typed": "c26"})
    assert errand_kinds.do_next(clock.now()) is None
    assert desk("440000/440100").post(again, {"typed": "c26-1"}).status_code == 404
    client.post(again, {"typed": "c26-1"})
    assert errand_kinds.do_next(clock.now()) is not None
    kept = PreparedRound.objects.get()
    assert kept.digest != first
    page = text(client, "/desk/rounds/of/c26-1/")
    assert f"重新备卷：完成（原卷册指纹 {first}）" in page
    assert kept.digest in page
    assert 'class="card problem-card"' not in page
    client.post(again, {"typed": "c26-1"})
    fake_clock.time = type(fake_clock.time)(row.opens_at)
    errand_kinds.do_next(clock.now())
    assert PreparedRound.objects.get().digest == kept.digest
    assert "卷册不能再变" in text(client, "/desk/rounds/of/c26-1/")


def test_what_is_public_of_the_books_is_a_file_with_the_seed_only_once_it_is_over(
    desk: Callable[..., Client], contest: Contest, fake_clock: FakeClock
) -> None:
    client, path = desk(), "/desk/rounds/of/c26-1/public/"
    made(client, contest)
    assert client.get(path).status_code == 404
    Round.objects.all().delete()
    row = prepared(client, contest)
    assert desk("440000/440100").get(path).status_code == 404
    kept = PreparedRound.objects.get()
    told = client.get(path)
    assert told.json()["digest"] == kept.digest
    assert kept.seed not in told.content.decode()
    assert told.headers["Content-Disposition"] == 'attachment; filename="c26-1.json"'
    fake_clock.time = type(fake_clock.time)((row.closes_at or 0) + 60_000)
    assert client.get(path).json()["seed"] == kept.seed


@pytest.mark.parametrize(
    ("numbers", "kept"), [(("26001", "26001"), "26001"), (("1", "2"), ""), (("", ""), "")]
)
def test_a_public_number_is_mixed_in_when_it_was_typed_twice_alike(
    desk: Callable[..., Client], contest: Contest, numbers: tuple[str, str], kept: str
) -> None:
    client = desk()
    prepared(client, contest)
    said = dict(zip(("beacon", "again"), numbers, strict=True))
    client.post("/desk/rounds/of/c26-1/beacon/", said)
    assert PreparedRound.objects.get().beacon == kept
    client.post("/desk/rounds/of/c26-1/beacon/", {"beacon": "7", "again": "7"})
    assert PreparedRound.objects.get().beacon == (kept or "7")


def test_a_round_is_deleted_by_its_name_only(desk: Callable[..., Client], contest: Contest) -> None:
    client = desk()
    prepared(client, contest)
    answer = client.post("/desk/rounds/of/c26-1/drop/", {"typed": "c26"}, follow=True)
    assert "要写出轮次的代码 c26-1" in answer.content.decode()
    assert Round.objects.exists()
    client.post("/desk/rounds/of/c26-1/drop/", {"typed": "c26-1"})
    assert not Round.objects.exists()


def test_a_round_that_a_board_names_stays(desk: Callable[..., Client], contest: Contest) -> None:
    client = desk()
    made(client, contest)
    BoardDefinition.objects.create(
        contest=contest,
        code="top",
        title_zh="百强榜",
        region=contest.region,
        who="persons",
        formula="standing",
        rounds=["c26-1"],
        made_at=MORNING,
    )
    answer = client.post("/desk/rounds/of/c26-1/drop/", {"typed": "c26-1"}, follow=True)
    assert "榜单“百强榜”取用这个轮次，不能删除" in answer.content.decode()
    assert Round.objects.exists()


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans"])
def test_the_list_tells_what_there_is_in_each_language(
    desk: Callable[..., Client], contest: Contest, language: str
) -> None:
    client = desk()
    prepared(client, contest)
    client.cookies["django_language"] = language
    for path in ("", "contest/", f"new/{contest.code}/", "of/c26-1/", "of/c26-1/change/"):
        assert client.get(f"/desk/rounds/{path}").status_code == 200
    page = text(client, "/desk/rounds/")
    assert ("First round" if language == "en" else "初赛") in page

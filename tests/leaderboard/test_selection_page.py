"""Choosing a team on the desk: from the board to the list, and every change on record."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client

from leaderboard.desk import selection as page
from leaderboard.models import Candidate, Selection, SelectionStep
from leaderboard.projector import Projector
from leaderboard.selection import choosing
from leaderboard.store_memory import MemoryShelf
from questionbank import grants
from tests.fakes import FakeClock
from tests.leaderboard.cast import Scene

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DUE = "2026-12-01"
CONDITIONS = {"seats-youth": "2", "seats-farmers": "1", "women": "1", "men": "1", "reserves": "2"}


@pytest.fixture
def client(stage: Scene, monkeypatch: pytest.MonkeyPatch, fake_clock: FakeClock) -> Client:
    """An organiser of one city, in which five young people and two farmers took part."""
    for name, score in [("梅", 90), ("兰", 90), ("菊", 80), ("松", 70), ("柏", 60)]:
        stage.close(name, score)
    for name, score in [("竹", 70), ("桃", 50)]:
        stage.join(name, cohort="farmers")
        stage.close(name, score)
    stage.join("远", region="440305")
    stage.close("远", 100)
    made = Projector(MemoryShelf())
    made.catch_up(fake_clock.now())
    made.following = True
    monkeypatch.setattr(page, "projector", made)
    return organiser("44/4401")


def organiser(scope: str) -> Client:
    user = User.objects.create_user(f"of-{scope.replace('/', '-')}")
    grants.give(user, "organiser", scope, by=None)
    client = Client()
    client.force_login(user)
    return client


def make(client: Client, **more: str) -> Selection:
    form = {"round": "first", "scope": "44/4401", "title": "广州队", "forget_on": DUE}
    answer = client.post("/desk/selections/make/", form | CONDITIONS | more)
    assert answer.status_code == 302, answer.content.decode()
    return Selection.objects.get()


def one(name: str) -> Candidate:
    return Candidate.objects.get(contestant__nickname=name)


def say(client: Client, of: Selection, women: str = "兰桃", declined: str = "") -> None:
    told: dict[str, str] = {}
    for candidate in of.candidates.select_related("contestant"):
        name = candidate.contestant.nickname
        told[f"asked-{candidate.pk}"] = "1"
        told[f"sex-{candidate.pk}"] = "f" if name in women else "m"
        told[f"born-{candidate.pk}"] = "2001"
        if name in declined:
            told[f"declined-{candidate.pk}"] = "on"
    client.post(f"/desk/selections/{of.pk}/say/", told)


def lock(client: Client, of: Selection, *names: str, reason: str = "") -> None:
    team = ",".join(str(number) for number in sorted(one(name).pk for name in names))
    client.post(f"/desk/selections/{of.pk}/lock/", {"team": team, "reason": reason})


def shown(client: Client, of: Selection) -> str:
    answer = client.get(f"/desk/selections/{of.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def names(of: Selection) -> set[str]:
    found = of.candidates.filter(pk__in=choosing.members(of))
    return set(found.values_list("contestant__nickname", flat=True))


def test_candidates_are_the_best_of_the_region_by_cohort(client: Client) -> None:
    of = make(client)
    found = set(of.candidates.values_list("contestant__nickname", "rank"))
    assert found >= {("梅", 1), ("兰", 1), ("菊", 3), ("竹", 1)}
    assert "远" not in {name for name, _rank in found}


def test_numbers_that_are_nobodys_make_no_team(client: Client) -> None:
    of = make(client)
    sent = client.post(f"/desk/selections/{of.pk}/lock/", {"team": "1" * 5_000, "reason": ""})
    assert sent.status_code < 500
    assert not choosing.members(of)


def test_the_condition_that_cannot_be_met_is_told(client: Client) -> None:
    of = make(client)
    assert "女性至少 1 人" in shown(client, of)
    assert "组不成队" in shown(client, of)


def test_the_best_team_is_proposed_and_locked(client: Client) -> None:
    of = make(client)
    say(client, of)
    assert "总分 250" in shown(client, of)
    lock(client, of, "梅", "兰", "竹")
    assert names(of) == {"梅", "兰", "竹"}
    assert "同组有名次在前的人" in shown(client, of)


def test_a_better_one_who_is_passed_over_is_told_why(client: Client) -> None:
    of = make(client)
    say(client, of, women="菊")
    assert "全队总分少" in shown(client, of) or "并列" in shown(client, of)


def test_a_team_that_is_not_the_best_is_not_locked(client: Client) -> None:
    of = make(client)
    say(client, of)
    lock(client, of, "菊", "兰", "竹")
    assert not of.steps.exists()


def test_of_several_as_good_one_is_chosen_with_a_reason(client: Client) -> None:
    of = make(client, **{"seats-youth": "1"})
    say(client, of, women="竹桃")
    assert "有 2 个组合" in shown(client, of)
    lock(client, of, "梅", "竹")
    assert not of.steps.exists()
    lock(client, of, "梅", "竹", reason="抽签")
    assert names(of) == {"梅", "竹"}


def test_a_reserve_steps_up_and_it_stays_on_record(client: Client) -> None:
    of = make(client, oldest="60")
    say(client, of)
    lock(client, of, "梅", "兰", "竹")
    said = {"gone": one("梅").pk, "came": one("菊").pk, "reason": "出差"}
    client.post(f"/desk/selections/{of.pk}/replace/", said)
    assert names(of) == {"菊", "兰", "竹"}
    page = shown(client, of)
    assert "菊 替换 梅" in page
    assert "由他人替换" in page
    assert "出差" in page
    paper = client.get(f"/desk/selections/{of.pk}/paper/").content.decode()
    assert "2001" not in paper


@pytest.mark.parametrize(
    ("gone", "came", "reason"), [("梅", "松", "出差"), ("兰", "菊", "出差"), ("梅", "菊", " ")]
)
def test_nobody_steps_up_out_of_turn_or_against_a_condition(
    client: Client, gone: str, came: str, reason: str
) -> None:
    of = make(client)
    say(client, of)
    lock(client, of, "梅", "兰", "竹")
    said = {"gone": one(gone).pk, "came": one(came).pk, "reason": reason}
    client.post(f"/desk/selections/{of.pk}/replace/", said)
    assert names(of) == {"梅", "兰", "竹"}


def test_who_left_does_not_come_back(client: Client) -> None:
    of = make(client)
    say(client, of)
    lock(client, of, "梅", "兰", "竹")
    for gone, came in (("梅", "菊"), ("菊", "梅"), ("菊", "松")):
        said = {"gone": one(gone).pk, "came": one(came).pk, "reason": "出差"}
        client.post(f"/desk/selections/{of.pk}/replace/", said)
    assert names(of) == {"松", "兰", "竹"}
    assert SelectionStep.objects.count() == 3


def test_what_was_asked_of_candidates_is_emptied_on_its_day(client: Client) -> None:
    of = make(client, oldest="60")
    say(client, of)
    assert choosing.forget(date(2026, 11, 30), 1) == 0
    assert choosing.forget(date(2026, 12, 1), 1) == 1
    assert not of.candidates.exclude(sex="", born=None).exists()
    assert "已按期清除" in shown(client, of)
    say(client, of)
    assert not of.candidates.exclude(sex="", born=None).exists()


def test_of_somebody_who_is_gone_nothing_stays(client: Client, stage: Scene) -> None:
    of = make(client, oldest="60")
    say(client, of)
    person = stage.people["梅"]
    person.erased_at = 5
    person.save(update_fields=["erased_at"])
    choosing.forget(date(2026, 11, 1), 1)
    assert Candidate.objects.get(contestant=person).born is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"seats-youth": "20"},
        {"seats-youth": "x"},
        {"women": "9"},
        {"youngest": "50", "oldest": "20"},
        {"title": " "},
        {"forget_on": "soon"},
        {"forget_on": "2020-01-01"},
        {"forget_on": "2036-01-01"},
        {"reserves": "99"},
        {"seats-youth": "-1"},
    ],
)
def test_conditions_that_make_no_sense_are_refused(client: Client, wrong: dict[str, str]) -> None:
    form = {"round": "first", "scope": "44/4401", "title": "广州队", "forget_on": DUE}
    answer = client.post("/desk/selections/make/", form | CONDITIONS | wrong)
    assert answer.status_code == 400
    assert not Selection.objects.exists()


def test_another_city_s_selection_is_not_there(client: Client) -> None:
    of = make(client)
    other = organiser("44/4403")
    assert other.get(f"/desk/selections/{of.pk}/").status_code == 404
    for act in ("take", "say", "lock", "replace"):
        assert other.post(f"/desk/selections/{of.pk}/{act}/").status_code == 404
    form = {"round": "first", "scope": "44/4401", "title": "x", "forget_on": DUE} | CONDITIONS
    assert other.post("/desk/selections/make/", form).status_code == 404


def test_taking_again_keeps_what_was_answered(client: Client) -> None:
    of = make(client, oldest="60")
    say(client, of, declined="柏")
    client.post(f"/desk/selections/{of.pk}/take/")
    assert (one("兰").sex, one("兰").born, one("柏").declined) == ("f", 2001, True)


def test_age_is_asked_only_where_a_condition_needs_it(client: Client) -> None:
    of = make(client, women="", men="")
    assert 'name="born-' not in shown(client, of)
    Selection.objects.all().delete()
    of = make(client, women="", men="", oldest="35")
    assert 'name="born-' in shown(client, of)
    assert "未填出生年份" in shown(client, of) or "组不成队" in shown(client, of)


def test_the_list_of_selections_has_a_form(client: Client) -> None:
    make(client)
    assert "广州队" in client.get("/desk/selections/").content.decode()


def test_what_no_condition_needs_is_not_kept(client: Client) -> None:
    of = make(client)
    say(client, of)
    assert (one("兰").sex, one("兰").born) == ("f", None)

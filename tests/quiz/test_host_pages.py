"""Pages of hosts: who comes in, making sittings, people, questions."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from questionbank import grants
from questionbank.models import Question, Status
from quiz import plan
from quiz.models import Contest, Entrant, HostLine, Region, Sitting
from quiz.rules.stage import Stage, State, Verdict
from quiz.rules.units import Millis
from quiz.seats import Denied
from quiz.sittings import entrance, host, store
from tests.fakes import MORNING
from tests.quiz import hall_world, world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fake_clock")]
PAGES = ("", "{code}/", "{code}/people/", "{code}/questions/", "sittings/{pk}/log/")
ACTS = ("make/", "{code}/remote/new/", "sittings/{pk}/copy/", "sittings/{pk}/clear/")


@pytest.fixture
def sitting(contest: Contest) -> Sitting:
    round_ = world.make_round(hall_world.TWO, contest, code="live")
    return host.make(round_, "决赛", None, rehearsal=True, teams=["红队"], now=Millis(MORNING))


def person(name: str, role: str = "organiser", scope: str = "440000") -> Client:
    """Somebody signed in with one role."""
    user = User.objects.create_user(name, is_staff=True)
    grants.give(user, role, scope, by=None)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def lin(sitting: Sitting) -> Client:
    return person("lin")


def address(page: str, sitting: Sitting) -> str:
    return f"/host/{page.format(code=sitting.code, pk=sitting.pk)}"


def stand(sitting: Sitting, **stage: Any) -> None:
    kept = store.plain(Stage(of=2, **stage))
    Sitting.objects.filter(pk=sitting.pk).update(stage=kept, state=kept["state"])


def enter(sitting: Sitting, name: str) -> Entrant:
    token = world.make_contestant(sitting.round.contest, name)
    stand(sitting, state=State.LOBBY)
    row = store.by_id(sitting.pk)
    entrance.enter(row, plan.load("live"), token, None, Millis(MORNING))
    return Entrant.objects.get(contestant__nickname=name)


@pytest.mark.parametrize("page", [*PAGES, *ACTS])
def test_only_who_hosts_in_the_region_comes_in(sitting: Sitting, page: str) -> None:
    other = Region.objects.create(
        code="450000", path="450000", kind="province", name_zh="别省", name_en="Elsewhere"
    )
    url, does = address(page, sitting), "post" if page in ACTS else "get"
    assert getattr(Client(), does)(url).status_code == 302
    for number, (role, scope) in enumerate(
        [("approver", "440000"), ("organiser", "440000/440100"), ("organiser", other.path)]
    ):
        answer = getattr(person(f"p{number}", role, scope), does)(url)
        refused = answer.status_code == 403
        # An organiser of elsewhere sees a list of their own, empty, and has nothing to make.
        elsewhere = page in ("", "make/") and role == "organiser"
        assert refused != elsewhere
        assert sitting.code not in answer.content.decode()
    assert getattr(person("lin"), does)(url).status_code in (200, 302, 400)


def test_a_host_sees_the_sittings_of_their_regions(lin: Client, sitting: Sitting) -> None:
    enter(sitting, "Mei")
    page = lin.get("/host/").content.decode()
    assert "决赛" in page
    assert sitting.code in page
    assert "1 人" in page
    assert "彩排" in page


def test_the_list_asks_the_database_no_more_for_more_sittings(
    lin: Client, sitting: Sitting, django_assert_max_num_queries: Any
) -> None:
    for number in range(10):
        host.make(
            sitting.round, f"第 {number} 场", None, rehearsal=False, teams=[], now=Millis(MORNING)
        )
    with django_assert_max_num_queries(12):
        lin.get("/host/")


def test_a_sitting_is_made_of_a_prepared_round(lin: Client, sitting: Sitting) -> None:
    form = {
        "what": "round:live",
        "title": " 天河 专场 ",
        "rehearsal": "no",
        "teams": "红队\n\n蓝队 ",
    }
    answer = lin.post("/host/make/", form)
    made = Sitting.objects.latest("pk")
    assert answer.headers["Location"] == f"/host/{made.code}/"
    assert (made.title, made.rehearsal) == ("天河 专场", False)
    assert list(made.teams.values_list("name", flat=True)) == ["红队", "蓝队"]
    assert made.opened_by == User.objects.get(username="lin")


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"what": ""}, "请选择一个轮次或赛制"),
        ({"what": "round:none"}, "请选择一个轮次或赛制"),
        ({"what": "round:live\0"}, "请选择一个轮次或赛制"),
        ({"what": "preset:2026:demo10"}, "请选择一个轮次或赛制"),
        ({"what": "preset:9999:hall20"}, "请选择一个轮次或赛制"),
        ({"what": "round:live", "title": "场" * 81}, "场次名称：太长了"),
        ({"what": "round:live", "title": "\u200b"}, "场次名称：请填写看得见的文字"),
        ({"what": "round:live", "teams": "红队\n红队"}, "第 2 行的队名与前面的重复"),
        ({"what": "round:live", "teams": "红" * 61}, "第 1 行的队名：太长了"),
        ({"what": "round:live", "teams": "\n".join(map(str, range(201)))}, "最多 200 队"),
        *[({"what": "preset:2026:class_team", "teams": few}, "至少要两队") for few in ("", "红")],
    ],
)
def test_what_cannot_be_made_is_said_and_makes_nothing(
    lin: Client, sitting: Sitting, form: dict[str, str], says: str
) -> None:
    answer = lin.post("/host/make/", form)
    assert answer.status_code == 400
    assert says in answer.content.decode()
    assert (*Sitting.objects.all(), sitting.round.contest.rounds.count()) == (sitting, 1)


@pytest.mark.parametrize("preset", ["hq12", "hall20", "class_team"])
@pytest.mark.usefixtures("every_kind")
def test_a_sitting_is_made_of_a_preset(lin: Client, sitting: Sitting, preset: str) -> None:
    assert f'value="preset:2026:{preset}"' in lin.get("/host/").content.decode()
    answer = lin.post("/host/make/", {"what": f"preset:2026:{preset}", "teams": "红队\n蓝队"})
    made = Sitting.objects.latest("pk")
    assert answer.headers["Location"] == f"/host/{made.code}/"
    assert made.round != sitting.round
    assert made.round.prepared.digest
    assert made.rehearsal


def test_a_preset_that_the_bank_cannot_fill_says_what_is_missing(
    lin: Client, sitting: Sitting
) -> None:
    Question.objects.update(status=Status.RETIRED)
    answer = lin.post("/host/make/", {"what": "preset:2026:hall20"})
    assert answer.status_code == 400
    assert "题库只有" in answer.content.decode()
    assert sitting.round.contest.rounds.count() == 1


def test_a_copy_has_the_teams_and_none_of_the_people(lin: Client, sitting: Sitting) -> None:
    enter(sitting, "Mei")
    lin.post(f"/host/sittings/{sitting.pk}/copy/", {"rehearsal": "no"})
    made = Sitting.objects.latest("pk")
    assert (made.title, made.rehearsal, made.entrants.count()) == ("决赛", False, 0)
    assert [team.name for team in made.teams.all()] == ["红队"]
    assert made.code != sitting.code


def test_a_copy_of_what_is_no_live_round_any_more_is_refused(lin: Client, sitting: Sitting) -> None:
    sitting.round.format["mode"] = "practice"
    sitting.round.save(update_fields=["format"])
    answer = lin.post(f"/host/sittings/{sitting.pk}/copy/", follow=True)
    assert "这个轮次不是现场赛" in answer.content.decode()
    assert Sitting.objects.count() == 1


def test_a_rehearsal_is_cleared_and_its_log_stays(lin: Client, sitting: Sitting) -> None:
    enter(sitting, "Mei")
    answer = lin.post(f"/host/sittings/{sitting.pk}/clear/", follow=True)
    assert "彩排已清空：1 人" in answer.content.decode()
    assert not Entrant.objects.exists()
    assert [line.do for line in HostLine.objects.all()] == ["clear"]


def test_a_sitting_that_counts_is_never_cleared(lin: Client, sitting: Sitting) -> None:
    Sitting.objects.filter(pk=sitting.pk).update(rehearsal=False)
    enter(sitting, "Mei")
    answer = lin.post(f"/host/sittings/{sitting.pk}/clear/", follow=True)
    assert "这一场不是彩排" in answer.content.decode()
    assert Entrant.objects.count() == 1


def test_nothing_here_is_changed_by_looking(lin: Client, sitting: Sitting) -> None:
    for act in ACTS:
        assert lin.get(address(act, sitting)).status_code in (405, 404)
    assert Client(enforce_csrf_checks=True).post("/host/make/").status_code == 403


@pytest.mark.parametrize("code", ["999999", "abc", "12345６", "%00", "1" * 400])
def test_a_code_that_nobody_has_is_not_found(lin: Client, code: str) -> None:
    assert lin.get(f"/host/{code}/").status_code == 404


def test_the_console_runs_nothing_but_our_own_files(lin: Client, sitting: Sitting) -> None:
    answer = lin.get(f"/host/{sitting.code}/")
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "ws://testserver" in policy


def test_a_remote_is_made_new_and_the_old_one_dies(lin: Client, sitting: Sitting) -> None:
    first = lin.post(f"/host/{sitting.code}/remote/new/").json()
    token = first["address"].partition("#")[2]
    row = store.by_id(sitting.pk)
    assert entrance.host_by_remote(row, token) == "remote"
    assert len(first["rows"]) == len(first["rows"][0]) > 20
    lin.post(f"/host/{sitting.code}/remote/new/")
    with pytest.raises(Denied):
        entrance.host_by_remote(store.by_id(sitting.pk), token)
    assert HostLine.objects.filter(do="remote", who="lin").count() == 2


def test_the_remote_page_wants_no_sign_in_and_holds_no_secret(sitting: Sitting) -> None:
    page = Client().get(f"/host/{sitting.code}/remote/")
    assert page.status_code == 200
    assert sitting.screen_code not in page.content.decode()
    assert Client().get("/host/12345x/remote/").status_code == 404


def test_people_are_found_by_a_part_of_their_name(lin: Client, sitting: Sitting) -> None:
    mei, bo = enter(sitting, "Mei"), enter(sitting, "Bo")
    Entrant.objects.filter(pk=bo.pk).update(removed=True)
    found = lin.get(f"/host/{sitting.code}/people/?q=").json()["people"]
    assert [(one["name"], one["removed"]) for one in found] == [("Bo", True), ("Mei", False)]
    found = lin.get(f"/host/{sitting.code}/people/?q=%00mE").json()
    assert [one["id"] for one in found["people"]] == [mei.pk]
    assert not found["more"]


def test_only_questions_whose_key_is_out_may_be_corrected(lin: Client, sitting: Sitting) -> None:
    def slots() -> list[int]:
        found = lin.get(f"/host/{sitting.code}/questions/").json()["questions"]
        return [one["slot"] for one in found]

    stand(sitting, state=State.LOCKED, slot=0)
    assert slots() == []
    stand(sitting, state=State.REVEALED, slot=1, skipped=(0,))
    assert slots() == [1]
    stand(sitting, state=State.BOARD, slot=0, verdicts=(Verdict(0, "void_all"),))
    (asked,) = lin.get(f"/host/{sitting.code}/questions/").json()["questions"]
    assert asked["ruled"] == "void_all"
    assert asked["key"][0] in asked["order"]
    assert asked["q"]["stem"]


@pytest.mark.parametrize("lang", ["zh-hans", "zh-hant", "en"])
def test_every_page_is_there_in_every_language(lin: Client, sitting: Sitting, lang: str) -> None:
    for page in PAGES:
        assert lin.get(address(page, sitting), headers={"Accept-Language": lang}).status_code == 200

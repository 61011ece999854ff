"""The desk's pages of attempts: what is seen, who sees it, and that the effect comes first.
Those of flags are in test_flag_pages.py."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from leaderboard import projector as projectors
from leaderboard.desk import annul_paper
from leaderboard.projector import Projector
from leaderboard.store_memory import MemoryShelf
from questionbank import grants
from questionbank import rulings as bank
from questionbank.models import QuestionVersion, Ruling
from quiz import annulling, appeals, keys
from quiz import plan as plans
from quiz import rulings as marking
from quiz.annulling import Why
from quiz.flags import flagging
from quiz.models import Annulment, Appeal, Attempt, Entry, EntryKind, Flag
from quiz.rules import choices
from tests.fakes import FakeClock
from tests.quiz import test_flagging
from tests.quiz.test_flagging import HUMAN, LATER, RACER, people, play

contest = test_flagging.contest
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
SHENZHEN = "440000/440300"


@pytest.fixture(autouse=True)
def live(monkeypatch: pytest.MonkeyPatch, fake_clock: FakeClock) -> Projector:
    made = Projector(MemoryShelf())
    monkeypatch.setattr(projectors, "projector", made)
    return made


def signed_in(name: str, path: str, role: str = "organiser") -> Client:
    user = User.objects.create_user(name)
    grants.give(user, role, path, by=None)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def lin() -> Client:
    return signed_in("lin", "440000")


@pytest.fixture
def racer() -> Attempt:
    """A paper that is asked about, and one that is not."""
    play(people()[0], HUMAN, wrong=[1])
    made = play(people()[1], RACER)
    flagging.raise_for("demo", LATER)
    return made


def text(answer: Any) -> str:
    return str(answer.content.decode())


def act(client: Client, attempt: Attempt, **form: str) -> HttpResponse:
    sent = {"whole": "paper", "reason": "program", "note": "用程序作答", "go": "look"} | form
    return client.post(f"/desk/attempts/{attempt.pk}/act/", sent)  # type: ignore[return-value]


def looked(client: Client, attempt: Attempt, **form: str) -> str:
    """The steps whose effect the page shows."""
    answer = act(client, attempt, **form)
    assert answer.status_code == 200
    return str(answer.context["sent"].seen)  # type: ignore[attr-defined]


def voids() -> list[tuple[int, int]]:
    rows = Entry.objects.filter(kind=EntryKind.VOIDED).order_by("pk")
    return list(rows.values_list("attempt", "slot"))


def test_the_attempt_shows_answers_times_and_the_whole_journal(lin: Client, racer: Attempt) -> None:
    page = text(lin.get(f"/desk/attempts/{racer.pk}/"))
    assert page.count('<rect class="right"') == 8
    assert page.count("✓</span>") == 8
    assert "全部流水" in page
    assert "第 8 题，存为" in page
    assert "0.5" in page


@pytest.fixture
def no_ruling_stays() -> Iterator[None]:
    keys.refresh()
    yield
    Ruling.objects.all().delete()
    keys.refresh()


@pytest.mark.usefixtures("no_ruling_stays")
def test_after_a_ruling_the_points_are_as_marked_now_and_add_up(lin: Client) -> None:
    who = people()[0]
    paper = play(who, HUMAN, wrong=[1, 2])
    plan = plans.load("demo")
    asked = plan.paper(who.pk, paper.try_no, paper.book, paper.form)[1]
    told = choices.read(Entry.objects.get(attempt=paper, slot=1, kind=EntryKind.ANSWER).choice)
    version = QuestionVersion.objects.get(pk=asked.version)
    users = [User.objects.create_superuser(name) for name in ("wang", "zhao")]
    both = [list(asked.key.places), list(told)]
    row = bank.propose(version, "accept", both, note=("均算对", ""), by=users[0])
    ruled = bank.confirm(row.pk, by=users[1], at=datetime(2026, 11, 20, tzinfo=UTC))
    assert ruled.number
    marking.apply(ruled.number, LATER)
    shown = annul_paper.read(paper, LATER)
    assert shown.score == 70 == sum(line.points or 0 for line in shown.lines)
    assert [line.was for line in shown.lines] == [None, 0, *[None] * 6]
    assert "原 0" in text(lin.get(f"/desk/attempts/{paper.pk}/"))


@pytest.mark.parametrize("address", ["", "act/", "appeal/"])
def test_elsewhere_nobody_sees_or_does_anything(racer: Attempt, address: str) -> None:
    shenzhen = signed_in("wu", SHENZHEN)
    path = f"/desk/attempts/{racer.pk}/{address}"
    answer = shenzhen.post(path, {"go": "do"}) if address else shenzhen.get(path)
    assert answer.status_code == 404
    flag = Flag.objects.get()
    told = {"state": "upheld", "note": "x", "seen": "open"}
    assert shenzhen.post(f"/desk/flags/{flag.pk}/", told).status_code == 404
    assert "card flag" not in text(shenzhen.get("/desk/flags/?state=all"))
    assert not voids()


@pytest.mark.parametrize("role", ["author", "reviewer", "approver"])
def test_other_roles_do_not_get_in(racer: Attempt, role: str) -> None:
    client = signed_in("guo", "440000", role)
    assert client.get(f"/desk/attempts/{racer.pk}/").status_code == 403
    assert act(client, racer, go="do", seen=f"{racer.pk}:1").status_code == 403


def test_first_the_effect_then_the_act(lin: Client, racer: Attempt) -> None:
    answer = act(lin, racer)
    page = text(answer)
    assert "现第 1 名" in page
    assert "1 人名次上升" in page
    assert "确认作废" in page
    assert not voids()
    seen = str(answer.context["sent"].seen)  # type: ignore[attr-defined]
    done = act(lin, racer, go="do", seen=seen)
    assert done.headers["Location"] == f"/desk/attempts/{racer.pk}/"
    assert voids() == [(racer.pk, 1)]
    assert Flag.objects.get().state == "upheld"
    page = text(lin.get(f"/desk/attempts/{racer.pk}/"))
    assert "已作废" in page
    assert "用程序作答：用程序作答" in page


def test_a_click_sent_twice_makes_one_step(lin: Client, racer: Attempt) -> None:
    seen = looked(lin, racer)
    for _click in range(2):
        act(lin, racer, go="do", seen=seen)
    assert voids() == [(racer.pk, 1)]
    assert Annulment.objects.count() == 1


def test_restoring_goes_the_same_way_with_reasons_of_its_own(lin: Client, racer: Attempt) -> None:
    act(lin, racer, go="do", seen=looked(lin, racer))
    assert act(lin, racer, reason="program").status_code == 400
    seen = looked(lin, racer, reason="appeal")
    act(lin, racer, reason="appeal", go="do", seen=seen)
    assert voids() == [(racer.pk, 1), (racer.pk, 2)]
    assert "已恢复，计入成绩" in text(lin.get(f"/desk/attempts/{racer.pk}/"))


def test_all_of_a_person_in_ones_own_regions_only(racer: Attempt) -> None:
    guangzhou = signed_in("chen", "440000/440100")
    here = play(people()[1], HUMAN)
    there = play(people()[1], HUMAN, path=SHENZHEN)
    seen = looked(guangzhou, racer, whole="contest")
    assert seen == f"{racer.pk}:1,{here.pk}:1"
    forged = f"{seen},{there.pk}:1,999999:1,x:y,7"
    act(guangzhou, racer, whole="contest", go="do", seen=forged)
    assert voids() == [(racer.pk, 1), (here.pk, 1)]


def test_somebody_elses_attempt_is_not_slipped_in(lin: Client, racer: Attempt) -> None:
    other = Attempt.objects.exclude(pk=racer.pk).get()
    act(lin, racer, go="do", seen=f"{other.pk}:1")
    assert not voids()


@pytest.mark.parametrize(
    "form", [{"reason": ""}, {"reason": "x"}, {"reason": "other", "note": ""}, {"note": "x" * 401}]
)
def test_without_a_reason_nothing_is_done(
    lin: Client, racer: Attempt, form: dict[str, str]
) -> None:
    assert act(lin, racer, **form).status_code == 400
    assert act(lin, racer, go="do", seen=f"{racer.pk}:1", **form).status_code == 400
    assert not voids()


def test_an_appeal_waits_in_the_list_and_is_answered_once(lin: Client, racer: Attempt) -> None:
    lin_user = User.objects.get(username="lin")
    annulling.annul({racer.pk: 1}, Why("program"), lin_user, LATER)
    path = f"/desk/attempts/{racer.pk}/appeal/"
    lin.post(path, {"text": "是我自己答的"})
    assert "是我自己答的" in text(lin.get("/desk/flags/"))
    number = str(Appeal.objects.get().pk)
    for words in ("已复核，维持", "另一个答复"):
        lin.post(path, {"go": "answer", "appeal": number, "text": words})
    assert appeals.of(racer.pk).get().answer == "已复核，维持"
    assert "是我自己答的" not in text(lin.get("/desk/flags/"))


def test_names_and_notes_are_text_and_never_markup(lin: Client, racer: Attempt) -> None:
    who = racer.contestant
    who.nickname = "<script>x</script>"
    who.save(update_fields=["nickname"])
    act(lin, racer, go="do", seen=looked(lin, racer), note="<img src=x>")
    for address in (f"/desk/attempts/{racer.pk}/", "/desk/flags/?state=all"):
        page = text(lin.get(address))
        assert "<script>x" not in page
        assert "<img src=x>" not in page


def test_keys_wait_until_they_are_due(lin: Client, racer: Attempt) -> None:
    round_ = racer.round
    round_.format["reveal"] = "closed"
    round_.save(update_fields=["format"])
    plans._plans.clear()
    page = text(lin.get(f"/desk/attempts/{racer.pk}/"))
    assert "暂不显示" in page
    assert "✓" not in page
    assert "存为" not in page


def test_the_record_holds_every_step_of_ones_own_regions(lin: Client, racer: Attempt) -> None:
    assert "没有。" in text(lin.get("/desk/annulments/"))
    act(lin, racer, go="do", seen=looked(lin, racer))
    seen = looked(lin, racer, reason="appeal", note="已复核")
    act(lin, racer, reason="appeal", note="已复核", go="do", seen=seen)
    page = text(lin.get("/desk/annulments/?before=x&after="))
    assert page.index("申诉成立：已复核") < page.index("用程序作答：用程序作答")
    assert f"/desk/attempts/{racer.pk}/" in page
    assert "用程序作答" not in text(signed_in("wu", SHENZHEN).get("/desk/annulments/"))


def test_in_english_a_paper_is_one_and_an_act_is_done(lin: Client, racer: Attempt) -> None:
    annulling.annul({racer.pk: 1}, Why("program"), User.objects.get(), LATER)
    english = {"accept-language": "en"}
    page = " ".join(text(lin.get(f"/desk/attempts/{racer.pk}/", headers=english)).split())
    assert f"<h1> Paper {racer.pk} " in page
    assert "<dt>Contestant</dt>" in page
    assert "points · " in page
    assert "<h2> Restore </h2>" in page
    assert ">Annulled</span>" in text(lin.get("/desk/annulments/", headers=english))

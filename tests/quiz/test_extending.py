"""Giving a round more time: who may, what is refused, what is kept and what everybody reads."""

from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from questionbank.models import Grant
from quiz import changing, extending, setting_up
from quiz.extending import Refusal, Wanted
from quiz.models import Contest, Extension, Round
from quiz.rules import formats
from quiz.rules.extending import MARGIN_MS
from quiz.rules.formats import Mode, Reveal
from quiz.rules.units import Millis
from tests.fakes import MORNING, FakeClock
from tests.quiz import world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fake_clock")]
END = Millis(MORNING + world.HOUR)
NEW = Millis(END + 600_000)
MORNING_ON = Millis(MORNING + 1)
WANTED = Wanted(END, NEW, "因台风停电", "power cut by a storm")


@pytest.fixture
def round_(contest: Contest) -> Round:
    return world.make_round(world.FIVE, contest)


@pytest.fixture
def lin() -> User:
    """An organiser of the province."""
    return organiser("lin", "440000")


def organiser(name: str, path: str, role: str = "organiser") -> User:
    user = User.objects.create_user(name)
    Grant.objects.create(user=user, role=role, scope=path)
    return user


def ends() -> list[tuple[int, int]]:
    return list(Extension.objects.values_list("was", "closes_at"))


def test_more_time_is_kept_with_who_when_and_why_and_stands_in_the_rounds_history(
    round_: Round, lin: User, fake_clock: FakeClock
) -> None:
    extending.extend(round_, WANTED, lin, fake_clock.now())
    row = Extension.objects.get()
    assert (row.round, row.was, row.closes_at) == (round_, END, NEW)
    assert (row.reason_zh, row.reason_en) == ("因台风停电", "power cut by a storm")
    assert (row.by, row.who, row.at) == (lin, "lin", MORNING)
    assert Round.objects.get().closes_at == NEW
    newest: Any = Round.history.first()
    assert (newest.history_user, newest.closes_at) == (lin, NEW)


def test_it_may_be_given_again_and_the_same_twice_is_once(
    round_: Round, lin: User, fake_clock: FakeClock
) -> None:
    first = extending.extend(round_, WANTED, lin, fake_clock.now())
    assert extending.extend(round_, WANTED, lin, fake_clock.tick(1_000)) == first
    again = Wanted(NEW, Millis(NEW + 1), "仍未来电")
    extending.extend(round_, again, lin, fake_clock.tick(1_000))
    # Also when a later one has been given since, and when the round is over.
    fake_clock.time = Millis(NEW + 2)
    assert extending.extend(round_, WANTED, lin, fake_clock.now()) == first
    assert ends() == [(END, NEW), (NEW, NEW + 1)]


@pytest.mark.parametrize(
    ("wanted", "at", "field"),
    [
        (WANTED, MORNING - 1, "closes_at"),
        (WANTED, END - MARGIN_MS + 1, "closes_at"),
        (WANTED, END + 1, "closes_at"),
        (Wanted(END, END, "因"), MORNING, "closes_at"),
        (Wanted(END, Millis(END - 1), "因"), MORNING, "closes_at"),
        (Wanted(END, Millis(END + 32 * 86_400_000), "因"), MORNING, "closes_at"),
        (Wanted(Millis(END - 1), NEW, "因"), MORNING, "was"),
        (Wanted(None, NEW, "因"), MORNING, "was"),
        (Wanted(END, NEW, " "), MORNING, "reason_zh"),
        (Wanted(END, NEW, "因" * 201), MORNING, "reason_zh"),
        (Wanted(END, NEW, "两\n行"), MORNING, "reason_zh"),
        (Wanted(END, NEW, "因", "x" * 201), MORNING, "reason_en"),
    ],
)
def test_what_is_refused_changes_nothing_and_says_which_field(
    round_: Round, lin: User, fake_clock: FakeClock, wanted: Wanted, at: int, field: str
) -> None:
    fake_clock.time = Millis(at)
    with pytest.raises(Refusal) as refused:
        extending.extend(round_, wanted, lin, fake_clock.now())
    assert refused.value.field == field
    assert str(refused.value)
    assert ends() == []
    assert Round.objects.get().closes_at == END


def test_a_round_without_books_gets_no_more_time(
    round_: Round, lin: User, fake_clock: FakeClock
) -> None:
    round_.prepared.delete()
    with pytest.raises(Refusal, match="没有备卷"):
        extending.extend(round_, WANTED, lin, fake_clock.now())
    assert ends() == []


def test_a_round_of_halls_gets_no_more_time(
    round_: Round, lin: User, fake_clock: FakeClock
) -> None:
    hall: dict[str, Any] = {
        "mode": Mode.LIVE,
        "boards": (),
        "reveal": Reveal.EACH,
        "shuffle_questions": False,
    }
    Round.objects.update(format=formats.plain(replace(world.FIVE, **hall)))
    with pytest.raises(Refusal, match="由主持人掌握时间"):
        extending.extend(round_, WANTED, lin, fake_clock.now())
    assert ends() == []


def test_what_practice_got_in_public_is_not_edited_away_nor_is_its_round(
    round_: Round, lin: User, fake_clock: FakeClock
) -> None:
    practice = formats.plain(replace(world.FIVE, mode=Mode.PRACTICE, boards=()))
    Round.objects.update(format=practice)
    before = {"closes_at": END}
    assert changing.refused(Round.objects.get(), {"closes_at": NEW}, MORNING_ON) == {}
    extending.extend(round_, WANTED, lin, fake_clock.now())
    assert "closes_at" in changing.refused(Round.objects.get(), before, MORNING_ON)
    with pytest.raises(changing.Stays, match="延长的记录"):
        changing.remove(Round.objects.get(), now=Millis(NEW + 1))


def test_whoever_waited_for_the_round_too_long_is_too_late(
    round_: Round, lin: User, fake_clock: FakeClock
) -> None:
    asked_at = Millis(END - MARGIN_MS)
    fake_clock.time = Millis(asked_at + 1)
    with pytest.raises(Refusal, match="不足 1 分钟"):
        extending.extend(round_, WANTED, lin, asked_at)


def test_only_an_organiser_of_the_contests_region_may(round_: Round, fake_clock: FakeClock) -> None:
    others = [organiser("city", "440000/440100"), organiser("chen", "440000", "approver")]
    gone = organiser("gone", "440000")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    for user in (*others, User.objects.get(pk=gone.pk)):
        assert not extending.may(user, round_)
        with pytest.raises(Refusal) as refused:
            extending.extend(round_, WANTED, user, fake_clock.now())
        assert refused.value.field == "by"
    assert ends() == []


def test_everybody_reads_when_and_why_but_not_who(
    round_: Round, lin: User, fake_clock: FakeClock
) -> None:
    told = Client(headers={"accept-language": "en"}).get("/api/contests/2026").json()
    assert told["rounds"][0]["extended"] == []
    extending.extend(round_, WANTED, lin, fake_clock.tick(5))
    extending.extend(round_, Wanted(NEW, Millis(NEW + 1), "仍未来电"), lin, fake_clock.tick(5))
    told = Client(headers={"accept-language": "en"}).get("/api/contests/2026").json()["rounds"][0]
    assert told["closes_at"] == NEW + 1
    assert told["extended"] == [
        {"at": MORNING + 5, "was": END, "closes_at": NEW, "reason": "power cut by a storm"},
        {"at": MORNING + 10, "was": NEW, "closes_at": NEW + 1, "reason": "仍未来电"},
    ]
    assert "lin" not in str(told)


def command(closes: str, **more: str) -> str:
    out = StringIO()
    given = {"reason": "因台风停电", "by": "lin", **more}
    call_command("extend_round", "demo", closes=closes, stdout=out, **given)
    return out.getvalue().strip()


def test_the_command_gives_more_time(round_: Round, lin: User) -> None:
    assert command("2026-09-19 09:30") == "demo 2026-09-19 09:30 (+30 min): 因台风停电"
    assert Round.objects.get().closes_at == setting_up.moment("2026-09-19 09:30")


@pytest.mark.parametrize(
    ("closes", "more", "said"),
    [
        ("2026-09-19 08:30", {}, "不能提前"),
        ("tomorrow", {}, "2026-12-01 09:00"),
        ("2026-09-19 09:30", {"by": "nobody"}, "nobody is called"),
        ("2026-09-19 09:30", {"by": "chen"}, "组织权限"),
        ("2026-09-19 09:30", {"reason": ""}, "原因"),
    ],
)
def test_the_command_says_in_a_line_what_it_refuses(
    round_: Round, lin: User, closes: str, more: dict[str, str], said: str
) -> None:
    User.objects.create_user("chen")
    with pytest.raises(CommandError, match=said):
        command(closes, **more)
    with pytest.raises(CommandError, match="there are: demo"):
        call_command("extend_round", "nope", closes=closes, reason="因", by="lin")
    assert ends() == []

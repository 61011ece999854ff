"""Flags: raised once from the journal, decided by people, and never acting by themselves."""

from collections.abc import Sequence
from io import StringIO
from time import perf_counter

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from quiz import annulling, appeals
from quiz import plan as plans
from quiz.annulling import Why
from quiz.appeals import NotNow
from quiz.flags import flagging
from quiz.models import Attempt, Contestant, Entry, EntryKind, Flag, FlagState
from quiz.rules import choices
from quiz.rules.formats import Format
from quiz.rules.units import Millis
from tests.fakes import MORNING
from tests.quiz import world

pytestmark = pytest.mark.django_db(transaction=True)
FORM = Format(questions=8, blueprint={"single": 8}, books=1, tries_per_day=0)
LATER = Millis(MORNING + 60_000)
HUMAN = (4_100, 9_000, 5_300, 12_000, 7_700, 3_900, 8_100, 6_000)
RACER = (500, 620, 710, 480, 530, 690, 600, 555)


@pytest.fixture(autouse=True)
def contest() -> None:
    plans._plans.clear()
    world.make_bank(16, ["single"])
    made = world.make_contest()
    world.make_round(FORM, made)
    for n in range(4):
        world.make_contestant(made, f"n{n}")


@pytest.fixture
def lin() -> User:
    return User.objects.create_user("lin")


def people() -> list[Contestant]:
    return list(Contestant.objects.order_by("pk"))


def play(
    who: Contestant, times: Sequence[int], wrong: Sequence[int] = (), path: str = "440000/440100"
) -> Attempt:
    """A closed paper; the answers in the slots `wrong` are."""
    plan = plans.load("demo")
    try_no = Attempt.objects.filter(contestant=who).count()
    book, form = plan.deal(who.pk, try_no)
    attempt = Attempt.objects.create(
        round_id=plan.round,
        contestant=who,
        try_no=try_no,
        book=book,
        form=form,
        region_path=path,
        cohort="general",
        opened_at=MORNING,
    )
    Entry.objects.bulk_create(_entries(attempt, times, wrong))
    return attempt


def _entries(attempt: Attempt, times: Sequence[int], wrong: Sequence[int]) -> list[Entry]:
    plan = plans.load("demo")
    paper = plan.paper(attempt.contestant_id, attempt.try_no, attempt.book, attempt.form)
    rows, now = [], MORNING
    for slot, (asked, took) in enumerate(zip(paper, times, strict=True)):
        now = Millis(now + took)
        places = ((asked.key.places[0] + 1) % 4,) if slot in wrong else asked.key.places
        points = 0 if slot in wrong else 10
        row = Entry(attempt=attempt, slot=slot, kind=EntryKind.ANSWER, took_ms=took, points=points)
        row.choice, row.received_at, row.stored_at = choices.text(asked.offer, places), now, now
        rows.append(row)
    score = sum(row.points for row in rows)
    end = Entry(attempt=attempt, slot=8, kind=EntryKind.CLOSED, took_ms=sum(times), points=score)
    end.received_at = end.stored_at = now
    return [*rows, end]


def raised() -> list[tuple[int, str]]:
    return list(Flag.objects.order_by("pk").values_list("attempt", "rule"))


def test_a_flag_is_raised_once_with_its_numbers_and_changes_no_score() -> None:
    mei, lan, *_others = people()
    play(mei, HUMAN)
    racer = play(lan, RACER)
    before = list(Entry.objects.order_by("pk").values())
    assert flagging.raise_for("demo", LATER) == {"too_fast": 1}
    assert raised() == [(racer.pk, "too_fast")]
    flag = Flag.objects.get()
    assert flag.evidence["unread"] == flag.evidence["of"] == 8
    assert (flag.state, flag.raised_at) == (FlagState.OPEN, LATER)
    assert flagging.raise_for("demo", LATER) == {}
    assert list(Entry.objects.order_by("pk").values()) == before


def test_what_was_decided_stays_decided_when_flags_are_raised_again(lin: User) -> None:
    play(people()[0], RACER)
    flagging.raise_for("demo", LATER)
    assert flagging.decide(Flag.objects.get(), "cleared", "本人是速读冠军", lin, LATER)
    flagging.raise_for("demo", LATER)
    assert Flag.objects.get().state == "cleared"


def test_annulled_papers_and_open_ones_are_not_looked_at(lin: User) -> None:
    racer, open_ = play(people()[0], RACER), play(people()[1], RACER)
    Entry.objects.filter(attempt=open_, kind=EntryKind.CLOSED).delete()
    annulling.annul({racer.pk: 1}, Why("program"), lin, LATER)
    assert flagging.raise_for("demo", LATER) == {}
    annulling.restore({racer.pk: 2}, Why("appeal"), lin, LATER)
    assert flagging.raise_for("demo", LATER) == {"too_fast": 1}


def test_a_leap_above_the_own_history_is_asked_about(lin: User) -> None:
    mei = people()[0]
    for _paper in range(3):
        play(mei, HUMAN, wrong=range(5))
    best = play(mei, HUMAN)
    assert flagging.raise_for("demo", LATER) == {"far_above": 1}
    assert raised() == [(best.pk, "far_above")]
    assert Flag.objects.get().evidence == {"share": 100, "best": 37, "usual": 37, "papers": 3}


def test_annulled_papers_are_no_history(lin: User) -> None:
    mei = people()[0]
    first = play(mei, HUMAN, wrong=range(5))
    for _paper in range(2):
        play(mei, HUMAN, wrong=range(5))
    play(mei, HUMAN)
    annulling.annul({first.pk: 1}, Why("request"), lin, LATER)
    assert flagging.raise_for("demo", LATER) == {}


def test_open_flags_are_counted_by_round_and_subtree(lin: User) -> None:
    round_ = plans.load("demo").round
    play(people()[0], RACER)
    play(people()[1], RACER, path="440000/440300/440305")
    flagging.raise_for("demo", LATER)
    paths = ("440000", "440000/440300", "440000/440300/440305", "440000/4403", "")
    assert [flagging.open_flags(round_, path) for path in paths] == [2, 1, 1, 0, 0]
    assert flagging.open_flags(round_ + 1, "440000") == 0
    for flag in flagging.inside(["440000"]):
        flagging.decide(flag, "upheld", "查明", lin, LATER)
    assert flagging.open_flags(round_, "440000") == 0


def test_of_two_who_decide_at_once_one_is_heard_and_a_change_keeps_the_first(lin: User) -> None:
    play(people()[0], RACER)
    flagging.raise_for("demo", LATER)
    mine, yours = Flag.objects.get(), Flag.objects.get()
    assert flagging.decide(mine, "upheld", "用程序", lin, LATER)
    assert not flagging.decide(yours, "cleared", "无妨", lin, LATER)
    assert flagging.decide(Flag.objects.get(), "cleared", "申诉成立", lin, Millis(LATER + 1))
    flag = Flag.objects.get()
    assert (flag.state, flag.who, flag.note) == ("cleared", "lin", "申诉成立")
    assert flag.past == [{"state": "upheld", "note": "用程序", "who": "lin", "at": LATER}]


@pytest.mark.parametrize(
    ("state", "note"), [("open", "x"), ("", "x"), ("upheld", " "), ("upheld", "x" * 501)]
)
def test_a_decision_needs_a_state_and_a_reason(lin: User, state: str, note: str) -> None:
    play(people()[0], RACER)
    flagging.raise_for("demo", LATER)
    with pytest.raises(ValueError, match="decision"):
        flagging.decide(Flag.objects.get(), state, note, lin, LATER)


def test_annulling_by_hand_upholds_what_was_still_open(lin: User) -> None:
    racer = play(people()[0], RACER)
    flagging.raise_for("demo", LATER)
    assert flagging.uphold([racer.pk], "已作废", lin, LATER) == 1
    assert flagging.uphold([racer.pk], "已作废", lin, LATER) == 0


def test_an_appeal_is_taken_when_annulled_and_one_at_a_time(lin: User) -> None:
    paper = play(people()[0], RACER).pk
    with pytest.raises(NotNow, match="not_annulled"):
        appeals.file(paper, "是我自己答的", LATER)
    annulling.annul({paper: 1}, Why("program"), lin, LATER)
    with pytest.raises(NotNow, match="empty"):
        appeals.file(paper, " ", LATER)
    appeal = appeals.file(paper, "是我自己答的", LATER)
    with pytest.raises(NotNow, match="appealed"):
        appeals.file(paper, "再说一次", LATER, taken_by="lin")
    assert appeals.waiting(["440000/440100"]).count() == 1
    assert appeals.waiting(["440000/440300"]).count() == 0
    assert appeals.answer(appeal.pk, "已复核，予以恢复", lin, LATER)
    assert not appeals.answer(appeal.pk, "另一个答复", lin, LATER)
    assert appeals.of(paper).get().answer == "已复核，予以恢复"
    appeals.file(paper, "再说一次", LATER, taken_by="lin")


def test_the_command_says_what_it_raised_and_names_an_unknown_round() -> None:
    play(people()[0], RACER)
    out = StringIO()
    call_command("raise_flags", "demo", stdout=out)
    assert out.getvalue().splitlines() == ["1 papers, 1 new flags", "  too_fast 快于阅读: 1"]
    with pytest.raises(CommandError, match="nowhere"):
        call_command("raise_flags", "nowhere")


@pytest.mark.slow
def test_two_thousand_papers_are_looked_at_in_seconds() -> None:
    who = people()
    for n in range(2_000):
        play(who[n % 4], [took + n % 97 for took in HUMAN], wrong=[n % 8, n % 5])
    started = perf_counter()
    flagging.raise_for("demo", LATER)
    assert perf_counter() - started < 10

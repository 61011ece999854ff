"""Rulings carried out: the journal is only added to, and every score follows from it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from questionbank import grants
from questionbank import rulings as bank
from questionbank.messages import Refused
from questionbank.models import QuestionVersion, Ruling
from quiz import admission, keys, pages, plan, readable, rulings, seats
from quiz.journal.follow import closed_since, of_round
from quiz.models import Contest, Entry, EntryKind
from quiz.rules import choices
from quiz.rules.formats import Format
from quiz.rules.units import Millis
from quiz.seat import Seat
from tests.fakes import MORNING, FakeClock
from tests.quiz import world
from tests.quiz.front import bearer

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 9, 19, 1, tzinfo=UTC)
FORM = Format(questions=5, blueprint={"single": 5}, books=1, tries_per_day=30)
NOTE = ("原答案有误，已更正。", "The key was wrong.")


@pytest.fixture(autouse=True)
def contest(fake_clock: FakeClock) -> Iterator[Contest]:
    admission.door.__init__()  # type: ignore[misc]
    pages.forget()
    keys.refresh()
    world.make_bank(kinds=["single"])
    contest = world.make_contest()
    world.make_round(FORM, contest)
    rulings._settled.clear()
    yield contest
    Ruling.objects.all().delete()
    keys.refresh()


@pytest.fixture
def lin() -> User:
    return editor("lin")


@pytest.fixture
def chen() -> User:
    return editor("chen")


def editor(name: str) -> User:
    user = User.objects.create_user(name)
    grants.give(user, "organiser", "440000", by=None)
    return user


def ruled(version: int, kind: str, *key: Any, by: tuple[User, User]) -> Ruling:
    """A ruling that one proposed and the other confirmed."""
    row = QuestionVersion.objects.get(pk=version)
    made = bank.propose(row, kind, key, note=NOTE, by=by[0])
    return bank.confirm(made.pk, by=by[1], at=NOW)


def played(contest: Contest, name: str, places: list[int], tries: int = 1) -> list[Seat]:
    """Closed papers with these option places chosen, slot by slot; place 2 is right."""
    token = world.make_contestant(contest, name)
    return [paper(token, places, try_no) for try_no in range(tries)]


def paper(token: str, places: list[int], try_no: int = 0, *, closed: bool = True) -> Seat:
    entrance, found = seats.open_attempt(seats.enter(token, "demo"), try_no, MORNING)
    seat = seats.sit(found, entrance)
    for slot, place in enumerate(places):
        entry(seat, slot, 2, str(place), 10 if place == 2 else 0)
    if closed:
        entry(seat, 5, 3, "", 10 * places.count(2))
    return seat


def entry(seat: Seat, slot: int, kind: int, choice: str, points: int) -> None:
    times = {"took_ms": 1_000, "received_at": MORNING, "stored_at": MORNING}
    Entry.objects.create(
        attempt_id=seat.attempt, slot=slot, kind=kind, choice=choice, points=points, **times
    )


def marks() -> list[tuple[int, int, int]]:
    """Attempt, number of the ruling and score of every marking."""
    rows = Entry.objects.filter(kind=EntryKind.RULED).order_by("pk")
    return list(rows.values_list("attempt", "slot", "points"))


def test_a_new_key_marks_closed_papers_again_and_only_adds_to_the_journal(
    contest: Contest, lin: User, chen: User
) -> None:
    (one,), (other,) = played(contest, "Mei", [2] * 5), played(contest, "Lan", [1] * 5)
    before = list(Entry.objects.order_by("pk").values())
    version = one.paper[0].version
    ruled(version, "new_key", [1], by=(lin, chen))
    assert rulings.apply_all(MORNING) == len({one.attempt, other.attempt} & holders(version))
    assert list(Entry.objects.order_by("pk").values())[: len(before)] == before
    scores = {attempt: points for attempt, _number, points in marks()}
    assert scores[one.attempt] == 40
    assert scores.get(other.attempt, 10) == 10


def holders(version: int) -> set[int]:
    """The attempts whose papers have the version, by asking the plan one by one."""
    found = plan.load("demo")
    return {
        attempt
        for attempt, who, try_no, book, form in Entry.objects.filter(kind=3).values_list(
            "attempt",
            *(f"attempt__{name}" for name in ("contestant", "try_no", "book", "form")),
        )
        if version in [asked.version for asked in found.paper(who, try_no, book, form)]
    }


@pytest.mark.parametrize(
    ("kind", "key", "score"),
    [("void_all", [], 30), ("void_none", [], 25), ("accept", [[0], [2]], 30), ("restore", [], 20)],
)
def test_each_kind_of_ruling_comes_to_its_score(
    contest: Contest, lin: User, chen: User, kind: str, key: list[Any], score: int
) -> None:
    (seat,) = played(contest, "Mei", [0, 2, 2, 1, 1])
    version = seat.paper[0].version
    if kind == "restore":
        ruled(version, "new_key", [0], by=(lin, chen))
        rulings.apply_all(MORNING)
    ruled(version, kind, *key, by=(lin, chen))
    rulings.apply_all(MORNING)
    assert marks()[-1] == (seat.attempt, bank.last_number(), score)


def test_carrying_out_twice_changes_nothing_and_an_attempt_closed_later_is_marked_later(
    contest: Contest, lin: User, chen: User
) -> None:
    token = world.make_contestant(contest, "Mei")
    seat = paper(token, [0, 2, 2, 2, 2], closed=False)
    ruling = ruled(seat.paper[0].version, "new_key", [0], by=(lin, chen))
    assert rulings.apply_all(MORNING) == 0
    entry(seat, 5, 3, "", 40)
    assert rulings.progress(1) == rulings.Progress(0, 1)
    assert rulings.apply_all(MORNING) == 1
    assert rulings.apply_all(MORNING) == 0
    assert rulings.progress(1).complete
    assert marks() == [(seat.attempt, ruling.number, 50)]


def test_however_many_batches_there_are_what_waits_is_looked_for_once(
    contest: Contest, lin: User, chen: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    seats = played(contest, "Mei", [2] * 5, tries=6)
    ruled(seats[0].paper[0].version, "void_all", by=(lin, chen))
    monkeypatch.setattr(rulings, "AT_ONCE", 1)
    with CaptureQueriesContext(connection) as asked:
        done = rulings.apply_all(MORNING)
    assert done > 1
    looks = [one for one in asked.captured_queries if '"quiz_attempt"."book" =' in one["sql"]]
    assert len(looks) <= FORM.books


def test_what_another_process_has_marked_meanwhile_is_not_marked_twice(
    contest: Contest, lin: User, chen: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    seats = played(contest, "Mei", [2] * 5, tries=6)
    ruled(seats[0].paper[0].version, "void_all", by=(lin, chen))
    those, others = rulings._those, list[int]()

    def late(attempts: Any, number: int) -> Any:
        monkeypatch.setattr(rulings, "_those", those)
        others.append(rulings.apply_all(MORNING))
        return those(attempts, number)

    monkeypatch.setattr(rulings, "_those", late)
    assert rulings.apply_all(MORNING) == 0
    assert others == [len(marks())]


def test_a_round_that_is_long_over_is_marked_too_and_then_left_alone(
    contest: Contest, lin: User, chen: User
) -> None:
    (seat,) = played(contest, "Mei", [2] * 5)
    ruled(seat.paper[0].version, "new_key", [0], by=(lin, chen))
    later = Millis(MORNING + 3 * world.HOUR)
    assert [rulings.apply_all(later) for _ in range(2)] == [1, 0]
    with CaptureQueriesContext(connection) as asked:
        assert rulings.apply(1, later) == 0
    assert not [one for one in asked.captured_queries if "quiz_entry" in one["sql"]]


def test_a_plan_is_needed_of_those_rounds_only_that_a_ruling_is_about_and_that_are_not_settled(
    contest: Contest, lin: User, chen: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.make_bank(kinds=["multiple"])
    world.make_round(replace(FORM, blueprint={"multiple": 5}), contest, code="other")
    (seat,) = played(contest, "Mei", [2] * 5)
    ruled(seat.paper[0].version, "new_key", [0], by=(lin, chen))
    assert rulings.apply_all(MORNING) == 1
    wanted, load = list[str](), plan.load

    def loaded(code: str) -> plan.Plan:
        wanted.append(code)
        return load(code)

    monkeypatch.setattr(readable, "load", loaded)
    assert rulings.apply_all(MORNING) == 0
    assert wanted == ["demo"]
    later = Millis(MORNING + 3 * world.HOUR)
    assert [rulings.apply_all(later) for _ in range(2)] == [0, 0]
    assert wanted == ["demo"] * 2


def test_two_rulings_on_one_paper_come_to_the_same_in_whatever_order_they_are_carried_out(
    contest: Contest, lin: User, chen: User
) -> None:
    (seat,) = played(contest, "Mei", [0, 1, 2, 2, 2])
    ruled(seat.paper[0].version, "new_key", [0], by=(lin, chen))
    ruled(seat.paper[1].version, "void_all", by=(lin, chen))
    assert rulings.apply(2, MORNING) == 1
    assert rulings.apply(1, MORNING) == 0  # the newer one has settled it
    assert marks() == [(seat.attempt, 2, 50)]


def test_the_follower_tells_of_each_marking_with_the_moment_of_the_closing(
    contest: Contest, lin: User, chen: User
) -> None:
    (seat,) = played(contest, "Mei", [2] * 5)
    ruled(seat.paper[0].version, "new_key", [0], by=(lin, chen))
    rulings.apply_all(Millis(MORNING + 99_000))
    first, second = closed_since(None, 10)[0]
    assert (first.score, first.ruled, second.score, second.ruled) == (50, 0, 40, 1)
    assert (second.finished_at, second.took_ms) == (first.finished_at, first.took_ms)
    assert of_round(seat.plan.round) == [first, second]


def test_the_contestant_reads_the_new_score_the_key_and_the_public_note(
    contest: Contest, lin: User, chen: User, client: Client
) -> None:
    (seat,) = played(contest, "Mei", [0, 2, 2, 2, 2])
    asked = seat.paper[0]
    ruled(asked.version, "new_key", [0], by=(lin, chen))
    keys.refresh()
    token = "token-of-Mei-0123456789"
    body = client.get(f"/api/attempts/{seat.attempt}/review", headers=bearer(token)).json()
    assert (body["result"]["score"], body["result"]["right"]) == (50, 5)
    row, *others = body["questions"]
    number = choices.numbers(asked.offer, (0,))
    assert (row["points"], row["key"]) == (10, number)
    assert row["ruling"] == {"kind": "new_key", "note": NOTE[0], "keys": [number]}
    assert all("ruling" not in other for other in others)


def test_what_an_editor_may_not_rule_is_refused(contest: Contest, lin: User, chen: User) -> None:
    version = QuestionVersion.objects.filter(kind="single")[0]
    wrong: list[tuple[str, list[Any], tuple[str, str]]] = [
        ("new_key", [], NOTE),
        ("new_key", [[9]], NOTE),
        ("new_key", [["x"]], NOTE),
        ("new_key", [[0]], ("", "")),
        ("new_key", [[0]], ("字" * 301, "")),
        ("accept", [[0]], NOTE),
        ("accept", [[0], [0]], NOTE),
        ("void_all", [[0]], NOTE),
        ("restore", [], NOTE),
        ("mend", [], NOTE),
    ]
    for kind, key, note in wrong:
        with pytest.raises(Refused):
            bank.propose(version, kind, key, note=note, by=lin)
    assert not Ruling.objects.exists()


def test_a_second_person_confirms_and_nobody_twice(contest: Contest, lin: User, chen: User) -> None:
    version = QuestionVersion.objects.filter(kind="single")[0]
    made = bank.propose(version, "void_all", [], note=NOTE, by=lin)
    with pytest.raises(Refused, match="以外的人"):
        bank.confirm(made.pk, by=lin, at=NOW)
    stranger = User.objects.create_user("stranger")
    with pytest.raises(Refused):
        bank.confirm(made.pk, by=stranger, at=NOW)
    assert bank.latest([version.pk]) == {}
    assert bank.confirm(made.pk, by=chen, at=NOW).number == 1
    for again in (bank.confirm, bank.drop):
        with pytest.raises(Refused):
            again(made.pk, by=chen, at=NOW)
    assert bank.latest([version.pk])[version.pk].pk == made.pk

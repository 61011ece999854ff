"""A contestant says that a question has something wrong, and hears what came of it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from questionbank import reports
from questionbank.models import Question, Report
from quiz import people, reported, reporting
from quiz.admission import Allowance
from quiz.models import Attempt, Contest, Contestant, Entry, PreparedRound, Round
from quiz.rules.formats import Format, Mode, Reveal
from quiz.rules.timing import LONGEST_GRACE
from quiz.rules.units import Millis
from tests.fakes import MORNING, FakeClock
from tests.quiz import world
from tests.quiz.front import bearer
from tests.quiz.test_review import KINDS, contest, played, read

__all__ = ["contest"]  # a fixture
pytestmark = pytest.mark.django_db
FORM = Format(questions=5, blueprint=KINDS, books=1)


@pytest.fixture(autouse=True)
def allowances() -> None:
    reporting.person._left.clear()
    reporting.address._left.clear()


def say(client: Client, token: str, attempt: int, /, **changes: Any) -> Any:
    form = {"attempt": attempt, "slot": 1, "why": "key", "text": "应该是 B", **changes}
    return client.post("/api/reports", form, content_type="application/json", headers=bearer(token))


def test_what_is_said_is_kept_and_shown_in_the_review(client: Client, contest: Contest) -> None:
    token, seat = played(contest, FORM)
    sent = say(client, token, seat.attempt)
    assert (sent.status_code, sent.json()) == (201, {"why": "key", "answer": ""})
    kept = Report.objects.get()
    assert (kept.version_id, kept.text) == (seat.paper[1].version, "应该是 B")
    rows = read(client, token, seat.attempt).json()["questions"]
    assert [row.get("report") for row in rows] == [None, {"why": "key", "answer": ""}, *[None] * 3]


def test_said_twice_the_first_stands(client: Client, contest: Contest) -> None:
    token, seat = played(contest, FORM)
    for why in ("typo", "key"):
        assert say(client, token, seat.attempt, why=why).json() == {"why": "typo", "answer": ""}
    assert Report.objects.count() == 1


def test_an_answer_reaches_who_reported(client: Client, contest: Contest) -> None:
    token, seat = played(contest, FORM)
    say(client, token, seat.attempt)
    kept = Report.objects.get()
    question = Question.objects.get(versions=seat.paper[1].version)
    root = User.objects.create_superuser("root")
    at = datetime(2026, 11, 20, tzinfo=UTC)
    assert reports.close(question, "答案无误。", by=root, at=at, up_to=kept.pk) == 1
    row = read(client, token, seat.attempt).json()["questions"][1]
    assert row["report"] == {"why": "key", "answer": "答案无误。"}


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"slot": 5}, 400, "bad_field"),
        ({"slot": -1}, 400, "bad_field"),
        ({"slot": "x"}, 400, "bad_field"),
        ({"why": "boring"}, 400, "bad_field"),
        ({"text": "x" * 301}, 400, "bad_field"),
        ({"text": "a\0b"}, 400, "bad_field"),
        ({"attempt": 0}, 400, "bad_field"),
        ({"attempt": 2**63}, 400, "bad_field"),
        ({"attempt": 999_999}, 404, "no_such_attempt"),
    ],
)
def test_what_makes_no_sense_changes_nothing(
    client: Client, contest: Contest, changes: dict[str, Any], status: int, code: str
) -> None:
    token, seat = played(contest, FORM)
    sent = say(client, token, seat.attempt, **changes)
    assert (sent.status_code, sent.json()["code"]) == (status, code)
    assert not Report.objects.exists()


def test_nobody_reports_a_paper_of_others_or_without_a_token(
    client: Client, contest: Contest
) -> None:
    _token, seat = played(contest, FORM)
    other = world.make_contestant(contest, "Lan")
    assert say(client, other, seat.attempt).status_code == 404
    assert say(client, "x" * 32, seat.attempt).status_code == 401


def test_nothing_is_reported_before_the_key_may_be_seen(
    client: Client, contest: Contest, fake_clock: FakeClock
) -> None:
    token, seat = played(contest, Format(questions=5, blueprint=KINDS, reveal=Reveal.CLOSED))
    assert say(client, token, seat.attempt).json()["code"] == "not_yet"
    due = MORNING + world.HOUR + LONGEST_GRACE + 1
    fake_clock.time = Millis(due - 1)
    assert say(client, token, seat.attempt).json()["code"] == "not_yet"
    fake_clock.time = Millis(due)
    assert say(client, token, seat.attempt).status_code == 201


def test_where_each_key_is_shown_its_question_may_be_reported_at_once(
    client: Client, contest: Contest
) -> None:
    form = Format(mode=Mode.PRACTICE, questions=5, blueprint=KINDS, boards=(), reveal=Reveal.EACH)
    token, seat = played(contest, form, closed=False)
    Entry.objects.filter(attempt=seat.attempt, slot__gt=1).delete()
    assert say(client, token, seat.attempt, slot=1).status_code == 201
    assert say(client, token, seat.attempt, slot=2).json()["code"] == "not_yet"
    assert Report.objects.count() == 1


def test_an_answer_without_its_key_opens_no_report(client: Client, contest: Contest) -> None:
    token, seat = played(contest, FORM, closed=False)
    told = say(client, token, seat.attempt).json()
    assert (told["code"], told["message"]) == ("not_yet", str(reporting.TOO_EARLY))
    assert "opens_at" not in told


def test_too_many_are_slowed_down(
    client: Client, contest: Contest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reporting, "person", Allowance(burst=2, per_minute=2))
    token, seat = played(contest, FORM)
    codes = [say(client, token, seat.attempt, slot=slot).status_code for slot in range(3)]
    assert codes == [201, 201, 429]


def test_words_are_one_visible_line(client: Client, contest: Contest) -> None:
    token, seat = played(contest, FORM)
    say(client, token, seat.attempt, text=" 一\n二\u202e三 ")
    assert Report.objects.get().text == "一 二 三"


def test_who_is_forgotten_leaves_no_words(client: Client, contest: Contest) -> None:
    token, seat = played(contest, FORM)
    say(client, token, seat.attempt)
    people.erase(Contestant.objects.get(), Millis(MORNING))
    assert Report.objects.get().text == ""


def test_who_answers_a_report_is_told_what_stood_where_and_what_was_chosen(
    client: Client, contest: Contest
) -> None:
    token, seat = played(contest, FORM)
    for slot in range(5):
        say(client, token, seat.attempt, slot=slot)
    saw = reported.seen(list(Report.objects.all()))
    for row in Report.objects.all():
        slot = next(n for n, one in enumerate(seat.paper) if one.version == row.version_id)
        asked, found = seat.paper[slot], saw[row.pk]
        assert found.order == tuple(asked.offer.public[n] for n in seat.option_order(slot))
        right = (asked.key.value,) if asked.kind == "estimate" else asked.key.places
        assert found.choice == (right if slot else ())
    client.force_login(User.objects.create_superuser("root"))
    page = " ".join(client.get("/bank/reports/").content.decode().split())
    slot = next(n for n, one in enumerate(seat.paper) if one.kind == "single")
    place = seat.paper[slot].offer.public[seat.option_order(slot)[0]]
    assert f"<b>A</b> = 本题 <b>{'ABCD'[place]}</b>" in page
    assert "当时作答 <b>" in page


def test_what_was_chosen_is_told_to_nobody_while_keys_are_not_due(
    contest: Contest, fake_clock: FakeClock
) -> None:
    form = Format(questions=5, blueprint=KINDS, books=1, reveal=Reveal.CLOSED)
    _token, seat = played(contest, form)
    row = reports.report(seat.paper[1].version, seat.player.contestant, "key", "应该是 B")
    assert reported.seen([row]) == {}
    fake_clock.time = Millis(MORNING + world.HOUR + LONGEST_GRACE + 1)
    assert set(reported.seen([row])) == {row.pk}


def test_a_report_of_no_paper_of_ours_stands_alone(contest: Contest) -> None:
    _token, seat = played(contest, FORM)
    assert reported.seen([reports.report(seat.paper[1].version, 999_999, "key", "")]) == {}


def practised(attempt: int, times: int) -> None:
    """Other papers of the same person in rounds of their own, which did not ask it."""
    old = Attempt.objects.select_related("round__prepared").get(pk=attempt)
    for n in range(times):
        round_ = Round.objects.get(pk=old.round_id)
        round_.pk, round_.code = None, f"old{n}"
        round_.save()
        books = {**old.round.prepared.books["set"], "books": [[[10**6] * 5]]}
        PreparedRound.objects.create(
            round=round_, seed="00" * 32, books={"set": books}, prepared_at=MORNING
        )
        Attempt.objects.create(
            round=round_, contestant_id=old.contestant_id, try_no=0, book=0, form=0, opened_at=n
        )


@pytest.mark.slow
def test_a_list_of_reports_asks_no_more_the_more_papers_somebody_has(
    client: Client, contest: Contest, django_assert_num_queries: Any
) -> None:
    token, seat = played(contest, FORM)
    for slot in range(5):
        say(client, token, seat.attempt, slot=slot)
    practised(seat.attempt, 6)
    rows = list(Report.objects.all())
    rows.append(Report(pk=10**6, version_id=10**7, reporter=rows[0].reporter, at=rows[0].at))
    # The books, the papers, one look whether the round's plan still holds, what was answered.
    with django_assert_num_queries(4):
        assert set(reported.seen(rows)) == {one.pk for one in rows[:5]}

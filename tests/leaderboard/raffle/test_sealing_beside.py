"""A list of hundreds of thousands is read and stored beside everything else: nobody waits for it,
and what happens meanwhile is not lost."""

from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User
from django.db import connection

from leaderboard.models.raffles import Raffle, Stage, Ticket
from leaderboard.raffle import holding, listing, papers
from leaderboard.raffle.holding import CannotHold
from leaderboard.rules import raffle as rules
from leaderboard.rules.raffle import Paper
from quiz import annulling
from quiz.annulling import Why
from quiz.models import Annulment, Attempt
from tests.fakes import FakeClock
from tests.leaderboard.cast import Scene
from tests.leaderboard.raffle.conftest import LUCKY

pytestmark = pytest.mark.django_db(transaction=True)
Meanwhile = Callable[[Callable[[], object]], None]


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Meanwhile:
    """Has something happen once while the papers are being read."""
    read = papers.papers

    def have(act: Callable[[], object]) -> None:
        def papers_(codes: tuple[str, ...]) -> Iterator[Paper]:
            yield from read(codes)
            monkeypatch.setattr(papers, "papers", read)
            act()

        monkeypatch.setattr(papers, "papers", papers_)

    return have


def test_no_transaction_is_open_while_the_papers_are_read_and_few_tickets_go_into_one(
    open_raffle: Raffle,
    fake_clock: FakeClock,
    meanwhile: Meanwhile,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waits: list[bool] = []
    meanwhile(lambda: waits.append(connection.in_atomic_block))
    monkeypatch.setattr(listing, "AT_ONCE", 2)
    with connection.execute_wrapper(_no_more_than(2, "leaderboard_ticket")):
        sealed = holding.seal(open_raffle, fake_clock.tick(rules.DAY_MS))
    assert waits == [False]
    assert sealed.digest == rules.digest(listing.numbers(sealed))
    assert sealed.tickets == len(LUCKY)


def _no_more_than(rows: int, table: str) -> Callable[..., object]:
    def looked(execute: Callable[..., object], sql: str, params: tuple[object, ...], *more: object):  # type: ignore[no-untyped-def]
        if sql.startswith("INSERT") and table in sql:
            assert len(params) <= rows * len(Ticket._meta.fields)
        return execute(sql, params, *more)

    return looked


def test_nothing_is_fixed_while_papers_are_annulled_and_the_next_try_leaves_them_out(
    open_raffle: Raffle, fake_clock: FakeClock, meanwhile: Meanwhile, organiser: User
) -> None:
    attempt = Attempt.objects.get(contestant__nickname=LUCKY[0], round__code="first")
    now = fake_clock.tick(rules.DAY_MS)
    why = Why("program", "")
    meanwhile(lambda: annulling.annul({attempt.pk: 1}, why, organiser, now))
    with pytest.raises(CannotHold, match="moved"):
        holding.seal(open_raffle, now)
    assert Raffle.objects.get().stage == Stage.OPEN
    who = attempt.contestant
    assert holding.own(Raffle.objects.get(), who) == []
    assert holding.seal(Raffle.objects.get(), now).tickets == len(LUCKY) - 1
    assert not Ticket.objects.filter(contestant=who).exists()


def test_an_annulment_that_is_stored_after_a_younger_one_is_not_missed(
    open_raffle: Raffle, fake_clock: FakeClock, meanwhile: Meanwhile, organiser: User
) -> None:
    """PostgreSQL gives a number when a row is made, and others see it when that is committed."""
    first, second = Attempt.objects.filter(round__code="first").order_by("pk")[:2]
    now, why = fake_clock.tick(rules.DAY_MS), Why("program", "")
    annulling.annul({first.pk: 1}, why, organiser, now)
    Annulment.objects.update(id=1_000_000)

    def late() -> None:
        annulling.annul({second.pk: 1}, why, organiser, now)
        Annulment.objects.filter(attempt=second).update(id=1)

    meanwhile(late)
    with pytest.raises(CannotHold, match="moved"):
        holding.seal(open_raffle, now)


def test_what_is_annulled_where_nobody_has_a_ticket_keeps_no_list_from_being_fixed(
    open_raffle: Raffle, stage: Scene, fake_clock: FakeClock, meanwhile: Meanwhile, organiser: User
) -> None:
    stage.join("南山", region="440305")
    stage.close("南山", 60)
    there = Attempt.objects.get(contestant__nickname="南山")
    open_raffle.rule = {**open_raffle.rule, "regions": ["44/4401"]}
    open_raffle.save()
    now = fake_clock.tick(rules.DAY_MS)
    meanwhile(lambda: annulling.annul({there.pk: 1}, Why("program", ""), organiser, now))
    assert holding.seal(open_raffle, now).tickets == len(LUCKY)


def test_of_two_who_fix_it_the_second_changes_nothing(
    open_raffle: Raffle, fake_clock: FakeClock, meanwhile: Meanwhile
) -> None:
    now = fake_clock.tick(rules.DAY_MS)
    meanwhile(lambda: holding.seal(Raffle.objects.get(), now))
    with pytest.raises(CannotHold, match="not_now"):
        holding.seal(open_raffle, now)
    row = Raffle.objects.get()
    assert row.stage == Stage.SEALED
    assert row.digest == rules.digest(listing.numbers(row))


def test_a_draw_reads_no_owner_as_a_row(sealed: Raffle, fake_clock: FakeClock) -> None:
    """A contestant's row and a ticket's are a kilobyte and more in memory; numbers are not."""

    def looked(execute: Callable[..., object], sql: str, *more: object) -> object:
        assert "nickname" not in sql
        return execute(sql, *more)

    with connection.execute_wrapper(looked):
        made = holding.draw(sealed, "1", fake_clock.now())
    assert len(made.winners) == 3


def _no_list_in_a_transaction(execute: Callable[..., object], sql: str, *more: object) -> object:
    ordered = sql.startswith("SELECT") and '"leaderboard_ticket"."number"' in sql
    assert not (ordered and connection.in_atomic_block)
    return execute(sql, *more)


def test_no_answer_waits_while_a_list_is_read(open_raffle: Raffle, fake_clock: FakeClock) -> None:
    with connection.execute_wrapper(_no_list_in_a_transaction):
        sealed = holding.seal(open_raffle, fake_clock.tick(rules.DAY_MS))
        assert len(holding.draw(sealed, "1", fake_clock.now()).winners) == 3


def test_a_list_that_somebody_changes_in_the_last_moment_is_not_fixed(
    open_raffle: Raffle, fake_clock: FakeClock
) -> None:
    """A process that was thought dead stores what it had read."""
    now = fake_clock.tick(rules.DAY_MS)

    def tell(step: int) -> None:
        if step == holding.STORED:
            one = Ticket.objects.latest("pk")
            Ticket.objects.filter(pk=one.pk).delete()
            Ticket.objects.create(raffle=one.raffle, contestant=one.contestant, day=7, number="7")

    with pytest.raises(CannotHold, match="moved"):
        holding.seal(open_raffle, now, tell)
    assert Raffle.objects.get().stage == Stage.OPEN
    assert holding.seal(Raffle.objects.get(), now).tickets == len(LUCKY)

"""A raffle's list is fixed: whose papers are in it, and when."""

import pytest
from django.db import connection
from django.test import Client

from leaderboard.models.raffles import Raffle, Stage, Ticket
from leaderboard.raffle import holding, listing
from leaderboard.raffle.holding import CannotHold
from leaderboard.rules import raffle as rules
from quiz import people
from quiz.models import Attempt, Contestant, Entry, EntryKind, Round
from quiz.rules.formats import Format, plain
from quiz.rules.units import Millis
from tests.fakes import FakeClock
from tests.leaderboard.cast import OPENS_AT, Scene
from tests.leaderboard.raffle.conftest import LUCKY

pytestmark = pytest.mark.django_db


def test_those_with_enough_points_have_a_ticket_each(sealed: Raffle) -> None:
    names = Ticket.objects.values_list("contestant__nickname", flat=True)
    assert sorted(names) == LUCKY
    assert sealed.tickets == 6
    assert sealed.digest == rules.digest(listing.numbers(sealed))


def test_a_ticket_does_not_tell_whose_it_is(sealed: Raffle) -> None:
    for one in Ticket.objects.all():
        assert one.number == rules.ticket(bytes.fromhex(sealed.salt), one.contestant_id, 0)
        assert one.number != rules.ticket(b"", one.contestant_id, 0)


def entry(name: str, kind: EntryKind, slot: int, points: int = 0) -> None:
    Entry.objects.create(
        attempt=Attempt.objects.get(contestant__nickname=name, round__code="first"),
        slot=slot,
        kind=kind,
        choice="",
        took_ms=1,
        points=points,
        received_at=OPENS_AT + 200_000,
        stored_at=OPENS_AT + 200_000,
    )


def test_rulings_and_annulments_count_as_they_stand_when_the_list_is_sealed(
    open_raffle: Raffle, fake_clock: FakeClock
) -> None:
    entry("少", EntryKind.RULED, 5, points=70)
    entry(LUCKY[0], EntryKind.RULED, 5, points=10)
    entry(LUCKY[1], EntryKind.VOIDED, 1)
    entry(LUCKY[2], EntryKind.VOIDED, 1)
    entry(LUCKY[2], EntryKind.VOIDED, 2)
    fake_clock.tick(rules.DAY_MS)
    holding.seal(open_raffle, fake_clock.now())
    names = set(Ticket.objects.values_list("contestant__nickname", flat=True))
    assert names == {"少", *LUCKY[2:]}


def closed_at(name: str, moment: int) -> None:
    where = {"attempt__contestant__nickname": name, "attempt__round__code": "first"}
    Entry.objects.filter(**where).update(received_at=moment)


@pytest.mark.parametrize(("round_ends_later", "late"), [(0, []), (1, [LUCKY[1]])])
def test_who_plays_after_the_end_has_no_ticket_however_late_the_list_is_fixed(
    open_raffle: Raffle, fake_clock: FakeClock, round_ends_later: int, late: list[str]
) -> None:
    """An answer in the grace after the round's own end is still one of the round's."""
    ends = open_raffle.closes_at
    Round.objects.filter(code="first").update(closes_at=ends + round_ends_later * rules.DAY_MS)
    closed_at(LUCKY[0], ends)
    closed_at(LUCKY[1], ends + 1)
    holding.seal(open_raffle, fake_clock.tick(3 * rules.DAY_MS))
    names = Ticket.objects.values_list("contestant__nickname", flat=True)
    assert sorted({*LUCKY} - {*names}) == late


@pytest.mark.parametrize(
    ("ends_later", "total_ms", "opened", "waits"),
    [
        # What time ends is closed in the millisecond before.
        (1, 0, 0, True),
        (2, 0, 0, False),
        (2, 600_000, -599_999, True),
        (2, 600_000, -599_998, False),
    ],
)
def test_the_list_waits_for_papers_that_were_over_by_the_end(
    open_raffle: Raffle,
    stage: Scene,
    fake_clock: FakeClock,
    ends_later: int,
    total_ms: int,
    opened: int,
    *,
    waits: bool,
) -> None:
    ends = open_raffle.closes_at
    Round.objects.filter(code="first").update(
        closes_at=ends + ends_later, format=plain(Format(total_ms=Millis(total_ms)))
    )
    Entry.objects.filter(attempt__contestant__nickname=LUCKY[0]).delete()
    Attempt.objects.filter(contestant__nickname=LUCKY[0]).update(opened_at=ends + opened)
    if waits:
        with pytest.raises(CannotHold, match="papers_open"):
            holding.seal(open_raffle, fake_clock.tick(rules.DAY_MS))
        assert Raffle.objects.get().stage == Stage.OPEN
    else:
        assert holding.seal(open_raffle, fake_clock.tick(rules.DAY_MS)).tickets == 5


def test_the_list_waits_until_the_settings_of_its_rounds_can_be_read(
    open_raffle: Raffle, fake_clock: FakeClock
) -> None:
    there = Round.objects.filter(code="first")
    known = there.get().format
    there.update(format={"count": "?"})
    with pytest.raises(CannotHold, match="unreadable"):
        holding.seal(open_raffle, fake_clock.tick(rules.DAY_MS))
    assert (Raffle.objects.get().stage, Ticket.objects.count()) == (Stage.OPEN, 0)
    there.update(format=known)
    assert holding.seal(open_raffle, fake_clock.now()).tickets == 6


def test_nobody_and_simulated_people_have_no_ticket(
    open_raffle: Raffle, stage: Scene, fake_clock: FakeClock
) -> None:
    people.erase(stage.people[LUCKY[0]], fake_clock.now())
    Contestant.objects.filter(nickname=LUCKY[1]).update(bot=True)
    holding.seal(open_raffle, fake_clock.tick(rules.DAY_MS))
    names = Ticket.objects.values_list("contestant__nickname", flat=True)
    assert sorted(names) == LUCKY[2:]


def test_the_list_is_not_sealed_before_the_end_and_not_twice(
    open_raffle: Raffle, fake_clock: FakeClock
) -> None:
    with pytest.raises(CannotHold, match="too_early"):
        holding.seal(open_raffle, fake_clock.now())
    fake_clock.tick(rules.DAY_MS)
    holding.seal(Raffle.objects.get(), fake_clock.now())
    with pytest.raises(CannotHold, match="not_now"):
        holding.seal(Raffle.objects.get(), fake_clock.now())
    assert Ticket.objects.count() == 6


def test_the_list_is_not_there_before_it_is_sealed(client: Client, open_raffle: Raffle) -> None:
    assert client.get("/raffle/first-raffle/tickets.txt").status_code == 404
    assert client.get("/raffle/none/").status_code == 404
    assert "tickets" not in client.get("/raffle/first-raffle/draw.json").json()


@pytest.mark.django_db(transaction=True)
def test_a_list_is_stored_in_pieces_between_which_others_write(
    open_raffle: Raffle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "AT_ONCE", 2)
    stored: list[int] = []

    def another() -> None:
        assert not connection.in_atomic_block
        stored.append(Ticket.objects.count())

    people = Contestant.objects.values_list("pk", flat=True)[:5]
    numbers = listing.store(open_raffle, [(who, 0) for who in people], another)
    assert stored == [2, 4, 5]
    kept = list(Ticket.objects.order_by("pk").values_list("number", flat=True))
    assert kept == sorted(numbers)

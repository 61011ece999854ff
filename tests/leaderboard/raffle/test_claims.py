"""Winners leave a contact; it is encrypted, read with a record, and deleted by its date."""

from threading import Thread
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from leaderboard.models.raffles import Claim, ClaimRead, Raffle, Win
from leaderboard.raffle import claims, holding
from leaderboard.raffle.holding import CannotHold
from leaderboard.rules.raffle import DAY_MS
from quiz import people
from quiz.models import Contestant
from quiz.rules.units import Millis
from tests.fakes import FakeClock
from tests.leaderboard.cast import Scene, token
from tests.leaderboard.raffle.conftest import later

pytestmark = pytest.mark.django_db
MINE = "/api/raffles/first-raffle/mine"
PHONE = "13800138000 张三"


def winner(place: int = 1) -> Contestant:
    return Win.objects.get(place=place).ticket.contestant


def ask(client: Client, who: str, contact: object = None) -> Any:
    headers = {"Authorization": f"Bearer {token(who)}"}
    if contact is None:
        return client.get(MINE, headers=headers)
    return client.post(MINE, {"contact": contact}, "application/json", headers=headers)


def test_a_winner_is_told_leaves_a_contact_and_may_mend_it(client: Client, drawn: Raffle) -> None:
    name = winner().nickname
    assert ask(client, name).json()["prize"] == "科普图书"
    assert ask(client, name, "13900139000").json()["claimed"] is True
    assert ask(client, name, PHONE).status_code == 200
    [kept] = Claim.objects.all()
    reader = User.objects.get(username="organiser")
    assert claims.read(kept, reader, drawn.drawn_at) == PHONE  # type: ignore[arg-type]
    assert list(ClaimRead.objects.values_list("who", flat=True)) == ["organiser"]


def test_the_contact_stands_nowhere_in_the_database_in_plain(client: Client, drawn: Raffle) -> None:
    ask(client, winner().nickname, PHONE)
    with connection.cursor() as db:
        db.execute("SELECT contact FROM leaderboard_claim")
        assert b"13800138000" not in bytes(db.fetchone()[0])


def test_a_former_key_still_reads_and_a_foreign_one_does_not(
    client: Client, drawn: Raffle, settings: Any
) -> None:
    ask(client, winner().nickname, PHONE)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another-secret-key-of-these-tests" * 2
    reader = User.objects.get(username="organiser")
    with pytest.raises(CannotHold, match="lost_key"):
        claims.read(Claim.objects.get(), reader, drawn.made_at)  # type: ignore[arg-type]
    settings.SECRET_KEY_FALLBACKS = [old]
    assert claims.read(Claim.objects.get(), reader, drawn.made_at) == PHONE  # type: ignore[arg-type]


def test_a_reserve_and_who_was_not_drawn_hear_what_they_are(client: Client, drawn: Raffle) -> None:
    reserve = Win.objects.get(prize="")
    assert ask(client, reserve.ticket.contestant.nickname).json()["prize"] == ""
    drawn_ones = Win.objects.values_list("ticket__contestant__nickname", flat=True)
    other = next(n for n in (f"选手{k}" for k in range(6)) if n not in set(drawn_ones))
    assert ask(client, other).json()["prize"] is None
    assert ask(client, other, PHONE).json()["code"] == "no_prize"
    assert ask(client, reserve.ticket.contestant.nickname, PHONE).json()["code"] == "no_prize"
    assert not Claim.objects.exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    "contact", ["", "1234", "x" * 121, "电话\x00号码", 7, None, ["a"], {"a": 1}]
)
def test_a_contact_that_makes_no_sense_is_refused(
    client: Client, drawn: Raffle, contact: object
) -> None:
    headers = {"Authorization": f"Bearer {token(winner().nickname)}"}
    answer = client.post(MINE, {"contact": contact}, "application/json", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_field")
    assert not Claim.objects.exists()


def test_strangers_and_unknown_raffles_are_turned_away(client: Client, drawn: Raffle) -> None:
    assert client.get(MINE).status_code == 401
    headers = {"Authorization": f"Bearer {token(winner().nickname)}"}
    assert client.get("/api/raffles/none/mine", headers=headers).status_code == 404


def test_what_is_not_claimed_in_time_goes_to_the_reserve_once(
    client: Client, drawn: Raffle, fake_clock: FakeClock
) -> None:
    claims.claim(drawn, winner(1), PHONE, fake_clock.now())
    now = later(fake_clock, 8)
    assert [claims.step_up(drawn, now) for _ in range(3)] == [1, 0, 0]
    reserve = Win.objects.get(place=4)
    assert reserve.instead_of is not None
    assert (reserve.prize, reserve.instead_of.place) == ("笔记本", 2)
    with pytest.raises(CannotHold, match="too_late"):
        claims.claim(drawn, winner(2), PHONE, now)
    assert claims.claim(drawn, winner(4), PHONE, now).win.place == 4


def test_a_claim_of_the_last_moment_is_too_late_once_the_prize_went_to_the_reserve(
    drawn: Raffle,
) -> None:
    last = Millis(Win.objects.get(place=1).claim_by or 0)
    assert claims.step_up(drawn, Millis(last + 1)) == 1
    with pytest.raises(CannotHold, match="too_late"):
        claims.claim(drawn, winner(1), PHONE, last)
    assert not Claim.objects.exists()


def test_a_reserve_has_what_is_left_to_claim_and_a_day_at_least(
    client: Client, drawn: Raffle, fake_clock: FakeClock
) -> None:
    last = claims.last_step(drawn)
    with pytest.raises(CannotHold, match="no_time"):
        claims.step_up(drawn, Millis(last + 1))
    assert claims.step_up(drawn, last) == 1
    reserve = Win.objects.get(place=4)
    assert reserve.claim_by == drawn.delete_at
    fake_clock.tick(drawn.delete_at - fake_clock.now() - 1)
    assert claims.claim(drawn, winner(4), PHONE, fake_clock.now()).win == reserve


@pytest.mark.parametrize("kept", [7, 9, 14])
def test_reserves_of_a_raffle_with_an_early_deletion_step_up_while_a_day_is_left(
    drawn: Raffle, kept: int
) -> None:
    """Such raffles were made before there was a least time for their reserves."""
    drawn.delete_at = drawn.drawn_at + kept * DAY_MS  # type: ignore[operator]
    drawn.save(update_fields=["delete_at"])
    now = Millis((Win.objects.get(place=1).claim_by or 0) + 1)
    if kept < 8:
        with pytest.raises(CannotHold, match="no_time"):
            claims.step_up(drawn, now)
        return
    assert claims.step_up(drawn, now) == 1
    assert Win.objects.get(place=4).claim_by == min(now + 7 * DAY_MS, drawn.delete_at)


def test_nobody_is_told_to_claim_later_than_contacts_are_deleted(
    sealed: Raffle, fake_clock: FakeClock
) -> None:
    fake_clock.tick(sealed.delete_at - fake_clock.now() - 1)
    holding.draw(sealed, "1", fake_clock.now())
    assert Win.objects.get(place=1).claim_by == sealed.delete_at


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_nobody_steps_up_in_the_middle_of_a_claim(
    drawn: Raffle, monkeypatch: pytest.MonkeyPatch
) -> None:
    last, read = Millis(Win.objects.get(place=1).claim_by or 0), claims.win_of

    def step_up() -> None:
        claims.step_up(drawn, Millis(last + 1))
        connection.close()

    other = Thread(target=step_up)

    def meanwhile(row: Raffle, who: Contestant) -> Win | None:
        found = read(row, who)
        other.start()
        other.join(timeout=0.3)  # done by then only where nothing keeps it waiting
        return found

    monkeypatch.setattr(claims, "win_of", meanwhile)
    claims.claim(drawn, winner(1), PHONE, last)
    other.join()
    assert Win.objects.exclude(instead_of=None).get().instead_of == Win.objects.get(place=2)


def test_contacts_go_by_their_date_and_stay_gone(
    client: Client, drawn: Raffle, fake_clock: FakeClock
) -> None:
    claims.claim(drawn, winner(), PHONE, fake_clock.now())
    assert claims.forget(later(fake_clock, 30)) == 0
    assert [claims.forget(later(fake_clock, 30)) for _ in range(2)] == [1, 0]
    kept = Claim.objects.get()
    assert kept.contact is None
    assert claims.read(kept, User.objects.get(username="organiser"), fake_clock.now()) == ""


def test_who_has_their_data_deleted_leaves_no_contact_behind(
    drawn: Raffle, fake_clock: FakeClock
) -> None:
    claims.claim(drawn, winner(1), PHONE, fake_clock.now())
    claims.claim(drawn, winner(2), PHONE, fake_clock.now())
    people.erase(winner(1), fake_clock.now())
    assert claims.forget(fake_clock.now()) == 1
    assert list(Claim.objects.filter(contact=None).values_list("win__place", flat=True)) == [1]


def stands_in(drawn: Raffle, now: Millis) -> list[int]:
    """Places whose prizes the reserves have after stepping up now."""
    claims.step_up(drawn, now)
    found = Win.objects.exclude(instead_of=None).order_by("place")
    return list(found.values_list("instead_of__place", flat=True))


@pytest.mark.parametrize("claimed", [True, False])
def test_the_prize_of_who_had_their_data_deleted_goes_to_the_reserve_at_once(
    drawn: Raffle, fake_clock: FakeClock, *, claimed: bool
) -> None:
    if claimed:
        claims.claim(drawn, winner(2), PHONE, fake_clock.now())
    assert stands_in(drawn, fake_clock.now()) == []
    people.erase(winner(2), fake_clock.now())
    assert stands_in(drawn, fake_clock.now()) == [2]
    assert stands_in(drawn, fake_clock.now()) == [2]


def test_a_prize_that_may_have_been_handed_over_is_not_given_again(
    drawn: Raffle, fake_clock: FakeClock
) -> None:
    reader = User.objects.get(username="organiser")
    kept = claims.claim(drawn, winner(1), PHONE, fake_clock.now())
    assert claims.read(kept, reader, fake_clock.now()) == PHONE
    people.erase(winner(1), fake_clock.tick(1))
    claims.forget(fake_clock.now())
    assert stands_in(drawn, fake_clock.now()) == []


def test_nobody_reads_a_contact_whose_owner_had_their_data_deleted_a_moment_ago(
    drawn: Raffle, fake_clock: FakeClock
) -> None:
    claims.claim(drawn, winner(1), PHONE, fake_clock.now())
    people.erase(winner(1), fake_clock.now())
    reader = User.objects.get(username="organiser")
    assert claims.read(Claim.objects.get(), reader, fake_clock.now()) == ""
    assert stands_in(drawn, fake_clock.now()) == [1]


def test_a_reserve_who_had_their_data_deleted_does_not_step_up(
    drawn: Raffle, fake_clock: FakeClock
) -> None:
    people.erase(winner(4), fake_clock.now())
    assert stands_in(drawn, later(fake_clock, 8)) == []


def test_tickets_are_told_to_their_owner_only(client: Client, sealed: Raffle, stage: Scene) -> None:
    seen = [ask(client, name).json()["tickets"] for name in ("选手0", "选手1", "少")]
    assert [len(one) for one in seen] == [1, 1, 0]
    assert seen[0] != seen[1]

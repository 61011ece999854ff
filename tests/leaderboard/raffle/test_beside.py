"""A raffle is sealed and drawn by a process beside the server; what was asked for is done once."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from leaderboard.models.raffles import Raffle, RaffleErrand, Stage, Ticket, Win
from leaderboard.raffle import beside, holding, listing
from leaderboard.raffle.holding import CannotHold
from leaderboard.rules import raffle as rules
from leaderboard.rules.raffle import DAY_MS
from questionbank import errand_kinds
from questionbank.models import Errand
from tests.fakes import FakeClock
from tests.leaderboard.raffle.conftest import LUCKY

pytestmark = pytest.mark.django_db
PAPERS = ("quiz_entry", "quiz_attempt", "leaderboard_ticket", "quiz_contestant")


@pytest.fixture
def desk(client: Client, organiser: User, fake_clock: FakeClock) -> Client:
    client.force_login(organiser)
    return client


def done(fake_clock: FakeClock) -> None:
    while errand_kinds.do_next(fake_clock.now()):
        pass


def last() -> RaffleErrand:
    found = RaffleErrand.objects.last()
    assert found is not None
    return found


def test_no_request_reads_papers_or_tickets(
    desk: Client, open_raffle: Raffle, fake_clock: FakeClock
) -> None:
    here = f"/desk/raffles/{open_raffle.pk}/"
    fake_clock.tick(DAY_MS)
    with CaptureQueriesContext(connection) as asked:
        assert desk.post(f"{here}seal/").status_code == 302
    done(fake_clock)
    with CaptureQueriesContext(connection) as more:
        assert desk.post(f"{here}draw/", {"beacon": "1", "again": "1"}).status_code == 302
    said = [one["sql"] for one in [*asked, *more]]
    assert said
    assert not [one for one in said if any(table in one for table in PAPERS)]
    done(fake_clock)
    assert Raffle.objects.get().stage == Stage.DRAWN


def test_the_page_tells_how_far_it_is_and_then_what_came(
    desk: Client, open_raffle: Raffle, fake_clock: FakeClock
) -> None:
    here = f"/desk/raffles/{open_raffle.pk}/"
    fake_clock.tick(DAY_MS)
    page = desk.post(f"{here}seal/", follow=True).content.decode()
    assert f'data-far="{here}far/"' in page
    assert f'action="{here}seal/"' not in page
    assert desk.get(f"{here}far/").json() == {"working": True, "done": 0, "total": beside.STEPS}
    done(fake_clock)
    assert desk.get(f"{here}far/").json()["working"] is False
    assert f"{len(LUCKY)} 张奖券" in desk.get(here).content.decode()


def test_it_gives_what_sealing_and_drawing_by_hand_give(
    open_raffle: Raffle, organiser: User, fake_clock: FakeClock
) -> None:
    now = fake_clock.tick(DAY_MS)
    beside.seal(open_raffle, organiser, now)
    done(fake_clock)
    row = Raffle.objects.get()
    numbers = sorted(Ticket.objects.values_list("number", flat=True))
    assert (row.tickets, row.sealed_at) == (len(LUCKY), now)
    assert row.digest == rules.digest(numbers)
    beside.draw(row, " 1 ", organiser, now)
    done(fake_clock)
    owners = listing.owners(row)
    drawn = rules.order(row.seed, "1", owners)
    assert list(Win.objects.values_list("ticket__number", flat=True)) == drawn[:4]
    assert [one.by for one in RaffleErrand.objects.all()] == [organiser, organiser]


def test_two_who_press_at_once_are_one_errand(
    open_raffle: Raffle, organiser: User, fake_clock: FakeClock
) -> None:
    now = fake_clock.tick(DAY_MS)
    beside.seal(open_raffle, organiser, now)
    with pytest.raises(CannotHold, match="busy"):
        beside.seal(open_raffle, organiser, now)
    assert Errand.objects.count() == 1
    done(fake_clock)
    with pytest.raises(CannotHold, match="not_now"):
        beside.seal(Raffle.objects.get(), organiser, now)


def test_a_process_that_ended_before_it_said_so_has_done_it(
    open_raffle: Raffle, organiser: User, fake_clock: FakeClock
) -> None:
    now = fake_clock.tick(DAY_MS)
    beside.seal(open_raffle, organiser, now)
    holding.seal(Raffle.objects.get(), now)
    sealed = Raffle.objects.get().digest
    done(fake_clock)
    assert (last().state, last().problem) == (beside.State.DONE, "")
    assert Raffle.objects.get().digest == sealed


def test_why_nothing_came_of_it_stands_on_the_page(
    desk: Client, sealed: Raffle, organiser: User, fake_clock: FakeClock
) -> None:
    Ticket.objects.filter(number=Ticket.objects.all()[0].number).delete()
    beside.draw(sealed, "1", organiser, fake_clock.now())
    done(fake_clock)
    assert (last().state, last().problem) == (beside.State.REFUSED, "changed")
    page = desk.get(f"/desk/raffles/{sealed.pk}/").content.decode()
    assert "奖券名单与固定时不一致" in page
    assert f'action="/desk/raffles/{sealed.pk}/draw/"' in page


def test_one_that_no_process_will_come_for_is_told_and_can_be_asked_again(
    open_raffle: Raffle, organiser: User, fake_clock: FakeClock
) -> None:
    now = fake_clock.tick(DAY_MS)
    beside.seal(open_raffle, organiser, now)
    Errand.objects.all().delete()
    assert beside.working(open_raffle) is None
    assert last().problem == "lost"
    beside.seal(open_raffle, organiser, now)
    done(fake_clock)
    assert Raffle.objects.get().stage == Stage.SEALED


def test_what_was_given_up_and_done_all_the_same_is_not_called_undone(
    desk: Client, open_raffle: Raffle, organiser: User, fake_clock: FakeClock
) -> None:
    """Whoever asked is no user any more, and the process went on; or the last of those that were
    killed had just fixed the list."""
    now = fake_clock.tick(DAY_MS)
    beside.seal(open_raffle, organiser, now)
    Errand.objects.all().delete()
    assert "没有做完" in desk.get(f"/desk/raffles/{open_raffle.pk}/").content.decode()
    holding.seal(Raffle.objects.get(), now)
    assert "没有做完" not in desk.get(f"/desk/raffles/{open_raffle.pk}/").content.decode()

"""A raffle's list is not fixed while papers are being marked again."""

from dataclasses import replace

import pytest

from leaderboard.models.raffles import Raffle, Stage, Ticket
from leaderboard.raffle import holding, papers
from leaderboard.raffle.holding import CannotHold
from leaderboard.rules.raffle import DAY_MS, Paper, Rule
from quiz.models import Entry, EntryKind, PreparedRound
from quiz.rules.units import Millis
from tests.leaderboard.publish.cast import LATER, Scene, two
from tests.leaderboard.publish.test_correcting import mark_again, ruled
from tests.leaderboard.raffle.conftest import FORM

pytestmark = pytest.mark.django_db
ENDS = Millis(LATER + 1)


@pytest.fixture
def raffle(played: Scene) -> Raffle:
    """Whoever earned any point of the round has a ticket."""
    rule = Rule((played.round.code,))
    form = replace(FORM, rule=rule, closes_at=ENDS, delete_at=LATER + 60 * DAY_MS)
    return holding.make(played.contest, "440000", form, two()[0], LATER)


def test_the_list_waits_until_a_ruling_is_carried_out(played: Scene, raffle: Raffle) -> None:
    number = ruled(played, "void_all", [])
    with pytest.raises(CannotHold, match="unmarked"):
        holding.seal(raffle, ENDS)
    mark_again(played, number)
    last = Entry.objects.filter(kind=EntryKind.RULED).latest("pk")
    again = Entry.objects.filter(pk=last.pk)
    kept = again.values().get()
    again.delete()
    with pytest.raises(CannotHold, match="unmarked"):
        holding.seal(raffle, ENDS)
    assert (Raffle.objects.get().stage, Ticket.objects.count()) == (Stage.OPEN, 0)
    Entry.objects.create(**kept)
    assert holding.seal(raffle, ENDS).tickets > 0


def test_the_list_waits_while_nobody_can_say_whether_a_ruling_is_carried_out(
    played: Scene, raffle: Raffle
) -> None:
    ruled(played, "void_all", [])
    PreparedRound.objects.filter(round=played.round).update(books={}, digest="0" * 64)
    with pytest.raises(CannotHold, match="unreadable"):
        holding.seal(raffle, ENDS)
    assert (Raffle.objects.get().stage, Ticket.objects.count()) == (Stage.OPEN, 0)


def test_a_ruling_that_comes_while_the_papers_are_read_fixes_nothing(
    played: Scene, raffle: Raffle, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, numbers = papers.papers, list[int]()

    def meanwhile(codes: tuple[str, ...]) -> list[Paper]:
        found = list(read(codes))
        numbers.append(ruled(played, "void_all", []))
        return found

    with monkeypatch.context() as patch:
        patch.setattr(papers, "papers", meanwhile)
        with pytest.raises(CannotHold, match="unmarked"):
            holding.seal(raffle, ENDS)
    left = Raffle.objects.get()
    assert (left.stage, left.tickets, left.digest) == (Stage.OPEN, 0, "")
    # What was stored for it is nobody's yet.
    early = list(Ticket.objects.select_related("contestant"))
    assert early
    assert not any(holding.own(left, one.contestant) for one in early)
    mark_again(played, numbers[0])
    assert holding.seal(left, ENDS).tickets == Ticket.objects.count()

"""A raffle is made: what makes none is refused by its fields."""

import pytest
from django.contrib.auth.models import User

from leaderboard.models.raffles import Raffle
from leaderboard.raffle import holding, papers
from leaderboard.raffle.forms import Form
from leaderboard.raffle.holding import CannotHold
from leaderboard.rules.raffle import DAY_MS, Prize, Rule
from quiz.models import Round
from quiz.rules.formats import Format, Mode, Reveal, plain
from tests.fakes import FakeClock
from tests.leaderboard.cast import OPENS_AT, Scene
from tests.leaderboard.raffle.conftest import FORM, changed

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("form", "fields"),
    [
        (changed(title_zh=" "), ("title_zh",)),
        (changed(code="a b"), ("code",)),
        (changed(code="first-raffle\n"), ("code",)),
        (changed(beacon_source=""), ("beacon_source",)),
        (changed(closes_at=OPENS_AT - 1), ("closes_at",)),
        (changed(claim_days=0), ("claim_days",)),
        (changed(delete_at=OPENS_AT), ("delete_at",)),
        (changed(delete_at=FORM.closes_at + 21 * DAY_MS - 1), ("delete_at",)),
        (changed(reserves=0, delete_at=FORM.closes_at + 7 * DAY_MS - 1), ("delete_at",)),
        (changed(closes_at=253_402_000_000_000), ("closes_at", "delete_at")),
        (changed(reserves=-1), ("reserves",)),
        (changed(rule=Rule(("final",))), ("rounds",)),
        (changed(rule=Rule(("first",), cohorts=("none",))), ("cohorts",)),
        (changed(rule=Rule(("first",), regions=("nowhere",))), ("regions",)),
        (changed(rule=Rule(("first",), regions=("44/44",))), ("regions",)),
        (changed(prizes=()), ("prizes",)),
        (changed(prizes=(Prize("x", -1),), reserves=1_001), ("prizes", "reserves")),
    ],
)
def test_what_makes_no_raffle_is_refused_by_its_fields(
    stage: Scene, organiser: User, fake_clock: FakeClock, form: Form, fields: tuple[str, ...]
) -> None:
    with pytest.raises(CannotHold) as refused:
        holding.make(stage.contest, "44", form, organiser, fake_clock.now())
    assert refused.value.fields == fields
    assert not Raffle.objects.exists()


@pytest.mark.parametrize(
    "form",
    [
        Format(mode=Mode.PRACTICE, boards=()),
        Format(
            mode=Mode.LIVE,
            reveal=Reveal.EACH,
            shuffle_questions=False,
            boards=(),
            tries_per_day=0,
            books=1,
        ),
    ],
)
def test_only_ranked_rounds_give_tickets(
    stage: Scene, organiser: User, fake_clock: FakeClock, form: Format
) -> None:
    Round.objects.filter(code="train").update(format=plain(form))
    stage.close("练习", 100, round_=stage.practice)
    said = changed(rule=Rule(("first", "train")))
    with pytest.raises(CannotHold) as refused:
        holding.make(stage.contest, "44", said, organiser, fake_clock.now())
    assert refused.value.fields == ("rounds",)
    assert not list(papers.papers(["train"]))


@pytest.mark.parametrize(("reserves", "days"), [(1, 21), (0, 7)])
def test_contacts_may_be_deleted_once_everybody_had_their_days(
    stage: Scene, organiser: User, fake_clock: FakeClock, reserves: int, days: int
) -> None:
    form = changed(reserves=reserves, delete_at=FORM.closes_at + days * DAY_MS)
    assert holding.make(stage.contest, "44", form, organiser, fake_clock.now()).pk


def test_a_code_is_taken_once(open_raffle: Raffle, organiser: User, fake_clock: FakeClock) -> None:
    with pytest.raises(CannotHold, match="taken"):
        holding.make(open_raffle.contest, "44", FORM, organiser, fake_clock.now())

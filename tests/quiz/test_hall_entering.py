"""A hall that comes in at once: together, each as if alone."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import connection
from django.db.utils import IntegrityError
from django.test.utils import CaptureQueriesContext

from quiz import plan
from quiz.models import Attempt, Contest, Contestant, Entrant
from quiz.rules.units import Millis
from quiz.seats import Denied
from quiz.sittings import entrance, store
from quiz.sittings.entrance import Wanted
from quiz.sittings.hall_seat import HallSeat
from tests.fakes import FakeClock
from tests.quiz import hall_world, world
from tests.quiz.hall_world import Hall

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_threads", "fake_clock"),
]


@pytest.fixture
def hall(contest: Contest, fake_clock: FakeClock) -> Hall:
    """A sitting with its lobby open."""
    made = hall_world.make_hall(contest, fake_clock)
    made.sitting.stage["state"] = made.sitting.state = "lobby"
    made.sitting.save(update_fields=["stage", "state"])
    return made


def let_in(hall: Hall, *tokens: str) -> list[HallSeat | Denied]:
    row = store.by_id(hall.sitting.pk)
    wanted = [Wanted(token, None, Millis(hall.clock.now())) for token in tokens]
    return entrance.enter_all(row, plan.load(row.round), wanted)


def codes(found: list[HallSeat | Denied]) -> list[str]:
    return [one.code if isinstance(one, Denied) else one.name for one in found]


def people(contest: Contest, names: str) -> list[str]:
    """The tokens of people of these names, of which there may be several alike."""
    tokens = []
    for name in names.split():
        made = Contestant.objects.count()
        tokens.append(world.make_contestant(contest, f"{name}-{made}"))
        Contestant.objects.filter(nickname=f"{name}-{made}").update(nickname=name)
    return tokens


def test_one_at_the_door_holds_up_nobody_else(hall: Hall, contest: Contest) -> None:
    mei, bo, an = people(contest, "Mei Bo An")
    stranger = "nobody-has-this-token-at-all"
    assert codes(let_in(hall, mei, stranger, bo)) == ["Mei", "no_token", "Bo"]
    # Somebody who was in comes back to the same place, among new ones.
    again = let_in(hall, an, mei)
    assert codes(again) == ["An", "Mei"]
    assert Attempt.objects.count() == Entrant.objects.count() == 3


def test_namesakes_who_come_together_get_numbers(hall: Hall, contest: Contest) -> None:
    tokens = people(contest, "Mei Mei Bo Mei")
    assert codes(let_in(hall, *tokens)) == ["Mei", "Mei 2", "Bo", "Mei 3"]
    assert codes(let_in(hall, *people(contest, "Mei Bo"))) == ["Mei 4", "Bo 2"]


@pytest.mark.slow
def test_a_name_has_an_end_of_numbers(hall: Hall, contest: Contest) -> None:
    many = people(contest, "Mei " * (entrance.NAMESAKES + 2))
    found = codes(let_in(hall, *many, *people(contest, "Bo")))
    assert found[-4:] == ["name_taken", "name_taken", "name_taken", "Bo"]


def test_two_devices_of_somebody_new_make_one_entrant(hall: Hall, contest: Contest) -> None:
    (mei,) = people(contest, "Mei")
    one, two = let_in(hall, mei, mei)
    assert isinstance(one, HallSeat)
    assert isinstance(two, HallSeat)
    assert (one.entrant, one.attempt) == (two.entrant, two.attempt)
    assert Entrant.objects.count() == 1


def test_a_crowd_costs_as_many_queries_as_two_people(hall: Hall, contest: Contest) -> None:
    asked = []
    for names in ("A B", "C D E F G H I J K L M N"):
        tokens = people(contest, names)
        with CaptureQueriesContext(connection) as seen:
            let_in(hall, *tokens)
        asked.append(len(seen))
    assert asked[0] == asked[1]


def rival(times: int) -> Callable[..., Any]:
    """What another process does while we let somebody in: it is quicker, so many times."""
    left = [times]

    def act(execute: Callable[..., Any], sql: str, *more: Any) -> Any:
        if left[0] and sql.startswith("INSERT INTO") and "quiz_entrant" in sql:
            left[0] -= 1
            raise IntegrityError("UNIQUE constraint failed")
        return execute(sql, *more)

    return act


@pytest.mark.parametrize(("times", "found"), [(1, "Mei"), (99, "name_taken")])
def test_whoever_is_quicker_elsewhere_is_tried_again_for_a_while(
    hall: Hall, contest: Contest, times: int, found: str
) -> None:
    tokens = people(contest, "Mei Bo")
    with connection.execute_wrapper(rival(times)):
        assert codes(let_in(hall, *tokens))[0] == found
    assert Attempt.objects.count() == Entrant.objects.count()


async def test_phones_that_knock_together_are_all_in(hall: Hall, contest: Contest) -> None:
    tokens = await sync_to_async(people)(contest, " ".join("abcdefghijklmnop"))
    met = await asyncio.gather(*(hall.phone(token) for token in tokens))
    assert sorted(entered["name"] for _, entered in met) == list("abcdefghijklmnop")
    await hall.close()

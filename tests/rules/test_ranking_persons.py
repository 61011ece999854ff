from leaderboard.rules.persons import Person, counted, home_in, moves, standing_in, with_result
from leaderboard.rules.ranking import Result, Standing
from leaderboard.rules.scopes import Scope, scopes
from quiz.rules.formats import Format

FORM = Format()
GUANGZHOU, SHENZHEN = Scope("44/4401", "youth"), Scope("44/4403", "youth")
FIRST, SECOND = Result(0, 90, 1, 10), Result(1, 70, 1, 20)


def test_one_who_moved_stands_in_each_city_with_the_attempts_made_there() -> None:
    mei = with_result(FORM, Person("梅"), GUANGZHOU, FIRST)
    moved = with_result(FORM, mei, SHENZHEN, SECOND)
    assert standing_in(FORM, moved, Scope("44/4401")) == Standing(90, 1, 10, 1)
    assert standing_in(FORM, moved, Scope("44/4403")) == Standing(70, 1, 20, 1)
    assert standing_in(FORM, moved, Scope("44")) == Standing(90, 1, 10, 2)
    assert standing_in(FORM, moved, Scope("44/4404")) is None
    assert home_in(moved, Scope("44")) == "44/4403"
    assert counted(moved, 0)
    assert counted(moved, 1)
    assert not counted(moved, 2)


def test_a_first_result_elsewhere_is_new_to_that_city_only() -> None:
    mei = with_result(FORM, Person("梅"), GUANGZHOU, FIRST)
    moved = with_result(FORM, mei, SHENZHEN, SECOND)
    changes = {str(m.scope): m for m in moves(FORM, mei, moved, scopes(*SHENZHEN, "44"))}
    assert changes["44"].before == Standing(90, 1, 10, 1)
    assert changes["44"].after == Standing(90, 1, 10, 2)
    assert changes["44/4403"].before is None
    assert changes["44/4403:youth"].after == Standing(70, 1, 20, 1)

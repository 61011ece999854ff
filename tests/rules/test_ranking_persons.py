from leaderboard.rules.persons import Person, home_in, moves, standing_in, step, with_result
from leaderboard.rules.ranking import Standing
from leaderboard.rules.results import Result
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
    assert step(FORM, moved, GUANGZHOU, FIRST) is None
    assert step(FORM, moved, SHENZHEN, SECOND) is None


def test_a_new_marking_changes_the_score_where_the_attempt_was_opened() -> None:
    mei = with_result(FORM, Person("梅"), GUANGZHOU, FIRST)
    moved = with_result(FORM, mei, SHENZHEN, SECOND)
    ruled = step(FORM, moved, GUANGZHOU, FIRST._replace(score=60, ruled=3))
    assert ruled is not None
    assert (ruled.attempts, ruled.ruled) == (0, 3)
    assert standing_in(FORM, ruled.person, Scope("44/4401")) == Standing(60, 1, 10, 1)
    assert standing_in(FORM, ruled.person, Scope("44/4403")) == Standing(70, 1, 20, 1)
    assert standing_in(FORM, ruled.person, Scope("44")) == Standing(70, 1, 20, 2)
    for late in (FIRST, FIRST._replace(score=99, ruled=2)):
        assert step(FORM, ruled.person, GUANGZHOU, late) is None


def test_a_first_result_elsewhere_is_new_to_that_city_only() -> None:
    mei = with_result(FORM, Person("梅"), GUANGZHOU, FIRST)
    moved = with_result(FORM, mei, SHENZHEN, SECOND)
    changes = {str(m.scope): m for m in moves(FORM, mei, moved, scopes(*SHENZHEN, "44"))}
    assert changes["44"].before == Standing(90, 1, 10, 1)
    assert changes["44"].after == Standing(90, 1, 10, 2)
    assert changes["44/4403"].before is None
    assert changes["44/4403:youth"].after == Standing(70, 1, 20, 1)

"""What is asked before publishing reads the papers it is about, however many the round has."""

from leaderboard.publish import standing
from quiz import plan as plans
from quiz.rules.units import Millis
from tests.leaderboard.publish.cast import Scene
from tests.quiz import query_plans


def test_open_papers_and_waiting_appeals_are_found_by_their_places(played: Scene) -> None:
    plan = plans.load(played.round.code)
    with query_plans.asked("COUNT(*)") as seen:
        standing.state(played.round, plan, "440000", Millis(played.round.closes_at or 0))
    assert any("(attempt_id=? AND slot=? AND kind=?)" in one for one in seen)
    # The one query that goes through the round's papers is that for the open ones.
    assert sum("quiz_attempt" in one and "round_id=?" in one for one in seen) == 1

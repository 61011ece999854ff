"""Which contest an organiser sees first."""

import pytest

from leaderboard.rules.stages import AFTERWARDS_MS, Stage, Window, stage


@pytest.mark.parametrize(
    ("windows", "now", "expected"),
    [
        ([], 5, Stage.AHEAD),
        ([(10, 20)], 9, Stage.AHEAD),
        ([(10, 20)], 10, Stage.RUNNING),
        ([(10, 20)], 19, Stage.RUNNING),
        ([(10, 20)], 19 + AFTERWARDS_MS, Stage.RUNNING),
        ([(10, 20)], 20 + AFTERWARDS_MS, Stage.OVER),
        ([(10, 20), (30, 40)], 25, Stage.RUNNING),
        ([(10, 20), (30, 40)], 40 + AFTERWARDS_MS, Stage.OVER),
        ([(10, None)], 1_000, Stage.RUNNING),
    ],
)
def test_a_contest_runs_from_its_first_opening_until_two_weeks_after_its_last_closing(
    windows: list[Window], now: int, expected: Stage
) -> None:
    assert stage(windows, now) is expected

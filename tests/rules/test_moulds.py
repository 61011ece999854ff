"""What makes a store's standings another thing, and what does not."""

import pytest

from leaderboard.rules.moulds import mould
from leaderboard.rules.seasons import season
from quiz.rules.formats import Count, Format, Tie

DAY = 86_400_000
FORM = Format()


def of(form: Format = FORM, root: str = "44", opens: int = 0, closes: int | None = DAY) -> str:
    return mould(form, root, opens_at=opens, closes_at=closes)


@pytest.mark.parametrize(
    "other",
    [
        of(Format(count=Count.SUM)),
        of(Format(count=Count.MEAN_BEST, best_n=3)),
        of(Format(ties=(Tie.FINISHED, Tie.TOOK))),
        of(root="44/4401"),
        of(opens=-1_000),
        of(closes=400 * DAY),
        of(season([FORM, FORM])),
    ],
)
def test_another_count_order_region_or_window_is_another_mould(other: str) -> None:
    assert other != of()


def test_what_moves_no_rank_is_the_same_mould() -> None:
    assert of(Format(pool=("科普",), boards=("city",), shuffle_options=False)) == of()


def test_a_season_goes_by_the_formats_of_its_rounds() -> None:
    both = season([FORM, FORM])
    assert of(both) == of(season([FORM, FORM]))
    assert (
        len({of(both), of(season([FORM, FORM], 1)), of(season([FORM, Format(count=Count.SUM)]))})
        == 3
    )

"""A season is put together twice: by the boards' rules and by the stand-alone script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.publish.script import season as script
from leaderboard.publish.script.standings import standing as of_round
from leaderboard.rules import ranking
from leaderboard.rules.ranking import Standing, Tally
from leaderboard.rules.results import Result
from leaderboard.rules.seasons import number, season
from quiz.rules import formats
from quiz.rules.formats import Count, Format, Tie

COUNTS = (Count.BEST, Count.LAST, Count.SUM)
papers = st.tuples(
    st.integers(-20, 60), st.integers(0, 90_000), st.integers(0, 3_000), st.integers(0, 2)
)
rounds = st.lists(st.lists(papers, max_size=4), min_size=2, max_size=4)
ties = st.permutations(list(Tie)).flatmap(
    lambda those: st.integers(1, 3).map(lambda many: tuple(those[:many]))
)


@pytest.mark.slow
@given(rounds, st.integers(0, 3), st.lists(st.sampled_from(COUNTS), min_size=4), ties)
def test_rules_and_script_put_rounds_together_alike(
    played: list[list[tuple[int, int, int, int]]],
    best_of: int,
    counts: list[Count],
    chain: tuple[Tie, ...],
) -> None:
    forms = [Format(count=count, ties=chain) for count in counts[: len(played)]]
    whole = season(forms, best_of)
    tally = Tally()
    for slot, those in enumerate(played):
        for try_no, (score, took, finish, void) in enumerate(those):
            # One round after the other: nobody finishes two of them in the same second.
            at = 1_000 * (finish + 10_000 * slot + try_no * 4_000)
            of_season = number(slot, try_no)
            assert of_season is not None
            tally = ranking.add(whole, tally, Result(of_season, score, took, at, 0, void))
    body = {"subject": {"best_of": best_of}, "ties": [str(tie) for tie in chain]}
    parts = [
        part
        for slot, (form, those) in enumerate(zip(forms, played, strict=True))
        if (part := _part(form, slot, those))
    ]
    theirs = ranking.standing(tally)
    if not parts:
        assert theirs is None
        return
    ours = script.together(body, parts)
    assert theirs == Standing(ours.score, ours.took, ours.finish * 1_000, ours.tries)


def _part(form: Format, slot: int, those: list[tuple[int, int, int, int]]) -> script.Part | None:
    lines = [
        {
            "try": try_no,
            "score": score,
            "took_ms": took,
            "finish_s": finish + 10_000 * slot + try_no * 4_000,
            "void": void,
        }
        for try_no, (score, took, finish, void) in enumerate(those)
    ]
    of = of_round(formats.plain(form), lines)
    return script.Part(*of, region="44") if of else None

"""What a question needs before its review, and does not lose afterwards."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.rules.complete import NEEDED, keeps, part, spoiled, unfit
from questionbank.rules.workflow import Place
from tests.rules.test_workflow import APPROVED, CHANGED, DRAFT, DROPPED, LIVE, PLACES, RETIRED

WHOLE = ("topic", "dimension", "audience", "difficulty")
facets = st.lists(st.sampled_from([*WHOLE, "benchmark", "sensitivity"]), max_size=8)


@pytest.mark.parametrize(
    ("has", "expected"),
    [
        (WHOLE, []),
        ((*WHOLE, "topic", "audience", "benchmark"), []),
        ((), list(WHOLE)),
        (WHOLE[1:], ["topic"]),
        ((*WHOLE, "difficulty"), ["difficulty+"]),
        ((*WHOLE[2:], "difficulty"), ["topic", "dimension", "difficulty+"]),
    ],
)
def test_a_topic_and_an_audience_at_least_one_dimension_and_difficulty_exactly(
    has: tuple[str, ...], expected: list[str]
) -> None:
    assert unfit(has) == expected


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("explanation.zh", "explanation"),
        ("source.zh", "source"),
        ("picture.alt.zh", "alt"),
        ("options[3].alt.zh", "alt"),
    ],
)
def test_what_pictures_show_is_one_part(where: str, expected: str) -> None:
    assert part(where) == expected


def test_all_but_drafts_keep_what_they_needed() -> None:
    free = [place for place in PLACES if not keeps(place)]
    assert free == [DRAFT, DROPPED]
    assert all(map(keeps, (APPROVED, LIVE, RETIRED, *CHANGED)))


@given(st.sampled_from(PLACES), facets, facets)
def test_what_is_whole_stays_whole_past_draft(
    place: Place, before: list[str], after: list[str]
) -> None:
    whole = [*before, *(one for one in WHOLE if one not in before)]
    whole = [*dict.fromkeys(whole)]
    assert bool(spoiled(place, whole, after)) == (keeps(place) and bool(unfit(after)))


@given(st.sampled_from(PLACES), facets)
def test_what_is_lacking_already_refuses_no_other_change(place: Place, before: list[str]) -> None:
    assert spoiled(place, before, [*before, "benchmark"]) == []
    assert set(unfit(())) <= set(NEEDED)

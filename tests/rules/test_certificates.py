"""Verification codes: written by people, read by people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.rules import certificates


@pytest.mark.slow
@given(st.binary(min_size=8, max_size=16))
def test_a_code_is_read_again_however_it_is_written(secret: bytes) -> None:
    code = certificates.code(secret)
    assert certificates.read(code) == code
    for form in (certificates.written(code), code.lower(), f" {code[:5]} {code[5:]}　"):
        assert certificates.read(form) == code


def test_different_secrets_make_different_codes() -> None:
    found = {certificates.code(n.to_bytes(10)) for n in range(5_000)}
    assert len(found) == 5_000


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "K7QM",
        "K7QM2XWD9FH0",
        "K7QM2XWD9FHI",
        "K7QM2XWD9FHTT",
        "科学素质大赛科学素质大赛",
        "'; --",
        "\0" * 12,
    ],
)
def test_what_can_be_no_code_is_none(typed: str) -> None:
    assert certificates.read(typed) is None


@pytest.mark.parametrize(
    ("rank", "people", "named"),
    [
        (1, 1, True),
        (2, 3, True),
        (2, 2, False),
        (50, 100, True),
        (59, 59, False),
        (100, 199, True),
        (100, 198, False),
        (101, 1_000, False),
        (101, 1_010, True),
        (5_000, 9_000, False),
    ],
)
def test_a_rank_is_named_in_the_first_tenth_or_of_a_hundred_in_the_better_half(
    rank: int, people: int, *, named: bool
) -> None:
    assert certificates.shows_rank(rank, people) is named

"""A moment as people type it: one reader for forms and commands."""

import pytest
from django.http import QueryDict

from leaderboard.desk import board_form, raffle_form
from quiz import moments, setting_up

# 2026-09-01 09:00 in the province, which is eight hours before UTC.
NINE = 1_788_224_400_000
HOUR = 3_600_000

READ = [
    ("2026-09-01 09:00", NINE),
    (" 2026-09-01T09:00 ", NINE),
    ("2026-09-01T09:00:07.9", NINE + 7_000),
    ("2026-09-01 09:00+08:00", NINE),
    ("2026-09-01 09:00+05:00", NINE + 3 * HOUR),
    ("2026-09-01T09:00 -0330", NINE + 8 * HOUR + 3 * HOUR + HOUR // 2),
    ("2026-09-01T09:00Z", NINE + 8 * HOUR),
]
WRONG = ["", "tomorrow", "2026-09-01", "2026-09-01 09:00 CST", "2026-09-01 09:00+25:00"]
WRONG += ["2026-13-01 09:00", "20260901T0900", "1999-12-31 23:59", "2100-01-01 00:00"]
WRONG += ["٢٠٢٦-09-01 09:00", "2026-09-01 09:00+", "0001-01-01 00:00+08:00"]


@pytest.mark.parametrize(("text", "expected"), READ)
def test_an_hour_with_an_offset_is_the_hour_of_there(text: str, expected: int) -> None:
    assert moments.typed(text) == expected


@pytest.mark.parametrize(("text", "expected"), READ)
def test_forms_and_commands_read_the_same_moment(text: str, expected: int) -> None:
    wrong: dict[str, str] = {}
    raffle = QueryDict(mutable=True)
    raffle["closes_at"] = text
    assert setting_up.moment(text) == expected
    assert board_form.moment_of(text, "at", wrong) == expected
    assert raffle_form.form(raffle_form.typed(raffle)).closes_at == expected
    assert not wrong


@pytest.mark.parametrize("text", WRONG)
def test_what_is_no_moment_is_refused_everywhere(text: str) -> None:
    wrong: dict[str, str] = {}
    with pytest.raises(ValueError, match=r"no moment|offset|month|century|strictly"):
        moments.typed(text)
    with pytest.raises(setting_up.CannotSetUp, match="要写作 2026-12-01 09:00"):
        setting_up.moment(text)
    assert board_form.moment_of(text, "at", wrong) is None
    assert bool(wrong) == bool(text)

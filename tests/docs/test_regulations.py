"""The regulations name every setting of a format, with the bounds that are checked."""

from dataclasses import fields

import pytest

from quiz.rules.formats import BOUNDS, Format
from tests.house import tree

ROWS = [line for line in tree.text("docs/regulations.md").splitlines() if line.startswith("| `")]


def row(setting: str) -> str:
    """The row of the tables of settings whose first cell names this one."""
    found = [line for line in ROWS if f"`{setting}`" in line.split("|")[1]]
    assert len(found) == 1, f"{setting}: {len(found)} rows"
    return found[0]


@pytest.mark.parametrize("setting", [field.name for field in fields(Format)])
def test_each_setting_is_in_a_table_once(setting: str) -> None:
    assert row(setting)


@pytest.mark.parametrize("setting", BOUNDS)
def test_its_bounds_are_those_that_are_checked(setting: str) -> None:
    least, most = BOUNDS[setting]
    cell = row(setting).split("|")[3]
    assert f"–{most:,}" in cell
    assert str(least).replace("-", "−") in cell

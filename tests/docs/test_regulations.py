"""The regulations name every setting of a format, with the bounds that are checked; the text in
traditional characters says the same."""

import re
from collections import Counter
from dataclasses import fields

import pytest

from leaderboard.rules.regulation_text import Block, blocks
from questionbank.rules.simplified import SIMPLIFIED, TRADITIONAL
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


TWO = ("docs/regulations.md", "docs/regulations.zh-hant.md")
# What may differ, of all characters of a text, beside a word of two: 資料 is written for 数据.
FEW = 0.2


def texts(one: Block) -> list[str]:
    return ["".join(text for _mark, text in cell) for row in one.rows for cell in row]


def plain(text: str) -> Counter[str]:
    return Counter(text.translate(str.maketrans(TRADITIONAL, SIMPLIFIED)))


def test_the_text_in_traditional_characters_has_the_same_blocks() -> None:
    ours, other = (blocks(tree.text(name)) for name in TWO)
    assert [(one.kind, one.section) for one in ours] == [(one.kind, one.section) for one in other]


def test_each_block_says_the_same_in_traditional_characters() -> None:
    for ours, other in zip(*(blocks(tree.text(name)) for name in TWO), strict=True):
        assert len(texts(ours)) == len(texts(other)), ours.section
        for mine, theirs in zip(texts(ours), texts(other), strict=True):
            assert re.findall(r"[!-~]+", mine) == re.findall(r"[!-~]+", theirs)
            apart = plain(mine) - plain(theirs)
            assert apart.total() <= 2 + FEW * len(mine), (mine, theirs)


REFERENCE = re.compile(r"(?<![\d.])([1-9]\d?\.[1-9]\d?)(?![\d.]| %)")
# What pages say: 竞赛规则 8.1, 规则第 13.3 节, 竞赛规则第 13.1、13.2 节.
CITED = re.compile(r"规则 ?第? ?((?:[1-9]\d?\.[1-9]\d?、?)+)")


def sections(text: str) -> set[str]:
    return {one.section for one in blocks(text) if one.kind == "h3"}


@pytest.mark.parametrize("name", TWO)
def test_each_section_that_a_rule_refers_to_is_there(name: str) -> None:
    text = tree.text(name)
    assert set(REFERENCE.findall(text)) <= sections(text)


def test_each_section_that_a_page_names_is_there() -> None:
    there = sections(tree.text(TWO[0]))
    cited = {
        number
        for path in tree.ending(".py", ".html", under=("leaderboard", "quiz", "frontend"))
        for found in CITED.findall(tree.text(path))
        for number in found.strip("、").split("、")
    }
    assert {"8.1", "13.2", "14.3"} <= cited <= there


@pytest.mark.parametrize(("name", "hides"), [(TWO[0], "遮盖"), (TWO[1], "遮蓋")])
def test_who_hides_a_name_goes_by_the_section_on_hiding_names(name: str, hides: str) -> None:
    found = re.findall(rf"按 ([\d.]+) {hides}", tree.text(name))
    assert found == ["7.7", "7.7"]
    assert f"### 7.7 {hides}姓名" in tree.text(name)

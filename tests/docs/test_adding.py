"""Whoever adds a thing finds every place that it touches in architecture.md."""

import re

import pytest

from tests.house import tree

HOW = tree.text("docs/architecture.md").partition("\n## How to add a thing\n")[2]
# Formats and starter data are many, and named as folders.
ELSEWHERE = re.compile(r"/(migrations|data|formats)/")


def paragraph(name: str) -> str:
    """What stands behind "**name" up to the next thing."""
    return HOW.partition(f"**{name}")[2].split("\n\n**")[0]


def places(pattern: str) -> list[str]:
    """The product's files in which the pattern is found."""
    apps = ("quiz/", "questionbank/", "leaderboard/", "frontend/static/", "frontend/templates/")
    kinds = (".py", ".js", ".html", ".css")
    files = (name for name in tree.files() if name.startswith(apps) and name.endswith(kinds))
    return [n for n in files if not ELSEWHERE.search(n) and re.search(pattern, tree.text(n))]


@pytest.mark.parametrize(
    ("thing", "pattern"),
    [
        ("A kind of question", r"[\"\']hotspot[\"\']|\bhotspot:"),
        ("A tie-break", r"\bTie\.|fewer_tries"),
        ("A close code", r"(?<!\")\b44(01|09|10)\b(?!\")"),
        ("A field that editors note", r"\bauthor_en\b"),
        ("A condition of a raffle", r"\bPer\.DAY\b|typed\.plain\.per\b"),
        ("A command of a host", r"\bexclude_again\b"),
        ("A rule of flags", r"\bsame_wrong\b|\bSAME_WRONG\b"),
        ("A role of staff", r"[\"\']approver[\"\']"),
        ("A step of a question's way", r"[\"\'](send_back|revive)[\"\']"),
        ("A language", r"value=\"zh-hant\"|Literal\[.*\"zh-hant\""),
    ],
)
def test_every_place_that_it_touches_is_named(thing: str, pattern: str) -> None:
    found = places(pattern)
    assert found
    assert [name for name in found if name not in paragraph(thing)] == []

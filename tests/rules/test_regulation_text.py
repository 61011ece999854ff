"""The regulations cut into blocks: nothing of the text is lost, no mark is left."""

from pathlib import Path

from leaderboard.rules.regulation_text import Block, blocks, pieces

TEXT = (Path(__file__).parents[2] / "docs" / "regulations.md").read_text("utf-8")


def test_each_kind_of_block_is_known() -> None:
    found = blocks(
        "# A\n\n## 8 B\n\n> Summary: c.\n> Code: `x.py`.\n\n    d\n\n"
        "1. e\n   f\n2. g\n\n| h | i |\n| - | - |\n| j | k |\n\nl\nm"
    )
    assert [(one.kind, one.section) for one in found[:2]] == [("h1", ""), ("h2", "8")]
    assert found[2:] == (
        Block("summary", ((pieces("C."),),)),
        Block("pre", ((pieces("d"),),)),
        Block("list", ((pieces("ef"),), (pieces("g"),))),
        Block("table", ((pieces("h"), pieces("i")), (pieces("j"), pieces("k")))),
        Block("p", ((pieces("lm"),),)),
    )


def test_marks_become_pieces() -> None:
    assert pieces("a**b**`c`[d](e.md)f") == (("", "a"), ("strong", "b"), ("code", "c"), ("", "df"))


def test_no_mark_of_the_regulations_is_left_unread() -> None:
    said = [
        (mark, text)
        for one in blocks(TEXT)
        if one.kind != "pre"
        for row in one.rows
        for cell in row
        for mark, text in cell
    ]
    assert not [text for mark, text in said if mark != "code" and ("**" in text or "`" in text)]
    assert not [text for mark, text in said if mark == "" and text.startswith(("#", "|", "> "))]

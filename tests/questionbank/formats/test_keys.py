import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.formats import keys
from questionbank.formats.keys import choice

FOUR = ("太阳", "地球", "月亮", "火星")


@pytest.mark.parametrize(
    ("cell", "places"),
    [
        *[("A", (0,)), ("ａ", (0,)), ("AB", (0, 1)), ("A,B", (0, 1)), ("A、B", (0, 1))],
        *[("A B", (0, 1)), ("A;B", (0, 1)), ("A|B", (0, 1)), ("ACB", (0, 1, 2))],
        *[("ＡＢＤ", (0, 1, 3)), ("ab", (0, 1)), ("A-D", (0, 1, 2, 3)), ("A至D", (0, 1, 2, 3))],
        *[("全选", (0, 1, 2, 3)), ('["B"]', (1,)), ("['月亮','太阳']", (0, 2)), ("2", (1,))],
        *[("2.0", (1,)), ("1,3", (0, 2)), ("[1, 3]", (0, 2)), ("月亮", (2,)), ("A. 太阳", (0,))],
        *[
            ("太阳\n火星", (0, 3)),
            ("答案：B", (1,)),
            ("【B】", (1,)),
            ("（B）", (1,)),
            ("选B", (1,)),
            ("option2", (1,)),
            (" B。", (1,)),
        ],
    ],
)
def test_c7_every_way_of_writing_a_key_is_read(cell: str, places: tuple[int, ...]) -> None:
    key = choice(cell, FOUR, "choice")
    assert key.places == places


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        *[("", "no_key"), ("[]", "no_key"), ("无", "no_key"), ("E", "key_outside")],
        *[("0", "key_outside"), ("12", "key_outside"), ("A. 地球", "key_outside")],
        *[("B\n章节测验\n已完成", "key_unreadable"), ("B 解析：因为", "key_unreadable")],
        *[("水星", "key_unreadable"), ("['A','B'", "key_unreadable")],
    ],
)
def test_c13_c19_what_is_no_key_is_an_error(cell: str, code: str) -> None:
    key = choice(cell, FOUR, "choice")
    assert (key.places, key.notes[0].code) == ((), code)


@pytest.mark.parametrize(
    ("cell", "options", "places"),
    [
        ("AB", ("A", "B", "AB", "O"), (2,)),
        ("O", ("A", "B", "AB", "O"), (3,)),
        ("DNA", ("DNA", "RNA", "ATP"), (0,)),
        ("2", ("1", "2", "3"), (1,)),
    ],
)
def test_a_key_that_is_an_options_text_is_that_option(
    cell: str, options: tuple[str, ...], places: tuple[int, ...]
) -> None:
    assert choice(cell, options, "single").places == places


@pytest.mark.parametrize(("cell", "options"), [("B", ("B", "A", "O")), ("2", ("2", "1", "3"))])
def test_a_key_that_means_two_things_is_never_guessed(cell: str, options: tuple[str, ...]) -> None:
    assert choice(cell, options, "single").notes[0].code == "key_ambiguous"


def test_guesses_about_a_key_are_told() -> None:
    assert [choice(cell, FOUR, "choice").notes[0].code for cell in ("A-C", "AAB")] == [
        "key_range",
        "key_repeated",
    ]


@given(st.text(max_size=60), st.lists(st.text(max_size=9), max_size=10))
def test_no_cell_makes_it_raise_or_point_outside(cell: str, options: list[str]) -> None:
    key = choice(cell, options, "choice")
    assert all(0 <= place < len(options) for place in key.places)
    assert key.places or key.notes
    keys.is_number(cell)

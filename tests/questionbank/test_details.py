"""What a rule says of a fault reaches people in the page's words, not in the code's."""

import pytest

from questionbank import messages
from questionbank.formats.found import error
from questionbank.pages import labels
from questionbank.rules.validity import Problem


@pytest.mark.parametrize(
    ("code", "detail", "words"),
    [
        ("equal_options", "two options are equal", "有两个选项相同"),
        ("empty", "must not be empty", "不能为空"),
        ("long", "230 characters, at most 200", "文字太长（230 字，最多 200 字）"),
        ("options", "7 options, wants 2 to 6", "选项数目不对（有 7 个，应为 2 至 6 个）"),
        ("key", "wants true or false", "标准答案与题型或选项不符（应为对或错）"),
        ("formula", "\\oops", "公式写法不对（\\oops）"),
    ],
)
def test_a_fault_is_told_in_the_words_of_the_page(code: str, detail: str, words: str) -> None:
    assert messages.in_words(Problem(code, "stem", detail)) == words
    assert labels.said(error(code, "stem", detail)).words == words


def test_what_a_note_is_about_stays_as_the_file_has_it() -> None:
    assert labels.said(error("encrypted", detail="two options are equal")).words.endswith(
        "（two options are equal）"
    )

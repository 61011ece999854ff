"""Whatever the bytes, the reader of pasted text answers, and soon."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.formats.found import Options
from questionbank.formats.pasted import read, read_text
from tests.questionbank.formats.mutations import mutated, shuffled_lines

GOOD = """科学素质竞赛
一、单选题（每题2分）
阅读下列材料，回答1-2题。
水是生命之源。
1. 【单选题】水是什么？（ B ）
A. 甲 B. 乙
C. 丙
D. 以上都对
答案：B 【解析】因为。
1. 先看。
2下列哪个？（2分）
A、甲
B、乙
难度：易
二、判断题
3. 天是蓝的。（√）
（×）4. 草是红的。
5. 【估算题】多远？
答案：55（±2）公里
6. 配对题：连一连。
A. 甲
B. 乙
① 一
② 二
答案：A-① B-②
参考答案
1-2 BA 3.√
题号 4 5
答案 × A
全卷结束
"""


@pytest.mark.slow
@given(st.one_of(st.binary(max_size=200), mutated(GOOD.encode()), shuffled_lines(GOOD)))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    read(data, Options())


@given(st.text("1A.、()（）√答案：:B\n 题第一、？_-①", max_size=120))
def test_no_text_of_marks_makes_it_raise(text: str) -> None:
    read_text(text)


PIECES = [
    "A",
    "1\n",
    "A.\n",
    "1.",
    "(",
    "（ ",
    "_",
    "[答案]",
    "A B C ",
    "1-",
    "1.A ",
    "：",
    " ",
    "**",
]
PIECES += ["第1题", "A、B、", "答案：\n", "1. 问\n", "参考答案\n1-5 A\n", "题号 1\n", "阅读回答"]
PIECES += ["\n\n1. 问？\nA. 甲\nB. 乙\n答案：A"]


@pytest.mark.slow
@pytest.mark.parametrize("piece", PIECES)
def test_a_megabyte_of_anything_is_read_in_two_seconds(piece: str) -> None:
    data = (piece * (1024 * 1024 // len(piece.encode()))).encode()
    start = process_time()
    read(data, Options())
    assert process_time() - start < 8  # four times the promise: machines differ


def test_one_question_is_read_in_five_milliseconds() -> None:
    text = "1. 【单选题】水是什么？\nA. 甲\nB. 乙\nC. 丙\nD. 丁\n答案：B\n解析：因为。\n来源：教材"
    read_text(text)
    start = process_time()
    for _ in range(20):
        assert len(read_text(text).rows) == 1
    assert (process_time() - start) / 20 < 0.02


@pytest.mark.slow
def test_too_many_questions_are_refused_whole() -> None:
    found = read_text("".join(f"{n}. 天是蓝的。（√）\n" for n in range(1, 20_003)))
    assert found.rows == ()
    assert [note.code for note in found.notes] == ["too_many"]


def test_blank_lines_count_for_nothing() -> None:
    assert len(read_text("1. 天是蓝的。（√）" + "\n" * 150_000).rows) == 1

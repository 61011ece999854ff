"""Aiken, row by row of what real files contain (A1 to A9)."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.formats.aiken import cannot, kept, read, write
from questionbank.formats.found import Level, Options, Row, Written
from questionbank.rules.question import Draft, Text
from tests.questionbank.formats.drafts import PLAIN, choices, every_kind
from tests.questionbank.formats.mutations import mutated, shuffled_lines

GOOD = """What is water?
A) H2O
B) CO2
ANSWER: A

哪些是动物？
A. 猫
B. 狗
C. 草
ANSWER: A, B
"""


def rows(text: str) -> tuple[Row, ...]:
    return read(text.encode(), Options()).rows


def one(text: str) -> Row:
    (found,) = rows(text)
    return found


def codes(row: Row) -> list[str]:
    return [note.code for note in row.notes]


def test_a_plain_file_is_read() -> None:
    first, second = (found.draft for found in rows(GOOD))
    assert first == Draft(
        "single", Text("What is water?"), options=(Text("H2O"), Text("CO2")), key=(0,)
    )
    assert second is not None
    assert (second.kind, second.key) == ("multiple", (0, 1))


@pytest.mark.parametrize("mark", ["A)", "A) ", "A. ", "a) ", "Ａ、", "A．", "A: ", "(A) "])
def test_a1_a2_options_may_be_marked_in_any_way(mark: str) -> None:
    other = mark.replace("A", "B").replace("a", "b").replace("Ａ", "Ｂ")
    found = one(f"水是什么？\n{mark}甲\n{other}乙\nANSWER: B")
    assert found.draft is not None
    assert [option.zh for option in found.draft.options] == ["甲", "乙"]
    assert found.draft.key == (1,)
    assert found.notes == ()


@pytest.mark.parametrize("key", ["A, C", "AC", "A,C", "A C", "ac", "Ａ、Ｃ", "C, A"])
def test_a3_several_letters_are_several_right_options(key: str) -> None:
    found = one(f"哪些？\nA) 甲\nB) 乙\nC) 丙\nANSWER: {key}")
    assert found.draft is not None
    assert found.draft.kind == "multiple"
    assert sorted(found.draft.key) == [0, 2]
    assert not found.wrong


@pytest.mark.parametrize("line", ["answer: B", "ANSWER:B", "答案：B", "正确答案：B", "Answer = b"])
def test_a4_the_answer_line_may_be_written_in_any_way(line: str) -> None:
    found = one(f"哪个？\nA) 甲\nB) 乙\n{line}")
    assert found.draft is not None
    assert found.draft.key == (1,)


def test_a5_a_stem_over_two_lines_is_joined() -> None:
    found = one("水是什么，\n从哪里来？\nA) 甲\nB) 乙\nANSWER: B")
    assert found.draft is not None
    assert found.draft.stem.zh == "水是什么，从哪里来？"


def test_a6_four_broken_blocks_are_four_errors_and_the_good_ones_are_read() -> None:
    found = rows(
        "Good one?\nA) a\nB) b\nANSWER: A\n\n"
        "One option?\nA) a\nANSWER: A\n\n"
        "A) option first\nB) b\nANSWER: A\n\n"
        "ANSWER: C\n\n"
        "Unfinished?\nA) a\nB) b\n\n"
        "Good two?\nA) a\nB) b\nANSWER: B\n"
    )
    assert [row.wrong for row in found] == [False, True, True, True, True, False]
    assert [codes(row)[0] for row in found if row.wrong] == [
        "options",
        "stem_missing",
        "stem_missing",
        "no_key",
    ]


def test_a6_an_unfinished_block_without_a_blank_line_does_not_eat_the_next() -> None:
    found = rows("Unfinished?\nA) a\nB) b\n\nGood?\nA) a\nB) b\nANSWER: B")
    assert [row.wrong for row in found] == [True, False]


@pytest.mark.parametrize("key", ["C", "AC", "1x", "对"])
def test_a7_a_key_that_is_no_option_is_an_error(key: str) -> None:
    assert one(f"哪个？\nA) 甲\nB) 乙\nANSWER: {key}").wrong


@pytest.mark.parametrize("line", ["答案：", "ANSWER:", "ANSWER: B"])
def test_an_answer_line_alone_is_a_question_without_anything(line: str) -> None:
    found = read(line.encode(), Options())
    assert [row.wrong for row in found.rows] == [True]
    assert {note.code for row in found.rows for note in row.notes} >= {"stem_missing"}


def test_a8_markup_is_text() -> None:
    found = one("What is <html> & <b>?\nA) &amp;\nB) 乙\nANSWER: A")
    assert found.draft is not None
    assert found.draft.stem.zh == "What is <html> & <b>?"
    assert found.draft.options[0].zh == "&amp;"


def test_a9_a_stem_that_begins_like_an_option_is_read_with_a_warning() -> None:
    found = one("A. Einstein found what?\nA) 甲\nB) 乙\nANSWER: B")
    assert found.draft is not None
    assert found.draft.stem.zh == "A. Einstein found what?"
    assert [(n.level, n.code) for n in found.notes] == [(Level.WARNING, "stem_like_option")]


def test_an_empty_file_is_an_error() -> None:
    assert [note.code for note in read(b"\n", Options()).notes][-1] == "nothing_found"


@pytest.mark.slow
@given(st.lists(st.one_of(choices("single", PLAIN), choices("multiple", PLAIN)), min_size=1))
def test_plain_choices_come_back(drafts: list[Draft]) -> None:
    written = [Written("", draft) for draft in drafts]
    assert [cannot(question) for question in written] == [""] * len(written)
    found = read(write(written, Options()), Options()).rows
    assert [row.draft and kept(row.draft) for row in found] == [kept(draft) for draft in drafts]


@pytest.mark.slow
@given(st.lists(every_kind(), min_size=1, max_size=4))
def test_what_is_not_named_comes_back(drafts: list[Draft]) -> None:
    can = [draft for draft in drafts if not cannot(Written("", draft))]
    found = read(write([Written("", draft) for draft in can], Options()), Options()).rows
    assert [row.draft and kept(row.draft) for row in found] == [kept(draft) for draft in can]


@given(st.one_of(st.binary(max_size=200), mutated(GOOD.encode()), shuffled_lines(GOOD)))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    read(data, Options())


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["A", "A)a\n", "ANSWER: A\n", "a\n", "A)", " ", "(", "答案"])
def test_a_megabyte_of_anything_is_read_in_two_seconds(piece: str) -> None:
    data = (piece * (1024 * 1024 // len(piece.encode()))).encode()
    start = process_time()
    read(data, Options())
    assert process_time() - start < 8  # four times the promise: machines differ

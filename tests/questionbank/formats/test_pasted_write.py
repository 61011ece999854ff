"""What is written as text comes back as it was; what would not is named before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.formats.found import Options, Written
from questionbank.formats.pasted import cannot, read, write
from questionbank.formats.pasted.writer import chinese
from questionbank.rules.question import Draft, Image, Text, normal
from tests.questionbank.formats.drafts import PLAIN, every_kind

SINGLE = Draft(
    "single", Text("水是什么？"), options=(Text("甲"), Text("乙")), key=(1,), source=Text("教材")
)


def back(*drafts: Draft) -> list[Draft | None]:
    written = [Written(str(place), draft) for place, draft in enumerate(drafts)]
    found = read(write(written, Options()), Options())
    assert not any(row.wrong for row in found.rows)
    return [row.draft and normal(row.draft) for row in found.rows]


@pytest.mark.slow
@given(st.lists(every_kind(PLAIN), min_size=1, max_size=4))
def test_plain_questions_of_every_kind_come_back(drafts: list[Draft]) -> None:
    assert [cannot(Written("", draft)) for draft in drafts] == [""] * len(drafts)
    assert back(*drafts) == [chinese(draft) for draft in drafts]


@pytest.mark.slow
@given(st.lists(every_kind(), min_size=1, max_size=4))
def test_questions_with_any_signs_come_back_or_are_named(drafts: list[Draft]) -> None:
    can = [draft for draft in drafts if not cannot(Written("", draft))]
    assert back(*can) == [chinese(draft) for draft in can]


@pytest.mark.parametrize(
    "draft",
    [
        Draft("single", Text("地球"), options=(Text("A. 甲"), Text("乙")), key=(0,)),
        Draft("single", Text("地球"), options=(Text("甲"), Text("以上都对")), key=(0,)),
        Draft("truefalse", Text("单位是安培（A）。"), key=(0,)),
        Draft("text", Text("水的化学式是____。"), accepted=("H2O", "H₂O")),
        Draft("single", Text("10.5 MHz 是什么？"), options=(Text("1. 甲"), Text("2.5")), key=(0,)),
    ],
)
def test_texts_that_look_like_marks_come_back(draft: Draft) -> None:
    assert cannot(Written("", draft)) == ""
    assert back(draft, SINGLE) == [draft, SINGLE]


@pytest.mark.parametrize(
    ("draft", "why"),
    [
        (
            Draft("single", Text("哪个？"), options=SINGLE.options, key=(0,), picture=Image("x")),
            "pictures",
        ),
        (Draft("truefalse", Text("对不对（√）"), key=(0,)), "marks"),
        (
            Draft(
                "single",
                Text("哪个？"),
                options=(Text("甲 B. 丙"), Text("乙 C. 丁")),
                key=(0,),
                explanation=Text("答案：C 【答案】B"),
            ),
            "marks",
        ),
    ],
)
def test_what_would_not_come_back_is_named(draft: Draft, why: str) -> None:
    assert cannot(Written("", draft)) == why


def test_it_reads_like_a_paper() -> None:
    assert write([Written("", SINGLE)], Options()).decode() == (
        "1. 【单选题】水是什么？\nA. 甲\nB. 乙\n答案：B\n来源：教材\n"
    )

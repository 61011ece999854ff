"""What is written as GIFT comes back as it was; what would not is named before."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.formats.found import Level, Options, Row, Written
from questionbank.formats.gift import cannot, read, write
from questionbank.formats.gift.writer import kept
from questionbank.rules.question import Draft, Image, Text, normal
from tests.questionbank.formats.drafts import PLAIN, every_kind
from tests.rules.test_question import MULTIPLE, ORDERING, SINGLE


def back(*questions: Written) -> tuple[Row, ...]:
    return read(write(questions, Options()), Options()).rows


@pytest.mark.slow
@given(every_kind(PLAIN).filter(lambda draft: draft.kind != "ordering"))
def test_plain_questions_come_back(draft: Draft) -> None:
    assert cannot(Written("", draft)) == ""


@pytest.mark.slow
@given(st.lists(every_kind(), min_size=1, max_size=4))
def test_questions_with_any_signs_come_back_or_are_named(drafts: list[Draft]) -> None:
    can = [draft for draft in drafts if not cannot(Written("", draft))]
    rows = back(*(Written("", draft) for draft in can))
    assert [row.draft and normal(row.draft) for row in rows] == [kept(draft) for draft in can]


@pytest.mark.parametrize("draft", [SINGLE, MULTIPLE], ids=lambda draft: draft.kind)
def test_both_languages_source_and_tags_come_back(draft: Draft) -> None:
    tags = frozenset({("topic", "T4.1"), ("difficulty", "L2")})
    (row,) = back(Written("q-1", draft, tags, author=Text("作者", "Author"), licence="CC-BY-4.0"))
    assert row.draft == draft
    assert (row.ref, row.tags, row.labels) == ("q-1", tags, ())
    assert (row.author, row.licence) == (Text("作者", "Author"), "CC-BY-4.0")
    assert all(note.level is Level.INFO for note in row.notes)


def test_marks_of_the_format_come_back() -> None:
    draft = replace(SINGLE, stem=Text("a=b ~c {d} #e :: \\n // $x^2$ <b> &amp; ->"))
    assert back(Written("", draft))[0].draft == draft


@pytest.mark.parametrize(
    ("draft", "why"), [(ORDERING, "kind"), (replace(SINGLE, picture=Image("x")), "pictures")]
)
def test_what_it_cannot_hold_is_named(draft: Draft, why: str) -> None:
    assert cannot(Written("", draft)) == why

"""A question as text and as fields: nothing is lost on the way there and back, or it is told."""

from dataclasses import replace

import pytest

from questionbank import fields, typed
from questionbank.rules.question import Area, Draft, Image, Text
from tests.questionbank.test_editing import ENGLISH, PASTED
from tests.rules.test_question import ALL_KINDS, ESTIMATE, SINGLE

MATCHING = Draft(
    "matching",
    Text("连一连", "Match"),
    options=(Text("甲", "a"), Text("乙", "b")),
    targets=(Text("一", "one"), Text("二", "two"), Text("三", "three")),
    key=(2, 0),
)
SHORT = Draft("text", Text("首都是哪里？", "Which capital?"), accepted=("北京", "Beijing"))
EVERY = (*ALL_KINDS, MATCHING, SHORT)


@pytest.mark.parametrize("draft", EVERY, ids=lambda draft: draft.kind)
def test_a_question_reads_back_from_its_own_texts(draft: Draft) -> None:
    assert typed.keeps(draft)


@pytest.mark.parametrize("draft", EVERY, ids=lambda draft: draft.kind)
def test_a_question_reads_back_from_its_single_fields(draft: Draft) -> None:
    assert fields.read(fields.fields_of(draft)) == fields.Fields(draft)


def test_pictures_and_areas_are_kept_by_the_single_fields() -> None:
    seen = Image("d" * 64, Text("图", "picture"))
    spot = Draft("hotspot", Text("点一点"), areas=(Area("rect", (0, 0, 9, 9)),), picture=seen)
    shown = replace(SINGLE, option_pictures=(None, seen, None, None))
    for draft in (spot, shown):
        assert fields.read(fields.fields_of(draft)).draft == draft


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("key", "G", "key_unreadable"),
        ("key", "1", "key_unreadable"),
        ("fixed", "Z", "key_unreadable"),
        ("areas", "rect a b", "area_unreadable"),
    ],
)
def test_what_a_field_says_in_vain_is_told(name: str, value: str, code: str) -> None:
    data = fields.fields_of(SINGLE)
    data[name] = value
    assert [note.code for note in fields.read(data).notes] == [code]


def test_a_number_that_is_none_is_told() -> None:
    data = fields.fields_of(ESTIMATE)
    data["near"] = "两"
    assert [note.field for note in fields.read(data).notes] == ["key.near"]


@pytest.mark.parametrize(
    ("english", "code"),
    [
        (ENGLISH + "\nAnswer: C", "english_key"),
        (ENGLISH.replace("\nD. Starfish", ""), "english_options"),
    ],
)
def test_english_that_contradicts_the_chinese_is_told(english: str, code: str) -> None:
    assert code in [note.code for note in typed.read(PASTED, english).notes]


def test_two_questions_in_one_box_are_not_stored_as_one() -> None:
    assert typed.read(f"1. {PASTED}\n\n2. {PASTED}").wrong

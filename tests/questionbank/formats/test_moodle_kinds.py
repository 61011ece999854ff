"""Kinds of Moodle's questions other than choices."""

import pytest

from questionbank.formats import registry
from questionbank.formats.found import Options, Written
from questionbank.rules.question import NO_UNIT, Draft, Estimate, Text
from tests.questionbank.formats.moodle_files import answers, one, stem
from tests.questionbank.formats.xml_files import (
    codes,
    draft,
    errors,
    in_lines,
    picture,
    zh,
)


@pytest.mark.parametrize(
    ("first", "second", "key"), [("true", "false", 0), ("false", "true", 1), ("对", "错", 0)]
)
def test_true_or_false_is_read_by_its_words(first: str, second: str, key: int) -> None:
    row = one("truefalse", stem() + answers(("100", first), ("0", second)))
    assert draft(row).key == (key,)
    swapped = one("truefalse", stem() + answers(("0", second), ("100", first)))
    assert draft(swapped).key == (key,)


def test_a_true_or_false_of_other_words_has_no_key() -> None:
    row = one("truefalse", stem() + answers(("100", "1"), ("0", "0")))
    assert "key_unclear" in errors(row)


def test_a_short_answer_takes_the_forms_of_full_marks() -> None:
    row = one(
        "shortanswer", stem() + answers(("100", "H2O"), ("100", "水"), ("50", "water"), ("0", "*"))
    )
    assert draft(row).accepted == ("H2O", "水")
    assert codes(row) == ["partial_credit"]


def test_a_short_answer_with_a_wildcard_is_an_error() -> None:
    assert "wildcard" in errors(one("shortanswer", stem() + answers(("100", "*水*"))))


NUMBER = '<answer fraction="100"><text>{}</text><tolerance>{}</tolerance></answer>'


def test_a_numeric_question_is_an_estimate_with_its_tolerance() -> None:
    unit = "<units><unit><multiplier>1</multiplier><unit_name>公里</unit_name></unit></units>"
    row = one("numerical", stem() + NUMBER.format("55.0", "2.5") + unit)
    estimate = draft(row).estimate
    assert estimate is not None
    assert (estimate.value, estimate.near, estimate.far) == (55, 2, 3)
    assert estimate.unit.zh == "公里"
    assert not row.wrong


@pytest.mark.parametrize("value", ["3.14", "1e999999999", "pi", "1,000", ""])
def test_a_number_that_is_not_whole_is_refused_by_name(value: str) -> None:
    row = one("numerical", stem() + NUMBER.format(value, "0"))
    assert row.draft is None
    assert errors(row)[0] in ("whole_numbers_only", "number_unreadable")


def test_a_matching_keeps_a_target_without_a_left_side() -> None:
    pair = (
        '<subquestion format="html"><text>{}</text><answer><text>{}</text></answer></subquestion>'
    )
    pairs = [("铁", "金属"), ("氧", "气体"), ("金", "金属"), ("", "液体")]
    row = one("matching", stem() + "".join(pair.format(*p) for p in pairs))
    assert zh(draft(row).options) == ["铁", "氧", "金"]
    assert zh(draft(row).targets) == ["金属", "气体", "液体"]
    assert draft(row).key == (0, 1, 0)


def test_an_ordering_is_read_by_its_numbers() -> None:
    row = one("ordering", stem() + answers(("2.0000000", "二"), ("1.0000000", "一"), ("3", "三")))
    assert draft(row).key == (1, 0, 2)
    assert "order_by_number" in codes(row)


def test_an_ordering_without_numbers_is_in_order_of_the_file() -> None:
    row = one("ordering", stem() + answers(("1", "一"), ("1", "二"), ("1", "三")))
    assert draft(row).key == (0, 1, 2)
    assert "order_of_file" in codes(row)


def test_a_marker_with_one_place_is_a_hotspot() -> None:
    file = (
        f'<file name="map.png" encoding="base64">{in_lines(picture(width=200, height=100))}</file>'
    )
    drag = "<drag><no>1</no><text>此处</text></drag>"
    drop = "<drop><shape>rectangle</shape><coords>20,10;40,50</coords><choice>1</choice></drop>"
    row = one("ddmarker", stem() + file + drag + drop)
    assert draft(row).areas[0].shape == "rect"
    assert draft(row).areas[0].numbers == (100, 100, 300, 600)
    assert not row.wrong
    assert errors(one("ddmarker", stem() + file + drag + drop + drag)) == ["kind_not_supported"]


def test_a_bare_number_goes_out_without_a_unit_and_comes_back_as_one() -> None:
    number = Estimate(7, 0, 1, 0, 20, Text(NO_UNIT))
    bare = Draft("estimate", Text("几颗？"), estimate=number)
    sent = registry.write("moodle", [Written("q1", bare)], Options())
    assert "<units>" not in sent.decode()
    (row,) = registry.read(sent, Options("a.xml"))[1].rows
    assert draft(row).estimate == number

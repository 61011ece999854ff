"""Moodle XML, row by row of the list of what real files contain (X1 to X13)."""

import pytest

from questionbank.formats.found import LONGEST_LABEL, Level
from questionbank.formats.moodle import read
from questionbank.models import KnownLabel
from tests.questionbank.formats.moodle_files import CHOICE, answers, one, question, quiz, stem
from tests.questionbank.formats.xml_files import (
    NO_OPTIONS,
    codes,
    draft,
    errors,
    in_lines,
    picture,
    zh,
)


def test_a_single_choice_is_read_with_its_subscripts() -> None:
    row = one("multichoice", CHOICE)
    assert not row.wrong
    assert draft(row).kind == "single"
    assert draft(row).stem.zh == "水的化学式？"
    assert zh(draft(row).options) == ["CO₂", "H₂O"]
    assert draft(row).key == (1,)


def test_x1_categories_are_no_questions_and_become_labels() -> None:
    found = quiz(
        question("category", "<category><text>$course$/top/物理/力学</text></category>"),
        question("multichoice", CHOICE),
        question("category", "<category><text>$course$/top/物理</text></category>"),
        question("multichoice", CHOICE),
    )
    assert [row.labels for row in found.rows] == [("物理/力学",), ("物理",)]


def test_a_long_tag_is_as_long_as_what_is_remembered_of_it() -> None:
    long = "天文学与空间科学" * 12
    tag = f"<category><text>$course$/top/{long}</text></category>"
    (row,) = quiz(question("category", tag), question("multichoice", CHOICE)).rows
    assert row.labels == (long[:LONGEST_LABEL],)
    KnownLabel(word=row.labels[0]).clean_fields(exclude=["user", "tag"])


@pytest.mark.parametrize(
    ("form", "text", "shown"),
    [
        ("html", "<b>1 &lt; 2</b>", "1 < 2"),
        ("moodle_auto_format", "1 &lt; 2", "1 < 2"),
        ("plain_text", "1 < 2 &lt;", "1 < 2 &lt;"),
        ("markdown", "1 &lt; 2", "1 < 2"),
    ],
    ids=lambda value: f"x2-{value}",
)
def test_x2_each_format_is_read_as_what_it_is(form: str, text: str, shown: str) -> None:
    inside = f'<questiontext format="{form}"><text><![CDATA[{text}]]></text></questiontext>'
    assert draft(one("multichoice", inside + answers(("100", "甲"), ("0", "乙")))).stem.zh == shown


def test_x3_entities_in_cdata_are_decoded_once() -> None:
    row = one(
        "multichoice",
        stem("&quot;x&quot; &amp;lt; 3") + answers(("100", "x > 1 & x < 2"), ("0", "乙")),
    )
    assert draft(row).stem.zh == '"x" &lt; 3'
    assert zh(draft(row).options)[0] == "x > 1 & x < 2"
    found = quiz(question("multichoice", CHOICE, name="<![CDATA[<b>x > 1 & x < 2</b>]]>"))
    assert found.rows[0].where == "1 x > 1 & x < 2"


def test_x4_a_fraction_that_is_no_third_still_makes_a_key() -> None:
    inside = stem() + "<single>false</single>"
    parts = answers(("33", "甲"), ("33.33333", "乙"), ("33.3", "丙"), ("-100", "丁"))
    row = one("multichoice", inside + parts)
    assert draft(row).kind == "multiple"
    assert draft(row).key == (0, 1, 2)
    assert codes(row, Level.WARNING) == []
    assert not row.wrong


def test_x4_a_fraction_that_is_no_number_is_an_error_of_its_row() -> None:
    row = one("multichoice", stem() + answers(("all", "甲"), ("0", "乙")))
    assert errors(row) == ["fraction"]


def test_x5_partial_credit_is_reported_and_the_highest_is_the_key() -> None:
    parts = answers(("50", "甲"), ("100", "乙"), ("-33.33333", "丙"))
    row = one("multichoice", stem() + "<single>true</single>" + parts)
    assert draft(row).key == (1,)
    assert [n.detail for n in row.notes if n.code == "partial_credit"] == ["50, -33.33333"]


def test_two_full_answers_in_a_single_choice_are_an_error() -> None:
    parts = answers(("100", "甲"), ("100", "乙"), ("0", "丙"))
    assert "several_right" in errors(one("multichoice", stem() + "<single>1</single>" + parts))


def test_a_choice_without_a_right_answer_is_an_error() -> None:
    parts = answers(("0", "甲"), ("0", "乙"))
    assert "no_key" in errors(one("multichoice", stem() + "<single>1</single>" + parts))


@pytest.mark.parametrize(
    ("written", "ref"),
    [("", ""), ("a &lt; b &amp; c", "a < b & c"), ("<![CDATA[W-7]]>", "W-7")],
)
def test_x6_an_id_is_read_with_its_signs(written: str, ref: str) -> None:
    assert one("multichoice", CHOICE + f"<idnumber>{written}</idnumber>").ref == ref


def test_x6_a_second_question_of_the_same_id_is_kept_with_a_warning() -> None:
    same = question("multichoice", CHOICE + "<idnumber>W7</idnumber>")
    rows = quiz(same, same).rows
    assert [row.ref for row in rows] == ["W7", "W7"]
    assert ["same_ref" in codes(row) for row in rows] == [False, True]


def test_x7_an_old_picture_is_the_stems() -> None:
    data = picture()
    image = f"<image>folder/sign.png</image><image_base64>{in_lines(data)}</image_base64>"
    row = one("multichoice", CHOICE + image)
    assert row.pictures == {"folder/sign.png": data}
    assert draft(row).picture is not None
    assert not row.wrong


def test_x7_a_picture_file_is_found_by_its_address() -> None:
    data = picture("JPEG")
    file = f'<file name="a b.jpg" path="/" encoding="base64">{in_lines(data)}</file>'
    text = '<img alt="地图" src="@@PLUGINFILE@@/a%20b.jpg">看图'
    inside = f"<questiontext format='html'><text><![CDATA[{text}]]></text>{file}</questiontext>"
    row = one("multichoice", inside + answers(("100", "甲"), ("0", "乙")))
    image = draft(row).picture
    assert image is not None
    assert image.alt.zh == "地图"
    assert list(row.pictures.values()) == [data]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("@@PLUGINFILE@@/none.png", "picture_missing"),
        ("https://example.org/x.png", "picture_elsewhere"),
        ("data:image/png;base64,AAAA", "picture_kind"),
    ],
    ids=lambda value: f"x7-{value}",
)
def test_x7_a_picture_that_is_not_there_is_an_error(source: str, code: str) -> None:
    row = one(
        "multichoice", stem(f'<img src="{source}">看图') + answers(("100", "甲"), ("0", "乙"))
    )
    assert errors(row) == [code]
    assert row.draft is not None


def test_x7_a_second_picture_is_named_as_left() -> None:
    file = f'<file name="a.png" encoding="base64">{in_lines(picture())}</file>'
    text = '<img src="@@PLUGINFILE@@/a.png"><img src="@@PLUGINFILE@@/b.png">'
    inside = f"<questiontext format='html'><text><![CDATA[图{text}]]></text>{file}</questiontext>"
    row = one("multichoice", inside + answers(("100", "甲"), ("0", "乙")))
    assert [n.detail for n in row.notes if n.code == "picture_left"] == ["@@PLUGINFILE@@/b.png"]


def test_options_of_pictures_only_get_their_words() -> None:
    file = f'<file name="a.png" encoding="base64">{in_lines(picture())}</file>'
    shown = '<text><![CDATA[<img src="@@PLUGINFILE@@/a.png" alt="%s">]]></text>' + file
    parts = "".join(
        f'<answer fraction="{fraction}" format="html">{shown % alt}</answer>'
        for fraction, alt in (("100", "三角形"), ("0", ""))
    )
    row = one("multichoice", stem() + parts)
    assert zh(draft(row).options) == ["三角形", "图 2"]
    assert codes(row).count("picture_only") == 2


def test_x8_comments_between_elements_are_nothing() -> None:
    found = quiz("<!-- question: 1 -->", question("multichoice", "<!-- a -->" + CHOICE))
    assert [row.wrong for row in found.rows] == [False]


@pytest.mark.parametrize(
    ("said", "kind"), [("false", "multiple"), ("0", "multiple"), ("1", "single")]
)
def test_x9_single_is_said_in_two_ways(said: str, kind: str) -> None:
    parts = answers(("100", "甲"), ("0", "乙"), ("0", "丙"))
    row = one("multichoice", stem() + f"<single>{said}</single>" + parts)
    assert draft(row).kind == kind


def test_x10_other_kinds_are_refused_by_name_and_counted() -> None:
    kinds = ["multianswer", "essay", "calculated", "ddwtos", "essay"]
    found = quiz(*(question(kind, stem()) for kind in kinds))
    assert [errors(row) for row in found.rows] == [["kind_not_supported"]] * 5
    assert [row.draft for row in found.rows] == [None] * 5
    assert "essay × 2" in [n.detail for n in found.notes if n.code == "kinds_left"]


def test_a_description_is_named_with_its_text() -> None:
    found = quiz(question("description", stem("读下面的材料")), question("multichoice", CHOICE))
    assert [n.detail for n in found.notes if n.code == "description_left"] == ["读下面的材料"]
    assert len(found.rows) == 1


def test_x11_a_hidden_question_is_taken_with_a_warning() -> None:
    assert "was_hidden" in codes(one("multichoice", CHOICE + "<hidden>1</hidden>"))


def test_x13_tags_of_ours_are_tags_and_others_are_labels() -> None:
    tags = "<tags><tag><text>topic=T4.2</text></tag><tag><text>光学</text></tag></tags>"
    row = one("multichoice", CHOICE + tags)
    assert row.tags == {("topic", "T4.2")}
    assert row.labels == ("光学",)


def test_general_feedback_explains_and_other_feedback_is_named() -> None:
    inside = CHOICE.replace(
        "</text></answer>", "</text><feedback><text>好</text></feedback></answer>"
    )
    general = "<generalfeedback format='html'><text>由氢和氧组成</text></generalfeedback>"
    stock = "<correctfeedback><text>Your answer is correct.</text></correctfeedback>"
    row = one("multichoice", inside + general + stock)
    assert draft(row).explanation.zh == "由氢和氧组成"
    assert [n.detail for n in row.notes if n.code == "feedback_dropped"] == ["2: 好"]


def test_two_languages_in_spans_are_two_texts() -> None:
    span = '<span lang="{}" class="multilang">{}</span>'
    text = span.format("zh_cn", "水") + span.format("en", "Water")
    row = one("multichoice", stem(text) + answers(("100", "甲"), ("0", "乙")))
    assert (draft(row).stem.zh, draft(row).stem.en) == ("水", "Water")


def test_all_of_the_above_stays_last() -> None:
    row = one("multichoice", stem() + answers(("0", "甲"), ("0", "乙"), ("100", "以上都对")))
    assert draft(row).fixed == {2}


@pytest.mark.slow
@pytest.mark.parametrize(("count", "rows"), [(5_000, 5_000), (5_001, 0)])
def test_more_than_five_thousand_questions_are_refused_whole(count: int, rows: int) -> None:
    found = read(b"<quiz>" + b"<question/>" * count + b"</quiz>", NO_OPTIONS)
    assert len(found.rows) == rows
    assert ("too_many" in errors(found)) == (rows == 0)


def test_what_is_no_quiz_is_refused_by_name() -> None:
    assert errors(read(b"<html><body/></html>", NO_OPTIONS)) == ["not_this_format"]
    assert errors(read(b"<quiz/>", NO_OPTIONS)) == ["nothing_found"]

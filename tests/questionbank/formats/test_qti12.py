"""QTI 1.2, row by row of the list of what real files contain (Q2 to Q6, Q13, Q14)."""

import pytest

from tests.questionbank.formats.qti_items import (
    equal,
    labels,
    mattext,
    meta,
    old,
    old_item,
    pays,
)
from tests.questionbank.formats.xml_files import codes, draft, errors, zh

ABC = {"a1": "甲", "a2": "乙", "a3": "丙"}
SINGLE = old_item(labels(ABC), [pays(equal("a2"), more=' continue="No"')])
DOCTYPE = '<?xml version="1.0"?>\n<!DOCTYPE questestinterop SYSTEM "ims_qtiasiv1p2p1.dtd">'


def test_a_single_choice_of_canvas() -> None:
    about = meta(question_type="multiple_choice_question", points_possible="1.0")
    row = old(old_item(labels(ABC), [pays(equal("a2"))], about)).rows[0]
    assert not row.wrong
    assert draft(row).kind == "single"
    assert draft(row).stem.zh == "哪个对？"
    assert zh(draft(row).options) == ["甲", "乙", "丙"]
    assert draft(row).key == (1,)


def test_the_document_type_of_openolat_is_no_obstacle() -> None:
    assert not old(SINGLE, declaration=DOCTYPE).rows[0].wrong


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("&lt;p&gt;H&lt;sub&gt;2&lt;/sub&gt;O&lt;/p&gt;", "H₂O"),
        ("&amp;lt;p&amp;gt;水&amp;lt;/p&amp;gt;", "水"),
        ("<![CDATA[<div>1 &lt; 2</div>]]>", "1 < 2"),
        ("标签 &amp;lt;b&amp;gt; 的意思", "标签 <b> 的意思"),
    ],
    ids=["q2-once", "q2-twice", "q2-cdata", "q2-about-tags"],
)
def test_q2_html_is_unescaped_as_often_as_it_was_escaped(text: str, shown: str) -> None:
    item = SINGLE.replace("&lt;p&gt;哪个对？&lt;/p&gt;", text)
    assert draft(old(item).rows[0]).stem.zh == shown


def test_q2_without_metadata_the_build_says_the_kind() -> None:
    several = labels(ABC, "Multiple")
    test = f"<and>{equal('a1')}<not>{equal('a2')}</not>{equal('a3')}</and>"
    row = old(old_item(several, [pays(test)])).rows[0]
    assert draft(row).kind == "multiple"
    assert draft(row).key == (0, 2)
    assert draft(old(SINGLE).rows[0]).kind == "single"


def test_q2_where_the_list_is_silent_the_metadata_says_that_several_are_right() -> None:
    shown = labels(ABC).replace(' rcardinality="Single"', "").replace('rcardinality="Single" ', "")
    rules = [pays(equal("a1"), "50", "Add"), pays(equal("a3"), "50", "Add")]
    row = old(old_item(shown, rules, meta(question_type="multiple_answers_question"))).rows[0]
    assert draft(row).kind == "multiple"
    assert draft(row).key == (0, 2)


def test_a_question_inside_its_only_list_is_the_stem() -> None:
    shown = labels(ABC).replace("<render_choice>", mattext("哪一个？") + "<render_choice>")
    row = old(old_item(shown, [pays(equal("a2"))])).rows[0]
    assert draft(row).kind == "single"
    assert draft(row).stem.zh == "哪个对？ 哪一个？"


def test_q2_common_cartridge_names_the_right_ones_side_by_side() -> None:
    about = meta(cc_profile="cc.multiple_response.v0p1")
    test = equal("a1") + equal("a3")
    row = old(old_item(labels(ABC, "Multiple"), [pays(test)], about)).rows[0]
    assert draft(row).key == (0, 2)
    assert "partial_credit" in codes(row)


def test_q3_two_items_of_the_same_ident_are_both_kept() -> None:
    found = old(SINGLE, SINGLE)
    assert [row.wrong for row in found.rows] == [False, False]
    assert ["same_ref" in codes(row) for row in found.rows] == [False, True]


FEEDBACK = '<respcondition continue="Yes"><conditionvar><other/></conditionvar>'
FEEDBACK += '<displayfeedback feedbacktype="Response" linkrefid="general_fb"/></respcondition>'


@pytest.mark.parametrize(
    "rules",
    [
        [FEEDBACK, pays(equal("a2")), FEEDBACK],
        [pays(equal("a2")), pays("<other/>", "0")],
        [pays(f"<not>{equal('a2')}</not>", "0"), pays(equal("a2"), "1.0", "Add")],
        [pays(equal("a1"), "0"), pays(equal("a2"), "50.00", "Add"), pays(equal("a3"), "-1")],
        [pays(f"<or>{equal('a2')}</or>", "14.29")],
    ],
    ids=["q4-feedback", "q4-other", "q4-not", "q4-add", "q4-or"],
)
def test_q4_the_key_is_what_earns_in_whatever_order(rules: list[str]) -> None:
    assert draft(old(old_item(labels(ABC), rules)).rows[0]).key == (1,)


def test_q4_shares_for_each_right_option_make_the_key() -> None:
    rules = [pays(equal("a1"), "50", "Add"), pays(equal("a3"), "50", "Add")]
    rules += [pays(equal("a2"), "-50", "Add")]
    row = old(old_item(labels(ABC, "Multiple"), rules)).rows[0]
    assert draft(row).key == (0, 2)
    assert not row.wrong


def test_q4_what_cannot_be_evaluated_is_refused() -> None:
    test = '<varsubset respident="response1">a1,a2</varsubset>'
    row = old(old_item(labels(ABC, "Multiple"), [pays(test)])).rows[0]
    assert row.draft is None
    assert errors(row) == ["key_unclear"]


def test_q4_two_right_answers_of_a_single_choice_are_refused() -> None:
    rules = [pays(equal("a1")), pays(equal("a2"))]
    assert errors(old(old_item(labels(ABC), rules)).rows[0]) == ["several_right"]


def test_openolat_wants_all_right_and_none_wrong() -> None:
    wrong = f"<or>{equal('a2')}</or>"
    test = f"<and>{equal('a1')}{equal('a3')}</and><not>{wrong}</not>"
    rules = [pays(test, "1.0", more=' continue="Yes" title="Mastery"')]
    rules += [pays(wrong, "0", more=' continue="Yes" title="Fail"'), pays("<other/>", "0")]
    row = old(old_item(labels(ABC, "Multiple"), rules)).rows[0]
    assert draft(row).key == (0, 2)


def test_q5_kprim_is_refused_by_name() -> None:
    rules = [pays(equal("a1:correct"), "0.25", "Add"), pays(equal("a2:wrong"), "0.25", "Add")]
    row = old(old_item(labels(ABC, "Multiple"), rules, ident="QTIEDIT:KPRIM:8")).rows[0]
    assert [n.detail for n in row.notes] == ["KPRIM"]


@pytest.mark.parametrize(
    "options", [{"t": "True", "f": "False"}, {"f": "False", "t": "True"}, {"f": "错", "t": "对"}]
)
def test_q6_true_and_false_are_read_by_their_words(options: dict[str, str]) -> None:
    row = old(old_item(labels(options), [pays(equal("t"))])).rows[0]
    assert draft(row).kind == "truefalse"
    assert draft(row).key == (0,)


def test_q13_the_answer_of_most_points_is_the_key_and_the_others_are_named() -> None:
    rules = [pays(equal("a1"), "10.0"), pays(equal("a2"), "5.0")]
    row = old(old_item(labels(ABC), rules)).rows[0]
    assert draft(row).key == (0,)
    assert [n.detail for n in row.notes if n.code == "partial_credit"] == ["5"]


def test_q14_shared_material_is_copied_into_each_child() -> None:
    head = f'<item ident="s1">{meta(question_type="text_only_question")}'
    head += f"<presentation>{mattext('材料')}</presentation></item>"
    child = old_item(
        labels(ABC),
        [pays(equal("a2"))],
        meta(question_type="multiple_choice_question", parent_stimulus_item_ident="s1"),
    )
    found = old(head, child)
    assert [draft(row).stem.zh for row in found.rows] == ["材料 哪个对？"]


def test_q14_material_without_children_is_refused_by_name_and_not_lost() -> None:
    head = f'<item ident="s1">{meta(question_type="text_only_question")}'
    found = old(head + f"<presentation>{mattext('材料')}</presentation></item>", SINGLE)
    assert [errors(row) for row in found.rows] == [["kind_not_supported"], []]


@pytest.mark.parametrize(
    "kind",
    ["essay_question", "file_upload_question", "calculated_question", "Opinion Scale", "Hot Spot"],
)
def test_other_kinds_are_refused_by_name_and_counted(kind: str) -> None:
    found = old(old_item(labels(ABC), [pays(equal("a2"))], meta(question_type=kind)))
    assert errors(found.rows[0]) == ["kind_not_supported"]
    assert [n.detail for n in found.notes if n.code == "kinds_left"] == [f"{kind} × 1"]


def test_feedback_for_all_explains_and_the_rest_is_named() -> None:
    feedback = f'<itemfeedback ident="general_fb"><flow_mat>{mattext("因为")}</flow_mat>'
    feedback += f'</itemfeedback><itemfeedback ident="a1_fb">{mattext("不对")}</itemfeedback>'
    row = old(SINGLE.replace("</item>", feedback + "</item>")).rows[0]
    assert draft(row).explanation.zh == "因为"
    assert [n.detail for n in row.notes if n.code == "feedback_dropped"] == ["1: 不对"]

"""QTI 2.x and 3.0, row by row of the list of what real files contain (Q7 to Q14)."""

import pytest

from tests.questionbank.formats.qti_items import (
    CORRECT,
    MAPPED,
    as_version_3,
    choices,
    declared,
    item,
    mapping,
    one,
)
from tests.questionbank.formats.xml_files import codes, draft, errors, zh

SINGLE = item(declared("B"), choices("A", "B", "C"))


def rule(*statements: str) -> str:
    return f"<responseProcessing>{''.join(statements)}</responseProcessing>"


def setting(expression: str, name: str = "SCORE") -> str:
    return f'<setOutcomeValue identifier="{name}">{expression}</setOutcomeValue>'


def when(test: str, *then: str, otherwise: str = "") -> str:
    rest = f"<responseElse>{otherwise}</responseElse>" if otherwise else ""
    inside = f"<responseIf>{test}{''.join(then)}</responseIf>{rest}"
    return f"<responseCondition>{inside}</responseCondition>"


ANSWER = '<variable identifier="RESPONSE"/>'
RIGHT = '<correct identifier="RESPONSE"/>'
ONE = '<baseValue baseType="float">1</baseValue>'
MATHML = "http://www.w3.org/1998/Math/MathML"
POWER = "<m:msup><m:mi>x</m:mi><m:mn>2</m:mn></m:msup>"
FULL = when(f"<match>{ANSWER}{RIGHT}</match>", setting(ONE))


def test_a_single_choice_is_read_with_its_prompt() -> None:
    row = one(SINGLE)
    assert not row.wrong
    assert row.ref == "q1"
    assert draft(row).kind == "single"
    assert draft(row).stem.zh == "看下面 哪个对？"
    assert zh(draft(row).options) == ["选A", "选B", "选C"]
    assert draft(row).key == (1,)


@pytest.mark.parametrize("maximum", ["0", "2", "3"])
def test_q7_a_multiple_choice_may_have_no_limit(maximum: str) -> None:
    right = declared("C", "A", cardinality="multiple")
    row = one(item(right, choices("A", "B", "C", maximum=maximum)))
    assert draft(row).kind == "multiple"
    assert draft(row).key == (0, 2)
    assert not row.wrong


def test_q7_a_fixed_last_option_stays_last() -> None:
    last = '<simpleChoice fixed="true" identifier="D">以上都对</simpleChoice>'
    row = one(item(declared("D"), choices("A", "B", more=last)))
    assert draft(row).fixed == {2}
    assert draft(row).key == (2,)


def test_q7_a_fixed_first_option_cannot_be_held_and_is_named() -> None:
    body = choices("A", "B").replace('identifier="A"', 'fixed="true" identifier="A"')
    row = one(item(declared("A"), body))
    assert draft(row).fixed == frozenset()
    assert "fixed_dropped" in codes(row)
    assert not row.wrong


def test_q7_an_ordering_is_the_declared_order() -> None:
    body = choices("A", "B", "C").replace("choiceInteraction", "orderInteraction")
    row = one(item(declared("C", "A", "B", cardinality="ordered"), body))
    assert draft(row).kind == "ordering"
    assert draft(row).key == (2, 0, 1)


def test_q8_a_mapping_makes_the_key_and_its_penalties_are_named() -> None:
    points = {"H": 1.0, "O": 1.0, "Cl": -1.0}
    table = mapping(points, defaultValue="-2", lowerBound="0", upperBound="2")
    right = declared("H", "O", cardinality="multiple", more=table)
    row = one(item(right, choices("H", "He", "Cl", "O", maximum="0"), MAPPED))
    assert draft(row).key == (0, 3)
    assert "partial_credit" in codes(row)
    assert not row.wrong


def test_q8_a_mapping_without_a_declared_answer_is_enough() -> None:
    table = mapping({"A": 0.0, "B": 2.0, "C": 0.5})
    row = one(item(declared(more=table), choices("A", "B", "C"), MAPPED))
    assert draft(row).key == (1,)
    assert [n.detail for n in row.notes if n.code == "partial_credit"] == ["0.5"]


def test_q9_a_scale_without_a_right_answer_has_no_key() -> None:
    row = one(item(declared(), choices("A", "B", "C"), rule="<responseProcessing/>"))
    assert row.draft is None
    assert errors(row) == ["no_key"]


@pytest.mark.parametrize(
    "text",
    [
        SINGLE.replace('adaptive="false"', 'adaptive="true"'),
        item("<templateDeclaration identifier='N'/>" + declared("A"), choices("A", "B")),
        item(declared("A"), choices("A", "B") + choices("C", "D")),
        item(declared("A"), "<p>没有题</p>"),
        item(declared("A"), '<extendedTextInteraction responseIdentifier="RESPONSE"/>'),
        item(declared("A"), '<p><inlineChoiceInteraction responseIdentifier="RESPONSE"/></p>'),
        item(declared("A"), '<hottextInteraction responseIdentifier="RESPONSE"/>'),
    ],
    ids=["adaptive", "template", "several", "none", "essay", "inline", "hottext"],
)
def test_q10_other_kinds_are_refused_by_name(text: str) -> None:
    row = one(text)
    assert row.draft is None
    assert errors(row) == ["kind_not_supported"]


def test_q11_the_same_item_in_3_0_is_the_same_question() -> None:
    new = as_version_3(SINGLE)
    assert "qti-choice-interaction" in new
    assert "response-identifier" in new
    assert one(new).draft == one(SINGLE).draft


def test_q11_a_declared_answer_without_a_rule_is_the_key() -> None:
    assert draft(one(as_version_3(item(declared("B"), choices("A", "B"), rule="")))).key == (1,)


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<p>一<em>二</em></p><p>三</p>", "看下面 一二 三 哪个对？"),
        ("<p><ruby>汉<rt>hàn</rt></ruby></p>", "看下面 汉(hàn) 哪个对？"),
        (f"<m:math xmlns:m='{MATHML}'>{POWER}</m:math>", "看下面 $x^{2}$ 哪个对？"),
    ],
)
def test_q12_what_stands_in_the_body_is_kept(inside: str, text: str) -> None:
    row = one(item(declared("B"), inside + choices("A", "B")))
    assert draft(row).stem.zh == text


def test_q12_missing_pictures_and_film_are_errors() -> None:
    inside = '<p><img src="map.png" alt="地图"/></p><video src="a.mp4"/>'
    row = one(item(declared("B"), inside + choices("A", "B")))
    assert sorted(errors(row)) == ["media_lost", "picture_missing"]


def test_true_and_false_are_read_by_their_words() -> None:
    body = choices("false", "true").replace("选false", "False").replace("选true", "True ")
    row = one(item(declared("true"), body))
    assert draft(row).kind == "truefalse"
    assert draft(row).key == (0,)
    assert "read_as_truefalse" in codes(row)


def test_a_rule_in_full_is_evaluated() -> None:
    wrong = setting('<baseValue baseType="float">0</baseValue>')
    match = f'<match>{ANSWER}<baseValue baseType="identifier">C</baseValue></match>'
    row = one(item(declared("C"), choices("A", "B", "C"), rule(when(match, setting(ONE), wrong))))
    assert errors(row) == ["no_key"]
    row = one(item(declared(), choices("A", "B", "C"), rule(when(match, setting(ONE)))))
    assert draft(row).key == (2,)


def test_openolat_adds_the_maximum_to_the_score() -> None:
    maximum = '<outcomeDeclaration identifier="MAXSCORE" baseType="float" cardinality="single">'
    maximum += "<defaultValue><value>2.0</value></defaultValue></outcomeDeclaration>"
    score, top = '<variable identifier="SCORE"/>', '<variable identifier="MAXSCORE"/>'
    full = when(f"<match>{ANSWER}{RIGHT}</match>", setting(f"<sum>{score}{top}</sum>"))
    cap = when(f"<gt>{score}{top}</gt>", setting(top))
    right = declared("A", "B", cardinality="multiple") + maximum
    row = one(item(right, choices("A", "B", "C", maximum="0"), rule(full, cap)))
    assert draft(row).key == (0, 1)
    assert codes(row) == ["encoding"] or "partial_credit" not in codes(row)


def test_a_rule_that_pays_another_answer_than_declared_is_refused() -> None:
    match = f'<match>{ANSWER}<baseValue baseType="identifier">A</baseValue></match>'
    row = one(item(declared("B"), choices("A", "B"), rule(when(match, setting(ONE)))))
    assert row.draft is None
    assert errors(row) == ["key_unclear"]


def test_a_rule_that_we_cannot_read_leaves_the_declared_answer_and_says_so() -> None:
    odd = rule(setting('<customOperator class="x"/>'))
    row = one(item(declared("B"), choices("A", "B"), odd))
    assert draft(row).key == (1,)
    assert "rule_unclear" in codes(row)


def test_either_of_two_answers_is_no_multiple_choice() -> None:
    either = "".join(
        f'<member><baseValue baseType="identifier">{name}</baseValue>{ANSWER}</member>'
        for name in "AB"
    )
    right = declared(cardinality="multiple")
    row = one(
        item(
            right,
            choices("A", "B", "C", maximum="0"),
            rule(when(f"<or>{either}</or>", setting(ONE))),
        )
    )
    assert row.draft is None
    assert errors(row) == ["key_unclear"]


def test_a_solution_explains_and_other_feedback_is_named() -> None:
    feedback = (
        '<modalFeedback outcomeIdentifier="SOLUTIONMODAL" identifier="SOLUTION" showHide="show">'
        "<p>因为</p></modalFeedback>"
        '<modalFeedback outcomeIdentifier="FEEDBACK" identifier="ok"><p>好</p></modalFeedback>'
    )
    inline = '<feedbackInline outcomeIdentifier="F" identifier="A">错了</feedbackInline>'
    text = SINGLE.replace("<p>选A</p>", f"选A{inline}")
    row = one(text.replace("</assessmentItem>", feedback + "</assessmentItem>"))
    assert draft(row).explanation.zh == "因为"
    assert zh(draft(row).options)[0] == "选A"
    assert [n.detail for n in row.notes if n.code == "feedback_dropped"] == ["2: 错了"]


def test_more_choices_than_any_question_has_are_refused_unscored() -> None:
    names = [f"C{place}" for place in range(200)]
    row = one(item(declared("C1"), choices(*names), CORRECT))
    assert errors(row) == ["too_many_choices"]

"""Pairs, orders, texts and numbers in QTI 1.2, and Blackboard's own build and pools."""

import pytest

from questionbank.formats.qti import read
from tests.questionbank.formats.qti_items import equal, labels, mattext, meta, old, old_item, pays
from tests.questionbank.formats.xml_files import NO_OPTIONS, draft, errors, zh

RIGHTS = {"m1": "金属", "m2": "气体", "m3": "液体"}


def pair(name: str, left: str, options: dict[str, str] | None = None) -> str:
    head = f'<response_lid ident="{name}">'
    return labels(options or RIGHTS, name=name).replace(
        f'<response_lid rcardinality="Single" ident="{name}">', head + mattext(left, "text/plain")
    )


def test_canvas_pairs_are_asked_one_by_one() -> None:
    rules = [pays(equal("m2", "r1"), "50", "Add"), pays(equal("m1", "r2"), "50", "Add")]
    about = meta(question_type="matching_question")
    row = old(old_item(pair("r1", "氧") + pair("r2", "铁"), rules, about)).rows[0]
    assert draft(row).kind == "matching"
    assert zh(draft(row).options) == ["氧", "铁"]
    assert zh(draft(row).targets) == ["金属", "气体", "液体"]
    assert draft(row).key == (1, 0)
    assert not row.wrong


def test_pairs_that_only_pay_together_are_read_together() -> None:
    rules = [pays(f"<and>{equal('m2', 'r1')}{equal('m1', 'r2')}</and>")]
    row = old(old_item(pair("r1", "氧") + pair("r2", "铁"), rules)).rows[0]
    assert draft(row).key == (1, 0)


def test_brightspace_pairs_count_right_and_wrong_apart() -> None:
    def count(name: str, kind: str) -> str:
        setvar = f'<setvar varname="D2L_{kind}" action="Add">1</setvar>'
        return f"<respcondition><conditionvar>{name}</conditionvar>{setvar}</respcondition>"

    rules = [count(equal("m1", "r1"), "Correct"), count(equal("m2", "r1"), "Incorrect")]
    rules += [count(equal("m1", "r2"), "Incorrect"), count(equal("m2", "r2"), "Correct")]
    both = (pair("r1", "铁") + pair("r2", "氧")).replace("response_lid", "response_grp")
    shown = both.replace('<response_grp ident="', '<response_grp respident="')
    assert draft(old(old_item(shown, rules)).rows[0]).key == (0, 1)


def test_gaps_of_a_text_are_built_like_pairs_and_refused() -> None:
    rules = [pays(equal("m2", "r1"), "50", "Add"), pays(equal("m1", "r2"), "50", "Add")]
    item = old_item(pair("r1", "甲") + pair("r2", "乙"), rules).replace(
        "哪个对？", "填 [甲] 和 [乙]"
    )
    assert errors(old(item).rows[0]) == ["kind_not_supported"]


def test_an_order_is_what_a_paying_condition_names() -> None:
    rules = [pays(equal("m3") + equal("m1") + equal("m2"), " 5 ", "Add")]
    row = old(old_item(labels(RIGHTS, "Ordered"), rules)).rows[0]
    assert draft(row).kind == "ordering"
    assert draft(row).key == (2, 0, 1)


def test_words_around_a_list_are_named_as_left() -> None:
    shown = labels(RIGHTS, "Ordered").replace(
        "<render_choice>", f"<render_choice>{mattext('最早')}"
    )
    rules = [pays(equal("m3") + equal("m1") + equal("m2"))]
    row = old(old_item(shown, rules)).rows[0]
    assert draft(row).key == (2, 0, 1)
    assert [n.detail for n in row.notes if n.code == "text_left"] == ["最早"]


BLANK = '<response_str ident="response1" rcardinality="Single"><render_fib {}>'
BLANK += '<response_label ident="x" rshuffle="No"/></render_fib></response_str>'


def test_texts_for_one_blank_are_forms_of_it() -> None:
    rules = [pays(equal("Blank") + equal("blank"), more=' continue="No"')]
    row = old(old_item(BLANK.format(""), rules, meta(cc_profile="cc.fib.v0p1"))).rows[0]
    assert draft(row).accepted == ("Blank", "blank")
    assert draft(row).stem.zh == "哪个对？"


def test_a_blank_inside_a_text_is_shown() -> None:
    shown = BLANK.format("") + mattext("的。")
    row = old(old_item(shown, [pays(equal("水"))])).rows[0]
    assert draft(row).stem.zh == "哪个对？ ____ 的。"


def test_a_blank_without_forms_is_an_essay() -> None:
    assert errors(old(old_item(BLANK.format(""), [])).rows[0]) == ["kind_not_supported"]


def bound(tag: str, value: str) -> str:
    return f'<{tag} respident="response1">{value}</{tag}>'


@pytest.mark.parametrize(
    ("test", "value", "near"),
    [
        (
            f"<or>{equal('77.0')}<and>{bound('vargte', '70.0')}{bound('varlte', '84')}</and></or>",
            77,
            7,
        ),
        (bound("vargte", "10") + bound("varlte", "20"), 15, 5),
        (equal("42"), 42, 0),
        (bound("vargt", "9") + bound("varlt", "21"), 15, 5),
    ],
)
def test_a_number_with_its_range_is_an_estimate(test: str, value: int, near: int) -> None:
    row = old(old_item(BLANK.format('fibtype="Decimal"'), [pays(test)])).rows[0]
    estimate = draft(row).estimate
    assert estimate is not None
    assert (estimate.value, estimate.near) == (value, near)


def test_a_number_that_is_not_whole_is_refused_by_name() -> None:
    row = old(old_item(BLANK.format('fibtype="Decimal"'), [pays(equal("3.14"))])).rows[0]
    assert errors(row) == ["whole_numbers_only"]


def formatted(text: str) -> str:
    inside = f'<mat_formattedtext type="HTML">{text}</mat_formattedtext>'
    material = f"<material><mat_extension>{inside}</mat_extension></material>"
    return f'<flow class="FORMATTED_TEXT_BLOCK">{material}</flow>'


def blackboard(kind: str, responses: str, rules: str, rights: str = "") -> str:
    about = f"<itemmetadata><bbmd_questiontype>{kind}</bbmd_questiontype></itemmetadata>"
    question = f'<flow class="QUESTION_BLOCK">{formatted("&lt;p&gt;题干&lt;/p&gt;")}</flow>'
    block = f'<flow class="RESPONSE_BLOCK">{responses}</flow>{rights}'
    outcomes = '<outcomes><decvar varname="SCORE" maxvalue="10.0" minvalue="0"/></outcomes>'
    shown = f'<presentation><flow class="Block">{question}{block}</flow></presentation>'
    return f"<item>{about}{shown}<resprocessing>{outcomes}{rules}</resprocessing></item>"


MAXIMUM = '<setvar variablename="SCORE" action="Set">SCORE.max</setvar>'


def correct(test: str) -> str:
    inside = f"<conditionvar>{test}</conditionvar>{MAXIMUM}"
    return f'<respcondition title="correct">{inside}</respcondition>'


def test_blackboard_pays_the_maximum() -> None:
    options = "".join(
        f'<flow_label class="Block"><response_label ident="{name}">{formatted(name)}'
        "</response_label></flow_label>"
        for name in ("甲", "乙")
    )
    shown = f'<response_lid ident="response" rcardinality="Single"><render_choice>{options}'
    shown += "</render_choice></response_lid>"
    row = old(blackboard("Multiple Choice", shown, correct(equal("乙", "response")))).rows[0]
    assert draft(row).stem.zh == "题干"
    assert draft(row).key == (1,)
    assert not row.wrong


def test_blackboard_shows_right_sides_in_a_block_of_their_own() -> None:
    names = ("x1", "x2")
    flows, rules = "", ""
    for place, left in enumerate(("氧", "铁")):
        inside = "".join(f'<response_label ident="{left}{name}"/>' for name in names)
        lid = f'<response_lid ident="{left}"><render_choice>{inside}</render_choice></response_lid>'
        flows += f'<flow class="Block">{formatted(left)}{lid}</flow>'
        test = equal(f"{left}{names[1 - place]}", left)
        share = '<setvar variablename="PartialCreditPercent" action="Set">50</setvar>'
        rules += f"<respcondition><conditionvar>{test}</conditionvar>{share}</respcondition>"
    rights = "".join(f'<flow class="Block">{formatted(text)}</flow>' for text in ("金属", "气体"))
    block = f'<flow class="RIGHT_MATCH_BLOCK">{rights}</flow>'
    row = old(blackboard("Matching", flows, rules, block)).rows[0]
    assert draft(row).stem.zh == "题干"
    assert zh(draft(row).options) == ["氧", "铁"]
    assert zh(draft(row).targets) == ["金属", "气体"]
    assert draft(row).key == (1, 0)


POOL = """<?xml version="1.0" encoding="ISO-8859-1"?><POOL><TITLE value="t"/><QUESTIONLIST/>
<QUESTION_TRUEFALSE id="q1"><BODY><TEXT>&lt;p&gt;H&lt;sub&gt;2&lt;/sub&gt;O&lt;/p&gt;</TEXT></BODY>
<ANSWER id="q1_a1" position="1"><TEXT>False</TEXT></ANSWER><ANSWER id="q1_a2"><TEXT>True</TEXT>
</ANSWER><GRADABLE><CORRECTANSWER answer_id="q1_a2"/></GRADABLE></QUESTION_TRUEFALSE>
<QUESTION_MULTIPLEANSWER id="q2"><BODY><TEXT>two</TEXT></BODY><ANSWER id="a"><TEXT>A</TEXT></ANSWER>
<GRADABLE><CORRECTANSWER answer_id="c"/><CORRECTANSWER answer_id="a"/></GRADABLE>
<ANSWER id="b"><TEXT>B</TEXT></ANSWER><ANSWER id="c">
<TEXT>C</TEXT></ANSWER></QUESTION_MULTIPLEANSWER>
<QUESTION_MATCH id="q3"><BODY><TEXT>match</TEXT></BODY><ANSWER id="l1"><TEXT>L1</TEXT></ANSWER>
<ANSWER id="l2"><TEXT>L2</TEXT></ANSWER><CHOICE id="r1"><TEXT>R1</TEXT></CHOICE>
<CHOICE id="r2"><TEXT>R2</TEXT></CHOICE><GRADABLE><CORRECTANSWER answer_id="l1" choice_id="r2"/>
<CORRECTANSWER answer_id="l2" choice_id="r1"/></GRADABLE></QUESTION_MATCH>
<QUESTION_ORDER id="q4"><BODY><TEXT>order</TEXT></BODY><ANSWER id="x"><TEXT>X</TEXT></ANSWER>
<ANSWER id="y"><TEXT>Y</TEXT></ANSWER><ANSWER id="z"><TEXT>Z</TEXT></ANSWER><GRADABLE>
<CORRECTANSWER answer_id="y"/><CORRECTANSWER answer_id="z"/>
<CORRECTANSWER answer_id="x"/></GRADABLE>
</QUESTION_ORDER><QUESTION_FILLINBLANK id="q5"><BODY><TEXT>caf\xe9 ____</TEXT></BODY>
<ANSWER id="f"><TEXT>H&lt;sub&gt;2&lt;/sub&gt;O</TEXT></ANSWER></QUESTION_FILLINBLANK>
<QUESTION_ESSAY id="q6"><BODY><TEXT>essay</TEXT></BODY></QUESTION_ESSAY></POOL>"""


def test_q6_a_pool_of_blackboard_is_read_by_ids_and_words() -> None:
    rows = read(POOL.encode("latin-1"), NO_OPTIONS).rows
    assert [row.draft and row.draft.kind for row in rows] == [
        "truefalse",
        "multiple",
        "matching",
        "ordering",
        "text",
        None,
    ]
    keys = [draft(row).key for row in rows[:4]]
    assert keys == [(0,), (0, 2), (1, 0), (1, 2, 0)]
    assert draft(rows[0]).stem.zh == "H₂O"
    assert draft(rows[4]).accepted == ("H₂O",)
    assert draft(rows[4]).stem.zh == "café ____"
    assert errors(rows[5]) == ["kind_not_supported"]

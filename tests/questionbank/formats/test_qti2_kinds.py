"""Pairs, texts, numbers and places in QTI 2.x and 3.0."""

import pytest

from questionbank.formats.packages import packed
from questionbank.formats.qti import read
from tests.questionbank.formats.qti_items import CORRECT, MAPPED, declared, item, mapping, one
from tests.questionbank.formats.xml_files import NO_OPTIONS, codes, draft, errors, picture, zh


def column(*names: str) -> str:
    inside = "".join(
        f'<simpleAssociableChoice identifier="{name}">项{name}</simpleAssociableChoice>'
        for name in names
    )
    return f"<simpleMatchSet>{inside}</simpleMatchSet>"


def match(*columns: str, more: str = "") -> str:
    head = f'<matchInteraction responseIdentifier="RESPONSE" shuffle="true"{more}>'
    return f"{head}<prompt>配对</prompt>{''.join(columns)}</matchInteraction>"


def pairs(*found: str, kind: str = "directedPair", more: str = "") -> str:
    return declared(*found, cardinality="multiple", base=kind, more=more)


def test_pairs_become_a_matching() -> None:
    table = mapping({"C R": 1, "D M": 0.5, "L M": 0.5}, defaultValue="0")
    right = pairs("C R", "D M", "L M", more=table)
    row = one(item(right, match(column("C", "D", "L"), column("M", "R", "T")), MAPPED))
    assert draft(row).kind == "matching"
    assert zh(draft(row).options) == ["项C", "项D", "项L"]
    assert zh(draft(row).targets) == ["项M", "项R", "项T"]
    assert draft(row).key == (1, 0, 0)


@pytest.mark.parametrize(
    "found", [("C R",), ("C R", "C M", "D M"), ("C R", "X M")], ids=["missing", "two", "unknown"]
)
def test_a_left_side_without_its_one_partner_is_refused(found: tuple[str, ...]) -> None:
    row = one(item(pairs(*found), match(column("C", "D"), column("M", "R"))))
    assert errors(row) == ["pairs_uneven"]


def test_q5_kprim_is_refused_by_name() -> None:
    body = match(column("a", "b"), column("correct", "wrong"), more=' class="match_kprim"')
    row = one(item(pairs("a correct", "b wrong"), body))
    assert [n.detail for n in row.notes if n.code == "kind_not_supported"] == ["KPRIM"]


def test_pairs_out_of_one_heap_are_a_matching_with_a_warning() -> None:
    heap = column("A", "B", "C", "D").replace("simpleMatchSet", "x")
    heap = heap.replace("<x>", "").replace("</x>", "")
    body = f'<associateInteraction responseIdentifier="RESPONSE">{heap}</associateInteraction>'
    row = one(item(pairs("C A", "B D", kind="pair"), body))
    assert zh(draft(row).options) == ["项A", "项B"]
    assert zh(draft(row).targets) == ["项C", "项D"]
    assert draft(row).key == (0, 1)
    assert "associate_as_matching" in codes(row)


WRITE = '<p>水是<textEntryInteraction responseIdentifier="RESPONSE" expectedLength="9"/>的。</p>'


def test_a_gap_is_a_short_text_with_a_blank() -> None:
    table = mapping({"H2O": 1, "水": 1, "water": 0.5})
    row = one(item(declared("H2O", base="string", more=table), WRITE, MAPPED))
    assert draft(row).stem.zh == "看下面 水是____的。"
    assert draft(row).accepted == ("H2O", "水")
    assert [n.detail for n in row.notes if n.code == "partial_credit"] == ["water"]


def test_a_number_without_a_tolerance_stays_a_text() -> None:
    row = one(item(declared("42", base="integer"), WRITE, CORRECT))
    assert draft(row).kind == "text"
    assert draft(row).accepted == ("42",)


def near(mode: str, tolerance: str) -> str:
    test = f'<equal toleranceMode="{mode}" tolerance="{tolerance}">'
    test += '<variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></equal>'
    score = '<setOutcomeValue identifier="SCORE"><baseValue baseType="float">1</baseValue>'
    inside = f"<responseIf>{test}{score}</setOutcomeValue></responseIf>"
    return (
        f"<responseProcessing><responseCondition>{inside}</responseCondition></responseProcessing>"
    )


@pytest.mark.parametrize(("mode", "tolerance"), [("absolute", "5 5"), ("relative", "10 10")])
def test_a_number_with_a_tolerance_is_an_estimate(mode: str, tolerance: str) -> None:
    row = one(item(declared("50", base="float"), WRITE, near(mode, tolerance)))
    estimate = draft(row).estimate
    assert estimate is not None
    assert (estimate.value, estimate.near, estimate.far) == (50, 5, 6)
    assert not row.wrong


@pytest.mark.parametrize(
    ("value", "tolerance", "code"),
    [("3.14", "0.01 0.01", "whole_numbers_only"), ("50", "1 5", "tolerance_uneven")],
)
def test_a_number_we_cannot_hold_is_refused(value: str, tolerance: str, code: str) -> None:
    row = one(item(declared(value, base="float"), WRITE, near("absolute", tolerance)))
    assert errors(row) == [code]


def test_a_slider_is_an_estimate_with_its_ends() -> None:
    body = '<sliderInteraction responseIdentifier="RESPONSE" lowerBound="0" upperBound="200"/>'
    row = one(item(declared("55", base="integer"), body))
    estimate = draft(row).estimate
    assert estimate is not None
    assert (estimate.value, estimate.near, estimate.least, estimate.most) == (55, 0, 0, 200)


def package(text: str, **files: bytes) -> bytes:
    return packed({"items/q1.xml": text.encode(), **files})


PLACES = """<hotspotInteraction responseIdentifier="RESPONSE" maxChoices="1"><prompt>点出</prompt>
<object type="image/png" width="200" height="100" data="images/map.png">图</object>
<hotspotChoice shape="circle" coords="20,50,8" identifier="A"/>
<hotspotChoice shape="rect" coords="100,20,150,60" identifier="B"/></hotspotInteraction>"""


def test_a_place_on_a_picture_is_a_hotspot() -> None:
    files = {"items/images/map.png": picture()}
    row = read(package(item(declared("B"), PLACES), **files), NO_OPTIONS).rows[0]
    assert draft(row).kind == "hotspot"
    assert draft(row).areas[0].numbers == (500, 200, 750, 600)
    assert list(row.pictures.values()) == list(files.values())
    assert not row.wrong


def test_several_places_to_find_are_not_ours() -> None:
    files = {"items/images/map.png": picture()}
    right = declared("A", "B", cardinality="multiple")
    text = item(right, PLACES.replace('maxChoices="1"', 'maxChoices="2"'))
    assert errors(read(package(text, **files), NO_OPTIONS).rows[0]) == ["kind_not_supported"]


def test_a_tap_into_an_area_is_a_hotspot() -> None:
    entry = '<areaMapEntry shape="circle" coords="20,50,8" mappedValue="1"/>'
    table = f'<areaMapping defaultValue="0">{entry}</areaMapping>'
    body = PLACES.replace("hotspotInteraction", "selectPointInteraction")
    text = item(declared(base="point", more=table), body, MAPPED)
    row = read(package(text, **{"items/images/map.png": picture()}), NO_OPTIONS).rows[0]
    assert draft(row).areas[0].shape == "circle"
    assert draft(row).areas[0].numbers == (100, 500, 40)

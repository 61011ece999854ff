"""Items of QTI 2.1, 3.0 and 1.2 as their exporters write them."""

import re
from collections.abc import Iterable

from questionbank.formats.found import Found, Row
from questionbank.formats.qti import read
from tests.questionbank.formats.xml_files import NO_OPTIONS

MATCH = '<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/{}"/>'
CORRECT, MAPPED = MATCH.format("match_correct"), MATCH.format("map_response")
OPEN = """<?xml version="1.0" encoding="UTF-8"?>
<!-- made with an editor -->
<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="x y"
  title="标题" identifier="{}" timeDependent="false" adaptive="false">"""
SCORE = """<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float">
  <defaultValue><value>0</value></defaultValue></outcomeDeclaration>"""


def declared(
    *correct: str,
    cardinality: str = "single",
    base: str = "identifier",
    more: str = "",
    name: str = "RESPONSE",
) -> str:
    values = "".join(f"<value>\n  {value}\n</value>" for value in correct)
    right = f"<correctResponse>{values}</correctResponse>" if correct else ""
    head = (
        f'<responseDeclaration identifier="{name}" cardinality="{cardinality}" baseType="{base}">'
    )
    return f"{head}{right}{more}</responseDeclaration>"


def mapping(entries: dict[str, float], **bounds: str) -> str:
    inside = "".join(
        f'<mapEntry mapKey="{key}" mappedValue="{value}"/>' for key, value in entries.items()
    )
    attributes = "".join(f' {name}="{value}"' for name, value in bounds.items())
    return f"<mapping{attributes}>{inside}</mapping>"


def choices(*names: str, maximum: str = "1", more: str = "", shuffle: str = "true") -> str:
    inside = "".join(
        f'<simpleChoice identifier="{name}"><p>选{name}</p></simpleChoice>' for name in names
    )
    named = f'maxChoices="{maximum}" shuffle="{shuffle}" responseIdentifier="RESPONSE"'
    head = f"<choiceInteraction {named}>"
    return f"{head}<prompt>哪个对？</prompt>{inside}{more}</choiceInteraction>"


def item(declaration: str, body: str, rule: str = CORRECT, ident: str = "q1") -> str:
    head = OPEN.format(ident) + declaration + SCORE
    return f"{head}<itemBody><p>看下面</p>{body}</itemBody>{rule}</assessmentItem>"


def as_version_3(text: str) -> str:
    """The same item in the names of QTI 3.0."""

    def kebab(name: str) -> str:
        return re.sub("([A-Z])", lambda found: "-" + found[1].lower(), name)

    ours = r"(</?)(assessmentItem|responseDeclaration|correctResponse|value|outcomeDeclaration"
    ours += r"|defaultValue|itemBody|choiceInteraction|prompt|simpleChoice|responseProcessing"
    ours += r"|mapping|mapEntry|orderInteraction|matchInteraction|simpleMatchSet"
    ours += r"|simpleAssociableChoice|textEntryInteraction)\b"
    text = re.sub(ours, lambda found: f"{found[1]}qti-{kebab(found[2])}", text)
    names = r" (responseIdentifier|maxChoices|baseType|mapKey|mappedValue|matchMax)="
    return re.sub(names, lambda found: f" {kebab(found[1])}=", text).replace(
        "imsqti_v2p1", "imsqtiasi_v3p0"
    )


def one(text: str) -> Row:
    rows = read(text.encode(), NO_OPTIONS).rows
    assert len(rows) == 1
    return rows[0]


def old(*items: str, declaration: str = "") -> Found:
    """A file of QTI 1.2."""
    head = declaration or '<?xml version="1.0" encoding="UTF-8"?>'
    space = 'xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"'
    inside = f'<assessment ident="a1" title="卷"><section ident="root_section">{"".join(items)}'
    text = f"{head}\n<questestinterop {space}>{inside}</section></assessment></questestinterop>"
    return read(text.encode(), NO_OPTIONS)


def meta(**fields: str) -> str:
    inside = "".join(
        f"<qtimetadatafield><fieldlabel>{name}</fieldlabel><fieldentry>{value}</fieldentry>"
        "</qtimetadatafield>"
        for name, value in fields.items()
    )
    return f"<itemmetadata><qtimetadata>{inside}</qtimetadata></itemmetadata>"


def mattext(text: str, kind: str = "text/html") -> str:
    return f'<material><mattext texttype="{kind}">{text}</mattext></material>'


def labels(options: dict[str, str], cardinality: str = "Single", name: str = "response1") -> str:
    inside = "".join(
        f'<response_label ident="{key}">{mattext(text, "text/plain")}</response_label>'
        for key, text in options.items()
    )
    head = f'<response_lid rcardinality="{cardinality}" ident="{name}">'
    return f"{head}<render_choice>{inside}</render_choice></response_lid>"


def pays(test: str, points: str = "100", action: str = "Set", more: str = "") -> str:
    setvar = f'<setvar action="{action}" varname="SCORE">{points}</setvar>'
    return f"<respcondition{more}><conditionvar>{test}</conditionvar>{setvar}</respcondition>"


def equal(value: str, name: str = "response1") -> str:
    return f'<varequal respident="{name}">{value}</varequal>'


OUTCOMES = '<outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE"/></outcomes>'


def old_item(presentation: str, rules: Iterable[str], about: str = "", ident: str = "i1") -> str:
    rule = f"<resprocessing>{OUTCOMES}{''.join(rules)}</resprocessing>"
    shown = f"<presentation>{mattext('&lt;p&gt;哪个对？&lt;/p&gt;')}{presentation}</presentation>"
    return f'<item title="题" ident="{ident}">{about}{shown}{rule}</item>'

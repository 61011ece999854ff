"""What is written as a Word file reads back; whatever the bytes, the reader answers."""

import zipfile
from io import BytesIO

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from questionbank.formats.docx import cannot, read, write
from questionbank.formats.found import Options, Written
from questionbank.formats.pasted.writer import chinese
from questionbank.rules.question import Draft, normal
from tests.questionbank.formats.docx_files import docx, paragraph, relations, run, table, xml
from tests.questionbank.formats.drafts import every_kind
from tests.questionbank.formats.mutations import mutated
from tests.rules.test_question import ALL_KINDS

GOOD = xml(
    "w:document",
    "<w:body>"
    + paragraph("问？", level=0)
    + paragraph(run("A. 甲", "<w:b/>"))
    + table(("B. 乙", "C. 丙"))
    + '<w:altChunk r:id="rId2"/>'
    + paragraph("<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num></m:f></m:oMath>", "答案：A")
    + "</w:body>",
)


@pytest.mark.slow
@given(st.lists(every_kind(), min_size=1, max_size=3))
def test_questions_come_back_or_are_named(drafts: list[Draft]) -> None:
    can = [draft for draft in drafts if not cannot(Written("", draft))]
    rows = read(write([Written("", draft) for draft in can], Options()), Options()).rows
    assert [row.draft and normal(row.draft) for row in rows] == [chinese(draft) for draft in can]


def test_every_part_is_xml_that_its_list_of_types_names() -> None:
    data = write([Written("", draft) for draft in ALL_KINDS], Options())
    with zipfile.ZipFile(BytesIO(data)) as package:
        names = package.namelist()
        types = package.read("[Content_Types].xml").decode()
        assert all(fromstring(package.read(name)) is not None for name in names)
    assert names[0] == "[Content_Types].xml"
    assert all(f"/{name}" in types for name in names if name.startswith("word/d"))


@given(mutated(GOOD))
def test_no_xml_makes_it_raise(body: bytes) -> None:
    parts = {"word/document.xml": body, "word/_rels/document.xml.rels": relations(rId2="a.htm")}
    read(docx("x", parts={**parts, "word/a.htm": b"<p>1."}), Options())


@pytest.mark.slow
@given(st.one_of(st.binary(max_size=100), mutated(docx("1. 问？", "A. 甲", "答案：A"))))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    read(data, Options())

"""What is written as a Word file reads back; whatever the bytes, the reader answers."""

import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow
from PIL import ImageChops

from questionbank.formats import office
from questionbank.formats.docx import cannot, read, write
from questionbank.formats.found import Options, Written
from questionbank.formats.markup.fields import size
from questionbank.formats.pasted.writer import chinese
from questionbank.rules.question import Draft, Image, Text, normal
from tests.questionbank import starter
from tests.questionbank.formats.docx_files import docx, paragraph, relations, run, table, xml
from tests.questionbank.formats.drafts import every_kind, pictured
from tests.questionbank.formats.mutations import mutated
from tests.questionbank.formats.xml_files import picture
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


FILES = {"abc": picture("WEBP", 400, 200), "def": picture("WEBP", 30, 20)}


@pytest.mark.slow
@settings(deadline=None, max_examples=60)
@given(every_kind())
def test_pictures_come_back_where_they_stood(drawn: Draft) -> None:
    shown = pictured(drawn)
    question = Written("", shown, pictures=FILES)
    assert cannot(question) == cannot(Written("", drawn))
    assume(not cannot(question))
    (row,) = read(write([question], Options()), Options()).rows
    assert row.draft is not None
    assert not row.wrong
    bare = replace(row.draft, picture=None, option_pictures=())
    assert normal(bare) == replace(chinese(drawn), picture=None)
    images = (row.draft.picture, *row.draft.option_pictures)
    assert [i and i.alt.zh for i in images][:2] == ["一幅图", "红色"][: 1 + bool(drawn.options)]
    sizes = [size(row.pictures[i.digest.removeprefix("raw:")]) for i in images if i]
    assert sizes == [(400, 200), (30, 20)][: 1 + bool(drawn.options)]


def test_the_same_pixels_come_back() -> None:
    data = starter.picture("wave-slow")
    image = Image("abc", Text("波"))
    drawn = Draft("truefalse", Text("水"), key=(0,), picture=image)
    document = write([Written("", drawn, pictures={"abc": data})], Options())
    (row,) = read(document, Options()).rows
    (back,) = row.pictures.values()
    one, other = (Pillow.open(BytesIO(file)).convert("RGB") for file in (data, back))
    assert ImageChops.difference(one, other).getbbox() is None


def test_a_picture_whose_file_is_lost_is_left_out_and_the_rest_is_written() -> None:
    question = Written("", Draft("truefalse", Text("水"), key=(0,), picture=Image("abc")))
    (row,) = read(write([question], Options()), Options()).rows
    assert row.draft == Draft("truefalse", Text("水"), key=(0,))


@pytest.mark.parametrize("alt", ["image1.png", "图片包含 人\n\n描述已自动生成", "照片.JPG"])
def test_a_description_that_nobody_wrote_is_none(alt: str) -> None:
    assert office.description(alt) == Text("")


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

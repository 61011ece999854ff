"""A text and its pictures in one zip: what is written comes back, what is missing is named."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionbank.formats import registry
from questionbank.formats.found import Options, Written
from questionbank.formats.packages import packed
from questionbank.formats.pasted.writer import chinese
from questionbank.formats.sniff import sniff
from questionbank.formats.textzip import cannot, read, write
from questionbank.rules.question import Draft, Image, Text, normal
from tests.questionbank.formats.drafts import PLAIN, every_kind, pictured
from tests.questionbank.formats.mutations import mutated
from tests.questionbank.formats.xml_files import codes, picture

FILES = {"abc": picture("WEBP", 40, 20), "def": picture("WEBP", 30, 20)}
PNG = picture("PNG")
CHOICE = "1. 图上是什么？[图：鸟.png|一只鸟]\nA. 鸟 [图：{}]\nB. 鱼\n答案：A\n"


@pytest.mark.slow
@settings(deadline=None, max_examples=60)
@given(st.lists(every_kind(PLAIN), min_size=1, max_size=3))
def test_questions_come_back_with_their_pictures(drafts: list[Draft]) -> None:
    asked = [Written(str(at), pictured(one), pictures=FILES) for at, one in enumerate(drafts)]
    assert [cannot(one) for one in asked] == [""] * len(asked)
    rows = read(write(asked, Options()), Options()).rows
    for row, drawn in zip(rows, drafts, strict=True):
        assert row.draft is not None
        images = (row.draft.picture, *row.draft.option_pictures)
        assert next(image.alt.zh for image in images if image) == "一幅图"
        shown = [row.pictures[image.digest.removeprefix("raw:")] for image in images if image]
        assert shown == [FILES["abc"], FILES["def"]][: 1 + bool(drawn.options)]
        assert normal(replace(row.draft, picture=None, option_pictures=())) == chinese(drawn)


@pytest.mark.slow
@settings(deadline=None, max_examples=60)
@given(every_kind(), st.sampled_from(["图]", "[图：b]", "a|b", "鸟"]))
def test_what_would_not_come_back_is_named(drawn: Draft, alt: str) -> None:
    one = Written("1", replace(drawn, picture=Image("abc", Text(alt))), pictures=FILES)
    rows = read(write([one], Options()), Options()).rows
    assert (cannot(one) == "") == bool(rows)
    if rows:
        assert rows[0].draft is not None
        assert rows[0].draft.picture is not None
        assert rows[0].draft.picture.alt == Text(alt)


def test_a_zip_that_somebody_packed_is_known_and_read() -> None:
    data = packed({"卷/题.txt": CHOICE.format("鸟.png").encode("gb18030"), "卷/鸟.png": PNG})
    assert sniff(data) == "textzip"
    name, found = registry.read(data, Options())
    (row,) = found.rows
    assert (name, row.wrong, dict(row.pictures)) == ("textzip", False, {"鸟.png": PNG})
    assert row.draft is not None
    assert row.draft.stem == Text("图上是什么？")
    assert row.draft.picture == Image("raw:鸟.png", Text("一只鸟"))


@pytest.mark.parametrize("name", ["缺.png", "http://a.cn/b.png", "题.txt", "../../etc/passwd"])
def test_a_picture_that_is_not_in_the_zip_is_an_error_of_its_question(name: str) -> None:
    text = CHOICE.format(name) + "\n2. 水是液体。\n答案：对\n"
    rows = read(packed({"题.txt": text.encode(), "鸟.png": PNG}), Options()).rows
    assert [row.wrong for row in rows] == [True, False]
    assert "picture_missing" in codes(rows[0])


def test_several_texts_say_where_each_question_stands() -> None:
    one = "1. 水是液体。\n答案：对\n".encode()
    rows = read(packed({"b.txt": one, "a.txt": one}), Options()).rows
    assert [row.where for row in rows] == ["a.txt 1", "b.txt 1"]


def test_a_hotspot_and_a_zip_without_a_text_are_refused_by_name() -> None:
    assert cannot(Written("1", Draft("hotspot", Text("点")))) == "hotspot"
    assert codes(read(packed({"鸟.png": PNG}), Options())) == ["nothing_found"]


GOOD = packed({"题.txt": CHOICE.format("鸟.png").encode(), "鸟.png": PNG})


@pytest.mark.slow
@given(st.one_of(st.binary(max_size=200), mutated(GOOD), mutated(CHOICE.encode())))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    read(data, Options())
    read(packed({"a.txt": data, "鸟.png": PNG}), Options())

"""What is written as Moodle XML reads back as it was; no bytes make the reader raise."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionbank.formats.found import Written
from questionbank.formats.moodle import cannot, read, write
from questionbank.rules.question import Area, Draft, Image, Text, normal
from tests.questionbank.formats.drafts import choices, every_kind, hotspots
from tests.questionbank.formats.xml_files import (
    LONGEST_SECONDS,
    NO_OPTIONS,
    draft,
    picture,
    seconds,
)

# Machines that test may be busy; how long a file may take has tests of its own.
RELAXED = settings(deadline=None)


@pytest.mark.slow
@RELAXED
@given(every_kind())
def test_every_kind_reads_back_as_it_was(drawn: Draft) -> None:
    question = Written("q1", drawn, frozenset({("topic", "T1.2"), ("difficulty", "L3")}))
    found = read(write([question], NO_OPTIONS), NO_OPTIONS)
    assert [row.draft for row in found.rows] == [normal(drawn)]
    assert not found.rows[0].wrong
    assert found.rows[0].tags == question.tags
    assert found.rows[0].ref == "q1"


@pytest.mark.slow
@RELAXED
@given(choices("multiple"))
def test_english_and_author_read_back(drawn: Draft) -> None:
    english = replace(
        drawn,
        stem=replace(drawn.stem, en="What is & \\(x\\) <b>?"),
        explanation=Text("因为 $x^2$", "Because $x^2$"),
    )
    question = Written("q", english, author=Text("科协", "Association"), licence="CC-BY-4.0")
    row = read(write([question], NO_OPTIONS), NO_OPTIONS).rows[0]
    assert row.draft == normal(english)
    assert row.author == question.author
    assert row.licence == "CC-BY-4.0"


def test_pictures_are_written_with_their_bytes_and_words() -> None:
    data = picture("WEBP")
    image = Image("abc", Text("图中有水"))
    drawn = Draft(
        "single",
        Text("看图"),
        options=(Text("甲"), Text("乙")),
        key=(0,),
        picture=image,
        option_pictures=(image, None),
    )
    row = read(write([Written("q", drawn, pictures={"abc": data})], NO_OPTIONS), NO_OPTIONS).rows[0]
    assert not row.wrong
    assert set(row.pictures.values()) == {data}
    shown = draft(row).picture
    assert shown is not None
    assert shown.alt.zh == "图中有水"


@pytest.mark.slow
@pytest.mark.parametrize("size", [(40, 20), (600, 400)])
@settings(deadline=None, max_examples=40)
@given(drawn=hotspots(most=1))
def test_an_area_reads_back_as_it_was(size: tuple[int, int], drawn: Draft) -> None:
    data = picture("WEBP", *size)
    question = Written("q1", drawn, pictures={"abc": data})
    assert cannot(question) == ""
    row = read(write([question], NO_OPTIONS), NO_OPTIONS).rows[0]
    assert set(row.pictures.values()) == {data}
    alt = Text(drawn.picture.alt.zh, "A map") if drawn.picture else Text("")
    english = replace(drawn, picture=Image("abc", alt))
    question = replace(question, draft=english)
    again = draft(read(write([question], NO_OPTIONS), NO_OPTIONS).rows[0])
    assert again.picture is not None
    assert again.picture.alt == alt
    assert replace(draft(row), picture=None) == normal(replace(drawn, picture=None))


SPOT = Area("rect", (0, 0, 500, 500))


@pytest.mark.parametrize(
    ("areas", "size", "why"),
    [
        ((SPOT, SPOT), (40, 20), "areas"),
        ((SPOT,), (601, 20), "marker"),
        ((SPOT,), (9, 401), "marker"),
    ],
)
def test_a_hotspot_that_moodle_would_change_is_named(
    areas: tuple[Area, ...], size: tuple[int, int], why: str
) -> None:
    drawn = Draft("hotspot", Text("点出"), areas=areas, picture=Image("abc"))
    hotspot = Written("q", drawn, pictures={"abc": picture("WEBP", *size)})
    assert cannot(hotspot) == why
    assert b"<question" not in write([hotspot], NO_OPTIONS)


PLAIN = Draft("single", Text("水"), options=(Text("甲"), Text("乙")), key=(1,))
GOOD = write([Written("q1", PLAIN)], NO_OPTIONS)


@RELAXED
@given(st.binary(max_size=400))
def test_no_bytes_make_the_reader_raise(data: bytes) -> None:
    read(data, NO_OPTIONS)
    read(b"<quiz><question type='multichoice'>" + data + b"</question></quiz>", NO_OPTIONS)


@RELAXED
@given(st.integers(0, len(GOOD)), st.integers(0, 40), st.binary(max_size=40))
def test_no_change_of_a_good_file_makes_the_reader_raise(at: int, cut: int, more: bytes) -> None:
    read(GOOD[:at] + more + GOOD[at + cut :], NO_OPTIONS)


HOSTILE = ["<", "<a ", "<b></b>", "&", "<sup>2", "\\(", "$$a", "<a b='>", "<ol><li>", "&#1", "]]"]


@pytest.mark.slow
@pytest.mark.parametrize("piece", HOSTILE)
def test_a_megabyte_of_broken_html_is_read_in_two_seconds(piece: str) -> None:
    text = piece.replace("]]>", "") * (1_000_000 // len(piece))
    inside = f"<questiontext><text><![CDATA[{text}]]></text></questiontext>"
    file = f"<quiz><question type='multichoice'>{inside}</question></quiz>".encode()
    assert seconds(read, file) < LONGEST_SECONDS

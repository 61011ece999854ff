"""What is written as QTI reads back as it was; no bytes make the reader raise."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionbank.formats import qti
from questionbank.formats.found import Options, Written
from questionbank.formats.packages import opened, packed
from questionbank.formats.qti import qti12_write
from questionbank.rules.question import Area, Draft, Image, Text, normal
from tests.questionbank.formats.drafts import choices, every_kind, hotspots, truefalse
from tests.questionbank.formats.xml_files import (
    LONGEST_SECONDS,
    NO_OPTIONS,
    draft,
    errors,
    picture,
    seconds,
)

# Machines that test may be busy; how long a file may take has tests of its own.
RELAXED = settings(deadline=None)

Write = Callable[[Sequence[Written], Options], bytes]
NEWER: list[Write] = [qti.write, qti.write_3]
ALL: list[Write] = [qti.write, qti.write_3, qti12_write.write]
GOOD = Draft("single", Text("水"), options=(Text("甲"), Text("乙")), key=(1,))
TAGS = frozenset({("topic", "T1.2"), ("difficulty", "L3")})


@pytest.mark.slow
@pytest.mark.parametrize("write", NEWER, ids=["2.1", "3.0"])
@RELAXED
@given(drawn=every_kind())
def test_every_kind_reads_back_as_it_was(write: Write, drawn: Draft) -> None:
    question = Written("q1", drawn, TAGS, Text("科协", "Association"), "CC-BY-4.0")
    found = qti.read(write([question], NO_OPTIONS), NO_OPTIONS)
    row = found.rows[0]
    assert (row.draft, errors(row)) == (normal(drawn), [])
    assert (row.ref, row.tags, row.author, row.licence) == (
        "q1",
        TAGS,
        question.author,
        "CC-BY-4.0",
    )


@pytest.mark.slow
@pytest.mark.parametrize("write", NEWER, ids=["2.1", "3.0"])
@pytest.mark.parametrize("size", [(40, 20), (960, 640), (1600, 1200)])
@settings(deadline=None, max_examples=40)
@given(drawn=hotspots())
def test_areas_read_back_as_they_were(write: Write, size: tuple[int, int], drawn: Draft) -> None:
    data = picture("WEBP", *size)
    question = Written("q1", drawn, TAGS, pictures={"abc": data})
    row = qti.read(write([question], NO_OPTIONS), NO_OPTIONS).rows[0]
    read = draft(row)
    assert read.picture is not None
    assert (read.picture.alt, set(row.pictures.values())) == (drawn.picture.alt, {data})  # type: ignore[union-attr]
    assert replace(read, picture=None) == normal(replace(drawn, picture=None))


def test_areas_that_somebody_moved_in_the_file_are_believed() -> None:
    image = Image("abc", Text("图"))
    drawn = Draft("hotspot", Text("点"), areas=(Area("circle", (101, 500, 33)),), picture=image)
    question = Written("q1", drawn, pictures={"abc": picture("WEBP", 100, 100)})
    package = opened(qti.write([question], NO_OPTIONS))[0]
    assert package is not None
    item = package.files["items/q00001.xml"]
    assert b'coords="10,50,3"' in item
    moved = {**package.files, "items/q00001.xml": item.replace(b"10,50,3", b"20,50,3")}
    (row,) = qti.read(packed(moved), NO_OPTIONS).rows
    assert draft(row).areas == (Area("circle", (200, 500, 30)),)


@pytest.mark.slow
@RELAXED
@given(st.one_of(choices("single"), choices("multiple"), truefalse()))
def test_choices_read_back_from_1_2(drawn: Draft) -> None:
    found = qti.read(qti12_write.write([Written("q1", drawn, TAGS)], NO_OPTIONS), NO_OPTIONS)
    assert [row.draft for row in found.rows] == [normal(drawn)]
    assert found.rows[0].tags == TAGS


@pytest.mark.parametrize("write", ALL, ids=["2.1", "3.0", "1.2"])
def test_english_and_pictures_read_back(write: Write) -> None:
    data, image = picture("WEBP"), Image("abc", Text("图中有水"))
    drawn = Draft(
        "single",
        Text("看图 $x^2$", "Look & \\(x\\) <b>"),
        Text("因为", "Because"),
        Text("课本", "Textbook"),
        (Text("甲", "A"), Text("乙", "B")),
        key=(1,),
        picture=image,
        option_pictures=(None, image),
    )
    row = qti.read(
        write([Written("q", drawn, pictures={"abc": data})], NO_OPTIONS), NO_OPTIONS
    ).rows[0]
    assert not row.wrong
    assert set(row.pictures.values()) == {data}
    read = draft(row)
    assert replace(read, picture=None, option_pictures=()) == normal(
        replace(drawn, picture=None, option_pictures=())
    )
    assert read.picture is not None
    assert read.picture.alt == Text("图中有水")
    assert [bool(one) for one in read.option_pictures] == [False, True]


def test_a_blank_in_the_words_of_a_picture_is_no_gap() -> None:
    image = Image("abc", Text("图 ____"))
    drawn = Draft("text", Text("填空"), accepted=("水",), picture=image)
    data = qti.write([Written("q", drawn, pictures={"abc": picture("WEBP")})], NO_OPTIONS)
    read = draft(qti.read(data, NO_OPTIONS).rows[0])
    assert (read.stem, read.accepted) == (drawn.stem, drawn.accepted)


def test_many_items_keep_their_order() -> None:
    plain = Draft("truefalse", Text("水"), key=(0,))
    many = [Written(f"q{n}", plain) for n in range(40)]
    rows = qti.read(qti.write(many, NO_OPTIONS), NO_OPTIONS).rows
    assert [row.ref for row in rows] == [f"q{n}" for n in range(40)]


@pytest.mark.slow
def test_more_than_a_package_may_hold_become_several() -> None:
    many = [Written(f"q{n}", GOOD) for n in range(2_500)]
    outer, _ = opened(qti.write(many, NO_OPTIONS))
    assert outer is not None
    rows = [len(qti.read(part, NO_OPTIONS).rows) for part in outer.files.values()]
    assert list(outer.files) == ["part1.zip", "part2.zip"]
    assert rows == [1_999, 501]


def test_kinds_that_a_version_lacks_are_named_and_left_out() -> None:
    hotspot, pairs = (
        Written("h", Draft("hotspot", Text("点"))),
        Written("m", Draft("matching", Text("配"))),
    )
    assert qti12_write.cannot(hotspot)
    assert qti12_write.cannot(pairs)
    assert b"<item " not in qti12_write.write([hotspot, pairs], NO_OPTIONS)


PACKAGE = qti.write([Written("q1", GOOD)], NO_OPTIONS)
OLD = qti12_write.write([Written("q1", GOOD)], NO_OPTIONS)
FILES = opened(PACKAGE)[0]
NEW = FILES.files["items/q00001.xml"] if FILES else b""


@RELAXED
@given(st.binary(max_size=400))
def test_no_bytes_make_the_reader_raise(data: bytes) -> None:
    qti.read(data, NO_OPTIONS)
    qti.read(b"PK\x03\x04" + data, NO_OPTIONS)
    qti.read(b"<questestinterop><item>" + data + b"</item></questestinterop>", NO_OPTIONS)


@RELAXED
@given(
    st.sampled_from([PACKAGE, OLD, NEW]),
    st.floats(0, 1),
    st.integers(0, 40),
    st.binary(max_size=40),
)
def test_no_change_of_a_good_file_makes_the_reader_raise(
    good: bytes, at: float, cut: int, more: bytes
) -> None:
    place = int(at * len(good))
    qti.read(good[:place] + more + good[place + cut :], NO_OPTIONS)


WORDS = [
    *("RESPONSE", "SCORE", "c1", "c2", "single", "multiple", "ordered", "identifier", "float"),
    *("choiceInteraction", "matchInteraction", "textEntryInteraction", "orderInteraction"),
    *("value", "mapping", "correctResponse", "simpleChoice", "equal", "variable", "1", ""),
    *("response_lid", "response_str", "varequal", "and", "not", "Multiple", "setvar", "item"),
]


@RELAXED
@given(
    st.sampled_from([OLD, NEW]), st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(WORDS)))
)
def test_no_change_of_words_makes_the_reader_raise(
    good: bytes, swaps: list[tuple[str, str]]
) -> None:
    text = good.decode()
    for old, new in swaps:
        text = text.replace(old, new) if old else text
    qti.read(text.encode(), NO_OPTIONS)


def long_rule() -> bytes:
    test = (
        '<member><baseValue baseType="identifier">c1</baseValue><variable identifier="RESPONSE"/>'
    )
    step = f"<responseCondition><responseIf>{test}</member></responseIf></responseCondition>"
    rule = f"<responseProcessing>{step * (900_000 // len(step))}</responseProcessing>"
    start, end = NEW.index(b"<responseProcessing"), NEW.index(b"</assessmentItem>")
    return NEW[:start] + rule.encode() + NEW[end:]


def many_choices() -> bytes:
    label = '<response_label ident="{}"/>'
    labels = "".join(label.format(n) for n in range(25_000))
    start = OLD.index(b"<response_label")
    return OLD[:start] + labels.encode() + OLD[start:]


@pytest.mark.slow
@pytest.mark.parametrize("make", [long_rule, many_choices])
def test_a_hostile_megabyte_is_read_in_two_seconds(make: Callable[[], bytes]) -> None:
    assert seconds(qti.read, make()) < LONGEST_SECONDS

"""What we write as a table, a template or lines of our own reads back as it was."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionbank.formats import csvs, errors, jsonl, sheet, template
from questionbank.formats.found import Found, Options, Row, Written
from questionbank.formats.markup.fields import size
from questionbank.formats.sheet import writer as sheet_write
from questionbank.rules.question import Area, Draft, Image, Text, normal
from questionbank.rules.validity import problems
from tests.questionbank.formats.drafts import every_kind, pictured
from tests.questionbank.formats.table_files import codes, only, read_xlsx
from tests.questionbank.formats.xml_files import picture

TAGS = frozenset(
    {("topic", "T4.1"), ("difficulty", "L2"), ("audience", "youth"), ("benchmark", "B7")}
)
WRITERS = [pytest.param(csvs, csvs, id="csv"), pytest.param(sheet_write, sheet, id="xlsx")]
WRITERS += [pytest.param(jsonl, jsonl, id="jsonl")]


def written(draft: Draft) -> Written:
    return Written("q-1", draft, TAGS, Text("作者", "Author"), "CC-BY-4.0")


def in_english(draft: Draft) -> Draft:
    """The same question with an English text for each Chinese one."""
    options = tuple(Text(o.zh, f"en {at}") for at, o in enumerate(draft.options))
    return replace(draft, stem=_both(draft.stem), source=_both(draft.source), options=options)


def _both(text: Text) -> Text:
    return Text(text.zh, f"en {len(text.zh)}" if text.zh else "")


def back(writer: object, reader: object, draft: Draft) -> Row:
    data = writer.write([written(draft)], Options())  # type: ignore[attr-defined]
    found: Found = reader.read(data, Options())  # type: ignore[attr-defined]
    (row,) = found.rows
    return row


@pytest.mark.slow
@pytest.mark.parametrize(("writer", "reader"), WRITERS)
@settings(deadline=None)
@given(draft=every_kind(), english=st.booleans())
def test_every_question_reads_back_as_it_was(
    writer: object,
    reader: object,
    draft: Draft,
    english: bool,  # noqa: FBT001
) -> None:
    draft = in_english(draft) if english else draft
    row = back(writer, reader, draft)
    assert row.draft
    assert normal(row.draft) == normal(draft)
    assert (row.ref, row.tags, row.author, row.licence, codes(row)) == (
        "q-1",
        TAGS,
        Text("作者", "Author"),
        "CC-BY-4.0",
        [problem.code for problem in problems(draft)],
    )


FILES = {"abc": picture("WEBP", 400, 200), "def": picture("WEBP", 30, 20)}


@pytest.mark.slow
@settings(deadline=None, max_examples=60)
@given(drawn=every_kind())
def test_pictures_of_a_workbook_come_back_with_their_words(drawn: Draft) -> None:
    question = replace(written(pictured(drawn)), pictures=FILES)
    assert sheet_write.cannot(question) == ""
    (row,) = sheet.read(sheet_write.write([question], Options()), Options()).rows
    assert row.draft is not None
    assert codes(row) == [problem.code for problem in problems(drawn)]
    images = (row.draft.picture, *row.draft.option_pictures)
    wanted = [Text("一幅图", "A map"), *([Text("红色")] if drawn.options else [])]
    assert [image.alt for image in images if image] == wanted
    bare = replace(row.draft, picture=None, option_pictures=())
    assert normal(bare) == normal(drawn)
    sizes = [size(row.pictures[i.digest.removeprefix("raw:")]) for i in images if i]
    assert sizes == [(400, 200), (30, 20)][: len(wanted)]


@pytest.mark.parametrize(("writer", "reader"), WRITERS)
@pytest.mark.parametrize(
    "stem",
    ["=1+1", "+1", "-1", "@SUM(A1)", "＝HYPERLINK()", "'=1", "''", "'x", "1. 水（A）", "<p>水</p>"],
)
def test_s93_what_a_spreadsheet_would_run_comes_back_exactly(
    writer: object, reader: object, stem: str
) -> None:
    row = back(writer, reader, Draft("truefalse", Text(stem), key=(0,)))
    assert row.draft
    assert row.draft.stem.zh == stem


def test_s93_a_csv_holds_no_cell_that_runs() -> None:
    draft = Draft("truefalse", Text("=HYPERLINK(1)"), Text("@x"), Text("-1"), key=(0,))
    text = csvs.write([written(draft)], Options()).decode("utf-8-sig")
    assert '"\'=HYPERLINK(1)"' in text
    assert all(f',"{mark}' not in text for mark in "=+-@")


def test_a_table_says_what_it_cannot_hold() -> None:
    picture = Image("0a")
    hotspot = Draft("hotspot", Text("水"), areas=(Area("circle", (1, 2, 3)),), picture=picture)
    shown = Draft("truefalse", Text("水"), key=(0,), picture=picture)
    assert [csvs.cannot(written(draft)) for draft in (hotspot, shown)] == ["hotspot", "picture"]
    assert [sheet_write.cannot(written(draft)) for draft in (hotspot, shown)] == ["hotspot", ""]
    assert jsonl.cannot(written(hotspot)) == ""


def test_lines_hold_areas_and_pictures_too() -> None:
    image = Image("0a1b", Text("图", "picture"))
    draft = Draft("hotspot", Text("点出水。"), areas=(Area("rect", (1, 2, 3, 4)),), picture=image)
    question = replace(written(draft), pictures={"0a1b": b"RIFF....WEBP"})
    (row,) = jsonl.read(jsonl.write([question], Options()), Options()).rows
    assert row.draft == jsonl.bare(draft)
    assert (dict(row.pictures), codes(row)) == ({"0a1b": b"RIFF....WEBP"}, [])


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{", "line_unreadable"),
        ('{"type":"single"}', "line_unreadable"),
        ('{"type":"single","stem":{"zh":"\\ud800"}}', "line_unreadable"),
        ('{"type":"single","stem":{"zh":"水"},"extra":1}', "line_unreadable"),
        ('{"v":2,"type":"single","stem":{"zh":"水"}}', "version_unknown"),
        ('{"type":"essay","stem":{"zh":"水"}}', "kind"),
        ("[" * 100_000, "line_unreadable"),
    ],
)
def test_a_bad_line_is_an_error_of_its_own(line: str, code: str) -> None:
    good = jsonl.write([written(Draft("truefalse", Text("水"), key=(0,)))], Options()).decode()
    first, second = jsonl.read(f"{line}\n{good}".encode(), Options()).rows
    assert (codes(first)[0], first.wrong, second.wrong) == (code, True, False)


@given(st.binary(max_size=200))
def test_no_bytes_make_lines_raise(data: bytes) -> None:
    jsonl.read(data, Options())
    jsonl.read(b'{"type":"single","stem":{"zh":"' + data + b'"}}', Options())


CHOICES = {"topic": [("T1", "科技前沿")], "difficulty": [("L1", "入门")], "audience": []}


def test_the_samples_of_the_template_are_known_again() -> None:
    found = read_xlsx(template.write(CHOICES))
    assert found.rows == ()
    samples = [note.detail for note in found.notes if note.code == "sample_left"]
    assert samples == ["题目!2", "题目!3", "题目!4"]
    assert "nothing_found" in codes(found)


def test_a_sample_that_was_written_over_is_a_question() -> None:
    header = "编号,题型,题干,选项A,选项B,正确答案"
    assert only("示例-1,单选题,水？,甲,乙,A", header=header).draft is not None


def test_the_file_of_errors_holds_the_refused_lines_and_can_be_read_again() -> None:
    row = only("单选题,=水？,甲,乙,,,E,")
    lines = [errors.Refused(["答案指向没有的选项"], row.cells)]
    found = read_xlsx(errors.write(lines))
    assert found.headers[0] == errors.HEADER
    again = found.rows[0]
    assert (codes(again), again.draft and again.draft.stem.zh) == (["key_outside"], "=水？")


def test_the_file_of_errors_says_the_kind_that_a_title_gave() -> None:
    header = "题干,A,B,答案"
    row = only("一、单选题,,,", "水？,甲,乙,E", header=header)
    assert row.cells == {"题干": "水？", "A": "甲", "B": "乙", "答案": "E", "题型": "单选题"}


@pytest.mark.parametrize(("writer", "reader"), WRITERS)
@pytest.mark.parametrize("form", ["N/A", "null", "无", "-"])
def test_a_short_text_may_be_what_elsewhere_means_nothing(
    writer: object, reader: object, form: str
) -> None:
    draft = Draft("text", Text("表示“不适用”的缩写是？"), accepted=(form,))
    row = back(writer, reader, draft)
    assert row.draft is not None
    assert row.draft.accepted == (form,)

"""Every format is there, and each file is known by what is in it, whatever its name says."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.formats import registry
from questionbank.formats.found import Level, Options, Written
from questionbank.formats.sniff import sniff
from questionbank.rules.question import Draft, Text
from tests.questionbank.formats.table_files import workbook
from tests.questionbank.formats.zip_files import zipped
from tests.questionbank.import_files import HEADER, lines, table

READ = {"sheet", "csv", "docx", "pasted", "textzip", "jsonl", "moodle", "qti", "gift", "aiken"}
SINGLE = Draft("single", Text("水的化学式是什么？"), options=(Text("甲"), Text("乙")), key=(0,))
TSV = "\n".join("\t".join(row) for row in (HEADER, *lines(2))).encode()
ITEM = b'<?xml version="1.0"?><!-- a --><a:assessmentItem xmlns:a="x" identifier="i"/>'
FILES = {
    "xlsx": (workbook({"题": [HEADER, *lines(1)]}), "sheet"),
    "ods": (zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "sheet"),
    "docx": (zipped({"word/document.xml": b"<w/>"}), "docx"),
    "package": (zipped({"imsmanifest.xml": b"<manifest/>"}), "qti"),
    "canvas": (zipped({"g1/quiz.xml": b"<questestinterop/>"}), "qti"),
    "old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "sheet"),
    "page": (b"  <!DOCTYPE html><html><table>", "sheet"),
    "moodle": (b'\xef\xbb\xbf<?xml version="1.0"?>\n<quiz><question/></quiz>', "moodle"),
    "item": (ITEM, "qti"),
    "qti 1.2": (b"<questestinterop/>", "qti"),
    "csv": (table(lines(1)), "csv"),
    "gbk csv": (table(lines(1)).decode().encode("gbk"), "csv"),
    "tsv in utf-16": (TSV.decode().encode("utf-16"), "csv"),
    "jsonl": (b'{"type": "single", "stem": {"zh": "x"}}\n', "jsonl"),
    "gift": ("::水:: 水是{=液体 ~固体}\n".encode(), "gift"),
    "gift in full width": ("水是｛＝液体 ～固体｝\n".encode(), "gift"),
    "true or false": ("太阳是恒星。{T}\n".encode(), "gift"),
    "aiken": ("水是什么？\nA. 液体\nB. 固体\nANSWER: A\n".encode(), "aiken"),
    "pasted": ("1. 水是什么？\nA. 液体\nB. 固体\n答案：A\n".encode(), "pasted"),
    "pasted English": (b"1. What is it?\nA) One\nB) Two\nAnswer: B\n", "pasted"),
    "braces in words": ("1. 集合{1,2}有几个元素？\nA. 一\nB. 二\n答案：B\n".encode(), "pasted"),
}


@pytest.mark.parametrize("name", ["", "a.xlsx", "a.docx", "a.txt", "a.zip"])
@pytest.mark.parametrize("case", FILES)
def test_a_file_is_known_by_what_is_in_it(case: str, name: str) -> None:
    data, expected = FILES[case]
    assert sniff(data, name) == expected


def test_an_extension_decides_only_what_the_content_leaves_open() -> None:
    assert sniff("甲,乙\n丙,丁\n".encode(), "a.csv") == "csv"
    assert sniff("甲,乙\n丙,丁\n".encode(), "a.txt") == "pasted"
    assert sniff("水是液体吗\n".encode(), "a.gift") == "gift"


def test_no_format_is_lost() -> None:
    assert {one.name for one in registry.readers()} == READ
    assert {one.name for one in registry.writers()} == READ | {"qti3", "qti12"}


@pytest.mark.slow
@pytest.mark.parametrize("form", sorted(READ | {"qti3", "qti12"}))
def test_what_a_format_writes_is_known_and_read_again(form: str) -> None:
    written = Written("t1-001", SINGLE)
    assert registry.cannot(form, written) == ""
    data = registry.write(form, [written], Options())
    name, found = registry.read(data, Options())
    assert name == {"qti3": "qti", "qti12": "qti"}.get(form, form)
    (row,) = found.rows
    assert row.draft
    assert (row.draft.stem, row.draft.key, row.wrong) == (SINGLE.stem, (0,), False)


def test_a_format_that_nobody_writes_is_an_error() -> None:
    with pytest.raises(KeyError):
        registry.write("exe", [], Options())


def test_a_forced_format_is_tried_whatever_the_content_is() -> None:
    name, found = registry.read(b"1. x\nA. a\nB. b\n", Options(), "aiken")
    assert name == "aiken"
    assert any(note.level is Level.ERROR for note in found.notes) or found.rows


@pytest.mark.slow
def test_a_large_text_is_read_in_a_process_of_its_own() -> None:
    data = table([[*row] for _number in range(400) for row in lines(5)])
    assert len(data) > registry.SMALL
    name, found = registry.read(data, Options())
    assert (name, len(found.rows)) == ("csv", 2000)


@given(st.binary(max_size=400))
def test_any_bytes_are_some_format(data: bytes) -> None:
    assert registry.named(sniff(data))
    assert registry.named(sniff(b"PK\x03\x04" + data))


def test_a_zip_cut_anywhere_is_some_format() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("xl/workbook.xml", b"<a/>")
    whole = made.getvalue()
    for end in range(4, len(whole)):
        assert registry.named(sniff(whole[:end]))


def test_what_is_read_is_not_called_by_the_version_that_is_written() -> None:
    qti = registry.named("qti")
    assert qti is not None
    assert (qti.label, qti.read_as) == ("QTI 2.1", "QTI 1.2–3.0")

"""Bytes to text: which encoding a file is in, and lines in another one."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.formats import csvs
from questionbank.formats.found import Options
from questionbank.formats.text import decode
from questionbank.loading import DATA
from tests.questionbank.import_files import lines, table

OLD = (
    "題號,題型,題幹,選項A,選項B,正確答案\n"
    "1,單選題,月球繞地球一周大約需要多少天？,二十七,三百六十五,A\n"
    "2,單選題,下列哪種氣體會使石灰水變渾濁？,二氧化碳,氫氣,A\n"
)
NEW = table(lines(5)).decode()


def told(data: bytes) -> tuple[str, list[tuple[str, str]]]:
    text, notes = decode(data)
    return text, [(note.code, note.detail) for note in notes]


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (NEW, "utf-8", "utf-8"),
        (NEW, "utf-8-sig", "utf-8"),
        (NEW, "gbk", "gb18030"),
        (OLD, "gbk", "gb18030"),
        (OLD, "gb18030", "gb18030"),
        (OLD, "big5", "big5"),
        ("答案：对", "gbk", "gb18030"),
        ("聯通", "big5", "gb18030"),
    ],
)
def test_an_encoding_is_told_by_what_is_written(text: str, codec: str, name: str) -> None:
    found, notes = told(text.encode(codec))
    assert notes == [("encoding", name)]
    assert (found == text.replace("\r\n", "\n")) is (text != "聯通")


@pytest.mark.slow
def test_no_line_of_the_bank_is_taken_for_big5() -> None:
    written = [line for file in (DATA / "questions").glob("*.yaml") for line in _lines(file)]
    assert len(written) > 1_000
    wrong = [line for line in written if told(line.encode("gb18030"))[0] != line]
    assert wrong == []


def _lines(file: Path) -> list[str]:
    """Lines long enough to tell anything by."""
    lines = file.read_text("utf-8").splitlines()
    return [line for line in lines if sum(not char.isascii() for char in line) >= 6]


@pytest.mark.parametrize(
    ("main", "other", "name"), [("utf-8", "gbk", "utf-8"), ("gbk", "utf-8", "gb18030")]
)
def test_a_line_in_another_encoding_is_read_and_named(main: str, other: str, name: str) -> None:
    parts = NEW.replace("\r\n", "\n").split("\n")
    data = b"\n".join(p.encode(other if at == 3 else main) for at, p in enumerate(parts))
    found, notes = told(data)
    assert found == "\n".join(parts)
    assert notes == [("encoding", name), ("encoding_mixed", "4")]


def test_every_line_of_a_table_is_there_when_one_is_in_another_encoding() -> None:
    parts = NEW.split("\r\n")
    data = b"\r\n".join(p.encode("gbk" if at == 2 else "utf-8") for at, p in enumerate(parts))
    rows = csvs.read(data, Options()).rows
    assert [row.draft.stem.zh for row in rows if row.draft] == [line[2] for line in lines(5)]


@pytest.mark.parametrize("data", [b"\xff\x00\x01", b"\x80\x81\n\xff\xff", bytes(range(1, 256))])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    assert told(data) == ("", [("not_text", "")])


@given(st.binary(max_size=200))
def test_any_bytes_are_a_text_or_refused(data: bytes) -> None:
    text, notes = told(data)
    assert text or not data.strip(b"\xef\xbb\xbf\xff\xfe") or notes


@given(st.text(max_size=60))
def test_utf_8_is_itself(text: str) -> None:
    if "\0" not in text:
        assert told(text.encode("utf-8", "replace"))[1][-1] == ("encoding", "utf-8")

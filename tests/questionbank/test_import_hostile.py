"""Files that should hurt, through the page: each is answered by a reason, and changes nothing.

The rows S79 to S92 are those of the table of bad inputs.
"""

import base64
import json
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from questionbank.errand_kinds import do_next
from questionbank.formats.found import Level
from questionbank.imports.rows import notes_of, unpacked
from questionbank.models import Batch, BatchRow, Question
from questionbank.rules.question import Draft
from tests.questionbank.formats.table_files import opened, workbook, write
from tests.questionbank.formats.zip_files import encrypted, lying, with_link, zipped
from tests.questionbank.import_files import HEADER, OPTIONS, STEMS, lines, table
from tests.questionbank.test_grants import COUNTY, person

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
BOMB = (
    b'<!DOCTYPE q [<!ENTITY a "aa"><!ENTITY b "&a;&a;&a;">]><quiz><question>&b;</question></quiz>'
)
EXTERNAL = b'<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz><name>&x;</name></quiz>'


def corners() -> bytes:
    data, book = opened()
    page = book.add_worksheet()
    page.write("A1", "x")
    page.write("XFD1048576", "x")
    book.close()
    return data.getvalue()


def word(document: bytes) -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": document})


def cells(*values: object) -> bytes:
    """A workbook of one question; each value is written as its own kind of cell."""
    data, book = opened()
    page = book.add_worksheet()
    write(page, 0, HEADER)
    for at, value in enumerate(values):
        page.write(1, at, value)
    book.close()
    return data.getvalue()


LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le")
HOSTILE: dict[str, tuple[str, Callable[[], bytes] | bytes, set[str]]] = {
    "S79 last cell": ("a.xlsx", corners, {"too_large_sheet"}),
    "S80 ratio": (
        "a.xlsx",
        lambda: zipped({"xl/workbook.xml": bytes(40 << 20)}),
        {"zip_too_large"},
    ),
    "S80 lies": ("a.zip", lambda: lying({"imsmanifest.xml": bytes(40 << 20)}), {"zip_too_large"}),
    "S81 bomb": ("a.xml", BOMB, {"xml_entities"}),
    "S81 external": ("a.xml", EXTERNAL, {"xml_entities"}),
    "S81 qti": ("a.xml", BOMB.replace(b"quiz", b"assessmentItem"), {"xml_entities"}),
    "S81 docx": ("a.docx", word(BOMB), {"xml_entities"}),
    "S82 slip": ("a.zip", zipped({"../../x.xml": b"<a/>"}), {"zip_path"}),
    "S82 link": ("a.zip", with_link(), {"zip_path"}),
    "S82 encrypted": ("a.zip", encrypted(), {"encrypted"}),
    "S83 html": ("a.xls", b"<html><table><tr><td>x</td></tr></table>", {"not_a_workbook"}),
    "S83 password": ("a.xlsx", LOCKED, {"encrypted"}),
    "S83 old word": ("a.doc", WORD, {"doc_old", "old_word", "not_this_format", "zip_broken"}),
    "S84 no text": ("a.csv", b"\x00\x01\x02\xff" * 99, {"not_text"}),
    "empty": ("a.txt", b"", {"file_empty"}),
    "script": ("a.exe", b"MZ\x90\x00" + bytes(range(256)), {"not_text", "nothing_found"}),
}


@pytest.fixture
def chen(client: Client) -> User:
    user = person("chen", ("author", COUNTY))
    client.force_login(user)
    return user


def brought(client: Client, data: bytes, name: str = "题库.csv") -> Batch:
    file = SimpleUploadedFile(name, data)
    answer = client.post(reverse("bank-import"), {"file": file, "scope": COUNTY})
    batch = Batch.objects.latest("pk")
    assert answer.headers["Location"] == reverse("bank-batch", args=[batch.pk])
    shown = client.get(answer.headers["Location"])
    assert shown.status_code == 200
    assert batch.state == Batch.State.PREVIEW
    assert not Question.objects.exists()
    return batch


def errors(batch: Batch) -> set[str]:
    rows = [note for row in batch.rows.all() for note in notes_of(row.notes)]
    whole = notes_of(batch.about["notes"])
    return {note.code for note in (*whole, *rows) if note.level is Level.ERROR}


def words(row: BatchRow) -> Draft:
    draft = unpacked(row.draft or {}).row.draft
    assert draft
    return draft


def detail(batch: Batch, code: str) -> str:
    return next(n.detail for row in batch.rows.all() for n in notes_of(row.notes) if n.code == code)


@pytest.mark.parametrize("case", HOSTILE)
def test_a_file_that_should_hurt_is_a_reason(client: Client, chen: User, case: str) -> None:
    name, data, expected = HOSTILE[case]
    batch = brought(client, data() if callable(data) else data, name)
    assert errors(batch) & expected, errors(batch)
    assert not batch.rows.exists()


def test_s80_a_file_that_is_large_too_is_not_read_by_the_server(client: Client, chen: User) -> None:
    batch = _large(client, zipped({f"{number}.xml": b"" for number in range(2001)}), "a.zip")
    assert (batch.state, errors(batch)) == ("preview", {"zip_too_large"})


def test_s83_a_workbook_by_any_other_name_is_read(client: Client, chen: User) -> None:
    data = workbook({"题": [HEADER, *lines(2)]})
    batch = brought(client, data, "a.xls")
    assert (batch.format, batch.rows.count()) == ("sheet", 2)
    assert brought(client, table(lines(2)), "a.xlsx").format == "csv"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_s84_a_table_is_read_in_any_encoding(client: Client, chen: User, encoding: str) -> None:
    batch = brought(client, table(lines()).decode().encode(encoding))
    assert [row.outcome for row in batch.rows.all()] == ["new"] * 3


def test_s85_s88_a_cell_is_named_by_its_address(client: Client, chen: User) -> None:
    data, book = opened()
    page = book.add_worksheet("题")
    write(page, 0, HEADER)
    write(page, 1, lines(1)[0])
    page.write_formula(1, 3, "=Z9", None, "#REF!")
    book.close()
    batch = brought(client, data.getvalue(), "a.xlsx")
    assert "题!D2" in detail(batch, "cell_error")
    numbers = brought(client, cells("", "单选题", "一加一等于几？", 1, 2.0, 3, 4, "B"), "a.xlsx")
    row = numbers.rows.get()
    assert [option.zh for option in words(row).options] == ["1", "2", "3", "4"]


@pytest.mark.parametrize(
    ("key", "right"),
    [("对", 0), ("√", 0), ("T", 0), ("错", 1), ("×", 1), ("正确", 0), ("1", None)],
)
def test_s87_a_statement_may_be_judged_in_many_words(
    client: Client, chen: User, key: str, right: int | None
) -> None:
    batch = brought(client, table([("判断题", "太阳是恒星。", key)], ("题型", "题干", "正确答案")))
    row = batch.rows.get()
    assert row.outcome == ("wrong" if right is None else "new")
    assert right is None or words(row).key == (right,)


@pytest.mark.parametrize("key", ["E", "AB", "", "甲"])
def test_s87_a_key_that_fits_nothing_is_an_error_of_its_row(
    client: Client, chen: User, key: str
) -> None:
    rows = lines(2)
    rows[0][7] = key
    batch = brought(client, table(rows))
    assert [row.outcome for row in batch.rows.all()] == ["wrong", "new"]


def test_s89_near_copies_stand_beside_the_old_one(client: Client, chen: User) -> None:
    first = ["", "单选题", STEMS[0], *OPTIONS[0], "A", "", ""]
    copy = ["", "单选题", STEMS[0].replace("大约", "大概"), *OPTIONS[0], "A", "", ""]
    batch = brought(client, table([first, first, copy]))
    assert [row.outcome for row in batch.rows.all()] == ["new", "same", "like"]


def test_s90_row_1500_of_2000_keeps_all_of_them_out(client: Client, chen: User) -> None:
    rows = [[*row] for number in range(400) for row in lines(5)]
    for number, row in enumerate(rows):
        row[2] = f"{row[2]}（第{number}问）"
    rows[1499][7] = "E"
    batch = _large(client, table(rows))
    act = reverse("bank-batch-act", args=[batch.pk])
    shown = client.post(act, {"what": "accept"}, follow=True)
    assert "正在导入" in shown.content.decode()
    assert do_next(0)
    shown = client.get(reverse("bank-batch", args=[batch.pk]))
    assert "有 1 行有误，没有导入任何内容" in shown.content.decode()
    assert not Question.objects.exists()
    assert client.post(act, {"what": "accept", "without": "wrong"}).status_code == 302
    assert do_next(0)
    assert Question.objects.count() == 1999


def _large(client: Client, data: bytes, name: str = "a.csv") -> Batch:
    """As a process beside the server reads it."""
    file = SimpleUploadedFile(name, data)
    client.post(reverse("bank-import"), {"file": file, "scope": COUNTY})
    assert do_next(0)
    return Batch.objects.latest("pk")


def test_s91_the_same_file_twice_adds_nothing(client: Client, chen: User) -> None:
    batch = brought(client, table(lines()))
    act = reverse("bank-batch-act", args=[batch.pk])
    for _click in range(2):
        assert client.post(act, {"what": "accept"}).status_code == 302
    assert Question.objects.count() == 3
    file = SimpleUploadedFile("again.csv", table(lines()))
    client.post(reverse("bank-import"), {"file": file, "scope": COUNTY})
    again = Batch.objects.latest("pk")
    assert [row.outcome for row in again.rows.all()] == ["same"] * 3
    shown = client.get(reverse("bank-batch", args=[again.pk])).content.decode()
    assert "以前导入过" in shown


def test_s92_columns_in_any_order_are_found_and_twice_the_same_is_named(
    client: Client, chen: User
) -> None:
    turned = [list(reversed(row)) for row in lines(2)]
    assert brought(client, table(turned, list(reversed(HEADER)))).rows.count() == 2
    twice = table([(*row, "A") for row in lines(2)], (*HEADER, "正确答案"))
    batch = brought(client, twice)
    assert "column_twice" in errors(batch)
    assert not batch.rows.exists()


@pytest.mark.parametrize("name", ["../../a.csv", "x" * 300 + ".csv", "a\u202evsc.exe", "a\x00.csv"])
def test_a_name_is_only_shown(client: Client, chen: User, name: str) -> None:
    batch = brought(client, table(lines(1)), name)
    assert "/" not in batch.name
    assert batch.name.isprintable()
    assert len(batch.name) <= 200


def test_a_picture_that_is_none_is_an_error_of_its_row(client: Client, chen: User) -> None:
    line = {
        "type": "truefalse",
        "stem": {"zh": "图中是火山。"},
        "key": [0],
        "picture": {"name": "a", "alt": {"zh": "图"}},
        "pictures": {"a": base64.b64encode(b"GIF89a broken").decode()},
    }
    batch = brought(client, json.dumps(line).encode(), "a.jsonl")
    assert errors(batch) & {"picture_refused", "picture_kind"}


def test_words_that_look_like_markup_are_shown_as_words(client: Client, chen: User) -> None:
    rows = lines(1)
    rows[0][2] = "<script>alert(1)</script>哪个是标签？"
    batch = brought(client, table(rows))
    shown = client.get(reverse("bank-batch", args=[batch.pk]) + "?row=1").content.decode()
    assert "<script>alert" not in shown

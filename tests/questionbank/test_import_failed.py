"""Files that came to nothing: they say so, say why, and can be thrown away."""

import io

import pytest
import xlsxwriter
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from questionbank import import_work
from questionbank.formats import registry
from questionbank.formats.found import Options
from questionbank.imports.rows import notes_of
from questionbank.models import Batch, BatchFile, BatchRow
from questionbank.refusals import NotTheirs
from tests.questionbank.import_files import lines, table
from tests.questionbank.test_grants import COUNTY, OTHER, person
from tests.questionbank.test_import_page import act, brought, page, sent

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def chen(client: Client) -> User:
    user = person("chen", ("author", COUNTY))
    client.force_login(user)
    return user


def blank_workbook() -> bytes:
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data)
    book.add_worksheet("空")
    book.close()
    return data.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "form"),
    [
        ("空.xlsx", b"", "sheet"),
        ("空.xlsx", blank_workbook(), "sheet"),
        ("空.csv", b" \r\n", "csv"),
        ("空", b"", "pasted"),
    ],
)
def test_an_empty_file_is_called_empty_and_by_its_format(name: str, data: bytes, form: str) -> None:
    read, found = registry.read(data, Options(name))
    assert (read, [note.code for note in found.notes if note.level.value == "error"]) == (
        form,
        ["file_empty"],
    )


def failed(client: Client) -> Batch:
    sent(client, b"%PDF-1.4 \0 nothing to read", "说明.pdf")
    return Batch.objects.latest("pk")


def test_what_could_not_be_read_does_not_wait_to_be_confirmed(client: Client, chen: User) -> None:
    batch = failed(client)
    assert [note.level.value for note in notes_of(batch.about["notes"])].count("error")
    for shown in (page(client, batch), client.get(reverse("bank-import")).content.decode()):
        assert "未能读取" in shown
        assert "待确认" not in shown
        assert "删除这个文件" in shown


def test_what_could_not_be_read_can_be_thrown_away(client: Client, chen: User) -> None:
    answer = act(client, failed(client), "discard")
    assert answer.headers["Location"] == reverse("bank-import")
    assert not Batch.objects.exists()
    assert not BatchFile.objects.exists()
    assert "已删除 说明.pdf" in client.get(reverse("bank-import")).content.decode()


def test_a_preview_that_nobody_wants_is_thrown_away_with_its_rows(
    client: Client, chen: User
) -> None:
    batch = brought(client, table(lines()))
    assert "待确认" in page(client, batch)
    act(client, batch, "discard")
    assert not BatchRow.objects.exists()
    import_work.discard(batch, by=chen)


def test_what_is_stored_is_not_thrown_away(client: Client, chen: User) -> None:
    batch = brought(client, table(lines()))
    act(client, batch, "accept")
    assert act(client, batch, "discard").status_code == 409
    assert Batch.objects.get().state == "stored"


def test_what_a_process_works_on_is_not_thrown_away(client: Client, chen: User) -> None:
    batch = brought(client, table(lines()))
    Batch.objects.update(state="reading")
    assert act(client, batch, "discard").status_code == 409
    assert Batch.objects.exists()


def test_nobody_throws_away_what_others_brought(client: Client, chen: User) -> None:
    batch = failed(client)
    with pytest.raises(NotTheirs):
        import_work.discard(batch, by=person("lin", ("author", OTHER)))
    assert Batch.objects.exists()

"""Reading an imported file: asked again with what its editor says, or refused with a reason."""

import pytest
from django.contrib.auth.models import User

from questionbank import importing
from questionbank.formats.found import Level, Options
from questionbank.imports.rows import notes_of, unpacked
from questionbank.models import Batch, Outcome
from tests.questionbank.import_files import lines, named, table
from tests.questionbank.test_grants import COUNTY, person
from tests.questionbank.test_importing import outcomes

pytestmark = pytest.mark.django_db


@pytest.fixture
def chen() -> User:
    return person("chen", ("author", COUNTY))


def test_one_and_nought_are_asked_for_and_then_read(chen: User) -> None:
    header = ("题型", "题干", "正确答案")
    data = table([("判断题", "太阳是恒星。", "0"), ("判断题", "月球会发光。", "1")], header)
    batch = importing.preview(data, named(), by=chen, scope=COUNTY)
    assert outcomes(batch) == ["wrong", "wrong"]
    assert importing.asks_truth(batch)
    importing.again(batch, columns={}, truth={"1": False, "0": True})
    importing.read_on(batch.pk)
    assert outcomes(batch) == ["new", "new"]
    first = batch.rows.order_by("number")[0]
    draft = unpacked(first.draft or {}).row.draft
    assert draft is not None
    assert draft.key == (0,)


def test_columns_that_an_editor_named_are_known_next_time(chen: User) -> None:
    header = ("题干", "选项A", "选项B", "选中项", "题型")
    data = table([("月球绕地球一周约几天？", "二十七", "七", "A", "单选题")], header)
    batch = importing.preview(data, named(), by=chen, scope=COUNTY)
    assert outcomes(batch) == ["wrong"]
    importing.again(batch, columns={"选中项": "key"}, truth=None)
    importing.read_on(batch.pk)
    assert outcomes(batch) == ["new"]
    data = data.replace("二十七".encode(), "二十八".encode())
    second = importing.preview(data, named(), by=chen, scope=COUNTY)
    assert outcomes(second) == ["new"]


def test_a_reader_that_began_anew_overtakes_the_one_before(chen: User) -> None:
    batch = importing.begin(table(lines()), named(), by=chen, scope=COUNTY)
    importing.again(batch, columns={}, truth=None)
    importing.read_on(batch.pk)
    importing.read_on(batch.pk)
    assert outcomes(batch) == ["new"] * 3


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"PK\x03\x04rubbish", b"<quiz", b"\0" * 99])
def test_what_is_no_file_of_questions_is_a_batch_with_a_reason(chen: User, data: bytes) -> None:
    batch = importing.preview(data, Options("a.bin"), by=chen, scope=COUNTY)
    assert batch.state == Batch.State.PREVIEW
    assert outcomes(batch) == []
    assert any(note.level is Level.ERROR for note in notes_of(batch.about["notes"]))


def test_pasted_text_is_a_file_too(chen: User) -> None:
    text = "1. 【单选题】月球绕地球一周约几天？\nA. 二十七\nB. 七\n答案：A\n解析：如此。\n"
    batch = importing.preview(text.encode(), Options("粘贴"), by=chen, scope=COUNTY)
    assert (batch.format, outcomes(batch)) == ("pasted", ["new"])
    assert batch.rows.get().outcome == Outcome.NEW

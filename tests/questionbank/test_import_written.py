"""What a reader could not take apart is there as it was written, to be corrected."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from questionbank import importing
from questionbank.formats.found import Options
from questionbank.imports.rows import unpacked
from questionbank.messages import Refused
from questionbank.models import Batch
from tests.questionbank.import_files import lines, table
from tests.questionbank.test_grants import COUNTY, person
from tests.questionbank.test_import_page import page

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
QUOTES = table(lines(2)).decode() + ',单选题,"水在几度结冰？,零,十,二十,三十,A,因为。,\r\n'
GIFT = "::1:: 月球会发光吗？ {F}\n\n::2:: 水在几度结冰？ {=零 ~十 ~二十\n"
JSONL = '{"type": "single", "stem": {"zh": "水在几度结冰？"}, "options": [}\n'
PASTED = "1. 【单选题】水在几度结冰？\nA. 零\nB. 十\n答案：A\n"
FILES = [
    ("题.csv", QUOTES, '"水在', "水在"),
    ("题.gift", GIFT, "~二十", "~二十}"),
    ("题.jsonl", JSONL, "[}", '[{"zh": "零"}, {"zh": "十"}], "key": [0]}'),
]


@pytest.fixture
def chen(client: Client) -> User:
    user = person("chen", ("author", COUNTY))
    client.force_login(user)
    return user


def wrong(chen: User, name: str, text: str) -> tuple[Batch, int]:
    batch = importing.preview(text.encode(), Options(name), by=chen, scope=COUNTY)
    return batch, batch.rows.get(outcome="wrong").number


def box(client: Client, batch: Batch, number: int) -> str:
    """What the field for corrections holds."""
    shown = page(client, batch, f"?part=row&row={number}").replace("&quot;", '"')
    return shown.partition("<textarea")[2].partition(">")[2].partition("</textarea>")[0]


@pytest.mark.parametrize(("name", "text", "bad", "good"), FILES)
def test_the_text_is_there_and_may_be_mended_as_its_file_has_it(
    client: Client, chen: User, name: str, text: str, bad: str, good: str
) -> None:
    batch, number = wrong(chen, name, text)
    written = box(client, batch, number)
    assert "水在几度结冰" in written
    assert bad in written
    importing.amend(batch, number, written.replace(bad, good))
    row = batch.rows.get(number=number)
    assert row.outcome == "new"
    draft = unpacked(row.draft or {}).row.draft
    assert draft is not None
    assert draft.key == (0,)


@pytest.mark.parametrize(("name", "text", "_bad", "_good"), FILES)
def test_it_may_be_written_like_any_other_question(
    chen: User, name: str, text: str, _bad: str, _good: str
) -> None:
    batch, number = wrong(chen, name, text)
    importing.amend(batch, number, PASTED)
    assert batch.rows.get(number=number).outcome == "new"


def test_what_is_still_no_question_is_not_lost(client: Client, chen: User) -> None:
    batch, number = wrong(chen, "题.gift", GIFT)
    importing.amend(batch, number, "水在几度结冰？ {=零 ~十")
    assert batch.rows.get(number=number).outcome == "wrong"
    assert "{=零 ~十" in box(client, batch, number)
    with pytest.raises(Refused):
        importing.amend(batch, number, PASTED + "\n" + PASTED.replace("1.", "2.", 1))


def test_a_refused_question_is_called_by_its_stem(client: Client, chen: User) -> None:
    rows = lines(1)
    rows[0][1] = "简答题"
    batch = importing.preview(table(rows), Options("题.csv"), by=chen, scope=COUNTY)
    shown = page(client, batch)
    assert f'aria-expanded="false">{rows[0][2]}</a>' in shown

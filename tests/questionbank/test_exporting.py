"""Exporting: everything a format can hold, nothing that one may not take out, and back again."""

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import msgspec
import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from python_calamine import CalamineWorkbook

from questionbank import desk, exporting, filters, grants, images, importing, search
from questionbank.bank import store_taxonomy
from questionbank.desk import Wanted
from questionbank.formats import registry
from questionbank.formats.found import Options
from questionbank.loading import DATA, read_taxonomy
from questionbank.models import Batch, Question, Status, Tag
from questionbank.rules.question import Area, Draft, Image, Text, normal
from tests.questionbank.picture_files import colourful, saved
from tests.questionbank.test_grants import COUNTY, OTHER, PROVINCE, person, stored
from tests.rules.test_question import SINGLE

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
TAGS = frozenset({("topic", "T4.2"), ("difficulty", "L2"), ("audience", "elders")})
FORMATS = [one.name for one in registry.writers()]


@pytest.fixture(autouse=True)
def _bank(settings: Settings, tmp_path: Path) -> None:
    settings.PICTURES_DIR = tmp_path
    store_taxonomy(read_taxonomy(DATA / "taxonomy.yaml"))


@pytest.fixture
def chen(client: Client) -> User:
    user = person("chen", ("author", COUNTY))
    client.force_login(user)
    return user


def drafts() -> list[Draft]:
    digest = images.store(saved(colourful(300, 200), "PNG"), None).digest
    spot = Draft(
        "hotspot",
        Text("图中哪里是火山口？"),
        picture=Image(digest, Text("一座火山")),
        areas=(Area("rect", (100, 100, 300, 300)),),
    )
    judged = Draft("truefalse", Text("太阳是一颗恒星。"), key=(0,))
    words = replace(SINGLE, explanation=Text("因为如此。"), source=Text("国家标准"))
    return [words, judged, spot]


@pytest.fixture
def bank(chen: User) -> list[Question]:
    fields = {"author_zh": "陈老师", "licence": "CC-BY-SA-4.0"}
    return [desk.create(Wanted(draft, TAGS, fields), by=chen, scope=COUNTY) for draft in drafts()]


def taken(client: Client, form: str, query: str = "") -> bytes:
    answer = client.get(reverse("bank-export-file") + f"?format={form}&{query}")
    assert isinstance(answer, StreamingHttpResponse)
    return b"".join(answer)


def test_what_was_taken_out_completely_comes_back_completely(
    client: Client, chen: User, bank: list[Question]
) -> None:
    data = taken(client, "jsonl", "sort=ref")
    wanted = [normal(draft) for draft in drafts()]
    for question in bank:
        desk.drop(question.pk)
    batch = importing.preview(data, Options("bank.jsonl"), by=chen, scope=COUNTY)
    importing.accept(batch, by=chen, now=batch.at)
    again = list(Question.objects.order_by("ref"))
    assert [desk.current(question) for question in again] == wanted
    assert [q.ref for q in again] == [question.ref for question in bank]
    assert {(q.author_zh, q.licence) for q in again} == {("陈老师", "CC-BY-SA-4.0")}
    tags = set(again[0].tags.values_list("facet", "code"))
    assert tags == TAGS


@pytest.mark.parametrize("form", FORMATS)
def test_an_export_taken_in_again_adds_nothing(
    client: Client, chen: User, bank: list[Question], form: str
) -> None:
    data = taken(client, form, "kind=truefalse&kind=single")
    assert data
    file = registry.named(form)
    assert file is not None
    batch = importing.preview(data, Options(f"a.{file.extension}"), by=chen, scope=COUNTY)
    left = sum(
        one.count for one in exporting.left(file, Question.objects.exclude(newest__kind="hotspot"))
    )
    assert batch.rows.count() == 2 - left
    assert set(batch.rows.values_list("outcome", flat=True)) <= {"same", "changed", "like"}
    if form in ("jsonl", "csv", "sheet"):
        assert set(batch.rows.values_list("outcome", flat=True)) == {"same"}


@pytest.mark.parametrize("form", FORMATS)
def test_the_page_says_first_what_a_format_cannot_hold(
    client: Client, chen: User, bank: list[Question], form: str
) -> None:
    shown = client.get(reverse("bank-export") + f"?format={form}").content.decode()
    whole = form in ("jsonl", "docx", "pasted")
    assert ("题不能写入" in shown) is not (whole or "下载 3 题" in shown)
    if form == "aiken":
        assert "2 题不能写入" in shown
        assert "下载 1 题" in shown


def test_only_the_filter_is_taken_out(client: Client, chen: User, bank: list[Question]) -> None:
    data = taken(client, "jsonl", "kind=truefalse").decode()
    assert data.count("\n") == 1
    assert "太阳" in data


def test_what_is_inherited_or_foreign_is_not_taken_out(client: Client, chen: User) -> None:
    stored(PROVINCE, Status.LIVE)
    stored(OTHER, Status.DRAFT)
    stored(COUNTY, Status.DRAFT)
    assert taken(client, "jsonl").decode().count("\n") == 1
    shown = client.get(reverse("bank-export")).content.decode()
    assert "另有 1 题来自上级题库" in shown


def test_an_unknown_format_is_not_found(client: Client, chen: User) -> None:
    assert client.get(reverse("bank-export-file") + "?format=exe").status_code == 404


def test_many_questions_come_in_pieces_under_one_header(
    client: Client, chen: User, bank: list[Question], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 1)
    data = taken(client, "csv", "kind=truefalse&kind=single")
    assert data.count(b"\n") == 3
    assert data.startswith(b"\xef\xbb\xbf")
    _form, found = registry.read(data, Options("a.csv"))
    assert len(found.rows) == 2


def test_a_lost_picture_file_is_said_and_the_question_left_out(
    client: Client, chen: User, bank: list[Question], settings: Settings, tmp_path: Path
) -> None:
    settings.PICTURES_DIR = tmp_path / "elsewhere"
    shown = client.get(reverse("bank-export") + "?format=jsonl").content.decode()
    assert "1 题不能写入：图片文件不见了" in shown
    assert taken(client, "jsonl").decode().count("\n") == 2


def test_the_template_filled_in_by_nobody_brings_nothing(client: Client, chen: User) -> None:
    data = client.get(reverse("bank-template")).content
    batch = importing.preview(data, Options("template.xlsx"), by=chen, scope=COUNTY)
    assert batch.state == Batch.State.PREVIEW
    assert batch.rows.count() == 0


def test_the_template_lists_topics_as_the_taxonomy_has_them(client: Client, chen: User) -> None:
    data = client.get(reverse("bank-template")).content
    lists = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_name("选项表").to_python()
    topics = [str(row[2]).partition(" ")[0] for row in lists if row[2]]
    tags = Tag.objects.filter(facet="topic")
    assert len(topics) == len(tags)
    assert topics[:3] == ["T1", "T1.1", "T1.2"]
    assert topics == sorted(topics, key=lambda code: [int(one) for one in code[1:].split(".")])


def test_a_command_takes_out_what_its_user_may_and_says_what_it_would_leave_out(
    chen: User, bank: list[Question], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    call_command("export_questions", "jsonl", "--user=chen", "--query=kind=single&sort=ref")
    lines = capfdbinary.readouterr().out.splitlines()
    singles = Question.objects.filter(newest__kind="single")
    assert [json.loads(line)["ref"] for line in lines] == [
        one.ref for one in singles.order_by("ref")
    ]
    call_command("export_questions", "aiken", "--user=chen", "--left")
    left = msgspec.json.decode(capfdbinary.readouterr().out, type=list[exporting.Left])
    form = registry.named("aiken")
    assert form is not None
    inside = search.ordered(filters.read(""), Question.objects.all())
    assert [exporting.in_words(one) for one in left] == exporting.left(form, inside)
    grants.revoke(chen, "author", COUNTY)
    call_command("export_questions", "jsonl", "--user=chen")
    assert capfdbinary.readouterr().out == b""
    with pytest.raises(CommandError, match="nobody"):
        call_command("export_questions", "jsonl", "--user=nobody")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("--query=bad=%%", "'bad'"),
        ("--query=topc=T1", "'topc'"),
        ("--query=topic=T1&topc=T2", "'topc'"),
        ("--query=kind=singel", "'kind'"),
        ("--query=kind", "'kind'"),
        ("--query=words=%00", "'words'"),
        ("--day=x", "invalid day value: 'x'"),
    ],
)
def test_a_command_that_is_misspelt_takes_nothing_out(
    chen: User, capfdbinary: pytest.CaptureFixture[bytes], wrong: str, said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("export_questions", "jsonl", "--user=chen", wrong)
    assert capfdbinary.readouterr().out == b""


def test_the_process_that_writes_a_large_file_is_told_only_what_is_known() -> None:
    mixed = filters.read("kind=single&kind=foo&status=bar&topic=T9")
    assert mixed.sound.text == "status=bar&kind=single&topic=T9"

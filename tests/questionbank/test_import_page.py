"""The pages of importing: bring a file, look at it, mend it, accept it, take it back."""

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from questionbank import importing
from questionbank.bank import store_taxonomy
from questionbank.formats import registry
from questionbank.formats.found import Options
from questionbank.loading import DATA, read_taxonomy
from questionbank.models import Batch, KnownLabel, Question, Tag
from tests.questionbank.import_files import lines, named, table
from tests.questionbank.test_grants import CITY, COUNTY, OTHER, person

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def chen(client: Client) -> User:
    user = person("chen", ("author", COUNTY))
    client.force_login(user)
    return user


def sent(client: Client, data: bytes, name: str = "题库.csv", **more: str) -> HttpResponse:
    file = SimpleUploadedFile(name, data)
    answer = client.post(reverse("bank-import"), {"file": file, "scope": COUNTY, **more})
    assert isinstance(answer, HttpResponse)
    return answer


def brought(client: Client, data: bytes) -> Batch:
    answer = sent(client, data)
    batch = Batch.objects.latest("pk")
    assert answer.headers["Location"] == reverse("bank-batch", args=[batch.pk])
    return batch


def act(client: Client, batch: Batch, what: str, **more: str) -> HttpResponse:
    address = reverse("bank-batch-act", args=[batch.pk])
    answer = client.post(address, {"what": what, **more})
    assert isinstance(answer, HttpResponse)
    return answer


def page(client: Client, batch: Batch, query: str = "") -> str:
    return client.get(reverse("bank-batch", args=[batch.pk]) + query).content.decode()


def test_a_file_is_shown_first_and_then_stored(client: Client, chen: User) -> None:
    batch = brought(client, table(lines()))
    shown = page(client, batch)
    assert "月球绕地球一周大约需要多少天？" in shown
    assert "导入 3 题" in shown
    assert not Question.objects.exists()
    assert act(client, batch, "accept").status_code == 302
    assert Question.objects.count() == 3
    assert "新增 3" in page(client, batch)
    assert act(client, batch, "accept").status_code == 302
    assert Question.objects.count() == 3
    assert act(client, batch, "undo").status_code == 302
    assert not Question.objects.exists()


def test_pasted_text_is_taken_too(client: Client, chen: User) -> None:
    text = "1. 【单选题】月球绕地球一周约几天？\nA. 二十七\nB. 七\n答案：A\n"
    client.post(reverse("bank-import"), {"text": text, "scope": COUNTY})
    batch = Batch.objects.get()
    assert batch.rows.get().outcome == "new"
    assert "编码" not in page(client, batch)
    assert "按此编码读取" in page(client, brought(client, table(lines())))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"scope": COUNTY}, "请选择一个文件"),
        ({"text": "x", "scope": OTHER}, "哪个地区"),
        ({"text": "x", "scope": COUNTY, "format": "exe"}, "没有这种格式"),
    ],
)
def test_what_cannot_be_read_is_refused_on_the_form(
    client: Client, chen: User, more: dict[str, str], words: str
) -> None:
    answer = client.post(reverse("bank-import"), more)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not Batch.objects.exists()


def test_a_file_above_the_limit_is_not_even_kept(client: Client, chen: User) -> None:
    answer = sent(client, bytes(20 * 1024 * 1024 + 1))
    assert answer.status_code == 400
    assert "20 MB" in answer.content.decode()
    assert not Batch.objects.exists()


def test_wrong_rows_are_left_out_by_name_only(client: Client, chen: User) -> None:
    rows = lines()
    rows[1][7] = "E"
    batch = brought(client, table(rows))
    refused = act(client, batch, "accept")
    assert refused.status_code == 409
    assert "1 行有误" in refused.content.decode()
    assert not Question.objects.exists()
    act(client, batch, "accept", without="wrong")
    assert Question.objects.count() == 2


def test_the_wrong_rows_come_back_as_a_workbook_with_reasons(client: Client, chen: User) -> None:
    rows = lines()
    rows[1][7] = "E"
    batch = brought(client, table(rows))
    answer = client.get(reverse("bank-batch-errors", args=[batch.pk]))
    assert answer.headers["Content-Type"].endswith("sheet")
    form, found = registry.read(answer.content, Options("errors.xlsx"))
    assert form == "sheet"
    assert len(found.rows) == 1
    assert "错误原因" in found.headers


def test_a_wrong_row_says_that_it_can_be_mended(client: Client, chen: User) -> None:
    rows = lines(2)
    rows[1][7] = "E"
    shown = page(client, brought(client, table(rows)))
    assert shown.count("data-mend") == shown.count("改正这一题") == 1


def test_a_row_is_mended_left_out_and_taken_in_again(client: Client, chen: User) -> None:
    rows = lines()
    rows[1][7] = "E"
    batch = brought(client, table(rows))
    shown = page(client, batch, "?show=wrong&row=2")
    assert "石灰水" in shown
    assert ("指向没有的选项" in shown, "wants exactly one" in shown) == (True, False)
    text = "1. 【单选题】下列哪种气体会使石灰水变浑浊？\nA. 二氧化碳\nB. 氢\n答案：A\n"
    act(client, batch, "amend", row="2", text=text)
    assert [row.outcome for row in batch.rows.all()] == ["new"] * 3
    back = act(client, batch, "leave", row="2", back="show=new&page=1")
    assert back.headers["Location"].endswith("?show=new&page=1")
    assert [row.outcome for row in batch.rows.all()] == ["new", "left", "new"]
    act(client, batch, "take", row="2")
    assert [row.outcome for row in batch.rows.all()] == ["new"] * 3
    assert act(client, batch, "amend", row="2", text="").status_code == 409


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"what": "drop"}, 400),
        ({"what": "leave", "row": "x"}, 400),
        ({"what": "leave", "row": "99"}, 404),
        ({"what": "leave"}, 400),
    ],
)
def test_what_makes_no_sense_changes_nothing(
    client: Client, chen: User, more: dict[str, str], status: int
) -> None:
    batch = brought(client, table(lines()))
    answer = client.post(reverse("bank-batch-act", args=[batch.pk]), more)
    assert answer.status_code == status
    assert [row.outcome for row in batch.rows.all()] == ["new"] * 3


def test_a_row_unfolds_beside_what_it_is_like(client: Client, chen: User) -> None:
    act(client, brought(client, table(lines(1))), "accept")
    rows = lines(1)
    rows[0][8] = "另一种解析。"
    batch = brought(client, table(rows))
    part = page(client, batch, "?part=row&row=1")
    assert "440106-00001" in part
    assert "另一种解析。" in part
    assert "因为如此0。" in part
    missing = client.get(reverse("bank-batch", args=[batch.pk]) + "?part=row&row=7")
    assert missing.status_code == 404


def test_the_editor_says_what_one_and_nought_mean(client: Client, chen: User) -> None:
    header = ("题型", "题干", "正确答案")
    data = table([("判断题", "太阳是恒星。", "0"), ("判断题", "月球会发光。", "1")], header)
    batch = brought(client, data)
    assert "哪个表示正确" in page(client, batch)
    act(client, batch, "again", truth="0")
    assert [row.outcome for row in batch.rows.all()] == ["new", "new"]
    assert "哪个表示正确" not in page(client, batch)


def test_the_editor_says_what_a_column_is(client: Client, chen: User) -> None:
    header = ("题干", "选项A", "选项B", "选中项", "题型")
    data = table([("月球绕地球一周约几天？", "二十七", "七", "A", "单选题")], header)
    batch = brought(client, data)
    at = batch.about["headers"].index("选中项")
    act(client, batch, "again", **{f"column.{at}": "key", "column.0": "stem"})
    assert batch.rows.get().outcome == "new"
    batch.file.refresh_from_db()
    assert batch.file.options["columns"] == {"选中项": "key"}


def test_words_are_matched_to_tags_once(client: Client, chen: User) -> None:
    store_taxonomy(read_taxonomy(DATA / "taxonomy.yaml"))
    batch = brought(client, table(lines(1)))
    tag = Tag.objects.get(code="L2")
    assert "天文" in page(client, batch)
    answer = act(client, batch, "labels", **{"label.0": "主题 没有"})
    assert answer.status_code == 409
    act(client, batch, "labels", **{"label.0": f"难度 {tag}"})
    assert KnownLabel.objects.get().tag == tag


def test_the_list_and_the_batches_of_another_bank_are_not_shown(client: Client, chen: User) -> None:
    lin = person("lin", ("author", OTHER))
    foreign = importing.preview(table(lines()), named("秘密.csv"), by=lin, scope=OTHER)
    assert "秘密" not in client.get(reverse("bank-import")).content.decode()
    assert client.get(reverse("bank-batch", args=[foreign.pk])).status_code == 404
    assert act(client, foreign, "accept").status_code == 404
    assert not Question.objects.exists()


def test_an_author_of_a_city_sees_what_its_counties_bring(client: Client, chen: User) -> None:
    brought(client, table(lines()))
    client.force_login(person("zhou", ("author", CITY)))
    assert "题库.csv" in client.get(reverse("bank-import")).content.decode()


def test_the_page_asks_the_database_as_often_for_many_rows_as_for_few(
    client: Client, chen: User
) -> None:
    few, many = brought(client, table(lines(2))), brought(client, table(lines(5)))
    counts = []
    for batch in (few, many):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page(client, batch)
        counts.append(len(queries))
    assert counts[0] == counts[1] < 30


def test_progress_says_how_far_reading_is(client: Client, chen: User) -> None:
    batch = brought(client, table(lines()))
    assert told(client, batch) == {"state": "preview", "done": 3, "total": 3, "dead": False}


def told(client: Client, batch: Batch) -> dict[str, object]:
    found: dict[str, object] = client.get(reverse("bank-batch-progress", args=[batch.pk])).json()
    return found


def test_a_batch_whose_reader_died_can_be_read_again(client: Client, chen: User) -> None:
    batch = brought(client, table(lines()))
    Batch.objects.update(state="reading")
    assert "读取中断了" in page(client, batch)
    act(client, batch, "again")
    batch.refresh_from_db()
    assert batch.state == "preview"
    assert [row.outcome for row in batch.rows.all()] == ["new"] * 3

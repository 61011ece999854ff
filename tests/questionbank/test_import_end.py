"""What an import tells when it is over: how many, which ones, and what undoing took back."""

import re
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from questionbank import desk
from questionbank.models import Batch, Question
from tests.questionbank.import_files import lines, table
from tests.questionbank.test_grants import COUNTY, person
from tests.questionbank.test_import_page import act, brought, page

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def chen(client: Client) -> User:
    user = person("chen", ("author", COUNTY))
    client.force_login(user)
    return user


def words(html: str) -> str:
    """What stands on the page, with one space for each gap."""
    return unescape(" ".join(re.sub(r"<[^>]+>", "", html).split()))


def stored(client: Client) -> Batch:
    """Three questions, the second a change of an earlier one, and one that was there."""
    act(client, brought(client, table(lines(2))), "accept")
    rows = lines(5)
    rows[0][0] = "440106-00001"
    rows[0][8] = "换了一种说法。"
    batch = brought(client, table(rows))
    act(client, batch, "leave", row="5")
    act(client, batch, "accept")
    batch.refresh_from_db()
    return batch


def test_what_was_stored_is_told_and_shown_alone(client: Client, chen: User) -> None:
    batch = stored(client)
    told = words(page(client, batch))
    assert "已导入 3 题：新增 2，修改 1" in told
    assert "导入的题 3" in told
    shown = page(client, batch, "?show=stored")
    taken = Question.objects.exclude(ref="440106-00002")
    assert shown.count("data-row=") == taken.count() == 3
    for question in taken:
        assert reverse("bank-question", args=[question.pk]) in shown


def test_undoing_asks_and_says_how_many_went_back_and_stay(client: Client, chen: User) -> None:
    batch = stored(client)
    assert "将撤销 3 题" in words(page(client, batch))
    kept = Question.objects.order_by("-pk")[0]
    Question.objects.filter(pk=kept.pk).update(revision=1)
    act(client, batch, "undo")
    told = words(page(client, batch))
    assert "已撤销 2 题" in told
    assert f"1 题已有人继续处理，保留未动： {kept.ref}" in told
    assert Question.objects.count() == 3


def test_what_is_gone_by_itself_is_not_counted_as_taken_back(client: Client, chen: User) -> None:
    batch = brought(client, table(lines()))
    act(client, batch, "accept")
    desk.drop(Question.objects.order_by("pk")[0].pk)
    act(client, batch, "undo")
    assert "已撤销 2 题" in words(page(client, batch))


@pytest.mark.parametrize(("doing", "words_"), [("storing", "正在导入"), ("undoing", "正在撤销")])
def test_a_file_that_is_worked_on_says_so_in_the_list(
    client: Client, chen: User, doing: str, words_: str
) -> None:
    batch = brought(client, table(lines()))
    Batch.objects.update(about={**batch.about, "doing": doing})
    shown = client.get(reverse("bank-import")).content.decode()
    assert words_ in shown
    assert "待确认" not in shown

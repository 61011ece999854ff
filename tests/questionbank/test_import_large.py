"""The page of a large file: what is done with it beside the server, and what came of that."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from questionbank import import_work
from questionbank.errand_kinds import do_next
from questionbank.models import Question
from tests.questionbank.import_files import lines, table
from tests.questionbank.test_import_page import act, brought, chen, page, told

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
__all__ = ["chen"]


def test_a_large_file_shows_what_is_done_with_it_and_that_one_may_leave(
    client: Client, chen: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_work, "ROWS_AT_ONCE", 2)
    batch = brought(client, table(lines()))
    for what, words, after in (
        ("", "正在读取", "preview"),
        ("accept", "正在导入", "stored"),
        ("undo", "正在撤销", "undone"),
    ):
        for _click in range(2 if what else 0):
            assert act(client, batch, what).status_code == 302
        shown = page(client, batch)
        assert words in shown
        assert "可以离开这一页" in shown
        assert 'name="what" value="accept"' not in shown
        assert told(client, batch)["state"] in ("reading", "storing", "undoing")
        assert do_next(0)
        assert told(client, batch) == {"state": after, "done": 3, "total": 3, "dead": False}
        assert words not in page(client, batch)
    assert not Question.objects.exists()


def test_why_a_large_file_was_not_stored_stands_on_its_page(
    client: Client, chen: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = lines()
    rows[1][7] = "E"
    monkeypatch.setattr(import_work, "ROWS_AT_ONCE", 2)
    batch = brought(client, table(rows))
    do_next(0)
    act(client, batch, "accept")
    do_next(0)
    assert "有 1 行有误，没有导入任何内容" in page(client, batch)
    assert not Question.objects.exists()


def test_what_a_large_undo_left_stands_on_its_page(
    client: Client, chen: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_work, "ROWS_AT_ONCE", 2)
    batch = brought(client, table(lines()))
    do_next(0)
    act(client, batch, "accept")
    do_next(0)
    one = Question.objects.earliest("pk")
    Question.objects.filter(pk=one.pk).update(revision=one.revision + 1)
    act(client, batch, "undo")
    do_next(0)
    shown = " ".join(page(client, batch).split())
    assert "1 题已有人继续处理，保留未动" in shown
    assert one.ref in shown

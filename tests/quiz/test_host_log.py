"""The log of a sitting: each command in words, as a page and as a table."""

import csv
import io
from typing import Any

import pytest
from django.test import Client

from quiz.models import Sitting
from quiz.rules.units import Millis
from quiz.sittings import store
from quiz.sittings.store import Told
from tests.fakes import MORNING
from tests.quiz.test_host_pages import lin, sitting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fake_clock")]
__all__ = ["lin", "sitting"]


def test_the_log_tells_each_command_in_words(lin: Client, sitting: Sitting) -> None:
    row = store.by_id(sitting.pk)
    given: list[tuple[str, str, dict[str, Any]]] = [
        ("lin", "open", {}),
        ("lin", "show", {}),
        ("clock", "lock", {}),
        ("remote", "extend", {"ms": 10_000}),
        ("lin", "rule", {"slot": 0, "kind": "void_all"}),
        ("lin", "rename", {"number": 1, "name": "=cmd", "was": {"name": "旧名"}}),
    ]
    for who, do, what in given:
        store.change(row, row.stage, Told(who, do, what, Millis(MORNING)))
        row = store.by_id(sitting.pk)
    page = lin.get(f"/host/sittings/{sitting.pk}/log/").content.decode()
    for words in (
        "开放入场",
        "计时器",
        "手机遥控",
        "延长时间 10 秒",
        "作废，全体得分",
        "旧名 → =cmd",
    ):
        assert words in page


def test_no_cell_of_the_log_is_a_formula(lin: Client, sitting: Sitting) -> None:
    row = store.by_id(sitting.pk)
    store.change(row, row.stage, Told("=1+1", "open", {}, Millis(MORNING)))
    table = lin.get(f"/host/sittings/{sitting.pk}/log.csv").content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(table)))
    assert lines[0] == ["序号", "时间", "谁", "题号", "操作", "命令"]
    assert lines[1][2:] == ["'=1+1", "", "开放入场", "open"]

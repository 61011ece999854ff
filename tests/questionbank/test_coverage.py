"""What the bank covers: counts of two facets, holes against a blueprint, and a draw tried out."""

import contextlib
import io
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from questionbank import blueprints, coverage, papers
from questionbank.blueprints import Unknown, Unread
from questionbank.models import Question, Status, Tag
from questionbank.rules.blueprint import ShortPool
from tests.questionbank.bank_files import load_live, question, write
from tests.questionbank.test_grants import CITY, OTHER, PROVINCE, person

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def bank(tmp_path: Path) -> None:
    """Thirty single-choice questions of T4 (labels 1 to 3) and six statements of T7 (label 4)."""
    call_command("load_taxonomy", stdout=io.StringIO())
    singles = [question(n, difficulty=1 + n % 3, dimension="method") for n in range(30)]
    statements = [question(n, "truefalse", difficulty=4, dimension="method") for n in range(30, 36)]
    path = write(tmp_path, *singles, *statements)
    load_live(path)
    for moved in Question.objects.filter(ref__gte="t4-030"):
        moved.tags.remove(*moved.tags.filter(facet="topic"))
        moved.tags.add(Tag.objects.get(code="T7.1"))


@pytest.fixture
def chen(client: Client, bank: None) -> Client:
    client.force_login(person("chen", ("author", CITY), ("organiser", CITY)))
    return client


def page(client: Client, status: int = 200, /, **query: object) -> str:
    sent = client.get(f"/bank/coverage/?{urlencode(query)}")
    assert sent.status_code == status
    return " ".join(sent.content.decode().split())


def test_the_matrix_counts_each_question_where_both_its_codes_are(bank: None) -> None:
    made = coverage.matrix(papers.pool(PROVINCE), "topic", "difficulty", {}, papers=1)
    rows = {head.code: [cell.have for cell in cells] for head, cells in made.rows}
    assert rows["T4"] == [10, 10, 10, 0, 0, 30]
    assert rows["T7"] == [0, 0, 0, 6, 0, 6]
    assert rows["T1"] == [0] * 6


def test_a_cell_says_what_a_paper_needs_and_what_is_lacking(bank: None) -> None:
    blueprint = {"T4+L1": 2, "T7": 1}
    items = papers.pool(PROVINCE)
    made = coverage.matrix(items, "topic", "difficulty", blueprint, papers=8)
    cells = {(cell.row, cell.column): cell for _head, line in made.rows for cell in line}
    short = cells["T4", "L1"]
    assert (short.have, short.need, short.bench, short.lacks) == (10, 2, 1, 6)
    assert cells["T7", ""].lacks == 2
    assert cells["T4", "L2"].need == 0


def test_what_lacks_most_must_be_written_first(bank: None) -> None:
    found, possible = coverage.needs(papers.pool(PROVINCE), {"T7": 1, "single+L2": 4}, papers=5)
    assert [(one.cell, one.lacks) for one in found] == [("single+L2", 10), ("T7", 0)]
    assert found[0].tags == {"kind": "single", "difficulty": "L2"}
    assert possible == 2


def test_a_draw_that_is_tried_holds_the_blueprint_in_all_papers(bank: None) -> None:
    found = coverage.tried(papers.pool(PROVINCE), {"T4": 3, "T7": 1}, ["T4", "T7"])
    assert sum(found.scores.values()) == 10_000
    assert found.topics == [("T4", 3, 300, 3), ("T7", 1, 100, 1)]
    assert found.spread.least <= found.spread.mean <= found.spread.most
    with pytest.raises(ShortPool):
        coverage.tried(papers.pool(PROVINCE), {"T7": 7}, [])


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", {}),
        ("single+T4: 2, L3: 1", {"single+T4": 2, "L3": 1}),
        ("  any=5；", {"any": 5}),
        ("T4：1 T4：2", {"T4": 3}),
        ("T4: 0", {}),
    ],
)
def test_a_blueprint_is_read_as_people_type_it(
    bank: None, text: str, cells: dict[str, int]
) -> None:
    assert blueprints.typed(text) == cells
    assert blueprints.typed(blueprints.written(cells)) == cells


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("T4", "T4"),
        ("T99: 1", "T99"),
        ("T4: 1, <script>", "<script>"),
        ("any: 201", "1 / 201"),
        ("T4+: 1", "T4+: 1"),
        ("T4: 1 \0", "\0"),
    ],
)
def test_what_is_no_blueprint_is_named(bank: None, text: str, part: str) -> None:
    with pytest.raises(Unread) as refused:
        blueprints.typed(text)
    assert refused.value.part == part


def test_a_tag_that_is_none_is_named_with_the_cell_that_asks_for_it(bank: None) -> None:
    with pytest.raises(Unknown) as refused:
        blueprints.typed("T4: 1, single+T99: 2, T4: 1")
    found = refused.value
    assert (found.part, found.cell, found.number) == ("T99", "single+T99: 2", 2)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(Unread):
        assert blueprints.typed(text) == blueprints.typed(
            blueprints.written(blueprints.typed(text))
        )


def test_every_preset_is_a_blueprint_that_can_be_chosen(chen: Client) -> None:
    for preset in blueprints.presets():
        assert sum(preset.cells.values()) > 0
        assert f'value="{preset.name}" selected' in page(chen, preset=preset.name)


def test_cells_lead_to_their_questions_and_holes_to_a_new_one(chen: Client) -> None:
    shown = page(chen, blueprint="T4+L1: 2, T7+L5: 1")
    assert "/bank/?topic=T4&amp;difficulty=L1&amp;status=live" in shown
    assert f"/bank/new/?topic=T7&amp;difficulty=L5&amp;scope={CITY.replace('/', '%2F')}" in shown
    assert "✗ 10" in shown
    of_kind = page(chen, blueprint="multiple+T7: 1")
    assert "/bank/new/?topic=T7&amp;kind=multiple&amp;" in of_kind
    assert "科技强国与科技史 · 挑战 <small>T7+L5</small>" in shown


def test_who_may_not_write_gets_no_link_to_writing(client: Client, bank: None) -> None:
    client.force_login(person("lan", ("reviewer", CITY)))
    assert "写一题" not in page(client, blueprint="T7+L5: 1")


def test_the_fullest_cell_is_darkest_and_an_empty_bank_says_what_to_do(chen: Client) -> None:
    shown = page(chen)
    assert (shown.count("shade4"), shown.count("shade3")) == (3, 1)
    Question.objects.update(status=Status.DRAFT)
    empty = page(chen)
    assert "题库里还没有启用的题" in empty
    assert "/bank/import/" in empty


def test_a_blueprint_that_is_not_understood_is_named_and_kept(chen: Client) -> None:
    shown = page(chen, 400, blueprint="T99: <b>")
    assert "看不懂蓝图" in shown
    assert 'value="T99: &lt;b&gt;"' in shown


def test_the_page_tries_a_draw_when_asked(chen: Client) -> None:
    assert "试抽一万份试卷" in page(chen, blueprint="T4: 3", draw=1)
    assert "组不成一份" in page(chen, blueprint="T7: 7", draw=1)


def test_a_draw_without_a_blueprint_asks_for_one(chen: Client) -> None:
    assert "先选一个蓝图" in page(chen, 400, blueprint=" ", draw=1)


@pytest.mark.parametrize(
    "query",
    [{"rows": "x"}, {"papers": "-1"}, {"papers": "²"}, {"papers": "9" * 30}, {"preset": "'"}],
)
def test_a_strange_address_is_still_a_page(chen: Client, query: dict[str, str]) -> None:
    page(chen, **query)


@pytest.mark.parametrize("scope", [OTHER, PROVINCE, "x", "\0", CITY + "x"])
def test_other_regions_are_not_shown(chen: Client, scope: str) -> None:
    page(chen, 403, scope=scope)


def test_more_questions_cost_no_more_queries(chen: Client) -> None:
    Question.objects.filter(ref__gt="t4-005").update(status=Status.RETIRED)
    with CaptureQueriesContext(connection) as few:
        page(chen, blueprint="T4: 1")
    Question.objects.update(status=Status.LIVE)
    with CaptureQueriesContext(connection) as many:
        page(chen, blueprint="T4: 1")
    assert len(few) == len(many)


@pytest.mark.parametrize("papers", ["1" * 5_000, "1" * 30, "0" * 5_000, "１", "x", "-1"])
def test_any_number_of_papers_may_be_asked_for(chen: Client, papers: str) -> None:
    assert page(chen, papers=papers)

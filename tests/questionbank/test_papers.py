import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from questionbank import papers
from questionbank.models import Question, QuestionVersion, Status
from questionbank.rules.rates import LABELS, UNLABELLED
from tests.questionbank.bank_files import both, load_live, one_of_each, question, write

pytestmark = pytest.mark.django_db
GUANGZHOU = "440000/440100"


@pytest.fixture(autouse=True)
def bank(tmp_path: Path) -> None:
    call_command("load_taxonomy", stdout=io.StringIO())
    load_live(write(tmp_path, *one_of_each()))


def refs(scope: str, *tags: str) -> list[str]:
    found = [item.version for item in papers.pool(scope, tags)]
    versions = QuestionVersion.objects.filter(pk__in=found)
    return sorted(versions.values_list("question__ref", flat=True))


def test_an_item_has_its_tags_their_parents_its_type_and_the_rates_of_its_label() -> None:
    item = papers.pool("440000")[0]
    assert item.tags == {"T4", "T4.2", "knowledge", "B14", "general", "elders", "L2", "single"}
    assert item.rates == LABELS[2]
    assert item.digest == QuestionVersion.objects.get(pk=item.version).content_hash


def test_a_question_without_a_label_counts_as_middling() -> None:
    first = Question.objects.get(ref="t4-001")
    first.tags.remove(*first.tags.filter(code="L2"))
    assert papers.pool("440000")[0].rates == UNLABELLED


@pytest.mark.parametrize(
    ("scope", "seen_from", "seen"),
    [
        ("440000", GUANGZHOU, True),
        (GUANGZHOU, GUANGZHOU, True),
        (GUANGZHOU, GUANGZHOU + "/440106", True),
        (GUANGZHOU, "440000", False),
        ("440000/440300", GUANGZHOU, False),
        ("440000/4401", GUANGZHOU, False),
    ],
)
def test_a_bank_serves_its_region_and_everything_below(
    scope: str,
    seen_from: str,
    seen: bool,  # noqa: FBT001
) -> None:
    Question.objects.filter(ref="t4-001").update(scope=scope)
    assert ("t4-001" in refs(seen_from)) == seen


@pytest.mark.parametrize("status", [each for each in Status if each != Status.LIVE])
def test_only_live_questions_are_asked(status: Status) -> None:
    Question.objects.filter(ref="t4-001").update(status=status)
    assert "t4-001" not in refs("440000")


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        (["single"], ["t4-001"]),
        (["single", "ordering"], ["t4-001", "t4-005"]),
        (["single+T4"], ["t4-001"]),
        (["single+T5"], []),
        (["T4"], ["t4-001", "t4-002", "t4-003", "t4-004", "t4-005"]),
    ],
)
def test_tags_narrow_the_pool(tags: list[str], expected: list[str]) -> None:
    assert refs("440000", *tags) == expected


def test_only_the_newest_version_is_asked_but_older_ones_can_be_read(tmp_path: Path) -> None:
    old = QuestionVersion.objects.get(question__ref="t4-001")
    changed = write(tmp_path, question(stem=both("改过的题干")))
    load_live(changed)
    assert old.pk not in {item.version for item in papers.pool("440000")}
    assert papers.texts([old.pk])[old.pk].stem.zh == "第1题的题干"


def test_chinese_stands_in_for_missing_english(tmp_path: Path) -> None:
    path = write(tmp_path, question(9, stem={"zh": "只有中文"}))
    load_live(path)
    version = QuestionVersion.objects.get(question__ref="t4-009").pk
    assert papers.texts([version])[version].stem.en == "只有中文"


def test_what_is_no_version_is_left_out() -> None:
    assert papers.texts([999_999]) == {}
    assert papers.digests([999_999]) == {}


@pytest.mark.slow
def test_pool_and_texts_cost_the_same_number_of_queries_whatever_the_size(
    tmp_path: Path, django_assert_num_queries: Callable[..., Any]
) -> None:
    many = write(tmp_path, *(question(number) for number in range(100, 400)))
    load_live(many)
    with django_assert_num_queries(5):
        items = papers.pool("440000")
    with django_assert_num_queries(2):
        assert len(papers.texts([item.version for item in items])) == 305

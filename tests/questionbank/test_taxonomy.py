import io
from itertools import pairwise

import pytest
from django.core.management import call_command

from questionbank.loading import DATA, TagRow, read_taxonomy
from questionbank.models import Facet, Tag
from questionbank.rules.rates import LABELS, ONE

TAXONOMY = read_taxonomy(DATA / "taxonomy.yaml")


def load() -> None:
    call_command("load_taxonomy", stdout=io.StringIO())


@pytest.mark.django_db
def test_loading_twice_gives_the_same_tags() -> None:
    load()
    first = set(Tag.objects.values_list("pk", "facet", "code"))
    load()
    assert set(Tag.objects.values_list("pk", "facet", "code")) == first
    assert Tag.objects.get(code="T10.3").parent == Tag.objects.get(code="T10")


@pytest.mark.django_db
def test_tags_are_chosen_in_the_order_of_the_taxonomy() -> None:
    load()
    assert [tag.code for tag in Tag.objects.in_taxonomy()] == [
        row.code
        for facet in sorted(Facet.values)
        for row in _with_children(getattr(TAXONOMY, facet))
    ]


@pytest.mark.django_db
def test_children_stay_behind_their_parent_when_two_parents_have_one_place() -> None:
    load()
    stray = Tag.objects.create(facet="topic", code="T0", name_zh="旧", name_en="", place=0)
    Tag.objects.create(facet="topic", code="T0.1", name_zh="旧", name_en="", parent=stray)
    topics = [tag.code for tag in Tag.objects.filter(facet="topic").in_taxonomy()]
    assert topics[:2] == ["T1", "T1.1"]
    at = topics.index("T0")
    assert topics[at : at + 3] == ["T0", "T0.1", "T2"]


@pytest.mark.django_db
def test_a_changed_name_is_brought_up_to_date() -> None:
    load()
    Tag.objects.filter(code="T4").update(name_zh="旧名")
    load()
    assert Tag.objects.get(code="T4").name_zh == "生态文明建设"


@pytest.mark.parametrize(
    ("facet", "count"),
    [
        (Facet.TOPIC, 10),
        (Facet.DIMENSION, 4),
        (Facet.BENCHMARK, 26),
        (Facet.AUDIENCE, 6),
        (Facet.DIFFICULTY, 5),
        (Facet.SENSITIVITY, 4),
    ],
)
def test_each_facet_has_its_tags(facet: Facet, count: int) -> None:
    assert len(getattr(TAXONOMY, facet)) == count


def test_the_132_points_of_the_benchmarks_follow_without_a_gap() -> None:
    points = [row.points for row in TAXONOMY.benchmark if row.points]
    assert points[0][0] == 1
    assert points[-1][1] == 132
    assert all(after[0] == before[1] + 1 for before, after in pairwise(points))
    assert len(points) == 26


def test_the_weights_of_the_dimensions_make_a_hundred() -> None:
    assert sum(row.weight for row in TAXONOMY.dimension) == 100


def test_labels_expect_what_the_rules_count_with() -> None:
    expected = {int(row.code[1:]): row.rate * ONE // 100 for row in TAXONOMY.difficulty}
    assert expected == {label: rates[1] for label, rates in LABELS.items()}


def test_codes_of_all_facets_differ_so_that_a_cell_can_name_any() -> None:
    codes = [row.code for facet in Facet for row in _with_children(getattr(TAXONOMY, facet))]
    kinds = ["single", "multiple", "truefalse", "estimate", "ordering", "any"]
    assert len(set(codes + kinds)) == len(codes + kinds)


def _with_children(rows: list[TagRow]) -> list[TagRow]:
    return [each for row in rows for each in (row, *row.children)]

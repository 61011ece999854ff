"""The words of a file that are no tags: shown, counted, filled in where plain, and remembered."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from questionbank.bank import store_taxonomy
from questionbank.formats.table.words import part_of
from questionbank.loading import DATA, read_taxonomy
from questionbank.models import Batch, KnownLabel, Question, Tag
from questionbank.pages import batch_labels
from tests.questionbank.import_files import HEADER, lines, table
from tests.questionbank.test_grants import COUNTY, person
from tests.questionbank.test_import_page import act, brought, page

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
LEVELS = ("易", "中", "难")


@pytest.fixture
def chen(client: Client) -> User:
    store_taxonomy(read_taxonomy(DATA / "taxonomy.yaml"))
    user = person("chen", ("author", COUNTY))
    client.force_login(user)
    return user


def batch_of(client: Client, subject: str = "乡土") -> Batch:
    """Three questions, each of a level in words, and with one word that is nobody's tag."""
    rows = [[*row[:-1], subject, level] for row, level in zip(lines(), LEVELS, strict=True)]
    return brought(client, table(rows, [*HEADER, "难易程度"]))


def is_open(shown: str) -> bool:
    """Whether the panel of labels is unfolded."""
    found = re.search(r'<details class="about"\s+id="labels"([^>]*)>', shown)
    assert found is not None
    return "open" in found[1]


def fields(batch: Batch, user: User) -> dict[str, str]:
    """The panel's fields as they are filled in."""
    words = batch_labels.of(batch, user).words
    return {f"label.{at}": word.tag for at, word in enumerate(words)}


def codes() -> list[str]:
    found = Question.objects.order_by("ref").values_list("tags__code", flat=True)
    return sorted(code for code in found if code)


def test_words_without_a_tag_open_the_panel_and_are_counted(client: Client, chen: User) -> None:
    shown = page(client, batch_of(client))
    assert is_open(shown)
    assert "1 个标签还没有对应" in shown
    assert "1 个标签还没有对应，导入时不使用" in shown
    assert "3 个已按名称填好，请核对" in shown


def test_what_is_filled_in_is_what_is_stored(client: Client, chen: User) -> None:
    batch = batch_of(client)
    act(client, batch, "accept", **fields(batch, chen))
    assert codes() == ["L2", "L3", "L4"]
    assert KnownLabel.objects.count() == 3


def test_a_guess_that_is_emptied_is_not_used(client: Client, chen: User) -> None:
    batch = batch_of(client)
    act(client, batch, "accept", **{**fields(batch, chen), "label.1": ""})
    assert len(codes()) == 2
    again = batch_of(client)
    assert fields(again, chen)["label.1"] == ""
    assert "已按名称填好" not in page(client, again)


def test_what_is_no_tag_stores_nothing(client: Client, chen: User) -> None:
    batch = batch_of(client)
    answer = act(client, batch, "accept", **{**fields(batch, chen), "label.0": "乱写"})
    assert answer.status_code == 409
    assert not Question.objects.exists()
    assert not KnownLabel.objects.exists()


def test_words_that_were_decided_are_not_asked_for_again(client: Client, chen: User) -> None:
    batch = batch_of(client)
    act(client, batch, "labels", **fields(batch, chen))
    shown = page(client, batch)
    assert not is_open(shown)
    assert "还没有对应" not in shown
    assert KnownLabel.objects.filter(tag=None).count() == 1


def test_a_word_that_is_the_name_of_a_tag_is_filled_in(client: Client, chen: User) -> None:
    batch = batch_of(client, "天文")
    tag = Tag.objects.get(code="T9.4")
    assert batch_labels.tag_name(tag) in fields(batch, chen).values()
    assert "还没有对应" not in page(client, batch)


@pytest.mark.parametrize("header", ["适用人群", "适用对象", "受众"])
def test_for_whom_a_question_is_has_several_names(header: str) -> None:
    assert part_of(header)[0] == "audience"

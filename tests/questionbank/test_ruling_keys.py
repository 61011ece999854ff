"""Of a ruling the options are ticked; what has to be typed says how."""

from dataclasses import replace

import pytest
from django.http import QueryDict
from django.utils import translation

from questionbank import desk
from questionbank.desk import Wanted
from questionbank.models import QuestionVersion
from questionbank.pages import ruling_form, ruling_keys
from questionbank.pages.card import card
from questionbank.pages.ruling_form import Sent
from questionbank.rules.question import Draft, Text
from tests.questionbank.test_grants import COUNTY

pytestmark = pytest.mark.django_db
FOUR = tuple(Text(word) for word in ("甲", "乙", "丙", "丁"))


def version_of(draft: Draft) -> QuestionVersion:
    made = desk.create(Wanted(replace(draft)), by=None, scope=COUNTY)
    return QuestionVersion.objects.get(question=made)


def shown(version: QuestionVersion, sent: Sent) -> list[ruling_keys.Row]:
    return ruling_keys.rows(version, card(ruling_form.draft(version)), sent)


def ticked(row: ruling_keys.Row) -> list[str]:
    return [pick.value for pick in row.picks if pick.ticked]


def test_each_ticked_option_of_a_single_choice_is_a_key_by_itself() -> None:
    version = version_of(Draft("single", Text("哪一个？"), options=FOUR, key=(2,)))
    [row] = shown(version, Sent("keys", [ruling_form.own_line(version)]))
    assert ([pick.value for pick in row.picks], ticked(row)) == (["A", "B", "C", "D"], ["C"])
    assert [pick.line.right for pick in row.picks] == [False, False, True, False]
    sent = ruling_form.read(QueryDict("what=keys&key=B&key=C"))
    assert ruling_form.keys(sent, version) == [[1], [2]]
    assert ticked(shown(version, sent)[0]) == ["B", "C"]


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_a_statement_is_ticked_in_every_language(language: str) -> None:
    version = version_of(Draft("truefalse", Text("水在 100 摄氏度沸腾。"), key=(1,)))
    with translation.override(language):
        [row] = shown(version, Sent("keys", [ruling_form.own_line(version)]))
    assert ticked(row) == ["错"]
    assert ruling_form.keys(Sent("keys", ["对"]), version) == [[0]]


def test_of_several_right_options_a_row_is_a_key_and_one_more_row_is_free() -> None:
    version = version_of(Draft("multiple", Text("哪些？"), options=FOUR, key=(0, 2)))
    rows = shown(version, Sent("keys", [ruling_form.own_line(version)]))
    assert [(row.name, ticked(row)) for row in rows] == [("key-0", ["A", "C"]), ("key-1", [])]
    sent = ruling_form.read(QueryDict("what=keys&key-0=A&key-0=B&key-1=B&key-1=D"))
    assert (sent.kind, ruling_form.keys(sent, version)) == ("accept", [[0, 1], [1, 3]])
    assert [ticked(row) for row in shown(version, sent)] == [["A", "B"], ["B", "D"], []]


def test_of_eight_keys_none_can_be_added() -> None:
    version = version_of(Draft("multiple", Text("哪些？"), options=FOUR, key=(0, 2)))
    eight = Sent("keys", ["AB", "AC", "AD", "BC", "BD", "CD", "ABC", "ABD"])
    assert len(shown(version, eight)) == len(eight.lines)


def test_what_is_typed_has_no_ticks_and_says_how_it_is_written() -> None:
    version = version_of(Draft("text", Text("植物靠什么造糖？"), accepted=("光合作用",)))
    assert shown(version, Sent("keys", ["光合作用"])) == []
    assert set(ruling_keys.HINTS) == {"ordering", "matching", "estimate", "text"}

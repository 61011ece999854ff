"""What is like a question is found, exactly as by comparing it with every other."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from questionbank.nearby import MOST_LIKELY, MOST_OF_A_KIND, NEAR, Nearby, whole
from questionbank.rules.alike import Likeness

words = st.text("水火土金木星月日光电", min_size=0, max_size=40)
questions = st.builds(Likeness, words, st.lists(words, max_size=3).map("\n".join))


def bank(*rows: Likeness) -> Nearby:
    made = Nearby()
    for number, row in enumerate(rows):
        made.put(number, row)
    return made


@settings(deadline=None)
@given(st.lists(questions, max_size=30), questions, st.data())
def test_nothing_near_is_missed(
    rows: list[Likeness], wanted: Likeness, data: st.DataObject
) -> None:
    if rows and whole(rows[0]):
        cut = data.draw(st.integers(0, len(rows[0].stem)))
        wanted = Likeness(rows[0].stem[:cut] + "水" + rows[0].stem[cut + 1 :], rows[0].options)
    found = bank(*rows).near(wanted)
    for number, row in enumerate(rows):
        score = fuzz.ratio(whole(wanted), whole(row))
        if wanted.options and row.options and score >= NEAR:
            assert found[number] == int(score)


@pytest.mark.slow
@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), questions), max_size=30), questions)
def test_a_bank_that_changed_finds_what_a_fresh_one_finds(
    changes: list[tuple[int, Likeness]], wanted: Likeness
) -> None:
    changed, fresh = Nearby(), Nearby()
    for number, row in changes:
        changed.put(number, row)
    changed.drop(0)
    changed.drop(99)
    for number, row in changed.rows.items():
        fresh.put(number, row)
    assert changed.near(wanted) == fresh.near(wanted)


def test_a_stem_turned_round_is_found_and_a_stem_everybody_uses_is_not() -> None:
    mammals = Likeness("属于哺乳动物的是", "海豚\n蝙蝠\n鸭嘴兽\n鲨鱼")
    made = bank(mammals, Likeness("下列说法正确的是", "氧气助燃\n氮气助燃\n氢气助燃\n氦气助燃"))
    turned = Likeness("不属于哺乳动物的是", "海豚\n蝙蝠\n鸭嘴兽\n鲨鱼")
    assert list(made.near(turned)) == [0]
    assert made.near(Likeness("下列说法正确的是", "月球绕着地球\n地球绕着月球\n太阳绕着地球")) == {}


def test_the_same_options_under_another_stem_are_found_unless_they_say_nothing() -> None:
    made = bank(Likeness("引起流感的是", "病毒\n真菌\n细菌\n原虫"), Likeness("有几条腿", "1\n2\n3"))
    assert list(made.near(Likeness("酸奶靠什么发酵", "病毒\n真菌\n细菌\n原虫"))) == [0]
    assert made.near(Likeness("地球有几颗天然卫星", "1\n2\n3")) == {}


def test_while_only_the_stem_is_typed_stems_are_compared() -> None:
    made = bank(Likeness("光在真空中每秒走多远的路", "三十万公里\n三万公里\n三千公里"))
    assert list(made.near(Likeness("光在真空中每秒走多远的"))) == [0]


def test_of_one_sentence_with_thousands_of_numbers_the_nearest_are_found() -> None:
    options = "升高\n降低\n不变\n无法判断"
    rows = [Likeness(f"海拔每升高{number}米气温如何变化", options) for number in range(2_000)]
    found = bank(*rows).near(Likeness("海拔每升高1937米气温如何变化", options))
    assert found[1937] == 100
    assert len(found) <= MOST_LIKELY + 3 * MOST_OF_A_KIND

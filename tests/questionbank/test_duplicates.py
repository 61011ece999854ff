"""Questions that are alike: which are found, why, and what editors make of them."""

from dataclasses import replace
from functools import partial
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from pytest_django import DjangoAssertNumQueries

from questionbank import desk, duplicates, grants, pairs
from questionbank.desk import Stale, Wanted
from questionbank.messages import Refused
from questionbank.models import (
    Alike,
    Facet,
    Likeness,
    Pair,
    Question,
    Role,
    Status,
    Suspect,
    Tag,
    Verdict,
)
from questionbank.refusals import NotTheirs
from questionbank.rules.question import Draft, Text

pytestmark = pytest.mark.django_db
CITY, OTHER_CITY = "440000/440100", "440000/440300"
OPTIONS = ("海豚生活在海里", "蝙蝠在夜里飞行", "鸭嘴兽会下蛋", "鲨鱼用鳃呼吸")


def texts(*words: str) -> tuple[Text, ...]:
    return tuple(map(Text, words))


MAMMALS = Draft("single", Text("下列动物中属于哺乳动物的一种是"), options=texts(*OPTIONS), key=(0,))
TOLD = Draft("truefalse", Text("鲸是生活在海洋里的哺乳动物"), key=(0,))


def like(draft: Draft = MAMMALS, stem: str = "", **changes: Any) -> Draft:
    return replace(draft, stem=Text(stem) if stem else draft.stem, **changes)


def stored(draft: Draft = MAMMALS, scope: str = CITY) -> Question:
    return desk.create(Wanted(draft), by=None, scope=scope)


def editor(name: str, scope: str = CITY, *roles: str) -> User:
    user = User.objects.create_user(name)
    for role in roles or (Role.AUTHOR, Role.APPROVER):
        grants.give(user, role, scope, by=None)
    return user


def found(draft: Draft, **options: Any) -> list[tuple[str, str]]:
    return [(near.question.ref, near.why) for near in duplicates.near(draft, **options)]


def searched() -> list[tuple[int, int, str]]:
    while not duplicates.search_on(2).complete:
        pass
    return list(Suspect.objects.order_by("first", "second").values_list("first", "second", "why"))


def tag(facet: str, code: str) -> Tag:
    return Tag.objects.create(facet=facet, code=code, name_zh=code)


CHANGES = {
    "written in traditional characters and another order": (
        like(
            stem="下列動物中，屬於哺乳動物的一種是（　）", options=texts(*OPTIONS[::-1]), key=(3,)
        ),
        Alike.SAME_TEXT,
    ),
    "another key": (like(key=(1,)), Alike.OTHER_KEY),
    "one word more": (like(stem="下列各动物中属于哺乳动物的一种是"), Alike.NEAR),
    "turned round": (like(stem="下列动物中不属于哺乳动物的一种是"), Alike.REVERSED),
    "another stem": (like(stem="以下叙述里说错了的是哪一句"), Alike.SAME_OPTIONS),
    "only a stem so far": (like(options=(), key=()), Alike.SAME_TEXT),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_question_like_one_that_is_there_is_found_and_why(name: str) -> None:
    there = stored()
    draft, reason = CHANGES[name]
    assert found(draft) == [(there.ref, reason)]


def test_a_statement_turned_round_is_found() -> None:
    there = stored(TOLD)
    assert found(like(TOLD, "鲸不是生活在海洋里的哺乳动物")) == [(there.ref, Alike.REVERSED)]
    assert found(like(TOLD, key=(1,))) == [(there.ref, Alike.OTHER_KEY)]


def test_another_question_is_not_found() -> None:
    stored()
    other = like(stem="水的化学式是", options=texts("氧化二氢", "过氧化氢", "臭氧", "氢气"))
    assert found(other) == []


def test_a_question_is_not_like_itself_nor_like_what_an_editor_told_from_it() -> None:
    one, other = stored(), stored(like(key=(1,)))
    assert found(MAMMALS, but=one.pk) == [(other.ref, Alike.OTHER_KEY)]
    pairs.judge(one, other, Verdict.DIFFERENT, by=editor("chen"))
    assert found(MAMMALS, but=one.pk) == []


def test_only_questions_of_the_given_ones_are_told() -> None:
    stored()
    stranger = editor("li", OTHER_CITY)
    assert found(MAMMALS, among=grants.visible(stranger)) == []


def test_a_changed_or_deleted_question_is_known_as_it_is_now() -> None:
    there = stored()
    assert found(MAMMALS)
    wanted = Wanted(like(stem="水的化学式是什么", options=texts(*"甲乙丙丁")))
    desk.revise(there.pk, wanted, by=None, revision=there.revision)
    assert found(MAMMALS) == []
    assert found(wanted.draft) == [(there.ref, Alike.SAME_TEXT)]


def test_the_whole_bank_is_searched_in_steps_and_later_only_what_is_new() -> None:
    one, other, third = stored(), stored(like(key=(1,))), stored(TOLD)
    assert searched() == [(one.pk, other.pk, Alike.OTHER_KEY)]
    fourth = stored(like(TOLD, key=(1,)))
    assert duplicates.progress() == duplicates.Progress(3, 4)
    assert (third.pk, fourth.pk, Alike.OTHER_KEY) in searched()


def test_questions_from_before_are_searched_too() -> None:
    one, other = stored(), stored(like(key=(1,)))
    Likeness.objects.all().delete()
    assert [pair[:2] for pair in searched()] == [(one.pk, other.pk)]


def test_new_words_are_searched_anew_and_old_suspicions_go() -> None:
    one, other = stored(), stored(like(key=(1,)))
    searched()
    wanted = Wanted(like(stem="完全不同的另一个题干", options=texts(*"甲乙丙丁")))
    desk.revise(other.pk, wanted, by=None, revision=other.revision)
    assert not Suspect.objects.exists()
    assert searched() == []
    assert duplicates.near(wanted.draft, but=one.pk)


def test_the_command_says_how_many_pairs_wait() -> None:
    stored()
    stored(like(key=(1,)))
    for more in ([], ["--all"]):
        out = StringIO()
        call_command("find_duplicates", *more, stdout=out)
        assert out.getvalue() == "2 题中有 1 对待判定\n"


def test_who_may_decide_sees_the_pair_and_others_do_not() -> None:
    stored()
    stored(like(key=(1,)))
    searched()
    for user, count in [
        (editor("chen"), 1),
        (editor("he", "440000"), 1),
        (editor("li", OTHER_CITY), 0),
        (editor("wu", CITY, Role.REVIEWER), 0),
    ]:
        assert pairs.suspects(user).count() == count


def test_a_verdict_stands_and_can_be_taken_back() -> None:
    one, other, chen = stored(), stored(like(key=(1,))), editor("chen")
    searched()
    pair = pairs.judge(other, one, Verdict.ENEMIES, by=chen)
    assert (pair.first_id, pair.second_id, pair.by) == (one.pk, other.pk, chen)
    assert not Suspect.objects.exists()
    Likeness.objects.update(searched=False)
    assert searched() == []
    pairs.take_back(pair, by=chen)
    assert len(searched()) == 1


def test_a_second_verdict_takes_the_place_of_the_first() -> None:
    one, other, chen = stored(), stored(like(key=(1,))), editor("chen")
    for verdict in (Verdict.ENEMIES, Verdict.DIFFERENT):
        pairs.judge(one, other, verdict, by=chen)
    assert Pair.objects.get().verdict == Verdict.DIFFERENT


def test_merging_retires_one_with_a_pointer_and_gives_the_other_its_tags() -> None:
    keep, drop, chen = stored(), stored(like(key=(1,))), editor("chen")
    first, second = (tag(Facet.AUDIENCE, code) for code in ("general", "elders"))
    easy, hard = (tag(Facet.DIFFICULTY, code) for code in ("L1", "L5"))
    keep.tags.set([first, easy])
    drop.tags.set([first, second, hard])
    searched()
    pairs.merge(keep, drop, by=chen)
    kept, gone = Question.objects.get(pk=keep.pk), Question.objects.get(pk=drop.pk)
    assert (kept.status, gone.status) == (Status.DRAFT, Status.RETIRED)
    assert keep.ref in gone.note
    assert set(kept.tags.all()) == {first, second, easy}
    assert kept.revision > keep.revision
    assert gone.steps.get().by == chen
    assert not Suspect.objects.exists()


def test_merging_what_somebody_changed_meanwhile_is_refused_and_changes_nothing() -> None:
    keep, drop, chen = stored(), stored(like(key=(1,))), editor("chen")
    Question.objects.filter(pk=keep.pk).update(revision=7)
    with pytest.raises(Stale):
        pairs.merge(keep, drop, by=chen)
    keep.refresh_from_db()
    Question.objects.filter(pk=drop.pk).update(revision=7)
    with pytest.raises(Stale):
        pairs.merge(keep, drop, by=chen)
    assert not Question.objects.filter(status=Status.RETIRED).exists()


def test_a_stranger_decides_nothing() -> None:
    one, other, li = stored(), stored(like(key=(1,))), editor("li", OTHER_CITY)
    with pytest.raises(NotTheirs):
        pairs.judge(one, other, Verdict.ENEMIES, by=li)
    with pytest.raises(NotTheirs):
        pairs.merge(one, other, by=li)
    pair = Pair.objects.create(first=one, second=other, verdict=Verdict.ENEMIES)
    with pytest.raises(NotTheirs):
        pairs.take_back(pair, by=li)
    assert Pair.objects.exists()


def test_looking_takes_the_same_queries_however_many_are_found(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    stored()
    assert len(duplicates.near(MAMMALS)) == 1
    stored(like(key=(1,)))
    stored(like(key=(2,)))
    with django_assert_num_queries(6):
        assert len(duplicates.near(MAMMALS)) == 3


def test_the_rows_of_a_file_are_compared_in_the_queries_of_one(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    there = stored()
    duplicates.near(MAMMALS)
    other = like(stem="水的化学式是什么", options=texts(*"甲乙丙丁"))
    with django_assert_num_queries(6):
        found = duplicates.near_many([other, MAMMALS, like(key=(1,))])
    assert [[near.question for near in row] for row in found] == [[], [there], [there]]
    assert [row[0].why for row in found[1:]] == [Alike.SAME_TEXT, Alike.OTHER_KEY]


@pytest.mark.parametrize("verdict", [*Verdict.values, "merge"])
def test_one_question_is_no_pair(verdict: str) -> None:
    one, li = stored(), editor("li")
    Question.objects.update(status=Status.LIVE)
    one.refresh_from_db()
    verb = partial(pairs.judge, verdict=verdict) if verdict != "merge" else pairs.merge
    with pytest.raises(Refused, match="自己"):
        verb(one, one, by=li)
    assert not Pair.objects.exists()
    assert Question.objects.get().status == Status.LIVE


def test_nothing_is_merged_into_a_question_that_is_retired() -> None:
    keep, drop, li = stored(), stored(like(key=(1,))), editor("li")
    Question.objects.filter(pk=drop.pk).update(status=Status.LIVE, approved=drop.newest)
    Question.objects.filter(pk=keep.pk).update(status=Status.RETIRED)
    keep.refresh_from_db()
    drop.refresh_from_db()
    with pytest.raises(Refused, match=keep.ref):
        pairs.merge(keep, drop, by=li)
    assert Question.objects.get(pk=drop.pk).status == Status.LIVE

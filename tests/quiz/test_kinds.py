"""Matchings, points on a picture and typed texts, through the real consumer and the journal."""

import json
import re
from typing import Any

import msgspec
import pytest
from asgiref.sync import sync_to_async
from django.test import Client

from quiz import plan, rounds
from quiz.bots import minds
from quiz.models import Contest, Entry
from quiz.rules import checking, choices, marking
from quiz.rules.formats import Format, Mode, Partial, Reveal
from quiz.rules.timing import LONGEST_GRACE
from quiz.rules.units import Millis
from tests.fakes import MORNING, FakeClock
from tests.quiz import kinds, world
from tests.quiz.front import bearer
from tests.quiz.world import Phone, connect, seated, stored

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_threads", "fake_clock"),
]
ALL = Format(questions=3, blueprint=dict.fromkeys(kinds.KINDS, 1), books=2)


@pytest.fixture
def contest() -> Contest:
    kinds.make_bank()
    return world.make_contest()


def of(kind: str, **more: Any) -> Format:
    settings = {"questions": 2, "blueprint": {kind: 2}, "books": 1, **more}
    return Format(**settings)


def enter(contest: Contest, form: Format) -> str:
    world.make_round(form, contest)
    return world.make_contestant(contest)


async def answer(phone: Phone, question: Any, **fields: Any) -> Any:
    return await phone.ask(**{**phone.answer_to(question, []), **fields})


async def test_a_paper_of_all_three_is_played_and_read_again(
    contest: Contest, client: Client
) -> None:
    token = await sync_to_async(enter)(contest, ALL)
    phone, question = await seated(token)
    while question:
        receipt = await answer(phone, question, **kinds.right(question))
        assert receipt["counts"] is True
        question = receipt["question"]
    result = receipt["result"]
    assert (result["score"], result["right"]) == (30, 3)
    await phone.hang_up()
    path = f"/api/attempts/{result['attempt']}/review"
    body = (await sync_to_async(client.get)(path, headers=bearer(token))).json()
    for row in body["questions"]:
        _check_reviewed(row)


def _check_reviewed(row: Any) -> None:
    kind = row["q"]["kind"]
    assert row["points"] == 10
    if kind == "matching":
        assert row["choice"] == row["key"]
        assert sorted(row["target_order"]) == [0, 1, 2, 3]
    elif kind == "hotspot":
        assert (row["key"], row["choice"]) == ([], [200, 321])
        assert row["areas"] == [["poly", 100, 100, 321, 100, 321, 321, 100, 321]]
    else:
        assert (row["key"], row["choice"], row["text"]) == ([], [], "ＰＨＯＴＯsynthesis。")
        assert row["accepted"] == ["光合作用", "photosynthesis"]


@pytest.mark.parametrize("kind", kinds.KINDS)
async def test_what_is_right_is_shown_after_the_answer_and_never_before(
    contest: Contest, kind: str
) -> None:
    form = of(kind, mode=Mode.PRACTICE, boards=(), reveal=Reveal.EACH)
    token = await sync_to_async(enter)(contest, form)
    phone = await connect(token)
    frames = [await phone.hello(), await phone.ask(t="open", try_no=0)]
    question = frames[1]["attempt"]["question"]
    before = json.dumps(frames, ensure_ascii=False)
    assert not [word for word in (*kinds.SECRETS, '"key"', "解析") if word in before]
    shown = (await answer(phone, question, **kinds.right(question)))["revealed"]
    assert shown["points"] == 10
    assert {"matching": "key", "hotspot": "areas", "text": "accepted"}[kind] in shown
    await phone.hang_up()


@pytest.mark.parametrize("kind", kinds.KINDS)
async def test_no_receipt_of_a_ranked_paper_says_what_is_right(contest: Contest, kind: str) -> None:
    token = await sync_to_async(enter)(contest, of(kind))
    phone, question = await seated(token)
    wrong = {"matching": [0, 0, 0], "hotspot": [999, 999], "text": []}[kind]
    typed = {"text": "不知道"} if kind == "text" else {}
    receipt = await answer(phone, question, choice=wrong, **typed)
    # Numbers of papers tell nothing; one of them may be 321.
    said = re.sub(r'"attempt": \d+', "", json.dumps(receipt, ensure_ascii=False))
    assert not [word for word in (*kinds.SECRETS, "accepted", "areas") if word in said]
    assert receipt["revealed"] is None
    await phone.hang_up()


async def test_equal_numbers_are_no_hint(contest: Contest) -> None:
    """Pairs written side by side are not numbered alike, also where the format does not shuffle."""
    form = Format(questions=12, blueprint={"matching": 12}, books=1, shuffle_options=False)
    token = await sync_to_async(enter)(contest, form)
    phone, question = await seated(token)
    keys, orders = set(), set()
    while question:
        right = kinds.right(question)
        keys.add(tuple(right["choice"]))
        orders.add((tuple(question["order"]), tuple(question["target_order"])))
        question = (await answer(phone, question, **right))["question"]
    assert len(keys) > 3
    assert len(orders) > 6
    await phone.hang_up()


async def test_right_pairs_are_paid_by_the_share(contest: Contest) -> None:
    token = await sync_to_async(enter)(contest, of("matching", partial=Partial.PER_OPTION))
    phone, question = await seated(token)
    first = kinds.right(question)["choice"]
    spare = next(n for n in range(4) if n not in first)
    await answer(phone, question, choice=[spare, *first[1:]])
    assert (await sync_to_async(Entry.objects.get)()).points == 6
    await phone.hang_up()


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("matching", {"choice": [0, 1]}),
        ("matching", {"choice": [0, 1, 4]}),
        ("matching", {"choice": [0, 1, 2, 3]}),
        ("hotspot", {"choice": [1]}),
        ("hotspot", {"choice": [0, 1001]}),
        ("hotspot", {"choice": [], "text": "200,321"}),
        ("text", {"choice": [0]}),
        ("text", {"choice": [0], "text": "光"}),
    ],
)
async def test_an_impossible_answer_leaves_the_question_open(
    contest: Contest, kind: str, fields: Any
) -> None:
    token = await sync_to_async(enter)(contest, of(kind))
    phone, question = await seated(token)
    assert (await answer(phone, question, **fields))["code"] == "bad_choice"
    assert (await answer(phone, question, **kinds.right(question)))["counts"] is True
    await phone.hang_up()


@pytest.mark.parametrize("typed", ["\0", "a\nb", "a\n", "\ud800", "长" * 61, 5, None, "\u0085"])
async def test_a_text_that_cannot_be_stored_is_malformed(contest: Contest, typed: Any) -> None:
    token = await sync_to_async(enter)(contest, of("text"))
    phone, question = await seated(token)
    frame = json.dumps({**phone.answer_to(question, []), "text": typed})
    await phone.socket.send_to(text_data=frame)
    assert (await phone.hear())["code"] == "malformed"
    await phone.hang_up()


async def test_a_typed_text_is_stored_as_its_receipt_says(contest: Contest) -> None:
    token = await sync_to_async(enter)(contest, of("text"))
    phone, question = await seated(token)
    first = await answer(phone, question, text='  "1,2\u200b"；drop ')
    assert (first["choice"], first["text"], first["counts"]) == ([], '"1,2"；drop', True)
    again = await answer(phone, question, text='"1,2"；drop')
    assert (again["counts"], again["text"]) == (True, '"1,2"；drop')
    other = await answer(phone, question, text="光合作用")
    assert (other["counts"], other["reason"]) == (False, "already_answered")
    assert other["text"] == '"1,2"；drop'
    assert (await stored())[0] == (0, 2, '""1,2"；drop')
    await phone.hang_up()


async def test_blank_and_late_texts_are_blanks(contest: Contest, fake_clock: FakeClock) -> None:
    token = await sync_to_async(enter)(contest, of("text", question_ms=Millis(20_000)))
    phone, question = await seated(token)
    blank = await answer(phone, question, text=" \u200b ")
    assert (blank["choice"], blank["counts"], "text" in blank) == ([], True, False)
    fake_clock.tick(20_501)
    late = await answer(phone, blank["question"], text="光合作用")
    assert (late["counts"], late["reason"], "text" in late) == (False, "late", False)
    await phone.hang_up()


async def test_a_picture_comes_with_its_size_and_its_words(contest: Contest) -> None:
    token = await sync_to_async(enter)(contest, of("hotspot"))
    phone, question = await seated(token)
    seen = question["q"]["picture"]
    assert seen["src"].startswith("/pictures/0")
    assert seen["src"].endswith("-1280.webp")
    assert (seen["w"], seen["h"], seen["alt"]) == (1600, 1200, "一幅图")
    await phone.hang_up()


def test_bots_that_know_the_bank_know_every_kind(contest: Contest) -> None:
    world.make_bank(each=1)
    keys = minds.keys_of_bank("440000")
    # All of them: which of the bank a book leaves out depends on the numbers of its versions.
    world.make_round(Format(questions=len(keys), books=1), contest)
    questions = plan.load("demo").questions.values()
    assert {asked.kind for asked in questions} >= {*kinds.KINDS, "single"}
    for asked in questions:
        body = msgspec.json.decode(asked.body["zh"])
        sent = minds._right(body, keys[body["stem"]])
        told = ([], sent) if isinstance(sent, str) else (sent, "")
        stored_choice = choices.places(asked.offer, *told)
        assert stored_choice is not None
        assert marking.right(Format(), asked.key, stored_choice)


def test_a_paper_of_these_kinds_can_be_checked_by_anybody(contest: Contest) -> None:
    round_ = world.make_round(ALL, contest)
    after = Millis(MORNING + world.HOUR + LONGEST_GRACE + 1)
    public = rounds.publication(round_.prepared, now=after)
    checked = checking.check(public, contestant=5, try_no=1)
    assert checked.holds, checked.steps
    assert len(checked.versions) == 3

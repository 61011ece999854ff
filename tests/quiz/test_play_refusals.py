"""Frames that must change nothing: each is refused by name, and the phone plays on."""

from typing import Any

import pytest

from tests.quiz.world import connect, seated, stored

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_threads", "fake_clock"),
]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"slot": 5}, "no_such_slot"),
        ({"slot": 99}, "no_such_slot"),
        ({"slot": 1}, "not_shown"),
        # Whoever probes hears nothing of what would fit a question still to come.
        ({"slot": 1, "choice": [9, 9, 9]}, "not_shown"),
        ({"slot": 1, "choice": [], "text": "x"}, "not_shown"),
        ({"attempt": 987_654}, "no_attempt"),
        ({"choice": [4]}, "bad_choice"),
        ({"choice": [-1]}, "bad_choice"),
        ({"choice": [0, 1]}, "bad_choice"),
        ({"choice": [1, 1]}, "bad_choice"),
        ({"slot": -1}, "malformed"),
        ({"seq": 2**31}, "malformed"),
        ({"seq": "1"}, "malformed"),
        ({"choice": [0] * 11}, "malformed"),
        ({"choice": None}, "malformed"),
        ({"took_ms": 10**12}, "malformed"),
        ({"t": "host"}, "unknown_type"),
    ],
)
async def test_a_bad_answer_is_refused_by_name_and_changes_nothing(
    mei: str, change: dict[str, Any], code: str
) -> None:
    phone, question = await seated(mei)
    error = await phone.ask(**{**phone.answer_to(question, [1]), **change})
    assert (error["t"], error["code"]) == ("error", code)
    assert await stored() == []
    assert (await phone.answer(question, [1]))["counts"] is True
    await phone.hang_up()


async def test_frames_before_hello_are_refused(mei: str) -> None:
    phone = await connect(mei)
    assert (await phone.ask(t="open", try_no=0))["code"] == "not_joined"
    frame = {"t": "answer", "attempt": 1, "slot": 0, "seq": 1, "choice": [], "took_ms": 0}
    assert (await phone.ask(**frame))["code"] == "not_joined"
    await phone.hang_up()


async def test_a_try_after_the_next_is_refused_and_spends_nothing(mei: str) -> None:
    phone = await connect(mei)
    await phone.hello()
    assert (await phone.ask(t="open", try_no=1))["code"] == "no_such_try"
    assert (await phone.ask(t="open", try_no=2**31 - 1))["code"] == "no_such_try"
    assert (await phone.hello())["round"]["next_try"] == 0
    question = (await phone.open(0))["question"]
    assert (await phone.open(7))["attempt"] == question["attempt"], "an open one is continued"
    for _ in range(5):
        question = (await phone.answer(question, [0]))["question"]
    assert (await phone.ask(t="open", try_no=7))["code"] == "no_such_try"
    assert (await phone.open(1))["try_no"] == 1
    await phone.hang_up()


async def test_an_unknown_token_is_told_and_closed(mei: str) -> None:
    phone = await connect("no-such-token-at-all-000")
    assert (await phone.hello())["code"] == "no_token"
    assert (await phone.socket.receive_output())["code"] == 4401


async def test_a_flood_is_slowed_down_and_then_closed(mei: str) -> None:
    phone = await connect(mei)
    for n in range(82):
        await phone.send(t="ping", c=n)
    heard = [(await phone.hear())["t"] for _ in range(61)]
    assert heard == ["pong"] * 60 + ["error"]
    assert (await phone.socket.receive_output())["code"] == 1008

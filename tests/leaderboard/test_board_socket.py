"""The boards' socket: what it refuses, its limits, and its end."""

from dataclasses import replace

import pytest

from leaderboard import consumers, messages, protocol
from leaderboard.catalogue import Place
from quiz.hub import hub
from quiz.protocol import Malformed
from tests.house import tree
from tests.leaderboard.hall import PROVINCE, Hall, Page


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *((" ", "malformed"), ("[]", "malformed"), ("{}", "malformed"), ("\ufeff{}", "malformed")),
        *(('{"t":null}', "malformed"), ('{"t":5}', "malformed"), ('{"t":""}', "unknown_type")),
        ('{"t":"hello"}', "unknown_type"),
        ('{"t":"watch"}', "malformed"),
        ('{"t":"watch","board":7}', "malformed"),
        ('{"t":"watch","board":"final:persons:44","seen":-1}', "malformed"),
        ('{"t":"watch","board":"final:persons:44","seen":1e400}', "malformed"),
        ('{"t":"watch","board":"' + "4" * 161 + '"}', "malformed"),
        ('{"t":"watch","board":"final\\u0000"}', "malformed"),
        ('{"t":"watch","board":"final:persons:44\\n"}', "malformed"),
        ('{"t":"publish","board":"final:persons:44"}', "unknown_type"),
        ("[" * 5_000, "malformed"),
        ('{"t":"watch","board":"final:persons:45"}', "no_such_board"),
        ('{"t":"watch","board":"final:persons:44:retired"}', "no_such_board"),
        ('{"t":"watch","board":"other:persons:44"}', "no_such_board"),
        ('{"t":"watch","board":"final:regions:44:youth"}', "no_such_board"),
    ],
)
async def test_bad_frames_are_named_and_change_nothing(
    hall: Hall, page: Page, text: str, code: str
) -> None:
    error = await page.ask(text)
    assert (error["t"], error["code"]) == ("error", code)
    assert not hub.topics()


@pytest.mark.parametrize(
    ("header", "value", "lang"),
    [
        (b"cookie", b"a=1; django_language=en", "en"),
        (b"accept-language", b"fr, en-GB;q=0.8", "en"),
        (b"accept-language", b"zh-TW", "zh-hant"),
        (b"accept-language", b"zh-CN,zh;q=0.9,en;q=0.8", "zh-hans"),
        (b"cookie", b"django_language=\xff../../etc", "zh-hans"),
        (b"accept-language", b"\xff;q=x," + b"x-" * 300, "zh-hans"),
    ],
)
async def test_errors_speak_the_language_of_the_page(
    hall: Hall, header: bytes, value: bytes, lang: str
) -> None:
    page = await Page((header, value)).enter()
    for frame in ({"t": "watch", "board": "other:persons:44"}, {"t": "x"}, {"t": 5}):
        error = await page.ask(**frame)
        assert error["message"] == messages.text(error["code"], lang)
    await page.leave()


@pytest.mark.parametrize("code", messages.MESSAGES)
def test_every_error_has_words_and_its_line_in_the_protocol(code: str) -> None:
    assert messages.text(code, "zh-hans")
    assert f"`{code}`" in tree.text("docs/protocol.md")


async def test_a_page_may_watch_twelve_boards_and_let_them_go(hall: Hall, page: Page) -> None:
    places = hall.projector.catalogue.places
    known = {f"44/{n}": Place(str(n), f"44/{n}", "地", "", "city") for n in range(13)}
    hall.projector.catalogue = replace(hall.projector.catalogue, places={**places, **known})
    for n in range(12):
        assert (await page.ask(t="watch", board=f"final:persons:44/{n}"))["t"] == "board"
    assert (await page.ask(t="watch", board="final:persons:44/0"))["t"] == "board"
    refused = await page.ask(t="watch", board="final:persons:44/12")
    assert (refused["code"], refused["detail"]) == ("too_many_boards", "final:persons:44/12")
    await page.say(t="unwatch")
    assert (await page.ask(t="watch", board="final:persons:44/12"))["t"] == "board"
    assert len(hub.topics()) == 1


async def test_a_refusal_names_its_board_for_many_may_be_asked_for_at_once(
    hall: Hall, page: Page
) -> None:
    names = ["other:persons:44", "final:persons:45"]
    for name in names:
        await page.say(t="watch", board=name)
    assert [(await page.hear())["detail"] for _ in names] == names


async def test_who_left_is_forgotten(hall: Hall) -> None:
    page = await Page().enter()
    await page.ask(t="watch", board=PROVINCE)
    await page.leave()
    assert not hub.topics()
    await hall.live.tick()
    assert not hall.live._live


async def test_too_many_frames_are_told_to_slow_down(hall: Hall, page: Page) -> None:
    for _ in range(consumers.BoardSocket.CREDITS + 1):
        await page.say("{}")
    heard = [(await page.hear())["code"] for _ in range(consumers.BoardSocket.CREDITS + 1)]
    assert set(heard[:-1]) == {"malformed"}
    assert heard[-1] == "slow_down"


def test_any_bytes_are_parsed_without_an_exception() -> None:
    for data in (b"", b"\xff", b'{"t":"\xff"}', b"\x00" * 20, b'{"t":"watch","board":"\\ud800"}'):
        assert isinstance(protocol.parse(data), Malformed)
    assert protocol.parse("x" * 20_000) == Malformed("frame of more than 16384 bytes")

"""The phone's page of a hall: how a code is typed, what the page weighs, going on elsewhere."""

import json
import re
from typing import Any

import brotli
import pytest
from django.test import Client

from quiz import bundle, lazy, people
from quiz.admission import door
from quiz.models import Contest, Contestant, Sitting
from quiz.rules.units import Millis
from quiz.sittings import host, phone_page
from tests.fakes import MORNING, FakeClock
from tests.quiz import hall_world, world
from tests.quiz.front import make_front
from tests.quiz.test_pages import MOST_BYTES, STATIC, asked_for, block, chosen

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fake_clock")]
LANGUAGES = ("zh-hans", "zh-hant", "en")
# What a phone loads beside the handshake of its socket: the question's controls and what follows.
MOST_LATER_BYTES = 9_000


@pytest.fixture
def sitting(fake_clock: FakeClock) -> Sitting:
    phone_page.forget()
    contest = make_front()
    world.make_bank(kinds=["single"])
    round_ = world.make_round(hall_world.TWO, contest, code="live")
    return host.make(round_, "决赛", None, now=Millis(MORNING), rehearsal=False, teams=[])


def page(client: Client, sitting: Sitting, lang: str = "zh-hans") -> str:
    client.cookies["django_language"] = lang
    return client.get(f"/h/{sitting.code}/").content.decode()


@pytest.mark.parametrize("typed", ["{}", " {} ", "{0[0]}{0[1]}{0[2]}-{0[3]}{0[4]}{0[5]}"])
def test_a_code_is_understood_however_it_is_typed(
    client: Client, sitting: Sitting, typed: str
) -> None:
    answer = client.get("/h/", {"code": typed.format(sitting.code)})
    assert answer.headers["Location"] == f"/h/{sitting.code}/"


def test_full_width_digits_are_digits(client: Client, sitting: Sitting) -> None:
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in sitting.code)
    assert client.get("/h/", {"code": wide}).headers["Location"] == f"/h/{sitting.code}/"
    there = client.get(f"/h/{wide}/", follow=True)
    assert there.status_code == 200
    assert "决赛" in there.content.decode()


@pytest.mark.parametrize("typed", ["12345", "1234567", "abc", "\x00", "一二三四五六", "²³¹²³¹x"])
def test_what_is_no_code_is_said_so(client: Client, sitting: Sitting, typed: str) -> None:
    answer = client.get("/h/", {"code": typed})
    assert answer.status_code in (400, 302)
    if answer.status_code == 400:
        assert "六位数字" in answer.content.decode()


@pytest.mark.slow
def test_a_wrong_code_is_named_and_guessing_is_slowed(client: Client, sitting: Sitting) -> None:
    wrong = "000000" if sitting.code != "000000" else "111111"
    answer = client.get(f"/h/{wrong}/")
    assert answer.status_code == 404
    assert "核对入场码" in answer.content.decode()
    for _ in range(door.wrong.burst):
        client.get(f"/h/{wrong}/")
    assert client.get(f"/h/{sitting.code}/").status_code == 429
    door.wrong = type(door.wrong)(burst=300, per_minute=300)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_is_one_small_response(client: Client, sitting: Sitting, lang: str) -> None:
    client.cookies["django_language"] = lang
    answer = client.get(f"/h/{sitting.code}/", headers={"accept-encoding": "br"})
    assert len(answer.content) <= MOST_BYTES
    html = brotli.decompress(answer.content).decode()
    assert not re.search(r'(src|href)="(?!data:,)', html)
    assert "sha256-" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_comes_later_is_one_module_kept_for_good(
    client: Client, sitting: Sitting, lang: str
) -> None:
    found = re.search(r'"later":"([^"]+)"', block(page(client, sitting, lang), "data"))
    assert found
    answer = client.get(found[1], headers={"accept-encoding": "br"})
    assert "immutable" in answer.headers["Cache-Control"]
    assert len(answer.content) <= MOST_LATER_BYTES
    assert brotli.decompress(answer.content).decode().endswith("export{openLater,extra};\n")


def test_every_word_that_a_module_asks_for_is_there(client: Client, sitting: Sitting) -> None:
    first = set(json.loads(block(page(client, sitting), "words")))
    later, shared = (set(extra(part)["words"]) for part in (phone_page.LATER, lazy.PHONE))
    code = bundle.flatten(STATIC / phone_page.HALL.entry)
    assert asked_for(code) <= first
    assert first <= chosen(code) | {"online", "offline", "connecting", "refused"}
    assert asked_for(bundle.flatten(STATIC / phone_page.LATER.entry)) <= first | later | shared
    assert not first & later


def extra(part: lazy.Part) -> Any:
    found = re.search(r"const extra=(\{.*\});\n", lazy.module(part, "zh-hans").plain.decode())
    assert found
    return json.loads(found.group(1))


def test_there_is_no_link_into_a_hall_that_does_not_exist(client: Client, sitting: Sitting) -> None:
    contest = Contest.objects.get()
    elsewhere = Contest.objects.create(code="E2026", title_zh="另一场", region=contest.region)
    for home, code in ((contest, "000000"), (elsewhere, sitting.code)):
        made = client.post(
            "/api/move",
            {"sitting": code},
            "application/json",
            headers={"authorization": f"Bearer {world.make_contestant(home, f'Mei{home.pk}')}"},
        )
        told = made.json()
        assert (made.status_code, told["code"], told["field"]) == (
            404,
            "no_such_sitting",
            "sitting",
        )


def test_another_phone_goes_on_by_a_link_that_works_once(client: Client, sitting: Sitting) -> None:
    token = world.make_contestant(Contest.objects.get(), "Mei")
    made = client.post(
        "/api/move",
        {"sitting": sitting.code},
        "application/json",
        headers={"authorization": f"Bearer {token}"},
    )
    assert made.status_code == 201
    url = made.json()["url"]
    where, _, ticket = url.partition("#move=")
    assert where.endswith(f"/h/{sitting.code}/")
    assert made.json()["qr"]["path"].startswith("M")

    def redeem(new: str) -> int:
        body = {"ticket": ticket, "token": new}
        return client.put("/api/move", body, "application/json").status_code

    fresh, other = "a" * 32, "b" * 32
    assert redeem(fresh) == 200
    assert redeem(fresh) == 200, "the answer may have been lost: the same phone asks again"
    assert redeem(other) == 403
    assert people.by_token(token) is None
    mei = people.by_token(fresh)
    assert mei is not None
    assert mei.nickname == "Mei"
    assert Contestant.objects.count() == 1


@pytest.mark.parametrize("ticket", ["", "x", "a:b:c", "x" * 300])
def test_a_link_that_was_made_up_moves_nobody(client: Client, ticket: str) -> None:
    body = {"ticket": ticket, "token": "c" * 32}
    answer = client.put("/api/move", body, "application/json")
    assert answer.status_code in (400, 403)

"""The pages of the big screen and the overlay: for everybody with the code, in every language."""

import json
import re

import pytest
from django.test import Client

from quiz.models import Contest, Sitting
from quiz.rules.units import Millis
from quiz.sittings import host
from tests.fakes import MORNING
from tests.quiz import hall_world, world

pytestmark = pytest.mark.django_db
SETUP = re.compile(r'<script id="setup" type="application/json">(.*?)</script>', re.DOTALL)
WORDS = re.compile(r'<script type="application/json" id="words">(.*?)</script>', re.DOTALL)


@pytest.fixture
def sitting(contest: Contest) -> Sitting:
    round_ = world.make_round(hall_world.TWO, contest, code="live")
    return host.make(round_, "决赛", None, rehearsal=False, teams=[], now=Millis(MORNING))


def page(client: Client, sitting: Sitting, more: str = "") -> str:
    answer = client.get(f"/stage/{sitting.screen_code}/{more}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_screen_says_the_code_and_how_to_come_in(client: Client, sitting: Sitting) -> None:
    found = page(client, sitting)
    assert f'<p class="code">{sitting.code}</p>' in found
    assert '<svg class="qr"' in found or 'class="qr"' in found
    assert '<h1 id="title">决赛</h1>' in found


@pytest.mark.parametrize("path", ["", "overlay/"])
def test_no_page_holds_what_only_hosts_may_know(
    client: Client, sitting: Sitting, path: str
) -> None:
    found = page(client, sitting, path)
    assert sitting.seal not in found
    assert "csrf" not in found
    setup = json.loads(SETUP.findall(found)[0])
    assert setup == {"screen": sitting.screen_code, "lang": "zh-hans", "part": ""}


@pytest.mark.parametrize("lang", ["zh-hans", "zh-hant", "en"])
def test_the_address_says_the_language(client: Client, sitting: Sitting, lang: str) -> None:
    found = page(client, sitting, f"?lang={lang}")
    assert f'<html lang="{lang}">' in found
    assert json.loads(SETUP.findall(found)[0])["lang"] == lang
    assert json.loads(WORDS.findall(found)[0])


@pytest.mark.parametrize(
    ("asked", "part"), [("question", "question"), ("board", "board"), ("clock", "clock"), ("x", "")]
)
def test_an_overlay_may_be_asked_for_one_part(
    client: Client, sitting: Sitting, asked: str, part: str
) -> None:
    found = page(client, sitting, f"overlay/?part={asked}")
    assert json.loads(SETUP.findall(found)[0])["part"] == part


@pytest.mark.parametrize("code", ["abcdefghjkmn", "ABC", "%00", "决赛", "a" * 300])
def test_an_unknown_code_gets_a_plain_page(client: Client, code: str) -> None:
    answer = client.get(f"/stage/{code}/")
    assert answer.status_code == 404
    assert "没有这块大屏" in answer.content.decode()


def test_the_code_that_phones_type_opens_no_screen(client: Client, sitting: Sitting) -> None:
    assert client.get(f"/stage/{sitting.code}/").status_code == 404

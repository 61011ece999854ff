import json
from typing import Any

import pytest
from django.test import Client

from quiz.admission import Allowance, door
from quiz.models import Contest, Contestant
from quiz.people import hashed
from quiz.rules.units import Millis
from tests.fakes import MORNING, FakeClock
from tests.quiz.front import FORM, bearer, make_front, post

ONCE = "once-0123456789-abcdef"


@pytest.fixture(autouse=True)
def contest(db: None, fake_clock: FakeClock) -> Contest:
    return make_front()


def test_a_nickname_a_region_and_a_cohort_are_enough(client: Client) -> None:
    answer = post(client)
    assert answer.status_code == 201
    who = Contestant.objects.get()
    assert (who.nickname, who.region_id, who.cohort_id) == ("木棉", "440106", "general")
    assert who.token_hash == hashed(answer.json()["token"])
    me = client.get("/api/me", headers=bearer(answer.json()["token"]))
    assert me.json() == {**FORM, "unit": ""}


def test_the_answer_that_holds_the_token_is_kept_nowhere(client: Client) -> None:
    assert "no-store" in post(client).headers["Cache-Control"]
    public = client.get("/api/contests/2026")
    assert not public.has_header("Cache-Control")


@pytest.mark.parametrize("typed", ["２０２６", " 20 26", "2O26", "20-26"])
def test_the_code_may_be_typed_in_many_ways(client: Client, typed: str) -> None:
    assert post(client, contest=typed).status_code == 201


@pytest.mark.parametrize("region", ["441900003", "442000101", "810000", "other"])
def test_towns_and_guests_may_join(client: Client, region: str) -> None:
    assert post(client, region=region).status_code == 201


@pytest.mark.parametrize(
    ("age", "words"),
    [
        ({}, "请选择列出的人群。"),
        ({"under14": True, "guardian": True}, "未满 14 周岁，请选择青少年。"),
    ],
)
def test_a_cohort_that_is_none_is_told_of_age_only_to_somebody_under_14(
    client: Client, age: dict[str, Any], words: str
) -> None:
    answer = post(client, cohort="pupils", **age)
    assert answer.json()["message"] == words


@pytest.mark.parametrize(
    ("fields", "status", "code", "field"),
    [
        ({"contest": "999999"}, 404, "no_such_contest", "contest"),
        ({"contest": "大赛"}, 404, "no_such_contest", "contest"),
        ({"contest": None}, 400, "bad_field", "contest"),
        ({"contest": ["2026"]}, 400, "bad_field", "contest"),
        ({"nickname": ""}, 400, "name_empty", "nickname"),
        ({"nickname": "\u200b\u3164"}, 400, "name_empty", "nickname"),
        ({"nickname": "木" * 25}, 400, "name_too_long", "nickname"),
        ({"nickname": "x" * 10_000}, 400, "name_too_long", "nickname"),
        ({"nickname": "木\n棉"}, 400, "name_characters", "nickname"),
        ({"nickname": "主持人"}, 400, "name_reserved", "nickname"),
        ({"nickname": "傻\u200b逼"}, 400, "name_offensive", "nickname"),
        ({"nickname": {}}, 400, "bad_field", "nickname"),
        ({"unit": "木" * 31}, 400, "name_too_long", "unit"),
        ({"region": "999999"}, 400, "bad_region", "region"),
        ({"region": "4401"}, 400, "bad_region", "region"),
        ({"region": "440100"}, 400, "bad_region", "region"),
        ({"region": "440000"}, 400, "bad_region", "region"),
        ({"region": ""}, 400, "bad_field", "region"),
        ({"cohort": "pupils"}, 400, "bad_cohort", "cohort"),
        ({"cohort": "elders", "under14": True, "guardian": True}, 400, "bad_cohort", "cohort"),
        ({"cohort": "youth", "under14": True}, 400, "guardian_needed", "guardian"),
        ({"once": "short"}, 400, "bad_field", "once"),
    ],
)
def test_what_is_wrong_is_named_and_nobody_joins(
    client: Client, fields: dict[str, Any], status: int, code: str, field: str
) -> None:
    answer = post(client, **fields)
    body = answer.json()
    assert (answer.status_code, body["code"], body["field"]) == (status, code, field)
    assert body["message"]
    assert not Contestant.objects.exists()


def test_a_region_that_is_too_wide_comes_back_with_its_parts(client: Client) -> None:
    assert "440106" in post(client, region="440100").json()["choices"]
    assert "440100" in post(client, region="nowhere").json()["choices"]


def test_a_region_of_another_contest_is_refused(client: Client, contest: Contest) -> None:
    Contest.objects.filter(pk=contest.pk).update(region_id="440300")
    assert post(client).json()["code"] == "bad_region"
    assert post(client, region="440304").status_code == 201


def test_a_child_joins_with_the_consent_of_a_guardian(client: Client) -> None:
    assert post(client, cohort="youth", under14=True, guardian=True).status_code == 201
    assert Contestant.objects.get().guardian


def test_the_same_form_sent_twice_makes_one_contestant(client: Client) -> None:
    first, second = post(client, once=ONCE), post(client, once=ONCE, nickname="别名")
    assert first.json() == second.json()
    assert Contestant.objects.count() == 1


def test_errors_speak_the_language_of_the_reader(client: Client) -> None:
    client.cookies["django_language"] = "en"
    answer = post(client, nickname="")
    assert answer.headers["Content-Language"] == "en"


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        ("", "application/json", 400, "bad_field"),
        ("{", "application/json", 400, "malformed"),
        ("[1]", "application/json", 400, "malformed"),
        ("[" * 16_000, "application/json", 400, "malformed"),
        ("[" * 100_000, "application/json", 413, "too_large"),
        ('"' + "x" * 3_000_000 + '"', "application/json", 413, "too_large"),
        ('{"nickname": "\\ud800"}', "application/json", 400, "malformed"),
        (json.dumps(FORM), "text/plain", 415, "wrong_type"),
        ("nickname=x", "application/x-www-form-urlencoded", 415, "wrong_type"),
        (b"\xff\xfe{}", "application/json", 400, "malformed"),
    ],
)
def test_a_broken_body_is_refused_and_never_a_server_error(
    client: Client, body: str | bytes, kind: str, status: int, code: str
) -> None:
    answer = client.post("/api/join", body, content_type=kind)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert set(answer.json()) >= {"code", "message"}


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete", "trace"])
def test_an_unknown_method_is_refused(client: Client, method: str) -> None:
    answer = getattr(client, method)("/api/join")
    assert (answer.status_code, answer.json()["code"]) == (405, "not_allowed")


def test_one_device_may_try_ten_times_a_minute(client: Client, fake_clock: FakeClock) -> None:
    post(client)
    for _ in range(10):
        assert post(client).status_code == 201
    late = post(client)
    assert (late.status_code, late.json()["code"]) == (429, "slow_down")
    assert late.headers["Retry-After"] == "6"
    fake_clock.tick(late.json()["retry_ms"])
    assert post(client).status_code == 201


@pytest.mark.slow
def test_a_school_behind_one_address_is_admitted_within_seconds(client: Client) -> None:
    for _ in range(100):
        client.cookies.clear()
        assert post(client).status_code == 201


def test_codes_cannot_be_guessed_quickly(client: Client, fake_clock: FakeClock) -> None:
    assert door.wrong == Allowance(burst=300, per_minute=300)
    door.wrong.burst = 3
    answers = [client.get(f"/api/contests/{n}").status_code for n in range(100_000, 100_004)]
    assert answers == [404] * 3 + [429]
    assert client.get("/p/123456/").status_code == 429
    assert post(client).status_code == 429
    fake_clock.tick(200)
    assert client.get("/api/contests/2026").status_code == 200


def test_a_stranger_cannot_choose_his_address(client: Client) -> None:
    door.wrong.burst = 3
    for n in range(3):
        client.get("/api/contests/1", headers={"x-forwarded-for": f"10.0.0.{n}"})
    assert client.get("/api/contests/1").status_code == 429


def test_a_guesser_with_a_network_of_addresses_is_one_guesser(client: Client) -> None:
    door.wrong.burst = 3
    for n in range(3):
        client.get("/api/contests/1", REMOTE_ADDR=f"2001:db8::{n}")
    assert client.get("/api/contests/1", REMOTE_ADDR="2001:db8::9").status_code == 429
    assert client.get("/api/contests/2026", REMOTE_ADDR="2001:db8:0:1::9").status_code == 200


def test_an_allowance_refills_evenly_and_forgets_who_has_all_of_it() -> None:
    allowance = Allowance(burst=2, per_minute=60, keys=2)
    for key in ("a", "a", "b"):
        assert allowance.wait(key, MORNING) == 0
        allowance.spend(key, MORNING)
    assert allowance.wait("a", MORNING) == 1_000
    assert allowance.wait("a", Millis(MORNING + 400)) == 600
    assert allowance.wait("a", Millis(MORNING - 5_000)) == 1_000
    allowance.spend("c", Millis(MORNING + 1_000))
    assert allowance.wait("a", Millis(MORNING + 1_000)) == 0
    allowance.spend("d", Millis(MORNING + 1_000))
    assert len(allowance._left) == 2


@pytest.mark.parametrize("token", ["", "x", "x" * 32, "x" * 5_000, "令牌" * 12, "\x00" * 32])
def test_nobody_is_recognised_by_a_wrong_token(client: Client, token: str) -> None:
    answer = client.get("/api/me", headers=bearer(token))
    assert (answer.status_code, answer.json()["code"]) == (401, "no_token")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_contest_is_told_with_its_rounds(client: Client) -> None:
    client.cookies["django_language"] = "en"
    assert client.get("/api/contests/2026").json() == {
        "code": "2026",
        "title": "Gala",
        "region": "440000",
        "rounds": [],
    }

"""Somebody moves: later papers count elsewhere, earlier ones stay where they were opened."""

import datetime
import json
from typing import Any

import pytest
from django.test import Client

from quiz.models import Contest, Contestant, Region, Relocation
from tests.fakes import MORNING, FakeClock
from tests.quiz.front import bearer, make_front, post


@pytest.fixture(autouse=True)
def contest(db: None, fake_clock: FakeClock) -> Contest:
    return make_front()


def move(client: Client, token: str, region: str, cohort: str = "general") -> Any:
    home = {"region": region, "cohort": cohort}
    headers = bearer(token)
    return client.put("/api/me/home", home, content_type="application/json", headers=headers)


def joined(client: Client, **fields: Any) -> str:
    return str(post(client, **fields).json()["token"])


def test_somebody_moves_once_and_it_is_remembered(client: Client) -> None:
    token = joined(client)
    answer = move(client, token, "440305", "elders")
    assert (answer.status_code, answer.json()["region"]) == (200, "440305")
    assert move(client, token, "440305", "elders").status_code == 200
    again = move(client, token, "440106")
    assert (again.status_code, again.json()["code"]) == (409, "moved_already")
    row = Relocation.objects.get()
    assert (row.from_path, row.to_path) == ("440000/440100/440106", "440000/440300/440305")
    assert (row.from_cohort, row.to_cohort, row.moved_at) == ("general", "elders", MORNING)
    assert client.get("/api/me", headers=bearer(token)).json()["cohort"] == "elders"


def test_saying_the_same_home_is_no_move(client: Client) -> None:
    token = joined(client)
    assert move(client, token, "440106").status_code == 200
    assert not Relocation.objects.exists()


@pytest.mark.parametrize(
    ("region", "cohort", "code"),
    [
        *(("440000", "general", "bad_region"), ("440100", "general", "bad_region")),
        *(("999999", "general", "bad_region"), ("\0", "general", "bad_field")),
        *(("440305", "robots", "bad_cohort"), ("440305", "", "bad_field")),
        *(("x" * 400, "general", "bad_field"), ("", "general", "bad_field")),
    ],
)
def test_a_home_that_is_none_changes_nothing(
    client: Client, region: str, cohort: str, code: str
) -> None:
    answer = move(client, joined(client), region, cohort)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert Contestant.objects.get().region_id == "440106"
    assert not Relocation.objects.exists()


def test_a_child_stays_in_the_cohort_of_children(client: Client) -> None:
    token = joined(client, cohort="youth", under14=True, guardian=True)
    assert move(client, token, "440305", "elders").json()["code"] == "bad_cohort"
    assert move(client, token, "440305", "youth").status_code == 200


def test_nobody_moves_for_another(client: Client) -> None:
    assert move(client, "x" * 32, "440305").status_code == 401


def test_who_is_erased_leaves_no_trace_of_where_they_lived(client: Client) -> None:
    token = joined(client)
    move(client, token, "440305")
    assert client.delete("/api/me", headers=bearer(token)).status_code == 204
    assert not Relocation.objects.exists()


def test_a_county_that_is_no_more_cannot_be_chosen(client: Client, fake_clock: FakeClock) -> None:
    token = joined(client)
    merged = Region.objects.filter(pk="440305")
    merged.update(valid_to=datetime.date(2020, 1, 1))
    refused = move(client, token, "440305").json()
    assert refused["code"] == "bad_region"
    assert "440305" not in refused["choices"]
    assert post(client, nickname="兰草", region="440305").status_code == 400
    merged.update(valid_from=datetime.date(2099, 1, 1), valid_to=None)
    assert move(client, token, "440305").status_code == 400


def test_a_link_to_another_phone_leads_to_the_contest_s_own_page(client: Client) -> None:
    token = post(client).json()["token"]
    made = client.post("/api/move", {}, "application/json", headers=bearer(token)).json()
    where, _, ticket = made["url"].partition("#move=")
    assert where.endswith("/p/2026/move/")
    assert client.get("/p/2026/move/").status_code == 200
    assert client.get("/p/none/move/").status_code == 404
    fresh = client.put("/api/move", {"ticket": ticket, "token": "a" * 32}, "application/json")
    assert fresh.status_code == 200
    assert client.get("/api/me", headers=bearer(token)).status_code == 401


def test_the_page_of_the_move_knows_all_homes(client: Client) -> None:
    page = client.get("/p/2026/home/")
    assert page.status_code == 200
    homes = json.loads(page.content.decode().split('id="setup"')[1].split(">")[1].split("<")[0])
    assert "4403|00|深圳市|" in homes["regions"]
    assert ["general", "其他公众"] in homes["cohorts"]
    assert client.get("/p/none/home/").status_code == 404

"""Organisers set rounds up by checked settings; results and promises are for looking only."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from quiz.models import Contest, Round
from quiz.rules.formats import Format
from tests.fakes import MORNING
from tests.quiz import world


@pytest.fixture
def organiser(client: Client, db: None) -> Client:
    client.force_login(User.objects.create_superuser("organiser"))
    return client


def form(contest: Contest, settings: str) -> dict[str, Any]:
    return {
        "contest": contest.pk,
        "code": "spring",
        "title_zh": "春季赛",
        "title_en": "",
        "format": settings,
        "opens_at": MORNING,
        "closes_at": MORNING + world.HOUR,
    }


def test_a_round_is_stored_with_every_setting_filled_in(organiser: Client) -> None:
    contest = world.make_contest()
    answer = organiser.post("/admin/quiz/round/add/", form(contest, '{"questions": 5}'))
    assert answer.status_code == 302
    stored = Round.objects.get().format
    assert (stored["questions"], stored["question_ms"]) == (5, 20_000)


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ('{"questions": 0}', "questions: must be a whole number from 1 to 100"),
        ('{"shares": 1}', "shares: no such setting"),
        ('{"total_ms": 5}', "total_ms"),
    ],
)
def test_a_bad_format_is_refused_by_the_name_of_its_setting(
    organiser: Client, settings: str, says: str
) -> None:
    answer = organiser.post("/admin/quiz/round/add/", form(world.make_contest(), settings))
    assert answer.status_code == 200
    assert says in answer.content.decode()
    assert not Round.objects.exists()


def test_no_page_shows_a_seed_and_nothing_contestants_did_can_be_changed(
    organiser: Client,
) -> None:
    world.make_bank(4, ["single"])
    contest = world.make_contest()
    round_ = world.make_round(Format(questions=3, blueprint={"single": 3}, books=1), contest)
    world.make_contestant(contest)
    for model in ("preparedround", "contestant", "attempt", "region", "cohort"):
        page = organiser.get(f"/admin/quiz/{model}/")
        assert page.status_code == 200
        assert organiser.get(f"/admin/quiz/{model}/add/").status_code == 403
    page = organiser.get(f"/admin/quiz/preparedround/{round_.prepared.pk}/change/")
    assert round_.prepared.seed_hash in page.content.decode()
    assert round_.prepared.seed not in page.content.decode()

"""An English desk calls contests, rounds, boards and places by their English names."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from leaderboard.projector import Projector
from questionbank import grants
from quiz import annulling
from quiz.annulling import Why
from quiz.models import Attempt, Contest, Flag, FlagRule, Region, Round
from tests.fakes import FakeClock
from tests.leaderboard.cast import Scene

PAGES = ("publish/", "publish/first/", "boards/", "flags/", "annulments/", "raffles/")


@pytest.fixture
def desk(client: Client, projector: Projector, stage: Scene, fake_clock: FakeClock) -> Client:
    """The English desk of somebody who may do everything; one paper is annulled and flagged."""
    Contest.objects.update(title_en="Science contest")
    for one in Round.objects.all():
        Round.objects.filter(pk=one.pk).update(title_en=f"Heat {one.code}")
    Region.objects.filter(code="440106").update(name_en="Tianhe")
    lin = User.objects.create_user("lin")
    grants.give(lin, "organiser", "44", by=None)
    paper = Attempt.objects.filter(contestant=stage.people["梅"]).latest("pk")
    why = Why("request", "Asked by letter")
    annulling.annul({paper.pk: 1}, why, lin, fake_clock.now())
    Flag.objects.create(attempt=paper, rule=FlagRule.TOO_FAST, evidence={}, raised_at=1)
    projector.catch_up(fake_clock.tick(10_000))
    client.force_login(lin)
    return client


@pytest.mark.parametrize("page", PAGES)
def test_a_round_has_its_english_title_on_every_page_of_an_english_desk(
    desk: Client, page: str
) -> None:
    said = desk.get(f"/desk/{page}", headers={"accept-language": "en"}).content.decode()
    assert "初赛" not in said
    assert "Heat first" in said


def test_the_record_of_annulments_names_places_and_reasons_in_english(desk: Client) -> None:
    said = desk.get("/desk/annulments/", headers={"accept-language": "en"}).content.decode()
    assert "Tianhe" in said
    assert "天河区" not in said
    assert "Asked by letter" in said

"""The page of pairs: what is shown, what one click does, and what it never does."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from questionbank import desk, images
from questionbank.desk import Wanted
from questionbank.models import Pair, Question, Role, Status, Suspect, Verdict
from questionbank.pages.differences import marked, side_by_side
from questionbank.rules.question import Image, Text
from tests.questionbank.picture_files import halves, saved
from tests.questionbank.test_duplicates import (
    CITY,
    OTHER_CITY,
    TOLD,
    editor,
    like,
    searched,
    stored,
)
from tests.rules.test_question import ALL_KINDS

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def chen() -> Client:
    return client_of(editor("chen"))


@pytest.fixture
def pair() -> tuple[Question, Question]:
    one, other = stored(), stored(like(stem="下列各动物中属于哺乳动物的一种是", key=(1,)))
    searched()
    return one, other


def judged(client: Client, one: Question, other: Question, what: str) -> Any:
    sent = {
        "first": one.pk,
        "second": other.pk,
        "first_revision": one.revision,
        "second_revision": other.revision,
        "what": what,
    }
    return client.post("/bank/duplicates/judge", sent)


def test_both_stand_side_by_side_with_what_differs_marked(
    chen: Client, pair: tuple[Question, Question]
) -> None:
    page = chen.get("/bank/duplicates/").content.decode()
    assert page.count("data-pair") == 1
    assert all(one.ref in page for one in pair)
    assert re.findall(r"<mark>(.+?)</mark>", page) == ["各"]
    assert page.count("✓") == 2


@pytest.mark.parametrize("verdict", Verdict.values)
def test_one_click_keeps_both(chen: Client, pair: tuple[Question, Question], verdict: str) -> None:
    answer = judged(chen, *pair, verdict)
    assert (answer.status_code, answer["Location"]) == (302, "/bank/duplicates/")
    assert Pair.objects.get().verdict == verdict
    page = chen.get("/bank/duplicates/").content.decode()
    assert "data-pair" not in page
    chen.post("/bank/duplicates/back", {"pair": Pair.objects.get().pk})
    assert not Pair.objects.exists()


@pytest.mark.parametrize(("what", "kept"), [("first", 0), ("second", 1)])
def test_one_click_keeps_one(
    chen: Client, pair: tuple[Question, Question], what: str, kept: int
) -> None:
    assert judged(chen, *pair, what).status_code == 302
    statuses = [Question.objects.get(pk=one.pk).status for one in pair]
    assert statuses[kept] == Status.DRAFT
    assert statuses[1 - kept] == Status.RETIRED


def test_what_was_changed_meanwhile_is_shown_anew_and_not_merged(
    chen: Client, pair: tuple[Question, Question]
) -> None:
    Question.objects.filter(pk=pair[1].pk).update(revision=9)
    answer = judged(chen, *pair, "first")
    assert answer.status_code == 409
    assert pair[1].ref in answer.content.decode()
    assert 'value="9"' in answer.content.decode()
    assert not Question.objects.filter(status=Status.RETIRED).exists()


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({}, 400),
        ({"first": "x"}, 400),
        ({"first": "9" * 40}, 400),
        ({"what": "burn"}, 400),
        ({"second": "999999"}, 404),
        ({"first_revision": "-1"}, 400),
    ],
)
def test_bad_input_changes_nothing(
    chen: Client, pair: tuple[Question, Question], sent: dict[str, str], status: int
) -> None:
    one, other = pair
    sound = {"first": one.pk, "second": other.pk, "first_revision": 0, "second_revision": 0}
    answer = chen.post("/bank/duplicates/judge", (sound | sent) if sent else {})
    assert answer.status_code == status
    assert (Suspect.objects.count(), Pair.objects.count()) == (1, 0)


def test_an_editor_of_another_city_sees_and_decides_nothing(
    pair: tuple[Question, Question],
) -> None:
    li = client_of(editor("li", OTHER_CITY))
    assert "data-pair" not in li.get("/bank/duplicates/").content.decode()
    assert judged(li, *pair, "different").status_code == 404
    assert Suspect.objects.count() == 1


def test_an_author_may_tell_apart_but_not_retire_what_is_in_use(
    pair: tuple[Question, Question],
) -> None:
    Question.objects.update(status=Status.LIVE, approved=pair[0].newest)
    wu = client_of(editor("wu", CITY, Role.AUTHOR))
    assert judged(wu, *pair, "first").status_code == 403
    assert judged(wu, *pair, "different").status_code == 302


def test_the_whole_bank_is_searched_by_pressing_the_button(chen: Client) -> None:
    stored()
    stored(like(key=(1,)))
    told = chen.post("/bank/duplicates/search", headers={"Accept": "application/json"})
    assert told.json() == {"done": 2, "total": 2}
    assert chen.post("/bank/duplicates/search").status_code == 302
    assert "data-pair" in chen.get("/bank/duplicates/").content.decode()


def test_pairs_can_be_narrowed_to_one_reason(chen: Client, pair: tuple[Question, Question]) -> None:
    stored(TOLD)
    stored(like(TOLD, "鲸不是生活在海洋里的哺乳动物"))
    searched()
    counts = {
        why: chen.get(f"/bank/duplicates/?why={why}").content.decode().count("data-pair")
        for why in ("", "reversed", "same_text", "nonsense")
    }
    assert counts == {"": 2, "reversed": 1, "same_text": 0, "nonsense": 2}


def test_the_page_takes_the_same_queries_however_many_pairs_there_are(chen: Client) -> None:
    counts = []
    for number in range(4):
        stored(like(stem=f"下列动物中属于哺乳动物的第{number}种是"))
        searched()
        if number:
            with CaptureQueriesContext(connection) as asked:
                chen.get("/bank/duplicates/")
            counts.append(len(asked))
    assert counts[0] == counts[-1]


def test_pictures_are_shown_and_tell_questions_apart(
    chen: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.PICTURES_DIR = tmp_path
    kept = [images.store(saved(halves(64, height), "PNG"), None) for height in (32, 33)]
    for key, picture in enumerate(kept):
        stored(like(key=(key,), picture=Image(picture.digest, Text("一种动物"))))
    searched()
    page = chen.get("/bank/duplicates/").content.decode()
    assert all(images.address(picture, 320) in page for picture in kept)
    assert page.count('alt="一种动物"') == 2


def test_marked_runs_are_the_text_again() -> None:
    for text, against in [("水是单质", "水不是单质"), ("", "水"), ("水", ""), ("甲乙", "丙丁")]:
        assert "".join(run for run, _odd in marked(text, against)) == text


@pytest.mark.parametrize("draft", ALL_KINDS, ids=lambda draft: draft.kind)
def test_every_kind_of_question_can_be_shown(chen: Client, draft: Any) -> None:
    desk.create(Wanted(draft), by=None, scope=CITY)
    desk.create(Wanted(like(draft, source=Text("别处"))), by=None, scope=CITY)
    searched()
    assert draft.stem.zh in chen.get("/bank/duplicates/").content.decode()
    ours, theirs = side_by_side(draft, draft)
    assert ours == theirs

"""A contest with a bank, browsers of organisers, and a round as typed, for tests of the desk."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from questionbank import errand_kinds, grants
from quiz import clock
from quiz.models import Contest, Round
from tests.quiz import world

# Five single-choice questions, made of the preset `demo10`.
FORM: dict[str, Any] = {
    "code": "c26-1",
    "title_zh": "初赛",
    "title_en": "First round",
    "opens_at": "2026-09-26T09:00",
    "closes_at": "2026-10-10T18:00",
    "questions": "5",
    "question_ms": "20",
    "total_ms": "0",
    "tries_per_day": "1",
    "tries_total": "0",
    "count": "best",
    "right": "20",
    "penalty": "0",
    "reveal": "end",
    "best_n": "1",
    "boards": ["province", "regions"],
    "ties": ["took", "finished", ""],
    "bonus": "none",
    "bonus_points": "0",
    "bonus_steps": "0",
    "blank": "0",
    "partial": "none",
    "bands": "high 85\nbasic 55",
    "pool": "",
    "books": "2",
    "shuffle_questions": "1",
    "shuffle_options": "1",
    "grace_ms": "0.5",
    "cell.single": "5",
    "blueprint": "",
}


@pytest.fixture
def contest() -> Contest:
    world.make_bank(kinds=["single"])
    return world.make_contest()


@pytest.fixture
def desk(contest: Contest) -> Callable[..., Client]:
    """A browser of somebody with a role at a region."""

    def enter(path: str = "440000", role: str = "organiser") -> Client:
        name = f"{role}-{path.replace('/', '-')}"
        user, _made = User.objects.get_or_create(username=name)
        grants.give(user, role, path, by=None)
        client = Client()
        client.force_login(user)
        return client

    return enter


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def made(client: Client, contest: Contest, **changed: Any) -> Any:
    return client.post(f"/desk/rounds/new/{contest.code}/demo10/", FORM | changed)


def prepared(client: Client, contest: Contest) -> Round:
    made(client, contest)
    for what in ("preview", "prepare"):
        client.post(f"/desk/rounds/of/c26-1/{what}/")
        assert errand_kinds.do_next(clock.now()) is not None
    return Round.objects.get(prepared__isnull=False)

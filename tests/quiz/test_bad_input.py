"""Rows J and R of the table of bad input that test_join, test_names and test_api do not hold."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from leaderboard import projector as projectors
from leaderboard.projector import Projector
from leaderboard.store_memory import MemoryShelf
from quiz.models import Contest, Contestant
from tests.fakes import FakeClock
from tests.quiz.front import FORM, bearer, make_front, post

EVIL = ("<script>x()</script>", '"><img onerror=x>', "{{7*7}} %s {0}", "'; DROP TABLE x--", "&lt;")
LONG = "x" * 10_000

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def contest(db: None, fake_clock: FakeClock) -> Contest:
    return make_front()


@pytest.fixture(autouse=True)
def own_boards(monkeypatch: pytest.MonkeyPatch) -> None:
    """No boards that another test has looked at."""
    monkeypatch.setattr(projectors, "projector", Projector(MemoryShelf()))


@pytest.fixture
def organiser(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("organiser"))
    return client


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        # J57 and J58: codes in every dress but their own
        *(
            ({"region": region}, "bad_region", "region")
            for region in ("４４０１０６", "440106 x", "44010%", "440106\u200b", "440106'", "-1")
        ),
        ({"region": "4" * 13}, "bad_field", "region"),
        ({"region": ["440106"]}, "bad_field", "region"),
        ({"region": True}, "bad_field", "region"),
        ({"region": "440106\x00"}, "bad_field", "region"),
        *(
            ({"cohort": cohort}, "bad_cohort", "cohort")
            for cohort in ("General", "general'", "一般")
        ),
        ({"cohort": {"code": "general"}}, "bad_field", "cohort"),
        ({"under14": "perhaps"}, "bad_field", "under14"),
        ({"guardian": [True]}, "bad_field", "guardian"),
        # J45 to J54 again, in the field that may be empty
        ({"unit": "\u3164\u200b"}, "name_empty", "unit"),
        ({"unit": "第一\u2028中学"}, "name_characters", "unit"),
        ({"unit": "z" + "\u0300" * 50}, "name_characters", "unit"),
        ({"unit": LONG}, "bad_field", "unit"),
        ({"nickname": "木\x00棉"}, "bad_field", "nickname"),
        ({"nickname": 10**40}, "name_too_long", "nickname"),
        ({"nickname": False}, "bad_field", "nickname"),
        # J61 and J62
        ({"once": "x" * 65}, "bad_field", "once"),
        ({"once": "x" * 19 + "\n"}, "bad_field", "once"),
        ({"contest": LONG}, "bad_field", "contest"),
        ({"contest": "2026\x00"}, "bad_field", "contest"),
        ({"contest": "%"}, "no_such_contest", "contest"),
    ],
)
def test_what_is_wrong_is_named_and_nobody_joins(
    client: Client, fields: dict[str, Any], code: str, field: str
) -> None:
    answer = post(client, **fields)
    said = answer.json()
    assert 400 <= answer.status_code < 500
    assert (said["code"], said["field"]) == (code, field)
    assert not Contestant.objects.exists()


@pytest.mark.parametrize("name", EVIL)
def test_row_j51_a_name_is_text_wherever_it_stands(organiser: Client, name: str) -> None:
    joined = post(organiser, nickname=name, unit=name)
    assert joined.status_code == 201
    me = organiser.get("/api/me", headers=bearer(joined.json()["token"]))
    assert (me.json()["nickname"], me.json()["unit"]) == (name, name)
    assert me.headers["Content-Type"] == "application/json"
    who = Contestant.objects.get()
    for page in ("", f"{who.pk}/change/", f"?q={name[:4]}"):
        shown = organiser.get(f"/admin/quiz/contestant/{page}").content.decode()
        assert "<img onerror" not in shown
        assert "<script>x()" not in shown


def test_row_r68_fields_that_nobody_may_set_are_passed_over(client: Client) -> None:
    more: dict[str, Any] = dict.fromkeys(("id", "erased_at", "joined_at"), 1)
    more |= dict.fromkeys(("token", "token_hash", "role"), "x" * 32)
    joined = post(client, **more)
    assert joined.status_code == 201
    assert joined.json()["token"] != more["token"]
    who = Contestant.objects.get()
    assert who.token_hash != more["token_hash"]
    assert who.erased_at is None
    assert who.joined_at != 1
    assert client.get("/api/me", headers=bearer(joined.json()["token"])).json() == {
        **FORM,
        "unit": "",
    }


@pytest.mark.parametrize(
    ("path", "status"),
    [
        *((f"/?code={code}", 404) for code in ("%00", "%ff", "x" * 5_000, "{{7*7}}", "<b>")),
        *((f"/p/{code}/", 404) for code in ("%00", "%ff", "x" * 5_000, "..", "%F0%9F%98%80")),
        *((f"/api/contests/{code}", 404) for code in ("%00", "%ff", "x" * 5_000, "..")),
        *((f"/screen/{code}/", 404) for code in ("%00", "%ff", "x" * 5_000)),
        *((f"/boards/{code}/", 404) for code in ("%00", "%ff", "x" * 5_000)),
        *((f"/boards/2026/?{ask}", 404) for ask in ("tab=x", "round=%00", "cohort=%27", "page=-1")),
        ("/?page=1&page=2&code=", 200),
        (f"/api/attempts/{9**40}/review", 401),
        ("/api/attempts/-1/review", 404),
    ],
)
def test_rows_r66_and_r67_an_address_that_means_nothing_is_said_so(
    client: Client, path: str, status: int
) -> None:
    assert client.get(path).status_code == status


@pytest.mark.parametrize("number", [0, 1, 2**31, 2**63, 9**40])
def test_row_r67_somebody_elses_paper_is_not_there(client: Client, number: int) -> None:
    token = post(client).json()["token"]
    answer = client.get(f"/api/attempts/{number}/review", headers=bearer(token))
    assert (answer.status_code, answer.json()["code"]) == (404, "no_such_attempt")


@pytest.mark.parametrize(
    "query",
    [
        *(f"q={words}" for words in ("' OR 1=1", "%25", "%00", "%F0%9F%98%80", LONG, "\\", "_")),
        *("o=99.-99", "p=10000000", "p=-1", "all=", "e=1", "_to_field=token_hash"),
        *("password__startswith=a", "contest__code=%00", "id__in=1,x", "joined_at__gte=x"),
    ],
)
@pytest.mark.parametrize("page", ["contestant", "round", "contest", "region"])
def test_row_r72_a_search_of_the_admin_is_only_a_search(
    organiser: Client, page: str, query: str
) -> None:
    post(organiser)
    assert organiser.get(f"/admin/quiz/{page}/?{query}").status_code in (200, 302, 400)


@pytest.mark.parametrize(
    "there", ["//evil.example.org", "https://evil.example.org/", "\\\\evil", "/"]
)
def test_row_r77_nobody_is_led_to_another_site(client: Client, there: str) -> None:
    User.objects.create_superuser("organiser", password="a long password of ours")
    chosen = client.post("/lang/", {"language": "en", "next": there})
    login = {"username": "organiser", "password": "a long password of ours", "next": there}
    for answer in (chosen, client.post("/admin/login/", login)):
        assert answer.status_code == 302
        assert "evil" not in answer.headers["Location"]


@pytest.mark.parametrize("language", ["xx", "../../etc", "zh-hans\x00", LONG, ""])
def test_a_language_that_is_none_changes_nothing(client: Client, language: str) -> None:
    assert client.post("/lang/", {"language": language}).status_code == 302
    assert "django_language" not in client.cookies

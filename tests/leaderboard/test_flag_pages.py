"""The desk's page of flags: what waits, how it is decided, and who may have flags looked for."""

import pytest
from django.test import Client

from leaderboard.desk import flags_raise
from quiz.models import Attempt, Flag
from tests.leaderboard.test_annul_pages import (
    SHENZHEN,
    contest,
    lin,
    live,
    racer,
    signed_in,
    text,
    voids,
)
from tests.quiz.test_flagging import RACER, people, play

__all__ = ["contest", "lin", "live", "racer"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
LOOK = "/desk/flags/look/"


def test_the_list_says_what_waits_with_its_numbers_in_words(lin: Client, racer: Attempt) -> None:
    page = text(lin.get("/desk/flags/"))
    assert "快于阅读" in page
    assert "8 道作答中有 8 道快于读完题干所需（最快 0.5 秒" in page
    assert f"/desk/attempts/{racer.pk}/" in page
    assert text(lin.get("/desk/flags/?state=cleared")).count('class="card flag"') == 0
    for query in ("state=all", "rule=too_fast&round=demo", "state=nonsense", "page=99"):
        assert text(lin.get(f"/desk/flags/?{query}")).count('class="card flag"') == 1
    assert text(lin.get("/desk/flags/?round=elsewhere")).count('class="card flag"') == 0


@pytest.mark.parametrize("number", ["0", "x", "9" * 30, "１２", "-1"])
def test_a_number_that_is_none_is_said_so(lin: Client, number: str) -> None:
    answer = lin.get("/desk/flags/", {"attempt": number}, follow=True)
    assert "没有这份答卷" in text(answer)


def test_a_number_leads_to_the_attempt(lin: Client, racer: Attempt) -> None:
    answer = lin.get("/desk/flags/", {"attempt": str(racer.pk)})
    assert answer.headers["Location"] == f"/desk/attempts/{racer.pk}/"


def test_a_flag_is_decided_with_a_reason_and_as_it_was_seen(lin: Client, racer: Attempt) -> None:
    flag = Flag.objects.get()
    path = f"/desk/flags/{flag.pk}/"
    lin.post(path, {"state": "cleared", "note": " ", "seen": "open"})
    assert Flag.objects.get().state == "open"
    lin.post(path, {"state": "cleared", "note": "有证明", "seen": "open"})
    lin.post(path, {"state": "upheld", "note": "没有证明", "seen": "open"})
    flag = Flag.objects.get()
    assert (flag.state, flag.note, flag.who) == ("cleared", "有证明", "lin")
    assert not voids()


def test_flags_are_looked_for_from_the_page_by_who_has_the_whole_contest(
    lin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    play(people()[1], RACER)
    assert signed_in("wu", SHENZHEN).post(LOOK, {"round": "demo"}).status_code == 404
    assert lin.post(LOOK, {"round": "nowhere"}).status_code == 404
    assert LOOK not in text(signed_in("guo", SHENZHEN).get("/desk/flags/"))
    monkeypatch.setattr(flags_raise, "MOST_PAPERS", 0)
    answer = lin.post(LOOK, {"round": "demo"}, follow=True)
    assert "manage.py raise_flags demo" in text(answer)
    monkeypatch.setattr(flags_raise, "MOST_PAPERS", 10)
    answer = lin.post(LOOK, {"round": "demo"}, follow=True)
    assert "新提出 1 处疑点" in text(answer)
    assert Flag.objects.count() == 1

"""Two organisers at one round at once: neither meets an error, nor undoes what the other did
without a word."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from questionbank.models import Errand
from quiz import changing, clock, round_errands
from quiz.models import Contest, Round, RoundErrand
from tests.leaderboard.rounds_desk import FORM, contest, desk, made, prepared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fake_clock")]
__all__ = ["contest", "desk"]
PAGE = "/desk/rounds/of/c26-1/"


@contextmanager
def before(part: str, number: int, act: Callable[[], object]) -> Iterator[None]:
    """Have something done just before the statement of that number which has that part."""
    left = [number]

    def watch(execute: Any, sql: str, *rest: Any) -> Any:
        if part in sql:
            left[0] -= 1
            if left[0] == 0:
                act()
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        yield
    assert left[0] <= 0, "nobody said that"


def test_a_round_that_is_deleted_twice_is_deleted(
    desk: Callable[..., Client], contest: Contest
) -> None:
    client = desk()
    made(client, contest)
    again = Round.objects.get()
    for _time in range(2):
        answer = client.post(f"{PAGE}drop/", {"typed": "c26-1"})
        assert answer.headers["Location"] == "/desk/rounds/"
    changing.remove(again, now=clock.now())
    assert desk("440000/440100").post(f"{PAGE}drop/", {"typed": "c26-1"}).status_code == 404
    assert client.post("/desk/rounds/of/c26-9/drop/", {"typed": "c26-9"}).status_code == 404
    made(client, contest)
    assert Round.objects.filter(code="c26-1").exists()
    client.post(f"{PAGE}drop/", {"typed": "x"})
    assert Round.objects.filter(code="c26-1").exists()


def test_who_changes_a_round_that_was_deleted_meanwhile_reads_that_it_is_gone(
    desk: Callable[..., Client], contest: Contest
) -> None:
    client = desk()
    made(client, contest)
    gone = Round.objects.get()
    with before('FROM "quiz_round"', 2, lambda: changing.remove(gone, now=clock.now())):
        assert client.post(f"{PAGE}change/", FORM).status_code == 404


def test_a_code_that_somebody_took_meanwhile_is_refused_beside_its_field(
    desk: Callable[..., Client], contest: Contest
) -> None:
    client = desk()
    made(client, contest)
    taken = {"code": "c26-2", "format": {}, "opens_at": 1}
    with before('UPDATE "quiz_round"', 1, lambda: Round.objects.create(contest=contest, **taken)):
        answer = client.post(f"{PAGE}change/", FORM | {"code": "c26-2"})
    assert answer.status_code == 422
    assert "刚刚有人用了这个代码" in answer.context["wrong"]["code"]
    assert Round.objects.filter(code="c26-1").exists()


def test_what_one_process_prepared_is_not_said_to_have_failed_by_another_that_was_thought_dead(
    desk: Callable[..., Client], contest: Contest
) -> None:
    client = desk()
    made(client, contest)
    client.post(f"{PAGE}prepare/")
    errand = Errand.objects.get()
    with before('UPDATE "quiz_rounderrand"', 1, lambda: round_errands.do(errand)):
        round_errands.do(errand)
    done = RoundErrand.objects.get()
    assert (done.state, done.problem) == ("done", "")
    assert done.found["forms"] > 0


def test_a_round_that_is_deleted_while_its_papers_are_cut_is_gone(
    desk: Callable[..., Client], contest: Contest
) -> None:
    client = desk()
    made(client, contest)
    client.post(f"{PAGE}prepare/")
    errand, gone = Errand.objects.get(), Round.objects.get()
    with before('UPDATE "quiz_rounderrand"', 2, lambda: changing.remove(gone, now=clock.now())):
        round_errands.do(errand)
    assert not Round.objects.exists()
    assert not RoundErrand.objects.exists()


def opened(client: Client) -> dict[str, Any]:
    """The form of the round as a browser would send it unchanged."""
    context = client.get(f"{PAGE}change/").context
    return FORM | {"made_of": context["made_of"]}


def test_who_saves_over_what_another_changed_reads_both_and_decides(
    desk: Callable[..., Client], contest: Contest
) -> None:
    one, other = desk(), desk()
    made(one, contest)
    mine = opened(one)
    theirs = {"title_zh": "决赛", "right": "30", "cell.single": "", "boards": ["city"]}
    assert other.post(f"{PAGE}change/", mine | theirs).status_code == 302
    answer = one.post(f"{PAGE}change/", mine | {"title_zh": "预赛", "penalty": "5"})
    assert answer.status_code == 409
    news = answer.context["news"]
    assert news["acts"][0][0] == "organiser-440000"
    told = {row["name"]: (row["was"], row["now"], row["mine"], row["kept"]) for row in news["rows"]}
    assert told["名称"] == ("初赛", "决赛", "预赛", True)
    assert told["答对得分"] == ("20", "30", "20", False)
    # Nothing was saved; the form has theirs where nothing was typed, and what was typed.
    assert Round.objects.get().title_zh == "决赛"
    english = one.post(f"{PAGE}change/", mine, headers={"accept-language": "en"})
    assert '<th scope="col">Field</th>' in english.content.decode()
    # On a phone each row is a card, where these names stand beside what they are of.
    for name in ("Was", "Changed to", "Yours"):
        assert f'data-label="{name}"' in english.content.decode()
    assert "narrow_rows" in english.content.decode()
    typed = answer.context["typed"]
    plain = typed.plain
    assert (plain["title_zh"], plain["right"], plain["penalty"]) == ("预赛", "30", "5")
    assert (typed.lists["boards"], typed.cells["single"]) == (("city",), "")
    again = {**plain, **typed.lists, "cell.single": "", "made_of": answer.context["made_of"]}
    assert one.post(f"{PAGE}change/", again).status_code == 302
    row = Round.objects.get()
    assert (row.title_zh, row.format["right"], row.format["penalty"]) == ("预赛", 30, 5)
    assert row.format["boards"] == ["city"]


def test_what_two_changed_alike_or_only_one_of_them_sees_stops_nobody(
    desk: Callable[..., Client], contest: Contest
) -> None:
    client = desk()
    made(client, contest)
    mine = opened(client)
    assert client.post(f"{PAGE}change/", mine | {"right": "30"}).status_code == 302
    assert client.post(f"{PAGE}change/", mine | {"right": "30", "books": "3"}).status_code == 302
    assert Round.objects.get().format["books"] == 3


@pytest.mark.parametrize("number", ["", "0", "-1", "x", "9" * 15, "9" * 40, "\0"])
def test_a_form_that_does_not_say_what_it_was_made_of_is_saved(
    desk: Callable[..., Client], contest: Contest, number: str
) -> None:
    client = desk()
    made(client, contest)
    sent = FORM | {"made_of": number, "right": "30"}
    assert client.post(f"{PAGE}change/", sent).status_code == 302


def test_titles_of_a_prepared_round_are_not_saved_over_another_s(
    desk: Callable[..., Client], contest: Contest
) -> None:
    client = desk()
    prepared(client, contest)
    number = client.get(f"{PAGE}change/").context["made_of"]
    hours = {name: FORM[name] for name in ("opens_at", "closes_at")}
    mine = hours | {"made_of": number, "title_en": ""}
    assert client.post(f"{PAGE}change/", mine | {"title_zh": "甲"}).status_code == 302
    answer = client.post(f"{PAGE}change/", mine | {"title_zh": "乙"})
    assert [row["now"] for row in answer.context["news"]["rows"]] == ["甲"]
    # A form from before it was prepared is refused whole, as ever.
    answer = client.post(f"{PAGE}change/", FORM | mine)
    assert "卷册已承诺" in answer.context["wrong"]["code"]

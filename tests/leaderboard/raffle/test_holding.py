"""The way of a raffle: promised, sealed, drawn once, and drawn again by anybody."""

import io
import json
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from leaderboard.models.raffles import Raffle, Stage, Ticket, Win
from leaderboard.raffle import holding, listing, papers, telling
from leaderboard.raffle.holding import CannotHold
from leaderboard.rules import raffle as rules
from leaderboard.rules.raffle import Per, Rule
from quiz import people
from quiz.models import Entry
from tests.fakes import FakeClock
from tests.leaderboard.cast import OPENS_AT, Scene
from tests.leaderboard.raffle.conftest import changed

pytestmark = pytest.mark.django_db


def test_a_draw_cannot_be_repeated_and_changes_nothing_then(
    drawn: Raffle, fake_clock: FakeClock
) -> None:
    before = telling.facts(Raffle.objects.get())
    with pytest.raises(CannotHold, match="not_now"):
        holding.draw(Raffle.objects.get(), "another", fake_clock.now())
    assert telling.facts(Raffle.objects.get()) == before
    assert Win.objects.count() == 4


def test_a_ticket_slipped_in_after_the_sealing_stops_the_draw(
    sealed: Raffle, stage: Scene, fake_clock: FakeClock
) -> None:
    Ticket.objects.create(raffle=sealed, contestant=stage.people["少"], number="0" * 16)
    with pytest.raises(CannotHold, match="changed"):
        holding.draw(sealed, "1", fake_clock.now())
    kept = Raffle.objects.get()
    assert (kept.stage, kept.beacon, Win.objects.count()) == (Stage.SEALED, "", 0)


@pytest.mark.parametrize("beacon", ["", "   ", "x" * 81, "a\nb", "\0"])
def test_a_public_number_that_makes_no_sense_draws_nothing(
    sealed: Raffle, fake_clock: FakeClock, beacon: str
) -> None:
    with pytest.raises(CannotHold, match="bad_field"):
        holding.draw(sealed, beacon, fake_clock.now())
    assert Raffle.objects.get().stage == Stage.SEALED


def test_one_ticket_a_day_where_the_rule_says_so(
    stage: Scene, organiser: User, fake_clock: FakeClock
) -> None:
    stage.close("每天", 60)
    stage.close("每天", 60)
    row = holding.make(
        stage.contest,
        "44",
        changed(rule=Rule(("first",), per=Per.DAY)),
        organiser,
        fake_clock.now(),
    )
    Entry.objects.filter(attempt__try_no=1).update(received_at=OPENS_AT + rules.DAY_MS * 3 // 4)
    assert len({paper.day for paper in papers.papers(["first"])}) == 2
    holding.seal(row, fake_clock.tick(rules.DAY_MS))
    assert Ticket.objects.count() == 2
    holding.draw(row, "1", fake_clock.now())
    [win] = Win.objects.all()
    assert [by for _passed, by in Raffle.objects.get().passed] in ([], [win.ticket.number])


def files(client: Client, tmp_path: Path) -> tuple[Path, Path]:
    """What the public pages give, as files."""
    facts, tickets = tmp_path / "draw.json", tmp_path / "tickets.txt"
    facts.write_bytes(client.get("/raffle/first-raffle/draw.json").content)
    tickets.write_bytes(client.get("/raffle/first-raffle/tickets.txt").content)
    return facts, tickets


def test_anybody_can_draw_it_again_from_the_published_files(
    client: Client, drawn: Raffle, tmp_path: Path
) -> None:
    out = io.StringIO()
    call_command("verify_raffle", *map(str, files(client, tmp_path)), stdout=out)
    assert out.getvalue() == "same: 6 tickets, 4 drawn\n"


def test_who_had_their_data_deleted_is_passed_over_for_all_to_see(
    client: Client, sealed: Raffle, fake_clock: FakeClock, tmp_path: Path
) -> None:
    listed = listing.numbers(sealed)
    gone = rules.order(sealed.seed, "1", listed)[:2]
    for number in gone:
        people.erase(Ticket.objects.get(number=number).contestant, fake_clock.now())
    holding.draw(sealed, "1", fake_clock.now())
    told = telling.facts(Raffle.objects.get())
    assert not {*told["drawn"]} & {*gone}
    assert told["passed"] == [[number, rules.NOBODY] for number in gone]
    assert "2 张奖券的持有人" in client.get("/raffle/first-raffle/").content.decode()
    out = io.StringIO()
    call_command("verify_raffle", *map(str, files(client, tmp_path)), stdout=out)
    assert out.getvalue() == "same: 6 tickets, 4 drawn, 2 passed over: data deleted\n"


@pytest.mark.parametrize("name", ["seed", "beacon", "digest", "drawn", "tickets"])
def test_a_changed_fact_is_found_out(
    client: Client, drawn: Raffle, tmp_path: Path, name: str
) -> None:
    facts, tickets = files(client, tmp_path)
    told = json.loads(facts.read_text())
    told[name] = told[name][::-1] if name == "drawn" else 7 if name == "tickets" else "0" * 64
    facts.write_text(json.dumps(told))
    with pytest.raises(CommandError, match="not as promised"):
        call_command("verify_raffle", str(facts), str(tickets))


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", "{", '{"prizes": 7}'])
def test_a_file_that_is_no_draw_is_told_so(tmp_path: Path, text: str) -> None:
    facts, tickets = tmp_path / "draw.json", tmp_path / "tickets.txt"
    facts.write_text(text)
    tickets.write_text("0\n")
    with pytest.raises(CommandError, match="not the facts"):
        call_command("verify_raffle", str(facts), str(tickets))


def test_the_seed_is_told_to_nobody_before_the_draw(
    client: Client, sealed: Raffle, fake_clock: FakeClock
) -> None:
    for address in ("", "draw.json", "tickets.txt", "screen/"):
        page = client.get(f"/raffle/first-raffle/{address}").content.decode()
        assert sealed.seed not in page
        assert sealed.salt not in page
    holding.draw(sealed, "1", fake_clock.now())
    assert sealed.seed in client.get("/raffle/first-raffle/draw.json").content.decode()


def test_the_screen_says_where_the_raffle_stands_and_asks_with_a_tag(
    client: Client, open_raffle: Raffle, fake_clock: FakeClock
) -> None:
    facts = "/raffle/first-raffle/draw.json"
    assert "名单还没有固定" in client.get("/raffle/first-raffle/screen/").content.decode()
    tags = [client.get(facts).headers["ETag"]]
    assert client.get(facts, headers={"If-None-Match": tags[0]}).status_code == 304
    fake_clock.tick(rules.DAY_MS)
    holding.seal(open_raffle, fake_clock.now())
    assert "等待开奖" in client.get("/raffle/first-raffle/screen/").content.decode()
    tags.append(client.get(facts, headers={"If-None-Match": tags[0]}).headers["ETag"])
    holding.draw(open_raffle, "1", fake_clock.now())
    answer = client.get(facts, headers={"If-None-Match": tags[1]})
    assert answer.status_code == 200
    assert answer.json()["drawn"]
    assert len({*tags, answer.headers["ETag"]}) == 3

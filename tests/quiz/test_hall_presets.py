"""Each preset for halls played to its end by six people, and what a question costs in messages."""

from typing import Any

import pytest
from asgiref.sync import sync_to_async

from quiz import presets
from quiz.models import Contest, Entrant, Team
from quiz.rules.formats import Mode
from tests.fakes import FakeClock
from tests.quiz import hall_world, world
from tests.quiz.hall_world import TWO, Hall, Line

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_threads", "fake_clock", "every_kind"),
]
LIVE = [name for name, one in presets.presets().items() if one.format.mode is Mode.LIVE]
NAMES = ("An", "Bo", "Chen", "Ding", "Er", "Fang")
# Who is wrong where: An never, Bo at the first question, the others at later ones.
WRONG_AT: dict[str, set[int]] = {
    "An": set(),
    "Bo": {0},
    "Chen": {3},
    "Ding": {3, 5},
    "Er": {6},
    "Fang": {1, 2, 4},
}


async def filled(hall: Hall, names: tuple[str, ...], teams: list[int] | None = None) -> Any:
    """A host and these people in the lobby."""
    host = await hall.host(await sync_to_async(hall_world.organiser)())
    await hall.do(host, "open")
    contest = await sync_to_async(Contest.objects.get)()
    phones: dict[str, Line] = {}
    for n, name in enumerate(names):
        token = await sync_to_async(world.make_contestant)(contest, name)
        more = {"team": teams[n % len(teams)]} if teams else {}
        phones[name], _ = await hall.phone(token, **more)
    return host, phones


async def asked(hall: Hall, host: Line, phones: dict[str, Line]) -> tuple[int, dict[str, Any]]:
    """The next question, opened."""
    await hall.do(host, "show")
    stage = await host.until("stage", lambda frame: frame["state"] == "shown")
    await hall.later(hall.lead_ms)
    key = (await next(iter(phones.values())).hear("unseal", slot=stage["slot"]))["key"]
    question = hall_world.unsealed(stage, key)
    return stage["slot"], question


async def answered(line: Line, slot: int, question: Any, *, right: bool, sure: bool = False) -> Any:
    good = await sync_to_async(world.right_choice)(question)
    choice = good if right else []
    frame = {"t": "answer", "slot": slot, "seq": slot, "choice": choice, "took_ms": 5}
    await line.send(**frame, sure=sure)
    while True:
        found = await line.hear_any("receipt", "error")
        if found.get("slot") == slot:
            return found


@pytest.mark.slow
@pytest.mark.parametrize("name", LIVE)
async def test_a_preset_is_played_to_its_podium(
    contest: Contest, fake_clock: FakeClock, name: str
) -> None:
    form = presets.presets()[name].format
    teams = ["红队", "蓝队"] if form.team != "none" else []
    hall = await sync_to_async(hall_world.make_hall)(contest, fake_clock, form, teams=teams)
    numbers = [pk async for pk in Team.objects.values_list("pk", flat=True)]
    host, phones = await filled(hall, NAMES, numbers)
    refused: dict[str, set[str]] = {name: set() for name in NAMES}
    for _ in range(form.questions):
        slot, question = await asked(hall, host, phones)
        fake_clock.tick(1_000)
        for who, line in phones.items():
            right = slot not in WRONG_AT[who]
            found = await answered(line, slot, question, right=right, sure=right)
            if found["t"] == "error":
                refused[who].add(found["code"])
        for do in ("lock", "reveal", "board"):
            await hall.do(host, do)
    await hall.do(host, "close", sure=True)
    board = await host.until("board", lambda frame: frame["final"])
    boards = [frame for frame in host.heard if frame["t"] == "board" and frame["teams"]]
    before = next((one for one in boards if one["slot"] == form.questions - 2), None)
    await hall.close()
    if before:
        ranks = {team["id"]: team["rank"] for team in before["teams"]}
        assert {team["id"]: team["was"] for team in board["teams"]} == ranks
    _check(form, board, refused)


def _check(form: Any, board: Any, refused: dict[str, set[str]]) -> None:
    """What the rules say of these six, said again in plain words."""
    rows = {row["name"]: row for row in board["rows"]}
    assert rows["An"]["rank"] == 1
    if form.lives:
        order = ["An", "Er", "Chen", "Ding", "Fang", "Bo"]
        assert sorted(rows, key=lambda who: (rows[who]["rank"], order.index(who))) == order
        assert refused == {who: ({"audience_only"} if who == "An" else {"out"}) for who in refused}
        assert [who for who, row in rows.items() if not row["out"]] == ["An"]
        return
    assert not any(refused.values())
    for who, row in rows.items():
        assert row["right"] == form.questions - len(WRONG_AT[who])
    if form.stake_win:
        assert rows["An"]["score"] == form.questions * (form.right + form.stake_win)
    if form.team == "average":
        scores = [rows[who]["score"] for who in ("An", "Chen", "Er")]
        other = [rows[who]["score"] for who in ("Bo", "Ding", "Fang")]
        found = {row["name"]: row["score"] for row in board["teams"]}
        assert found == {"红队": 100 * sum(scores) // 3, "蓝队": 100 * sum(other) // 3}


@pytest.mark.slow
@pytest.mark.parametrize("people", [50, 200])
async def test_a_question_costs_a_fixed_number_of_messages_for_each_player(
    contest: Contest, fake_clock: FakeClock, people: int
) -> None:
    """Shown, unsealed, receipt, locked, revealed, own standing, board: whatever the number."""
    hall = await sync_to_async(hall_world.make_hall)(contest, fake_clock, TWO)
    host, phones = await filled(hall, tuple(f"N{n}" for n in range(people)))
    for line in phones.values():
        await line.quiet()
        line.heard.clear()
    slot, question = await asked(hall, host, phones)
    for line in phones.values():
        await answered(line, slot, question, right=True)
    await host.until("stage", lambda frame: frame["state"] == "locked")
    for do in ("reveal", "board"):
        await hall.do(host, do)
    for line in phones.values():
        await line.hear("stage", state="board")
        kinds = [frame["t"] for frame in line.heard]
        assert sorted(kinds) == ["mine", "receipt", *["stage"] * 4, "unseal"]
    assert await sync_to_async(Entrant.objects.count)() == people
    await hall.close()

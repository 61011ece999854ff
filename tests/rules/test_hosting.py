"""Every command of a host in every state, and how each is taken back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from quiz.rules import hosting
from quiz.rules.hosting import TABLE, Command, NotNow, Pace
from quiz.rules.stage import Stage, State, Stop, natural, next_step, stood
from quiz.rules.units import Millis

PACE = Pace(Millis(3_000), Millis(20_000))
NOW = Millis(1_000_000)
WAY = ("open", "show", "lock", "reveal", "board")


def after(*commands: str, of: int = 3, now: int = NOW, apart: int = 5_000) -> tuple[Stage, Millis]:
    """A stage after these commands, each `apart` milliseconds after the one before."""
    stage, moment = Stage(of=of), now
    for do in commands:
        stage = hosting.apply(stage, Command(do, sure=True), Millis(moment), PACE)
        moment += apart
    return stage, Millis(moment)


IN_STATE = {
    State.DRAFT: (),
    State.LOBBY: WAY[:1],
    State.SHOWN: WAY[:2],
    State.LOCKED: WAY[:3],
    State.REVEALED: WAY[:4],
    State.BOARD: WAY,
    State.CLOSED: (*WAY, "close"),
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("do", TABLE)
def test_a_command_outside_of_its_states_is_refused_and_changes_nothing(
    state: State, do: str
) -> None:
    stage, now = after(*IN_STATE[state])
    assert stage.state is state
    if state in TABLE[do].states:
        return
    with pytest.raises(NotNow) as refused:
        hosting.apply(stage, Command(do, sure=True), now, PACE)
    assert refused.value.code == "wrong_state"


def test_the_natural_way_leads_through_all_questions_to_the_end() -> None:
    stage, done = Stage(of=3), []
    now = NOW
    while do := natural(stage):
        stage = hosting.apply(stage, Command(do, sure=True), now, PACE)
        done.append(do)
        now = Millis(now + 5_000)
    assert done == ["open", *WAY[1:] * 3, "close"]
    assert [asked.slot for asked in stage.askings] == [0, 1, 2]


@pytest.mark.parametrize(
    ("way", "next_"),
    [
        (WAY[:1], "show"),
        (WAY[:2], "lock"),
        (WAY[:3], "reveal"),
        (WAY[:4], "close"),
        (WAY, "close"),
        ((*WAY, "pause"), "resume"),
    ],
)
def test_with_nobody_left_to_play_the_end_is_the_natural_step(
    way: tuple[str, ...], next_: str
) -> None:
    stage, now = after(*way)
    assert natural(stage, over=True) == next_
    led = replace(stage, autopilot=True)
    goes_on = next_step(led, now, over=True) is not None
    assert goes_on is (next_ in ("reveal", "close") and stage.state is not State.BOARD)


@pytest.mark.parametrize(("pending", "next_"), [(2, "step"), (0, "unfreeze")])
def test_a_sitting_that_ended_frozen_is_opened_by_its_natural_step(
    pending: int, next_: str
) -> None:
    stage, now = after(*WAY, "freeze")
    assert natural(stage, pending=pending) == natural(stage)  # goes on being played
    over = hosting.apply(stage, Command("close", sure=True), now, PACE)
    assert natural(over, pending=pending) == next_
    opened = hosting.apply(over, Command("unfreeze"), now, PACE)
    assert natural(opened, pending=0) == ""


@pytest.mark.parametrize("way", [WAY[:1], WAY[:2], WAY])
def test_whoever_stopped_goes_on_first(way: tuple[str, ...]) -> None:
    before, now = after(*way)
    stage = hosting.apply(before, Command("pause"), now, PACE)
    assert natural(stage) == "resume"
    going = hosting.apply(stage, Command("resume"), now, PACE)
    assert natural(going) == natural(before)


@pytest.mark.parametrize(
    ("way", "do", "code"),
    [
        ((), "fly", "unknown_command"),
        (WAY, "close", "confirm"),
        (WAY[:2], "resume", "not_paused"),
        ((*WAY[:2], "pause"), "pause", "paused"),
        ((*WAY, "pause"), "show", "paused"),
        ((*WAY, *WAY[1:], *WAY[1:]), "show", "no_more_questions"),
        (WAY[:2], "extend", "bad_command"),
        (WAY, "restore", "no_such_slot"),
        (WAY, "step", "not_frozen"),
        (WAY, "open_door", "already_so"),
        ((*WAY, "freeze"), "freeze", "already_so"),
        (WAY, "include", "bad_command"),
        (WAY, "exclude", "bad_command"),
    ],
)
def test_what_cannot_be_done_is_refused_by_name(way: tuple[str, ...], do: str, code: str) -> None:
    stage, now = after(*way)
    with pytest.raises(NotNow) as refused:
        hosting.apply(stage, Command(do), now, PACE)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("slot", "kind", "keys", "code"),
    [
        (0, "new_key", ((1,),), ""),
        (0, "accept", ((1,), (2,)), ""),
        (0, "void_all", (), ""),
        (0, "void_none", (), ""),
        (0, "void_all", ((1,),), "bad_command"),
        (0, "new_key", (), "bad_command"),
        (0, "accept", (), "bad_command"),
        (0, "other", (), "bad_command"),
        (1, "void_all", (), "no_such_slot"),
        (-1, "void_all", (), "no_such_slot"),
    ],
)
def test_only_a_question_whose_key_is_out_is_ruled_on(
    slot: int, kind: str, keys: tuple[tuple[int, ...], ...], code: str
) -> None:
    stage, now = after(*WAY, "show")
    command = Command("rule", slot=slot, kind=kind, keys=keys)
    if code:
        with pytest.raises(NotNow) as refused:
            hosting.apply(stage, command, now, PACE)
        assert refused.value.code == code
        return
    ruled = hosting.apply(stage, command, now, PACE)
    assert [(one.slot, one.kind, one.keys) for one in ruled.verdicts] == [(slot, kind, keys)]
    restored = hosting.apply(ruled, Command("restore", slot=0), now, PACE)
    assert restored == stage


@pytest.mark.parametrize("do", [do for do, rule in TABLE.items() if rule.takes_back == "undo"])
def test_what_can_be_undone_comes_back_as_it_was(do: str) -> None:
    state = next(one for one in IN_STATE if one in TABLE[do].states)
    before, now = after(*IN_STATE[state], *(["freeze"] if do == "step" else []))
    did = Command(do, ms=5_000)
    stage = hosting.apply(before, did, now, PACE)
    undone = hosting.undone(stage, before, did, now, now)
    assert undone.state is before.state
    if do not in ("lock", "skip"):
        assert undone == before


def test_a_question_that_has_opened_is_not_taken_back() -> None:
    before, now = after("open")
    stage = hosting.apply(before, Command("show"), now, PACE)
    opened = Millis(now + PACE.lead_ms)
    assert hosting.undone(stage, before, Command("show"), now, Millis(opened - 1)) == before
    with pytest.raises(NotNow):
        hosting.undone(stage, before, Command("show"), now, opened)


@given(at=st.integers(0, 19_999), away=st.integers(0, 600_000))
def test_a_lock_taken_back_leaves_the_time_that_was_left(at: int, away: int) -> None:
    before, _ = after("open", "show", apart=0)
    locked_at = Millis(NOW + PACE.lead_ms + at)
    stage = hosting.apply(before, Command("lock"), locked_at, PACE)
    again = hosting.undone(stage, before, Command("lock"), locked_at, Millis(locked_at + away))
    asked, first = again.open, before.open
    assert asked is not None
    assert first is not None
    assert asked.closes_at == (first.closes_at or 0) + away
    assert stood(again, 0, asked.opens_at, Millis(locked_at + away)) == away


@given(st.lists(st.tuples(st.integers(0, 25_000), st.integers(0, 60_000)), max_size=6))
def test_stopping_the_clock_takes_nobodys_time(pauses: list[tuple[int, int]]) -> None:
    """However often the clock is stopped, a question is open for exactly its time."""
    stage, _ = after("open", "show", apart=0)
    now = int(NOW)
    for run, stand in pauses:
        asked = stage.open
        if asked is None or now + run >= (asked.closes_at or 0):
            break
        now += run
        stage = hosting.apply(stage, Command("pause"), Millis(now), PACE)
        now += stand
        stage = hosting.apply(stage, Command("resume"), Millis(now), PACE)
    asked = stage.open
    assert asked is not None
    closes_at = Millis(asked.closes_at or 0)
    assert closes_at - asked.opens_at - stood(stage, 0, asked.opens_at, closes_at) == 20_000


SPANS = st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), max_size=8)


@given(SPANS, st.integers(0, 100), st.integers(0, 100))
def test_stops_over_each_other_count_once(
    spans: list[tuple[int, int]], since: int, until: int
) -> None:
    stops = tuple(Stop(0, Millis(min(one)), Millis(max(one))) for one in spans)
    stage = Stage(of=1, stops=stops)
    moments = {n for one in spans for n in range(min(one), max(one))}
    expected = len([n for n in moments if since <= n < until])
    assert stood(stage, 0, Millis(since), Millis(max(since, until))) == expected


@given(st.lists(st.sampled_from(sorted(TABLE)), max_size=40))
def test_whatever_hosts_do_the_stage_stays_whole(commands: list[str]) -> None:
    """Questions are asked one after the other, each window is in order, flags are what they say."""
    stage, now = Stage(of=3), int(NOW)
    for do in commands:
        now += 700
        command = Command(do, ms=1_000, kind="void_all", number=0, sure=True)
        try:
            stage = hosting.apply(stage, command, Millis(now), PACE)
        except NotNow:
            continue
        assert [asked.slot for asked in stage.askings] == list(range(stage.slot + 1))
        assert all((asked.closes_at or 0) >= asked.opens_at for asked in stage.askings)
        assert set(stage.skipped) <= set(range(stage.slot + 1))
        assert all(0 <= verdict.slot <= stage.seen for verdict in stage.verdicts)

"""What each command changes, in each state that allows it: this and nothing else."""

from typing import Any

import pytest
from msgspec.structs import asdict

from quiz.rules import hosting
from quiz.rules.hosting import TABLE, Command
from quiz.rules.stage import Stage, State
from quiz.rules.units import Millis
from tests.rules.test_hosting import IN_STATE, PACE, WAY, after

# What must have happened before, for a command that takes something back.
FIRST: dict[str, tuple[Command, ...]] = {
    "resume": (Command("pause"),),
    "include": (Command("exclude", slot=0, since=1_008_500, until=1_009_500),),
    "exclude_again": (
        Command("exclude", slot=0, since=1_008_500, until=1_009_500),
        Command("include", number=0),
    ),
    "restore": (Command("rule", slot=0, kind="void_all"),),
    "open_door": (Command("shut_door"),),
    "autopilot_off": (Command("autopilot_on"),),
    "unfreeze": (Command("freeze"),),
    "step": (Command("freeze"),),
}
MORE: dict[str, dict[str, Any]] = {
    "extend": {"ms": 5_000},
    "exclude": {"slot": 0, "since": 1_008_500, "until": 1_009_500},
    "include": {"number": 0},
    "exclude_again": {"number": 0},
    "rule": {"slot": 0, "kind": "void_all"},
    "restore": {"slot": 0},
}
CHANGES: dict[str, set[str]] = {
    "open": {"state"},
    "show": {"state", "slot", "askings"},
    "lock": {"state", "askings"},
    "reveal": {"state"},
    "board": {"state"},
    "skip": {"state", "skipped", "askings"},
    "close": {"state", "skipped", "askings"},
    "pause": {"paused", "stops"},
    "resume": {"paused", "stops", "askings"},
    "extend": {"askings"},
    "exclude": {"stops"},
    "include": {"stops"},
    "exclude_again": {"stops"},
    "rule": {"verdicts"},
    "restore": {"verdicts"},
    "shut_door": {"door"},
    "open_door": {"door"},
    "autopilot_on": {"autopilot"},
    "autopilot_off": {"autopilot"},
    "freeze": {"frozen", "frozen_after"},
    "unfreeze": {"frozen"},
    "step": {"unfrozen"},
}
LEADS_TO = {
    "open": State.LOBBY,
    "show": State.SHOWN,
    "lock": State.LOCKED,
    "reveal": State.REVEALED,
    "board": State.BOARD,
    "skip": State.BOARD,
    "close": State.CLOSED,
}
# Nothing was asked yet, so there is nothing to stop, exclude or rule on.
NEEDS_A_QUESTION = {"exclude", "include", "exclude_again", "rule", "restore"}
ALLOWED = [
    (do, state)
    for do, rule in TABLE.items()
    for state in State
    if state in rule.states and not (do in NEEDS_A_QUESTION and state is State.LOBBY)
]


def second_question(state: State) -> tuple[Stage, Millis]:
    """At this state of the second question; of the states before the first, of that."""
    way = IN_STATE[state]
    begun = state in (State.DRAFT, State.LOBBY)
    return after(*way) if begun else after(*WAY, *way[1:], of=4)


def ready(do: str, state: State) -> tuple[Stage, Millis]:
    """A stage where the command can be done; `freeze` and what closes nothing comes before."""
    if state is State.CLOSED and FIRST.get(do, ()) and FIRST[do][0].do == "freeze":
        stage, now = second_question(State.BOARD)
        stage = hosting.apply(stage, Command("freeze"), now, PACE)
        return hosting.apply(stage, Command("close", sure=True), now, PACE), now
    stage, now = second_question(state)
    for command in FIRST.get(do, ()):
        stage = hosting.apply(stage, command, now, PACE)
    return stage, Millis(now + 100)


def test_the_table_here_and_there_name_the_same_commands() -> None:
    assert set(CHANGES) == set(TABLE)


@pytest.mark.parametrize(("do", "state"), ALLOWED)
def test_a_command_changes_what_it_is_for_and_nothing_else(do: str, state: State) -> None:
    before, now = ready(do, state)
    stage = hosting.apply(before, Command(do, sure=True, **MORE.get(do, {})), now, PACE)
    was, now_is = asdict(before), asdict(stage)
    changed = {name for name, value in now_is.items() if value != was[name]}
    assert changed
    assert changed <= CHANGES[do]
    assert stage.state is LEADS_TO.get(do, state)


OPPOSITES = {
    "pause": "resume",
    "shut_door": "open_door",
    "autopilot_on": "autopilot_off",
    "include": "exclude_again",
    "rule": "restore",
    "exclude": "include",
}


@pytest.mark.parametrize(("do", "state"), [one for one in ALLOWED if one[0] in OPPOSITES])
def test_a_command_and_its_opposite_at_once_change_nothing_that_counts(
    do: str, state: State
) -> None:
    again = OPPOSITES[do]
    before, now = ready(do, state)
    stage = hosting.apply(before, Command(do, **MORE.get(do, {})), now, PACE)
    stage = hosting.apply(stage, Command(again, **MORE.get(again, {})), now, PACE)
    ignored = {"stops"} if do in ("pause", "exclude") else set()
    assert {n: v for n, v in asdict(stage).items() if n not in ignored} == {
        n: v for n, v in asdict(before).items() if n not in ignored
    }


@pytest.mark.parametrize("closing", [WAY[:2], WAY[:3]])
def test_closing_skips_a_question_whose_key_is_not_out(closing: tuple[str, ...]) -> None:
    stage, _now = after(*closing, "close")
    assert stage.skipped == (0,)
    assert stage.seen == 0

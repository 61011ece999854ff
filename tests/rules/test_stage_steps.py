"""What the autopilot of a sitting does by itself. Source: contest regulations, section 11."""

from dataclasses import dataclass, field
from typing import Any

import msgspec
import pytest

from quiz.rules.stage import Stage, State, next_step
from quiz.rules.units import Millis

NOW = Millis(1_000)


@dataclass(frozen=True)
class Case:
    """A stage with these fields; what comes by itself, and after how many milliseconds."""

    state: State
    wanted: tuple[str, int] | None
    more: dict[str, Any] = field(default_factory=dict)


CASES = [
    Case(State.LOCKED, ("reveal", 1_500)),
    Case(State.REVEALED, ("board", 9_000)),
    Case(State.BOARD, ("show", 6_000)),
    Case(State.BOARD, None, {"slot": 2}),
    Case(State.LOCKED, None, {"paused": True}),
    Case(State.LOCKED, None, {"autopilot": False}),
    *(Case(state, None) for state in (State.DRAFT, State.LOBBY, State.SHOWN, State.CLOSED)),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.state}{case.more or ''}")
def test_the_autopilot_goes_on_by_itself_but_never_to_the_end(case: Case) -> None:
    stage = msgspec.structs.replace(
        Stage(of=3, autopilot=True, slot=1), state=case.state, **case.more
    )
    wanted = case.wanted and (case.wanted[0], NOW + case.wanted[1])
    assert next_step(stage, NOW) == wanted

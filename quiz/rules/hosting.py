"""What each command of a host does to a sitting. Source: contest regulations, section 11.

TABLE is the one list of commands: in which states each may be given and how it is taken back.
"""

from collections.abc import Callable
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from quiz.rules.stage import Asking, Stage, State, Stop, Verdict
from quiz.rules.stopping import asked_anew, go_on
from quiz.rules.units import Millis

# What a host may add to a running question at once.
LONGEST_EXTENSION = 600_000


class Command(Struct, frozen=True):
    """One command of a host. Which of the others a command needs is said in TABLE."""

    do: str
    slot: int | None = None
    ms: int | None = None
    since: int | None = None
    until: int | None = None
    number: int | None = None
    kind: str = ""
    keys: tuple[tuple[int, ...], ...] = ()
    sure: bool = False


class NotNow(ValueError):
    """The command cannot be done; `code` is one of docs/protocol.md's."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Pace(NamedTuple):
    """How long a question is announced before it opens, and how long it is open (0 = no limit)."""

    lead_ms: Millis
    question_ms: Millis


Act = Callable[[Stage, Command, Millis, Pace], Stage]


class Rule(NamedTuple):
    """`states` in which a command may be given; `takes_back` = how it is undone: "undo" by the
    command `undo` while no other step followed, "again" by its opposite, "never": it asks once."""

    states: frozenset[State]
    act: Act
    takes_back: str


def _to(state: State) -> Act:
    return lambda stage, _command, _now, _pace: replace(stage, state=state)


def _show(stage: Stage, _command: Command, now: Millis, pace: Pace) -> Stage:
    if stage.last:
        raise NotNow("no_more_questions")
    if stage.paused:
        raise NotNow("paused")
    opens_at = Millis(now + pace.lead_ms)
    closes_at = Millis(opens_at + pace.question_ms) if pace.question_ms else None
    asked = Asking(stage.slot + 1, opens_at, closes_at)
    return replace(stage, state=State.SHOWN, slot=asked.slot, askings=(*stage.askings, asked))


def _ended(stage: Stage, now: Millis) -> Stage:
    """The open question ends now, or ended when its time was up; a clock that stands stands still
    until now."""
    stage = go_on(stage, now) if stage.paused else stage
    asked = stage.asking(stage.slot)
    if asked is None:
        return stage
    ends = now if asked.closes_at is None else min(now, asked.closes_at)
    return asked_anew(stage, replace(asked, closes_at=Millis(max(ends, asked.opens_at))))


def _lock(stage: Stage, _command: Command, now: Millis, _pace: Pace) -> Stage:
    """A question that nobody has seen is undone or skipped, never locked."""
    asked = go_on(stage, now).open
    if asked is not None and now < asked.opens_at:
        raise NotNow("wrong_state")
    return replace(_ended(stage, now), state=State.LOCKED)


def _skip(stage: Stage, _command: Command, now: Millis, _pace: Pace) -> Stage:
    over = _ended(stage, now) if stage.state is State.SHOWN else stage
    return replace(over, state=State.BOARD, skipped=(*stage.skipped, stage.slot))


def _pause(stage: Stage, _command: Command, now: Millis, _pace: Pace) -> Stage:
    if stage.paused:
        raise NotNow("paused")
    asked = stage.open
    if asked is not None and asked.closes_at is not None and now >= asked.closes_at:
        raise NotNow("time_is_up")
    stops = (*stage.stops, Stop(stage.slot, now)) if asked else stage.stops
    return replace(stage, paused=True, stops=stops)


def _resume(stage: Stage, _command: Command, now: Millis, _pace: Pace) -> Stage:
    if not stage.paused:
        raise NotNow("not_paused")
    return go_on(stage, now)


def _extend(stage: Stage, command: Command, now: Millis, _pace: Pace) -> Stage:
    more, asked = command.ms or 0, stage.open
    if not 1 <= more <= LONGEST_EXTENSION:
        raise NotNow("bad_command")
    if asked is None or asked.closes_at is None:
        raise NotNow("no_limit")
    if not stage.paused and now >= asked.closes_at:
        raise NotNow("time_is_up")
    return asked_anew(stage, replace(asked, closes_at=Millis(asked.closes_at + more)))


def _exclude(stage: Stage, command: Command, now: Millis, _pace: Pace) -> Stage:
    """A time in which a question was open counts for nobody, said afterwards; no window moves."""
    slot = stage.slot if command.slot is None else command.slot
    since, until, asked = command.since, command.until, stage.asking(slot)
    if asked is None:
        raise NotNow("no_such_slot")
    if since is None or until is None or not 0 < since < until <= now:
        raise NotNow("bad_command")
    if until <= asked.opens_at or (asked.closes_at is not None and since >= asked.closes_at):
        raise NotNow("bad_command")
    return replace(stage, stops=(*stage.stops, Stop(slot, Millis(since), Millis(until))))


def _counting(*, counts: bool) -> Act:
    def act(stage: Stage, command: Command, _now: Millis, _pace: Pace) -> Stage:
        number = command.number
        if number is None or not 0 <= number < len(stage.stops):
            raise NotNow("bad_command")
        stop = stage.stops[number]
        if stop.until is None or stop.counts is counts:
            raise NotNow("bad_command")
        stops = (*stage.stops[:number], replace(stop, counts=counts), *stage.stops[number + 1 :])
        return replace(stage, stops=stops)

    return act


def _rule(stage: Stage, command: Command, _now: Millis, _pace: Pace) -> Stage:
    """Another key, several, or none: of a question whose key everybody has seen."""
    slot = stage.slot if command.slot is None else command.slot
    _revealed(stage, slot)
    fits = {"void_all": 0, "void_none": 0, "new_key": 1}.get(command.kind, len(command.keys))
    if (
        command.kind not in VERDICTS
        or len(command.keys) != fits
        or (command.kind == "accept" and not command.keys)
    ):
        raise NotNow("bad_command")
    others = tuple(one for one in stage.verdicts if one.slot != slot)
    return replace(stage, verdicts=(*others, Verdict(slot, command.kind, command.keys, stage.slot)))


def _restore(stage: Stage, command: Command, _now: Millis, _pace: Pace) -> Stage:
    """The printed key counts again."""
    slot = stage.slot if command.slot is None else command.slot
    others = tuple(one for one in stage.verdicts if one.slot != slot)
    if len(others) == len(stage.verdicts):
        raise NotNow("no_such_slot")
    return replace(stage, verdicts=others)


def _revealed(stage: Stage, slot: int) -> None:
    if not 0 <= slot <= stage.seen or slot in stage.skipped:
        raise NotNow("no_such_slot")


def _flag(name: str, value: bool) -> Act:  # noqa: FBT001 (a flag's value)
    def act(stage: Stage, _command: Command, _now: Millis, _pace: Pace) -> Stage:
        if getattr(stage, name) is value:
            raise NotNow("already_so")
        return replace(stage, **{name: value})

    return act


def _freeze(stage: Stage, _command: Command, _now: Millis, _pace: Pace) -> Stage:
    if stage.frozen:
        raise NotNow("already_so")
    return replace(stage, frozen=True, frozen_after=stage.seen, unfrozen=0)


def _step(stage: Stage, _command: Command, _now: Millis, _pace: Pace) -> Stage:
    """One more row of the frozen board is opened; how many there are the boards know."""
    if not stage.frozen:
        raise NotNow("not_frozen")
    return replace(stage, unfrozen=stage.unfrozen + 1)


def _close(stage: Stage, _command: Command, now: Millis, _pace: Pace) -> Stage:
    over = _skip(stage, _command, now, _pace) if stage.state in IN_PLAY else stage
    return replace(over, state=State.CLOSED, paused=False)


VERDICTS = frozenset({"new_key", "accept", "void_all", "void_none"})
IN_PLAY = frozenset({State.SHOWN, State.LOCKED})
BETWEEN = frozenset({State.LOBBY, State.REVEALED, State.BOARD})
RUNNING = frozenset(State) - {State.DRAFT, State.CLOSED}
ANY = frozenset(State) - {State.DRAFT}

TABLE: dict[str, Rule] = {
    "open": Rule(frozenset({State.DRAFT}), _to(State.LOBBY), "undo"),
    "show": Rule(BETWEEN, _show, "undo"),
    "lock": Rule(frozenset({State.SHOWN}), _lock, "undo"),
    "reveal": Rule(frozenset({State.LOCKED}), _to(State.REVEALED), "undo"),
    "board": Rule(frozenset({State.REVEALED}), _to(State.BOARD), "undo"),
    "skip": Rule(IN_PLAY, _skip, "undo"),
    "close": Rule(RUNNING | {State.DRAFT}, _close, "never"),
    "pause": Rule(RUNNING, _pause, "again"),
    "resume": Rule(RUNNING, _resume, "again"),
    "extend": Rule(frozenset({State.SHOWN}), _extend, "undo"),
    "exclude": Rule(ANY, _exclude, "again"),
    "include": Rule(ANY, _counting(counts=False), "again"),
    "exclude_again": Rule(ANY, _counting(counts=True), "again"),
    "rule": Rule(ANY, _rule, "again"),
    "restore": Rule(ANY, _restore, "again"),
    "shut_door": Rule(RUNNING, _flag("door", value=False), "again"),
    "open_door": Rule(RUNNING, _flag("door", value=True), "again"),
    "autopilot_on": Rule(RUNNING, _flag("autopilot", value=True), "again"),
    "autopilot_off": Rule(RUNNING, _flag("autopilot", value=False), "again"),
    "freeze": Rule(RUNNING, _freeze, "again"),
    "unfreeze": Rule(ANY, _flag("frozen", value=False), "again"),
    "step": Rule(ANY, _step, "undo"),
}


def apply(stage: Stage, command: Command, now: Millis, pace: Pace) -> Stage:
    """The stage after a command. Raises NotNow: unknown_command, wrong_state, confirm (the command
    cannot be taken back and `sure` is false), and what a command's own rule says."""
    rule = TABLE.get(command.do)
    if rule is None:
        raise NotNow("unknown_command")
    if stage.state not in rule.states:
        raise NotNow("wrong_state")
    if rule.takes_back == "never" and not command.sure:
        raise NotNow("confirm")
    return rule.act(stage, command, now, pace)


def undone(stage: Stage, before: Stage, did: Command, did_at: Millis, now: Millis) -> Stage:
    """The stage without its last command `did`, which was done at `did_at` when the sitting stood
    at `before`. Raises NotNow `nothing_to_undo` for one that time has overtaken: a question that
    has opened was seen, and one whose time was over is not opened again."""
    rule = TABLE.get(did.do)
    if rule is None or rule.takes_back != "undo":
        raise NotNow("nothing_to_undo")
    asked = stage.asking(stage.slot)
    if did.do == "show" and asked and now >= asked.opens_at:
        raise NotNow("nothing_to_undo")
    if did.do == "extend" and _over(before, now):
        raise NotNow("nothing_to_undo")
    if did.do in ("lock", "skip") and before.open is not None:
        return _reopened(before, did_at, now)
    return before


def _over(before: Stage, now: Millis) -> bool:
    """Without the extension the time would be up: who thinks on in it would lose their answer."""
    asked = before.open
    ends = asked.closes_at if asked and not before.paused else None
    return ends is not None and now >= ends


def _reopened(before: Stage, ended_at: Millis, now: Millis) -> Stage:
    """The question that was open goes on with the time it had left."""
    asked = before.open
    if asked is None or (asked.closes_at is not None and asked.closes_at <= ended_at):
        raise NotNow("nothing_to_undo")
    if before.paused:
        return before
    return go_on(
        replace(before, paused=True, stops=(*before.stops, Stop(asked.slot, ended_at))), now
    )
